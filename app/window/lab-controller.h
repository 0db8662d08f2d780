/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-controller.h - what stands behind the main window: its session, and all that its actions do
 *
 * It makes the session and the parts that carry out the window's actions, gives each what it needs of
 * the others, and ends them in one order.
 */

#pragma once

#include "lab-window.h"

typedef struct LabController LabController;

/* Once for a window, which has an application. Restores the set-up of last time. settings must outlive
 * it.                                                                                           */
LabController *lab_controller_new (LabWindow *window, GSettings *settings);

/* Reads the data set and the run of last time in the background. When the window has been shown, so
 * that it doesn't delay that.                                                                   */
void lab_controller_prepare (LabController *controller);

/* When the window is removed from its application, and still there. In this order: the window's actions
 * are taken away, so that nothing can be asked for any more; the desktop stops listening to the session;
 * the session ends and joins its threads; the windows of runs, sweep and data close, and what they have
 * under way is cancelled and, where it has threads or connections of its own, waited for; last come
 * those whom these called.                                                                      */
void lab_controller_free (LabController *controller);
