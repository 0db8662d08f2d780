/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-training-ranges.c - what the axes of the Training picture span */

#include "lab-training-figure.h"
#include "training-runs.h"

/* The axis moves rarely: that is what lets pixels be kept. */
static void
test_axis_grows_in_leaps (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 0);
  LabTrainingLayout layout;
  double before = 0;
  int leaps = 0;

  for (guint64 step = 0; step < 700; step++)
    {
      run_go_on (model, step, step + 1);
      lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
      g_assert_cmpfloat (layout.panel[0].x.high, >=, (double) step + 1);
      leaps += layout.panel[0].x.high != before;
      before = layout.panel[0].x.high;
    }
  g_assert_cmpint (leaps, <, 15);
}

static void
train_at (LabTrainingModel *model, float loss, guint64 from, guint64 to)
{
  for (guint64 step = from + 1; step <= to; step++)
    for (int c = 0; c < 2; c++)
      lab_training_model_add_step (model, c, step, 0, loss, 0.5);
  lab_training_model_data_changed (model);
}

/* There is room for the fall of the first epoch, and none is left over after it. */
static void
test_loss_fills_its_axis (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 0);
  LabTrainingLayout layout;

  train_at (model, 1.4f, 0, RUN_STEPS_PER_EPOCH);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_true (layout.panel[0].y.logarithmic);
  g_assert_cmpfloat (layout.panel[0].y.low, ==, 0.1);
  train_at (model, 1.4f, RUN_STEPS_PER_EPOCH, RUN_STEPS_PER_EPOCH + 1);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_cmpfloat (layout.panel[0].y.low, ==, 0.5);
  g_assert_cmpfloat (layout.panel[0].y.high, ==, 3);
}

/* A loss that grows beyond all bounds leaves the others in sight. */
static void
test_diverged_does_not_flatten_the_others (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  LabTrainingLayout layout;
  g_autofree char *words = NULL;

  for (guint64 step = 1; step <= 100; step++)
    {
      lab_training_model_add_step (model, 0, step, 0, run_loss (0, step), 0.5);
      if (step < 40)
        lab_training_model_add_step (model, 1, step, 0, exp ((double) step), 0.1);
    }
  lab_training_model_set_diverged (model, 1, 40);
  lab_training_model_data_changed (model);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_cmpfloat (layout.panel[0].y.high, <=, 5);
  words = lab_training_model_describe (model);
  g_assert_nonnull (strstr (words, "ReLU diverged at step 40: its loss is no longer a number."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/training-ranges/leaps", test_axis_grows_in_leaps);
  g_test_add_func ("/lab/training-ranges/loss", test_loss_fills_its_axis);
  g_test_add_func ("/lab/training-ranges/diverged", test_diverged_does_not_flatten_the_others);
  return g_test_run ();
}
