/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-statistics.h - whether a difference between runs is more than the chance of the seed
 *
 * Mean, spread, Student's paired t-test and Holm's correction for several tests: what a comparison
 * of activations over a few seeds needs. Plain functions over arrays of doubles; they allocate
 * nothing. The tests assume that differences are about normal, which a few seeds cannot show.
 */

#pragma once

#include <stddef.h>

/* Sum x / n; NaN if n is 0. */
double nn_mean               (size_t n, const double *x);

/* Of a sample: sqrt (sum (x - mean)^2 / (n - 1)); NaN if n < 2. */
double nn_standard_deviation (size_t n, const double *x);

/* Puts x, which has no NaN, into ascending order. */
void   nn_sort               (size_t n, double *x);

/* The median of x, which is in ascending order; NaN if n is 0. */
double nn_sorted_median      (size_t n, const double *x);

/* The regularised incomplete beta function I_x (a, b) for a, b > 0 and 0 <= x <= 1, otherwise NaN.
 * By the continued fraction of DLMF 8.17.22, for x beyond (a + 1) / (a + b + 2) as
 * 1 - I_1-x (b, a), DLMF 8.17.4. Relative error below 1e-11 for a, b <= 1000 wherever the result
 * is a normal number.                                                                            */
double nn_incomplete_beta    (double a, double b, double x);

/* P(|T| >= |t|) for Student's t with that many degrees of freedom (> 0):
 * I_x (degrees / 2, 1 / 2) at x = degrees / (degrees + t^2), DLMF 8.17.4 for small t. Infinite t
 * gives 0, NaN gives NaN.                                                                        */
double nn_student_two_sided  (double t, double degrees);

typedef struct {
  size_t n;           /* of pairs                                                           */
  double difference;  /* mean of x - y; NaN if n is 0                                       */
  double t;           /* difference over its standard error, n - 1 degrees of freedom       */
  double p;           /* two-sided, for no difference; NaN where nothing can be tested      */
} nn_paired_test;

/* Student's t-test of the pairs x[i], y[i] ("Student" 1908). Fewer than two pairs cannot be tested:
 * t and p are NaN. Where all differences are the same, up to rounding, there is no spread to hold
 * them against: if they are 0, t is 0 and p is 1, else t is infinite and p NaN, not 0, since a
 * metric in steps (so many images right) can repeat a difference by chance.                      */
nn_paired_test nn_paired_t_test (size_t n, const double *x, const double *y);

/* Holm, "A simple sequentially rejective multiple test procedure", 1979: adjusted[i] <= level says
 * that the i-th of n tests is significant while the chance of any false one among them is at most
 * level. Sorted, p_(k) becomes the maximum of (n - j + 1) p_(j) over j <= k, at most 1. NaN stays
 * NaN and counts as no test. adjusted may not be p. Takes n^2 steps.                             */
void nn_holm (size_t n, const double *p, double *adjusted);
