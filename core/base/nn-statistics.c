/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn-statistics.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Differences that vary by less than this part of the values are the same but for rounding. */
static const double ROUNDING = 1e-12;

double
nn_mean (size_t n, const double *x)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += x[i];
  return sum / n;
}

/* Of x - y, whose mean is known; y may be NULL. */
static double
spread (size_t n, const double *x, const double *y, double mean)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    {
      double off = x[i] - (y != NULL ? y[i] : 0) - mean;

      sum += off * off;
    }
  return n < 2 ? NAN : sqrt (sum / (n - 1));
}

double
nn_standard_deviation (size_t n, const double *x)
{
  return spread (n, x, NULL, nn_mean (n, x));
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
nn_sort (size_t n, double *x)
{
  qsort (x, n, sizeof *x, compare_doubles);
}

double
nn_sorted_median (size_t n, const double *x)
{
  return n > 0 ? (x[n / 2] + x[(n - 1) / 2]) / 2 : NAN;
}

/* The k-th coefficient of the fraction, k >= 1: DLMF 8.17.23. */
static double
coefficient (double a, double b, double x, int k)
{
  double m = k / 2;

  if (k % 2 == 0)
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
  return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

static double
away_from_zero (double value)
{
  return fabs (value) < DBL_MIN / DBL_EPSILON ? DBL_MIN / DBL_EPSILON : value;
}

/* 1 / (1 + d_1 / (1 + d_2 / (1 + ...))) from the front, by the modified method of Lentz (Thompson
 * and Barnett 1986). Left of the turning point it takes O(sqrt (max (a, b))) terms.             */
static double
fraction (double a, double b, double x)
{
  double c = 1, d = 0, value = 1;

  for (int k = 1; k < 10000; k++)
    {
      double factor, e = coefficient (a, b, x, k);

      c = away_from_zero (1 + e / c);
      d = 1 / away_from_zero (1 + e * d);
      factor = c * d;
      value *= factor;
      if (fabs (factor - 1) < DBL_EPSILON)
        break;
    }
  return 1 / value;
}

/* With y = 1 - x given apart, so that neither loses its digits where the other is near 1. */
static double
beta_of_both (double a, double b, double x, double y)
{
  double front;

  if (x <= 0 || y <= 0)
    return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2))
    return 1 - beta_of_both (b, a, y, x);
  front = exp (a * log (x) + b * log (y) + lgamma (a + b) - lgamma (a) - lgamma (b));
  return front / a * fraction (a, b, x);
}

double
nn_incomplete_beta (double a, double b, double x)
{
  return a > 0 && b > 0 && x >= 0 && x <= 1 ? beta_of_both (a, b, x, 1 - x) : NAN;
}

double
nn_student_two_sided (double t, double degrees)
{
  double square = t * t;

  if (isnan (t) || !(degrees > 0))
    return NAN;
  if (isinf (square))
    return 0;
  return beta_of_both (degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square));
}

static double
largest (size_t n, const double *x, const double *y)
{
  double value = 0;

  for (size_t i = 0; i < n; i++)
    value = fmax (value, fmax (fabs (x[i]), fabs (y[i])));
  return value;
}

nn_paired_test
nn_paired_t_test (size_t n, const double *x, const double *y)
{
  nn_paired_test test = { n, nn_mean (n, x) - nn_mean (n, y), NAN, NAN };
  double rounding = ROUNDING * largest (n, x, y);
  double error = spread (n, x, y, test.difference);

  if (n < 2)
    return test;
  if (error <= rounding)
    {
      bool same = fabs (test.difference) <= rounding;

      test.t = same ? 0 : copysign (INFINITY, test.difference);
      test.p = same ? 1 : NAN;
      return test;
    }
  test.t = test.difference / (error / sqrt (n));
  test.p = nn_student_two_sided (test.t, n - 1);
  return test;
}

static size_t
count_not_below (size_t n, const double *p, double value)
{
  size_t count = 0;

  for (size_t i = 0; i < n; i++)
    count += p[i] >= value;
  return count;
}

void
nn_holm (size_t n, const double *p, double *adjusted)
{
  for (size_t i = 0; i < n; i++)
    adjusted[i] = isnan (p[i]) ? NAN : fmin (1, count_not_below (n, p, p[i]) * p[i]);
  /* In place: what another has already taken over came from a p that is not above this one. */
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      if (p[j] <= p[i])
        adjusted[i] = fmax (adjusted[i], adjusted[j]);
}
