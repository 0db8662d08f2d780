/* lab-session.c - starts, pauses and resets the training; see the header */

#include "config.h"
#include "lab-session-private.h"

#include <glib/gi18n.h>
#include <string.h>
#include "lab-error.h"
#include "lab-estimate.h"
#include "lab-live-diagnostics.h"

LabSessionState
lab_session_get_state (LabSession *session)
{
  return session->state;
}

gboolean
lab_session_allows (LabSession *session, LabSessionAction action)
{
  return lab_session_state_allows (session->state, action);
}

void
lab_session_enter (LabSession *session, LabSessionState state, const char *message)
{
  LabTrainingState before = lab_training_model_get_state (session->model);

  session->state = state;
  lab_training_model_set_state (session->model, lab_session_state_shown (state, before), message);
}

static void
show_layers (LabSession *session)
{
  LabTrainingLayer layers[NN_MAX_LAYERS];
  int n = lab_training_config_layers (&session->made.config.model, layers);

  lab_training_model_set_layers (session->model, n, layers);
  lab_training_model_set_n_probe (session->model,
                                  (guint) lab_live_diagnostics_n_probe (session->data));
}

void
lab_session_start_worker (LabSession *session, LabWorkerCommand first)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);
  LabTrainingPlan plan
      = { .config = session->made.config,
          .n_steps = session->made.n_steps,
          .train = session->made.train,
          .data = session->data,
          .dropout = session->made.dropout,
          .checkpoints = session->records,
          .start = session->resume_snapshot,
          .seconds = session->resume_snapshot != NULL ? session->resume_seconds : 0,
          .pace = lab_training_setup_pace (setup, session->made.n_steps) };
  GThread *thread;

  session->worker = lab_worker_start (&plan, first, &thread);
  if (session->worker == NULL)
    {
      lab_session_enter (session, LAB_SESSION_FAILED, lab_error_sentence (NN_ERROR_MEMORY));
      return;
    }
  g_ptr_array_add (session->threads, thread);
  session->trained = *setup;
  session->rate_since = 0;
  session->stopped = FALSE;
  show_layers (session);
  if (session->recorder == NULL)
    lab_session_record_begin (session);
  lab_session_enter (session,
                     first == LAB_WORKER_PAUSE ? LAB_SESSION_SETTLING : LAB_SESSION_RUNNING, NULL);
}

void
lab_session_drop_worker (LabSession *session)
{
  lab_session_changes_forget (session);
  lab_session_record_end (session, LAB_RUN_STOPPED);
  if (session->worker == NULL)
    return;
  lab_mailbox_command (session->worker, LAB_WORKER_QUIT);
  g_clear_pointer (&session->worker, lab_mailbox_unref);
  g_clear_pointer (&session->facts.kept, g_array_unref);
}

/* What was changed a moment ago holds from this start on. */
static void
go_on (LabSession *session, LabWorkerCommand how)
{
  lab_session_changes_flush (session);
  lab_training_model_set_scrub (session->model, -1);
  if (session->recorder != NULL)
    lab_run_recorder_set_state (session->recorder, LAB_RUN_RUNNING);
  lab_mailbox_command (session->worker, how);
  lab_session_enter (session, LAB_SESSION_RUNNING, NULL);
}

static void
start_or_step (LabSession *session, LabWorkerCommand how)
{
  g_autofree char *problem = NULL;

  if (session->worker != NULL)
    {
      go_on (session, how);
      return;
    }
  lab_session_prepare (session); /* once more, if it could not be read before */
  problem = lab_training_model_check_setup (session->model);
  if (problem != NULL)
    return; /* the page shows it */
  if (session->can_train)
    {
      lab_session_start_worker (session, how);
      return;
    }
  session->first = how;
  lab_session_enter (session, LAB_SESSION_LOADING, NULL);
}

void
lab_session_start (LabSession *session)
{
  if (!lab_session_allows (session, LAB_SESSION_START))
    return;
  if (session->state == LAB_SESSION_FINISHED)
    lab_session_reset (session);
  start_or_step (session, LAB_WORKER_RUN);
}

void
lab_session_step (LabSession *session)
{
  if (lab_session_allows (session, LAB_SESSION_STEP))
    start_or_step (session, LAB_WORKER_STEP);
}

/* What is asked for after a pause comes before it settles. */
static void
pause_and_save (LabSession *session)
{
  lab_mailbox_command (session->worker, LAB_WORKER_PAUSE);
  lab_mailbox_save (session->worker);
  lab_session_enter (session, LAB_SESSION_SETTLING, NULL);
  lab_session_drain (session);
}

void
lab_session_pause (LabSession *session)
{
  if (lab_session_allows (session, LAB_SESSION_PAUSE))
    pause_and_save (session);
}

void
lab_session_finish (LabSession *session)
{
  if (lab_session_allows (session, LAB_SESSION_FINISH))
    pause_and_save (session);
}

void
lab_session_stop (LabSession *session)
{
  if (!lab_session_allows (session, LAB_SESSION_STOP))
    return;
  session->stopped = TRUE;
  lab_mailbox_stop (session->worker);
  lab_session_enter (session, LAB_SESSION_ENDING, NULL);
}

void
lab_session_reset (LabSession *session)
{
  lab_session_resume_cancel (session);
  lab_session_drop_worker (session);
  lab_training_model_set_scrub (session->model, -1);
  lab_training_model_clear (session->model);
  lab_session_enter (session, LAB_SESSION_READY, NULL);
  lab_session_data_follow (session);
}

/* A run that is only shown has no states to go back to. */
void
lab_session_branch (LabSession *session, guint64 step)
{
  if (!lab_session_allows (session, LAB_SESSION_BRANCH) || session->worker == NULL)
    return;
  lab_mailbox_command (session->worker, LAB_WORKER_PAUSE);
  lab_mailbox_go_back (session->worker, step);
  lab_session_enter (session, LAB_SESSION_GOING_BACK, NULL);
}

/* Images a second over the last half second or more. */
static void
measure_rate (LabSession *session)
{
  gint64 now = g_get_monotonic_time ();
  guint64 step = lab_training_model_get_step (session->model);
  double seconds = (double) (now - session->rate_since) / G_TIME_SPAN_SECOND;

  if (session->rate_since != 0 && seconds < 0.5)
    return;
  if (session->rate_since != 0 && step > session->rate_from && seconds < 5)
    lab_training_model_set_rate (session->model, (double) (step - session->rate_from)
                                                     * session->trained.batch / seconds);
  session->rate_since = now;
  session->rate_from = step;
}

/* The kept states, if there are others than at the last look. */
static void
look_for_kept (LabSession *session)
{
  g_autoptr (GArray) kept = lab_mailbox_get_kept (session->worker);
  GArray *known = session->facts.kept;

  if (known != NULL && known->len == kept->len
      && (kept->len == 0 || memcmp (known->data, kept->data, kept->len * sizeof (guint64)) == 0))
    return;
  g_clear_pointer (&session->facts.kept, g_array_unref);
  session->facts.kept = g_steal_pointer (&kept);
  lab_session_publish_facts (session);
}

static void
drain_worker (LabSession *session)
{
  g_autoptr (GArray) events = lab_mailbox_take_events (session->worker);

  /* An event may end the worker. */
  for (guint i = 0; i < events->len && session->worker != NULL; i++)
    {
      LabEvent *event = &g_array_index (events, LabEvent, i);

      lab_session_apply (session, event);
      lab_session_record (session, event);
    }
  measure_rate (session);
  if (session->worker != NULL)
    look_for_kept (session);
  if (events->len > 0)
    lab_training_model_data_changed (session->model);
}

gboolean
lab_session_drain (LabSession *session)
{
  if (session->worker != NULL)
    drain_worker (session);
  lab_session_record_look (session);
  return lab_session_state_is_busy (session->state);
}

static void
setup_changed_cb (LabSession *session)
{
  if (session->worker != NULL)
    lab_session_changes_follow (session);
  else if (lab_session_allows (session, LAB_SESSION_EDIT))
    lab_session_data_follow (session);
}

/* The state that is looked at stays, also if it is changed from a pause on. */
static void
view_changed_cb (LabSession *session)
{
  if (session->worker != NULL)
    lab_mailbox_look_at (session->worker, lab_training_model_get_scrub (session->model));
}

LabSession *
lab_session_new (LabTrainingModel *model)
{
  LabSession *session = g_new0 (LabSession, 1);

  session->model = model;
  session->threads = g_ptr_array_new ();
  session->unwritten = g_ptr_array_new ();
  session->changes = g_array_new (FALSE, FALSE, sizeof (LabSessionChange));
  lab_session_data_init (session);
  session->setup_handler
      = g_signal_connect_swapped (model, "setup-changed", G_CALLBACK (setup_changed_cb), session);
  session->view_handler
      = g_signal_connect_swapped (model, "view-changed", G_CALLBACK (view_changed_cb), session);
  return session;
}

void
lab_session_free (LabSession *session)
{
  if (session == NULL)
    return;
  g_signal_handler_disconnect (session->model, session->setup_handler);
  g_signal_handler_disconnect (session->model, session->view_handler);
  if (session->state == LAB_SESSION_PAUSED || session->state == LAB_SESSION_SETTLING)
    lab_session_record_end (session, LAB_RUN_PAUSED);
  lab_session_drop_worker (session);
  lab_session_data_clear (session);
  lab_estimate_end_all ();
  lab_session_resume_cancel (session);
  lab_session_record_clear (session);
  g_free (session->run_id);
  for (guint i = 0; i < session->threads->len; i++)
    g_thread_join (g_ptr_array_index (session->threads, i));
  g_ptr_array_unref (session->threads);
  g_free (session);
}
