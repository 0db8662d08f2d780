/* test-nn-activation-vector.c - forward and backward over float arrays, for every function
 *
 * Against the scalar functions, which have their own references; and that place, splitting and
 * working in place change no bit. The ELU kernels one by one: test-nn-elu.c.
 */

#include "nn-activation.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "ulp.h"

enum { N = 1200 };

/* Beyond the usual parameters: the edges at which the loops change their ways. */
static const nn_activation extras[] = {
  { NN_ELU, { 0.0 } },  { NN_ELU, { 0.3 } },        { NN_LEAKY_RELU, { 0.0 } },
  { NN_CELU, { 0.3 } }, { NN_LEAKY_RELU, { 3.0 } }, { NN_SOFTPLUS, { 100.0 } },
  { NN_SILU, { 0.3 } }, { NN_PELU, { 3.0, 0.5 } },
};

static const float specials[] = {
  0.0f, -0.0f, 1e-45f, -1e-45f, 1e-38f, -1e-38f, FLT_MIN, -FLT_MIN, 1e-8f, -1e-8f, 1.0f, -1.0f,
  3.0f, -3.0f, 17.5f, -17.5f, 90.0f, -90.0f, 104.0f, -104.0f, 1e10f, -1e10f, FLT_MAX, -FLT_MAX,
  INFINITY, -INFINITY, NAN,
};

/* The special values, then evenly from -20 to 20. */
static void
fill (float *z)
{
  for (int i = 0; i < N; i++)
    z[i] = i < (int) G_N_ELEMENTS (specials) ? specials[i] : -20.0f + 40.0f * i / N;
}

/* Both signs, no zero, of sizes from 0.1 to 2. */
static void
fill_upstream (float *dy)
{
  for (int i = 0; i < N; i++)
    dy[i] = (i % 2 ? -0.1f : 0.1f) * (1 + i % 20);
}

static void
test_forward (gconstpointer data)
{
  const nn_activation *f = data;
  float z[N], y[N];

  fill (z);
  nn_activation_forward (*f, N, z, y);
  for (int i = 0; i < N; i++)
    {
      double exact = nn_activation_eval (*f, 0, z[i]);
      double limit = f->id == NN_ELU ? 1.0 : 0.500001;
      if (!(ulp_error (y[i], exact) <= limit))
        g_error ("%.9g instead of %.17g at %.9g", y[i], exact, z[i]);
    }
}

static void
test_forward_places (gconstpointer data)
{
  const nn_activation *f = data;
  float z[N], y[N], in_place[N], split[N];

  fill (z);
  nn_activation_forward (*f, N, z, y);
  memcpy (in_place, z, sizeof z);
  nn_activation_forward (*f, N, in_place, in_place);
  g_assert_cmpmem (in_place, sizeof in_place, y, sizeof y);

  for (int cut = 0; cut <= N; cut += cut < 70 ? 1 : 113)
    {
      nn_activation_forward (*f, cut, z, split);
      nn_activation_forward (*f, N - cut, z + cut, split + cut);
      g_assert_cmpmem (split, sizeof split, y, sizeof y);
    }
}

/* Where f' is taken from y = f (z), an absolute error is inherent, since y is rounded: a part of a
 * float epsilon, more if f is steep.                                                             */
static double
backward_tolerance (nn_activation f, double slope)
{
  double inherent = fmax (1.0, nn_activation_eval (f, 1, 0.0));
  if (nn_activation_backward_needs_input (f))
    inherent = 0.0;
  return 0.75 * FLT_EPSILON * (fabs (slope) + inherent) + 1e-37;
}

static void
test_backward (gconstpointer data)
{
  const nn_activation *f = data;
  float z[N], y[N], dy[N], dz[N];

  fill (z);
  fill_upstream (dy);
  nn_activation_forward (*f, N, z, y);
  nn_activation_backward (*f, N, nn_activation_backward_needs_input (*f) ? z : NULL, y, dy, dz);
  for (int i = 0; i < N; i++)
    {
      double slope = nn_activation_eval (*f, 1, z[i]);
      if (isnan (z[i]))
        g_assert_true (isnan (dz[i]));
      else if (!(fabs (dz[i] / (double) dy[i] - slope) <= backward_tolerance (*f, slope)))
        g_error ("%.9g instead of %.9g at %.9g", dz[i] / dy[i], slope, z[i]);
    }
}

static void
test_backward_places (gconstpointer data)
{
  const nn_activation *f = data;
  float z[N], y[N], dy[N], dz[N], in_place[N], split[N];

  fill (z);
  fill_upstream (dy);
  nn_activation_forward (*f, N, z, y);
  nn_activation_backward (*f, N, z, y, dy, dz);
  memcpy (in_place, dy, sizeof dy);
  nn_activation_backward (*f, N, z, y, in_place, in_place);
  g_assert_cmpmem (in_place, sizeof in_place, dz, sizeof dz);

  for (int cut = 0; cut <= N; cut += cut < 70 ? 1 : 113)
    {
      nn_activation_backward (*f, cut, z, y, dy, split);
      nn_activation_backward (*f, N - cut, z + cut, y + cut, dy + cut, split + cut);
      g_assert_cmpmem (split, sizeof split, dz, sizeof dz);
    }
}

static void
test_backward_nan (gconstpointer data)
{
  const nn_activation *f = data;
  float z[N], y[N], dy[N], dz[N];

  fill (z);
  nn_activation_forward (*f, N, z, y);
  for (int i = 0; i < N; i++)
    dy[i] = NAN;
  nn_activation_backward (*f, N, z, y, dy, dz);
  for (int i = 0; i < N; i++)
    g_assert_true (isnan (dz[i]));
}

/* A unit that is deep in saturation must get exactly 0, never a small slope of the wrong sign. */
static void
test_saturated (void)
{
  static const nn_activation rows[] = {
    { NN_ELU, { 0.3 } }, { NN_ELU, { 1.0 } },        { NN_SELU, { 0 } }, { NN_CELU, { 0.3 } },
    { NN_TANH, { 0 } },  { NN_PELU, { 0.7, 2.0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      float z = -90.0f, y, dy = 1.0f, dz;
      nn_activation_forward (rows[i], 1, &z, &y);
      nn_activation_backward (rows[i], 1, NULL, &y, &dy, &dz);
      g_assert_cmpfloat (dz, ==, 0.0);
    }
}

static void
test_needs_input (void)
{
  static const nn_activation_id needing[] = { NN_SOFTPLUS, NN_GELU, NN_GELU_TANH,
                                              NN_SILU,     NN_MISH, NN_HARDSWISH };

  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      bool needs = false;
      for (gsize i = 0; i < G_N_ELEMENTS (needing); i++)
        needs = needs || needing[i] == id;
      g_assert_true (nn_activation_backward_needs_input (nn_activation_default (id)) == needs);
    }
}

static void
add_tests (nn_activation f)
{
  static const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = {
    { "forward", test_forward },           { "forward-places", test_forward_places },
    { "backward", test_backward },         { "backward-places", test_backward_places },
    { "backward-nan", test_backward_nan },
  };
  const nn_activation_info *info = nn_activation_get_info (f.id);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/activation-vector/%s-%g-%g/%s", info->name,
                                               f.parameter[0], f.parameter[1], tests[i].name);
      g_test_add_data_func_full (path, g_memdup2 (&f, sizeof f), tests[i].test, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    add_tests (nn_activation_default (id));
  for (gsize i = 0; i < G_N_ELEMENTS (extras); i++)
    add_tests (extras[i]);
  g_test_add_func ("/nn/activation-vector/saturated", test_saturated);
  g_test_add_func ("/nn/activation-vector/needs-input", test_needs_input);
  return g_test_run ();
}
