/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-parameter-row.h - a function's parameter in the list of curves: slider and typed entry
 *
 * The slider covers what is interesting, the entry all that the function allows.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_PARAMETER_ROW (lab_parameter_row_get_type ())
G_DECLARE_FINAL_TYPE (LabParameterRow, lab_parameter_row, LAB, PARAMETER_ROW, GtkListBoxRow)

/* For the k-th parameter of the function; the model is borrowed and must outlive the row. */
GtkWidget *lab_parameter_row_new (LabFunctionModel *model, nn_activation_id id, int k);

G_END_DECLS
