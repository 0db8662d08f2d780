/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-curves.c - a run's curves as a whole: time, truncation, differences, diagnostics */

#include "training-runs.h"

static void
set_view (LabTrainingModel *model, int baseline)
{
  LabTrainingView view = *lab_training_model_get_view (model);

  view.baseline = baseline;
  lab_training_model_set_view (model, &view);
}

/* A pause between steps is not training time, and neither axis runs backwards. */
static void
test_x_in_every_unit (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 200);
  const LabRunCurves *run = lab_training_model_get_run (model);

  g_assert_cmpuint (run->steps_per_epoch, ==, RUN_STEPS_PER_EPOCH);
  g_assert_cmpfloat (lab_run_curves_x (run, LAB_X_STEPS, 142), ==, 142);
  g_assert_cmpfloat (lab_run_curves_x (run, LAB_X_EPOCHS, 142), ==, 2);
  g_assert_cmpfloat_with_epsilon (lab_run_curves_x (run, LAB_X_SECONDS, 142), 5.68, 1e-5);
  g_assert_cmpfloat_with_epsilon (lab_run_curves_x (run, LAB_X_SECONDS, 0.5), 0.02, 1e-5);
  /* Beyond the last step at the speed so far. */
  g_assert_cmpfloat_with_epsilon (lab_run_curves_x (run, LAB_X_SECONDS, 400), 16, 1e-4);
  for (int unit = 0; unit < LAB_N_X_UNITS; unit++)
    for (double step = 0.25; step < 260; step += 7.3)
      g_assert_cmpfloat_with_epsilon (
          lab_run_curves_step (run, (LabXUnit) unit, lab_run_curves_x (run, (LabXUnit) unit, step)),
          step, 1e-3);
}

static void
test_time_does_not_run_backwards (void)
{
  g_autoptr (LabRunCurves) run
      = lab_run_curves_new ("a", 1, &(nn_activation){ NN_RELU, { 0 } }, 10);

  lab_run_curves_add_step (run, 0, 1, 5, 1, 0);
  lab_run_curves_add_step (run, 0, 2, 4, 1, 0);
  lab_run_curves_add_step (run, 0, 3, 6, 1, 0);
  g_assert_cmpfloat (lab_run_curves_x (run, LAB_X_SECONDS, 2), ==, 5);
  g_assert_cmpfloat (lab_run_curves_x (run, LAB_X_SECONDS, 3), ==, 6);
}

static void
test_truncated_for_a_branch (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 300);
  guint generation = lab_training_model_get_generation (model);

  lab_training_model_add_event (model, 100, "early");
  lab_training_model_add_event (model, 250, "late");
  lab_training_model_set_diverged (model, 1, 280);
  lab_training_model_truncate (model, 150);
  g_assert_cmpuint (lab_training_model_get_generation (model), !=, generation);
  g_assert_cmpuint (lab_training_model_get_step (model), ==, 150);
  for (int c = 0; c < 2; c++)
    {
      const LabContestantCurves *curves = lab_training_model_get_curves (model, c);

      g_assert_cmpuint (lab_series_length (&curves->loss), ==, 150);
      g_assert_cmpuint (lab_series_length (&curves->validation_loss), ==, 2);
      g_assert_cmpuint (lab_series_length (lab_run_curves_get_diagnostics (
                            lab_training_model_get_run (model), c, 1, LAB_QUANTITY_MEAN)),
                        ==, 15);
      g_assert_false (curves->diverged);
    }
  g_assert_cmpuint (lab_training_model_get_n_events (model), ==, 1);
  g_assert_cmpstr (lab_training_model_get_event (model, 0)->text, ==, "early");
  run_go_on (model, 150, 160);
  g_assert_cmpuint (lab_training_model_get_step (model), ==, 160);
}

/* Against subtraction, batch by batch and validation by validation, also for what comes later. */
static void
test_difference_is_a_subtraction (void)
{
  g_autoptr (LabTrainingModel) model = run_new (3, 100);
  const LabContestantCurves *shown;

  set_view (model, 1);
  run_go_on (model, 100, 150);
  shown = lab_training_model_get_shown (model, 2);
  g_assert_cmpuint (lab_series_length (&shown->loss), ==, 150);
  g_assert_cmpuint (lab_series_length (&shown->validation_accuracy), ==, 2);
  for (guint i = 0; i < 150; i++)
    g_assert_cmpfloat_with_epsilon (lab_series_y (&shown->loss, i),
                                    run_loss (2, i + 1) - run_loss (1, i + 1), 1e-6);
  g_assert_cmpfloat_with_epsilon (lab_series_y (&shown->validation_accuracy, 1),
                                  run_accuracy (2, 142) - run_accuracy (1, 142), 1e-6);
  g_assert_cmpuint (lab_series_length (&lab_training_model_get_shown (model, 1)->loss), ==, 0);
  set_view (model, -1);
  g_assert_true (lab_training_model_get_shown (model, 2)
                 == lab_training_model_get_curves (model, 2));
}

/* One of the two ended early: the difference ends with it. */
static void
test_difference_to_one_that_ended (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();

  for (guint64 step = 1; step <= 50; step++)
    {
      lab_training_model_add_step (model, 0, step, 0, 1, 0.5);
      if (step <= 20)
        lab_training_model_add_step (model, 1, step, 0, 0.75, 0.5);
    }
  set_view (model, 1);
  g_assert_cmpuint (lab_series_length (&lab_training_model_get_shown (model, 0)->loss), ==, 20);
  g_assert_cmpfloat (lab_series_y (&lab_training_model_get_shown (model, 0)->loss, 19), ==, 0.25);
  set_view (model, 7);
  g_assert_cmpint (lab_training_model_get_view (model)->baseline, ==, -1);
}

static void
test_diagnostics_by_layer (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 100);
  const LabRunCurves *run = lab_training_model_get_run (model);
  const LabSeries *dead = lab_run_curves_get_diagnostics (run, 1, 2, LAB_QUANTITY_DEAD);
  const LabSeries *born = lab_run_curves_get_diagnostics (run, 1, 0, LAB_QUANTITY_BORN);

  g_assert_cmpuint (lab_series_length (dead), ==, 10);
  /* 8 of 256 units */
  g_assert_cmpfloat (lab_series_y (dead, 9), ==, 0.03125);
  g_assert_cmpfloat (lab_series_y (born, 9), ==, 1);
  g_assert_cmpfloat (lab_series_y (&run->median[0], 4), ==, 0.125);
  lab_training_model_clear (model);
  g_assert_cmpuint (lab_series_length (dead), ==, 0);
  g_assert_cmpint (run->n_layers, ==, RUN_LAYERS);
}

/* A run that goes on says again which layers it has; those of another model start anew. */
static void
test_layers_told_again (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 100);
  const LabRunCurves *run = lab_training_model_get_run (model);
  LabTrainingLayer layers[RUN_LAYERS];

  for (int l = 0; l < RUN_LAYERS; l++)
    layers[l] = run->layer[l];
  lab_training_model_set_layers (model, RUN_LAYERS, layers);
  g_assert_cmpuint (
      lab_series_length (lab_run_curves_get_diagnostics (run, 1, 2, LAB_QUANTITY_MEAN)), ==, 10);
  g_assert_cmpuint (lab_series_length (&run->median[0]), ==, 10);
  layers[1].n_units++;
  lab_training_model_set_layers (model, RUN_LAYERS, layers);
  g_assert_null (lab_run_curves_get_diagnostics (run, 1, 2, LAB_QUANTITY_MEAN));
  g_assert_cmpuint (lab_series_length (&run->median[0]), ==, 0);
}

/* Also what was measured before the first step, which a branch from there keeps. */
static void
test_cleared_whole (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 0);
  const LabRunCurves *run = lab_training_model_get_run (model);

  run_add_diagnostics (model, 0, 0);
  lab_training_model_truncate (model, 0);
  g_assert_cmpuint (lab_series_length (&run->median[0]), ==, 1);
  lab_training_model_clear (model);
  g_assert_cmpuint (lab_series_length (&run->median[0]), ==, 0);
}

/* An hour at 500 steps a second would be 1.8 million of them: 20 bytes a step for two contestants,
 * 60 for six, and 5 for the time. */
static void
test_memory_of_a_long_run (void)
{
  enum { N = 200000 };
  g_autoptr (LabRunCurves) run = lab_run_curves_new (
      NULL, 2, (nn_activation[]){ { NN_ELU, { 1 } }, { NN_RELU, { 0 } } }, 430);

  for (guint64 step = 1; step <= N; step++)
    for (int c = 0; c < 2; c++)
      lab_run_curves_add_step (run, c, step, 0.002 * (double) step, 0.5, 0.5);
  g_assert_cmpuint (lab_run_curves_memory (run), <=, 25.5 * N);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/run-curves/x-units", test_x_in_every_unit);
  g_test_add_func ("/lab/run-curves/time", test_time_does_not_run_backwards);
  g_test_add_func ("/lab/run-curves/truncate", test_truncated_for_a_branch);
  g_test_add_func ("/lab/run-curves/difference/subtraction", test_difference_is_a_subtraction);
  g_test_add_func ("/lab/run-curves/difference/ended", test_difference_to_one_that_ended);
  g_test_add_func ("/lab/run-curves/diagnostics", test_diagnostics_by_layer);
  g_test_add_func ("/lab/run-curves/layers-again", test_layers_told_again);
  g_test_add_func ("/lab/run-curves/cleared", test_cleared_whole);
  g_test_add_func ("/lab/run-curves/memory", test_memory_of_a_long_run);
  return g_test_run ();
}
