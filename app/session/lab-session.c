/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session.c - the set-up that the session follows, and runs from disk; see the header */

#include "config.h"
#include "lab-session-private.h"

#include "lab-run-load.h"

/* --- The set-up ------------------------------------------------------------------------------- */

void
lab_session_choose_preset (LabSession *self, const char *name)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (lab_session_allows (self, LAB_SESSION_CHOOSE))
    lab_session_data_choose_preset (self->data, name);
}

void
lab_session_choose_data (LabSession *self, const char *spec)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (lab_session_allows (self, LAB_SESSION_CHOOSE))
    lab_session_data_choose (self->data, spec);
}

/* A set-up that was edited after a failure is a new one. */
static void
follow_setup (LabSession *self)
{
  if (self->state == LAB_SESSION_FAILED)
    lab_session_enter (self, LAB_SESSION_READY, NULL);
  lab_session_data_follow (self->data);
}

static void
setup_changed_cb (LabSession *self)
{
  if (lab_session_worker_exists (self->worker))
    lab_session_worker_follow (self->worker, lab_session_allows (self, LAB_SESSION_CHANGE));
  else if (lab_session_allows (self, LAB_SESSION_EDIT))
    follow_setup (self);
}

/* --- Runs from disk --------------------------------------------------------------------------- */

void
lab_session_show_run (LabSession *self, const LabRunRecord *record, LabRunCurves *curves)
{
  LabTrainingSetup ended;

  g_return_if_fail (LAB_IS_SESSION (self));

  if (!lab_session_allows (self, LAB_SESSION_REPLACE))
    return;
  lab_session_reset (self);
  lab_run_load_model (self->model, record, curves);
  /* As the window was when the run ended in it: its results are those of the last alphas. */
  ended = *lab_training_model_get_setup (self->model);
  lab_run_apply_changes (record, &ended);
  lab_training_model_set_setup (self->model, &ended);
  lab_session_record_show (self->record, record->id);
  lab_session_enter (self, LAB_SESSION_FINISHED, NULL);
  lab_training_model_data_changed (self->model);
}

static LabTrainingSetup
settings_in (LabSession *self, const nn_snapshot *snapshot)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);

  for (int i = 0; i < setup.n_contestants; i++)
    setup.contestant[i] = nn_snapshot_peek_contestant (snapshot, i)->f;
  setup.learning_rate = nn_snapshot_peek_settings (snapshot)->learning_rate;
  setup.dropout = nn_snapshot_peek_settings (snapshot)->dropout;
  return setup;
}

static void
go_on_paused (LabSession *self, LabResumed *resumed)
{
  LabRunSource source;
  LabTrainingSetup setup;

  lab_run_load_model (self->model, resumed->record, resumed->curves);
  lab_session_data_follow (self->data);
  source = lab_session_get_source (self);
  if (!lab_session_start_worker (self, LAB_WORKER_PAUSE, resumed->snapshot,
                                 lab_run_recorder_get_seconds (resumed->recorder)))
    return;
  lab_session_record_go_on (self->record, &source, resumed->record,
                            g_steal_pointer (&resumed->recorder));
  setup = resumed->snapshot != NULL ? settings_in (self, resumed->snapshot) : *source.setup;
  lab_session_worker_set_trained (self->worker, &setup);
  lab_training_model_set_setup (self->model, &setup);
  lab_session_enter (self, LAB_SESSION_SETTLING, NULL);
  lab_training_model_data_changed (self->model);
}

static void
resumed_cb (LabResumed *resumed, const char *problem, gpointer data)
{
  LabSession *self = data;

  if (resumed != NULL)
    go_on_paused (self, resumed);
  else
    {
      lab_session_data_follow (self->data); /* what was edited meanwhile */
      lab_session_enter (self, LAB_SESSION_FAILED, problem);
    }
  g_clear_pointer (&self->resume, lab_session_resume_free);
}

void
lab_session_resume (LabSession *self, const LabRunRecord *record)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (!lab_session_allows (self, LAB_SESSION_REPLACE))
    return;
  lab_session_reset (self);
  self->resume = lab_session_resume_new (record, resumed_cb, self);
  lab_session_enter (self, LAB_SESSION_RESUMING, NULL);
  lab_session_data_read (self->data, record->setup.data);
  lab_training_model_set_setup (self->model, &record->setup);
}

/* The data is there, or is not. */
static void
loaded_cb (const char *problem, gpointer data)
{
  LabSession *self = data;

  if (problem != NULL)
    {
      g_clear_pointer (&self->resume, lab_session_resume_free);
      lab_session_enter (self, LAB_SESSION_FAILED, problem);
    }
  else if (self->state == LAB_SESSION_RESUMING)
    lab_session_resume_read (self->resume, lab_session_data_get (self->data),
                             lab_session_data_get_sum (self->data));
  else if (self->state == LAB_SESSION_LOADING && lab_session_data_can_train (self->data))
    lab_session_begin (self, self->first);
  else if (self->state == LAB_SESSION_LOADING)
    lab_session_enter (self, LAB_SESSION_READY, NULL);
}

/* --- Making ------------------------------------------------------------------------------------ */

/* Some states leave what is shown as it is. */
static gboolean
show_state (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  LabTrainingState before = lab_training_model_get_state (data);
  LabTrainingState shown
      = lab_session_state_shown ((LabSessionState) g_value_get_uint (from), before);

  g_value_set_uint (to, shown);
  return TRUE;
}

LabSession *
lab_session_new (LabTrainingModel *model)
{
  LabSession *self = g_object_new (LAB_TYPE_SESSION, NULL);

  self->model = g_object_ref (model);
  self->facts = lab_session_facts_new (model);
  self->data = lab_session_data_new (model, self->facts, loaded_cb, self);
  self->worker = lab_session_worker_new (model, self->facts);
  self->record = lab_session_record_new (model, self->facts);
  g_object_bind_property (self, "message", model, "message", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (self, "state", model, "state", G_BINDING_SYNC_CREATE, show_state,
                               NULL, model, NULL);
  g_object_bind_property (self, "looked-at", model, "scrub",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (model, "setup-changed", G_CALLBACK (setup_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
