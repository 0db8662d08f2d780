/* lab-series.h - one curve of a training run: what was measured, and the same smoothed
 *
 * Points are appended in ascending x and all are kept; drawing thins them to what a pixel column can
 * show. Appending and smoothing cost the same however long the run is. Not thread-safe.
 */

#pragma once

#include <glib.h>
#include "lab-axis.h"

typedef struct {
  GArray *x, *y;        /* of double: as measured; y may be NaN                                  */
  GArray *sum;          /* sum[i]: of the finite y before i, so that any mean is one subtraction */
  GArray *smooth;       /* mean over the last lab_series_window () points                        */
} LabSeries;

void   lab_series_init   (LabSeries *series);
void   lab_series_clear  (LabSeries *series);  /* frees; init before another use */
void   lab_series_empty  (LabSeries *series);  /* forgets the points             */
void   lab_series_append (LabSeries *series, double x, double y);
guint  lab_series_length (const LabSeries *series);

double lab_series_x      (const LabSeries *series, guint i);
double lab_series_y      (const LabSeries *series, guint i);
double lab_series_smooth (const LabSeries *series, guint i);

/* How many points the mean at index i takes: few at the start, where the curve falls steeply and
 * a fixed window would stay far above it, 66 later.                                            */
guint  lab_series_window (guint i);

/* The least and the greatest value of y in each pixel column of the axis, in the order in which
 * they came, so that no peak is lost. Room for 2 (columns + 1) points in out_x and out_y, which
 * get values, not pixels; returns how many. smooth: of the smoothed curve.                      */
int    lab_series_decimate (const LabSeries *series, gboolean smooth, const LabAxis *axis,
                            double *out_x, double *out_y);

/* An upper bound of what lab_series_decimate () returns for this axis. */
int    lab_series_decimated_size (const LabAxis *axis);
