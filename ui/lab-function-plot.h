/* lab-function-plot.h - the Function picture as a widget: hover, click and keys move the cursor
 *
 * Left and Right move the cursor by 0.1 (with Shift by 0.01), Home puts it at 0; Up and Down change
 * alpha.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_FUNCTION_PLOT (lab_function_plot_get_type ())
G_DECLARE_FINAL_TYPE (LabFunctionPlot, lab_function_plot, LAB, FUNCTION_PLOT, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_function_plot_set_model (LabFunctionPlot *self, LabFunctionModel *model);

G_END_DECLS
