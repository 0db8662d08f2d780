/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-optimizer-references.c - every optimiser against PyTorch's, also with weight decay */

#include <glib.h>

#include "optimizer-references.h"

/* The two functions of make-optimizer-references.py; all values are exact in float. */
static float
reference_start (int i)
{
  return i < REFERENCE_DECAYED ? (i % 2 ? -1 : 1) * (1 + i * 37 % 64 / 64.0f) : 0;
}

static float
reference_gradient (int step, int i)
{
  int value = (i * 73 + step * 151 + i * step * 11) % 257;

  return (i < REFERENCE_DECAYED ? value - 128 : value + 1) / 64.0f / (1ll << 5 * (i % 7));
}

/* In ranges of 5, which do not end where the decay does. */
static void
take_reference_step (nn_optimizer *optimizer, int step, double factor, float *p)
{
  float gradient[REFERENCE_PARAMETERS];

  for (int i = 0; i < REFERENCE_PARAMETERS; i++)
    gradient[i] = reference_gradient (step, i);
  nn_optimizer_begin_step (optimizer, factor);
  for (int i = 0; i < REFERENCE_PARAMETERS; i += 5)
    nn_optimizer_update (optimizer, i, MIN (5, REFERENCE_PARAMETERS - i), gradient + i, p + i);
}

/* 1e-6: a float keeps 6e-8 of a parameter, twenty times. */
static void
assert_reference (const float *p, const double *expected)
{
  for (int i = 0; i < REFERENCE_PARAMETERS; i++)
    g_assert_cmpfloat_with_epsilon (p[i] / expected[i], 1, 1e-6);
}

static nn_optimizer *
new_optimizer (nn_optimizer_id id, double weight_decay)
{
  nn_optimizer_config config = nn_optimizer_default (id);
  nn_status status;
  nn_optimizer *optimizer;

  config.weight_decay = weight_decay;
  optimizer = nn_optimizer_new (&config, REFERENCE_PARAMETERS, REFERENCE_DECAYED, &status);
  g_assert_cmpint (status, ==, NN_OK);
  return optimizer;
}

/* The learning rate is halved by a schedule's factor, or for good. */
static void
compare_with_reference (gsize row, gboolean by_factor)
{
  const nn_optimizer_info *info = nn_optimizer_get_info (optimizer_references[row].id);
  nn_optimizer *optimizer = new_optimizer (info->id, optimizer_references[row].weight_decay);
  float p[REFERENCE_PARAMETERS];

  for (int i = 0; i < REFERENCE_PARAMETERS; i++)
    p[i] = reference_start (i);
  for (int step = 1, shown = 0; step <= REFERENCE_STEPS; step++)
    {
      gboolean halved = step > REFERENCE_HALVED_AFTER;

      if (step == REFERENCE_HALVED_AFTER + 1 && !by_factor)
        nn_optimizer_set_learning_rate (optimizer, info->learning_rate / 2);
      take_reference_step (optimizer, step, halved && by_factor ? 0.5 : 1, p);
      if (step == shown_steps[shown])
        assert_reference (p, optimizer_references[row].parameters[shown++]);
    }
  nn_optimizer_free (optimizer);
}

static void
test_pytorch (gconstpointer data)
{
  nn_optimizer_id id = GPOINTER_TO_INT (data);
  int n_rows = 0;

  for (gsize row = 0; row < G_N_ELEMENTS (optimizer_references); row++)
    if (optimizer_references[row].id == id)
      {
        compare_with_reference (row, FALSE);
        compare_with_reference (row, TRUE);
        n_rows++;
      }
  g_assert_cmpint (n_rows, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    {
      g_autofree char *path
          = g_strdup_printf ("/nn/optimizer/%s/pytorch", nn_optimizer_get_info (id)->name);

      g_test_add_data_func (path, GINT_TO_POINTER (id), test_pytorch);
    }
  return g_test_run ();
}
