/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-series.h - one curve of a training run: every value that was measured, in ascending x
 *
 * Values are kept as float (7 digits); x costs nothing as long as it goes up evenly, as steps do.
 * Over them stands a pyramid of blocks of 16, 256, 4096 ... values, each with its least, greatest and
 * mean, so that any span is known from a few dozen of them: appending and asking cost the same
 * however long the run is. Of a very long run the oldest values are known by their blocks alone, from
 * fine to coarse as they age, which bounds the memory; all of them are in the run's file. Not
 * thread-safe.
 */

#pragma once

#include <glib.h>

/* So many of the newest values are always kept, and of the newest blocks of each size. */
enum { LAB_SERIES_LEVELS = 6, LAB_SERIES_VALUES = 1 << 17, LAB_SERIES_BLOCKS = 1 << 13 };

typedef struct {
  guint y_start;                       /* how many of the oldest values are let go         */
  guint block_start[LAB_SERIES_LEVELS]; /* likewise blocks                                  */
  GArray *y;                           /* of float: as measured; NaN stays NaN             */
  GArray *progressions;                /* of x: where each begins, its first x, its stride */
  GArray *blocks[LAB_SERIES_LEVELS];   /* of LabSpan, whole ones only; NULL: none yet      */
} LabSeries;

/* What is known of a few neighbouring values. */
typedef struct {
  float low, high, mean;               /* of the finite ones                               */
  guint n;                             /* how many of them are finite; if 0 the rest is void */
} LabSpan;

void    lab_series_init     (LabSeries *series);
void    lab_series_clear    (LabSeries *series);          /* frees; init before another use     */
void    lab_series_truncate (LabSeries *series, guint n); /* forgets all but the first n values */

/* x > the last one. What is finite but no float becomes the largest float. */
void    lab_series_append   (LabSeries *series, double x, double y);

guint   lab_series_length   (const LabSeries *series);
double  lab_series_x        (const LabSeries *series, guint i);
double  lab_series_y        (const LabSeries *series, guint i);   /* of a value let go, its block's mean */

/* The first index whose x is at least x; the length if there is none. */
guint   lab_series_find     (const LabSeries *series, double x);

/* Of the values first .. end - 1; where values are let go, of the blocks that they lie in. */
LabSpan lab_series_span     (const LabSeries *series, guint first, guint end);

/* How many values the mean at index i takes: few at the start, where a curve falls steeply and a
 * fixed window would stay far above it, longest later.                                         */
guint   lab_series_window   (guint i, guint longest);

/* The mean of the last lab_series_window () values up to i; NaN where the value itself is not finite:
 * the smoothed curve breaks off with it.                                                        */
double  lab_series_smooth   (const LabSeries *series, guint i, guint longest);

/* Bytes that the values and their pyramid take. */
gsize   lab_series_memory   (const LabSeries *series);
