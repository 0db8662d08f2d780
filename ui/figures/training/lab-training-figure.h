/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-figure.h - paints the Training picture
 *
 * Each batch's own value as a pale line, the smoothed one over it, validation with markers, the
 * values at the right; events, the scrubbed step, past runs; below, a diagnostic with a plot a layer.
 * Needs no display and serves window and exports alike. Main thread only.
 */

#pragma once

#include "lab-training-layout.h"

/* What was drawn before, as pixels. While the axes stand, only new columns are drawn. */
typedef struct LabTrainingCache LabTrainingCache;

LabTrainingCache *lab_training_cache_new  (void);
void              lab_training_cache_free (LabTrainingCache *cache);

/* cache may be NULL: everything is drawn anew, as lines and letters. Otherwise factor is how many
 * pixels cr has for a unit.                                                                     */
void lab_training_figure_draw       (cairo_t *cr, LabTrainingModel *model,
                                     const LabTrainingLayout *layout, gboolean dark,
                                     LabTrainingCache *cache, int factor);

/* The same over the picture that the last call with this cache has left, if kept, and everything
 * otherwise. Returns where it drew, in cr's units, or NULL if everywhere; free with
 * cairo_region_destroy ().                                                                      */
cairo_region_t *lab_training_figure_update (cairo_t *cr, LabTrainingModel *model,
                                            const LabTrainingLayout *layout, gboolean dark,
                                            LabTrainingCache *cache, int factor, gboolean kept);

/* One vertical line at step through all plots, and what every contestant has there, where it hides
 * nothing: at the right in place of the last values, or in the emptiest corner.                */
void lab_training_figure_draw_hover (cairo_t *cr, LabTrainingModel *model,
                                     const LabTrainingLayout *layout, gboolean dark, gint64 step);

/* "ELU", and "ELU 0.3" where another contestant is an ELU too. Free with g_free (). */
char *lab_training_name             (LabTrainingModel *model, int contestant);
