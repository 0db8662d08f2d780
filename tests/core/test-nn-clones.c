/* test-nn-clones.c - training gives the same bits whichever clone of a loop the loader picks
 *
 * Products are oneDNN's and the same in every run: what could differ is what NN_CLONES compiles.
 */

#include <glib.h>
#include <math.h>

#include "nn-clones-probe.h"

static void
compare (nn_optimizer_id optimizer, nn_clones_probe *probe)
{
  float expected[PROBE_PARAMETERS], parameters[PROBE_PARAMETERS];

  g_assert_cmpint (nn_clones_probe_portable (optimizer, expected), ==, NN_OK);
  g_assert_cmpint (probe (optimizer, parameters), ==, NN_OK);
  g_assert_cmpmem (parameters, sizeof parameters, expected, sizeof expected);
}

/* That the run has done something: SGD and Adam end in different places. */
static void
test_portable (void)
{
  float sgd[PROBE_PARAMETERS], adam[PROBE_PARAMETERS];
  int n_same = 0;

  g_assert_cmpint (nn_clones_probe_portable (NN_SGD, sgd), ==, NN_OK);
  g_assert_cmpint (nn_clones_probe_portable (NN_ADAM, adam), ==, NN_OK);
  for (int i = 0; i < PROBE_PARAMETERS; i++)
    {
      g_assert_true (isfinite (sgd[i]) && isfinite (adam[i]));
      n_same += sgd[i] == adam[i];
    }
  g_assert_cmpint (n_same, ==, 0);
}

#ifdef __x86_64__

static void
test_avx2 (gconstpointer optimizer)
{
  if (__builtin_cpu_supports ("avx2"))
    compare (GPOINTER_TO_INT (optimizer), nn_clones_probe_avx2);
  else
    g_test_skip ("the processor has no AVX2");
}

static void
test_avx512f (gconstpointer optimizer)
{
  if (__builtin_cpu_supports ("avx512f"))
    compare (GPOINTER_TO_INT (optimizer), nn_clones_probe_avx512f);
  else
    g_test_skip ("the processor has no AVX-512");
}

static void
add_for_every_optimizer (const char *clone, GTestDataFunc test)
{
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    {
      g_autofree char *path
          = g_strdup_printf ("/nn/clones/%s/%s", clone, nn_optimizer_get_info (id)->name);

      g_test_add_data_func (path, GINT_TO_POINTER (id), test);
    }
}

#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/clones/portable", test_portable);
#ifdef __x86_64__
  add_for_every_optimizer ("avx2", test_avx2);
  add_for_every_optimizer ("avx512f", test_avx512f);
#endif
  return g_test_run ();
}
