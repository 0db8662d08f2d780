/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-trainer-settings.c - what may be changed while a trainer runs, and that a reset undoes it */

#include "trainers.h"

enum { N_STEPS = 4 };

/* One batch is the whole set, so that a step can be compared with an evaluation. */
static nn_trainer_config
whole_config (nn_optimizer_id optimizer)
{
  nn_trainer_config config = cnn_config_of (2, N_IMAGES, 2);

  config.optimizer = nn_optimizer_default (optimizer);
  return config;
}

/* Whatever changed does not outlive the reset: the curve is first's again. */
static void
assert_reset_undoes (nn_trainer *trainer, const nn_metrics *first)
{
  nn_metrics again[N_STEPS * 2];

  nn_trainer_reset (trainer);
  take_steps (trainer, N_STEPS, again);
  assert_same_curve (first, again, N_STEPS * 2);
}

/* With SGD a step is as long as the rate: here a quarter of the gradient, then exactly half of it. */
static void
test_learning_rate (void)
{
  nn_trainer_config config = whole_config (NN_SGD);
  nn_metrics first[N_STEPS * 2], metrics[2];
  g_autofree float *before = NULL, *gradient = NULL;
  nn_trainer *trainer;
  size_t size;

  config.optimizer.learning_rate = 0.25;
  trainer = new_trainer (&config, &stripes);
  size = parameters_size (trainer);
  gradient = g_malloc (size);
  take_steps (trainer, N_STEPS, first);
  before = g_memdup2 (parameters_of (trainer, 1), size);
  g_assert_cmpint (nn_trainer_set_learning_rate (trainer, 0.5), ==, NN_OK);
  g_assert_cmpint (nn_trainer_set_learning_rate (trainer, NAN), ==, NN_ERROR_ARGUMENT);
  g_assert_cmpint (nn_trainer_set_learning_rate (trainer, 0), ==, NN_ERROR_ARGUMENT);
  take_steps (trainer, 1, metrics);
  nn_trainer_get_gradient (trainer, 1, gradient);
  for (size_t i = 0; i < size / sizeof (float); i++)
    g_assert_cmpfloat (parameters_of (trainer, 1)[i], ==, before[i] - 0.5f * gradient[i]);
  assert_reset_undoes (trainer, first);
  nn_trainer_free (trainer);
}

/* After the change the step's loss is that of a network with the other alpha. */
static void
check_activation (bool learns)
{
  nn_trainer_config config = whole_config (NN_ADAM);
  const nn_activation other = { NN_ELU, { 0.25 } };
  nn_metrics first[N_STEPS * 2], before[2], after[2], of_step[2];
  nn_trainer *trainer;

  config.learns_parameters = learns;
  trainer = new_trainer (&config, &stripes);
  take_steps (trainer, N_STEPS, first);
  nn_trainer_set_dropout (trainer, 0);
  nn_trainer_evaluate (trainer, &stripes, before);
  g_assert_cmpint (nn_trainer_set_activation (trainer, 0, other), ==, NN_OK);
  g_assert_cmpint (nn_trainer_set_activation (trainer, 0, (nn_activation){ NN_CELU, { 0.25 } }), ==,
                   NN_ERROR_ARGUMENT);
  g_assert_cmpint (nn_trainer_set_activation (trainer, 0, (nn_activation){ NN_ELU, { -1 } }), ==,
                   NN_ERROR_ARGUMENT);
  for (int l = 0; l < 2; l++)
    g_assert_true (nn_activation_equal (
        nn_network_layer_activation (nn_trainer_get_network (trainer, 0), 3 * l), other));
  nn_trainer_evaluate (trainer, &stripes, after);
  take_steps (trainer, 1, of_step);
  g_assert_cmpfloat (after[0].loss, !=, before[0].loss);
  g_assert_cmpfloat (after[1].loss, ==, before[1].loss);
  for (int i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (of_step[i].loss, after[i].loss, 1e-6);
  assert_reset_undoes (trainer, first);
  g_assert_true (
      nn_activation_equal (nn_trainer_get_config (trainer)->contestant[0], config.contestant[0]));
  nn_trainer_free (trainer);
}

static void
test_activation (void)
{
  check_activation (false);
}

static void
test_learned_activation (void)
{
  check_activation (true);
}

/* Without dropout a step's loss is that of an evaluation, with it another one. */
static void
test_dropout (void)
{
  const nn_trainer_config config = whole_config (NN_ADAM);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics first[N_STEPS * 2], of_set[2], of_step[2];

  take_steps (trainer, N_STEPS, first);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  take_steps (trainer, 1, of_step);
  for (int i = 0; i < 2; i++)
    g_assert_cmpfloat (fabs (of_step[i].loss - of_set[i].loss), >, 1e-3);

  g_assert_cmpint (nn_trainer_set_dropout (trainer, 0), ==, NN_OK);
  g_assert_cmpint (nn_trainer_set_dropout (trainer, NAN), ==, NN_ERROR_ARGUMENT);
  g_assert_cmpint (nn_trainer_set_dropout (trainer, 1.01), ==, NN_ERROR_ARGUMENT);
  g_assert_cmpint (nn_trainer_set_dropout (trainer, -0.01), ==, NN_ERROR_ARGUMENT);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  take_steps (trainer, 1, of_step);
  for (int i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (of_step[i].loss, of_set[i].loss, 1e-6);
  assert_reset_undoes (trainer, first);
  nn_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  g_test_add_func ("/nn/trainer/set/learning-rate", test_learning_rate);
  g_test_add_func ("/nn/trainer/set/activation", test_activation);
  g_test_add_func ("/nn/trainer/set/learned-activation", test_learned_activation);
  g_test_add_func ("/nn/trainer/set/dropout", test_dropout);
  return g_test_run ();
}
