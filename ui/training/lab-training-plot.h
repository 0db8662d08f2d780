/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-plot.h - the Training picture as a widget, with the choices of how to look at it
 *
 * Hover reads a step off; with the focus on the picture Left and Right do so pixel by pixel (with
 * Shift step by step, Page Up and Page Down in leaps), Home and End go to the ends, Escape lets go.
 * What does not fit beside the picture folds into a menu; a narrow one shows one plot at a time.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-training-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_TRAINING_PLOT (lab_training_plot_get_type ())
G_DECLARE_FINAL_TYPE (LabTrainingPlot, lab_training_plot, LAB, TRAINING_PLOT, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void   lab_training_plot_set_model   (LabTrainingPlot *self, LabTrainingModel *model);

/* One plot, although there might be room for more. */
void   lab_training_plot_set_compact (LabTrainingPlot *self, gboolean compact);

/* The step that is read off, -1 for none. */
gint64 lab_training_plot_get_hover   (LabTrainingPlot *self);
void   lab_training_plot_set_hover   (LabTrainingPlot *self, gint64 step);

G_END_DECLS
