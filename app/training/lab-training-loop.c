/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-training-loop.h"

#include <sys/resource.h>
#include "lab-history.h"
#include "lab-live-diagnostics.h"

/* The window goes first. */
enum { NICE = 10 };

typedef struct {
  LabMailbox *mailbox;
  const LabTrainingPlan *plan;
  nn_trainer *trainer;
  LabHistory *history;
  LabLiveDiagnostics *diagnostics;
  gboolean diverged[NN_MAX_CONTESTANTS], finished[NN_MAX_CONTESTANTS];
  gboolean stopped; /* by the person */
  gint64 since;     /* when the time that counts last began; 0: it does not run */
  double seconds;   /* that had counted by then                                 */
} Loop;

static double
seconds_now (const Loop *loop)
{
  gint64 passed = loop->since != 0 ? g_get_monotonic_time () - loop->since : 0;

  return loop->seconds + (double) passed / G_TIME_SPAN_SECOND;
}

static void
stop_clock (Loop *loop)
{
  loop->seconds = seconds_now (loop);
  loop->since = 0;
}

static void
start_clock (Loop *loop)
{
  loop->since = g_get_monotonic_time ();
}

static LabEvent
event_now (const Loop *loop, LabEventType type, int contestant)
{
  return (LabEvent){ .type = type,
                     .contestant = contestant,
                     .step = nn_trainer_get_step (loop->trainer),
                     .seconds = seconds_now (loop) };
}

static void
push_metrics (Loop *loop, LabEventType type, const nn_metrics *metrics)
{
  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    {
      LabEvent event = event_now (loop, type, i);

      event.loss = metrics[i].loss;
      event.accuracy = metrics[i].accuracy;
      if (loop->diverged[i] || (type != LAB_EVENT_TEST && loop->finished[i]))
        continue;
      if (metrics[i].status == NN_ERROR_NOT_FINITE)
        {
          event.type = LAB_EVENT_DIVERGED;
          loop->diverged[i] = TRUE;
        }
      lab_mailbox_push (loop->mailbox, event);
    }
}

/* Told of in the contestants' order. */
static void
diagnose (Loop *loop)
{
  gboolean left_out[NN_MAX_CONTESTANTS];

  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    left_out[i] = loop->diverged[i] || loop->finished[i];
  lab_live_diagnostics_measure (loop->diagnostics, left_out);
  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    {
      LabEvent event = event_now (loop, LAB_EVENT_DIAGNOSTICS, i);

      event.diagnostics = lab_live_diagnostics_take (loop->diagnostics, i);
      if (event.diagnostics != NULL)
        lab_mailbox_push (loop->mailbox, event);
    }
}

/* --- States ---------------------------------------------------------------------------------- */

static void
tell_kept (Loop *loop)
{
  lab_mailbox_set_kept (loop->mailbox, lab_history_steps (loop->history));
}

/* By lab_history_offer () or _keep (), which may let go of others, but of none that is looked at. */
static void
keep_state (Loop *loop, gboolean (*keep) (LabHistory *, const nn_trainer *))
{
  lab_history_pin (loop->history, lab_mailbox_get_looked_at (loop->mailbox));
  if (keep (loop->history, loop->trainer))
    tell_kept (loop);
}

static void
save (Loop *loop)
{
  LabEvent event = event_now (loop, LAB_EVENT_CHECKPOINT, -1);
  nn_status status;

  event.snapshot = nn_snapshot_new (loop->trainer, &status);
  if (event.snapshot == NULL)
    return;
  nn_snapshot_take (event.snapshot, loop->trainer);
  lab_mailbox_push (loop->mailbox, event);
}

static LabSettings *
settings_of (const Loop *loop, const nn_snapshot *state)
{
  LabSettings *settings = g_new0 (LabSettings, 1);

  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    settings->f[i] = nn_snapshot_peek_contestant (state, i)->f;
  settings->learning_rate = nn_snapshot_peek_settings (state)->learning_rate;
  settings->dropout = nn_snapshot_peek_settings (state)->dropout;
  return settings;
}

/* A contestant that has stopped since then runs again. The branch that begins here has a checkpoint
 * before the worker has settled.                                                                */
static void
go_back (Loop *loop, guint64 step)
{
  const nn_snapshot *state = lab_history_find (loop->history, step);
  LabEvent event;

  if (state == NULL || nn_snapshot_restore (state, loop->trainer) != NN_OK)
    return;
  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    {
      loop->diverged[i] = nn_snapshot_peek_contestant (state, i)->stopped;
      loop->finished[i] = nn_snapshot_peek_contestant (state, i)->finished;
    }
  lab_live_diagnostics_reset (loop->diagnostics);
  loop->stopped = FALSE;
  lab_history_truncate (loop->history, step);
  tell_kept (loop);
  event = event_now (loop, LAB_EVENT_WENT_BACK, -1);
  event.settings = settings_of (loop, state);
  lab_mailbox_push (loop->mailbox, event);
  if (loop->plan->checkpoints)
    save (loop);
}

/* --- Changes --------------------------------------------------------------------------------- */

static nn_status
apply (Loop *loop, const LabChange *change)
{
  switch (change->kind)
    {
    case LAB_CHANGE_PARAMETER:
      return nn_trainer_set_activation (loop->trainer, change->contestant, change->f);
    case LAB_CHANGE_LEARNING_RATE:
      return nn_trainer_set_learning_rate (loop->trainer, change->to);
    case LAB_CHANGE_DROPOUT:
      return nn_trainer_set_dropout (loop->trainer, change->to);
    case LAB_N_CHANGES:
    default:
      return NN_ERROR_ARGUMENT;
    }
}

/* --- The run --------------------------------------------------------------------------------- */

static nn_status
end_epoch (Loop *loop)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  nn_status status = nn_trainer_evaluate (loop->trainer, &loop->plan->data->validation, metrics);

  if (status != NN_OK)
    return status;
  push_metrics (loop, LAB_EVENT_VALIDATION, metrics);
  nn_trainer_note_validation (loop->trainer, metrics);
  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    if (!loop->finished[i] && nn_trainer_is_finished (loop->trainer, i))
      {
        LabEvent event = event_now (loop, LAB_EVENT_STOPPED_EARLY, i);

        loop->finished[i] = TRUE;
        event.step = nn_trainer_best_step (loop->trainer, i);
        lab_mailbox_push (loop->mailbox, event);
      }
  if (loop->plan->checkpoints)
    save (loop);
  return NN_OK;
}

static nn_status
train_step (Loop *loop)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  nn_status status;

  start_clock (loop);
  lab_live_diagnostics_note (loop->diagnostics);
  status = nn_trainer_step (loop->trainer, metrics);
  if (status == NN_OK)
    {
      push_metrics (loop, LAB_EVENT_STEP, metrics);
      diagnose (loop);
      if (nn_trainer_epoch_ended (loop->trainer))
        status = end_epoch (loop);
    }
  stop_clock (loop);
  if (status == NN_OK)
    keep_state (loop, lab_history_offer);
  return status;
}

static gboolean
any_at_work (const Loop *loop)
{
  for (int i = 0; i < loop->plan->config.n_contestants; i++)
    if (!loop->diverged[i] && !loop->finished[i])
      return TRUE;
  return FALSE;
}

/* The test set is touched here, once, and nowhere else. */
static nn_status
end_run (Loop *loop)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  nn_status status;

  keep_state (loop, lab_history_keep);
  nn_trainer_restore_best (loop->trainer);
  status = nn_trainer_evaluate (loop->trainer, &loop->plan->data->test, metrics);
  if (status != NN_OK)
    return status;
  push_metrics (loop, LAB_EVENT_TEST, metrics);
  if (loop->plan->checkpoints)
    save (loop);
  lab_mailbox_push (loop->mailbox, event_now (loop, LAB_EVENT_ENDED, -1));
  return NN_OK;
}

static gboolean
is_at_end (const Loop *loop)
{
  return loop->stopped || nn_trainer_get_step (loop->trainer) >= loop->plan->n_steps
         || !any_at_work (loop);
}

static nn_status
step_or_end (Loop *loop)
{
  nn_status status = is_at_end (loop) ? NN_OK : train_step (loop);

  lab_mailbox_end_step (loop->mailbox);
  if (status != NN_OK || !is_at_end (loop))
    return status;
  lab_mailbox_rest (loop->mailbox);
  return end_run (loop);
}

/* The state before a change is one that people want to go back to. */
static nn_status
obey (Loop *loop, LabOrders *orders)
{
  if (orders->changes->len > 0)
    keep_state (loop, lab_history_keep);
  for (guint i = 0; i < orders->changes->len; i++)
    {
      LabEvent event = event_now (loop, LAB_EVENT_CHANGED, -1);

      event.change = g_array_index (orders->changes, LabChange, i);
      if (apply (loop, &event.change) == NN_OK)
        lab_mailbox_push (loop->mailbox, event);
    }
  g_array_unref (orders->changes);
  if (orders->goes_back)
    go_back (loop, orders->back_to);
  if (orders->saves && loop->plan->checkpoints)
    save (loop);
  if (!orders->stops || is_at_end (loop))
    return NN_OK;
  loop->stopped = TRUE;
  lab_mailbox_rest (loop->mailbox);
  return end_run (loop);
}

static nn_status
run (Loop *loop)
{
  gint64 last = 0;
  nn_status status = NN_OK;

  while (status == NN_OK)
    {
      LabOrders orders;

      switch (lab_mailbox_wait (loop->mailbox, &last, &orders))
        {
        case LAB_TURN_QUIT:
          return NN_OK;
        case LAB_TURN_ORDERS:
          status = obey (loop, &orders);
          break;
        case LAB_TURN_STEP:
        default:
          status = step_or_end (loop);
        }
    }
  return status;
}

static nn_status
set_up (Loop *loop)
{
  nn_status status;

  loop->trainer = nn_trainer_new (&loop->plan->config, &loop->plan->train, &status);
  if (loop->trainer == NULL)
    return status;
  status = loop->plan->start != NULL ? nn_snapshot_restore (loop->plan->start, loop->trainer)
                                     : nn_trainer_set_dropout (loop->trainer, loop->plan->dropout);
  for (int i = 0; i < loop->plan->config.n_contestants && loop->plan->start != NULL; i++)
    {
      loop->diverged[i] = nn_snapshot_peek_contestant (loop->plan->start, i)->stopped;
      loop->finished[i] = nn_snapshot_peek_contestant (loop->plan->start, i)->finished;
    }
  if (status == NN_OK)
    loop->diagnostics = lab_live_diagnostics_new (loop->trainer, loop->plan, &status);
  if (status != NN_OK)
    return status;
  keep_state (loop, lab_history_keep);
  diagnose (loop);
  return NN_OK;
}

/* Threads of the trainer's pool inherit the nice value: the window goes first. */
void
lab_training_loop_run (LabMailbox *mailbox, const LabTrainingPlan *plan)
{
  Loop loop = { .mailbox = mailbox, .plan = plan, .seconds = plan->seconds };
  nn_status status;

  setpriority (PRIO_PROCESS, 0, NICE);
  loop.history = lab_history_new (LAB_HISTORY_BYTES);
  status = set_up (&loop);
  if (status == NN_OK)
    status = run (&loop);
  if (status != NN_OK)
    lab_mailbox_push (mailbox, (LabEvent){ .type = LAB_EVENT_FAILED, .status = status });
  lab_live_diagnostics_free (loop.diagnostics);
  lab_history_free (loop.history);
  nn_trainer_free (loop.trainer);
}
