/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-runs-window.h - the recorded runs: looked through, compared, renamed, exported, deleted
 *
 * Whatever is wanted leaves as an action with ids, which the application puts into the window as its
 * group "win": run-open (s), run-resume (s), run-rename (ss), run-export (ss: id and csv, png, svg
 * or pdf), runs-compare (as), runs-delete (as), runs-restore (as).
 */

#pragma once

#include <adwaita.h>
#include "lab-runs-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_RUNS_WINDOW (lab_runs_window_get_type ())
G_DECLARE_FINAL_TYPE (LabRunsWindow, lab_runs_window, LAB, RUNS_WINDOW, AdwWindow)

LabRunsWindow *lab_runs_window_new   (LabRunsModel *model);

/* A short message. With ids it has a button that restores these runs; or NULL. */
void           lab_runs_window_toast (LabRunsWindow *self, const char *message,
                                      const char *const *ids);

G_END_DECLS
