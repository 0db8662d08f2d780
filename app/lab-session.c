/* lab-session.c - see the header */

#include "config.h"
#include "lab-session.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include <sys/resource.h>
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-model.h"
#include "nn-parallel.h"
#include "nn-trainer.h"

enum { NICE = 10 };

typedef enum { EVENT_STEP, EVENT_VALIDATION, EVENT_TEST, EVENT_DIVERGED, EVENT_PAUSED, EVENT_ENDED,
               EVENT_FAILED } EventType;

typedef struct {
  EventType type;
  int contestant;
  guint64 step;
  double loss, accuracy;
  nn_status status;
} Event;

typedef enum { COMMAND_RUN, COMMAND_PAUSE, COMMAND_STEP, COMMAND_QUIT } Command;

/* What the two threads share; the last one to let go frees it. */
typedef struct {
  GMutex mutex;
  GCond changed;
  Command command;       /* under mutex, like all down to events */
  double pace;
  GArray *events;
  nn_trainer_config config;
  guint64 n_steps;
  const LabData *data;   /* outlives every worker: freed after the join */
} Worker;

struct LabSession {
  LabTrainingModel *model;
  LabData *data;
  GCancellable *loading;        /* not NULL while the data is being read */
  gboolean start_when_loaded, step_when_loaded;
  Worker *worker;               /* NULL at step 0 */
  GPtrArray *threads;           /* of GThread: the worker's, and those of workers told to quit */
  gint64 rate_since;
  guint64 rate_from;
};

/* The worker's side. */

static void
worker_clear (gpointer data)
{
  Worker *worker = data;

  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->changed);
  g_array_unref (worker->events);
}

static void
push (Worker *worker, Event event)
{
  g_mutex_lock (&worker->mutex);
  g_array_append_val (worker->events, event);
  g_mutex_unlock (&worker->mutex);
}

/* Blocks while paused and until the pace allows the next step. FALSE: to quit. */
static gboolean
wait_for_turn (Worker *worker, gint64 *last)
{
  gboolean go_on;

  g_mutex_lock (&worker->mutex);
  for (;;)
    {
      gint64 due = worker->pace > 0 ? *last + (gint64) (G_TIME_SPAN_SECOND / worker->pace) : 0;

      if (worker->command == COMMAND_QUIT || worker->command == COMMAND_STEP)
        break;
      if (worker->command == COMMAND_PAUSE)
        g_cond_wait (&worker->changed, &worker->mutex);
      else if (g_get_monotonic_time () >= due
               || !g_cond_wait_until (&worker->changed, &worker->mutex, due))
        break;
    }
  go_on = worker->command != COMMAND_QUIT;
  g_mutex_unlock (&worker->mutex);
  /* Late by less than a frame: keep the beat. Later: begin a new one, don't rush. */
  if (worker->pace > 0 && g_get_monotonic_time () - *last < 2 * G_TIME_SPAN_SECOND / worker->pace)
    *last += (gint64) (G_TIME_SPAN_SECOND / worker->pace);
  else
    *last = g_get_monotonic_time ();
  return go_on;
}

static void
end_single_step (Worker *worker)
{
  gboolean was_single;

  g_mutex_lock (&worker->mutex);
  was_single = worker->command == COMMAND_STEP;
  if (was_single)
    worker->command = COMMAND_PAUSE;
  g_mutex_unlock (&worker->mutex);
  if (was_single)
    push (worker, (Event) { .type = EVENT_PAUSED });
}

static void
push_metrics (Worker *worker, EventType type, guint64 step, const nn_metrics *metrics,
              gboolean *diverged)
{
  for (int i = 0; i < worker->config.n_contestants; i++)
    {
      Event event = { type, i, step, metrics[i].loss, metrics[i].accuracy, metrics[i].status };

      if (diverged[i])
        continue;
      if (metrics[i].status == NN_ERROR_NOT_FINITE)
        {
          event.type = EVENT_DIVERGED;
          diverged[i] = TRUE;
        }
      push (worker, event);
    }
}

static nn_status
train_step (Worker *worker, nn_trainer *trainer, gboolean *diverged)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  nn_status status = nn_trainer_step (trainer, metrics);
  guint64 step = nn_trainer_get_step (trainer);

  if (status != NN_OK)
    return status;
  push_metrics (worker, EVENT_STEP, step, metrics, diverged);
  if (!nn_trainer_epoch_ended (trainer))
    return NN_OK;
  status = nn_trainer_evaluate (trainer, &worker->data->validation, metrics);
  if (status == NN_OK)
    push_metrics (worker, EVENT_VALIDATION, step, metrics, diverged);
  return status;
}

static gboolean
all_true (const gboolean *values, int n)
{
  for (int i = 0; i < n; i++)
    if (!values[i])
      return FALSE;
  return TRUE;
}

/* The test set is touched here, once, and nowhere else. */
static nn_status
run (Worker *worker, nn_trainer *trainer)
{
  gboolean diverged[NN_MAX_CONTESTANTS] = { FALSE };
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  gint64 last = 0;
  nn_status status;

  while (nn_trainer_get_step (trainer) < worker->n_steps
         && !all_true (diverged, worker->config.n_contestants))
    {
      if (!wait_for_turn (worker, &last))
        return NN_OK;
      status = train_step (worker, trainer, diverged);
      if (status != NN_OK)
        return status;
      end_single_step (worker);
    }
  status = nn_trainer_evaluate (trainer, &worker->data->test, metrics);
  if (status != NN_OK)
    return status;
  push_metrics (worker, EVENT_TEST, worker->n_steps, metrics, diverged);
  push (worker, (Event) { .type = EVENT_ENDED });
  return NN_OK;
}

/* Threads of the trainer's pool inherit the nice value: the window goes first. */
static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  nn_status status;
  nn_trainer *trainer;

  setpriority (PRIO_PROCESS, 0, NICE);
  trainer = nn_trainer_new (&worker->config, &worker->data->train, &status);
  if (trainer)
    status = run (worker, trainer);
  if (status != NN_OK)
    push (worker, (Event) { .type = EVENT_FAILED, .status = status });
  nn_trainer_free (trainer);
  g_atomic_rc_box_release_full (worker, worker_clear);
  return NULL;
}

/* The window's side. */

static void
command (Worker *worker, Command next)
{
  g_mutex_lock (&worker->mutex);
  worker->command = next;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

static nn_trainer_config
make_config (LabTrainingModel *model)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (model);
  int n_models;
  nn_trainer_config config = {
    .model = lab_model_list (&n_models)->mlp,
    .optimizer = nn_optimizer_default (setup->optimizer),
    .n_contestants = LAB_MAX_CONTESTANTS,
    .batch = setup->batch,
    .seed = setup->seed,
    .n_threads = (int) CLAMP (g_get_num_processors (), 1, NN_MAX_THREADS),
  };

  config.optimizer.learning_rate = setup->learning_rate;
  for (int i = 0; i < LAB_MAX_CONTESTANTS; i++)
    config.contestant[i] = setup->contestant[i];
  return config;
}

static void
start_worker (LabSession *session, Command first)
{
  Worker *worker = g_atomic_rc_box_new0 (Worker);

  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->changed);
  worker->command = first;
  worker->pace = lab_training_model_get_setup (session->model)->pace;
  worker->events = g_array_new (FALSE, FALSE, sizeof (Event));
  worker->config = make_config (session->model);
  worker->n_steps = lab_training_model_get_n_steps (session->model);
  worker->data = session->data;
  session->worker = worker;
  session->rate_since = 0;
  g_ptr_array_add (session->threads,
                   g_thread_new ("training", worker_thread, g_atomic_rc_box_acquire (worker)));
  lab_training_model_set_state (session->model, LAB_TRAINING_RUNNING, NULL);
}

static void
drop_worker (LabSession *session)
{
  if (!session->worker)
    return;
  command (session->worker, COMMAND_QUIT);
  g_atomic_rc_box_release_full (g_steal_pointer (&session->worker), worker_clear);
}

static void
start_or_step (LabSession *session, Command how)
{
  g_autofree char *problem = lab_training_model_check_setup (session->model);

  if (!session->worker && problem)
    return; /* the page shows the same words */
  if (session->worker)
    {
      command (session->worker, how);
      lab_training_model_set_state (session->model, LAB_TRAINING_RUNNING, NULL);
      return;
    }
  if (session->data)
    {
      start_worker (session, how);
      return;
    }
  session->start_when_loaded = how == COMMAND_RUN;
  session->step_when_loaded = how == COMMAND_STEP;
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
    start_worker (session, session->start_when_loaded ? COMMAND_RUN : COMMAND_STEP);
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
  start_or_step (session, COMMAND_RUN);
}

void
lab_session_step (LabSession *session)
{
  start_or_step (session, COMMAND_STEP);
}

void
lab_session_pause (LabSession *session)
{
  if (!session->worker)
    return;
  command (session->worker, COMMAND_PAUSE);
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
  if (!session->worker)
    return;
  g_mutex_lock (&session->worker->mutex);
  session->worker->pace = steps_per_second;
  g_cond_signal (&session->worker->changed);
  g_mutex_unlock (&session->worker->mutex);
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
apply (LabSession *session, const Event *event)
{
  LabTrainingModel *model = session->model;

  switch (event->type)
    {
    case EVENT_STEP:
      lab_training_model_add_step (model, event->contestant, event->step, event->loss,
                                   event->accuracy);
      break;
    case EVENT_VALIDATION:
      lab_training_model_add_validation (model, event->contestant, event->step, event->loss,
                                         event->accuracy);
      break;
    case EVENT_TEST:
      lab_training_model_set_test (model, event->contestant, event->accuracy);
      break;
    case EVENT_DIVERGED:
      lab_training_model_set_diverged (model, event->contestant);
      break;
    case EVENT_PAUSED:
      lab_training_model_set_state (model, LAB_TRAINING_PAUSED, NULL);
      break;
    case EVENT_ENDED:
      lab_training_model_set_state (model, LAB_TRAINING_FINISHED, NULL);
      break;
    case EVENT_FAILED:
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
      g_mutex_lock (&session->worker->mutex);
      events = g_steal_pointer (&session->worker->events);
      session->worker->events = g_array_new (FALSE, FALSE, sizeof (Event));
      g_mutex_unlock (&session->worker->mutex);
      for (guint i = 0; i < events->len; i++)
        apply (session, &g_array_index (events, Event, i));
      measure_rate (session);
      if (events->len > 0)
        lab_training_model_data_changed (session->model);
    }
  state = lab_training_model_get_state (session->model);
  return state == LAB_TRAINING_RUNNING || state == LAB_TRAINING_LOADING;
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
