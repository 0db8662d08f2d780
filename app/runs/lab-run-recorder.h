/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-recorder.h - keeps a run on disk while it is trained
 *
 * A run is a folder in runs/ of the program's data folder (lab-run-folder.h) with
 *
 *   run.json          what it is and how far it came (lab-run-json.h), replaced whole
 *   metrics.csv       a line for each batch, validation and test of each contestant, appended
 *   diagnostics.csv   as elu-lab train --diagnostics writes it, appended
 *   checkpoint-N/     the state after step N, from which it can go on (lab-checkpoint.h)
 *
 * Numbers in metrics.csv have 9 digits and a point; what is not a number is empty. A thread writes;
 * no call waits for the disk but those that say so. Where it cannot write, lines wait in memory, it
 * tries again every few seconds, and the training goes on. While it is open nobody else can go on
 * with the run. One thread makes the calls; lab_run_recorder_get_problem () any.
 */

#pragma once

#include "lab-run-record.h"
#include "nn-diagnostics.h"
#include "nn-snapshot.h"

/* What a run is beside its set-up. Texts are copied. */
typedef struct {
  const char *name;                    /* for people; NULL: made of functions and data        */
  const char *data_name, *data_title;
  const char *data_sha256;             /* lab_data_sum (); or NULL                           */
  guint n_train, n_validation, n_test; /* images                                              */
  const char *branched_from;           /* id of another run, or NULL                          */
  guint64 branched_at;                 /* its step                                            */
} LabRunFacts;

typedef struct LabRunRecorder LabRunRecorder;

/* Makes the folder and starts the thread. LAB_ERROR_OUTPUT if there can be no folder. */
LabRunRecorder *lab_run_recorder_new       (const LabTrainingSetup *setup, const LabRunFacts *facts,
                                            GError **error);

/* The same for a run that goes on from facts' step of facts' other run, with the lines that this has in
 * its files up to there. parent: the other run's recorder, taken over, which is written and closed
 * first; or NULL if it is closed already. setup: what the other run began with; its changes up to
 * there, and the diverged, are to be added anew. On failure parent stays the caller's.          */
LabRunRecorder *lab_run_recorder_branch    (const LabTrainingSetup *setup, const LabRunFacts *facts,
                                            LabRunRecorder *parent, GError **error);

/* What is added is on its way to the disk within half a second. epoch: how many are done, with
 * its fraction; seconds: of training. loss and accuracy may be NaN.                             */
void     lab_run_recorder_add_step         (LabRunRecorder *self, int contestant, guint64 step,
                                            double epoch, double seconds, double loss,
                                            double accuracy);
void     lab_run_recorder_add_validation   (LabRunRecorder *self, int contestant, guint64 step,
                                            double epoch, double seconds, double loss,
                                            double accuracy);
void     lab_run_recorder_add_test         (LabRunRecorder *self, int contestant, guint64 step,
                                            double epoch, double seconds, double loss,
                                            double accuracy);

/* What the head of diagnostics.csv says that they are measured on: the first n_images of "training"
 * or "validation". To be said before the first ones; else those of elu-lab train.               */
void     lab_run_recorder_set_probe        (LabRunRecorder *self, const char *set, gsize n_images);
void     lab_run_recorder_add_diagnostics  (LabRunRecorder *self, int contestant, guint64 step,
                                            double network_median,
                                            const nn_layer_diagnostics *layers, int n_layers);
void     lab_run_recorder_set_diverged     (LabRunRecorder *self, int contestant, guint64 step);

/* A change after that step: kind as in LabRunEvent, contestant -1 for all; from and to may be NaN,
 * text empty. An "alpha" is the contestant's first parameter from then on.                       */
void     lab_run_recorder_add_event        (LabRunRecorder *self, guint64 step, const char *kind,
                                            int contestant, double from, double to,
                                            const char *text);

/* Takes over the snapshot. Of several that wait only the last one is written. What was added before
 * is on disk before it.                                                                         */
void     lab_run_recorder_save_snapshot    (LabRunRecorder *self, nn_snapshot *snapshot);
void     lab_run_recorder_set_state        (LabRunRecorder *self, LabRunState state);

/* The last one to name it counts, this or lab_run_store_rename (). */
void     lab_run_recorder_set_name         (LabRunRecorder *self, const char *name);

const char *lab_run_recorder_get_id        (LabRunRecorder *self);

/* Seconds of training at the checkpoint that was gone on from; 0 for a new run. */
double   lab_run_recorder_get_seconds      (LabRunRecorder *self);

/* What is wrong with the disk, how much waits, and what to do, translated; or NULL. Free with
 * g_free ().                                                                                    */
char    *lab_run_recorder_get_problem      (LabRunRecorder *self);

/* Has what was added written at once, and does not wait for it. */
void     lab_run_recorder_hurry            (LabRunRecorder *self);

/* Whether all that was added is on disk. */
gboolean lab_run_recorder_is_written       (LabRunRecorder *self);

/* Waits until all that was added is on disk, or could not be written: FALSE, and it still waits. */
gboolean lab_run_recorder_flush            (LabRunRecorder *self, GError **error);

/* The same, and ends it. What could not be written then is lost, and FALSE returned. NULL is done
 * with.                                                                                         */
gboolean lab_run_recorder_close            (LabRunRecorder *self, GError **error);

/* Goes on with run id, which was interrupted, paused or stopped, from its last checkpoint, for which
 * a new snapshot comes back in *snapshot: to be restored into a trainer of this config, made of the
 * set-up in the run's record. NULL: it was cut off before there was one, and goes on from step 0. What
 * was recorded after the checkpoint, and tests, are taken out, since they come once more. A run that
 * says it is finished goes on if its checkpoint is not of its end.
 * LAB_ERROR_USAGE: it is finished, being trained by another program, or was trained on other data than
 * data_sha256 (NULL: not known); LAB_ERROR_DATA: record or checkpoint cannot be used. Waits for the
 * disk: the files are cut when it returns.                                                      */
LabRunRecorder *lab_run_resume             (const char *id, const nn_trainer_config *config,
                                            const char *data_sha256, nn_snapshot **snapshot,
                                            GError **error);
