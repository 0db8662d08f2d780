/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-page.h - the Function view: panel, plot, and the table at the cursor */

#pragma once

#include <adwaita.h>
#include "lab-function-plot.h"

G_BEGIN_DECLS

#define LAB_TYPE_FUNCTION_PAGE (lab_function_page_get_type ())
G_DECLARE_FINAL_TYPE (LabFunctionPage, lab_function_page, LAB, FUNCTION_PAGE, GtkWidget)

/* All three are the page's. The window shows, hides and folds the panel. */
LabFunctionModel *lab_function_page_get_model (LabFunctionPage *self);
LabFunctionPlot  *lab_function_page_get_plot  (LabFunctionPage *self);
AdwFlap          *lab_function_page_get_flap  (LabFunctionPage *self);

/* Stacks the strip below the plot for a narrow window. */
void              lab_function_page_set_compact (LabFunctionPage *self, gboolean compact);

G_END_DECLS
