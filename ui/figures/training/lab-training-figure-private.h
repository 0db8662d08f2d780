/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-figure-private.h - what the files that paint the Training picture share
 *
 * lab-training-figure.c puts the picture together: the still frame, the curves, and what moves.
 */

#pragma once

#include "lab-series-columns.h"
#include "lab-training-diagnostics.h"
#include "lab-training-figure.h"

typedef struct {
  LabTrainingModel *model;
  const LabTrainingLayout *layout;
  gboolean dark;
} LabTrainingScene;

/* lab-training-names.c */

LabStyle         lab_training_style   (LabTrainingModel *model, int contestant, gboolean dark);

/* What a panel shows of a contestant: its curve, or the validation beside it; NULL: nothing. */
const LabSeries *lab_training_curve   (LabTrainingModel *model, const LabTrainingPanel *panel,
                                       int contestant, gboolean validation);

/* Its value at a step (-1: the last), smoothed as it is drawn; NaN if there is none yet. */
double           lab_training_value   (LabTrainingModel *model, const LabTrainingPanel *panel,
                                       int contestant, gboolean validation, gint64 step);

/* As the panel writes a value: "0.040", "98.9 %", with a sign if it is a difference. */
void             lab_training_format  (LabTrainingModel *model, const LabTrainingPanel *panel,
                                       double value, char *buffer, gsize size);

/* The heading of a panel as markup, and the unit of x. Free with g_free (). */
char            *lab_training_heading (LabTrainingModel *model, const LabTrainingPanel *panel);
const char      *lab_training_x_name  (LabTrainingModel *model);

/* lab-training-frame.c: all that stands still: grid, numbers at the axes, headings, keys, past runs. */
void lab_training_draw_frame    (cairo_t *cr, const LabTrainingScene *scene);

/* Steps at the edges of a panel's pixel columns; clear with lab_columns_clear (). */
void lab_training_columns_init  (LabColumns *columns, const LabRunCurves *run, LabXUnit unit,
                                const LabAxis *x);

/* lab-training-curves.c: the curves of the batches, raw and smoothed, and of the diagnostics. */

/* A vertex of a line that was drawn, where it can be gone on with. */
typedef struct {
  gboolean any;
  double x, y, phase;          /* pixels, and how far into the dashes */
} LabCurveEnd;

/* A state of the picture that it can be gone on with from. */
typedef struct {
  int done;                                    /* columns that are drawn for good           */
  LabCurveEnd end[LAB_MAX_CONTESTANTS];        /* a little before them                      */
} LabProgressMark;

/* The next validation reaches back to the one before it, so two states are kept: of the newest
 * columns, and of those before the last validation.                                             */
typedef struct {
  LabProgressMark newest, validated;
  LabCurveEnd validation[LAB_MAX_CONTESTANTS]; /* at its last point                         */
  guint n_validations[LAB_MAX_CONTESTANTS];    /* of each contestant that are drawn         */
  guint length[LAB_MAX_CONTESTANTS];           /* points of each curve that are drawn       */
  double last[LAB_MAX_CONTESTANTS];            /* column of the last of them                */
} LabPanelProgress;

/* The column from which a panel must be drawn, and *progress ready for it: 0 if all is to be. *left
 * is the leftmost pixel that drawing it will touch, but for the width of lines.                  */
int  lab_training_resume_curves (const LabTrainingScene *scene, const LabTrainingPanel *panel,
                                 LabPanelProgress *progress, double *left);

/* Draws what is not done, a little of it once more, and notes how far that is good for; cr draws on an
 * image, without a clip. progress NULL: everything, on any surface.                         */
void lab_training_draw_curves   (cairo_t *cr, const LabTrainingScene *scene,
                                 const LabTrainingPanel *panel, LabPanelProgress *progress);

/* lab-training-raw.c: each batch's own value, in the columns first .. end - 1. on_pixels: cr draws on
 * an image whose memory may be written to.                                                      */
void lab_training_draw_raw      (cairo_t *cr, const LabTrainingScene *scene,
                                 const LabTrainingPanel *panel, const LabColumns *columns, int first,
                                 int end, gboolean on_pixels);

/* lab-training-marks.c: markers, events, where a contestant diverged, the scrubbed step. */
void lab_training_draw_marks    (LabPainter *painter, const LabTrainingScene *scene);
void lab_training_draw_marker   (LabPainter *painter, int shape, double x, double y, double radius,
                                   LabColor line, gboolean filled);

/* lab-training-labels.c: values and names at the right ends of the curves, at a step (-1: the last). */
void lab_training_draw_panel_labels (LabPainter *painter, const LabTrainingScene *scene,
                                     const LabTrainingPanel *panel, gint64 step);
