/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-session-worker.h"

#include <string.h>

enum { REST_MS = 250 };

struct LabSessionWorker {
  LabTrainingModel *model;
  LabSessionFacts *facts;
  LabMailbox *mailbox;      /* NULL at step 0                                                */
  GPtrArray *threads;       /* of GThread: the one at work, and those that were told to quit */
  LabTrainingSetup trained; /* what the thread trains by                                     */
  guint64 n_steps;
  guint change_timeout;
  gint64 rate_since;
  guint64 rate_from;
};

/* --- Starting and ending ---------------------------------------------------------------------- */

static void
join_thread (gpointer thread)
{
  g_thread_join (thread);
}

LabSessionWorker *
lab_session_worker_new (LabTrainingModel *model, LabSessionFacts *facts)
{
  LabSessionWorker *self = g_new0 (LabSessionWorker, 1);

  self->model = model;
  self->facts = facts;
  self->threads = g_ptr_array_new_with_free_func (join_thread);
  return self;
}

void
lab_session_worker_free (LabSessionWorker *self)
{
  lab_session_worker_drop (self);
  g_ptr_array_unref (self->threads);
  g_free (self);
}

gboolean
lab_session_worker_start (LabSessionWorker *self, const LabTrainingPlan *plan,
                          LabWorkerCommand first)
{
  GThread *thread;

  g_return_val_if_fail (self->mailbox == NULL, FALSE);

  self->mailbox = lab_worker_start (plan, first, &thread);
  if (self->mailbox == NULL)
    return FALSE;
  g_ptr_array_add (self->threads, thread);
  self->trained = *lab_training_model_get_setup (self->model);
  self->n_steps = plan->n_steps;
  self->rate_since = 0;
  return TRUE;
}

gboolean
lab_session_worker_exists (LabSessionWorker *self)
{
  return self->mailbox != NULL;
}

static void
forget_changes (LabSessionWorker *self)
{
  g_clear_handle_id (&self->change_timeout, g_source_remove);
}

void
lab_session_worker_drop (LabSessionWorker *self)
{
  forget_changes (self);
  if (self->mailbox == NULL)
    return;
  lab_mailbox_command (self->mailbox, LAB_WORKER_QUIT);
  g_clear_pointer (&self->mailbox, lab_mailbox_unref);
  g_clear_pointer (&lab_session_facts_get (self->facts)->kept, g_array_unref);
}

/* --- Changes ---------------------------------------------------------------------------------- */

static void
change_parameters (LabSessionWorker *self, const LabTrainingSetup *setup)
{
  for (int i = 0; i < self->trained.n_contestants; i++)
    {
      nn_activation was = self->trained.contestant[i], f = setup->contestant[i];

      if (f.id == was.id && !nn_activation_equal (f, was))
        {
          LabChange change = { LAB_CHANGE_PARAMETER, i, was.parameter[0], f.parameter[0], f };

          lab_mailbox_change (self->mailbox, &change);
          self->trained.contestant[i] = f;
        }
    }
}

static void
change_rate (LabSessionWorker *self, LabChangeKind kind, double *trained, double wanted)
{
  LabChange change = { .kind = kind, .contestant = -1, .from = *trained, .to = wanted };

  if (*trained == wanted)
    return;
  lab_mailbox_change (self->mailbox, &change);
  *trained = wanted;
}

static void
pass_on_changes (LabSessionWorker *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  forget_changes (self);
  change_parameters (self, setup);
  change_rate (self, LAB_CHANGE_LEARNING_RATE, &self->trained.learning_rate, setup->learning_rate);
  change_rate (self, LAB_CHANGE_DROPOUT, &self->trained.dropout, setup->dropout);
}

static gboolean
rest_cb (gpointer data)
{
  LabSessionWorker *self = data;

  self->change_timeout = 0;
  pass_on_changes (self);
  return G_SOURCE_REMOVE;
}

void
lab_session_worker_follow (LabSessionWorker *self, gboolean all)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  if (setup->pace != self->trained.pace)
    lab_mailbox_set_pace (self->mailbox, lab_training_setup_pace (setup, self->n_steps));
  self->trained.pace = setup->pace;
  if (!all)
    return;
  forget_changes (self);
  self->change_timeout = g_timeout_add (REST_MS, rest_cb, self);
}

const LabTrainingSetup *
lab_session_worker_get_trained (LabSessionWorker *self)
{
  return &self->trained;
}

void
lab_session_worker_set_trained (LabSessionWorker *self, const LabTrainingSetup *trained)
{
  forget_changes (self);
  self->trained = *trained;
}

/* --- Orders ----------------------------------------------------------------------------------- */

void
lab_session_worker_go_on (LabSessionWorker *self, LabWorkerCommand how)
{
  pass_on_changes (self);
  lab_mailbox_command (self->mailbox, how);
}

void
lab_session_worker_pause (LabSessionWorker *self)
{
  lab_mailbox_save (self->mailbox);
}

/* The test is that of the set-up that is shown beside it. */
void
lab_session_worker_stop (LabSessionWorker *self)
{
  pass_on_changes (self);
  lab_mailbox_stop (self->mailbox);
}

void
lab_session_worker_go_back (LabSessionWorker *self, guint64 step)
{
  forget_changes (self);
  lab_mailbox_go_back (self->mailbox, step);
}

void
lab_session_worker_look_at (LabSessionWorker *self, gint64 step)
{
  lab_mailbox_look_at (self->mailbox, step);
}

/* --- What it says ----------------------------------------------------------------------------- */

GArray *
lab_session_worker_take_events (LabSessionWorker *self)
{
  return lab_mailbox_take_events (self->mailbox);
}

/* Images a second over the last half second or more. */
static void
measure_rate (LabSessionWorker *self)
{
  gint64 now = g_get_monotonic_time ();
  guint64 step = lab_training_model_get_step (self->model);
  double seconds = (double) (now - self->rate_since) / G_TIME_SPAN_SECOND;

  if (self->rate_since != 0 && seconds < 0.5)
    return;
  if (self->rate_since != 0 && step > self->rate_from && seconds < 5)
    lab_training_model_set_rate (self->model,
                                 (double) (step - self->rate_from) * self->trained.batch / seconds);
  self->rate_since = now;
  self->rate_from = step;
}

/* The kept states, if there are others than at the last look. */
static void
look_for_kept (LabSessionWorker *self)
{
  g_autoptr (GArray) kept = lab_mailbox_get_kept (self->mailbox);
  LabTrainingFacts *facts = lab_session_facts_get (self->facts);
  const GArray *known = facts->kept;

  if (known != NULL && known->len == kept->len
      && (kept->len == 0 || memcmp (known->data, kept->data, kept->len * sizeof (guint64)) == 0))
    return;
  g_clear_pointer (&facts->kept, g_array_unref);
  facts->kept = g_steal_pointer (&kept);
  lab_session_facts_publish (self->facts);
}

void
lab_session_worker_look (LabSessionWorker *self)
{
  measure_rate (self);
  look_for_kept (self);
}
