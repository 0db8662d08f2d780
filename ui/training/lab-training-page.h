/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-page.h - the Training view: set-up, live curves, transport
 *
 * Its buttons name actions of the window (win.training-toggle, -step, -reset, -new-seed), which the
 * application implements; it draws what the model is given.
 */

#pragma once

#include <adwaita.h>
#include "lab-training-model.h"
#include "lab-setup-panel.h"

G_BEGIN_DECLS

#define LAB_TYPE_TRAINING_PAGE (lab_training_page_get_type ())
G_DECLARE_FINAL_TYPE (LabTrainingPage, lab_training_page, LAB, TRAINING_PAGE, GtkWidget)

/* Both are the page's. The window shows, hides and folds the panel. */
LabTrainingModel *lab_training_page_get_model (LabTrainingPage *self);
AdwFlap          *lab_training_page_get_flap  (LabTrainingPage *self);

/* The models that can be chosen by name. */
void              lab_training_page_set_choices (LabTrainingPage *self, int n_choices,
                                                 const LabModelChoice *choices);

/* For a narrow window, and for text that is large beside it. */
void              lab_training_page_set_compact (LabTrainingPage *self, gboolean compact,
                                                 gboolean large_text);

G_END_DECLS
