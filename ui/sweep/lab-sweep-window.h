/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-window.h - the Sweep window: set-up, picture, progress and verdict of alphas x seeds
 *
 * A window of its own beside the main one, which stays usable. Names the actions sweep.toggle (start
 * or cancel) and sweep.save; the application gives them their meaning. While a sweep goes on its
 * set-up is fixed. It hides when it is closed.
 */

#pragma once

#include <adwaita.h>
#include "lab-sweep-plot.h"

G_BEGIN_DECLS

#define LAB_TYPE_SWEEP_WINDOW (lab_sweep_window_get_type ())
G_DECLARE_FINAL_TYPE (LabSweepWindow, lab_sweep_window, LAB, SWEEP_WINDOW, AdwWindow)

/* Takes a reference of the model. */
LabSweepWindow *lab_sweep_window_new      (GtkApplication *application, LabSweepModel *model);

LabCanvasLook   lab_sweep_window_get_look (LabSweepWindow *self);   /* of the picture */

/* A short message that goes away by itself. */
void            lab_sweep_window_toast    (LabSweepWindow *self, const char *message);

G_END_DECLS
