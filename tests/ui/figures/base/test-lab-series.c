/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-series.c - a run's curve: the pyramid against brute force, smoothing, thinning */

#include <float.h>
#include <glib.h>
#include <math.h>
#include "lab-series-columns.h"

/* Restless, with peaks and holes; from the index alone. */
static double
sample (guint i)
{
  if (i % 97 == 13)
    return NAN;
  return sin (i * 0.7) + 0.01 * (i % 1000) + (i == 54321 ? 99 : i == 12345 ? -99 : 0);
}

static void
fill (LabSeries *series, guint n)
{
  lab_series_init (series);
  for (guint i = 0; i < n; i++)
    lab_series_append (series, i + 1, sample (i));
}

static LabSpan
brute_force (guint first, guint end)
{
  LabSpan span = { INFINITY, -INFINITY, 0, 0 };
  double sum = 0;

  for (guint i = first; i < end; i++)
    if (isfinite (sample (i)))
      {
        span.low = MIN (span.low, (float) sample (i));
        span.high = MAX (span.high, (float) sample (i));
        sum += sample (i);
        span.n++;
      }
  span.mean = (float) (sum / span.n);
  return span;
}

static void
assert_span (const LabSeries *series, guint first, guint end)
{
  LabSpan span = lab_series_span (series, first, end), expected = brute_force (first, end);

  g_assert_cmpuint (span.n, ==, expected.n);
  if (span.n == 0)
    return;
  g_assert_cmpfloat (span.low, ==, expected.low);
  g_assert_cmpfloat (span.high, ==, expected.high);
  /* Floats of up to 10: a mean of any number of them is right to some 1e-6. */
  g_assert_cmpfloat_with_epsilon (span.mean, expected.mean, 1e-5);
}

static void
test_span_is_what_brute_force_finds (void)
{
  static const guint lengths[] = { 1, 2, 15, 16, 17, 255, 256, 257, 4096, 5000, 65536, 70000 };
  enum { LENGTH = 70001 };
  LabSeries series;

  fill (&series, LENGTH);
  for (gsize k = 0; k < G_N_ELEMENTS (lengths); k++)
    for (int i = 0; i < 40; i++)
      {
        guint first = (guint) (i * 7919) % (LENGTH - lengths[k] + 1);

        assert_span (&series, first, first + lengths[k]);
      }
  g_assert_cmpuint (lab_series_span (&series, 5, 5).n, ==, 0);
  g_assert_cmpuint (lab_series_span (&series, 13, 14).n, ==, 0);
  lab_series_clear (&series);
}

/* What was forgotten leaves no trace in blocks that are closed again. */
static void
test_truncated_and_gone_on_with (void)
{
  LabSeries series;

  fill (&series, 5000);
  lab_series_truncate (&series, 3000);
  g_assert_cmpuint (lab_series_length (&series), ==, 3000);
  g_assert_cmpuint (lab_series_find (&series, 4000), ==, 3000);
  lab_series_truncate (&series, 4000);
  g_assert_cmpuint (lab_series_length (&series), ==, 3000);
  for (guint i = 3000; i < 6000; i++)
    lab_series_append (&series, i + 1, sample (i));
  assert_span (&series, 0, 6000);
  assert_span (&series, 2900, 3100);
  g_assert_cmpfloat (lab_series_x (&series, 5999), ==, 6000);
  lab_series_truncate (&series, 0);
  g_assert_cmpuint (lab_series_find (&series, 1), ==, 0);
  lab_series_append (&series, 7, 1);
  g_assert_cmpfloat (lab_series_x (&series, 0), ==, 7);
  lab_series_clear (&series);
}

/* Even, uneven and even again: as validation is after a branch. */
static void
test_finds_x (void)
{
  static const double x[] = { 71, 142, 213, 220, 221, 292, 363, 434, 1000, 1001, 1002, 1003 };
  LabSeries series;

  lab_series_init (&series);
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    lab_series_append (&series, x[i], i);
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      g_assert_cmpfloat (lab_series_x (&series, i), ==, x[i]);
      g_assert_cmpuint (lab_series_find (&series, x[i]), ==, i);
      g_assert_cmpuint (lab_series_find (&series, x[i] - 0.5), ==, i);
      g_assert_cmpuint (lab_series_find (&series, x[i] + 0.5), ==, i + 1);
    }
  lab_series_clear (&series);
}

static void
append_samples (LabSeries *series, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    lab_series_append (series, i + 1, sample (i));
}

/* Until values are let go: little more than their floats. */
static void
test_costs_five_bytes_a_value (void)
{
  enum { N = 2 * LAB_SERIES_VALUES - 1 };
  LabSeries series;

  fill (&series, N);
  g_assert_cmpuint (series.y_start, ==, 0);
  g_assert_cmpuint (lab_series_memory (&series), <=, 5.1 * N);
  g_assert_cmpfloat_with_epsilon (lab_series_y (&series, N - 1), sample (N - 1), 1e-6);
  g_assert_cmpuint (lab_series_find (&series, 77777.5), ==, 77777);
  lab_series_clear (&series);
}

/* An hour at 500 steps a second and two more: the memory stays, the newest are whole, the oldest keep
 * their x and lie between the extremes of their neighbours.                                     */
static void
test_long_run_is_bounded (void)
{
  enum { HOUR = 1800000 };
  LabSeries series;
  gsize after_one;
  LabSpan all;

  fill (&series, HOUR);
  after_one = lab_series_memory (&series);
  append_samples (&series, HOUR, 3 * HOUR);
  g_assert_cmpuint (lab_series_length (&series), ==, 3 * HOUR);
  g_assert_cmpuint (lab_series_memory (&series), <, 3000000);
  g_assert_cmpuint (lab_series_memory (&series), <, after_one + 1000000);
  assert_span (&series, 3 * HOUR - LAB_SERIES_VALUES, 3 * HOUR);
  all = lab_series_span (&series, 0, 3 * HOUR);
  assert_span (&series, 0, 3 * HOUR);
  for (guint i = 0; i < HOUR; i += 9973)
    {
      LabSpan near = lab_series_span (&series, i, i + 1);

      g_assert_cmpfloat (lab_series_x (&series, i), ==, i + 1);
      g_assert_cmpuint (lab_series_find (&series, i + 1), ==, i);
      g_assert_cmpuint (near.n, <=, 1);
      if (near.n == 0)
        continue;
      g_assert_cmpfloat (near.low, >=, all.low);
      g_assert_cmpfloat (near.high, <=, all.high);
      g_assert_cmpfloat (near.low, <=, lab_series_y (&series, i));
      g_assert_cmpfloat (near.high, >=, lab_series_y (&series, i));
    }
  lab_series_clear (&series);
}

/* Back into what was let go, by more and more, and on from there as if nothing had been. */
static void
test_truncated_into_the_past (void)
{
  static const guint cuts[] = { 2900000, 2000003, 300000, 70001, 17 };
  LabSeries series;

  fill (&series, 3000000);
  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      lab_series_truncate (&series, cuts[i]);
      g_assert_cmpuint (lab_series_length (&series), ==, cuts[i]);
      g_assert_cmpfloat (lab_series_x (&series, cuts[i] - 1), ==, cuts[i]);
      append_samples (&series, cuts[i], cuts[i] + 5000);
      assert_span (&series, cuts[i], cuts[i] + 5000);
      g_assert_cmpuint (lab_series_length (&series), ==, cuts[i] + 5000);
    }
  lab_series_clear (&series);
}

static void
test_smooth_of_a_constant (void)
{
  LabSeries series;

  lab_series_init (&series);
  for (int i = 0; i < 500; i++)
    lab_series_append (&series, i, 0.25);
  for (guint i = 0; i < 500; i++)
    g_assert_cmpfloat (lab_series_smooth (&series, i, 66), ==, 0.25);
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
      guint window = lab_series_window (i, 66);
      double sum = 0;

      for (guint k = i + 1 - window; k <= i; k++)
        sum += lab_series_y (&series, k);
      g_assert_cmpfloat_with_epsilon (lab_series_smooth (&series, i, 66), sum / window, 1e-6);
    }
  g_assert_cmpuint (lab_series_window (0, 66), ==, 1);
  g_assert_cmpuint (lab_series_window (100000, 66), ==, 66);
  g_assert_cmpuint (lab_series_window (100000, 0), ==, 1);
  lab_series_clear (&series);
}

/* One monstrous loss, as at a learning rate that is too high, spoils no mean but its own. */
static void
test_smooth_survives_a_monster (void)
{
  LabSeries series;

  lab_series_init (&series);
  for (int i = 0; i < 400; i++)
    lab_series_append (&series, i, i == 100 ? 1e300 : 0.5);
  g_assert_cmpfloat (lab_series_y (&series, 100), ==, (double) FLT_MAX);
  g_assert_cmpfloat (lab_series_smooth (&series, 300, 66), ==, 0.5);
  g_assert_true (isfinite (lab_series_smooth (&series, 120, 66)));
  lab_series_clear (&series);
}

static void
test_nan_breaks_off (void)
{
  LabSeries series;
  LabAxis axis = { .low = 0, .high = 10, .start = 0, .end = 100 };
  LabTrace trace[256];
  LabColumns columns;

  lab_columns_init (&columns, &axis, NULL, NULL);
  lab_series_init (&series);
  lab_series_append (&series, 1, 2);
  lab_series_append (&series, 2, NAN);
  lab_series_append (&series, 3, INFINITY);
  g_assert_true (isnan (lab_series_smooth (&series, 1, 66)));
  g_assert_cmpint (lab_columns_trace_raw (&columns, &series, 0, columns.n, trace), ==, 3);
  g_assert_cmpfloat (trace[0].value, ==, 2);
  g_assert_true (isnan (trace[1].value) && isnan (trace[2].value));
  lab_columns_clear (&columns);
  lab_series_clear (&series);
}

static void
test_thinning_keeps_every_peak (void)
{
  enum { N = 100000 };
  LabSeries series;
  LabAxis axis = { .low = 0, .high = N, .start = 70, .end = 970 };
  LabColumns columns;
  g_autofree LabTrace *trace = NULL;
  double greatest = -INFINITY, least = INFINITY;
  int n;

  fill (&series, N);
  lab_columns_init (&columns, &axis, NULL, NULL);
  g_assert_cmpint (columns.n, ==, 900);
  trace = g_new (LabTrace, (gsize) lab_columns_room (0, columns.n));
  n = lab_columns_trace_raw (&columns, &series, 0, columns.n, trace);
  g_assert_cmpint (n, <=, lab_columns_room (0, columns.n));
  for (int i = 0; i < n; i++)
    {
      greatest = MAX (greatest, trace[i].value);
      least = MIN (least, trace[i].value);
      if (i > 0)
        g_assert_cmpfloat (trace[i].pixel, >, trace[i - 1].pixel);
    }
  g_assert_cmpfloat_with_epsilon (greatest, sample (54321), 1e-5);
  g_assert_cmpfloat_with_epsilon (least, sample (12345), 1e-5);
  lab_columns_clear (&columns);
  lab_series_clear (&series);
}

/* Drawn in two goes, as a picture that is kept and gone on with: the same points. */
static void
test_parts_make_the_whole (void)
{
  enum { N = 3000 };
  LabSeries series;
  LabAxis axis = { .low = 0, .high = N, .start = 0, .end = 400 };
  LabColumns columns;
  LabTrace whole[1024], part[1024];
  int n, first;

  fill (&series, N);
  lab_columns_init (&columns, &axis, NULL, NULL);
  n = lab_columns_trace_smooth (&columns, &series, 66, 0, columns.n, whole);
  first = lab_columns_trace_smooth (&columns, &series, 66, 0, 250, part);
  g_assert_cmpint (
      first + lab_columns_trace_smooth (&columns, &series, 66, 250, columns.n, part + first), ==,
      n);
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpfloat (whole[i].pixel, ==, part[i].pixel);
      g_assert_true (whole[i].value == part[i].value || isnan (whole[i].value));
    }
  lab_columns_clear (&columns);
  lab_series_clear (&series);
}

static void
test_few_points_stay_as_they_are (void)
{
  LabSeries series;
  LabAxis axis = { .low = 0, .high = 10, .start = 0, .end = 1000 };
  LabTrace trace[2048];
  LabColumns columns;

  lab_columns_init (&columns, &axis, NULL, NULL);
  lab_series_init (&series);
  for (int i = 0; i <= 10; i++)
    lab_series_append (&series, i, i * i);
  g_assert_cmpint (lab_columns_trace_raw (&columns, &series, 0, columns.n, trace), ==, 11);
  g_assert_cmpfloat (trace[10].value, ==, 100);
  g_assert_cmpfloat_with_epsilon (trace[3].pixel, 300, 1e-9);
  lab_series_truncate (&series, 0);
  g_assert_cmpint (lab_columns_trace_raw (&columns, &series, 0, columns.n, trace), ==, 0);
  lab_columns_clear (&columns);
  lab_series_clear (&series);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/series/span", test_span_is_what_brute_force_finds);
  g_test_add_func ("/lab/series/truncate", test_truncated_and_gone_on_with);
  g_test_add_func ("/lab/series/find", test_finds_x);
  g_test_add_func ("/lab/series/memory", test_costs_five_bytes_a_value);
  g_test_add_func ("/lab/series/bounded", test_long_run_is_bounded);
  g_test_add_func ("/lab/series/truncated-into-the-past", test_truncated_into_the_past);
  g_test_add_func ("/lab/series/smooth/constant", test_smooth_of_a_constant);
  g_test_add_func ("/lab/series/smooth/window", test_smooth_is_the_mean_of_its_window);
  g_test_add_func ("/lab/series/smooth/monster", test_smooth_survives_a_monster);
  g_test_add_func ("/lab/series/not-finite", test_nan_breaks_off);
  g_test_add_func ("/lab/series/columns/peaks", test_thinning_keeps_every_peak);
  g_test_add_func ("/lab/series/columns/parts", test_parts_make_the_whole);
  g_test_add_func ("/lab/series/columns/few", test_few_points_stay_as_they_are);
  return g_test_run ();
}
