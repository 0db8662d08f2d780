/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-contestant-list.h - the two to six contestants of a training: added, changed, taken out
 *
 * Edits the contestants of the model's set-up. Once there is a run its functions are fixed, and their
 * parameters can be moved as long as it goes on.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-training-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_CONTESTANT_LIST (lab_contestant_list_get_type ())
G_DECLARE_FINAL_TYPE (LabContestantList, lab_contestant_list, LAB, CONTESTANT_LIST, GtkWidget)

/* Once. */
void lab_contestant_list_set_model (LabContestantList *self, LabTrainingModel *model);

G_END_DECLS
