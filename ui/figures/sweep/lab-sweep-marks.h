/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-marks.h - the dots, bars, bands and lines of a sweep's picture
 *
 * Private to lab-sweep-figure.c, which paints what stands around them.
 */

#pragma once

#include "lab-sweep-figure.h"

typedef struct {
  LabPainter *painter;
  LabSweepModel *model;
  const LabSweepSetup *shown;
  const LabMetricInfo *metric;
  const LabSweepLayout *layout;
} LabSweepPicture;

/* All is borrowed. */
void     lab_sweep_picture_init    (LabSweepPicture *picture, LabPainter *painter,
                                    LabSweepModel *model, const LabSweepLayout *layout);

/* alpha = 0 is ReLU, and looks like it. */
LabStyle lab_sweep_picture_style   (const LabSweepPicture *picture, int alpha);
double   lab_sweep_picture_x       (const LabSweepPicture *picture, int alpha);

/* Of a value of the metric; never beyond the axis. */
double   lab_sweep_picture_y       (const LabSweepPicture *picture, double value);

/* Many dots in a narrow column are small ones. */
double   lab_sweep_picture_radius  (const LabSweepPicture *picture);

/* A path: alpha's mark, a circle, or a square where alpha is 0. */
void     lab_sweep_trace_mark      (cairo_t *cr, double x, double y, double radius,
                                    gboolean square);

/* Faint lines between the runs of a seed, and for each alpha its band, mean and runs. */
void     lab_sweep_draw_columns    (const LabSweepPicture *picture);
