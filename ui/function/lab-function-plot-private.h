/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-plot-private.h - what the plot's widget and its keyboard share */

#pragma once

#include "lab-function-plot.h"

/* Borrowed. */
LabFunctionModel *lab_function_plot_get_model  (LabFunctionPlot *self);

/* Of the picture as it is now. */
LabFunctionLayout lab_function_plot_get_layout (LabFunctionPlot *self);
