/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-axis.h"

#include <math.h>
#include <string.h>

LabAxis
lab_axis_for_alpha (double reach, double start, double end)
{
  return (LabAxis){ .low = 0, .high = reach, .start = start, .end = end, .small = 0.15 };
}

static double
fraction_of (const LabAxis *axis, double value)
{
  if (axis->logarithmic)
    return log (value / axis->low) / log (axis->high / axis->low);
  if (axis->small > 0)
    return asinh (value / axis->small) / asinh (axis->high / axis->small);
  return (value - axis->low) / (axis->high - axis->low);
}

double
lab_axis_to_pixel (const LabAxis *axis, double value)
{
  return axis->start + fraction_of (axis, value) * (axis->end - axis->start);
}

double
lab_axis_to_value (const LabAxis *axis, double pixel)
{
  double fraction = (pixel - axis->start) / (axis->end - axis->start);

  if (axis->logarithmic)
    return axis->low * pow (axis->high / axis->low, fraction);
  if (axis->small > 0)
    return axis->small * sinh (fraction * asinh (axis->high / axis->small));
  return axis->low + fraction * (axis->high - axis->low);
}

/* The smallest 1, 2 or 5 times a power of ten that is at least least. */
static double
round_step (double least)
{
  double decade = pow (10, floor (log10 (least)));
  static const double factors[] = { 1, 2, 5, 10 };

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * decade >= least * (1 - 1e-9))
      return factors[i] * decade;
  return 10 * decade;
}

static void
add_tick (LabTicks *ticks, const LabAxis *axis, double value)
{
  double slack = 1e-9 * (axis->high - axis->low);

  if (ticks->n < LAB_MAX_TICKS && value >= axis->low - slack && value <= axis->high + slack)
    ticks->value[ticks->n++] = value;
}

static LabTicks
linear_ticks (const LabAxis *axis, double min_gap)
{
  double per_pixel = (axis->high - axis->low) / fabs (axis->end - axis->start);
  LabTicks ticks = { .step = round_step (per_pixel * min_gap) };
  double first = ceil (axis->low / ticks.step - 1e-9);
  double last = floor (axis->high / ticks.step + 1e-9);

  /* The index is multiplied, not summed, so that 0 is exactly 0. */
  for (double i = first; i <= last && ticks.n < LAB_MAX_TICKS; i++)
    add_tick (&ticks, axis, i * ticks.step + 0.0);
  return ticks;
}

static LabTicks
logarithmic_ticks (const LabAxis *axis, double min_gap)
{
  LabTicks ticks = { 0 };
  double first = floor (log10 (axis->low)), last = ceil (log10 (axis->high));
  double decade_pixels = fabs (axis->end - axis->start) / log10 (axis->high / axis->low);
  double stride = MAX (1, ceil (min_gap / decade_pixels));
  gboolean fine = log10 (axis->high / axis->low) < 2 && decade_pixels > 3 * min_gap;

  for (double d = first; d <= last; d += stride)
    {
      add_tick (&ticks, axis, pow (10, d));
      if (fine)
        {
          add_tick (&ticks, axis, 2 * pow (10, d));
          add_tick (&ticks, axis, 5 * pow (10, d));
        }
    }
  return ticks;
}

LabTicks
lab_axis_ticks (const LabAxis *axis, double min_gap)
{
  LabTicks none = { 0 };

  if (!(axis->low < axis->high) || axis->start == axis->end || !isfinite (axis->high - axis->low))
    return none;
  return axis->logarithmic ? logarithmic_ticks (axis, min_gap) : linear_ticks (axis, min_gap);
}

/* Puts U+2212 where C printed a hyphen in front; drops the sign of a printed zero. */
static const char *
with_minus_sign (const char *digits, char *buffer, gsize size)
{
  gboolean negative = digits[0] == '-';
  gboolean zero = strspn (digits, "-0.") == strlen (digits);

  g_snprintf (buffer, size, "%s%s", negative && !zero ? "\xe2\x88\x92" : "", digits + negative);
  return buffer;
}

const char *
lab_format_fixed (double value, int decimals, char *buffer, gsize size)
{
  char format[8], digits[64];

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 17));
  g_ascii_formatd (digits, sizeof digits, format, value);
  return with_minus_sign (digits, buffer, size);
}

const char *
lab_format_value (double value, char *buffer, gsize size)
{
  char digits[64];
  double magnitude = fabs (value);

  if (isnan (value))
    return g_strlcpy (buffer, "NaN", size), buffer;
  if (isinf (value))
    return g_strlcpy (buffer, value > 0 ? "\xe2\x88\x9e" : "\xe2\x88\x92\xe2\x88\x9e", size),
           buffer;
  if (value == floor (value) && magnitude < 1e6)
    return lab_format_fixed (value, 0, buffer, size);
  if (magnitude >= 1e-3 && magnitude < 1e6)
    return lab_format_fixed (value, 4, buffer, size);
  g_ascii_formatd (digits, sizeof digits, "%.3g", value);
  return with_minus_sign (digits, buffer, size);
}

static void
drop_trailing_zeros (char *digits)
{
  gsize end = strlen (digits);

  if (!strchr (digits, '.'))
    return;
  while (digits[end - 1] == '0')
    end--;
  if (digits[end - 1] == '.')
    end--;
  digits[end] = '\0';
}

static void
insert_commas (char *digits, gsize size)
{
  gsize whole = strcspn (digits, ".");

  for (gsize at = whole; at > 3 && strlen (digits) + 2 < size;)
    {
      at -= 3;
      memmove (digits + at + 1, digits + at, strlen (digits + at) + 1);
      digits[at] = ',';
    }
}

/* "10<sup>11</sup>", with a factor in front where it isn't 1. */
static const char *
format_power (double value, char *buffer, gsize size)
{
  int exponent = (int) floor (log10 (fabs (value)) + 1e-9);
  double factor = round (value / pow (10, exponent) * 10) / 10;
  const char *minus = exponent < 0 ? "\xe2\x88\x92" : "";
  char digits[32];

  if (factor == 1)
    g_snprintf (buffer, size, "10<sup>%s%d</sup>", minus, abs (exponent));
  else
    g_snprintf (buffer, size, "%s·10<sup>%s%d</sup>",
                lab_format_fixed (factor, factor == round (factor) ? 0 : 1, digits, sizeof digits),
                minus, abs (exponent));
  return buffer;
}

const char *
lab_tick_label (const LabTicks *ticks, double value, char *buffer, gsize size)
{
  char digits[32], number[40];
  int decimals = ticks->step > 0 ? (int) MAX (0, ceil (-log10 (ticks->step) - 1e-9)) : 0;
  const char *sign = value < 0 ? "\xe2\x88\x92" : "";

  if (ticks->step > 0 && decimals <= 12 && fabs (value) < 1e12)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%df", decimals);
      g_ascii_formatd (digits, sizeof digits, format, fabs (value));
      drop_trailing_zeros (digits);
      insert_commas (digits, sizeof digits);
    }
  else if (fabs (value) >= 1e5 || fabs (value) < 1e-4)
    return format_power (value, buffer, size);
  else
    g_ascii_formatd (digits, sizeof digits, "%g", fabs (value));
  g_snprintf (number, sizeof number, "%s%s", sign, digits);
  g_strlcpy (buffer, number, size);
  return buffer;
}

const char *
lab_format_count (double value, char *buffer, gsize size)
{
  LabTicks whole = { .step = 1 };

  return lab_tick_label (&whole, round (value), buffer, size);
}

const char *
lab_format_clock (double seconds, char *buffer, gsize size)
{
  gint64 whole = isfinite (seconds) ? (gint64) seconds : -1;
  int minutes = (int) (whole / 60 % 60), rest = (int) (whole % 60);

  if (whole < 0)
    g_strlcpy (buffer, "–", size);
  else if (whole >= 3600)
    g_snprintf (buffer, size, "%" G_GINT64_FORMAT ":%02d:%02d", whole / 3600, minutes, rest);
  else
    g_snprintf (buffer, size, "%d:%02d", minutes, rest);
  return buffer;
}

const char *
lab_format_shortest (double value, char *buffer, gsize size)
{
  char digits[64];

  return with_minus_sign (g_ascii_formatd (digits, sizeof digits, "%.6g", value), buffer, size);
}

const char *
lab_format_cursor (double value, char *buffer, gsize size)
{
  if (fabs (value * 100 - round (value * 100)) < 1e-9 * fmax (1, fabs (value)))
    return lab_format_fixed (value, 2, buffer, size);
  return lab_format_shortest (value, buffer, size);
}
