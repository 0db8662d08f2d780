/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-smooth.c - the activations without a kink
 *
 * The formulas of the literature, rearranged so that nothing cancels and the tails keep their last
 * digits: 1 - tanh^2 is 4 s (1 - s), and 1 - s is s at -x. Where an argument of exp is itself
 * rounded, the rounding error d is put right to first order, since exp multiplies it by |x|.
 */

#include "nn-activation-formulas.h"

#include <math.h>

/* The logistic function at x + d and at -x - d: s + r = 1, each with all its digits. */
typedef struct {
  double s, r;
} logistic_pair;

static logistic_pair
logistic (double x, double d)
{
  double e = exp (-fabs (x)), large = 1.0 / (1.0 + e), small = e / (1.0 + e);
  double change = nn_fading (small * large, d);

  return x < 0.0 ? (logistic_pair){ small + change, large - change }
                 : (logistic_pair){ large + change, small - change };
}

/* What the rounding of a * b lost; 0 if the product is infinite. */
static double
product_error (double a, double b)
{
  return isfinite (a * b) ? fma (a, b, -(a * b)) : 0.0;
}

static double
square (double x)
{
  return x * x;
}

/* ln (1 + e^-|u|) at u + d: what softplus has beyond max (u, 0). */
static double
softplus_tail (double u, double d)
{
  double e = exp (-fabs (u));
  return log1p (e) + nn_fading (e / (1.0 + e), u < 0.0 ? d : -d);
}

static double
softplus (const double *p, int order, double x)
{
  double b = p[0], u = b * x, d = product_error (b, x);
  if (order == 0)
    return fmax (x, 0.0) + softplus_tail (u, d) / b;

  logistic_pair l = logistic (u, d);
  return order == 1 ? l.s : b * l.s * l.r;
}

/* (u s - ln (1 + e^u)) / b^2, which is even in u = b x. */
static double
softplus_gradient (const double *p, int k, double x)
{
  double b = p[0], u = -fabs (b * x), d = product_error (b, -fabs (x));
  return (nn_fading (logistic (u, d).s, u) - softplus_tail (u, d)) / b / b;
}

const nn_piece nn_piece_softplus = { softplus, softplus_gradient };

static double
normal_pdf (double x)
{
  double h = x * x, e = 0.39894228040143267794 * exp (-0.5 * h);
  return nn_fading (e, 1.0 - 0.5 * product_error (x, x));
}

/* erfc (z) / 2 at z = -x / sqrt (2), whose rounding error is d. */
static double
normal_cdf (double x)
{
  const double high = 0x1.6a09e667f3bcdp-1, low = -0x1.bdd3413b26456p-55;
  double z = -x * high, d = fma (-x, high, -z) - x * low;

  return 0.5 * erfc (z) - nn_fading (2.0 * high * normal_pdf (x), d);
}

static double
gelu (const double *p, int order, double x)
{
  if (order == 0)
    return nn_fading (normal_cdf (x), x);

  double pdf = normal_pdf (x);
  return order == 1 ? normal_cdf (x) + nn_fading (pdf, x) : nn_fading (pdf, 2.0 - x * x);
}

const nn_piece nn_piece_gelu = { gelu, NULL };

/* The logistic function at 2 u = x (2 A + 2 A B x^2), with A = sqrt (2/pi), B = 0.044715: that is
 * (1 + tanh u) / 2. 2 u is taken to twice the digits, since it grows like a cube. Beyond |x| = 100
 * s is 0 or 1 for ever.                                                                          */
static logistic_pair
gelu_tanh_logistic (double x)
{
  const double a = 0x1.9884533d43651p+0, a_low = -0x1.cbc0d30ebfd15p-54;
  const double c = 0x1.2444f2a4d8b4bp-4, c_low = -0x1.6c843a29d1c70p-61;
  x = fmax (-100.0, fmin (x, 100.0));

  double h = x * x, m = c * h, m_low = product_error (c, h) + c * product_error (x, x) + c_low * h;
  double k = a + m, part = k - a, k_low = (a - (k - part)) + (m - part) + a_low + m_low;
  return logistic (x * k, product_error (x, k) + x * k_low);
}

static double
gelu_tanh (const double *p, int order, double x)
{
  const double A = 0.79788456080286535588, B = 0.044715;
  logistic_pair l = gelu_tanh_logistic (x);
  double du = A * (1.0 + 3.0 * B * x * x), d2u = 6.0 * A * B * x, t = l.s - l.r;

  if (order == 0)
    return nn_fading (l.s, x);
  if (order == 1)
    return l.s + nn_fading (l.s * l.r, 2.0 * x * du);
  return nn_fading (l.s * l.r, 4.0 * du + 2.0 * x * (d2u - 2.0 * t * du * du));
}

const nn_piece nn_piece_gelu_tanh = { gelu_tanh, NULL };

static double
silu (const double *p, int order, double x)
{
  double b = p[0], u = b * x;
  logistic_pair l = logistic (u, product_error (b, x));

  if (order == 0)
    return nn_fading (l.s, x);
  if (order == 1)
    return l.s + nn_fading (l.s * l.r, u);
  return nn_fading (l.s * l.r, b * (2.0 + u * (l.r - l.s)));
}

static double
silu_gradient (const double *p, int k, double x)
{
  logistic_pair l = logistic (p[0] * x, product_error (p[0], x));
  return nn_fading (l.s * l.r, x * x);
}

const nn_piece nn_piece_silu = { silu, silu_gradient };

/* T = tanh (softplus (x)) = N / (N + M) is rational in e = e^-|x|, so that 1 - T^2 keeps all its
 * digits too.                                                                                   */
static double
mish (const double *p, int order, double x)
{
  double e = exp (-fabs (x));
  double N = x < 0.0 ? e * (e + 2.0) : 1.0 + 2.0 * e, M = x < 0.0 ? 2.0 : 2.0 * e * e;
  double T = N / (N + M);
  if (order == 0)
    return nn_fading (T, x);

  logistic_pair l = logistic (x, 0.0);
  double dT = l.s * M * (2.0 * N + M) / square (N + M); /* softplus' = s, tanh' = 1 - T^2       */
  return order == 1 ? T + nn_fading (dT, x) : nn_fading (dT, 2.0 + x * (l.r - 2.0 * T * l.s));
}

const nn_piece nn_piece_mish = { mish, NULL };

static double
hyperbolic_tangent (const double *p, int order, double x)
{
  double t = tanh (x);
  if (order == 0)
    return t;

  logistic_pair l = logistic (2.0 * x, 0.0);
  return order == 1 ? 4.0 * l.s * l.r : -8.0 * t * l.s * l.r;
}

const nn_piece nn_piece_tanh = { hyperbolic_tangent, NULL };

static double
sigmoid (const double *p, int order, double x)
{
  logistic_pair l = logistic (x, 0.0);
  return order == 0 ? l.s : order == 1 ? l.s * l.r : -l.s * l.r * tanh (0.5 * x);
}

const nn_piece nn_piece_sigmoid = { sigmoid, NULL };
