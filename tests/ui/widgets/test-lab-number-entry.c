/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-number-entry.c - what people type as a number, and what the program prints as one */

#include <math.h>
#include "lab-axis.h"
#include "lab-number-entry.h"

/* NaN: no number. */
static const struct {
  const char *text;
  double value;
} typed[] = {
  { "9000", 9000 },
  { "9,000", 9000 },
  { " 9,000 ", 9000 },
  { "\xe2\x88\x92"
    "9,000",
    -9000 },
  { "-60,000", -60000 },
  { "+60,000", 60000 },
  { "999,999", 999999 },
  { "1,234,567", 1234567 },
  { "1,234.5", 1234.5 },
  { "12,345e1", 123450 },
  { "18,446,744,073,709,551,615", 18446744073709551615. },
  { "0,3", 0.3 },
  { "0,300", 0.3 },
  { "00,300", 0.3 },
  { "-0,125", -0.125 },
  { "\xe2\x88\x92"
    "1,5",
    -1.5 },
  { ",5", 0.5 },
  { ",500", 0.5 },
  { "1,50", 1.5 },
  { "1,5000", 1.5 },
  { "1234,567", 1234.567 },
  { "1.234", 1.234 },
  { "1e-3", 0.001 },
  { "1,5e3", 1500 },
  { "", NAN },
  { ",", NAN },
  { "-", NAN },
  { "1,23,456", NAN },
  { "1,234,56", NAN },
  { "1,234,5678", NAN },
  { "1,,234", NAN },
  { "0,123,456", NAN },
  { "1,234,", NAN },
  { "1.234,567", NAN },
  { "nine", NAN },
  { "9,000 images", NAN },
  { "inf", NAN },
  { "nan", NAN },
};

static void
test_typed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      double value = -7;
      gboolean read = lab_number_entry_parse (typed[i].text, &value);

      g_test_message ("“%s”", typed[i].text);
      g_assert_true (read == !isnan (typed[i].value));
      g_assert_cmpfloat (value, ==, read ? typed[i].value : -7);
    }
}

/* Every count comes back as what it was: around each power of ten, and any; the program prints the
 * seed. From 10^12 on they are shown as powers, which no field is for.                           */
static void
test_counts (void)
{
  for (int i = 0; i < 2000; i++)
    {
      double power = pow (10, i % 12), value = 0;
      double count = round (power + (i < 120 ? i / 12 - 5 : g_test_rand_double () * 8.9 * power));
      char text[64];

      g_assert_true (lab_number_entry_parse (lab_format_count (count, text, sizeof text), &value));
      g_assert_cmpfloat (value, ==, count);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/number-entry/typed", test_typed);
  g_test_add_func ("/lab/number-entry/counts", test_counts);
  return g_test_run ();
}
