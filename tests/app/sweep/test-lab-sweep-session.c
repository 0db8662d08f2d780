/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-sweep-session.c - a sweep of the window without a display, and what it says at the end
 *
 * Trains networks of 8 units on 400 images of the sample.
 */

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include "lab-paths.h"
#include "lab-sweep-session.h"
#include "lab-sweep-words.h"
#include "lab-training-config.h"

typedef struct {
  LabSweepModel *model;
  LabSweepSession *session;
  LabTrainingSetup base;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  LabSweepSetup sweep;

  fixture->model = lab_sweep_model_new ();
  fixture->session = lab_sweep_session_new (fixture->model);
  fixture->base = lab_training_setup_default ();
  g_strlcpy (fixture->base.model, "784-8-10", LAB_SETUP_TEXT);
  fixture->base.batch = 32;
  lab_sweep_model_set_alphas (fixture->model, "0.3, 0");
  sweep = *lab_sweep_model_get_setup (fixture->model);
  sweep.n_seeds = 3;
  sweep.epochs = 1;
  sweep.images = 400;
  lab_sweep_model_set_setup (fixture->model, &sweep);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  lab_sweep_session_free (fixture->session);
  g_assert_finalize_object (fixture->model);
}

static gboolean
wake_cb (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (Fixture *fixture, gboolean (*is_so) (Fixture *fixture))
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint wake = g_timeout_add (5, wake_cb, NULL);

  while (!is_so (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static gboolean
is_idle (Fixture *fixture)
{
  return !lab_sweep_model_is_busy (fixture->model);
}

static gboolean
has_some (Fixture *fixture)
{
  return lab_sweep_model_get_n_ended (fixture->model) >= 6;
}

static gboolean
is_running (Fixture *fixture)
{
  return lab_sweep_model_get_state (fixture->model) == LAB_SWEEP_RUNNING;
}

static void
edit (Fixture *fixture, int n_seeds, guint epochs)
{
  LabSweepSetup sweep = *lab_sweep_model_get_setup (fixture->model);

  sweep.n_seeds = n_seeds;
  sweep.epochs = epochs;
  lab_sweep_model_set_setup (fixture->model, &sweep);
}

static void
start (Fixture *fixture)
{
  lab_sweep_session_start (fixture->session, &fixture->base, NULL);
}

static void
assert_says (const char *text, const char *words)
{
  g_assert_nonnull (text);
  if (strstr (text, words) == NULL)
    g_error ("“%s” does not say “%s”", text, words);
}

/* What a trainer with two threads makes of alpha and seed, driven by the test. */
static double
train_by_hand (Fixture *fixture, double alpha, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (LAB_DATA_SAMPLE, &error);
  LabTrainingSetup setup = fixture->base;
  LabTrainingConfig made;
  nn_metrics metrics;
  nn_trainer *trainer;
  nn_status status;

  g_assert_no_error (error);
  setup.subset = 400;
  setup.epochs = 1;
  setup.seed = seed;
  setup.n_contestants = 1;
  setup.contestant[0] = (nn_activation){ NN_ELU, { alpha } };
  g_assert_true (lab_training_config_make (&setup, data, &made, &error));
  g_assert_cmpuint (made.n_steps, ==, 13);
  trainer = nn_trainer_new (&made.config, &made.train, &status);
  for (int i = 0; i < 13; i++)
    g_assert_cmpint (nn_trainer_step (trainer, &metrics), ==, NN_OK);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &data->validation, &metrics), ==, NN_OK);
  nn_trainer_free (trainer);
  return metrics.accuracy;
}

static void
test_runs_to_the_end (Fixture *fixture, gconstpointer unused)
{
  int priority = getpriority (PRIO_PROCESS, 0);

  start (fixture);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_LOADING);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_DONE);
  g_assert_cmpint (lab_sweep_model_get_n_ended (fixture->model), ==, 6);
  g_assert_cmpfloat (lab_sweep_model_get_progress (fixture->model), ==, 1);
  g_assert_cmpuint (lab_sweep_model_get_n_images (fixture->model), ==, 9000);
  for (int a = 0; a < 2; a++)
    for (int s = 0; s < 3; s++)
      g_assert_cmpfloat (lab_sweep_model_get_point (fixture->model, a, s)->value, ==,
                         train_by_hand (fixture, a * 0.3, 42 + (guint64) s));
  assert_says (lab_sweep_model_get_detail (fixture->model), "over 3 seeds");
  g_assert_cmpint (getpriority (PRIO_PROCESS, 0), ==, priority);
}

static void
test_takes_data_that_is_there (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (LAB_DATA_SAMPLE, &error);

  g_strlcpy (fixture->base.data, "/nowhere", LAB_SETUP_TEXT);
  lab_sweep_session_start (fixture->session, &fixture->base, lab_data_ref (data));
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_RUNNING);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_DONE);
  g_assert_cmpuint (data->train.n_images, ==, 9000);
}

static void
test_cancel_keeps_what_is_done (Fixture *fixture, gconstpointer unused)
{
  gint64 cancelled;
  int ended;

  edit (fixture, 100, 20);
  start (fixture);
  wait_until (fixture, has_some);
  lab_sweep_session_cancel (fixture->session);
  cancelled = g_get_monotonic_time ();
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_STOPPING);
  wait_until (fixture, is_idle);
  g_assert_cmpint (g_get_monotonic_time () - cancelled, <, G_USEC_PER_SEC);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_CANCELLED);
  ended = lab_sweep_model_get_n_ended (fixture->model);
  g_assert_cmpint (ended, >=, 6);
  g_assert_cmpint (ended, <, 200);
  assert_says (lab_sweep_model_get_detail (fixture->model), "of 100 seeds are complete");
  start (fixture);
  g_assert_cmpint (lab_sweep_model_get_n_ended (fixture->model), ==, 0);
}

static void
test_cancel_while_it_loads (Fixture *fixture, gconstpointer unused)
{
  start (fixture);
  lab_sweep_session_cancel (fixture->session);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_CANCELLED);
  start (fixture);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_DONE);
}

static void
assert_fails (Fixture *fixture, const char *words)
{
  start (fixture);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_FAILED);
  g_assert_cmpstr (lab_sweep_model_get_headline (fixture->model), ==, "The sweep could not be run");
  assert_says (lab_sweep_model_get_detail (fixture->model), words);
}

static void
test_failures_are_told (Fixture *fixture, gconstpointer unused)
{
  LabTrainingSetup good = fixture->base;

  g_strlcpy (fixture->base.data, "/nowhere", LAB_SETUP_TEXT);
  assert_fails (fixture, "There is no data set “/nowhere”");
  fixture->base = good;
  g_strlcpy (fixture->base.model, "100-10", LAB_SETUP_TEXT);
  assert_fails (fixture, "784");
  fixture->base = good;
  fixture->base.batch = 500;
  assert_fails (fixture, "Choose a smaller batch");
  fixture->base = good;
  start (fixture);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_DONE);
}

static void
test_divergence_is_told (Fixture *fixture, gconstpointer unused)
{
  g_strlcpy (fixture->base.model, "784-64-64-64-10", LAB_SETUP_TEXT);
  lab_sweep_model_set_alphas (fixture->model, "50, 100");
  fixture->base.optimizer = NN_SGD;
  fixture->base.learning_rate = 0.1;
  start (fixture);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_DONE);
  g_assert_cmpint (lab_sweep_model_get_column (fixture->model, 0).diverged, ==, 3);
  g_assert_cmpstr (lab_sweep_model_get_headline (fixture->model), ==, "Every run diverged");
  assert_says (lab_sweep_model_get_detail (fixture->model), "smaller learning rate");
}

static void
test_a_problem_does_not_start (Fixture *fixture, gconstpointer unused)
{
  lab_sweep_model_set_alphas (fixture->model, "many");
  start (fixture);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_READY);
}

static void
test_more_images_than_there_are (Fixture *fixture, gconstpointer unused)
{
  LabSweepSetup sweep = *lab_sweep_model_get_setup (fixture->model);

  sweep.images = 1000000;
  lab_sweep_model_set_setup (fixture->model, &sweep);
  start (fixture);
  wait_until (fixture, is_idle);
  g_assert_cmpint (lab_sweep_model_get_state (fixture->model), ==, LAB_SWEEP_DONE);
}

/* Freed while it loads, runs and stops: no callback comes later. */
static void
test_can_be_left_at_any_time (Fixture *fixture, gconstpointer unused)
{
  edit (fixture, 100, 1000);
  for (int moment = 0; moment < 3; moment++)
    {
      start (fixture);
      if (moment > 0)
        wait_until (fixture, is_running);
      if (moment == 2)
        lab_sweep_session_cancel (fixture->session);
      lab_sweep_session_free (fixture->session);
      lab_sweep_model_set_state (fixture->model, LAB_SWEEP_READY, NULL, NULL);
      fixture->session = lab_sweep_session_new (fixture->model);
      g_usleep (200000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

/* Those of test-lab-sweep.c, where p of the first two is from mpmath. Of the last two t = 41.5126, and
 * with four degrees of freedom p = 1 - sin x (1 + cos^2 x / 2), x = atan (t / 2) (Abramowitz and
 * Stegun 26.7.4): 2.0126e-6, doubled by Holm.                                                    */
static const double literal[3][5] = {
  { 0.9412, 0.9385, 0.9441, 0.9403, 0.9428 },
  { 0.9398, 0.9391, 0.9407, 0.9388, 0.9401 },
  { 0.9112, 0.9085, 0.9141, 0.9103, 0.9128 },
};

typedef struct {
  LabSweepPlan plan;
  LabSweepRun runs[15];
  char *headline, *detail;
} Words;

static void
words_init (Words *words, int n_functions, int n_seeds)
{
  static const double alpha[] = { 0, 0.3, 1 };

  *words = (Words){ .plan = { .n_functions = n_functions, .n_seeds = n_seeds } };
  for (int f = 0; f < n_functions; f++)
    {
      words->plan.function[f] = (nn_activation){ NN_ELU, { alpha[f] } };
      for (int s = 0; s < n_seeds; s++)
        words->runs[f * n_seeds + s]
            = (LabSweepRun){ .state = LAB_SWEEP_RUN_DONE, .value = literal[f][s] };
    }
}

static void
assert_concludes (Words *words, gboolean cancelled, const char *headline, const char *detail)
{
  lab_sweep_conclude (&words->plan, words->runs, cancelled, &words->headline, &words->detail);
  g_assert_cmpstr (words->headline, ==, headline);
  g_assert_cmpstr (words->detail, ==, detail);
  g_clear_pointer (&words->headline, g_free);
  g_clear_pointer (&words->detail, g_free);
}

static void
test_words (void)
{
  Words words;

  words_init (&words, 2, 5);
  assert_concludes (&words, FALSE, "No difference beyond the seed",
                    "ReLU and α = 0.3 come nearest to one: 0.17 points apart, p = 0.069 by a "
                    "paired t-test over 5 seeds (two-sided, 5 %).");
  words_init (&words, 3, 5);
  assert_concludes (&words, FALSE, "Beyond the seed: α = 0.3 is better than α = 1 by 2.83 points",
                    "p = 4e-06 by a paired t-test over 5 seeds (two-sided, 5 %, Holm's correction "
                    "for 2).");
}

static void
test_words_of_little (void)
{
  Words words;

  words_init (&words, 2, 1);
  assert_concludes (&words, FALSE, "One seed proves nothing",
                    "With another seed the order may turn round, and there is no paired test of "
                    "one. Choose 5 seeds or more.");
  words_init (&words, 1, 5);
  assert_concludes (&words, FALSE, "One α alone compares with nothing",
                    "Write two alphas or more to compare them.");
  words_init (&words, 2, 2);
  words.runs[1].state = LAB_SWEEP_RUN_WAITING;
  words.runs[3].state = LAB_SWEEP_RUN_STOPPED;
  assert_concludes (&words, TRUE, "Too little to tell",
                    "No two alphas have two seeds in common. Let more runs end. Cancelled: 1 of 2 "
                    "seeds are complete. 1 run diverged and is left out.");
  words.runs[0].state = words.runs[2].state = words.runs[3].state = LAB_SWEEP_RUN_WAITING;
  assert_concludes (&words, TRUE, "Cancelled before the first run was done", NULL);
}

/* A lower loss is the better one. */
static void
test_words_of_loss (void)
{
  Words words;

  words_init (&words, 3, 5);
  words.plan.metric = LAB_METRIC_VALIDATION_LOSS;
  lab_sweep_conclude (&words.plan, words.runs, FALSE, &words.headline, &words.detail);
  g_assert_cmpstr (words.headline, ==, "Beyond the seed: α = 1 is better than α = 0.3 by 0.0283");
  g_free (words.headline);
  g_free (words.detail);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  lab_paths_init (); /* where the sample lies */
  g_test_init (&argc, &argv, NULL);
  ADD ("/lab/sweep-session/end", test_runs_to_the_end);
  ADD ("/lab/sweep-session/data-that-is-there", test_takes_data_that_is_there);
  ADD ("/lab/sweep-session/cancel-keeps-what-is-done", test_cancel_keeps_what_is_done);
  ADD ("/lab/sweep-session/cancel-while-it-loads", test_cancel_while_it_loads);
  ADD ("/lab/sweep-session/failures-are-told", test_failures_are_told);
  ADD ("/lab/sweep-session/divergence-is-told", test_divergence_is_told);
  ADD ("/lab/sweep-session/a-problem-does-not-start", test_a_problem_does_not_start);
  ADD ("/lab/sweep-session/more-images-than-there-are", test_more_images_than_there_are);
  ADD ("/lab/sweep-session/leave", test_can_be_left_at_any_time);
  g_test_add_func ("/lab/sweep-words/verdict", test_words);
  g_test_add_func ("/lab/sweep-words/too-little", test_words_of_little);
  g_test_add_func ("/lab/sweep-words/a-lower-loss-is-better", test_words_of_loss);
  return g_test_run ();
}
