/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-alpha-motion.h"

#include <math.h>
#include "lab-alpha-scale.h"

/* There and back; the ends once. */
static const double stops[] = { 0, 0.1, 0.3, 0.5, 1, 2, 3, 2, 1, 0.5, 0.3, 0.1 };

enum { N_UP = 7 };

double
lab_alpha_motion_at (double seconds, double speed, gboolean steps)
{
  double turns = seconds * speed / LAB_ALPHA_MOTION_PERIOD, phase = turns - floor (turns);

  if (steps)
    return stops[(gsize) (phase * G_N_ELEMENTS (stops))];
  return round (100 * lab_alpha_scale_value ((1 - cos (2 * G_PI * phase)) / 2)) / 100;
}

double
lab_alpha_motion_start (double alpha, double speed, gboolean steps)
{
  double position = CLAMP (lab_alpha_scale_position (alpha), 0, 1), phase;
  int i = 0;

  if (!steps)
    phase = acos (1 - 2 * position) / (2 * G_PI);
  else
    {
      while (i < N_UP - 1 && stops[i] < alpha)
        i++;
      phase = (i + 0.5) / G_N_ELEMENTS (stops);
    }
  return phase * LAB_ALPHA_MOTION_PERIOD / speed;
}
