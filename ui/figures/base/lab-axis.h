/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-axis.h - one axis: from values to pixels and back, and where its ticks stand
 *
 * Geometry only; nothing here draws, so all of it is tested without a display.
 */

#pragma once

#include <glib.h>

typedef struct {
  double low, high;        /* values at the two ends; low < high, both > 0 if logarithmic   */
  double start, end;       /* pixels at low and at high; start > end for an axis upwards    */
  gboolean logarithmic;
  double small;            /* above 0: asinh (value / small) is spaced evenly, and low is 0 */
} LabAxis;

enum { LAB_MAX_TICKS = 64 };

typedef struct {
  int n;
  double step;                   /* 0 for a logarithmic axis */
  double value[LAB_MAX_TICKS];
} LabTicks;

/* An axis for alpha from 0 to reach, on which 0.1, 0.3 and 0.5 have room beside 1, 2 and 3:
 * u = asinh (alpha / 0.15) / asinh (reach / 0.15) of the way.                                  */
LabAxis  lab_axis_for_alpha  (double reach, double start, double end);

double   lab_axis_to_pixel   (const LabAxis *axis, double value);
double   lab_axis_to_value   (const LabAxis *axis, double pixel);

/* Round values (1, 2 or 5 times a power of ten) within the axis, at least min_gap pixels apart. A
 * logarithmic axis gets its decades; if fewer than two lie in it, also 2 and 5 times them. An axis
 * for alpha has marks of its own, which are not made here.                                      */
LabTicks lab_axis_ticks      (const LabAxis *axis, double min_gap);

/* A tick's label: rounded to what the step needs, no trailing zeros, a true minus sign, thousands
 * separated by a comma, as Pango markup (a large or small decade is a power of ten). buffer holds at
 * least 40 bytes; returns it.                                                                   */
const char *lab_tick_label   (const LabTicks *ticks, double value, char *buffer, gsize size);

/* value with the given number of decimals and a true minus sign; "-0.00" becomes "0.00". */
const char *lab_format_fixed (double value, int decimals, char *buffer, gsize size);

/* The same with four significant decimals as a reader expects them: "0", "1", "-0.6988", "3.2e-06". */
const char *lab_format_value (double value, char *buffer, gsize size);

/* A whole number with commas: "12,800". */
const char *lab_format_count (double value, char *buffer, gsize size);

/* A length of time: "0:05", "12:30", "10:59:14"; "–" for what is not known (not finite). */
const char *lab_format_clock (double seconds, char *buffer, gsize size);

/* Two decimals as fields show them, more only where two would lie: "-1.20", "0.0005". */
const char *lab_format_cursor (double value, char *buffer, gsize size);

/* As few digits as say it to six: "0.3", "1", "1e-06". */
const char *lab_format_shortest (double value, char *buffer, gsize size);
