/* lab-cursor-table.h - every shown curve's f and f' at the cursor, with the substitution written out
 *
 * The plot's data in text: for those who read along, and for those who can't see the plot.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_CURSOR_TABLE (lab_cursor_table_get_type ())
G_DECLARE_FINAL_TYPE (LabCursorTable, lab_cursor_table, LAB, CURSOR_TABLE, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_cursor_table_set_model (LabCursorTable *self, LabFunctionModel *model);

G_END_DECLS
