/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-polyline.c - lines with fewer points that look the same */

#include <math.h>
#include "lab-polyline.h"

static void
test_simplify_keeps_the_shape (void)
{
  double x[2000], y[2000], full_x[2000], full_y[2000];
  int n;

  for (int i = 0; i < 2000; i++)
    {
      full_x[i] = x[i] = i * 0.5;
      full_y[i] = y[i] = 200 - 150 * (i < 1300 ? expm1 ((i - 1300) / 240.0) : (i - 1300) / 240.0);
    }
  n = lab_polyline_simplify (x, y, 2000, 0.05);
  g_assert_cmpint (n, <, 200);
  for (int i = 0, k = 0; i < 2000; i++)
    {
      while (k + 2 < n && x[k + 1] < full_x[i])
        k++;
      g_assert_cmpfloat_with_epsilon (
          y[k] + (y[k + 1] - y[k]) * (full_x[i] - x[k]) / (x[k + 1] - x[k]), full_y[i], 0.11);
    }
}

static void
test_a_straight_line_needs_two_points (void)
{
  double x[500], y[500];

  for (int i = 0; i < 500; i++)
    {
      x[i] = i;
      y[i] = 3 * i;
    }
  g_assert_cmpint (lab_polyline_simplify (x, y, 500, 0.05), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/polyline/simplify/shape", test_simplify_keeps_the_shape);
  g_test_add_func ("/lab/polyline/simplify/line", test_a_straight_line_needs_two_points);
  return g_test_run ();
}
