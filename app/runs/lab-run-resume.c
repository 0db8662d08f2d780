/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-resume.c - goes on with a run from its last checkpoint; see lab-run-recorder.h
 *
 * A crash leaves lines and events that are later than the checkpoint. They are taken out: the
 * training makes the same ones again, and tests anew when it ends. A run that was cut off before its
 * first checkpoint has no snapshot here, and begins anew: its set-up gives the same first weights.
 */

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "lab-checkpoint.h"
#include "lab-error.h"
#include "lab-run-events.h"
#include "lab-run-export.h"
#include "lab-run-folder.h"
#include "lab-run-progress.h"
#include "lab-run-recorder-private.h"

static guint64
step_of (const nn_snapshot *snapshot)
{
  return snapshot != NULL ? nn_snapshot_step (snapshot) : 0;
}

/* A change while it was paused at the checkpoint's step is before it or after it: the state tells. */
static void
drop_later_events (LabRunRecord *record, const nn_snapshot *snapshot)
{
  LabTrainingSetup setup = record->setup;

  if (snapshot == NULL)
    {
      g_array_set_size (record->events, 0);
      return;
    }
  for (int i = 0; i < setup.n_contestants; i++)
    setup.contestant[i] = nn_snapshot_peek_contestant (snapshot, i)->f;
  setup.learning_rate = nn_snapshot_peek_settings (snapshot)->learning_rate;
  setup.dropout = nn_snapshot_peek_settings (snapshot)->dropout;
  lab_run_events_truncate (record->events, nn_snapshot_step (snapshot), &setup);
}

static LabRunResult
result_in (const LabRunRecord *record, const nn_snapshot *snapshot, int i)
{
  LabRunResult result = { i, record->setup.contestant[i], NAN, NAN, NAN, NAN, -1 };
  const nn_snapshot_contestant *c
      = snapshot != NULL ? nn_snapshot_peek_contestant (snapshot, i) : NULL;
  int known = lab_run_record_find_result (record, i);

  if (c != NULL)
    result.activation = c->f;
  if (c != NULL && c->stopped && known >= 0)
    result.diverged_at = record->result[known].diverged_at;
  return result;
}

static void
set_back (LabRunRecord *record, const nn_snapshot *snapshot, double seconds)
{
  LabRunResult result[LAB_MAX_CONTESTANTS] = { { 0 } };

  drop_later_events (record, snapshot);
  for (int i = 0; i < record->setup.n_contestants; i++)
    result[i] = result_in (record, snapshot, i);
  record->state = LAB_RUN_RUNNING;
  record->step = step_of (snapshot);
  record->seconds = seconds;
  record->n_results = record->setup.n_contestants;
  memcpy (record->result, result, sizeof result);
}

/* How much of a run's file stays. */
static gint64
find_end (const char *id, const char *file, guint64 step, double *seconds)
{
  const char *test = lab_run_metrics_set_name (LAB_METRICS_TEST);
  int fd = lab_run_folder_open (id, file, NULL);
  gint64 length = lab_run_log_find_end (fd, step, test, seconds);

  if (fd >= 0)
    close (fd);
  return length;
}

static LabRunRecorder *
open_recorder (LabRunRecord *record, const char *folder, int lock, const nn_snapshot *snapshot)
{
  const guint64 step = step_of (snapshot);
  double seconds, unused;
  gint64 metrics_length = find_end (record->id, LAB_RUN_METRICS, step, &seconds);
  gint64 diagnostics_length = find_end (record->id, LAB_RUN_DIAGNOSTICS, step, &unused);
  guint64 n_left_out;
  LabRunRecorder *self;

  set_back (record, snapshot, seconds);
  lab_run_metrics_read (record->id, lab_run_progress_note, record, &n_left_out, NULL);
  self = lab_run_recorder_make (record, folder, lock, metrics_length, diagnostics_length, NULL);
  self->seconds = seconds;
  /* Whoever reads the files from now on must not find what was taken out. */
  lab_run_writer_round (self, FALSE);
  return self;
}

static gboolean
refuse (LabError code, const char *why, GError **error)
{
  g_set_error_literal (error, LAB_ERROR, code, why);
  return FALSE;
}

static gboolean
check_record (const LabRunRecord *record, const char *data_sha256, GError **error)
{
  if (record->problem != NULL)
    return refuse (LAB_ERROR_DATA, record->problem, error);
  if (!record->has_setup)
    return refuse (LAB_ERROR_DATA, record->setup_problem, error);
  if (data_sha256 != NULL && record->data_sha256 != NULL
      && !g_str_equal (data_sha256, record->data_sha256))
    return refuse (LAB_ERROR_USAGE,
                   _("This run was trained on other images than those that are there now. Put its "
                     "data set back, or start a new run."),
                   error);
  return TRUE;
}

/* Its weights are those of its end. Older versions wrote that a run is finished before they wrote its
 * last checkpoint.                                                                              */
static gboolean
has_last_weights (const LabRunRecord *record, const nn_snapshot *snapshot)
{
  return nn_snapshot_step (snapshot) >= record->step && nn_snapshot_is_best (snapshot);
}

/* It began in no other run, whose weights would be needed. */
static gboolean
can_begin_anew (const LabRunRecord *record)
{
  return record->branched_from == NULL
         && (record->state != LAB_RUN_FINISHED || record->lacks_weights);
}

/* *snapshot: to go on from; NULL: from the beginning. FALSE if nothing is left to be done, or it cannot
 * be.                                                                                           */
static gboolean
load_snapshot (const LabRunRecord *record, const char *folder, const nn_trainer_config *config,
               nn_snapshot **snapshot, GError **error)
{
  g_autoptr (GError) cause = NULL;
  guint64 step;

  *snapshot = NULL;
  if (!lab_checkpoint_find (folder, &step) && can_begin_anew (record))
    return TRUE;
  *snapshot = lab_checkpoint_load (folder, config, &cause);
  if (record->state == LAB_RUN_FINISHED
      && (*snapshot == NULL || has_last_weights (record, *snapshot)))
    {
      g_clear_pointer (snapshot, nn_snapshot_free);
      return refuse (LAB_ERROR_USAGE,
                     _("This run is finished: there is nothing to go on with. Start a new one with "
                       "the same settings to see it again."),
                     error);
    }
  if (*snapshot == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return *snapshot != NULL;
}

LabRunRecorder *
lab_run_resume (const char *id, const nn_trainer_config *config, const char *data_sha256,
                nn_snapshot **snapshot, GError **error)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);
  g_autofree char *folder = lab_run_folder_path (id);
  int lock;

  if (!check_record (record, data_sha256, error))
    return NULL;
  lock = lab_run_folder_lock (id, error);
  if (lock < 0)
    return NULL;
  if (!load_snapshot (record, folder, config, snapshot, error))
    {
      close (lock);
      return NULL;
    }
  lab_run_folder_tidy (lock);
  return open_recorder (g_steal_pointer (&record), folder, lock, *snapshot);
}
