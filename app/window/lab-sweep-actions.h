/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-actions.h - opens the Sweep window and does what its buttons and keys say */

#pragma once

#include "lab-data-store.h"
#include "lab-training-setup.h"
#include "lab-window.h"

/* Puts into *setup what would be trained if Start were pressed in the main window now. Returns a
 * reference of its data if they have been read already, or NULL.                                */
typedef LabData *(*LabSweepBase) (LabTrainingSetup *setup, gpointer data);

typedef struct LabSweepActions LabSweepActions;

/* Adds win.sweep to the window, and the keys of the Sweep window to its application. base is called
 * when that is opened, looked at and started. A sweep ends when its window is closed.           */
LabSweepActions *lab_sweep_actions_new (LabWindow *window, LabSweepBase base, gpointer data);

/* Before the window is gone; its action must not be activated after that. Closes the Sweep window,
 * cancels a sweep and joins its threads.                                                        */
void lab_sweep_actions_free (LabSweepActions *actions);
