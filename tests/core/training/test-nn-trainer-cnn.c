/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-trainer-cnn.c - a CNN with dropout and learned parameters in the trainer: lockstep,
 * repetition, and the gradient that it hands out
 */

#include "networks.h"
#include "trainers.h"

enum { N_STEPS = 12 };

static nn_trainer_config
learning_config_of (int n_contestants, size_t batch, int n_threads)
{
  nn_trainer_config config = cnn_config_of (n_contestants, batch, n_threads);

  config.learns_parameters = true;
  return config;
}

static void
assert_same_parameters (const nn_trainer *a, int i, const nn_trainer *b, int j)
{
  const size_t n_a = nn_network_n_parameters (nn_trainer_get_network (a, i)) * sizeof (float);
  const size_t n_b = nn_network_n_parameters (nn_trainer_get_network (b, j)) * sizeof (float);

  g_assert_cmpmem (parameters_of (a, i), n_a, parameters_of (b, j), n_b);
}

/* Less than a shard; a last shard that is not full; more shards than lanes. */
static void
test_threads (gconstpointer data)
{
  const int n_contestants = GPOINTER_TO_INT (data);
  static const size_t batches[] = { 50, 130, 1201 };

  for (gsize b = 0; b < G_N_ELEMENTS (batches); b++)
    {
      nn_metrics one[N_STEPS * 3], other[N_STEPS * 3];
      nn_trainer_config config = learning_config_of (n_contestants, batches[b], 1);
      nn_trainer *reference = new_trainer (&config, &many_stripes);

      take_steps (reference, N_STEPS, one);
      for (config.n_threads = 2; config.n_threads <= 4; config.n_threads += 2)
        {
          nn_trainer *trainer = new_trainer (&config, &many_stripes);

          take_steps (trainer, N_STEPS, other);
          assert_same_curve (one, other, N_STEPS * n_contestants);
          for (int i = 0; i < n_contestants; i++)
            assert_same_parameters (trainer, i, reference, i);
          nn_trainer_free (trainer);
        }
      nn_trainer_free (reference);
    }
}

/* The same function twice: the same weights, batches and masks, so the same to the last bit. */
static void
test_twins (void)
{
  nn_trainer_config config = learning_config_of (2, 130, 2);
  nn_metrics metrics[N_STEPS * 2];
  nn_trainer *trainer;

  config.contestant[1] = config.contestant[0];
  trainer = new_trainer (&config, &stripes);
  take_steps (trainer, N_STEPS, metrics);
  for (int i = 0; i < N_STEPS; i++)
    assert_same_curve (&metrics[2 * i], &metrics[2 * i + 1], 1);
  assert_same_parameters (trainer, 0, trainer, 1);
  nn_trainer_free (trainer);
}

static void
test_contestants_are_independent (void)
{
  nn_trainer_config config = learning_config_of (3, 130, 2);
  nn_trainer *together = new_trainer (&config, &stripes);
  nn_metrics all[N_STEPS * 3], alone[N_STEPS];

  take_steps (together, N_STEPS, all);
  for (int i = 0; i < 3; i++)
    {
      nn_trainer_config of_one = learning_config_of (1, 130, 1);
      nn_trainer *trainer;

      of_one.contestant[0] = config.contestant[i];
      trainer = new_trainer (&of_one, &stripes);
      take_steps (trainer, N_STEPS, alone);
      for (int step = 0; step < N_STEPS; step++)
        assert_same_curve (&alone[step], &all[step * 3 + i], 1);
      assert_same_parameters (trainer, 0, together, i);
      nn_trainer_free (trainer);
    }
  nn_trainer_free (together);
}

/* Weights and biases are the same for all before the first step, whatever their functions learn. */
static void
test_same_start (void)
{
  nn_trainer_config config = learning_config_of (3, 64, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  const size_t size = nn_model_n_parameters (&config.model) * sizeof (float);

  g_assert_cmpuint (nn_network_n_parameters (nn_trainer_get_network (trainer, 0)), ==,
                    size / sizeof (float) + 3);
  g_assert_cmpmem (parameters_of (trainer, 0), size, parameters_of (trainer, 1), size);
  g_assert_cmpmem (parameters_of (trainer, 0), size, parameters_of (trainer, 2), size);
  nn_trainer_free (trainer);
}

static void
test_reset_repeats (void)
{
  nn_trainer_config config = learning_config_of (2, 64, 2);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics first[N_STEPS * 2], again[N_STEPS * 2], of_set[2];

  take_steps (trainer, N_STEPS, first);
  nn_trainer_reset (trainer);
  for (int i = 0; i < N_STEPS; i++)
    {
      take_steps (trainer, 1, again + i * 2);
      nn_trainer_evaluate (trainer, &many_stripes, of_set);
    }
  assert_same_curve (first, again, N_STEPS * 2);
  nn_trainer_free (trainer);
}

static void
test_learns (void)
{
  nn_trainer_config config = learning_config_of (3, 64, 2);
  nn_metrics metrics[3];
  nn_trainer *trainer;

  config.optimizer.learning_rate = 0.01;
  trainer = new_trainer (&config, &stripes);
  for (int i = 0; i < 300; i++)
    take_steps (trainer, 1, metrics);
  nn_trainer_evaluate (trainer, &stripes, metrics);
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat (metrics[i].accuracy, >, 0.98);
  g_assert_cmpfloat (
      nn_network_layer_activation (nn_trainer_get_network (trainer, 0), 0).parameter[0], !=, 1);
  nn_trainer_free (trainer);
}

/* --- What activations learn --------------------------------------------------------------------- */

/* Long steps push parameters against the ends of their ranges, where they stay valid. */
static void
test_learned_in_range (gconstpointer data)
{
  const nn_activation_id id = GPOINTER_TO_INT (data);
  nn_trainer_config config = learning_config_of (1, 64, 2);
  nn_metrics metrics[1];
  nn_trainer *trainer;
  int n_lowest = 0;

  config.optimizer.learning_rate = 0.2;
  config.contestant[0] = nn_activation_default (id);
  config.contestant[0].parameter[0] = 0.05;
  trainer = new_trainer (&config, &stripes);
  for (int step = 0; step < 60; step++)
    {
      take_steps (trainer, 1, metrics);
      for (int l = 0; l < config.model.n_layers; l++)
        {
          nn_activation f = nn_network_layer_activation (nn_trainer_get_network (trainer, 0), l);

          g_assert_true (nn_activation_is_valid (f));
          n_lowest += f.parameter[0] == nn_activation_clamp_parameter (f, 0, -1)
                      || f.parameter[0] == (float) nn_activation_clamp_parameter (f, 0, -1);
        }
    }
  g_assert_cmpint (n_lowest, >, 0);
  nn_trainer_free (trainer);
}

/* --- The gradient ------------------------------------------------------------------------------- */

/* With SGD a step is rate times the gradient, exactly so for a rate that is a power of two. An epoch
 * is two batches of three lanes and one of one.                                                 */
static void
test_gradient_is_what_the_step_used (void)
{
  nn_trainer_config config = learning_config_of (2, 130, 2);
  nn_metrics metrics[2];
  nn_trainer *trainer;

  config.optimizer = (nn_optimizer_config){ .id = NN_SGD, .learning_rate = 0.125 };
  trainer = new_trainer (&config, &stripes);
  for (int step = 0; step < 7; step++)
    for (int i = 0; i < 2; i++)
      {
        const size_t n = nn_network_n_parameters (nn_trainer_get_network (trainer, i));
        g_autofree float *before = g_memdup2 (parameters_of (trainer, i), n * sizeof *before);
        g_autofree float *gradient = g_new (float, n);

        take_steps (trainer, 1, metrics);
        nn_trainer_get_gradient (trainer, i, gradient);
        for (size_t k = 0; k < n; k++)
          g_assert_cmpfloat (parameters_of (trainer, i)[k], ==, before[k] - 0.125f * gradient[k]);
      }
  nn_trainer_free (trainer);
}

/* One pass over the batch, with images in the order of the epoch's stream and masks by the place in
 * the batch: three epochs of one batch. 1300 rows are more shards than there are lanes.         */
static void
test_gradient_is_of_the_batch (void)
{
  const nn_trainer_config config = learning_config_of (1, MANY_IMAGES, 2);
  nn_trainer *trainer = new_trainer (&config, &many_stripes);
  const nn_network *network = nn_trainer_get_network (trainer, 0);
  const size_t n = nn_network_n_parameters (network);
  nn_workspace *w = workspace_new (network, MANY_IMAGES, false);
  g_autofree uint32_t *order = g_new (uint32_t, MANY_IMAGES);
  g_autofree float *gradient = g_new (float, n);

  for (int step = 0; step < 3; step++)
    {
      const nn_dropout_key key = { .seed = config.seed, .step = step };
      nn_rng rng = nn_rng_stream (config.seed, NN_RNG_BATCHES, step, 0);
      nn_metrics metrics;
      nn_loss loss;

      nn_rng_permutation (&rng, MANY_IMAGES, order);
      nn_dataset_gather (&many_stripes, MANY_IMAGES, order, true, nn_workspace_input (w),
                         nn_workspace_labels (w));
      loss = pass (network, w, MANY_IMAGES, 1.0f / MANY_IMAGES, &key);
      take_steps (trainer, 1, &metrics);
      nn_trainer_get_gradient (trainer, 0, gradient);
      g_assert_cmpfloat_with_epsilon (metrics.loss, loss.loss / MANY_IMAGES, 1e-6);
      for (size_t i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (gradient[i], nn_workspace_gradient (w)[i], 1e-6);
    }
  nn_workspace_free (w);
  nn_trainer_free (trainer);
}

static void
assert_no_gradient (const nn_trainer *trainer)
{
  const size_t n = nn_network_n_parameters (nn_trainer_get_network (trainer, 0));
  g_autofree float *gradient = g_new (float, n);

  nn_trainer_get_gradient (trainer, 0, gradient);
  for (size_t k = 0; k < n; k++)
    g_assert_cmpfloat (gradient[k], ==, 0);
}

/* And one that has stopped shows the gradient that stopped it, also after the others' batches. */
static void
test_gradient_without_steps (void)
{
  nn_trainer_config config = learning_config_of (2, 130, 2);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  const size_t n = nn_network_n_parameters (nn_trainer_get_network (trainer, 0));
  g_autofree float *gradient = g_new (float, n), *later = g_new (float, n);
  nn_metrics metrics[2];

  assert_no_gradient (trainer);
  take_steps (trainer, 1, metrics);
  nn_trainer_reset (trainer);
  assert_no_gradient (trainer);

  take_steps (trainer, 1, metrics);
  ((float *) parameters_of (trainer, 0))[0] = NAN;
  take_steps (trainer, 1, metrics);
  nn_trainer_get_gradient (trainer, 0, gradient);
  g_assert_true (isnan (gradient[0]));
  take_steps (trainer, 1, metrics);
  nn_trainer_get_gradient (trainer, 0, later);
  g_assert_cmpmem (gradient, n * sizeof *gradient, later, n * sizeof *later);
  nn_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  g_test_add_data_func ("/nn/trainer/cnn/threads/1-contestant", GINT_TO_POINTER (1), test_threads);
  g_test_add_data_func ("/nn/trainer/cnn/threads/3-contestants", GINT_TO_POINTER (3), test_threads);
  g_test_add_func ("/nn/trainer/cnn/twins", test_twins);
  g_test_add_func ("/nn/trainer/cnn/contestants-are-independent", test_contestants_are_independent);
  g_test_add_func ("/nn/trainer/cnn/same-start", test_same_start);
  g_test_add_func ("/nn/trainer/cnn/reset-repeats", test_reset_repeats);
  g_test_add_func ("/nn/trainer/cnn/learns", test_learns);
  g_test_add_data_func ("/nn/trainer/learned-in-range/elu", GINT_TO_POINTER (NN_ELU),
                        test_learned_in_range);
  g_test_add_data_func ("/nn/trainer/learned-in-range/leaky-relu", GINT_TO_POINTER (NN_LEAKY_RELU),
                        test_learned_in_range);
  g_test_add_data_func ("/nn/trainer/learned-in-range/pelu", GINT_TO_POINTER (NN_PELU),
                        test_learned_in_range);
  g_test_add_func ("/nn/trainer/gradient/what-the-step-used", test_gradient_is_what_the_step_used);
  g_test_add_func ("/nn/trainer/gradient/of-the-batch", test_gradient_is_of_the_batch);
  g_test_add_func ("/nn/trainer/gradient/without-steps", test_gradient_without_steps);
  return g_test_run ();
}
