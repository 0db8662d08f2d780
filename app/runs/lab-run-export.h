/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-export.h - a run's numbers or picture as files of the user's own
 *
 * What a file gets depends on how its name ends: .csv is a copy of the run's metrics, with the
 * diagnostics, if there are any, beside it; .png, .svg and .pdf are the picture of the Training view.
 */

#pragma once

#include "lab-run-diagnostics.h"
#include "lab-run-load.h"

/* Any thread. path is replaced in one piece. The diagnostics of run.csv go into run-diagnostics.csv,
 * which is replaced only if it holds diagnostics; where they went comes back in *diagnostics, or
 * NULL. LAB_ERROR_DATA and LAB_ERROR_OUTPUT.                                                    */
gboolean lab_run_export_numbers (const char *id, const char *path, char **diagnostics,
                                 GError **error);

/* The same in a thread of its own, which goes on to its end if cancellable is cancelled: callback is
 * called after that, and lab_run_export_numbers_finish () then fails with G_IO_ERROR_CANCELLED.  */
void lab_run_export_numbers_async (const char *id, const char *path, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
gboolean lab_run_export_numbers_finish (GAsyncResult *result, GError **error);

/* Main thread, as everything that draws. curves: the run's own. LAB_ERROR_USAGE if the name says no
 * format, LAB_ERROR_OUTPUT.                                                                     */
gboolean lab_run_export_picture (const LabRunRecord *record, LabRunCurves *curves, const char *path,
                                 GError **error);
