/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-training.c - starts, pauses and ends the training, and takes what it has measured */

#include "config.h"
#include "lab-session-private.h"

#include "lab-error.h"
#include "lab-live-diagnostics.h"
#include "lab-session-events.h"

/* --- Starting --------------------------------------------------------------------------------- */

static void
show_layers (LabSession *self)
{
  LabTrainingLayer layers[NN_MAX_LAYERS];
  const nn_model *model = &lab_session_data_get_config (self->data)->config.model;
  int n = lab_training_config_layers (model, layers);

  lab_training_model_set_layers (self->model, n, layers);
  lab_training_model_set_n_probe (
      self->model, (guint) lab_live_diagnostics_n_probe (lab_session_data_get (self->data)));
}

gboolean
lab_session_start_worker (LabSession *self, LabWorkerCommand first, const nn_snapshot *snapshot,
                          double seconds)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  const LabTrainingConfig *made = lab_session_data_get_config (self->data);
  LabTrainingPlan plan = { .config = made->config,
                           .n_steps = made->n_steps,
                           .train = made->train,
                           .data = lab_session_data_get (self->data),
                           .dropout = made->dropout,
                           .checkpoints = lab_session_record_is_recording (self->record),
                           .start = snapshot,
                           .seconds = seconds,
                           .pace = lab_training_setup_pace (setup, made->n_steps) };

  lab_session_data_stop_estimating (self->data);
  if (!lab_session_worker_start (self->worker, &plan, first))
    {
      lab_session_enter (self, LAB_SESSION_FAILED, lab_error_sentence (NN_ERROR_MEMORY));
      return FALSE;
    }
  show_layers (self);
  return TRUE;
}

LabRunSource
lab_session_get_source (LabSession *self)
{
  return (LabRunSource){ .setup = lab_training_model_get_setup (self->model),
                         .data = lab_session_data_get (self->data),
                         .data_sum = lab_session_data_get_sum (self->data),
                         .n_train = lab_session_data_get_config (self->data)->train.n_images };
}

void
lab_session_begin (LabSession *self, LabWorkerCommand first)
{
  LabRunSource source = lab_session_get_source (self);

  if (!lab_session_start_worker (self, first, NULL, 0))
    return;
  lab_session_record_begin (self->record, &source);
  lab_session_enter (self, LAB_SESSION_RUNNING, NULL);
}

static void
go_on (LabSession *self, LabWorkerCommand how)
{
  lab_session_set_looked_at (self, -1);
  lab_session_record_run (self->record);
  lab_session_worker_go_on (self->worker, how);
  lab_session_enter (self, LAB_SESSION_RUNNING, NULL);
}

static void
start_or_step (LabSession *self, LabWorkerCommand how)
{
  g_autofree char *problem = NULL;

  if (lab_session_worker_exists (self->worker))
    {
      go_on (self, how);
      return;
    }
  lab_session_prepare (self); /* once more, if it could not be read before */
  problem = lab_training_model_check_setup (self->model);
  if (problem != NULL)
    return; /* the page shows it */
  self->first = how;
  if (lab_session_data_can_train (self->data))
    lab_session_begin (self, how);
  else
    lab_session_enter (self, LAB_SESSION_LOADING, NULL);
}

void
lab_session_start (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (!lab_session_allows (self, LAB_SESSION_START))
    return;
  if (self->state == LAB_SESSION_FINISHED)
    lab_session_reset (self);
  start_or_step (self, LAB_WORKER_RUN);
}

void
lab_session_step (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (lab_session_allows (self, LAB_SESSION_STEP))
    start_or_step (self, LAB_WORKER_STEP);
}

/* --- Ending ----------------------------------------------------------------------------------- */

static void
pause_and_save (LabSession *self)
{
  lab_session_worker_pause (self->worker);
  lab_session_enter (self, LAB_SESSION_SETTLING, NULL);
  lab_session_drain (self);
}

void
lab_session_pause (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (lab_session_allows (self, LAB_SESSION_PAUSE))
    pause_and_save (self);
}

void
lab_session_finish (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (lab_session_allows (self, LAB_SESSION_FINISH))
    pause_and_save (self);
}

void
lab_session_stop (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (!lab_session_allows (self, LAB_SESSION_STOP))
    return;
  lab_session_record_stop (self->record);
  lab_session_worker_stop (self->worker);
  lab_session_enter (self, LAB_SESSION_ENDING, NULL);
}

void
lab_session_reset (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (!lab_session_allows (self, LAB_SESSION_RESET))
    return;
  g_clear_pointer (&self->resume, lab_session_resume_free);
  lab_session_drop_worker (self);
  lab_session_set_looked_at (self, -1);
  lab_training_model_clear (self->model);
  lab_session_enter (self, LAB_SESSION_READY, NULL);
  lab_session_data_follow (self->data);
}

void
lab_session_new_seed (LabSession *self, guint64 seed)
{
  LabTrainingSetup setup;
  gboolean running;

  g_return_if_fail (LAB_IS_SESSION (self));

  running = self->state == LAB_SESSION_RUNNING;
  lab_session_reset (self);
  setup = *lab_training_model_get_setup (self->model);
  setup.seed = seed;
  lab_training_model_set_setup (self->model, &setup);
  if (running)
    lab_session_start (self);
}

/* A run that is only shown has no states to go back to. */
void
lab_session_branch (LabSession *self, guint64 step)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (!lab_session_allows (self, LAB_SESSION_BRANCH) || !lab_session_worker_exists (self->worker))
    return;
  lab_session_worker_go_back (self->worker, step);
  lab_session_enter (self, LAB_SESSION_GOING_BACK, NULL);
}

/* --- What was measured ------------------------------------------------------------------------ */

static void
apply (LabSession *self, LabEvent *event)
{
  LabSessionState state = lab_session_events_apply (self->model, self->worker, self->state, event);

  lab_session_record_add (self->record, event, lab_session_worker_get_trained (self->worker));
  if (state != self->state)
    lab_session_enter (self, state,
                       state == LAB_SESSION_FAILED ? lab_error_sentence (event->status) : NULL);
}

static void
drain_worker (LabSession *self)
{
  g_autoptr (GArray) events = lab_session_worker_take_events (self->worker);

  for (guint i = 0; i < events->len && self->state != LAB_SESSION_FAILED; i++)
    apply (self, &g_array_index (events, LabEvent, i));
  if (self->state == LAB_SESSION_FAILED)
    lab_session_drop_worker (self);
  else
    lab_session_worker_look (self->worker);
  if (events->len > 0)
    lab_training_model_data_changed (self->model);
}

gboolean
lab_session_drain (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), FALSE);

  if (lab_session_worker_exists (self->worker))
    drain_worker (self);
  lab_session_record_look (self->record);
  return lab_session_state_is_busy (self->state);
}
