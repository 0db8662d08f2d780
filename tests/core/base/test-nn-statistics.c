/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-statistics.c - statistics against literal values
 *
 * From mpmath 1.4 with 40 digits (betainc, regularized), the two-sided p by its definition; SciPy
 * 1.17 (stats.t.sf, stats.ttest_rel) agrees with each to 1e-13 or better.
 */

#include <glib.h>
#include <math.h>

#include "nn-statistics.h"

static void
assert_relative (double value, double expected, double tolerance)
{
  g_assert_cmpfloat (fabs (value - expected), <=, tolerance * fabs (expected));
}

static const double metric[] = { 0.9412, 0.9385, 0.9441, 0.9403, 0.9428 };

static void
test_mean (void)
{
  assert_relative (nn_mean (5, metric), 0.94138, 1e-15);
  g_assert_cmpfloat (nn_mean (1, metric), ==, 0.9412);
  g_assert_true (isnan (nn_mean (0, metric)));
}

static void
test_standard_deviation (void)
{
  static const double same[] = { 0.5, 0.5, 0.5 };

  assert_relative (nn_standard_deviation (5, metric), 0.0021741665069630776, 1e-12);
  g_assert_cmpfloat (nn_standard_deviation (3, same), ==, 0);
  g_assert_true (isnan (nn_standard_deviation (1, metric)));
  g_assert_true (isnan (nn_standard_deviation (0, metric)));
}

static void
test_incomplete_beta (void)
{
  static const struct {
    double a, b, x, expected;
  } rows[] = {
    { 0.5, 0.5, 0.25, 0.33333333333333333 },
    { 2, 3, 0.4, 0.52480000000000004 },
    { 2, 0.5, 0.9, 0.54146973927558504 },
    { 0.5, 2, 1e-6, 0.0014999995 },
    { 1, 1, 0.375, 0.375 },
    { 4.5, 0.5, 0.999, 0.92646138336885117 },
    { 50, 0.5, 0.97, 0.081699333721822626 },
    { 1000, 1000, 0.49, 0.18555265943151145 },
    { 1000, 0.5, 0.5, 2.3532791678996168e-303 },
    { 10, 20, 0.9, 0.99999999999995927 },
    { 500, 3, 0.99, 0.1217181983607307 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_relative (nn_incomplete_beta (rows[i].a, rows[i].b, rows[i].x), rows[i].expected, 1e-11);
}

static void
test_incomplete_beta_ends (void)
{
  g_assert_cmpfloat (nn_incomplete_beta (2, 3, 0), ==, 0);
  g_assert_cmpfloat (nn_incomplete_beta (2, 3, 1), ==, 1);
  g_assert_true (isnan (nn_incomplete_beta (0, 3, 0.5)));
  g_assert_true (isnan (nn_incomplete_beta (2, -1, 0.5)));
  g_assert_true (isnan (nn_incomplete_beta (2, 3, -0.1)));
  g_assert_true (isnan (nn_incomplete_beta (2, 3, 1.1)));
  g_assert_true (isnan (nn_incomplete_beta (2, 3, NAN)));
}

static void
test_student (void)
{
  static const struct {
    double t, degrees, expected;
  } rows[] = {
    { 1, 1, 0.5 },
    { 2.776445105, 4, 0.050000000010119479 },
    { 0.5, 4, 0.64332996318186327 },
    { 1e-06, 4, 0.99999925 },
    { -3, 2, 0.095465966266709132 },
    { 12, 4, 0.00027642854850297295 },
    { 100, 9, 5.0730897662085626e-15 },
    { 4.5, 49, 4.1925684965140332e-5 },
    { 2, 1000, 0.04577034649325164 },
    { 1e10, 3, 2.2053155816871682e-30 },
    { 0, 5, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_relative (nn_student_two_sided (rows[i].t, rows[i].degrees), rows[i].expected, 1e-12);
}

static void
test_student_ends (void)
{
  g_assert_cmpfloat (nn_student_two_sided (INFINITY, 3), ==, 0);
  g_assert_cmpfloat (nn_student_two_sided (-INFINITY, 3), ==, 0);
  g_assert_cmpfloat (nn_student_two_sided (1e200, 3), ==, 0);
  g_assert_true (isnan (nn_student_two_sided (NAN, 3)));
  g_assert_true (isnan (nn_student_two_sided (1, 0)));
  g_assert_true (isnan (nn_student_two_sided (1, NAN)));
}

/* The sleep data of "Student" 1908, which R ships too: t = -4.0621, p = 0.002833. */
static void
test_paired_sleep (void)
{
  static const double first[] = { 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2 };
  static const double second[] = { 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 };
  nn_paired_test test = nn_paired_t_test (10, first, second);

  g_assert_cmpuint (test.n, ==, 10);
  assert_relative (test.difference, -1.58, 1e-14);
  assert_relative (test.t, -4.0621276833820365, 1e-12);
  assert_relative (test.p, 0.0028328901973842711, 1e-11);
}

static void
test_paired_seeds (void)
{
  static const double other[] = { 0.9398, 0.9391, 0.9407, 0.9388, 0.9401 };
  nn_paired_test test = nn_paired_t_test (5, metric, other);
  nn_paired_test reverse = nn_paired_t_test (5, other, metric);

  assert_relative (test.t, 2.4626125718402751, 1e-10);
  assert_relative (test.p, 0.069496002200678921, 1e-10);
  g_assert_cmpfloat (reverse.t, ==, -test.t);
  g_assert_cmpfloat (reverse.p, ==, test.p);
}

static void
test_paired_two (void)
{
  static const double x[] = { 0.31, 0.28 }, y[] = { 0.35, 0.33 };
  nn_paired_test test = nn_paired_t_test (2, x, y);

  assert_relative (test.t, -9, 1e-12);
  assert_relative (test.p, 0.070446574954554635, 1e-12);
}

static void
test_paired_too_few (void)
{
  nn_paired_test one = nn_paired_t_test (1, metric, metric + 1);
  nn_paired_test none = nn_paired_t_test (0, metric, metric);

  assert_relative (one.difference, 0.0027, 1e-12);
  g_assert_true (isnan (one.t) && isnan (one.p));
  g_assert_true (isnan (none.difference) && isnan (none.t) && isnan (none.p));
}

/* 0.941 - 0.939 and 0.951 - 0.949 differ in their last bits; the tests must not live on them. */
static void
test_paired_without_spread (void)
{
  static const double x[] = { 0.941, 0.951, 0.931 }, y[] = { 0.939, 0.949, 0.929 };
  nn_paired_test above = nn_paired_t_test (3, x, y);
  nn_paired_test below = nn_paired_t_test (3, y, x);
  nn_paired_test same = nn_paired_t_test (3, x, x);

  g_assert_cmpfloat (above.t, ==, INFINITY);
  g_assert_true (isnan (above.p));
  g_assert_cmpfloat (below.t, ==, -INFINITY);
  g_assert_true (isnan (below.p));
  g_assert_cmpfloat (same.t, ==, 0);
  g_assert_cmpfloat (same.p, ==, 1);
}

/* By hand: 4 x 0.005; 3 x 0.01; max (2 x 0.03, ...); the last is lifted to its neighbour's. */
static void
test_holm (void)
{
  static const double p[] = { 0.01, 0.04, 0.03, 0.005 };
  static const double expected[] = { 0.03, 0.06, 0.06, 0.02 };
  double adjusted[4];

  nn_holm (4, p, adjusted);
  for (int i = 0; i < 4; i++)
    assert_relative (adjusted[i], expected[i], 1e-15);
}

static void
test_holm_edges (void)
{
  static const double p[] = { 0.02, NAN, 0.02, 0.9, 1 };
  static const double expected[] = { 0.08, NAN, 0.08, 1, 1 };
  double adjusted[5], one;

  nn_holm (5, p, adjusted);
  for (int i = 0; i < 5; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (adjusted[i]));
    else
      assert_relative (adjusted[i], expected[i], 1e-15);
  nn_holm (1, p, &one);
  g_assert_cmpfloat (one, ==, 0.02);
}

static void
test_sorted_median (void)
{
  double odd[] = { 3, -1, 7, 2, -4 }, even[] = { 5, 1, 4, 2 };

  nn_sort (5, odd);
  for (int i = 0; i < 5; i++)
    g_assert_cmpfloat (odd[i], ==, ((const double[]){ -4, -1, 2, 3, 7 })[i]);
  g_assert_cmpfloat (nn_sorted_median (5, odd), ==, 2);
  nn_sort (4, even);
  g_assert_cmpfloat (nn_sorted_median (4, even), ==, 3);
  g_assert_true (isnan (nn_sorted_median (0, even)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/statistics/mean", test_mean);
  g_test_add_func ("/nn/statistics/standard-deviation", test_standard_deviation);
  g_test_add_func ("/nn/statistics/sorted-median", test_sorted_median);
  g_test_add_func ("/nn/statistics/incomplete-beta/reference", test_incomplete_beta);
  g_test_add_func ("/nn/statistics/incomplete-beta/ends", test_incomplete_beta_ends);
  g_test_add_func ("/nn/statistics/student/reference", test_student);
  g_test_add_func ("/nn/statistics/student/ends", test_student_ends);
  g_test_add_func ("/nn/statistics/paired/sleep", test_paired_sleep);
  g_test_add_func ("/nn/statistics/paired/seeds", test_paired_seeds);
  g_test_add_func ("/nn/statistics/paired/two", test_paired_two);
  g_test_add_func ("/nn/statistics/paired/too-few", test_paired_too_few);
  g_test_add_func ("/nn/statistics/paired/without-spread", test_paired_without_spread);
  g_test_add_func ("/nn/statistics/holm/by-hand", test_holm);
  g_test_add_func ("/nn/statistics/holm/ties-and-gaps", test_holm_edges);
  return g_test_run ();
}
