/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-layout.h - where the plots of the Training picture lie and what their axes span
 *
 * Loss above accuracy above one diagnostic, which has a small plot a layer; where there is no room
 * for all, the one that the view names. Ranges move in steps, so that they do not tremble with each
 * new point and what was drawn stays good for a while. Geometry only.
 */

#pragma once

#include "lab-axis.h"
#include "lab-text.h"
#include "lab-training-model.h"

typedef enum { LAB_PANEL_LOSS, LAB_PANEL_ACCURACY, LAB_PANEL_DIAGNOSTIC } LabPanelKind;

typedef struct {
  LabPanelKind kind;
  int layer;                   /* of a diagnostic; -1: all layers together          */
  gboolean y_labels, x_labels; /* its axes' numbers; neighbours share them          */
  gboolean last;               /* of its row: names at the ends of the curves       */
  LabAxis x, y;                /* x in the view's unit                              */
} LabTrainingPanel;

enum { LAB_MAX_TRAINING_PANELS = NN_MAX_LAYERS + 3 };

/* So wide at scale 1 is the heading of the loss, at most, beside what is chosen. */
enum { LAB_LOSS_HEADING = 170 };

typedef struct {
  double width, height, scale; /* scale: of text and lines                          */
  gboolean compact;            /* one plot                                          */
  gboolean end_names;          /* room for names beside the values at the right     */
  double diagnostic_top;       /* of the row that names the diagnostic; -1: none    */
  double key_y;                /* middle of the line with the contestants; -1: none */
  int n_panels;
  LabTrainingPanel panel[LAB_MAX_TRAINING_PANELS];
} LabTrainingLayout;

/* compact: one plot although there might be room for all. Zeroes what it does not set, so that two
 * layouts are the same if their bytes are.                                                      */
void lab_training_layout_init (LabTrainingLayout *layout, LabTrainingModel *model, double width,
                               double height, double scale, gboolean compact);

/* The panel at a point, -1 if there is none. */
int  lab_training_layout_panel_at (const LabTrainingLayout *layout, double x, double y);

/* The step at a pixel of a panel's x axis, at most the last one of the run; and back. */
double lab_training_layout_step  (LabTrainingModel *model, const LabAxis *x, double pixel);
double lab_training_layout_pixel (LabTrainingModel *model, const LabAxis *x, double step);

/* lab-training-ranges.c: the spans of the axes, pixels left alone. */
void lab_training_range_x (LabTrainingModel *model, LabAxis *x);
void lab_training_range_y (LabTrainingModel *model, LabPanelKind kind, const LabAxis *x, LabAxis *y);
