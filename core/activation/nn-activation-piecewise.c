/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-piecewise.c - the pieces of ELU, ReLU and their relatives
 *
 * Each is a line or A (e^(x/b) - 1): ELU, SELU, CELU and PELU differ in A and b only. Nothing here
 * decides which piece holds at x; the table in nn-activation.c does.
 */

#include "nn-activation-formulas.h"

#include <math.h>

/* Klambauer et al. 2017, eq. 14: the values for which mean 0 and variance 1 are a fixed point. */
static const double SELU_LAMBDA = 1.0507009873554804934;
static const double SELU_LAMBDA_ALPHA = 1.7580993408473768599;

static double
line (double slope, int order, double x)
{
  return order == 0 ? nn_fading (slope, x) : order == 1 ? slope : 0.0;
}

/* A (e^(x/b) - 1) and its derivatives. The quotient's rounding error would grow |x/b| times in the
 * exponential; fma gives that error exactly, and e^(q + d) = e^q (1 + d).                        */
static double
exponential (double A, double b, int order, double x)
{
  double q = x / b, e = exp (q), d = isfinite (q) ? fma (-q, b, x) / b : 0.0;

  if (order == 0)
    return nn_fading (A, expm1 (q) + e * d);
  return nn_fading (e + e * d, order == 1 ? A / b : A / b / b);
}

static double
zero (const double *p, int order, double x)
{
  return 0.0;
}

static double
identity (const double *p, int order, double x)
{
  return line (1.0, order, x);
}

static double
minus_one (const double *p, int order, double x)
{
  return order == 0 ? -1.0 : 0.0;
}

const nn_piece nn_piece_zero = { zero, NULL };
const nn_piece nn_piece_identity = { identity, NULL };
const nn_piece nn_piece_minus_one = { minus_one, NULL };

static double
elu (const double *p, int order, double x)
{
  return exponential (p[0], 1.0, order, x);
}

static double
elu_gradient (const double *p, int k, double x)
{
  return expm1 (x);
}

const nn_piece nn_piece_elu = { elu, elu_gradient };

static double
leaky_relu (const double *p, int order, double x)
{
  return line (p[0], order, x);
}

static double
leaky_relu_gradient (const double *p, int k, double x)
{
  return x;
}

const nn_piece nn_piece_leaky_relu = { leaky_relu, leaky_relu_gradient };

static double
selu (const double *p, int order, double x)
{
  return exponential (SELU_LAMBDA_ALPHA, 1.0, order, x);
}

static double
selu_line (const double *p, int order, double x)
{
  return line (SELU_LAMBDA, order, x);
}

const nn_piece nn_piece_selu = { selu, NULL };
const nn_piece nn_piece_selu_line = { selu_line, NULL };

static double
celu (const double *p, int order, double x)
{
  return exponential (p[0], p[0], order, x);
}

/* e^u (1 - u) - 1 with u = x/alpha. Near 0 its first two terms cancel: the series starts at u^2. */
static double
celu_gradient (const double *p, int k, double x)
{
  double u = x / p[0];
  if (u < -1.0)
    return expm1 (u) - nn_fading (exp (u), u);

  double term = u, sum = 0.0;
  for (int i = 2; i <= 20; i++)
    {
      term *= u / i;
      sum += (i - 1) * term;
    }
  return -sum;
}

const nn_piece nn_piece_celu = { celu, celu_gradient };

static double
pelu (const double *p, int order, double x)
{
  return exponential (p[0], p[1], order, x);
}

static double
pelu_gradient (const double *p, int k, double x)
{
  if (k == 0)
    return exponential (1.0, p[1], 0, x);
  return -nn_fading (exponential (p[0], p[1], 1, x), x / p[1]);
}

static double
pelu_line (const double *p, int order, double x)
{
  return line (p[0] / p[1], order, x);
}

static double
pelu_line_gradient (const double *p, int k, double x)
{
  return k == 0 ? x / p[1] : -p[0] / p[1] * (x / p[1]);
}

const nn_piece nn_piece_pelu = { pelu, pelu_gradient };
const nn_piece nn_piece_pelu_line = { pelu_line, pelu_line_gradient };

/* Between its kinks at -3 and 3. */
static double
hardswish (const double *p, int order, double x)
{
  return order == 0 ? x * (x + 3.0) / 6.0 : order == 1 ? (2.0 * x + 3.0) / 6.0 : 1.0 / 3.0;
}

const nn_piece nn_piece_hardswish = { hardswish, NULL };
