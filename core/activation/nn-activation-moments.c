/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-moments.c - moments of an activation's output, and its initial gain, by quadrature
 *
 * Expectations over a normal distribution, split at 0 and at the kinks. On each interval the
 * tanh-sinh rule (Takahasi and Mori 1974): it crowds its points at both ends, so a bend of any
 * sharpness at the end of an interval costs no digits.
 */

#include "nn-activation-moments.h"

#include <math.h>

static const double REACH = 12.0; /* in sigmas: the normal density is 2e-32 there                */

typedef struct {
  nn_activation f;
  double mu, sigma;
} input;

static void
add_at (nn_moments *sum, const input *in, double weight, double z)
{
  double y = nn_activation_eval (in->f, 0, z), slope = nn_activation_eval (in->f, 1, z);
  double t = (z - in->mu) / in->sigma;
  double density = weight * 0.39894228040143267794 * exp (-0.5 * t * t) / in->sigma;

  sum->mean += density * y;
  sum->square += density * y * y;
  sum->slope += density * slope;
  sum->slope_square += density * slope * slope;
}

/* z = a + (b - a) s with s = 1 / (1 + e^(-pi sinh t)). Each point is measured from the end that it
 * is nearer to, so that it keeps its digits there.                                               */
static void
integrate (nn_moments *sum, const input *in, double a, double b)
{
  const double step = 1.0 / 32, pi = 3.14159265358979323846;

  for (int i = -128; i <= 128; i++)
    {
      double t = i * step, e = exp (-pi * fabs (sinh (t)));
      double offset = (b - a) * e / (1.0 + e), z = t < 0.0 ? a + offset : b - offset;
      double weight = (b - a) * step * pi * cosh (t) * e / ((1.0 + e) * (1.0 + e));
      add_at (sum, in, weight, z);
    }
}

/* Where the interval from z ends: at a kink, at 0 (where a steep Softplus bends), in the middle of
 * the distribution (so that the rule sees its peak), or at the end.                             */
static double
next_split (const input *in, double z, double end)
{
  const nn_activation_info *info = nn_activation_get_info (in->f.id);
  double next = end;

  if (in->mu > z)
    next = fmin (next, in->mu);
  if (0.0 > z)
    next = fmin (next, 0.0);
  for (int i = 0; i < info->n_kinks; i++)
    if (info->kink[i] > z)
      next = fmin (next, info->kink[i]);
  return next;
}

nn_moments
nn_activation_moments (nn_activation f, double mu, double sigma)
{
  input in = { f, mu, sigma };
  nn_moments sum = { 0 };
  double end = mu + REACH * sigma;

  for (double a = mu - REACH * sigma, b; a < end; a = b)
    {
      b = next_split (&in, a, end);
      integrate (&sum, &in, a, b);
    }
  sum.gain = sigma / sqrt (sum.square);
  return sum;
}

double
nn_activation_gain (nn_activation f)
{
  return nn_activation_moments (f, 0.0, 1.0).gain;
}

double
nn_normal_cdf (double mu, double sigma, double x)
{
  return 0.5 * erfc ((mu - x) / sigma * 0.70710678118654752440);
}
