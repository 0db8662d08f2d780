/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-value-table.h - the curves as a table of numbers over the visible range
 *
 * For those who can't see the plot, or want to read a value off: x in round steps, and for each
 * shown curve f and f'. Rows and columns can be walked with the keyboard.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_VALUE_TABLE (lab_value_table_get_type ())
G_DECLARE_FINAL_TYPE (LabValueTable, lab_value_table, LAB, VALUE_TABLE, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_value_table_set_model (LabValueTable *self, LabFunctionModel *model);

G_END_DECLS
