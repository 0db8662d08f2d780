/* lab-training-worker.c - see the header
 *
 * The queue and the orders to the thread; what the thread then does is in lab-training-loop.c.
 */

#include "lab-training-worker-private.h"

#include "lab-training-loop.h"

void
lab_event_clear (LabEvent *event)
{
  g_clear_pointer (&event->diagnostics, g_free);
  g_clear_pointer (&event->settings, g_free);
  g_clear_pointer (&event->snapshot, nn_snapshot_free);
}

static GArray *
new_events (void)
{
  GArray *events = g_array_new (FALSE, TRUE, sizeof (LabEvent));

  g_array_set_clear_func (events, (GDestroyNotify) lab_event_clear);
  return events;
}

static void
worker_clear (gpointer data)
{
  LabWorker *worker = data;

  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->changed);
  g_array_unref (worker->events);
  g_array_unref (worker->changes);
  g_array_unref (worker->kept);
  g_clear_pointer (&worker->start, nn_snapshot_free);
  lab_data_unref (worker->plan.data);
}

void
lab_worker_push (LabWorker *worker, LabEvent event)
{
  g_mutex_lock (&worker->mutex);
  g_array_append_val (worker->events, event);
  g_mutex_unlock (&worker->mutex);
}

gint64
lab_worker_get_looked_at (LabWorker *worker)
{
  gint64 step;

  g_mutex_lock (&worker->mutex);
  step = worker->looked_at;
  g_mutex_unlock (&worker->mutex);
  return step;
}

void
lab_worker_set_kept (LabWorker *worker, GArray *steps)
{
  g_mutex_lock (&worker->mutex);
  g_array_unref (worker->kept);
  worker->kept = steps;
  g_mutex_unlock (&worker->mutex);
}

/* A paused worker says that it has settled, once for each time that it is told to. */
static void
sleep_paused (LabWorker *worker)
{
  LabEvent settled = { .type = LAB_EVENT_SETTLED };

  if (!worker->settled)
    g_array_append_val (worker->events, settled);
  worker->settled = TRUE;
  g_cond_wait (&worker->changed, &worker->mutex);
}

/* When the next step may begin, by the pace. */
static gint64
due_time (const LabWorker *worker, gint64 last)
{
  return worker->plan.pace > 0 ? last + (gint64) (G_TIME_SPAN_SECOND / worker->plan.pace) : 0;
}

/* Late by less than a frame: keep the beat. Later: begin a new one, don't rush. */
static gint64
next_beat (const LabWorker *worker, gint64 last)
{
  gint64 now = g_get_monotonic_time (), due = due_time (worker, last);

  return worker->plan.pace > 0 && now - last < 2 * (due - last) ? due : now;
}

static gboolean
has_order (const LabWorker *worker)
{
  return worker->changes->len > 0 || worker->goes_back || worker->saves || worker->stops;
}

LabTurn
lab_worker_wait (LabWorker *worker, gint64 *last, LabOrders *orders)
{
  LabTurn turn;

  g_mutex_lock (&worker->mutex);
  while (worker->command != LAB_WORKER_QUIT && worker->command != LAB_WORKER_STEP
         && !has_order (worker))
    {
      gint64 due = due_time (worker, *last);

      if (worker->command == LAB_WORKER_PAUSE)
        sleep_paused (worker);
      else if (g_get_monotonic_time () >= due
               || !g_cond_wait_until (&worker->changed, &worker->mutex, due))
        break;
    }
  turn = worker->command == LAB_WORKER_QUIT ? LAB_TURN_QUIT
         : has_order (worker)               ? LAB_TURN_ORDERS
                                            : LAB_TURN_STEP;
  if (turn == LAB_TURN_ORDERS)
    {
      *orders = (LabOrders){ worker->changes, worker->goes_back, worker->back_to, worker->saves,
                             worker->stops };
      worker->changes = g_array_new (FALSE, FALSE, sizeof (LabChange));
      worker->goes_back = worker->saves = worker->stops = FALSE;
    }
  else
    *last = next_beat (worker, *last);
  g_mutex_unlock (&worker->mutex);
  return turn;
}

void
lab_worker_end_step (LabWorker *worker)
{
  LabEvent paused = { .type = LAB_EVENT_PAUSED };

  g_mutex_lock (&worker->mutex);
  if (worker->command == LAB_WORKER_STEP && --worker->n_single <= 0)
    {
      worker->command = LAB_WORKER_PAUSE;
      g_array_append_val (worker->events, paused);
    }
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_rest (LabWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  if (worker->command != LAB_WORKER_QUIT)
    worker->command = LAB_WORKER_PAUSE;
  worker->settled = TRUE;
  g_mutex_unlock (&worker->mutex);
}

static gpointer
worker_thread (gpointer data)
{
  lab_training_loop_run (data);
  lab_worker_release (data);
  return NULL;
}

LabWorker *
lab_worker_new (const LabWorkerPlan *plan, LabWorkerCommand first, GThread **thread)
{
  nn_status status = NN_OK;
  nn_snapshot *start = plan->start != NULL ? nn_snapshot_copy (plan->start, &status) : NULL;
  LabWorker *worker;

  if (status != NN_OK)
    return NULL;
  worker = g_atomic_rc_box_new0 (LabWorker);
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->changed);
  worker->plan = *plan;
  worker->plan.start = NULL;
  worker->start = start;
  lab_data_ref (plan->data);
  worker->command = first;
  worker->n_single = first == LAB_WORKER_STEP;
  worker->events = new_events ();
  worker->changes = g_array_new (FALSE, FALSE, sizeof (LabChange));
  worker->kept = g_array_new (FALSE, FALSE, sizeof (guint64));
  worker->looked_at = -1;
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
  worker->n_single = next == LAB_WORKER_STEP ? worker->n_single + 1 : 0;
  worker->settled = FALSE;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_set_pace (LabWorker *worker, double pace)
{
  g_mutex_lock (&worker->mutex);
  worker->plan.pace = pace;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_change (LabWorker *worker, const LabChange *change)
{
  g_mutex_lock (&worker->mutex);
  g_array_append_val (worker->changes, *change);
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_go_back (LabWorker *worker, guint64 step)
{
  g_mutex_lock (&worker->mutex);
  worker->goes_back = TRUE;
  worker->back_to = step;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_stop (LabWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  worker->stops = TRUE;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

void
lab_worker_save (LabWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  worker->saves = worker->plan.checkpoints;
  g_cond_signal (&worker->changed);
  g_mutex_unlock (&worker->mutex);
}

GArray *
lab_worker_get_kept (LabWorker *worker)
{
  GArray *kept;

  g_mutex_lock (&worker->mutex);
  kept = g_array_copy (worker->kept);
  g_mutex_unlock (&worker->mutex);
  return kept;
}

void
lab_worker_look_at (LabWorker *worker, gint64 step)
{
  g_mutex_lock (&worker->mutex);
  worker->looked_at = step;
  g_mutex_unlock (&worker->mutex);
}

GArray *
lab_worker_take_events (LabWorker *worker)
{
  GArray *events;

  g_mutex_lock (&worker->mutex);
  events = worker->events;
  worker->events = new_events ();
  g_mutex_unlock (&worker->mutex);
  return events;
}
