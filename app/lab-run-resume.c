/* lab-run-resume.c - goes on with a run from its last checkpoint; see lab-run-recorder.h
 *
 * A crash leaves lines and events that are later than the checkpoint. They are taken out: the
 * training makes the same ones again, and tests anew when it ends.
 */

#include <glib/gi18n.h>
#include <math.h>
#include <unistd.h>
#include "lab-checkpoint.h"
#include "lab-error.h"
#include "lab-run-export.h"
#include "lab-run-folder.h"
#include "lab-run-progress.h"
#include "lab-run-recorder-private.h"

/* Whether what the event says has changed is so in the snapshot. An event of another kind changes
 * nothing there.                                                                                */
static gboolean
has_happened (const LabRunEvent *event, const nn_snapshot *snapshot)
{
  const nn_snapshot_settings *settings = nn_snapshot_peek_settings (snapshot);

  if (g_str_equal (event->kind, "learning-rate"))
    return event->to == settings->learning_rate;
  if (g_str_equal (event->kind, "dropout"))
    return event->to == settings->dropout;
  if (g_str_equal (event->kind, "alpha") && event->contestant >= 0
      && event->contestant < nn_snapshot_get_config (snapshot)->n_contestants)
    return event->to == nn_snapshot_peek_contestant (snapshot, event->contestant)->f.parameter[0];
  return TRUE;
}

/* A change while it was paused at the checkpoint's step is before it or after it: the state tells. */
static void
drop_later_events (LabRunRecord *record, const nn_snapshot *snapshot)
{
  const guint64 step = nn_snapshot_step (snapshot);
  guint n = record->events->len;

  for (; n > 0; n--)
    {
      const LabRunEvent *event = &g_array_index (record->events, LabRunEvent, n - 1);

      if (event->step < step || (event->step == step && has_happened (event, snapshot)))
        break;
    }
  g_array_set_size (record->events, n);
}

static void
set_back (LabRunRecord *record, const nn_snapshot *snapshot, double seconds)
{
  const guint64 step = nn_snapshot_step (snapshot);

  drop_later_events (record, snapshot);
  record->state = LAB_RUN_RUNNING;
  record->step = step;
  record->seconds = seconds;
  record->n_results = record->setup.n_contestants;
  for (int i = 0; i < record->n_results; i++)
    {
      const nn_snapshot_contestant *c = nn_snapshot_peek_contestant (snapshot, i);
      LabRunResult *result = &record->result[i];
      gint64 diverged_at = result->diverged_at;

      *result = (LabRunResult){ c->f, NAN, NAN, NAN, NAN, c->stopped ? diverged_at : -1 };
    }
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
  const guint64 step = nn_snapshot_step (snapshot);
  double seconds, unused;
  gint64 metrics_length = find_end (record->id, LAB_RUN_METRICS, step, &seconds);
  gint64 diagnostics_length = find_end (record->id, LAB_RUN_DIAGNOSTICS, step, &unused);
  guint64 n_left_out;
  LabRunRecorder *self;

  set_back (record, snapshot, seconds);
  lab_run_metrics_read (record->id, lab_run_progress_note, record, &n_left_out, NULL);
  self = lab_run_recorder_make (record, folder, lock, metrics_length, diagnostics_length);
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
                   _ ("This run was trained on other images than those that are there now. Put its "
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

/* The snapshot to go on from; NULL if there is none, or nothing is left to be done. */
static nn_snapshot *
load_snapshot (const LabRunRecord *record, const char *folder, const nn_trainer_config *config,
               GError **error)
{
  g_autoptr (GError) cause = NULL;
  nn_snapshot *snapshot = lab_checkpoint_load (folder, config, &cause);

  if (record->state == LAB_RUN_FINISHED
      && (snapshot == NULL || has_last_weights (record, snapshot)))
    {
      refuse (LAB_ERROR_USAGE,
              _ ("This run is finished: there is nothing to go on with. Start a new one with "
                 "the same settings to see it again."),
              error);
      g_clear_pointer (&snapshot, nn_snapshot_free);
    }
  else if (snapshot == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return snapshot;
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
  *snapshot = load_snapshot (record, folder, config, error);
  if (*snapshot == NULL)
    {
      close (lock);
      return NULL;
    }
  lab_run_folder_tidy (lock);
  return open_recorder (g_steal_pointer (&record), folder, lock, *snapshot);
}
