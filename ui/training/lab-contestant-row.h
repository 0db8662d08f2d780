/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-contestant-row.h - one contestant of a training: a function to choose and its parameters
 *
 * ELU gets the alpha slider below. Emits "changed" when the person changed something, "removed" when
 * it is to go.
 */

#pragma once

#include <gtk/gtk.h>
#include "nn-activation.h"

G_BEGIN_DECLS

#define LAB_TYPE_CONTESTANT_ROW (lab_contestant_row_get_type ())
G_DECLARE_FINAL_TYPE (LabContestantRow, lab_contestant_row, LAB, CONTESTANT_ROW, GtkWidget)

/* number: 1, 2 ..., for the row's accessible name. */
GtkWidget    *lab_contestant_row_new            (int number);

void          lab_contestant_row_set_activation (LabContestantRow *self, nn_activation f);
nn_activation lab_contestant_row_get_activation (LabContestantRow *self);

/* How the curve looks in the plot; see lab_palette_variant (). */
void          lab_contestant_row_set_variant    (LabContestantRow *self, int variant);

/* What the person can do with it. */
void          lab_contestant_row_set_editable   (LabContestantRow *self, gboolean function,
                                                 gboolean parameters, gboolean removable);

G_END_DECLS
