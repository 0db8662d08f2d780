/* lab-training-worker.c - see the header */

#include "lab-training-worker.h"

#include <sys/resource.h>

/* The window goes first. */
enum { NICE = 10 };

/* What the two threads share; the last one to let go frees it. */
struct LabWorker {
  GMutex mutex;
  GCond changed;
  LabWorkerCommand command; /* under mutex, like all down to events */
  double pace;
  GArray *events;
  nn_trainer_config config;
  guint64 n_steps;
  const LabData *data; /* outlives every worker: freed after the join */
};

static void
worker_clear (gpointer data)
{
  LabWorker *worker = data;

  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->changed);
  g_array_unref (worker->events);
}

static void
push (LabWorker *worker, LabEvent event)
{
  g_mutex_lock (&worker->mutex);
  g_array_append_val (worker->events, event);
  g_mutex_unlock (&worker->mutex);
}

/* Blocks while paused and until the pace allows the next step. FALSE: to quit. */
static gboolean
wait_for_turn (LabWorker *worker, gint64 *last)
{
  gboolean go_on;

  g_mutex_lock (&worker->mutex);
  for (;;)
    {
      gint64 due = worker->pace > 0 ? *last + (gint64) (G_TIME_SPAN_SECOND / worker->pace) : 0;

      if (worker->command == LAB_WORKER_QUIT || worker->command == LAB_WORKER_STEP)
        break;
      if (worker->command == LAB_WORKER_PAUSE)
        {
          LabEvent settled = { .type = LAB_EVENT_SETTLED };

          g_array_append_val (worker->events, settled);
          g_cond_wait (&worker->changed, &worker->mutex);
        }
      else if (g_get_monotonic_time () >= due
               || !g_cond_wait_until (&worker->changed, &worker->mutex, due))
        break;
    }
  go_on = worker->command != LAB_WORKER_QUIT;
  g_mutex_unlock (&worker->mutex);
  /* Late by less than a frame: keep the beat. Later: begin a new one, don't rush. */
  if (worker->pace > 0 && g_get_monotonic_time () - *last < 2 * G_TIME_SPAN_SECOND / worker->pace)
    *last += (gint64) (G_TIME_SPAN_SECOND / worker->pace);
  else
    *last = g_get_monotonic_time ();
  return go_on;
}

static void
end_single_step (LabWorker *worker)
{
  gboolean was_single;

  g_mutex_lock (&worker->mutex);
  was_single = worker->command == LAB_WORKER_STEP;
  if (was_single)
    worker->command = LAB_WORKER_PAUSE;
  g_mutex_unlock (&worker->mutex);
  if (was_single)
    push (worker, (LabEvent){ .type = LAB_EVENT_PAUSED });
}

static void
push_metrics (LabWorker *worker, LabEventType type, guint64 step, const nn_metrics *metrics,
              gboolean *diverged)
{
  for (int i = 0; i < worker->config.n_contestants; i++)
    {
      LabEvent event = { type, i, step, metrics[i].loss, metrics[i].accuracy, metrics[i].status };

      if (diverged[i])
        continue;
      if (metrics[i].status == NN_ERROR_NOT_FINITE)
        {
          event.type = LAB_EVENT_DIVERGED;
          diverged[i] = TRUE;
        }
      push (worker, event);
    }
}

static nn_status
train_step (LabWorker *worker, nn_trainer *trainer, gboolean *diverged)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  nn_status status = nn_trainer_step (trainer, metrics);
  guint64 step = nn_trainer_get_step (trainer);

  if (status != NN_OK)
    return status;
  push_metrics (worker, LAB_EVENT_STEP, step, metrics, diverged);
  if (!nn_trainer_epoch_ended (trainer))
    return NN_OK;
  status = nn_trainer_evaluate (trainer, &worker->data->validation, metrics);
  if (status == NN_OK)
    push_metrics (worker, LAB_EVENT_VALIDATION, step, metrics, diverged);
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
run (LabWorker *worker, nn_trainer *trainer)
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
  push_metrics (worker, LAB_EVENT_TEST, worker->n_steps, metrics, diverged);
  push (worker, (LabEvent){ .type = LAB_EVENT_ENDED });
  return NN_OK;
}

/* Threads of the trainer's pool inherit the nice value: the window goes first. */
static gpointer
worker_thread (gpointer data)
{
  LabWorker *worker = data;
  nn_status status;
  nn_trainer *trainer;

  setpriority (PRIO_PROCESS, 0, NICE);
  trainer = nn_trainer_new (&worker->config, &worker->data->train, &status);
  if (trainer)
    status = run (worker, trainer);
  if (status != NN_OK)
    push (worker, (LabEvent){ .type = LAB_EVENT_FAILED, .status = status });
  nn_trainer_free (trainer);
  g_atomic_rc_box_release_full (worker, worker_clear);
  return NULL;
}

LabWorker *
lab_worker_new (const nn_trainer_config *config, guint64 n_steps, const LabData *data, double pace,
                LabWorkerCommand first, GThread **thread)
{
  LabWorker *worker = g_atomic_rc_box_new0 (LabWorker);

  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->changed);
  worker->command = first;
  worker->pace = pace;
  worker->events = g_array_new (FALSE, FALSE, sizeof (LabEvent));
  worker->config = *config;
  worker->n_steps = n_steps;
  worker->data = data;
  *thread = g_thread_new ("training", worker_thread, g_atomic_rc_box_acquire (worker));
  return worker;
}

void
lab_worker_release (LabWorker *worker)
{
  g_atomic_rc_box_release_full (worker, worker_clear);
}

void
lab_worker_command (LabWorker *worker, LabWorkerCommand next)
{
  g_mutex_lock (&worker->mutex);
  worker->command = next;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_set_pace (LabWorker *worker, double pace)
{
  g_mutex_lock (&worker->mutex);
  worker->pace = pace;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

GArray *
lab_worker_take_events (LabWorker *worker)
{
  GArray *events;

  g_mutex_lock (&worker->mutex);
  events = worker->events;
  worker->events = g_array_new (FALSE, FALSE, sizeof (LabEvent));
  g_mutex_unlock (&worker->mutex);
  return events;
}
