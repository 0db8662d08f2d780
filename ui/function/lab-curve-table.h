/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-curve-table.h - a line for each shown curve, and columns of what a strip says about it
 *
 * A picture's data in text: for those who read along, and for those who can't see it. What a column
 * says is a function of the model and the curve, so every table of the Function view is one of
 * these. It is brought up to date only while it is to be seen.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_CURVE_TABLE (lab_curve_table_get_type ())
G_DECLARE_FINAL_TYPE (LabCurveTable, lab_curve_table, LAB, CURVE_TABLE, GtkWidget)

enum { LAB_MAX_COLUMNS = 6 };

typedef struct {
  const char *title;            /* markup, translated where it has words: mark it with N_ ()       */
  gboolean is_number;           /* large, in the curve's colour, right-aligned                   */
  /* Plain text of a number, else markup; free with g_free (). */
  char *(*write) (LabFunctionModel *model, nn_activation f);
} LabColumn;

/* Once, right after construction by a template; takes a reference to model. columns is static; label
 * is what a screen reader calls the table.                                                      */
void lab_curve_table_setup (LabCurveTable *self, LabFunctionModel *model, const LabColumn *columns,
                            int n_columns, const char *label);

/* For a narrow window: what is not a number stands below its row instead of beside the number. */
void lab_curve_table_set_compact (LabCurveTable *self, gboolean compact);

G_END_DECLS
