/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-early-stopping.c - a contestant ends in time, with its best weights, and alone
 *
 * Validation losses are made up: what counts is what is done about them.
 */

#include "trainers.h"

enum { N_EPOCHS = 6, PATIENCE = 2 };

/* Contestant 0 is best after epoch 5, with worse ones before, but never two in a row; 1 after
 * epoch 2, so it ends with the fourth; 2 after epoch 3, not a number counting as worse.         */
static const double losses[N_EPOCHS][3] = {
  { 3.0, 2.0, 1.5 }, { 2.0, 1.0, 1.6 }, { 2.5, 1.0, 1.0 },
  { 1.5, 1.5, NAN }, { 1.0, 0.1, 2.0 }, { 1.1, 0.1, 0.1 },
};
static const int best_epoch[3] = { 5, 2, 3 }, last_epoch[3] = { 6, 4, 5 };

static nn_trainer_config
patient_config (int patience)
{
  nn_trainer_config config = cnn_config_of (3, 130, 2);

  config.learns_parameters = true;
  config.patience = patience;
  return config;
}

static void
take_epoch (nn_trainer *trainer, nn_metrics *metrics)
{
  do
    take_steps (trainer, 1, metrics);
  while (!nn_trainer_epoch_ended (trainer));
}

static void
note (nn_trainer *trainer, const double *loss)
{
  nn_metrics metrics[3];

  for (int i = 0; i < 3; i++)
    metrics[i] = (nn_metrics){ .loss = loss[i] };
  nn_trainer_note_validation (trainer, metrics);
}

static float *
copy_parameters (const nn_trainer *trainer, int i)
{
  const nn_network *network = nn_trainer_get_network (trainer, i);

  return g_memdup2 (nn_network_peek_parameters (network),
                    nn_network_n_parameters (network) * sizeof (float));
}

static void
assert_parameters (const nn_trainer *trainer, int i, const float *expected)
{
  const size_t size
      = nn_network_n_parameters (nn_trainer_get_network (trainer, i)) * sizeof (float);

  g_assert_cmpmem (parameters_of (trainer, i), size, expected, size);
}

/* Next to a trainer without patience, whose contestants show what the weights were. */
static void
test_ends (void)
{
  const nn_trainer_config patient = patient_config (PATIENCE), endless = patient_config (0);
  nn_trainer *trainer = new_trainer (&patient, &stripes);
  nn_trainer *other = new_trainer (&endless, &stripes);
  float *best[3] = { NULL };

  for (int epoch = 1; epoch <= N_EPOCHS; epoch++)
    {
      nn_metrics metrics[3], of_other[3];

      take_epoch (trainer, metrics);
      take_epoch (other, of_other);
      note (trainer, losses[epoch - 1]);
      note (other, losses[epoch - 1]);
      for (int i = 0; i < 3; i++)
        {
          if (epoch == best_epoch[i])
            best[i] = copy_parameters (other, i);
          if (epoch <= last_epoch[i])
            assert_same_curve (&metrics[i], &of_other[i], 1);
          g_assert_cmpint (metrics[i].finished, ==, epoch > last_epoch[i]);
          g_assert_cmpint (isnan (metrics[i].loss), ==, epoch > last_epoch[i]);
          g_assert_false (nn_trainer_is_finished (other, i));
          g_assert_cmpint (nn_trainer_is_finished (trainer, i), ==,
                           i > 0 && epoch >= last_epoch[i]);
          if (nn_trainer_is_finished (trainer, i))
            assert_parameters (trainer, i, best[i]);
        }
    }
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpuint (nn_trainer_best_step (trainer, i), ==, 3 * best_epoch[i]);
      g_assert_cmpuint (nn_trainer_best_step (other, i), ==, 0);
    }
  /* Contestant 0 goes on, and gets its best weights back on request. */
  g_assert_cmpint (memcmp (parameters_of (trainer, 0), best[0], parameters_size (trainer)), !=, 0);
  nn_trainer_restore_best (trainer);
  for (int i = 0; i < 3; i++)
    {
      assert_parameters (trainer, i, best[i]);
      g_free (best[i]);
    }
  nn_trainer_free (other);
  nn_trainer_free (trainer);
}

static void
test_all_finished (void)
{
  const nn_trainer_config config = patient_config (1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[3];

  take_epoch (trainer, metrics);
  note (trainer, losses[0]);
  note (trainer, losses[0]);
  take_steps (trainer, 1, metrics);
  for (int i = 0; i < 3; i++)
    {
      g_assert_true (metrics[i].finished);
      g_assert_cmpint (metrics[i].status, ==, NN_OK);
    }
  nn_trainer_evaluate (trainer, &stripes, metrics);
  for (int i = 0; i < 3; i++)
    g_assert_true (metrics[i].finished && isfinite (metrics[i].loss));
  nn_trainer_free (trainer);
}

static void
test_reset (void)
{
  const nn_trainer_config config = patient_config (1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics first[3], again[3];

  take_epoch (trainer, first);
  note (trainer, losses[0]);
  note (trainer, losses[0]);
  nn_trainer_reset (trainer);
  for (int i = 0; i < 3; i++)
    {
      g_assert_false (nn_trainer_is_finished (trainer, i));
      g_assert_cmpuint (nn_trainer_best_step (trainer, i), ==, 0);
    }
  take_epoch (trainer, again);
  assert_same_curve (first, again, 3);
  /* The best loss is forgotten too: a worse one is now the best. */
  note (trainer, (const double[]){ 9, 9, 9 });
  for (int i = 0; i < 3; i++)
    {
      g_assert_false (nn_trainer_is_finished (trainer, i));
      g_assert_cmpuint (nn_trainer_best_step (trainer, i), ==, 3);
    }
  nn_trainer_free (trainer);
}

/* The weights before the first step can be the best. */
static void
test_best_at_the_start (void)
{
  const nn_trainer_config config = patient_config (1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  g_autofree float *start = copy_parameters (trainer, 0);
  nn_metrics metrics[3];

  note (trainer, (const double[]){ 1, 1, 1 });
  take_epoch (trainer, metrics);
  note (trainer, (const double[]){ 2, 0.5, 0.5 });
  g_assert_true (nn_trainer_is_finished (trainer, 0));
  g_assert_false (nn_trainer_is_finished (trainer, 1));
  assert_parameters (trainer, 0, start);
  nn_trainer_free (trainer);
}

/* Without a loss there is nothing to give back. */
static void
test_never_told (void)
{
  const nn_trainer_config config = patient_config (PATIENCE);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  g_autofree float *last = NULL;
  nn_metrics metrics[3];

  take_epoch (trainer, metrics);
  last = copy_parameters (trainer, 0);
  nn_trainer_restore_best (trainer);
  assert_parameters (trainer, 0, last);
  note (trainer, (const double[]){ NAN, NAN, NAN });
  note (trainer, (const double[]){ NAN, NAN, NAN });
  g_assert_true (nn_trainer_is_finished (trainer, 0));
  assert_parameters (trainer, 0, last);
  nn_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  g_test_add_func ("/nn/early-stopping/ends", test_ends);
  g_test_add_func ("/nn/early-stopping/all-finished", test_all_finished);
  g_test_add_func ("/nn/early-stopping/reset", test_reset);
  g_test_add_func ("/nn/early-stopping/best-at-the-start", test_best_at_the_start);
  g_test_add_func ("/nn/early-stopping/never-told", test_never_told);
  return g_test_run ();
}
