/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-axis.c - axis mathematics: mapping, ticks, labels */

#include <glib.h>
#include <math.h>
#include "lab-axis.h"

static const LabAxis linear = { .low = -5, .high = 2.5, .start = 64, .end = 978 };
static const LabAxis upwards = { .low = -1.3, .high = 2, .start = 424, .end = 22 };
static const LabAxis decades
    = { .low = 0.01, .high = 10, .start = 300, .end = 0, .logarithmic = TRUE };

static void
test_ends (void)
{
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&linear, -5), 64, 1e-9);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&linear, 2.5), 978, 1e-9);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&upwards, 2), 22, 1e-9);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&decades, 0.1), 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&decades, 10), 0, 1e-9);
}

static void
test_round_trip (void)
{
  const LabAxis alpha = lab_axis_for_alpha (3, 70, 900);
  const LabAxis *axes[] = { &linear, &upwards, &decades, &alpha };

  for (gsize a = 0; a < G_N_ELEMENTS (axes); a++)
    for (double pixel = 1; pixel < 300; pixel += 17)
      {
        double value = lab_axis_to_value (axes[a], pixel);
        g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (axes[a], value), pixel, 1e-9);
      }
}

/* asinh of 1, 1 / 0.15 and 3 / 0.15 by Python's math. */
static void
test_alpha_has_room (void)
{
  LabAxis alpha = lab_axis_for_alpha (3, 0, 1);

  g_assert_cmpfloat (lab_axis_to_pixel (&alpha, 0), ==, 0);
  g_assert_cmpfloat (lab_axis_to_pixel (&alpha, 3), ==, 1);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&alpha, 0.15), 0.8813736 / 3.6895039, 1e-7);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&alpha, 1), 2.5958453 / 3.6895039, 1e-7);
}

static void
test_ticks_are_round (void)
{
  LabTicks ticks = lab_axis_ticks (&linear, 80);

  g_assert_cmpint (ticks.n, ==, 8);
  g_assert_cmpfloat (ticks.step, ==, 1);
  g_assert_cmpfloat (ticks.value[0], ==, -5);
  g_assert_cmpfloat (ticks.value[5], ==, 0);
  g_assert_cmpfloat (ticks.value[7], ==, 2);
}

static void
test_ticks_keep_their_distance (void)
{
  for (double width = 30; width < 4000; width *= 1.37)
    for (double span = 1e-6; span < 1e9; span *= 3.1)
      {
        LabAxis axis = { .low = -0.37 * span, .high = 0.63 * span, .start = 0, .end = width };
        LabTicks ticks = lab_axis_ticks (&axis, 50);

        for (int i = 1; i < ticks.n; i++)
          g_assert_cmpfloat (lab_axis_to_pixel (&axis, ticks.value[i])
                                 - lab_axis_to_pixel (&axis, ticks.value[i - 1]),
                             >=, 50 - 1e-6);
        for (int i = 0; i < ticks.n; i++)
          {
            double mantissa = ticks.step / pow (10, floor (log10 (ticks.step) + 1e-9));
            g_assert_true (fabs (mantissa - 1) < 1e-6 || fabs (mantissa - 2) < 1e-6
                           || fabs (mantissa - 5) < 1e-6);
          }
      }
}

static void
test_decade_ticks (void)
{
  LabTicks ticks = lab_axis_ticks (&decades, 40);

  g_assert_cmpint (ticks.n, ==, 4);
  g_assert_cmpfloat_with_epsilon (ticks.value[0], 0.01, 1e-12);
  g_assert_cmpfloat_with_epsilon (ticks.value[3], 10, 1e-9);
}

static void
test_less_than_a_decade_still_has_ticks (void)
{
  LabAxis axis = { .low = 0.2, .high = 0.9, .start = 300, .end = 0, .logarithmic = TRUE };
  LabTicks ticks = lab_axis_ticks (&axis, 30);

  g_assert_cmpint (ticks.n, >=, 2);
}

static void
test_impossible_axes_have_no_ticks (void)
{
  LabAxis axes[] = { { .low = 1, .high = 1, .start = 0, .end = 100 },
                     { .low = 2, .high = 1, .start = 0, .end = 100 },
                     { .low = 0, .high = INFINITY, .start = 0, .end = 100 },
                     { .low = NAN, .high = 1, .start = 0, .end = 100 },
                     { .low = 0, .high = 1, .start = 5, .end = 5 } };

  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    g_assert_cmpint (lab_axis_ticks (&axes[i], 50).n, ==, 0);
}

static void
test_labels (void)
{
  static const struct {
    double step, value;
    const char *label;
  } rows[] = {
    { 1, -5, "−5" },
    { 1, 0, "0" },
    { 0.5, 0.5, "0.5" },
    { 0.5, 1, "1" },
    { 0.05, -0.1, "−0.1" },
    { 500, 1500, "1,500" },
    { 1e6, 3e6, "3,000,000" },
    { 0, 0.01, "0.01" },
    { 0, 1e11, "10<sup>11</sup>" },
    { 0, 2e-7, "2·10<sup>−7</sup>" },
    { 0, 1000, "1000" },
  };
  char label[40];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LabTicks ticks = { .step = rows[i].step };
      g_assert_cmpstr (lab_tick_label (&ticks, rows[i].value, label, sizeof label), ==,
                       rows[i].label);
    }
}

static void
test_values (void)
{
  static const struct {
    double value;
    const char *text;
  } rows[] = {
    { 0, "0" },
    { 1, "1" },
    { -0.69880578, "−0.6988" },
    { -0.00001, "−1e-05" },
    { 1234.5, "1234.5000" },
    { INFINITY, "∞" },
    { -INFINITY, "−∞" },
    { NAN, "NaN" },
  };
  char text[48];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (lab_format_value (rows[i].value, text, sizeof text), ==, rows[i].text);
  g_assert_cmpstr (lab_format_fixed (-0.001, 2, text, sizeof text), ==, "0.00");
  g_assert_cmpstr (lab_format_fixed (-1.2, 2, text, sizeof text), ==, "−1.20");
}

static void
test_clock (void)
{
  static const struct {
    double seconds;
    const char *text;
  } rows[] = { { 0, "0:00" },        { 5.9, "0:05" },     { 750, "12:30" },
               { 3599, "59:59" },    { 3600, "1:00:00" }, { 39554, "10:59:14" },
               { 1e6, "277:46:40" }, { NAN, "–" },        { INFINITY, "–" } };
  char text[32];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (lab_format_clock (rows[i].seconds, text, sizeof text), ==, rows[i].text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/axis/ends", test_ends);
  g_test_add_func ("/lab/axis/alpha-has-room", test_alpha_has_room);
  g_test_add_func ("/lab/axis/round-trip", test_round_trip);
  g_test_add_func ("/lab/axis/ticks/round", test_ticks_are_round);
  g_test_add_func ("/lab/axis/ticks/distance", test_ticks_keep_their_distance);
  g_test_add_func ("/lab/axis/ticks/decades", test_decade_ticks);
  g_test_add_func ("/lab/axis/ticks/part-of-a-decade", test_less_than_a_decade_still_has_ticks);
  g_test_add_func ("/lab/axis/ticks/impossible", test_impossible_axes_have_no_ticks);
  g_test_add_func ("/lab/axis/labels", test_labels);
  g_test_add_func ("/lab/axis/values", test_values);
  g_test_add_func ("/lab/axis/clock", test_clock);
  return g_test_run ();
}
