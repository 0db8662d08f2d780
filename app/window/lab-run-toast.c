/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-toast.c - where what happened to a run is said */

#include "lab-run-actions-private.h"

void
lab_run_toast (LabRunActions *self, const char *message, const char *const *undo)
{
  if (self->runs_window != NULL)
    lab_runs_window_toast (self->runs_window, message, undo);
  else
    lab_window_toast (self->window, message);
}
