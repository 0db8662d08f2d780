/* test-lab-series.c - a run's curve: smoothing, and thinning that loses no peak */

#include <glib.h>
#include <math.h>
#include "lab-series.h"

static void
test_smooth_of_a_constant (void)
{
  LabSeries series;

  lab_series_init (&series);
  for (int i = 0; i < 500; i++)
    lab_series_append (&series, i, 0.25);
  for (guint i = 0; i < 500; i++)
    g_assert_cmpfloat_with_epsilon (lab_series_smooth (&series, i), 0.25, 1e-12);
  lab_series_clear (&series);
}

/* Against the definition: the mean of the last lab_series_window () values. */
static void
test_smooth_is_the_mean_of_its_window (void)
{
  LabSeries series;

  lab_series_init (&series);
  for (int i = 0; i < 400; i++)
    lab_series_append (&series, i, sin (i * 0.7) + i * 0.01);
  for (guint i = 0; i < 400; i++)
    {
      guint window = lab_series_window (i);
      double sum = 0;

      for (guint k = i + 1 - window; k <= i; k++)
        sum += lab_series_y (&series, k);
      g_assert_cmpfloat_with_epsilon (lab_series_smooth (&series, i), sum / window, 1e-9);
    }
  g_assert_cmpuint (lab_series_window (0), ==, 1);
  g_assert_cmpuint (lab_series_window (100000), ==, 66);
  lab_series_clear (&series);
}

static void
test_nan_breaks_off (void)
{
  LabSeries series;
  LabAxis axis = { .low = 0, .high = 10, .start = 0, .end = 100 };
  double x[256], y[256];

  lab_series_init (&series);
  lab_series_append (&series, 1, 2);
  lab_series_append (&series, 2, NAN);
  lab_series_append (&series, 3, INFINITY);
  g_assert_true (isnan (lab_series_smooth (&series, 1)));
  g_assert_cmpint (lab_series_decimate (&series, FALSE, &axis, x, y), ==, 1);
  lab_series_clear (&series);
}

static void
test_decimation_keeps_every_peak (void)
{
  LabSeries series;
  LabAxis axis = { .low = 0, .high = 100000, .start = 70, .end = 970 };
  int room = lab_series_decimated_size (&axis);
  g_autofree double *x = g_new (double, (gsize) room), *y = g_new (double, (gsize) room);
  double greatest = -INFINITY, least = INFINITY;
  int n;

  lab_series_init (&series);
  for (int i = 0; i < 100000; i++)
    lab_series_append (&series, i, i == 54321 ? 99 : i == 12345 ? -99 : sin (i));
  n = lab_series_decimate (&series, FALSE, &axis, x, y);
  g_assert_cmpint (n, <=, room);
  for (int i = 0; i < n; i++)
    {
      greatest = MAX (greatest, y[i]);
      least = MIN (least, y[i]);
      if (i > 0)
        g_assert_cmpfloat (x[i], >, x[i - 1]);
    }
  g_assert_cmpfloat (greatest, ==, 99);
  g_assert_cmpfloat (least, ==, -99);
  lab_series_clear (&series);
}

static void
test_few_points_stay_as_they_are (void)
{
  LabSeries series;
  LabAxis axis = { .low = 0, .high = 10, .start = 0, .end = 1000 };
  double x[2048], y[2048];

  lab_series_init (&series);
  for (int i = 0; i <= 10; i++)
    lab_series_append (&series, i, i * i);
  g_assert_cmpint (lab_series_decimate (&series, FALSE, &axis, x, y), ==, 11);
  g_assert_cmpfloat (y[10], ==, 100);
  lab_series_empty (&series);
  g_assert_cmpint (lab_series_decimate (&series, FALSE, &axis, x, y), ==, 0);
  lab_series_clear (&series);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/series/smooth/constant", test_smooth_of_a_constant);
  g_test_add_func ("/lab/series/smooth/window", test_smooth_is_the_mean_of_its_window);
  g_test_add_func ("/lab/series/not-finite", test_nan_breaks_off);
  g_test_add_func ("/lab/series/decimate/peaks", test_decimation_keeps_every_peak);
  g_test_add_func ("/lab/series/decimate/few", test_few_points_stay_as_they_are);
  return g_test_run ();
}
