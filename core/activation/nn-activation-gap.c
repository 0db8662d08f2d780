/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn-activation-gap.h"

#include <math.h>

enum { SAMPLES = 2000, REFINEMENTS = 60 };

static double
distance (nn_activation f, nn_activation g, double x)
{
  double d = fabs (nn_activation_eval (f, 0, x) - nn_activation_eval (g, 0, x));
  return isfinite (d) ? d : 0.0;
}

static void
consider (nn_gap *gap, nn_activation f, nn_activation g, double x)
{
  double d = distance (f, g, x);
  if (d > gap->value)
    *gap = (nn_gap){ d, x, true };
}

/* Golden section: the maximum of |f - g| between a and b, where there is one hill. */
static void
climb (nn_gap *gap, nn_activation f, nn_activation g, double a, double b)
{
  const double ratio = 0.61803398874989484820;

  for (int i = 0; i < REFINEMENTS; i++)
    {
      double left = b - ratio * (b - a), right = a + ratio * (b - a);
      if (distance (f, g, left) < distance (f, g, right))
        a = left;
      else
        b = right;
    }
  consider (gap, f, g, 0.5 * (a + b));
}

static void
consider_kinks (nn_gap *gap, nn_activation f, nn_activation g, double low, double high)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);
  for (int i = 0; i < info->n_kinks; i++)
    if (info->kink[i] >= low && info->kink[i] <= high)
      consider (gap, f, g, info->kink[i]);
}

nn_gap
nn_activation_gap (nn_activation f, nn_activation g, double low, double high)
{
  nn_gap gap = { 0.0, NAN, true };
  double step = (high - low) / SAMPLES, best;

  for (int i = 0; i <= SAMPLES; i++)
    consider (&gap, f, g, i == SAMPLES ? high : low + i * step);
  best = gap.at;
  if (best > low && best < high)
    climb (&gap, f, g, fmax (low, best - step), fmin (high, best + step));
  consider_kinks (&gap, f, g, low, high);
  consider_kinks (&gap, g, f, low, high);
  /* A smooth bend at 0, like Softplus' at a large beta, has no kink to be found by. */
  if (low <= 0.0 && high >= 0.0)
    consider (&gap, f, g, 0.0);
  return gap;
}

/* The limit of |f - g| at -inf (side -1) or +inf: infinite if the slopes there differ. Where both are
 * lines the distance is read off where every exponential has vanished, but subtraction has not
 * begun to cancel; a Softplus of a beta below 1e-4 is not that far yet.                         */
static double
limit (nn_activation f, nn_activation g, double side)
{
  const double far = 1e6;
  double slope = nn_activation_eval (f, 1, side * far) - nn_activation_eval (g, 1, side * far);
  if (fabs (slope) > 1e-12)
    return INFINITY;

  /* f (inf) - g (inf) is exact where both end level, and NaN where they are lines. */
  double level = fabs (nn_activation_eval (f, 0, side * INFINITY)
                       - nn_activation_eval (g, 0, side * INFINITY));
  return isfinite (level) ? level : distance (f, g, side * far);
}

nn_gap
nn_activation_gap_everywhere (nn_activation f, nn_activation g)
{
  /* Everything happens around 0; ranges of growing size find it whatever the parameters' scale. */
  static const double reaches[] = { 0.1, 1.0, 10.0, 100.0, 1e4 };
  nn_gap gap = { 0.0, NAN, true };

  for (int i = 0; i < (int) (sizeof reaches / sizeof *reaches); i++)
    {
      nn_gap found = nn_activation_gap (f, g, -reaches[i], reaches[i]);
      if (found.value > gap.value)
        gap = found;
    }
  for (int side = 1; side >= -1; side -= 2)
    {
      double end = limit (f, g, side);
      /* A hill that only creeps up to its limit is not higher than that, whatever the rounding. */
      if (end > 0.0 && end >= gap.value * (1.0 - 1e-12))
        gap = (nn_gap){ end, side * INFINITY, false };
    }
  return gap;
}
