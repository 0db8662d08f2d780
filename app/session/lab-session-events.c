/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-events.c - one row of a table per kind of event; see the header */

#include "config.h"
#include "lab-session-events.h"

#include <glib/gi18n.h>
#include "lab-session-changes.h"

typedef struct {
  LabTrainingModel *model;
  LabSessionWorker *worker;
  LabSessionState state;
} Context;

static void
apply_step (Context *c, const LabEvent *event)
{
  lab_training_model_add_step (c->model, event->contestant, event->step, event->seconds,
                               event->loss, event->accuracy);
}

static void
apply_validation (Context *c, const LabEvent *event)
{
  lab_training_model_add_validation (c->model, event->contestant, event->step, event->seconds,
                                     event->loss, event->accuracy);
}

static void
apply_test (Context *c, const LabEvent *event)
{
  lab_training_model_set_test (c->model, event->contestant, event->accuracy);
}

static void
apply_diagnostics (Context *c, const LabEvent *event)
{
  const LabDiagnostics *values = event->diagnostics;

  lab_training_model_add_diagnostics (c->model, event->contestant, event->step, event->seconds,
                                      values->n_layers, values->layer, values->median);
}

static void
apply_changed (Context *c, const LabEvent *event)
{
  g_autofree char *text
      = lab_session_describe_change (lab_session_worker_get_trained (c->worker), &event->change);

  lab_training_model_add_event (c->model, event->step, text);
}

/* The sliders show again what held at that step. */
static void
apply_went_back (Context *c, const LabEvent *event)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (c->model);

  for (int i = 0; i < setup.n_contestants; i++)
    setup.contestant[i] = event->settings->f[i];
  setup.learning_rate = event->settings->learning_rate;
  setup.dropout = event->settings->dropout;
  lab_session_worker_set_trained (c->worker, &setup);
  lab_training_model_set_scrub (c->model, -1);
  lab_training_model_truncate (c->model, event->step);
  lab_training_model_set_setup (c->model, &setup);
  c->state = LAB_SESSION_SETTLING;
}

static void
apply_diverged (Context *c, const LabEvent *event)
{
  lab_training_model_set_diverged (c->model, event->contestant, event->step);
}

static void
apply_stopped_early (Context *c, const LabEvent *event)
{
  nn_activation f = lab_session_worker_get_trained (c->worker)->contestant[event->contestant];
  g_autofree char *text = NULL;

  /* Translators: a function whose training has ended; shown on the curves, so short */
  text = g_strdup_printf (_("%s stops early"), nn_activation_get_info (f.id)->title);
  lab_training_model_add_event (c->model, lab_training_model_get_step (c->model), text);
}

/* Unless the person has gone on since then, or has asked for something else. */
static void
apply_paused (Context *c, const LabEvent *event)
{
  if (c->state == LAB_SESSION_RUNNING)
    c->state = LAB_SESSION_SETTLING;
}

/* Going back comes before it, unless there was no state to go back to. */
static void
apply_settled (Context *c, const LabEvent *event)
{
  if (c->state == LAB_SESSION_SETTLING || c->state == LAB_SESSION_GOING_BACK)
    c->state = LAB_SESSION_PAUSED;
}

static void
apply_ended (Context *c, const LabEvent *event)
{
  c->state = LAB_SESSION_FINISHED;
}

static void
apply_failed (Context *c, const LabEvent *event)
{
  c->state = LAB_SESSION_FAILED;
}

typedef void (*Apply) (Context *c, const LabEvent *event);

static const Apply applies[LAB_N_EVENTS] = {
  [LAB_EVENT_STEP] = apply_step,         [LAB_EVENT_VALIDATION] = apply_validation,
  [LAB_EVENT_TEST] = apply_test,         [LAB_EVENT_DIAGNOSTICS] = apply_diagnostics,
  [LAB_EVENT_CHANGED] = apply_changed,   [LAB_EVENT_WENT_BACK] = apply_went_back,
  [LAB_EVENT_DIVERGED] = apply_diverged, [LAB_EVENT_STOPPED_EARLY] = apply_stopped_early,
  [LAB_EVENT_PAUSED] = apply_paused,     [LAB_EVENT_SETTLED] = apply_settled,
  [LAB_EVENT_ENDED] = apply_ended,       [LAB_EVENT_FAILED] = apply_failed,
};

LabSessionState
lab_session_events_apply (LabTrainingModel *model, LabSessionWorker *worker, LabSessionState state,
                          const LabEvent *event)
{
  Context context = { model, worker, state };

  if (applies[event->type] != NULL)
    applies[event->type](&context, event);
  return context.state;
}
