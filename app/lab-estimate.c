/* lab-estimate.c - see the header */

#include "lab-estimate.h"

#include <sys/resource.h>
#include "lab-error.h"

enum { NICE = 15, MOST_STEPS = 20, ENOUGH_US = 100000 };

typedef struct {
  LabTrainingConfig made;
  LabData *data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  lab_data_unref (job->data);
  g_free (job);
}

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
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  double seconds = 0;
  nn_status status;
  nn_trainer *trainer;

  setpriority (PRIO_PROCESS, 0, NICE);
  trainer = nn_trainer_new (&job->made.config, &job->made.train, &status);
  if (trainer != NULL)
    status = time_steps (trainer, cancellable, &seconds);
  if (status == NN_OK)
    g_task_return_pointer (task, make_estimate (job, trainer, seconds), g_free);
  else
    g_task_return_new_error (task, LAB_ERROR, LAB_ERROR_ENGINE, "%s", lab_error_sentence (status));
  nn_trainer_free (trainer);
  return NULL;
}

void
lab_estimate_start (const LabTrainingConfig *made, LabData *data, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->made = *made;
  job->data = lab_data_ref (data);
  g_task_set_task_data (task, job, job_free);
  g_thread_unref (g_thread_new ("estimate", estimate_thread, task));
}

gboolean
lab_estimate_finish (GAsyncResult *result, LabEstimate *estimate)
{
  g_autofree LabEstimate *made = g_task_propagate_pointer (G_TASK (result), NULL);

  if (made != NULL)
    *estimate = *made;
  return made != NULL;
}
