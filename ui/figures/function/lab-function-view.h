/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-view.h - moving over the Function picture: what lies where, zoom, pan, and typed ranges
 *
 * Geometry only: a view is the part of a scene that says which range its axes show. What would lead
 * to a range that can't be drawn honestly is refused, and the view stays as it was.
 */

#pragma once

#include "lab-function-layout.h"

/* Ends beyond this, or nearer to each other than a millionth of the larger, have tick labels that
 * can't be told apart, and curves whose steps single precision can't follow.                    */
#define LAB_RANGE_LARGEST_END 1e6
#define LAB_RANGE_SMALLEST_WIDTH 1e-6

typedef enum {
  LAB_RANGE_OK,
  LAB_RANGE_NOT_FINITE,
  LAB_RANGE_NOT_RISING,      /* low >= high */
  LAB_RANGE_TOO_WIDE,
  LAB_RANGE_TOO_NARROW
} LabRangeProblem;

LabRangeProblem lab_range_check (double low, double high);

/* The panel at a pixel, or -1: between, beside or below them. */
int lab_function_view_panel_at (const LabFunctionLayout *layout, int n_panels, double x, double y);

/* factor < 1 comes nearer. What is at the pixel stays there; from outside of the panels only x is
 * zoomed. FALSE if the range would be refused.                                                  */
gboolean lab_function_view_zoom (LabFunctionScene *scene, const LabFunctionLayout *layout, double x,
                                 double y, double factor);

/* Two fingers that touched with their middle at from and have it at to now, scale times as far apart:
 * what was between them still is. FALSE likewise, and for a scale that is none.                 */
gboolean lab_function_view_pinch (LabFunctionScene *scene, const LabFunctionLayout *layout,
                                  double from_x, double from_y, double to_x, double to_y,
                                  double scale);

/* Moves the picture by pixels; panel -1 moves x alone. */
gboolean lab_function_view_pan (LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
                                double dx, double dy);

/* Shows low <= x <= high; y follows by itself. */
gboolean lab_function_view_set_x (LabFunctionScene *scene, double low, double high);

/* Back to what a new scene shows. */
void     lab_function_view_reset (LabFunctionScene *scene);

/* x to one digit finer than a pixel, but at least to hundredths, so that what a readout shows is what
 * is computed.                                                                                  */
double   lab_function_view_round (const LabFunctionLayout *layout, double x);
