/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-sweep.h"

#include <math.h>
#include <sys/resource.h>

/* clang-format off */
struct LabSweep {
  LabSweepPlan plan;
  const LabData *data;
  GThread **thread;
  int n_threads;
  gint cancelled;       /* atomic                       */
  GMutex mutex;
  GCond changed;
  int n_begun;          /* under mutex, like all below  */
  int n_working;        /* threads                      */
  guint64 steps;
  GArray *ended;
};
/* clang-format on */

static int
n_runs (const LabSweepPlan *plan)
{
  return plan->n_functions * plan->n_seeds;
}

/* Which run comes next, or FALSE: none, to quit. */
static gboolean
begin (LabSweep *sweep, LabSweepRun *run)
{
  gboolean any;

  g_mutex_lock (&sweep->mutex);
  any = !g_atomic_int_get (&sweep->cancelled) && sweep->n_begun < n_runs (&sweep->plan);
  if (any)
    {
      int i = sweep->n_begun++;

      *run = (LabSweepRun){ .function = i % sweep->plan.n_functions,
                            .seed = i / sweep->plan.n_functions,
                            .value = NAN };
    }
  g_mutex_unlock (&sweep->mutex);
  return any;
}

/* Steps that an early end has left out count as done. */
static void
end (LabSweep *sweep, const LabSweepRun *run)
{
  g_mutex_lock (&sweep->mutex);
  sweep->steps += sweep->plan.config.total_steps - run->steps;
  if (run->state != LAB_SWEEP_RUN_WAITING)
    g_array_append_val (sweep->ended, *run);
  g_cond_signal (&sweep->changed);
  g_mutex_unlock (&sweep->mutex);
}

static void
count_step (LabSweep *sweep)
{
  g_mutex_lock (&sweep->mutex);
  sweep->steps++;
  g_mutex_unlock (&sweep->mutex);
}

/* Early stopping alone needs the validation set after each epoch. */
static nn_status
note_epoch (const LabSweep *sweep, nn_trainer *trainer)
{
  nn_metrics metrics;
  nn_status status;

  if (sweep->plan.config.patience == 0 || !nn_trainer_epoch_ended (trainer))
    return NN_OK;
  status = nn_trainer_evaluate (trainer, &sweep->data->validation, &metrics);
  if (status == NN_OK)
    nn_trainer_note_validation (trainer, &metrics);
  return status;
}

/* Takes all steps. FALSE if it was cancelled or the run has ended otherwise. */
static gboolean
take_steps (LabSweep *sweep, nn_trainer *trainer, LabSweepRun *run)
{
  nn_metrics metrics;

  while (run->steps < sweep->plan.config.total_steps && !nn_trainer_is_finished (trainer, 0))
    {
      if (g_atomic_int_get (&sweep->cancelled))
        return FALSE;
      run->status = nn_trainer_step (trainer, &metrics);
      if (run->status == NN_OK)
        run->status = metrics.status;
      if (run->status == NN_OK)
        run->status = note_epoch (sweep, trainer);
      if (run->status != NN_OK)
        return FALSE;
      run->steps++;
      count_step (sweep);
    }
  return !g_atomic_int_get (&sweep->cancelled);
}

static void
measure (const LabSweep *sweep, nn_trainer *trainer, LabSweepRun *run)
{
  LabMetric metric = sweep->plan.metric;
  const nn_dataset *set
      = metric == LAB_METRIC_TEST_ACCURACY ? &sweep->data->test : &sweep->data->validation;
  nn_metrics metrics;

  nn_trainer_restore_best (trainer);
  run->status = nn_trainer_evaluate (trainer, set, &metrics);
  if (run->status == NN_OK)
    run->status = metrics.status;
  if (run->status != NN_OK)
    return;
  run->state = LAB_SWEEP_RUN_DONE;
  run->value = metric == LAB_METRIC_VALIDATION_LOSS ? metrics.loss : metrics.accuracy;
}

static void
train (LabSweep *sweep, LabSweepRun *run)
{
  nn_trainer_config config = sweep->plan.config;
  gint64 start = g_get_monotonic_time ();
  nn_trainer *trainer;

  config.n_contestants = 1;
  config.contestant[0] = sweep->plan.function[run->function];
  config.seed = sweep->plan.first_seed + run->seed;
  config.n_threads = 1;
  trainer = nn_trainer_new (&config, &sweep->data->train, &run->status);
  if (trainer != NULL)
    run->status = nn_trainer_set_dropout (trainer, sweep->plan.dropout);
  if (run->status == NN_OK && take_steps (sweep, trainer, run))
    measure (sweep, trainer, run);
  nn_trainer_free (trainer);
  run->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  if (run->status != NN_OK)
    run->state = run->status == NN_ERROR_NOT_FINITE ? LAB_SWEEP_RUN_STOPPED : LAB_SWEEP_RUN_FAILED;
}

static gpointer
sweep_thread (gpointer data)
{
  LabSweep *sweep = data;
  LabSweepRun run;

  if (sweep->plan.nice > 0)
    setpriority (PRIO_PROCESS, 0, sweep->plan.nice);
  while (begin (sweep, &run))
    {
      train (sweep, &run);
      end (sweep, &run);
    }
  g_mutex_lock (&sweep->mutex);
  sweep->n_working--;
  g_cond_signal (&sweep->changed);
  g_mutex_unlock (&sweep->mutex);
  return NULL;
}

LabSweep *
lab_sweep_new (const LabSweepPlan *plan, const LabData *data)
{
  LabSweep *sweep;

  g_return_val_if_fail (plan->n_functions >= 1 && plan->n_functions <= LAB_SWEEP_MOST_FUNCTIONS,
                        NULL);
  g_return_val_if_fail (plan->n_seeds >= 1 && plan->n_seeds <= LAB_SWEEP_MOST_SEEDS, NULL);
  g_return_val_if_fail (plan->n_threads >= 1, NULL);

  sweep = g_new0 (LabSweep, 1);
  sweep->plan = *plan;
  sweep->data = data;
  sweep->ended = g_array_new (FALSE, FALSE, sizeof (LabSweepRun));
  g_mutex_init (&sweep->mutex);
  g_cond_init (&sweep->changed);
  sweep->n_threads = sweep->n_working = MIN (plan->n_threads, n_runs (plan));
  sweep->thread = g_new (GThread *, sweep->n_threads);
  for (int i = 0; i < sweep->n_threads; i++)
    sweep->thread[i] = g_thread_new ("sweep", sweep_thread, sweep);
  return sweep;
}

void
lab_sweep_free (LabSweep *sweep)
{
  if (sweep == NULL)
    return;
  lab_sweep_cancel (sweep);
  for (int i = 0; i < sweep->n_threads; i++)
    g_thread_join (sweep->thread[i]);
  g_mutex_clear (&sweep->mutex);
  g_cond_clear (&sweep->changed);
  g_array_unref (sweep->ended);
  g_free (sweep->thread);
  g_free (sweep);
}

void
lab_sweep_cancel (LabSweep *sweep)
{
  g_atomic_int_set (&sweep->cancelled, TRUE);
}

void
lab_sweep_wait (LabSweep *sweep, gint64 timeout)
{
  gint64 until = g_get_monotonic_time () + timeout;

  g_mutex_lock (&sweep->mutex);
  while (sweep->ended->len == 0 && sweep->n_working > 0
         && g_cond_wait_until (&sweep->changed, &sweep->mutex, until))
    ;
  g_mutex_unlock (&sweep->mutex);
}

GArray *
lab_sweep_take (LabSweep *sweep)
{
  GArray *ended;

  g_mutex_lock (&sweep->mutex);
  ended = sweep->ended;
  sweep->ended = g_array_new (FALSE, FALSE, sizeof (LabSweepRun));
  g_mutex_unlock (&sweep->mutex);
  return ended;
}

gboolean
lab_sweep_is_over (LabSweep *sweep)
{
  gboolean over;

  g_mutex_lock (&sweep->mutex);
  over = sweep->n_working == 0;
  g_mutex_unlock (&sweep->mutex);
  return over;
}

double
lab_sweep_get_progress (LabSweep *sweep)
{
  double steps;

  g_mutex_lock (&sweep->mutex);
  steps = sweep->steps;
  g_mutex_unlock (&sweep->mutex);
  return steps / ((double) n_runs (&sweep->plan) * sweep->plan.config.total_steps);
}
