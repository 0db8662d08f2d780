/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-setup-fields.h - the settings of a training as fields: read, shown, opened and closed
 *
 * All that has one field for one setting; data, model and contestants are the panel's own.
 */

#pragma once

#include <adwaita.h>
#include "lab-training-setup.h"

enum { LAB_N_SPIN_FIELDS = 6, LAB_N_TYPED_FIELDS = 2, LAB_N_CHOICE_FIELDS = 3 };

/* The widgets belong to the template that they are children of. */
typedef struct {
  AdwComboRow *choice[LAB_N_CHOICE_FIELDS];
  GtkSpinButton *spin[LAB_N_SPIN_FIELDS];
  GtkEditable *typed[LAB_N_TYPED_FIELDS];
  double kept[LAB_N_TYPED_FIELDS];       /* what stays where nonsense is typed */
  GtkSwitch *learns_switch;
} LabSetupFields;

/* Binds all of them to the template of a class whose instances have a LabSetupFields at offset. */
void            lab_setup_fields_bind          (GtkWidgetClass *widget_class, gssize offset);

/* Fills the choices and has object called, swapped, by what the person does: edited after a change,
 * optimizer_changed after another method, left when the keyboard leaves a typed field.          */
void            lab_setup_fields_connect       (LabSetupFields *self, GObject *object,
                                                GCallback edited, GCallback optimizer_changed,
                                                GCallback left);

nn_optimizer_id lab_setup_fields_get_optimizer (const LabSetupFields *self);

/* What they say; a typed field that says nothing usable is marked, and its setting stays. */
void            lab_setup_fields_read          (LabSetupFields *self, LabTrainingSetup *setup);

/* Shows setup, except where the person is typing what can't be used yet; and all of it. */
void            lab_setup_fields_show          (LabSetupFields *self,
                                                const LabTrainingSetup *setup);
void            lab_setup_fields_restore       (LabSetupFields *self,
                                                const LabTrainingSetup *setup);

/* open: all; rate, dropout: also what can be changed while it trains. */
void            lab_setup_fields_set_open      (LabSetupFields *self, gboolean open, gboolean rate,
                                                gboolean dropout);
