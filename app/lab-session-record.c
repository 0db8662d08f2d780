/* lab-session-record.c - keeps the live training as a run on disk
 *
 * A run's folder is made when training starts; the recorder's own thread writes. A run that is gone
 * back in becomes a run of its own, which begins with what both have in common.
 */

#include "config.h"
#include "lab-session-private.h"

#include <math.h>
#include "lab-live-diagnostics.h"

enum { LOOK_INTERVAL_MS = 50 };

/* --- Ending ----------------------------------------------------------------------------------- */

static gpointer
close_thread (gpointer recorder)
{
  lab_run_recorder_close (recorder, NULL);
  return NULL;
}

static gboolean
unwritten_cb (gpointer data)
{
  LabSession *session = data;

  lab_session_record_look (session);
  if (session->unwritten->len > 0)
    return G_SOURCE_CONTINUE;
  session->unwritten_timeout = 0;
  return G_SOURCE_REMOVE;
}

/* It stays open, and goes on trying, until all is written or the program ends. */
void
lab_session_record_end (LabSession *session, LabRunState state)
{
  if (session->recorder == NULL)
    return;
  lab_run_recorder_set_state (session->recorder, state);
  lab_run_recorder_hurry (session->recorder);
  g_ptr_array_add (session->unwritten, session->recorder);
  session->recorder = NULL;
  if (session->unwritten_timeout == 0)
    session->unwritten_timeout = g_timeout_add (LOOK_INTERVAL_MS, unwritten_cb, session);
}

void
lab_session_record_clear (LabSession *session)
{
  g_clear_handle_id (&session->unwritten_timeout, g_source_remove);
  for (guint i = 0; i < session->unwritten->len; i++)
    lab_run_recorder_close (g_ptr_array_index (session->unwritten, i), NULL);
  g_ptr_array_unref (session->unwritten);
  g_array_unref (session->changes);
  g_free (session->unrecorded);
}

/* --- Beginning -------------------------------------------------------------------------------- */

void
lab_session_remember_run (LabSession *session)
{
  lab_run_recorder_set_probe (session->recorder, "validation",
                              lab_live_diagnostics_n_probe (session->data));
  g_free (session->run_id);
  session->run_id = g_strdup (lab_run_recorder_get_id (session->recorder));
  if (session->run_changed != NULL)
    session->run_changed (session->run_id, session->run_changed_data);
}

static void
begin (LabSession *session, const char *branched_from, guint64 branched_at)
{
  g_autoptr (GError) error = NULL;
  LabRunFacts facts = { .data_name = session->data->name,
                        .data_title = session->data->title,
                        .data_sha256 = session->data_sum,
                        .n_train = (guint) session->made.train.n_images,
                        .n_validation = (guint) session->data->validation.n_images,
                        .n_test = (guint) session->data->test.n_images,
                        .branched_from = branched_from,
                        .branched_at = branched_at };

  if (!session->records)
    return;
  session->recorder = lab_run_recorder_new (&session->trained, &facts, &error);
  g_free (session->unrecorded);
  session->unrecorded = error != NULL ? g_strdup (error->message) : NULL;
  if (session->recorder != NULL)
    lab_session_remember_run (session);
  lab_session_record_look (session);
}

void
lab_session_record_begin (LabSession *session)
{
  g_array_set_size (session->changes, 0);
  begin (session, NULL, 0);
}

static double
epoch_of (LabSession *session, guint64 step)
{
  return (double) step / lab_training_model_get_steps_per_epoch (session->model);
}

/* --- What is measured ------------------------------------------------------------------------- */

static const char *const change_kinds[LAB_N_CHANGES] = {
  [LAB_CHANGE_PARAMETER] = "alpha",
  [LAB_CHANGE_LEARNING_RATE] = "learning-rate",
  [LAB_CHANGE_DROPOUT] = "dropout",
};

static void
record_change (LabSession *session, guint64 step, const LabChange *change)
{
  g_autofree char *text = lab_session_describe_change (&session->trained, change);

  lab_run_recorder_add_event (session->recorder, step, change_kinds[change->kind],
                              change->contestant, change->from, change->to, text);
}

static void
record_metrics (LabSession *session, const LabEvent *e)
{
  static void (*const add[]) (LabRunRecorder *, int, guint64, double, double, double, double) = {
    [LAB_EVENT_STEP] = lab_run_recorder_add_step,
    [LAB_EVENT_VALIDATION] = lab_run_recorder_add_validation,
    [LAB_EVENT_TEST] = lab_run_recorder_add_test,
  };

  add[e->type](session->recorder, e->contestant, e->step, epoch_of (session, e->step), e->seconds,
               e->loss, e->accuracy);
}

/* --- Branches --------------------------------------------------------------------------------- */

/* The steps that the branch has in common with the run that it comes from. */
static void
record_past (LabSession *session)
{
  const LabRunCurves *run = lab_training_model_get_run (session->model);

  for (int c = 0; c < run->n_contestants; c++)
    {
      const LabContestantCurves *curves = &run->curves[c];

      for (guint i = 0; i < lab_series_length (&curves->loss); i++)
        {
          double step = lab_series_x (&curves->loss, i);

          lab_run_recorder_add_step (
              session->recorder, c, (guint64) step, epoch_of (session, (guint64) step),
              lab_run_curves_x (run, LAB_X_SECONDS, step), lab_series_y (&curves->loss, i),
              lab_series_y (&curves->accuracy, i));
        }
      for (guint i = 0; i < lab_series_length (&curves->validation_loss); i++)
        {
          double step = lab_series_x (&curves->validation_loss, i);

          lab_run_recorder_add_validation (session->recorder, c, (guint64) step,
                                           epoch_of (session, (guint64) step),
                                           lab_run_curves_x (run, LAB_X_SECONDS, step),
                                           lab_series_y (&curves->validation_loss, i),
                                           lab_series_y (&curves->validation_accuracy, i));
        }
    }
}

static void
record_past_changes (LabSession *session, guint64 step)
{
  guint n = 0;

  while (n < session->changes->len
         && g_array_index (session->changes, LabSessionChange, n).step < step)
    {
      LabSessionChange *change = &g_array_index (session->changes, LabSessionChange, n++);

      record_change (session, change->step, &change->change);
    }
  g_array_set_size (session->changes, n);
}

static void
branch (LabSession *session, guint64 step)
{
  g_autofree char *from = g_strdup (session->run_id);

  lab_session_record_end (session, LAB_RUN_STOPPED);
  begin (session, from, step);
  if (session->recorder == NULL)
    return;
  record_past (session);
  record_past_changes (session, step);
  lab_run_recorder_add_event (session->recorder, step, "branch", -1, NAN, NAN, "");
}

void
lab_session_record (LabSession *session, LabEvent *event)
{
  if (event->type == LAB_EVENT_CHANGED)
    {
      LabSessionChange change = { event->step, event->change };

      g_array_append_val (session->changes, change);
    }
  if (event->type == LAB_EVENT_WENT_BACK && session->records)
    branch (session, event->step);
  if (session->recorder == NULL)
    return;
  switch ((int) event->type)
    {
    case LAB_EVENT_STEP:
    case LAB_EVENT_VALIDATION:
    case LAB_EVENT_TEST:
      record_metrics (session, event);
      break;
    case LAB_EVENT_DIAGNOSTICS:
      lab_run_recorder_add_diagnostics (session->recorder, event->contestant, event->step,
                                        event->diagnostics->median, event->diagnostics->layer,
                                        event->diagnostics->n_layers);
      break;
    case LAB_EVENT_CHANGED:
      record_change (session, event->step, &event->change);
      break;
    case LAB_EVENT_SETTLED:
      lab_run_recorder_set_state (session->recorder, LAB_RUN_PAUSED);
      lab_run_recorder_hurry (session->recorder);
      break;
    case LAB_EVENT_DIVERGED:
      lab_run_recorder_set_diverged (session->recorder, event->contestant, event->step);
      break;
    case LAB_EVENT_CHECKPOINT:
      lab_run_recorder_save_snapshot (session->recorder, g_steal_pointer (&event->snapshot));
      break;
    case LAB_EVENT_ENDED:
      lab_session_record_end (session, session->stopped ? LAB_RUN_STOPPED : LAB_RUN_FINISHED);
      break;
    case LAB_EVENT_FAILED:
      lab_session_record_end (session, LAB_RUN_STOPPED);
      break;
    default:
      break;
    }
}

/* What is all on disk has only to be closed. */
static void
close_written (LabSession *session)
{
  for (guint i = session->unwritten->len; i-- > 0;)
    {
      LabRunRecorder *recorder = g_ptr_array_index (session->unwritten, i);

      if (!lab_run_recorder_is_written (recorder))
        continue;
      g_ptr_array_remove_index (session->unwritten, i);
      g_ptr_array_add (session->threads, g_thread_new ("closing", close_thread, recorder));
    }
}

/* Of the run under way, or of one that has ended. */
static char *
find_problem (LabSession *session)
{
  char *problem
      = session->recorder != NULL ? lab_run_recorder_get_problem (session->recorder) : NULL;

  for (guint i = 0; i < session->unwritten->len && problem == NULL; i++)
    problem = lab_run_recorder_get_problem (g_ptr_array_index (session->unwritten, i));
  return problem != NULL ? problem : g_strdup (session->unrecorded);
}

void
lab_session_record_look (LabSession *session)
{
  g_autofree char *problem = NULL;

  close_written (session);
  problem = find_problem (session);
  if (g_strcmp0 (problem, session->facts.notice) == 0)
    return;
  g_free (session->facts.notice);
  session->facts.notice = g_steal_pointer (&problem);
  lab_session_publish_facts (session);
}

gboolean
lab_session_is_written (LabSession *session)
{
  lab_session_record_look (session);
  return session->unwritten->len == 0
         && (session->recorder == NULL || lab_run_recorder_is_written (session->recorder));
}

/* --- For the application ------------------------------------------------------------------------ */

void
lab_session_set_recording (LabSession *session, LabRunChanged changed, gpointer data)
{
  session->records = TRUE;
  session->run_changed = changed;
  session->run_changed_data = data;
}

void
lab_session_rename_run (LabSession *session, const char *name)
{
  if (session->recorder != NULL)
    lab_run_recorder_set_name (session->recorder, name);
}
