/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-load.h - a run from disk as curves, and as all that the Training view shows of it
 *
 * Diagnostics come along where the run has them. Reading takes about half a microsecond a line and
 * may be done in any thread; models belong to the main thread.
 */

#pragma once

#include "lab-run-record.h"
#include "lab-training-model.h"

/* The curves of the run under its name. What was wrong in its file is left out and counted in
 * *n_left_out. NULL and LAB_ERROR_DATA if the run is damaged or has no curves.                  */
LabRunCurves *lab_run_load_curves   (const LabRunRecord *record, guint64 *n_left_out,
                                     GError **error);

/* Makes model show the run: the set-up that it began with, curves, events and results. The curves are
 * not copied: the model refers to them and goes on with them (lab_training_model_set_run ()).    */
void          lab_run_load_model    (LabTrainingModel *model, const LabRunRecord *record,
                                     LabRunCurves *curves);

/* Makes of the set-up that the run began with the one that it ended with. */
void          lab_run_apply_changes (const LabRunRecord *record, LabTrainingSetup *setup);
