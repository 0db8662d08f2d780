/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-clones.c - training gives the same bits whichever clone of a loop the loader picks
 *
 * Products are oneDNN's and the same in every run: what could differ is what NN_CLONES compiles.
 */

#include <glib.h>
#include <math.h>

#include "nn-clones-probe.h"

/* What a test is given: a model and an optimiser. */
#define CASE(model, optimizer) GINT_TO_POINTER ((model) *NN_N_OPTIMIZERS + (optimizer))
#define MODEL_OF(data)         (GPOINTER_TO_INT (data) / NN_N_OPTIMIZERS)
#define OPTIMIZER_OF(data)     (GPOINTER_TO_INT (data) % NN_N_OPTIMIZERS)

/* That the run has done something: SGD and Adam end in different places. A learned alpha may be at
 * the same end of its range.                                                                    */
static void
test_portable (gconstpointer data)
{
  static const int n_parameters[] = { PROBE_MLP_PARAMETERS, PROBE_CNN_PARAMETERS - 2 };
  float sgd[PROBE_MOST_PARAMETERS], adam[PROBE_MOST_PARAMETERS];
  const probe_model model = GPOINTER_TO_INT (data);
  int n_same = 0;

  g_assert_cmpint (nn_clones_probe_portable (model, NN_SGD, sgd), ==, NN_OK);
  g_assert_cmpint (nn_clones_probe_portable (model, NN_ADAM, adam), ==, NN_OK);
  for (int i = 0; i < n_parameters[model]; i++)
    {
      g_assert_true (isfinite (sgd[i]) && isfinite (adam[i]));
      n_same += sgd[i] == adam[i];
    }
  g_assert_cmpint (n_same, ==, 0);
}

static void
compare (gconstpointer data, nn_clones_probe *probe)
{
  float expected[PROBE_MOST_PARAMETERS], parameters[PROBE_MOST_PARAMETERS];

  g_assert_cmpint (nn_clones_probe_portable (MODEL_OF (data), OPTIMIZER_OF (data), expected), ==,
                   NN_OK);
  g_assert_cmpint (probe (MODEL_OF (data), OPTIMIZER_OF (data), parameters), ==, NN_OK);
  g_assert_cmpmem (parameters, sizeof parameters, expected, sizeof expected);
}

static void
add_for_every_optimizer (const char *clone, GTestDataFunc test)
{
  static const char *const models[] = { "mlp", "cnn" };

  for (int model = PROBE_MLP; model <= PROBE_CNN; model++)
    for (int id = 0; id < NN_N_OPTIMIZERS; id++)
      {
        g_autofree char *path = g_strdup_printf ("/nn/clones/%s/%s/%s", clone, models[model],
                                                 nn_optimizer_get_info (id)->name);

        g_test_add_data_func (path, CASE (model, id), test);
      }
}

/* What the project itself runs. */
static void
test_chosen (gconstpointer data)
{
  compare (data, nn_clones_probe_chosen);
}

#ifdef __x86_64__

static void
test_avx2 (gconstpointer data)
{
  if (__builtin_cpu_supports ("avx2"))
    compare (data, nn_clones_probe_avx2);
  else
    g_test_skip ("the processor has no AVX2");
}

static void
test_avx512f (gconstpointer data)
{
  if (__builtin_cpu_supports ("avx512f"))
    compare (data, nn_clones_probe_avx512f);
  else
    g_test_skip ("the processor has no AVX-512");
}

#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/nn/clones/portable/mlp", GINT_TO_POINTER (PROBE_MLP), test_portable);
  g_test_add_data_func ("/nn/clones/portable/cnn", GINT_TO_POINTER (PROBE_CNN), test_portable);
  add_for_every_optimizer ("chosen", test_chosen);
#ifdef __x86_64__
  add_for_every_optimizer ("avx2", test_avx2);
  add_for_every_optimizer ("avx512f", test_avx512f);
#endif
  return g_test_run ();
}
