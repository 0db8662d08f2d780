/* lab-session-runs.c - takes up runs from disk: shows one as it ended, or goes on with one
 *
 * To go on waits for the run's data, then for its checkpoint, both read by other threads; until then
 * the page shows that it loads. What lies beyond the checkpoint is cut off and comes once more.
 */

#include "config.h"
#include "lab-session-private.h"

#include "lab-run-load.h"

void
lab_session_show_run (LabSession *session, const LabRunRecord *record, LabRunCurves *curves)
{
  LabTrainingSetup ended;

  if (!lab_session_allows (session, LAB_SESSION_REPLACE))
    return;
  lab_session_reset (session);
  lab_run_load_model (session->model, record, curves);
  /* As the window was when the run ended in it: its results are those of the last alphas. */
  ended = *lab_training_model_get_setup (session->model);
  lab_run_apply_changes (record, &ended);
  lab_training_model_set_setup (session->model, &ended);
  g_free (session->run_id);
  session->run_id = g_strdup (record->id);
  lab_session_enter (session, LAB_SESSION_FINISHED, NULL);
  lab_training_model_data_changed (session->model);
}

typedef struct {
  LabSession *session;
  char *id;
  nn_trainer_config config;
  char *sum;

  LabRunRecorder *recorder;
  nn_snapshot *snapshot;
  LabRunRecord *record;
  LabRunCurves *curves;
} Resume;

static void
resume_free (gpointer data)
{
  Resume *resume = data;

  g_free (resume->id);
  g_free (resume->sum);
  lab_run_recorder_close (resume->recorder, NULL);
  nn_snapshot_free (resume->snapshot);
  g_clear_pointer (&resume->record, lab_run_record_free);
  g_clear_pointer (&resume->curves, lab_run_curves_unref);
  g_free (resume);
}

/* The run is let go of at once, so that it can be taken up again. */
static void
give_up (Resume *resume)
{
  lab_run_recorder_set_state (resume->recorder, LAB_RUN_PAUSED);
  lab_run_recorder_close (g_steal_pointer (&resume->recorder), NULL);
}

/* The curves are read after resuming has cut off what lies beyond the checkpoint. */
static void
resume_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Resume *resume = data;
  guint64 n_left_out;
  GError *error = NULL;

  resume->recorder
      = lab_run_resume (resume->id, &resume->config, resume->sum, &resume->snapshot, &error);
  if (resume->recorder != NULL)
    {
      resume->record = lab_run_record_load (resume->id);
      resume->curves = lab_run_load_curves (resume->record, &n_left_out, &error);
    }
  if (resume->recorder != NULL && g_cancellable_is_cancelled (cancellable))
    give_up (resume);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
take_settings (LabSession *session, const nn_snapshot *snapshot)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (session->model);

  for (int i = 0; i < setup.n_contestants; i++)
    setup.contestant[i] = nn_snapshot_peek_contestant (snapshot, i)->f;
  setup.learning_rate = nn_snapshot_peek_settings (snapshot)->learning_rate;
  setup.dropout = nn_snapshot_peek_settings (snapshot)->dropout;
  session->trained = setup;
  lab_training_model_set_setup (session->model, &setup);
}

static void
go_on_paused (LabSession *session, Resume *resume)
{
  lab_run_load_model (session->model, resume->record, resume->curves);
  lab_session_data_follow (session);
  session->recorder = g_steal_pointer (&resume->recorder);
  lab_session_remember_run (session);
  session->resume_snapshot = resume->snapshot;
  session->resume_seconds = lab_run_recorder_get_seconds (session->recorder);
  lab_session_start_worker (session, LAB_WORKER_PAUSE);
  session->resume_snapshot = NULL;
  if (resume->snapshot != NULL)
    take_settings (session, resume->snapshot);
  lab_training_model_data_changed (session->model);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  LabSession *session = data;
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  gboolean success = g_task_propagate_boolean (task, &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  g_clear_object (&session->resuming);
  if (success)
    {
      go_on_paused (session, g_task_get_task_data (task));
      return;
    }
  lab_session_data_follow (session); /* what was edited meanwhile */
  lab_session_enter (session, LAB_SESSION_FAILED, error->message);
}

void
lab_session_resume_cancel (LabSession *session)
{
  g_clear_pointer (&session->resume_id, g_free);
  if (session->resuming != NULL)
    g_cancellable_cancel (session->resuming);
  g_clear_object (&session->resuming);
}

/* Its data is there. What was edited meanwhile is not the run's. */
void
lab_session_resume_loaded (LabSession *session)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  LabTrainingConfig made;
  Resume *resume;

  if (!lab_training_config_make (&session->resume_setup, session->data, &made, &error))
    {
      lab_session_enter (session, LAB_SESSION_FAILED, error->message);
      return;
    }
  resume = g_new0 (Resume, 1);
  resume->id = g_steal_pointer (&session->resume_id);
  resume->config = made.config;
  resume->sum = g_strdup (session->data_sum);
  session->resuming = g_cancellable_new ();
  task = g_task_new (NULL, session->resuming, resumed_cb, session);
  g_task_set_task_data (task, resume, resume_free);
  g_task_run_in_thread (task, resume_in_thread);
}

void
lab_session_resume (LabSession *session, const LabRunRecord *record)
{
  if (!lab_session_allows (session, LAB_SESSION_REPLACE))
    return;
  lab_session_reset (session);
  session->resume_id = g_strdup (record->id);
  session->resume_setup = record->setup;
  session->data_is_chosen = FALSE;
  lab_session_enter (session, LAB_SESSION_RESUMING, NULL);
  lab_session_read_data (session, record->setup.data);
  lab_training_model_set_setup (session->model, &record->setup);
}
