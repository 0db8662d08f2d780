/* lab-session-events.c - hands on what the worker has measured, one row of a table per kind */

#include "config.h"
#include "lab-session-private.h"

#include <glib/gi18n.h>
#include "lab-error.h"

static void
apply_step (LabSession *session, const LabEvent *event)
{
  lab_training_model_add_step (session->model, event->contestant, event->step, event->seconds,
                               event->loss, event->accuracy);
}

static void
apply_validation (LabSession *session, const LabEvent *event)
{
  lab_training_model_add_validation (session->model, event->contestant, event->step, event->seconds,
                                     event->loss, event->accuracy);
}

static void
apply_test (LabSession *session, const LabEvent *event)
{
  lab_training_model_set_test (session->model, event->contestant, event->accuracy);
}

static void
apply_diagnostics (LabSession *session, const LabEvent *event)
{
  const LabDiagnostics *values = event->diagnostics;

  lab_training_model_add_diagnostics (session->model, event->contestant, event->step,
                                      event->seconds, values->n_layers, values->layer,
                                      values->median);
}

static void
apply_changed (LabSession *session, const LabEvent *event)
{
  g_autofree char *text = lab_session_describe_change (&session->trained, &event->change);

  lab_training_model_add_event (session->model, event->step, text);
}

/* The sliders show again what held at that step. */
static void
apply_went_back (LabSession *session, const LabEvent *event)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (session->model);

  lab_session_changes_forget (session);
  for (int i = 0; i < setup.n_contestants; i++)
    setup.contestant[i] = event->settings->f[i];
  setup.learning_rate = event->settings->learning_rate;
  setup.dropout = event->settings->dropout;
  session->trained = setup;
  lab_training_model_set_scrub (session->model, -1);
  lab_training_model_truncate (session->model, event->step);
  lab_training_model_set_setup (session->model, &setup);
  lab_session_enter (session, LAB_SESSION_SETTLING, NULL);
}

static void
apply_diverged (LabSession *session, const LabEvent *event)
{
  lab_training_model_set_diverged (session->model, event->contestant, event->step);
}

static void
apply_stopped_early (LabSession *session, const LabEvent *event)
{
  nn_activation f = session->trained.contestant[event->contestant];
  g_autofree char *text = NULL;

  /* Translators: a function whose training has ended; shown on the curves, so short */
  text = g_strdup_printf (_ ("%s stops early"), nn_activation_get_info (f.id)->title);
  lab_training_model_add_event (session->model, lab_training_model_get_step (session->model), text);
}

/* It was asked for, unless the person has gone on since then, or has asked for something else. */
static void
apply_paused (LabSession *session, const LabEvent *event)
{
  if (session->state == LAB_SESSION_RUNNING)
    lab_session_enter (session, LAB_SESSION_SETTLING, NULL);
}

static void
apply_settled (LabSession *session, const LabEvent *event)
{
  if (session->state == LAB_SESSION_SETTLING)
    lab_session_enter (session, LAB_SESSION_PAUSED, NULL);
}

static void
apply_ended (LabSession *session, const LabEvent *event)
{
  lab_session_enter (session, LAB_SESSION_FINISHED, NULL);
}

static void
apply_failed (LabSession *session, const LabEvent *event)
{
  lab_session_drop_worker (session);
  lab_session_enter (session, LAB_SESSION_FAILED, lab_error_sentence (event->status));
}

typedef void (*Apply) (LabSession *session, const LabEvent *event);

static const Apply applies[] = {
  [LAB_EVENT_STEP] = apply_step,         [LAB_EVENT_VALIDATION] = apply_validation,
  [LAB_EVENT_TEST] = apply_test,         [LAB_EVENT_DIAGNOSTICS] = apply_diagnostics,
  [LAB_EVENT_CHANGED] = apply_changed,   [LAB_EVENT_WENT_BACK] = apply_went_back,
  [LAB_EVENT_DIVERGED] = apply_diverged, [LAB_EVENT_STOPPED_EARLY] = apply_stopped_early,
  [LAB_EVENT_PAUSED] = apply_paused,     [LAB_EVENT_SETTLED] = apply_settled,
  [LAB_EVENT_ENDED] = apply_ended,       [LAB_EVENT_FAILED] = apply_failed,
};

void
lab_session_apply (LabSession *session, LabEvent *event)
{
  if (applies[event->type] != NULL)
    applies[event->type](session, event);
}
