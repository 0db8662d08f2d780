/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-snapshot.c - what is set back goes on as if nothing had been, to the last bit
 *
 * A run is taken down in the middle of an epoch, after all that can be moved was moved, and is then
 * continued three times: without interruption, by the same trainer set back, and by another one.
 */

#include "snapshots.h"

enum { N_BEFORE = 7, N_AFTER = 8 };

/* trainer is at any state; back at the snapshot it must go on like curve to the state end. */
static void
check_continues (nn_trainer *trainer, const nn_snapshot *snapshot, const nn_metrics *curve,
                 const nn_snapshot *end)
{
  nn_metrics again[N_AFTER * N_CONTESTANTS], of_set[N_CONTESTANTS];

  g_assert_cmpint (nn_snapshot_restore (snapshot, trainer), ==, NN_OK);
  assert_same_state (trainer, snapshot);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  take_and_note (trainer, N_AFTER, again);
  assert_same_curve (curve, again, N_AFTER * N_CONTESTANTS);
  assert_same_state (trainer, end);
}

static void
check_run (const nn_trainer_config *config)
{
  nn_trainer *trainer = new_trainer (config, &stripes), *other = new_trainer (config, &stripes);
  nn_metrics before[N_BEFORE * N_CONTESTANTS], after[N_AFTER * N_CONTESTANTS];
  nn_snapshot *middle, *end;

  take_and_note (trainer, N_BEFORE, before);
  move_settings (trainer);
  middle = new_snapshot (trainer);
  g_assert_cmpuint (nn_snapshot_step (middle), ==, N_BEFORE);
  g_assert_cmpint (nn_snapshot_check (middle), ==, NN_OK);
  take_and_note (trainer, N_AFTER, after);
  end = new_snapshot (trainer);
  g_assert_cmpint (memcmp (nn_snapshot_peek_contestant (middle, 0)->parameters,
                           nn_snapshot_peek_contestant (end, 0)->parameters,
                           parameters_size (trainer)),
                   !=, 0);

  check_continues (trainer, middle, after, end);
  check_continues (other, middle, after, end);
  nn_snapshot_free (middle);
  nn_snapshot_free (end);
  nn_trainer_free (other);
  nn_trainer_free (trainer);
}

static void
test_continues (gconstpointer data)
{
  const guint which = GPOINTER_TO_UINT (data), optimizer = which >> 2;
  const nn_trainer_config config = rich_config (which & 1, optimizer, which & 2);

  check_run (&config);
}

/* 130 of 300 are 3 steps an epoch: at 6 the next step makes a new order, at 5 and 7 it must not. */
static void
test_every_step_of_an_epoch (void)
{
  const nn_trainer_config config = rich_config (true, NN_ADAM, true);
  nn_trainer *trainer = new_trainer (&config, &stripes), *other = new_trainer (&config, &stripes);
  nn_snapshot *snapshot = new_snapshot (trainer);
  nn_metrics expected[2 * N_CONTESTANTS], found[2 * N_CONTESTANTS];

  for (int step = 0; step < 8; step++)
    {
      nn_snapshot_take (snapshot, trainer);
      take_steps (trainer, 2, expected);
      g_assert_cmpint (nn_snapshot_restore (snapshot, other), ==, NN_OK);
      take_steps (other, 2, found);
      assert_same_curve (expected, found, 2 * N_CONTESTANTS);
      nn_snapshot_restore (snapshot, trainer);
      take_steps (trainer, 1, expected);
    }
  nn_snapshot_free (snapshot);
  nn_trainer_free (other);
  nn_trainer_free (trainer);
}

static void
test_stopped (void)
{
  const nn_trainer_config config = rich_config (false, NN_ADAM, false);
  nn_trainer *trainer = new_trainer (&config, &stripes), *other = new_trainer (&config, &stripes);
  nn_metrics metrics[N_CONTESTANTS];
  nn_snapshot *snapshot;
  float *weight = (float *) parameters_of (trainer, 1);
  const float sound = *weight;

  take_steps (trainer, 1, metrics);
  *weight = NAN;
  take_steps (trainer, 1, metrics);
  *weight = sound;
  snapshot = new_snapshot (trainer);
  g_assert_cmpint (nn_snapshot_restore (snapshot, other), ==, NN_OK);
  take_steps (other, 1, metrics);
  g_assert_cmpint (metrics[0].status, ==, NN_OK);
  g_assert_cmpint (metrics[1].status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpuint (nn_snapshot_peek_contestant (snapshot, 0)->optimizer_step, ==, 2);
  g_assert_cmpuint (nn_snapshot_peek_contestant (snapshot, 1)->optimizer_step, ==, 1);
  nn_snapshot_free (snapshot);
  nn_trainer_free (other);
  nn_trainer_free (trainer);
}

/* A reset after a restore is the config's start, not the snapshot's; the gradient is unknown until
 * the next step.                                                                                */
static void
test_reset_after_restore (void)
{
  const nn_trainer_config config = rich_config (true, NN_MOMENTUM, false);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics first[2 * N_CONTESTANTS], again[2 * N_CONTESTANTS];
  g_autofree float *gradient = g_malloc (parameters_size (trainer));
  nn_snapshot *snapshot;

  take_steps (trainer, 2, first);
  move_settings (trainer);
  snapshot = new_snapshot (trainer);
  take_steps (trainer, 2, again);
  nn_snapshot_restore (snapshot, trainer);
  nn_trainer_get_gradient (trainer, 0, gradient);
  for (gsize i = 0; i < parameters_size (trainer) / sizeof (float); i++)
    g_assert_cmpfloat (gradient[i], ==, 0);
  nn_trainer_reset (trainer);
  take_steps (trainer, 2, again);
  assert_same_curve (first, again, 2 * N_CONTESTANTS);
  nn_snapshot_free (snapshot);
  nn_trainer_free (trainer);
}

static void
test_copy (void)
{
  const nn_trainer_config config = rich_config (true, NN_ADAM, true);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[N_BEFORE * N_CONTESTANTS];
  nn_status status;
  nn_snapshot *snapshot, *copy;

  take_and_note (trainer, N_BEFORE, metrics);
  snapshot = new_snapshot (trainer);
  copy = nn_snapshot_copy (snapshot, &status);
  g_assert_cmpint (status, ==, NN_OK);
  g_assert_cmpuint (nn_snapshot_size (copy), ==, nn_snapshot_size (snapshot));
  nn_snapshot_free (snapshot);
  assert_same_state (trainer, copy);
  nn_snapshot_free (copy);
  nn_trainer_free (trainer);
}

/* 19 x 96 + 19, 11 x 19 + 11 and 3 x 11 + 3 parameters of 3 networks, two of whose functions learn
 * theirs (ELU; GELU and ReLU have none) in 2 layers: 2099 x 3 + 2, in 4 arrays of 4 bytes.       */
static void
test_size (void)
{
  const nn_trainer_config config = rich_config (false, NN_ADAM, true);
  nn_status status;
  nn_snapshot *snapshot = nn_snapshot_new_for (&config, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_cmpuint (nn_snapshot_size (snapshot), >=, (2099 * 3 + 2) * 4 * 4);
  g_assert_cmpuint (nn_snapshot_size (snapshot), <, (2099 * 3 + 2) * 4 * 4 + 4096);
  nn_snapshot_free (snapshot);
}

static void
assert_refused (const nn_snapshot *snapshot, const nn_trainer_config *config)
{
  nn_trainer *trainer = new_trainer (config, &stripes);
  g_autofree float *before = g_memdup2 (parameters_of (trainer, 0), parameters_size (trainer));

  g_assert_cmpint (nn_snapshot_restore (snapshot, trainer), ==, NN_ERROR_ARGUMENT);
  g_assert_cmpmem (parameters_of (trainer, 0), parameters_size (trainer), before,
                   parameters_size (trainer));
  g_assert_cmpuint (nn_trainer_get_step (trainer), ==, 0);
  nn_trainer_free (trainer);
}

static void
test_another_config (void)
{
  const nn_trainer_config config = rich_config (true, NN_ADAM, false);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_snapshot *snapshot = new_snapshot (trainer);
  nn_trainer_config other[6];

  for (int i = 0; i < 6; i++)
    other[i] = config;
  other[0].n_contestants = 2;
  other[1].contestant[1] = nn_activation_default (NN_TANH);
  other[2].optimizer.id = NN_ADAMW;
  other[3].learns_parameters = true;
  other[4].patience = 0;
  other[5].model.layer[0].units++;
  for (int i = 0; i < 6; i++)
    assert_refused (snapshot, &other[i]);

  /* What may differ: a branch has another seed, another alpha, another machine. */
  nn_trainer_free (trainer);
  other[0] = config;
  other[0].seed++;
  other[0].n_threads = 1;
  other[0].contestant[0].parameter[0] = 0.5;
  trainer = new_trainer (&other[0], &stripes);
  g_assert_cmpint (nn_snapshot_restore (snapshot, trainer), ==, NN_OK);
  g_assert_true (nn_activation_equal (
      nn_network_get_activation (nn_trainer_get_network (trainer, 0)), config.contestant[0]));
  nn_snapshot_free (snapshot);
  nn_trainer_free (trainer);
}

static nn_snapshot *
fresh_snapshot (void)
{
  const nn_trainer_config config = rich_config (true, NN_ADAM, true);
  nn_status status;
  nn_snapshot *snapshot = nn_snapshot_new_for (&config, &status);

  g_assert_cmpint (status, ==, NN_OK);
  for (int i = 0; i < N_CONTESTANTS; i++)
    nn_snapshot_contestant_of (snapshot, i)->best_loss = 1;
  return snapshot;
}

static void
assert_impossible (nn_snapshot *snapshot)
{
  g_assert_cmpint (nn_snapshot_check (snapshot), ==, NN_ERROR_VALUE);
  nn_snapshot_free (snapshot);
}

/* One bad number each, as a file could hold it. */
static void
test_impossible_numbers (void)
{
  nn_snapshot *s = fresh_snapshot ();
  const size_t n = nn_snapshot_peek_contestant (s, 0)->n_parameters;

  g_assert_cmpint (nn_snapshot_check (s), ==, NN_OK);
  nn_snapshot_contestant_of (s, 0)->moments[n - 1] = -1;
  g_assert_cmpint (nn_snapshot_check (s), ==, NN_OK);
  nn_snapshot_contestant_of (s, 0)->moments[n] = -1;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 0)->moments[n] = NAN;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 1)->parameters[0] = INFINITY;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 0)->parameters[n - 1] = -1;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 0)->best[n - 1] = -1;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 0)->f.parameter[0] = -1;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 0)->f.id = NN_CELU;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 2)->best_loss = NAN;
  assert_impossible (s);
  nn_snapshot_contestant_of (s = fresh_snapshot (), 2)->n_worse = -1;
  assert_impossible (s);
  nn_snapshot_settings_of (s = fresh_snapshot ())->learning_rate = 0;
  assert_impossible (s);
  nn_snapshot_settings_of (s = fresh_snapshot ())->dropout = 1.5;
  assert_impossible (s);
}

static void
add_continues (nn_optimizer_id optimizer, bool cnn, bool learns)
{
  g_autofree char *path
      = g_strdup_printf ("/nn/snapshot/continues/%s/%s%s", nn_optimizer_get_info (optimizer)->name,
                         cnn ? "cnn" : "mlp", learns ? "/learned-alpha" : "");

  g_test_add_data_func (path, GUINT_TO_POINTER (optimizer << 2 | learns << 1 | cnn),
                        test_continues);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    for (int kind = 0; kind < 4; kind++)
      add_continues (id, kind & 1, kind & 2);
  g_test_add_func ("/nn/snapshot/every-step-of-an-epoch", test_every_step_of_an_epoch);
  g_test_add_func ("/nn/snapshot/stopped", test_stopped);
  g_test_add_func ("/nn/snapshot/reset-after-restore", test_reset_after_restore);
  g_test_add_func ("/nn/snapshot/copy", test_copy);
  g_test_add_func ("/nn/snapshot/size", test_size);
  g_test_add_func ("/nn/snapshot/another-config", test_another_config);
  g_test_add_func ("/nn/snapshot/impossible-numbers", test_impossible_numbers);
  return g_test_run ();
}
