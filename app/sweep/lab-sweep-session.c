/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-session.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-error.h"
#include "lab-sweep-words.h"
#include "lab-sweep.h"
#include "lab-training-config.h"

/* The window goes first. 25 times a second is smooth for a bar and dots that appear. */
enum { NICE = 10, DRAIN_INTERVAL_MS = 40 };

G_STATIC_ASSERT ((int) LAB_SWEEP_MOST_ALPHAS == (int) LAB_SWEEP_MOST_FUNCTIONS);
G_STATIC_ASSERT ((int) LAB_SWEEP_MOST_ROWS == (int) LAB_SWEEP_MOST_SEEDS);

struct LabSweepSession {
  LabSweepModel *model;
  LabTrainingSetup setup;
  GCancellable *loading; /* not NULL while the data is being read */
  LabData *data;         /* while a sweep goes on */
  LabData view;          /* of data, with as many training images as are wanted */
  LabSweep *sweep;       /* while it goes on */
  LabSweepPlan plan;
  LabSweepRun run[LAB_SWEEP_MOST_FUNCTIONS * LAB_SWEEP_MOST_SEEDS];
  guint timer;
  gint64 started;
  nn_status failure;
  gboolean cancelled;
};

static void
end (LabSweepSession *session, LabSweepState state, const char *headline, const char *detail)
{
  g_clear_handle_id (&session->timer, g_source_remove);
  g_clear_pointer (&session->sweep, lab_sweep_free);
  g_clear_pointer (&session->data, lab_data_unref);
  lab_sweep_model_set_state (session->model, state, headline, detail);
}

static void
fail (LabSweepSession *session, const char *why)
{
  end (session, LAB_SWEEP_FAILED, _("The sweep could not be run"), why);
}

static void
conclude (LabSweepSession *session)
{
  g_autofree char *headline = NULL;
  g_autofree char *detail = NULL;

  if (session->failure != NN_OK)
    {
      fail (session, lab_error_sentence (session->failure));
      return;
    }
  lab_sweep_conclude (&session->plan, session->run, session->cancelled, &headline, &detail);
  end (session, session->cancelled ? LAB_SWEEP_CANCELLED : LAB_SWEEP_DONE, headline, detail);
}

/* A failure of the engine ends all: it would meet every run. */
static void
take (LabSweepSession *session)
{
  g_autoptr (GArray) ended = lab_sweep_take (session->sweep);

  for (guint i = 0; i < ended->len; i++)
    {
      const LabSweepRun *run = &g_array_index (ended, LabSweepRun, i);

      session->run[run->function * session->plan.n_seeds + run->seed] = *run;
      if (run->state != LAB_SWEEP_RUN_FAILED)
        lab_sweep_model_add_point (session->model, run->function, run->seed, run->value);
      else if (session->failure == NN_OK)
        {
          session->failure = run->status;
          lab_sweep_cancel (session->sweep);
        }
    }
}

/* The first second says little about the rest. */
static void
show_progress (LabSweepSession *session)
{
  double progress = lab_sweep_get_progress (session->sweep);
  double seconds = (double) (g_get_monotonic_time () - session->started) / G_USEC_PER_SEC;
  double left = seconds > 1 && progress > 0 ? seconds * (1 - progress) / progress : NAN;

  lab_sweep_model_set_progress (session->model, progress, left);
}

static gboolean
drain_cb (gpointer data)
{
  LabSweepSession *session = data;
  gboolean over = lab_sweep_is_over (session->sweep);

  take (session);
  show_progress (session);
  if (!over)
    return G_SOURCE_CONTINUE;
  session->cancelled &= lab_sweep_model_get_n_ended (session->model)
                        < session->plan.n_functions * session->plan.n_seeds;
  conclude (session);
  return G_SOURCE_REMOVE;
}

static void
make_plan (LabSweepSession *session, const LabTrainingConfig *made)
{
  const LabSweepSetup *sweep = lab_sweep_model_get_shown (session->model);
  LabSweepPlan *plan = &session->plan;

  *plan = (LabSweepPlan){
    .config = made->config,
    .n_functions = sweep->n_alphas,
    .n_seeds = sweep->n_seeds,
    .first_seed = sweep->first_seed,
    .dropout = made->dropout,
    .metric = sweep->metric,
    .n_threads = made->config.n_threads,
    .nice = NICE,
  };
  for (int i = 0; i < sweep->n_alphas; i++)
    plan->function[i] = (nn_activation){ NN_ELU, { sweep->alpha[i] } };
  for (int i = 0; i < plan->n_functions * plan->n_seeds; i++)
    session->run[i] = (LabSweepRun){ .value = NAN };
}

/* The data is there. More images than it has are all of them. */
static void
run (LabSweepSession *session)
{
  gsize n = session->data->train.n_images;
  g_autoptr (GError) error = NULL;
  LabTrainingConfig made;

  lab_sweep_model_set_n_images (session->model, (guint) n);
  if (session->setup.subset >= n)
    session->setup.subset = 0;
  if (!lab_training_config_make (&session->setup, session->data, &made, &error))
    {
      fail (session, error->message);
      return;
    }
  lab_sweep_model_set_training (session->model, &session->setup);
  session->view = *session->data;
  session->view.train = made.train;
  make_plan (session, &made);
  session->started = g_get_monotonic_time ();
  session->sweep = lab_sweep_new (&session->plan, &session->view);
  session->timer = g_timeout_add (DRAIN_INTERVAL_MS, drain_cb, session);
  lab_sweep_model_set_state (session->model, LAB_SWEEP_RUNNING, NULL, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  LabData *data = g_task_propagate_pointer (G_TASK (result), &error);
  LabSweepSession *session = user_data;

  /* Cancelled: the session may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&session->loading);
  if (data == NULL)
    {
      fail (session, error->message);
      return;
    }
  session->data = data;
  run (session);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer spec, GCancellable *cancellable)
{
  GError *error = NULL;
  LabData *data = lab_data_load (spec, &error);

  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) lab_data_unref);
  else
    g_task_return_error (task, error);
}

static void
load (LabSweepSession *session)
{
  g_autoptr (GTask) task = NULL;

  session->loading = g_cancellable_new ();
  task = g_task_new (NULL, session->loading, loaded_cb, session);
  g_task_set_check_cancellable (task, TRUE);
  g_task_set_task_data (task, g_strdup (session->setup.data), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

/* base, with what the sweep has settings of its own for. */
static LabTrainingSetup
complete (const LabTrainingSetup *base, const LabSweepSetup *sweep)
{
  LabTrainingSetup setup = *base;

  setup.seed = sweep->first_seed;
  setup.epochs = sweep->epochs;
  setup.subset = sweep->images;
  setup.n_contestants = 0;
  return setup;
}

void
lab_sweep_session_start (LabSweepSession *session, const LabTrainingSetup *base, LabData *data)
{
  if (lab_sweep_model_is_busy (session->model)
      || lab_sweep_model_get_problem (session->model) != NULL)
    {
      lab_data_unref (data);
      return;
    }
  session->failure = NN_OK;
  session->cancelled = FALSE;
  lab_sweep_model_begin (session->model);
  session->setup = complete (base, lab_sweep_model_get_shown (session->model));
  session->data = data;
  if (data != NULL)
    run (session);
  else
    load (session);
}

void
lab_sweep_session_cancel (LabSweepSession *session)
{
  if (session->loading != NULL)
    {
      g_cancellable_cancel (session->loading);
      g_clear_object (&session->loading);
      end (session, LAB_SWEEP_CANCELLED, _("Cancelled before the first run was done"), NULL);
    }
  else if (session->sweep != NULL)
    {
      session->cancelled = TRUE;
      lab_sweep_cancel (session->sweep);
      lab_sweep_model_set_state (session->model, LAB_SWEEP_STOPPING, NULL, NULL);
    }
}

LabSweepSession *
lab_sweep_session_new (LabSweepModel *model)
{
  LabSweepSession *session = g_new0 (LabSweepSession, 1);

  session->model = g_object_ref (model);
  return session;
}

void
lab_sweep_session_free (LabSweepSession *session)
{
  if (session == NULL)
    return;
  if (session->loading != NULL)
    g_cancellable_cancel (session->loading);
  g_clear_object (&session->loading);
  g_clear_handle_id (&session->timer, g_source_remove);
  g_clear_pointer (&session->sweep, lab_sweep_free);
  g_clear_pointer (&session->data, lab_data_unref);
  g_object_unref (session->model);
  g_free (session);
}
