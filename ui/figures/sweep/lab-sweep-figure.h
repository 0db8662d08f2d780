/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-figure.h - paints a sweep: the metric against alpha, every run a dot
 *
 * A column for each alpha: its runs side by side in the order of their seeds, a bar at their mean, a
 * band of one standard deviation to both sides. A faint line joins the runs of a seed, since it is
 * within a seed that alphas are compared. Runs that diverged have no value: they stand in a row of
 * their own at the worse end. Needs no display. Main thread only.
 */

#pragma once

#include "lab-axis.h"
#include "lab-sweep-model.h"
#include "lab-text.h"

typedef struct {
  double width, height;
  double scale;            /* of text, no larger than there is room for     */
  LabAxis x;               /* alpha; its ends lie within the panel          */
  LabAxis y;               /* of the metric, as people read it: in per cent */
  gboolean has_values;     /* otherwise y has no meaning                    */
  double left, right;      /* the panel's sides                             */
  double base;             /* its bottom, with the row if that lies there   */
  double row;              /* the middle of the row of those that diverged; NaN for none */
  double half;             /* of a column's width                           */
  gboolean one_line;       /* room for heading and key side by side         */
} LabSweepLayout;

/* Width and height in pixels; scale: of text. */
void     lab_sweep_layout_init  (LabSweepLayout *layout, LabSweepModel *model, double width,
                                 double height, double scale);

/* Where a run's dot lies; FALSE: it has not ended. */
gboolean lab_sweep_layout_place (const LabSweepLayout *layout, LabSweepModel *model, int alpha,
                                 int seed, double *x, double *y);

/* The run whose dot is nearest to a place, within reach pixels; FALSE: none. */
gboolean lab_sweep_layout_find  (const LabSweepLayout *layout, LabSweepModel *model, double x,
                                 double y, double reach, int *alpha, int *seed);

void     lab_sweep_figure_draw  (cairo_t *cr, LabSweepModel *model, const LabSweepLayout *layout,
                                 gboolean dark);

/* The selected run: a ring around its dot, the line of its seed, what it is. */
void     lab_sweep_figure_draw_selection (cairo_t *cr, LabSweepModel *model,
                                          const LabSweepLayout *layout, gboolean dark);

/* For files: ground and picture, no selection; width by height units, with text of scale. */
void     lab_sweep_figure_draw_export (cairo_t *cr, LabSweepModel *model, double width,
                                       double height, double scale, gboolean dark);
