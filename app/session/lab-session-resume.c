/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-session-resume.h"

#include "lab-run-load.h"
#include "lab-training-config.h"

struct LabSessionResume {
  char *id;
  LabTrainingSetup setup;
  LabResumedFunc done;
  gpointer data;
  GCancellable *cancellable;
};

/* The thread's. */
typedef struct {
  char *id;
  nn_trainer_config config;
  char *data_sum;
  LabResumed resumed;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;
  LabResumed *resumed = &reading->resumed;

  g_free (reading->id);
  g_free (reading->data_sum);
  lab_run_recorder_close (resumed->recorder, NULL);
  nn_snapshot_free (resumed->snapshot);
  g_clear_pointer (&resumed->record, lab_run_record_free);
  g_clear_pointer (&resumed->curves, lab_run_curves_unref);
  g_free (reading);
}

static void
give_up (LabResumed *resumed)
{
  lab_run_recorder_set_state (resumed->recorder, LAB_RUN_PAUSED);
  lab_run_recorder_close (g_steal_pointer (&resumed->recorder), NULL);
}

/* The curves are read after resuming has cut off what lies beyond the checkpoint. */
static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  LabResumed *resumed = &reading->resumed;
  guint64 n_left_out;
  GError *error = NULL;

  resumed->recorder = lab_run_resume (reading->id, &reading->config, reading->data_sum,
                                      &resumed->snapshot, &error);
  if (resumed->recorder != NULL)
    {
      resumed->record = lab_run_record_load (reading->id);
      resumed->curves = lab_run_load_curves (resumed->record, &n_left_out, &error);
    }
  if (resumed->recorder != NULL && g_cancellable_is_cancelled (cancellable))
    give_up (resumed);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  LabSessionResume *self = data;
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  gboolean success = g_task_propagate_boolean (task, &error);
  Reading *reading = g_task_get_task_data (task);

  /* Then self is gone. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  self->done (success ? &reading->resumed : NULL, success ? NULL : error->message, self->data);
}

LabSessionResume *
lab_session_resume_new (const LabRunRecord *record, LabResumedFunc done, gpointer data)
{
  LabSessionResume *self = g_new0 (LabSessionResume, 1);

  self->id = g_strdup (record->id);
  self->setup = record->setup;
  self->done = done;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
lab_session_resume_read (LabSessionResume *self, LabData *data, const char *data_sum)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  LabTrainingConfig made;
  Reading *reading;

  if (!lab_training_config_make (&self->setup, data, &made, &error))
    {
      self->done (NULL, error->message, self->data);
      return;
    }
  reading = g_new0 (Reading, 1);
  reading->id = g_strdup (self->id);
  reading->config = made.config;
  reading->data_sum = g_strdup (data_sum);
  task = g_task_new (NULL, self->cancellable, read_cb, self);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

void
lab_session_resume_free (LabSessionResume *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self->id);
  g_free (self);
}
