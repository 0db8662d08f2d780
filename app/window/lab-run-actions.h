/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-actions.h - the window's actions that have to do with recorded runs
 *
 * win.runs opens their window. Renaming, deleting, restoring and exporting are done here; showing,
 * comparing and resuming a run is the training's matter, which gets it read.
 */

#pragma once

#include "lab-run-load.h"
#include "lab-window.h"

/* What is not NULL is offered. What they are given is theirs for the call alone, but for references
 * that they take.                                                                               */
typedef struct {
  void (*open)    (const LabRunRecord *record, LabRunCurves *curves, gpointer data);
  void (*compare) (LabRunCurves *const *curves, guint n, gpointer data);
  void (*resume)  (const LabRunRecord *record, gpointer data);
  /* The run that is being recorded is to have another name. */
  void (*renamed) (const char *id, const char *name, gpointer data);
} LabRunCallbacks;

typedef struct LabRunActions LabRunActions;

/* Adds the actions to the window. callbacks, copied, are called on the main thread. Also removes for
 * good, in a thread, what was deleted a day ago.                                                */
LabRunActions *lab_run_actions_new  (LabWindow *window, const LabRunCallbacks *callbacks,
                                     gpointer data);

/* Before the window is gone; its actions must not be activated after that. Closes the window of the
 * runs; what is being read is no longer wanted, and what is being exported is written to its end. */
void           lab_run_actions_free (LabRunActions *actions);

/* The run that this window records, or did last; NULL: none. While it is held it gets its new names by
 * the callback.                                                                                 */
void lab_run_actions_set_current (LabRunActions *actions, const char *id);
