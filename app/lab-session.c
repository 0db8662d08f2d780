/* lab-session.c - see the header */

#include "config.h"
#include "lab-session.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-optimizer-spec.h"
#include "lab-preset.h"
#include "lab-training-worker.h"
#include "nn-parallel.h"

struct LabSession {
  LabTrainingModel *model;
  LabData *data;
  GCancellable *loading; /* not NULL while the data is being read */
  gboolean start_when_loaded, step_when_loaded;
  gboolean settling;  /* told to pause; the step that was under way is still to come */
  LabWorker *worker;  /* NULL at step 0 */
  GPtrArray *threads; /* of GThread: the worker's, and those of workers told to quit */
  gint64 rate_since;
  guint64 rate_from;
  gint64 started;     /* monotonic time of the first event after step 0 */
};

/* The window trains the first preset. */
static nn_trainer_config
make_config (LabTrainingModel *model, const LabData *data)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (model);
  int n_presets;
  const LabPreset *preset = lab_preset_list (&n_presets);
  nn_trainer_config config = {
    .optimizer = nn_optimizer_default (setup->optimizer),
    .initialization = setup->initialization,
    .n_contestants = setup->n_contestants,
    .batch = setup->batch,
    .seed = setup->seed,
    .n_threads = (int) CLAMP (g_get_num_processors (), 1, NN_MAX_THREADS),
  };

  lab_preset_parse_model (preset->name, data->train.shape, data->train.n_classes, &config.model,
                          NULL);
  config.optimizer.learning_rate = setup->learning_rate;
  for (int i = 0; i < setup->n_contestants; i++)
    config.contestant[i] = setup->contestant[i];
  return config;
}

static void
start_worker (LabSession *session, LabWorkerCommand first)
{
  nn_trainer_config config = make_config (session->model, session->data);
  GThread *thread;

  session->worker
      = lab_worker_new (&config, lab_training_model_get_n_steps (session->model), session->data,
                        lab_training_model_get_setup (session->model)->pace, first, &thread);
  g_ptr_array_add (session->threads, thread);
  session->rate_since = 0;
  session->started = g_get_monotonic_time ();
  lab_training_model_set_state (session->model, LAB_TRAINING_RUNNING, NULL);
}

static void
drop_worker (LabSession *session)
{
  if (!session->worker)
    return;
  lab_worker_command (session->worker, LAB_WORKER_QUIT);
  g_clear_pointer (&session->worker, lab_worker_release);
  session->settling = FALSE;
}

static void
start_or_step (LabSession *session, LabWorkerCommand how)
{
  g_autofree char *problem = lab_training_model_check_setup (session->model);

  if (!session->worker && problem)
    return; /* the page shows the same words */
  if (session->worker)
    {
      lab_worker_command (session->worker, how);
      lab_training_model_set_state (session->model, LAB_TRAINING_RUNNING, NULL);
      return;
    }
  if (session->data)
    {
      start_worker (session, how);
      return;
    }
  session->start_when_loaded = how == LAB_WORKER_RUN;
  session->step_when_loaded = how == LAB_WORKER_STEP;
  lab_training_model_set_state (session->model, LAB_TRAINING_LOADING, NULL);
  lab_session_prepare (session);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  LabData *data = g_task_propagate_pointer (G_TASK (result), &error);
  LabSession *session = user_data;

  /* Cancelled: the session is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&session->loading);
  if (!data)
    {
      lab_training_model_set_state (session->model, LAB_TRAINING_FAILED, error->message);
      return;
    }
  session->data = data;
  lab_training_model_set_data_size (session->model, (guint) data->train.n_images,
                                    (guint) data->validation.n_images, (guint) data->test.n_images);
  if (session->start_when_loaded || session->step_when_loaded)
    start_worker (session, session->start_when_loaded ? LAB_WORKER_RUN : LAB_WORKER_STEP);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  LabData *data = lab_data_load (LAB_DATA_SAMPLE, &error);

  if (data)
    g_task_return_pointer (task, data, (GDestroyNotify) lab_data_free);
  else
    g_task_return_error (task, error);
}

void
lab_session_prepare (LabSession *session)
{
  g_autoptr (GTask) task = NULL;

  if (session->data || session->loading)
    return;
  session->loading = g_cancellable_new ();
  task = g_task_new (NULL, session->loading, loaded_cb, session);
  g_task_set_check_cancellable (task, TRUE);
  g_task_run_in_thread (task, load_in_thread);
}

void
lab_session_start (LabSession *session)
{
  if (lab_training_model_get_state (session->model) == LAB_TRAINING_FINISHED)
    lab_session_reset (session);
  start_or_step (session, LAB_WORKER_RUN);
}

void
lab_session_step (LabSession *session)
{
  start_or_step (session, LAB_WORKER_STEP);
}

void
lab_session_pause (LabSession *session)
{
  if (!session->worker)
    return;
  lab_worker_command (session->worker, LAB_WORKER_PAUSE);
  session->settling = TRUE;
  lab_session_drain (session);
  if (lab_training_model_get_state (session->model) == LAB_TRAINING_RUNNING)
    lab_training_model_set_state (session->model, LAB_TRAINING_PAUSED, NULL);
}

void
lab_session_reset (LabSession *session)
{
  drop_worker (session);
  session->start_when_loaded = session->step_when_loaded = FALSE;
  lab_training_model_clear (session->model);
  lab_training_model_set_state (session->model, LAB_TRAINING_READY, NULL);
}

void
lab_session_set_pace (LabSession *session, double steps_per_second)
{
  if (session->worker)
    lab_worker_set_pace (session->worker, steps_per_second);
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
    lab_training_model_set_rate (
        session->model, (double) (step - session->rate_from)
                            * lab_training_model_get_setup (session->model)->batch / seconds);
  session->rate_since = now;
  session->rate_from = step;
}

static void
apply (LabSession *session, const LabEvent *event)
{
  LabTrainingModel *model = session->model;
  double seconds = (double) (g_get_monotonic_time () - session->started) / G_TIME_SPAN_SECOND;

  switch (event->type)
    {
    case LAB_EVENT_STEP:
      lab_training_model_add_step (model, event->contestant, event->step, seconds, event->loss,
                                   event->accuracy);
      break;
    case LAB_EVENT_VALIDATION:
      lab_training_model_add_validation (model, event->contestant, event->step, seconds,
                                         event->loss, event->accuracy);
      break;
    case LAB_EVENT_TEST:
      lab_training_model_set_test (model, event->contestant, event->accuracy);
      break;
    case LAB_EVENT_DIVERGED:
      lab_training_model_set_diverged (model, event->contestant, event->step);
      break;
    case LAB_EVENT_PAUSED:
      lab_training_model_set_state (model, LAB_TRAINING_PAUSED, NULL);
      break;
    case LAB_EVENT_SETTLED:
      session->settling = FALSE;
      break;
    case LAB_EVENT_ENDED:
      session->settling = FALSE;
      lab_training_model_set_state (model, LAB_TRAINING_FINISHED, NULL);
      break;
    case LAB_EVENT_FAILED:
      drop_worker (session);
      lab_training_model_set_state (model, LAB_TRAINING_FAILED, lab_error_sentence (event->status));
      break;
    default:
      g_assert_not_reached ();
    }
}

gboolean
lab_session_drain (LabSession *session)
{
  g_autoptr (GArray) events = NULL;
  LabTrainingState state;

  if (session->worker)
    {
      events = lab_worker_take_events (session->worker);
      for (guint i = 0; i < events->len; i++)
        apply (session, &g_array_index (events, LabEvent, i));
      measure_rate (session);
      if (events->len > 0)
        lab_training_model_data_changed (session->model);
    }
  state = lab_training_model_get_state (session->model);
  return state == LAB_TRAINING_RUNNING || state == LAB_TRAINING_LOADING || session->settling;
}

LabSession *
lab_session_new (LabTrainingModel *model)
{
  LabSession *session = g_new0 (LabSession, 1);

  session->model = model;
  session->threads = g_ptr_array_new ();
  return session;
}

void
lab_session_free (LabSession *session)
{
  if (!session)
    return;
  if (session->loading)
    g_cancellable_cancel (session->loading);
  g_clear_object (&session->loading);
  drop_worker (session);
  for (guint i = 0; i < session->threads->len; i++)
    g_thread_join (g_ptr_array_index (session->threads, i));
  g_ptr_array_unref (session->threads);
  g_clear_pointer (&session->data, lab_data_free);
  g_free (session);
}
