/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-trainer-finite.c - a contestant whose figures are not finite stops, and keeps its weights */

#include "trainers.h"

/* Every test makes the images that its network reads. */
static nn_trainer *
new_mlp_trainer (const nn_trainer_config *config)
{
  make_stripes ((nn_shape){ 1, 1, N_PIXELS });
  return new_trainer (config, &stripes);
}

static void
assert_all_finite (const nn_trainer *trainer, int contestant)
{
  for (size_t i = 0; i < parameters_size (trainer) / sizeof (float); i++)
    g_assert_true (isfinite (parameters_of (trainer, contestant)[i]));
}

/* With a learning rate of 10^6, LeakyReLU's signal grows without bound to both sides, while tanh
 * saturates: its hidden layers stay within 1 and its slopes reach 0.                             */
static void
test_diverges (void)
{
  nn_trainer_config config = config_of (2, 64, 2);
  nn_metrics metrics[2];
  g_autofree float *last = NULL;
  nn_trainer *trainer;
  int stopped_at = 0;

  config.optimizer = (nn_optimizer_config){ .id = NN_SGD, .learning_rate = 1e6 };
  config.contestant[0] = (nn_activation){ NN_LEAKY_RELU, { 0.3 } };
  config.contestant[1] = nn_activation_default (NN_TANH);
  trainer = new_mlp_trainer (&config);
  last = g_malloc (parameters_size (trainer));
  for (int step = 1; step <= 100; step++)
    {
      g_autofree float *before = g_memdup2 (parameters_of (trainer, 0), parameters_size (trainer));

      take_steps (trainer, 1, metrics);
      g_assert_cmpint (metrics[1].status, ==, NN_OK);
      if (metrics[0].status == NN_OK)
        continue;
      g_assert_cmpint (metrics[0].status, ==, NN_ERROR_NOT_FINITE);
      if (stopped_at == 0)
        {
          memcpy (last, before, parameters_size (trainer));
          stopped_at = step;
        }
      else
        g_assert_true (isnan (metrics[0].loss));
      g_assert_cmpmem (parameters_of (trainer, 0), parameters_size (trainer), last,
                       parameters_size (trainer));
      assert_all_finite (trainer, 0);
    }
  g_assert_cmpint (stopped_at, >, 0);
  g_assert_cmpint (stopped_at, <, 50);
  assert_all_finite (trainer, 1);

  /* A reset forgives. */
  nn_trainer_reset (trainer);
  take_steps (trainer, 1, metrics);
  g_assert_cmpint (metrics[0].status, ==, NN_OK);
  nn_trainer_free (trainer);
}

/* One NaN among the weights stops its contestant at once and leaves the weights as they are; the
 * other goes on as if nothing were.                                                             */
static void
check_nan_weight (const nn_trainer_config *config, size_t weight)
{
  nn_trainer *trainer = new_trainer (config, &stripes);
  nn_trainer *unharmed = new_trainer (config, &stripes);
  nn_metrics metrics[2], of_unharmed[2];
  g_autofree float *before = NULL;
  const size_t size = parameters_size (trainer);

  take_steps (trainer, 1, metrics);
  take_steps (unharmed, 1, metrics);
  ((float *) parameters_of (trainer, 0))[weight] = NAN;
  before = g_memdup2 (parameters_of (trainer, 0), size);
  for (int step = 0; step < 5; step++)
    {
      take_steps (trainer, 1, metrics);
      take_steps (unharmed, 1, of_unharmed);
      g_assert_cmpint (metrics[0].status, ==, NN_ERROR_NOT_FINITE);
      g_assert_true (isnan (metrics[0].loss));
      assert_same_curve (&metrics[1], &of_unharmed[1], 1);
    }
  g_assert_cmpmem (parameters_of (trainer, 0), size, before, size);
  g_assert_cmpmem (parameters_of (trainer, 1), size, parameters_of (unharmed, 1), size);

  nn_trainer_evaluate (trainer, &stripes, metrics);
  g_assert_cmpint (metrics[0].status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpint (metrics[1].status, ==, NN_OK);
  nn_trainer_free (unharmed);
  nn_trainer_free (trainer);
}

static void
test_nan_weight (void)
{
  const nn_trainer_config config = config_of (2, 130, 2);

  make_stripes ((nn_shape){ 1, 1, N_PIXELS });
  check_nan_weight (&config, 5);
}

/* In the first convolution, the second, a dense layer, and in what ELU has learned. */
static void
test_nan_weight_in_cnn (void)
{
  nn_trainer_config config = cnn_config_of (2, 130, 2);
  static const size_t places[] = { 5, 100, 600, 740 };

  config.learns_parameters = true;
  config.contestant[1] = (nn_activation){ NN_LEAKY_RELU, { 0.1 } };
  make_stripes (cnn_shape);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    check_nan_weight (&config, places[i]);
}

/* A step that is too long for the CNN: it stops within one step of the first loss or gradient that
 * is not finite, with finite weights; tanh goes on.                                             */
static void
test_cnn_diverges (void)
{
  nn_trainer_config config = cnn_config_of (2, 130, 2);
  nn_metrics metrics[2];
  nn_trainer *trainer;
  int stopped_at = 0;

  make_stripes (cnn_shape);
  config.optimizer = (nn_optimizer_config){ .id = NN_SGD, .learning_rate = 1e6 };
  config.contestant[0] = (nn_activation){ NN_LEAKY_RELU, { 0.3 } };
  config.contestant[1] = nn_activation_default (NN_TANH);
  trainer = new_trainer (&config, &stripes);
  for (int step = 1; step <= 50; step++)
    {
      take_steps (trainer, 1, metrics);
      stopped_at += metrics[0].status == NN_OK;
      assert_all_finite (trainer, 0);
      g_assert_cmpint (metrics[1].status, ==, NN_OK);
    }
  g_assert_cmpint (stopped_at, >, 0);
  g_assert_cmpint (stopped_at, <, 50);
  nn_trainer_free (trainer);
}

/* Weights of 1e25 after a first layer that gives 0: the loss is finite, the gradient is not, since
 * 1e25 times itself is beyond a float.                                                          */
static void
test_infinite_gradient (void)
{
  nn_trainer_config config = config_of (1, 64, 1);
  nn_metrics metrics[1];
  g_autofree float *before = NULL;
  nn_trainer *trainer = new_mlp_trainer (&config);
  const nn_network *network = nn_trainer_get_network (trainer, 0);
  float *p = (float *) parameters_of (trainer, 0);
  const size_t size = parameters_size (trainer);

  memset (p, 0, size);
  for (size_t i = nn_network_weight_offset (network, 1); i < size / sizeof (float); i++)
    p[i] = i % 2 ? 1e25f : -0.5e25f;
  for (int l = 1; l < 3; l++)
    memset (p + nn_network_bias_offset (network, l), 0,
            config.model.layer[l].units * sizeof (float));
  before = g_memdup2 (p, size);
  take_steps (trainer, 1, metrics);
  g_assert_true (isfinite (metrics->loss));
  g_assert_cmpint (metrics->status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpmem (parameters_of (trainer, 0), size, before, size);
  nn_trainer_free (trainer);
}

static void
test_all_stopped (void)
{
  nn_trainer_config config = config_of (1, 64, 2);
  nn_trainer *trainer = new_mlp_trainer (&config);
  nn_metrics metrics[3];

  ((float *) parameters_of (trainer, 0))[0] = INFINITY;
  take_steps (trainer, 3, metrics);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (metrics[i].status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpuint (nn_trainer_get_step (trainer), ==, 3);
  nn_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/trainer/not-finite/diverges", test_diverges);
  g_test_add_func ("/nn/trainer/not-finite/nan-weight", test_nan_weight);
  g_test_add_func ("/nn/trainer/not-finite/infinite-gradient", test_infinite_gradient);
  g_test_add_func ("/nn/trainer/not-finite/cnn/nan-weight", test_nan_weight_in_cnn);
  g_test_add_func ("/nn/trainer/not-finite/cnn/diverges", test_cnn_diverges);
  g_test_add_func ("/nn/trainer/not-finite/all-stopped", test_all_stopped);
  return g_test_run ();
}
