/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snapshots.h - trainers with all that a snapshot must keep, and when two snapshots are the same
 *
 * Whoever includes this makes the stripes of cnn_shape first.
 */

#pragma once

#include "nn-snapshot.h"
#include "trainers.h"

enum { N_CONTESTANTS = 3 };

static inline nn_trainer_config
rich_config (bool cnn, nn_optimizer_id optimizer, bool learns)
{
  nn_trainer_config config
      = cnn ? cnn_config_of (N_CONTESTANTS, 130, 2) : config_of (N_CONTESTANTS, 64, 2);

  if (!cnn)
    g_assert_cmpint (nn_model_parse ("dense19 drop.3 dense11 drop.2 dense3", cnn_shape, N_CLASSES,
                                     &config.model, NULL),
                     ==, NN_MODEL_OK);
  config.optimizer = nn_optimizer_default (optimizer);
  config.optimizer.weight_decay = 0.01;
  config.schedule = nn_schedule_default (NN_SCHEDULE_COSINE);
  config.total_steps = 40;
  config.learns_parameters = learns;
  config.patience = 2;
  return config;
}

/* Told whenever an epoch ends: contestant 0 gets better for ever, 1 is best at the first, and 2
 * never has a loss.                                                                             */
static inline void
take_and_note (nn_trainer *trainer, int n_steps, nn_metrics *metrics)
{
  for (int i = 0; i < n_steps; i++)
    {
      const double step = nn_trainer_get_step (trainer);
      nn_metrics of_set[N_CONTESTANTS] = { { .loss = 9 / (1 + step) }, { .loss = 1 + step },
                                           { .loss = NAN } };

      take_steps (trainer, 1, metrics + i * N_CONTESTANTS);
      if (nn_trainer_epoch_ended (trainer))
        nn_trainer_note_validation (trainer, of_set);
    }
}

static inline void
move_settings (nn_trainer *trainer)
{
  g_assert_cmpint (nn_trainer_set_learning_rate (trainer, 0.004), ==, NN_OK);
  g_assert_cmpint (nn_trainer_set_activation (trainer, 0, (nn_activation){ NN_ELU, { 0.3 } }), ==,
                   NN_OK);
  g_assert_cmpint (nn_trainer_set_dropout (trainer, 0.5), ==, NN_OK);
}

static inline nn_snapshot *
new_snapshot (const nn_trainer *trainer)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_snapshot *snapshot = nn_snapshot_new (trainer, &status);

  g_assert_cmpint (status, ==, NN_OK);
  nn_snapshot_take (snapshot, trainer);
  return snapshot;
}

/* Moments and counters count too. */
static inline void
assert_same_snapshot (const nn_snapshot *found, const nn_snapshot *expected)
{
  const nn_snapshot_settings *a = nn_snapshot_peek_settings (found),
                             *b = nn_snapshot_peek_settings (expected);

  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
  g_assert_cmpfloat (a->dropout, ==, b->dropout);
  for (int i = 0; i < nn_snapshot_get_config (expected)->n_contestants; i++)
    {
      const nn_snapshot_contestant *x = nn_snapshot_peek_contestant (found, i),
                                   *y = nn_snapshot_peek_contestant (expected, i);
      gsize size = x->n_parameters * sizeof (float);

      g_assert_true (nn_activation_equal (x->f, y->f));
      g_assert_cmpuint (x->optimizer_step, ==, y->optimizer_step);
      g_assert_cmpint (x->stopped, ==, y->stopped);
      g_assert_cmpint (x->finished, ==, y->finished);
      g_assert_cmpfloat (x->best_loss, ==, y->best_loss);
      g_assert_cmpuint (x->best_step, ==, y->best_step);
      g_assert_cmpint (x->n_worse, ==, y->n_worse);
      g_assert_cmpmem (x->parameters, size, y->parameters, size);
      g_assert_cmpmem (x->moments, size * x->n_moments, y->moments, size * y->n_moments);
      if (x->best_loss < INFINITY)
        g_assert_cmpmem (x->best, size, y->best, size);
    }
}

static inline void
assert_same_state (const nn_trainer *trainer, const nn_snapshot *expected)
{
  nn_snapshot *found = new_snapshot (trainer);

  assert_same_snapshot (found, expected);
  nn_snapshot_free (found);
}
