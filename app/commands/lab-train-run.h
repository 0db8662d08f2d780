/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-train-run.h - a training without a window, epoch by epoch
 *
 * Drives the core's trainer, tells lab-train-report what it measures, and ends contestants by early
 * stopping. Writes no file but the diagnostics that were asked for, whole each time, and the run.
 */

#pragma once

#include "lab-diagnostics-file.h"
#include "lab-run-recorder.h"
#include "lab-train-options.h"
#include "lab-train-report.h"

typedef struct {
  const LabTrainOptions *options;
  const LabData *data;
  nn_trainer *trainer;
  int n;                             /* contestants                                  */
  char *name[NN_MAX_CONTESTANTS];
  gboolean alive[NN_MAX_CONTESTANTS], finished[NN_MAX_CONTESTANTS];
  LabTrainReport report;
  LabDiagnosticsFile *diagnostics;   /* NULL if none were asked for                  */
  LabRunRecorder *recorder;          /* NULL if it is not kept: lab-train-record.h   */
  gboolean tells_problem;            /* a problem of the recorder was told already   */
  double seconds_before;             /* of training, where it goes on with a run     */
  gint64 start;                      /* when training began, in microseconds         */
} LabTrainRun;

/* options and data must outlive the run; clear it also on failure. */
gboolean lab_train_run_set_up (LabTrainRun *run, const LabTrainOptions *options,
                               const LabData *data, GError **error);
void     lab_train_run_clear  (LabTrainRun *run);

/* All epochs, then the test. An error if no contestant reached the end. */
gboolean lab_train_run_train  (LabTrainRun *run, GError **error);

/* SHA-256 of all parameters as little-endian floats in their order. */
char    *lab_train_run_hash   (const LabTrainRun *run, int contestant);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabTrainRun, lab_train_run_clear)
