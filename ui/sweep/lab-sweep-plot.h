/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-plot.h - the picture of a sweep in a window: a run is read under the pointer or by keys
 *
 * Left and Right go from alpha to alpha, Up and Down from seed to seed, Escape lets go.
 */

#pragma once

#include "lab-canvas.h"
#include "lab-sweep-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_SWEEP_PLOT (lab_sweep_plot_get_type ())
G_DECLARE_FINAL_TYPE (LabSweepPlot, lab_sweep_plot, LAB, SWEEP_PLOT, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void          lab_sweep_plot_set_model (LabSweepPlot *self, LabSweepModel *model);

LabCanvasLook lab_sweep_plot_get_look  (LabSweepPlot *self);

G_END_DECLS
