/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep-models.h - a sweep whose values were typed in */

#pragma once

#include <math.h>
#include "lab-sweep-model.h"

/* Validation accuracies of five seeds, typed in; mean and spread with bc. */
static const double literal[2][5] = {
  { 0.9412, 0.9385, 0.9441, 0.9403, 0.9428 },  /* mean .94138, sum of squares 1.8908e-5 */
  { 0.9398, 0.9391, 0.9407, 0.9388, 0.9401 },
};

/* Two alphas and the five seeds from 42 on. */
static inline LabSweepModel *
make_model (gboolean filled)
{
  LabSweepModel *model = lab_sweep_model_new ();

  lab_sweep_model_set_alphas (model, "0, 1");
  lab_sweep_model_begin (model);
  for (int s = 0; s < 5 && filled; s++)
    for (int a = 0; a < 2; a++)
      lab_sweep_model_add_point (model, a, s, literal[a][s]);
  return model;
}
