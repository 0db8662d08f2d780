/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-strip.h - the strip below the plot: one study of the shown curves at a time
 *
 * The values at the cursor, what becomes of a normal distribution, the product of slopes over many
 * layers, difference quotients, or a table of values; with the numbers that each needs.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_FUNCTION_STRIP (lab_function_strip_get_type ())
G_DECLARE_FINAL_TYPE (LabFunctionStrip, lab_function_strip, LAB, FUNCTION_STRIP, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_function_strip_set_model   (LabFunctionStrip *self, LabFunctionModel *model);

/* Stacked, for a narrow window. */
void lab_function_strip_set_compact (LabFunctionStrip *self, gboolean compact);

/* Puts buttons beside the choice of studies, and gives them back. */
void lab_function_strip_add_buttons    (LabFunctionStrip *self, GtkWidget *buttons);
void lab_function_strip_remove_buttons (LabFunctionStrip *self, GtkWidget *buttons);

G_END_DECLS
