/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-sweep.c - runs in parallel, cancelled, and judged
 *
 * Trains networks of 8 units on 400 images of the sample. What the verdict is held against was
 * computed with mpmath 1.4 (see tests/core/test-nn-statistics.c).
 */

#include <math.h>
#include "lab-model-spec.h"
#include "lab-sweep-verdict.h"

static LabData *
load (void)
{
  g_autoptr (GError) error = NULL;
  LabData *data = lab_data_load (g_getenv ("ELU_LAB_SAMPLE"), &error);

  g_assert_no_error (error);
  data->train = nn_dataset_slice (&data->train, 0, 400);
  return data;
}

/* ELU 0.3 and ReLU, 13 steps of 32 images, 3 seeds from 42 on. */
static LabSweepPlan
plan_of (const LabData *data, const char *model)
{
  g_autoptr (GError) error = NULL;
  LabSweepPlan plan = {
    .config = { .optimizer = nn_optimizer_default (NN_ADAM),
                .schedule = nn_schedule_default (NN_SCHEDULE_CONSTANT),
                .total_steps = 13,
                .initialization = NN_INITIALIZATION_HE,
                .batch = 32 },
    .n_functions = 2,
    .function = { nn_activation_default (NN_ELU), nn_activation_default (NN_RELU) },
    .n_seeds = 3,
    .first_seed = 42,
    .dropout = 1,
    .metric = LAB_METRIC_VALIDATION_LOSS,
    .n_threads = 1,
  };

  plan.function[0].parameter[0] = 0.3;
  lab_model_spec_parse (model, data->train.shape, 10, &plan.config.model, &error);
  g_assert_no_error (error);
  return plan;
}

static LabSweepPlan
small_plan (const LabData *data)
{
  return plan_of (data, "784-8-10");
}

/* All runs in the order in which they ended. */
static GArray *
sweep_all (const LabSweepPlan *plan, const LabData *data)
{
  g_autoptr (LabSweep) sweep = lab_sweep_new (plan, data);

  while (!lab_sweep_is_over (sweep))
    lab_sweep_wait (sweep, G_USEC_PER_SEC / 100);
  g_assert_cmpfloat (lab_sweep_get_progress (sweep), ==, 1);
  return lab_sweep_take (sweep);
}

/* What the same training, driven by the test, makes of a set. */
static nn_metrics
train_by_hand (const LabSweepPlan *plan, const LabData *data, int function, int seed,
               const nn_dataset *set)
{
  nn_trainer_config config = plan->config;
  nn_metrics metrics;
  nn_trainer *trainer;
  nn_status status;

  config.n_contestants = 1;
  config.contestant[0] = plan->function[function];
  config.seed = 42 + seed;
  config.n_threads = 2;
  trainer = nn_trainer_new (&config, &data->train, &status);
  g_assert_cmpint (status, ==, NN_OK);
  for (int i = 0; i < 13; i++)
    g_assert_cmpint (nn_trainer_step (trainer, &metrics), ==, NN_OK);
  g_assert_cmpint (nn_trainer_evaluate (trainer, set, &metrics), ==, NN_OK);
  nn_trainer_free (trainer);
  return metrics;
}

/* To the last bit, with 1, 2 and 5 at a time; one at a time, a seed's functions come together. */
static void
test_threads (void)
{
  g_autoptr (LabData) data = load ();
  static const int threads[] = { 1, 2, 5 };

  for (gsize k = 0; k < G_N_ELEMENTS (threads); k++)
    {
      LabSweepPlan plan = small_plan (data);
      g_autoptr (GArray) runs = NULL;

      plan.n_threads = threads[k];
      runs = sweep_all (&plan, data);
      g_assert_cmpuint (runs->len, ==, 6);
      for (int i = 0; i < 6; i++)
        {
          const LabSweepRun *run = &g_array_index (runs, LabSweepRun, i);
          nn_metrics by_hand
              = train_by_hand (&plan, data, run->function, run->seed, &data->validation);

          g_assert_cmpint (run->state, ==, LAB_SWEEP_RUN_DONE);
          g_assert_cmpuint (run->steps, ==, 13);
          g_assert_cmpfloat (run->value, ==, by_hand.loss);
          if (threads[k] == 1)
            g_assert_cmpint (run->seed * 2 + run->function, ==, i);
        }
    }
}

static void
test_metrics (void)
{
  g_autoptr (LabData) data = load ();
  LabSweepPlan plan = small_plan (data);
  nn_metrics validation = train_by_hand (&plan, data, 0, 0, &data->validation);
  nn_metrics test = train_by_hand (&plan, data, 0, 0, &data->test);
  const double expected[] = { validation.accuracy, validation.loss, test.accuracy };

  g_assert_cmpfloat (validation.accuracy, !=, test.accuracy);
  plan.n_functions = plan.n_seeds = 1;
  for (int metric = 0; metric < LAB_N_METRICS; metric++)
    {
      g_autoptr (GArray) runs = NULL;

      plan.metric = metric;
      runs = sweep_all (&plan, data);
      g_assert_cmpfloat (g_array_index (runs, LabSweepRun, 0).value, ==, expected[metric]);
    }
}

/* Patience 1 and a learning rate that only does harm: it ends after two epochs and goes back. */
static void
test_early_stopping (void)
{
  g_autoptr (LabData) data = load ();
  LabSweepPlan plan = small_plan (data);
  g_autoptr (GArray) runs = NULL;
  const LabSweepRun *run;

  plan.n_functions = plan.n_seeds = 1;
  plan.config.optimizer = nn_optimizer_default (NN_SGD);
  plan.config.optimizer.learning_rate = 3;
  plan.config.total_steps = 13 * 1000;
  plan.config.patience = 1;
  runs = sweep_all (&plan, data);
  run = &g_array_index (runs, LabSweepRun, 0);
  g_assert_cmpint (run->state, ==, LAB_SWEEP_RUN_DONE);
  g_assert_cmpuint (run->steps, <, 13 * 1000);
  g_assert_cmpuint (run->steps % 13, ==, 0);
}

/* The first function stops in its first steps; the other would go on for days. */
static void
test_cancel (void)
{
  g_autoptr (LabData) data = load ();
  LabSweepPlan plan = plan_of (data, "784-64-64-64-10");
  g_autoptr (LabSweep) sweep = NULL;
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) rest = NULL;
  gint64 cancelled;

  plan.function[0] = nn_activation_default (NN_ELU);
  plan.function[0].parameter[0] = 100;
  plan.function[1] = nn_activation_default (NN_TANH);
  plan.config.optimizer = nn_optimizer_default (NN_SGD);
  plan.config.optimizer.learning_rate = 0.1;
  plan.config.total_steps = G_GUINT64_CONSTANT (1000000000);
  plan.n_seeds = 1;
  plan.n_threads = 2;
  sweep = lab_sweep_new (&plan, data);
  lab_sweep_wait (sweep, 60 * G_USEC_PER_SEC);
  first = lab_sweep_take (sweep);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpint (g_array_index (first, LabSweepRun, 0).function, ==, 0);
  g_assert_cmpint (g_array_index (first, LabSweepRun, 0).state, ==, LAB_SWEEP_RUN_STOPPED);
  g_assert_true (isnan (g_array_index (first, LabSweepRun, 0).value));
  g_assert_false (lab_sweep_is_over (sweep));
  lab_sweep_cancel (sweep);
  cancelled = g_get_monotonic_time ();
  while (!lab_sweep_is_over (sweep))
    lab_sweep_wait (sweep, G_USEC_PER_SEC / 100);
  g_assert_cmpint (g_get_monotonic_time () - cancelled, <, G_USEC_PER_SEC);
  rest = lab_sweep_take (sweep);
  g_assert_cmpuint (rest->len, ==, 0);
}

static void
test_engine_refuses (void)
{
  g_autoptr (LabData) data = load ();
  LabSweepPlan plan = small_plan (data);
  g_autoptr (GArray) runs = NULL;

  plan.config.batch = 0;
  runs = sweep_all (&plan, data);
  g_assert_cmpuint (runs->len, ==, 6);
  g_assert_cmpint (g_array_index (runs, LabSweepRun, 0).state, ==, LAB_SWEEP_RUN_FAILED);
  g_assert_cmpint (g_array_index (runs, LabSweepRun, 0).status, ==, NN_ERROR_ARGUMENT);
}

/* clang-format off */
static const double literal[3][5] = {
  { 0.9412, 0.9385, 0.9441, 0.9403, 0.9428 },
  { 0.9398, 0.9391, 0.9407, 0.9388, 0.9401 },
  { 0.9112, 0.9085, 0.9141, 0.9103, 0.9128 },  /* the first less 0.03: no spread */
};
/* clang-format on */

static void
fill (LabSweepRun runs[15])
{
  for (int i = 0; i < 15; i++)
    runs[i] = (LabSweepRun){
      .function = i / 5, .seed = i % 5, .state = LAB_SWEEP_RUN_DONE, .value = literal[i / 5][i % 5]
    };
}

static void
test_verdict (void)
{
  LabSweepRun runs[15];
  LabSweepVerdict verdict;

  fill (runs);
  lab_sweep_judge (3, 5, runs, &verdict);
  g_assert_cmpint (verdict.n_pairs, ==, 3);
  g_assert_cmpint (verdict.n_tested, ==, 2);
  g_assert_cmpint (verdict.n_significant, ==, 1);
  g_assert_cmpint (verdict.smallest, ==, 2);
  g_assert_cmpfloat_with_epsilon (verdict.pair[0].test.p, 0.069496002200678921, 1e-10);
  g_assert_cmpfloat_with_epsilon (verdict.pair[0].p, 0.069496002200678921, 1e-10);
  g_assert_false (verdict.pair[0].significant);
  g_assert_true (isnan (verdict.pair[1].p));
  g_assert_false (verdict.pair[1].significant);
  g_assert_cmpint (verdict.pair[2].first, ==, 1);
  g_assert_cmpint (verdict.pair[2].second, ==, 2);
  g_assert_true (verdict.pair[2].significant);
  g_assert_cmpfloat (verdict.pair[2].p, ==, 2 * verdict.pair[2].test.p);
}

/* Only pairs of which both are done count: of the first function two seeds, 0 and 3, are left. */
static void
test_verdict_left_out (void)
{
  LabSweepRun runs[15];
  LabSweepVerdict verdict;
  LabSweepSummary summary;

  fill (runs);
  runs[1] = runs[2] = (LabSweepRun){ .state = LAB_SWEEP_RUN_STOPPED, .value = NAN };
  runs[4] = (LabSweepRun){ .state = LAB_SWEEP_RUN_WAITING, .value = NAN };
  summary = lab_sweep_summarize (5, runs);
  lab_sweep_judge (2, 5, runs, &verdict);
  g_assert_cmpint (summary.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (summary.mean, 0.94075, 1e-12);
  g_assert_cmpfloat_with_epsilon (summary.spread, 0.000636396103067893, 1e-12); /* .0009 / sqrt 2 */
  g_assert_cmpuint (verdict.pair[0].test.n, ==, 2);
  /* .0014 and .0015: t = 29, p = 2 atan (1 / 29) / pi */
  g_assert_cmpfloat_with_epsilon (verdict.pair[0].test.p, 0.02194371123202196, 1e-9);

  runs[3] = runs[4];
  lab_sweep_judge (2, 5, runs, &verdict);
  g_assert_cmpint (verdict.n_tested, ==, 0);
  g_assert_cmpint (verdict.smallest, ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/sweep/same-bits-for-any-number-of-threads", test_threads);
  g_test_add_func ("/lab/sweep/metrics", test_metrics);
  g_test_add_func ("/lab/sweep/early-stopping", test_early_stopping);
  g_test_add_func ("/lab/sweep/cancel-keeps-what-is-done", test_cancel);
  g_test_add_func ("/lab/sweep/engine-refuses", test_engine_refuses);
  g_test_add_func ("/lab/sweep/verdict", test_verdict);
  g_test_add_func ("/lab/sweep/verdict/left-out", test_verdict_left_out);
  return g_test_run ();
}
