/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-plot.h - the Function picture as a widget, moved over by pointer and keyboard
 *
 * Hover or click moves the cursor; drag moves the picture; scroll or pinch zooms at the pointer;
 * double-click resets. Left and Right move the cursor by a hundredth of the range (with Shift by a
 * thousandth), Home puts it at 0, Up and Down change alpha; + and - zoom, 0 resets, Alt with an arrow
 * moves the picture, Space plays.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-canvas.h"
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_FUNCTION_PLOT (lab_function_plot_get_type ())
G_DECLARE_FINAL_TYPE (LabFunctionPlot, lab_function_plot, LAB, FUNCTION_PLOT, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_function_plot_set_model (LabFunctionPlot *self, LabFunctionModel *model);

/* The actions of the buttons; also for keys and menus. */
void lab_function_plot_zoom      (LabFunctionPlot *self, double factor);

/* What the picture looks like now, for an export. */
LabCanvasLook lab_function_plot_get_look (LabFunctionPlot *self);

/* Signal: "play" when Space is pressed.
 * Property: "has-margin", whether right of the panels there is room for buttons.                 */

G_END_DECLS
