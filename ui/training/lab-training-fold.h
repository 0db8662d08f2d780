/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-fold.h - how much of the choices stands beside the Training picture
 *
 * All of them where there is room, else the first, else none: the rest is in a menu.
 */

#pragma once

#include "lab-training-choices.h"
#include "lab-training-layout.h"

typedef enum { LAB_FOLD_NONE, LAB_FOLD_SOME, LAB_FOLD_ALL } LabFold;

/* The widgets belong to the template that they are children of. */
typedef struct {
  LabTrainingChoices *choices;
  GtkWidget *bar, *first, *more;       /* beside the picture: the first choices and the rest */
  GtkWidget *options, *folded;         /* the menu's button, and what is in it               */
  GtkWidget *diagnostic_row;           /* that names the diagnostic, over its panels         */
  LabFold fold;
  gboolean has_row;
  guint refold;
} LabTrainingFold;

/* Binds all of them to the template of a class whose instances have a LabTrainingFold at offset. */
void lab_training_fold_bind   (GtkWidgetClass *widget_class, gssize offset);

/* choices are borrowed. */
void lab_training_fold_init   (LabTrainingFold *self, LabTrainingChoices *choices);
void lab_training_fold_clear  (LabTrainingFold *self);

/* After the layout has changed; may be called within an allocation. */
void lab_training_fold_follow (LabTrainingFold *self, const LabTrainingLayout *layout);
