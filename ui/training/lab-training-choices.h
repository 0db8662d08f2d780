/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-choices.h - what is chosen beside the Training picture: unit, scale, smoothing, plot
 *
 * The widgets show the model's view, and what a person does to them becomes the view. Where they
 * stand is the plot's affair.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-training-model.h"

/* The widgets belong to the template that they are children of. */
typedef struct {
  LabTrainingModel *model;
  GtkDropDown *plot, *baseline, *diagnostic;
  GtkToggleButton *steps, *epochs, *seconds, *log_y, *recent;
  GtkScale *smoothing_scale;
  GtkAdjustment *smoothing;
  GtkLabel *smoothing_label, *probe, *definitions;
  gboolean folded;   /* one plot is shown: the choice of it says which */
  gboolean updating; /* the program sets the widgets: not the person's change */
} LabTrainingChoices;

/* Binds all of them to the template of a class whose instances have LabTrainingChoices at offset. */
void lab_training_choices_bind    (GtkWidgetClass *widget_class, gssize offset);

/* Once; model is borrowed and must outlive the widgets' signals. */
void lab_training_choices_connect (LabTrainingChoices *self, LabTrainingModel *model);

/* After the view, the contestants, the layers or the probe set have changed. */
void lab_training_choices_show    (LabTrainingChoices *self);
