/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-actions-private.h - what the files of lab-run-actions.h share
 *
 * lab-run-actions.c lists and changes runs, lab-run-reading.c reads whole ones to show or export them;
 * both say what happened through lab-run-toast.c.
 */

#pragma once

#include "lab-run-actions.h"
#include "lab-run-watch.h"
#include "lab-runs-window.h"

struct LabRunActions {
  LabWindow *window;
  LabRunsWindow *runs_window;    /* NULL while it is closed                                  */
  LabRunsModel *model;
  LabRunWatch *watch;            /* likewise                                                 */
  LabRunCallbacks callbacks;
  gpointer data;
  char *current;
  GCancellable *cancellable;     /* of everything that is under way                          */
};

/* In the window of the runs, or if that is closed in the main one. undo: ids that can be restored, or
 * NULL.                                                                                         */
void lab_run_toast (LabRunActions *self, const char *message, const char *const *undo);

/* The actions run-open, run-resume, runs-compare and run-export. */
void lab_run_actions_open    (GSimpleAction *action, GVariant *parameter, gpointer self);
void lab_run_actions_resume  (GSimpleAction *action, GVariant *parameter, gpointer self);
void lab_run_actions_compare (GSimpleAction *action, GVariant *parameter, gpointer self);
void lab_run_actions_export  (GSimpleAction *action, GVariant *parameter, gpointer self);
