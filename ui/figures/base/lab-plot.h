/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-plot.h - the one file that knows PLplot: panels, grids and curves on a cairo context
 *
 * A stream is opened and closed within one picture (it costs hundredths of a millisecond and
 * survives any resize). Axes are LabAxis, so PLplot is handed pixels and does what it does well:
 * clip and stroke. Its texts and boxes are not used. Main thread only: PLplot is not thread-safe.
 * Values may be NaN (a gap) or infinite (likewise); every range is checked before PLplot sees it.
 */

#pragma once

#include "lab-axis.h"
#include "lab-text.h"

/* True if PLplot's cairo driver is installed. Without it PLplot would ask on standard input. */
gboolean lab_plot_is_available (void);

/* Between begin and end cr belongs to PLplot: draw nothing else on it. Width and height are
 * logical pixels from 1 to 16,384.                                                              */
void lab_plot_begin (cairo_t *cr, double width, double height);
void lab_plot_end   (cairo_t *cr);

/* From here to the end dashed curves are smoothed as quickly as solid ones: right for a picture that
 * lives for a frame. A file has time.                                                           */
void lab_plot_hurry (void);

/* From here on lines are clipped to the rectangle that the two axes span. */
void lab_plot_panel (const LabAxis *x, const LabAxis *y);

/* Thin lines at the ticks, snapped to whole pixels; those at 0 in the zero axis' colour. */
void lab_plot_grid  (const LabAxis *x, const LabTicks *x_ticks, const LabAxis *y,
                     const LabTicks *y_ticks, const LabTheme *theme);

/* How a line looks; dash: px on, off ..., scaled by the caller. */
typedef struct {
  LabColor color;
  double width;
  int n_dashes;
  double dash[LAB_MAX_DASHES];
  cairo_operator_t blend;     /* CAIRO_OPERATOR_OVER, or MULTIPLY / SCREEN for raw curves */
} LabStroke;

/* The stroke of a curve in the palette: dashes stretch with the width. */
LabStroke lab_stroke_from_style (const LabStyle *style, double width);

/* A curve through n points in values of the current panel's axes. */
void lab_plot_curve (const LabAxis *x_axis, const LabAxis *y_axis, const double *x, const double *y,
                     int n, const LabStroke *stroke);

/* A line through n points in pixels, all finite and within 65,536 of the page, as they are; dashes
 * begin phase pixels into their pattern.                                                        */
void lab_plot_line  (double *x, double *y, int n, const LabStroke *stroke, double phase);
