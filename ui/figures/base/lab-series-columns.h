/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-series-columns.h - what of a curve falls into each pixel column of a plot
 *
 * The columns know which x begins at each of their edges, whatever the axis shows (steps, epochs or
 * seconds), so a curve is thinned to its least and greatest value a column in a time that depends
 * on the columns alone. Geometry only.
 */

#pragma once

#include "lab-axis.h"
#include "lab-series.h"

typedef struct {
  int n;                /* columns, one pixel wide                           */
  double start;         /* pixel of the first edge                           */
  double *edge;         /* n + 1: the series' x at each edge, ascending      */
} LabColumns;

typedef struct {
  double pixel, value;  /* value is NaN where the curve has a gap            */
} LabTrace;

/* x of a series at a value of the axis, which must not fall while the value rises. */
typedef double (*LabColumnsX) (double value, gconstpointer data);

/* x may be NULL: the axis shows the series' x itself. */
void lab_columns_init  (LabColumns *columns, const LabAxis *axis, LabColumnsX x, gconstpointer data);
void lab_columns_clear (LabColumns *columns);

/* An upper bound of what a trace of the columns first .. end - 1 returns. */
int  lab_columns_room  (int first, int end);

/* Both traces: the last value before column 0 comes first, to the left of it, so that the line comes
 * in from there.
 *
 * The values as they are where a column has at most two, else the least and the greatest of each,
 * so that no peak is lost. Returns how many went into out.                                      */
int  lab_columns_trace_raw    (const LabColumns *columns, const LabSeries *series, int first, int end,
                               LabTrace *out);

/* The smoothed curve, one point a column: the mean over lab_series_window () values, but at least
 * over those that share the column.                                                             */
int  lab_columns_trace_smooth (const LabColumns *columns, const LabSeries *series, guint longest,
                               int first, int end, LabTrace *out);

/* The pixel at which x lies; beyond the columns it goes on as in the outermost one. */
double lab_columns_pixel (const LabColumns *columns, double x);
