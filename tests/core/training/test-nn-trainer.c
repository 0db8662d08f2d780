/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-trainer.c - contestants learn in lockstep, to the last bit alike on any number of threads */

#include "nn-parallel.h"
#include "trainers.h"

enum { N_STEPS = 12 };

/* --- The same on any number of threads ------------------------------------------------------- */

static void
test_threads (gconstpointer data)
{
  const int n_contestants = GPOINTER_TO_INT (data);
  /* Less than a shard; a last shard that is not full; more shards than lanes, and a last batch of
   * another size.                                                                              */
  static const size_t batches[] = { 50, 130, 1201 };

  for (gsize b = 0; b < G_N_ELEMENTS (batches); b++)
    {
      nn_metrics one[N_STEPS * 3], other[N_STEPS * 3], of_set[3], of_set_too[3];
      nn_trainer_config config = config_of (n_contestants, batches[b], 1);
      nn_trainer *reference = new_trainer (&config, &many_stripes);

      take_steps (reference, N_STEPS, one);
      nn_trainer_evaluate (reference, &stripes, of_set);
      for (int n_threads = 2; n_threads <= 4; n_threads += 2)
        {
          nn_trainer *trainer;

          config.n_threads = n_threads;
          trainer = new_trainer (&config, &many_stripes);
          take_steps (trainer, N_STEPS, other);
          assert_same_curve (one, other, N_STEPS * n_contestants);
          for (int i = 0; i < n_contestants; i++)
            g_assert_cmpmem (parameters_of (trainer, i), parameters_size (trainer),
                             parameters_of (reference, i), parameters_size (reference));
          nn_trainer_evaluate (trainer, &stripes, of_set_too);
          assert_same_curve (of_set, of_set_too, n_contestants);
          nn_trainer_free (trainer);
        }
      nn_trainer_free (reference);
    }
}

/* A contestant does not notice who else takes part. */
static void
test_contestants_are_independent (void)
{
  nn_trainer_config config = config_of (3, 130, 2);
  nn_trainer *together = new_trainer (&config, &stripes);
  nn_metrics all[N_STEPS * 3], alone[N_STEPS];

  take_steps (together, N_STEPS, all);
  for (int i = 0; i < 3; i++)
    {
      nn_trainer_config of_one = config_of (1, 130, 1);
      nn_trainer *trainer;

      of_one.contestant[0] = config.contestant[i];
      trainer = new_trainer (&of_one, &stripes);
      take_steps (trainer, N_STEPS, alone);
      for (int step = 0; step < N_STEPS; step++)
        assert_same_curve (&alone[step], &all[step * 3 + i], 1);
      g_assert_cmpmem (parameters_of (trainer, 0), parameters_size (trainer),
                       parameters_of (together, i), parameters_size (together));
      nn_trainer_free (trainer);
    }
  nn_trainer_free (together);
}

/* --- Starting, repeating ---------------------------------------------------------------------- */

static void
test_same_start (void)
{
  nn_trainer_config config = config_of (3, 64, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  const size_t size = parameters_size (trainer);
  nn_metrics metrics[3];

  g_assert_cmpmem (parameters_of (trainer, 0), size, parameters_of (trainer, 1), size);
  g_assert_cmpmem (parameters_of (trainer, 0), size, parameters_of (trainer, 2), size);
  take_steps (trainer, 1, metrics);
  g_assert_cmpint (memcmp (parameters_of (trainer, 0), parameters_of (trainer, 1), size), !=, 0);
  nn_trainer_free (trainer);
}

static void
test_reset_repeats (void)
{
  nn_trainer_config config = config_of (2, 64, 2);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_trainer *twin = new_trainer (&config, &stripes);
  nn_metrics first[N_STEPS * 2], again[N_STEPS * 2], of_twin[N_STEPS * 2];

  take_steps (trainer, N_STEPS, first);
  take_steps (twin, N_STEPS, of_twin);
  nn_trainer_reset (trainer);
  g_assert_cmpuint (nn_trainer_get_step (trainer), ==, 0);
  g_assert_false (nn_trainer_epoch_ended (trainer));
  take_steps (trainer, N_STEPS, again);
  assert_same_curve (first, again, N_STEPS * 2);
  assert_same_curve (first, of_twin, N_STEPS * 2);
  nn_trainer_free (twin);
  nn_trainer_free (trainer);
}

/* Looking at the networks in between changes nothing that they learn. */
static void
test_evaluation_does_not_disturb (void)
{
  nn_trainer_config config = config_of (2, 64, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics first[N_STEPS * 2], again[N_STEPS * 2], of_set[2];

  take_steps (trainer, N_STEPS, first);
  nn_trainer_reset (trainer);
  for (int i = 0; i < N_STEPS; i++)
    {
      take_steps (trainer, 1, again + i * 2);
      g_assert_cmpint (nn_trainer_evaluate (trainer, &many_stripes, of_set), ==, NN_OK);
    }
  assert_same_curve (first, again, N_STEPS * 2);
  nn_trainer_free (trainer);
}

static void
test_seeds_differ (void)
{
  nn_trainer_config config = config_of (1, 64, 1);
  nn_trainer *a = new_trainer (&config, &stripes), *b;
  nn_metrics of_a[N_STEPS], of_b[N_STEPS];

  config.seed = 43;
  b = new_trainer (&config, &stripes);
  take_steps (a, N_STEPS, of_a);
  take_steps (b, N_STEPS, of_b);
  for (int i = 0; i < N_STEPS; i++)
    g_assert_cmpfloat (of_a[i].loss, !=, of_b[i].loss);
  nn_trainer_free (b);
  nn_trainer_free (a);
}

/* --- Batches --------------------------------------------------------------------------------- */

static void
test_epochs (void)
{
  nn_trainer_config config = config_of (1, 128, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[1];

  g_assert_cmpuint (nn_trainer_steps_per_epoch (trainer), ==, 3);
  g_assert_false (nn_trainer_epoch_ended (trainer));
  for (int i = 1; i <= 9; i++)
    {
      take_steps (trainer, 1, metrics);
      g_assert_cmpuint (nn_trainer_get_step (trainer), ==, i);
      g_assert_cmpint (nn_trainer_epoch_ended (trainer), ==, i % 3 == 0);
    }
  nn_trainer_free (trainer);
}

/* With a learning rate that moves nothing, an epoch's losses, each weighted with its batch (128,
 * 128 and 44), are the loss of the whole set: every image came once. The next epoch has another order.
 */
static void
test_epoch_shows_every_image (void)
{
  nn_trainer_config config = config_of (1, 128, 1);
  nn_metrics metrics[6], of_set[1];
  nn_trainer *trainer;

  config.optimizer = (nn_optimizer_config){ .id = NN_SGD, .learning_rate = 1e-30 };
  trainer = new_trainer (&config, &stripes);
  take_steps (trainer, 6, metrics);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  for (int epoch = 0; epoch < 2; epoch++)
    {
      const nn_metrics *m = metrics + epoch * 3;

      g_assert_cmpfloat_with_epsilon (
          (m[0].loss * 128 + m[1].loss * 128 + m[2].loss * 44) / N_IMAGES, of_set->loss, 1e-6);
      g_assert_cmpfloat_with_epsilon (
          (m[0].accuracy * 128 + m[1].accuracy * 128 + m[2].accuracy * 44) / N_IMAGES,
          of_set->accuracy, 1e-12);
    }
  g_assert_cmpfloat (metrics[0].loss, !=, metrics[3].loss);
  nn_trainer_free (trainer);
}

static void
test_batch_larger_than_set (void)
{
  nn_trainer_config config = config_of (1, NN_MAX_BATCH, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[1], of_set[1];

  g_assert_cmpuint (nn_trainer_steps_per_epoch (trainer), ==, 1);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  take_steps (trainer, 1, metrics);
  g_assert_cmpfloat_with_epsilon (metrics->loss, of_set->loss, 1e-6);
  g_assert_cmpfloat (metrics->accuracy, ==, of_set->accuracy);
  g_assert_true (nn_trainer_epoch_ended (trainer));
  nn_trainer_free (trainer);
}

/* --- Learning -------------------------------------------------------------------------------- */

static void
test_learns (gconstpointer data)
{
  nn_trainer_config config = config_of (3, 64, 2);
  nn_metrics before[3], after[3], metrics[3];
  nn_trainer *trainer;

  config.optimizer = nn_optimizer_default (GPOINTER_TO_INT (data));
  config.optimizer.learning_rate *= 5;
  trainer = new_trainer (&config, &stripes);
  nn_trainer_evaluate (trainer, &stripes, before);
  for (int i = 0; i < 500; i++)
    take_steps (trainer, 1, metrics);
  nn_trainer_evaluate (trainer, &stripes, after);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (before[i].loss, >, 0.8);
      g_assert_cmpfloat (after[i].loss, <, 0.1);
      g_assert_cmpfloat (after[i].accuracy, >, 0.98);
      g_assert_cmpint (after[i].status, ==, NN_OK);
    }
  nn_trainer_free (trainer);
}

/* --- Settings that are refused --------------------------------------------------------------- */

static void
assert_refused (const nn_trainer_config *config, const nn_dataset *data, nn_status expected)
{
  nn_status status = NN_OK;

  g_assert_null (nn_trainer_new (config, data, &status));
  g_assert_cmpint (status, ==, expected);
}

static void
test_settings_refused (void)
{
  const nn_trainer_config good = config_of (2, 64, 1);
  nn_trainer_config c;

#define REFUSES(setting, value, status)                                                            \
  (c = good, c.setting = (value), assert_refused (&c, &stripes, NN_ERROR_##status))
  REFUSES (n_contestants, 0, ARGUMENT);
  REFUSES (n_contestants, NN_MAX_CONTESTANTS + 1, ARGUMENT);
  REFUSES (contestant[0].parameter[0], NAN, ARGUMENT);
  REFUSES (batch, 0, ARGUMENT);
  REFUSES (batch, NN_MAX_BATCH + 1, ARGUMENT);
  REFUSES (n_threads, 0, ARGUMENT);
  REFUSES (n_threads, NN_MAX_THREADS + 1, ARGUMENT);
  REFUSES (optimizer.learning_rate, NAN, ARGUMENT);
  REFUSES (initialization, NN_N_INITIALIZATIONS, ARGUMENT);
  REFUSES (schedule.id, NN_N_SCHEDULES, ARGUMENT);
  REFUSES (patience, -1, ARGUMENT);
  REFUSES (model.n_layers, 0, SHAPE);
  REFUSES (model.layer[0].units, 0, SHAPE);
  REFUSES (model.layer[0].units, G_MAXINT, SHAPE);
  REFUSES (model.input.width, N_PIXELS - 1, SHAPE);
  REFUSES (model.layer[2].units, N_CLASSES + 1, SHAPE);
#undef REFUSES
}

static void
test_data_refused (void)
{
  const nn_trainer_config config = config_of (2, 64, 1);
  uint8_t wrong_labels[] = { 0, 1, N_CLASSES };
  const nn_dataset empty = nn_dataset_slice (&stripes, 0, 0);
  const nn_dataset mislabelled = { 3, { 1, 1, N_PIXELS }, N_CLASSES, pixels, wrong_labels };
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_dataset narrow = stripes;
  nn_metrics metrics[2];

  narrow.shape.width--;
  assert_refused (&config, &empty, NN_ERROR_SHAPE);
  assert_refused (&config, &mislabelled, NN_ERROR_VALUE);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &empty, metrics), ==, NN_ERROR_SHAPE);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &narrow, metrics), ==, NN_ERROR_SHAPE);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &mislabelled, metrics), ==, NN_ERROR_VALUE);
  nn_trainer_free (trainer);
  nn_trainer_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes ((nn_shape){ 1, 1, N_PIXELS });
  g_test_add_data_func ("/nn/trainer/threads/1-contestant", GINT_TO_POINTER (1), test_threads);
  g_test_add_data_func ("/nn/trainer/threads/2-contestants", GINT_TO_POINTER (2), test_threads);
  g_test_add_data_func ("/nn/trainer/threads/3-contestants", GINT_TO_POINTER (3), test_threads);
  g_test_add_func ("/nn/trainer/contestants-are-independent", test_contestants_are_independent);
  g_test_add_func ("/nn/trainer/same-start", test_same_start);
  g_test_add_func ("/nn/trainer/reset-repeats", test_reset_repeats);
  g_test_add_func ("/nn/trainer/evaluation-does-not-disturb", test_evaluation_does_not_disturb);
  g_test_add_func ("/nn/trainer/seeds-differ", test_seeds_differ);
  g_test_add_func ("/nn/trainer/epochs", test_epochs);
  g_test_add_func ("/nn/trainer/epoch-shows-every-image", test_epoch_shows_every_image);
  g_test_add_func ("/nn/trainer/batch-larger-than-set", test_batch_larger_than_set);
  g_test_add_data_func ("/nn/trainer/learns/sgd", GINT_TO_POINTER (NN_SGD), test_learns);
  g_test_add_data_func ("/nn/trainer/learns/adam", GINT_TO_POINTER (NN_ADAM), test_learns);
  g_test_add_func ("/nn/trainer/refused/settings", test_settings_refused);
  g_test_add_func ("/nn/trainer/refused/data", test_data_refused);
  return g_test_run ();
}
