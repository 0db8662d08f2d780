/* nn-activation-gain.c - the initial gain of an activation, by quadrature
 *
 * E f(z)^2 for z ~ N(0, 1), split at 0 and at the kinks. On each interval the tanh-sinh rule
 * (Takahasi and Mori 1974): it crowds its points at both ends, so a bend of any sharpness at the
 * end of an interval costs no digits.
 */

#include "nn-activation.h"

#include <math.h>

static const double END = 12.0; /* the normal density is 2e-32 there                             */

static double
weighted_square (nn_activation f, double z)
{
  double y = nn_activation_eval (f, 0, z);
  return y * y * 0.39894228040143267794 * exp (-0.5 * z * z);
}

/* z = a + (b - a) s with s = 1 / (1 + e^(-pi sinh t)). Each point is measured from the end that it
 * is nearer to, so that it keeps its digits there.                                               */
static double
integrate (nn_activation f, double a, double b)
{
  const double step = 1.0 / 32, pi = 3.14159265358979323846;
  double sum = 0.0;

  for (int i = -128; i <= 128; i++)
    {
      double t = i * step, e = exp (-pi * fabs (sinh (t)));
      double offset = (b - a) * e / (1.0 + e), z = t < 0.0 ? a + offset : b - offset;
      sum += pi * cosh (t) * e / ((1.0 + e) * (1.0 + e)) * weighted_square (f, z);
    }
  return (b - a) * step * sum;
}

/* Where the interval from z ends: at a kink, at 0 (where a steep Softplus bends) or at END. */
static double
next_split (const nn_activation_info *info, double z)
{
  double next = z < 0.0 ? 0.0 : END;

  for (int i = 0; i < info->n_kinks; i++)
    if (info->kink[i] > z && info->kink[i] < next)
      next = info->kink[i];
  return next;
}

double
nn_activation_gain (nn_activation f)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);
  double expectation = 0.0;

  for (double a = -END, b; a < END; a = b)
    {
      b = next_split (info, a);
      expectation += integrate (f, a, b);
    }
  return 1.0 / sqrt (expectation);
}
