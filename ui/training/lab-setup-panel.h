/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-setup-panel.h - what a training is set up with: contestants, data, model, settings
 *
 * Edits the model's set-up and shows what the application found out about it (the model's facts).
 * Data sets are chosen with win.data-sets and presets with win.training-preset, which the application
 * implements. Once there is a run only what can be changed while it trains stays open.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-training-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_SETUP_PANEL (lab_setup_panel_get_type ())
G_DECLARE_FINAL_TYPE (LabSetupPanel, lab_setup_panel, LAB, SETUP_PANEL, GtkWidget)

/* A model to choose by name; title is translated. */
typedef struct {
  const char *name, *title;
} LabModelChoice;

/* Once, and choices, which are copied, before the model. */
void lab_setup_panel_set_choices (LabSetupPanel *self, int n_choices,
                                     const LabModelChoice *choices);
void lab_setup_panel_set_model   (LabSetupPanel *self, LabTrainingModel *model);

G_END_DECLS
