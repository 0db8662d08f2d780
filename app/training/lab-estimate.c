/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-estimate.h"

#include <sys/resource.h>
#include "lab-error.h"

enum { NICE = 15, MOST_STEPS = 20, ENOUGH_US = 100000 };

typedef struct {
  LabTrainingConfig made;
  LabData *data;
  GTask *task;
  GThread *thread;
  GSource *ended; /* tells the main thread                  */
  LabEstimate *estimate;
  nn_status status;
} Job;

/* Whose threads are not joined yet; the main thread's. */
static GSList *under_way;

/* The first step of all makes oneDNN's code and warms the caches; it does not count. */
static nn_status
time_steps (nn_trainer *trainer, GCancellable *cancellable, double *seconds)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  nn_status status = nn_trainer_step (trainer, metrics);
  gint64 start = g_get_monotonic_time (), passed = 0;
  int n = 0;

  for (; n < MOST_STEPS && passed < ENOUGH_US && status == NN_OK
         && !g_cancellable_is_cancelled (cancellable);
       n++)
    {
      status = nn_trainer_step (trainer, metrics);
      passed = g_get_monotonic_time () - start;
    }
  *seconds = n > 0 ? (double) passed / n / G_TIME_SPAN_SECOND : 0;
  return status;
}

/* An image that is only looked at costs about a third of one that is learned from. */
static LabEstimate *
make_estimate (const Job *job, const nn_trainer *trainer, double step_seconds)
{
  LabEstimate *estimate = g_new (LabEstimate, 1);
  double image = step_seconds / (double) nn_trainer_get_config (trainer)->batch;

  estimate->step_seconds = step_seconds;
  estimate->epoch_seconds = step_seconds * (double) nn_trainer_steps_per_epoch (trainer)
                            + image / 3 * (double) job->data->validation.n_images;
  return estimate;
}

static gpointer
estimate_thread (gpointer data)
{
  Job *job = data;
  double seconds = 0;
  nn_trainer *trainer;

  setpriority (PRIO_PROCESS, 0, NICE);
  trainer = nn_trainer_new (&job->made.config, &job->made.train, &job->status);
  if (trainer != NULL)
    job->status = time_steps (trainer, g_task_get_cancellable (job->task), &seconds);
  if (job->status == NN_OK)
    job->estimate = make_estimate (job, trainer, seconds);
  nn_trainer_free (trainer);
  g_source_attach (job->ended, g_task_get_context (job->task));
  return NULL;
}

static void
end (Job *job)
{
  g_thread_join (job->thread);
  under_way = g_slist_remove (under_way, job);
  if (job->status == NN_OK)
    g_task_return_pointer (job->task, job->estimate, g_free);
  else
    g_task_return_new_error (job->task, LAB_ERROR, LAB_ERROR_ENGINE, "%s",
                             lab_error_sentence (job->status));
  g_source_destroy (job->ended);
  g_source_unref (job->ended);
  g_object_unref (job->task);
  lab_data_unref (job->data);
  g_free (job);
}

static gboolean
ended_cb (gpointer job)
{
  end (job);
  return G_SOURCE_REMOVE;
}

void
lab_estimate_start (const LabTrainingConfig *made, LabData *data, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->made = *made;
  job->data = lab_data_ref (data);
  job->task = g_task_new (NULL, cancellable, callback, user_data);
  job->ended = g_idle_source_new ();
  g_source_set_callback (job->ended, ended_cb, job, NULL);
  under_way = g_slist_prepend (under_way, job);
  job->thread = g_thread_new ("estimate", estimate_thread, job);
}

void
lab_estimate_end_all (void)
{
  while (under_way != NULL)
    {
      Job *job = under_way->data;
      GCancellable *cancellable = g_task_get_cancellable (job->task);

      if (cancellable != NULL)
        g_cancellable_cancel (cancellable);
      end (job);
    }
}

gboolean
lab_estimate_finish (GAsyncResult *result, LabEstimate *estimate)
{
  g_autofree LabEstimate *made = g_task_propagate_pointer (G_TASK (result), NULL);

  if (made != NULL)
    *estimate = *made;
  return made != NULL;
}
