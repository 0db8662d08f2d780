/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-activation-vector.c - the loops over float arrays, for every function and every set of
 * loops that this processor can run
 *
 * Against the scalar functions, which have their own references; and that place, splitting and
 * working in place change no bit. More on ELU: test-nn-elu.c. The gradients of the parameters:
 * test-nn-activation-parameters.c.
 */

#include "nn-activation-kernels.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "ulp.h"

enum { N = 1200, BLOCK = 4096 };

/* Beyond the usual parameters: the edges at which the loops change their ways. */
/* clang-format off */
static const nn_activation extras[] = {
  { NN_ELU, { 0.0 } },         { NN_ELU, { 0.3 } },        { NN_LEAKY_RELU, { 0.0 } },
  { NN_LEAKY_RELU, { 3.0 } },  { NN_CELU, { 0.3 } },       { NN_CELU, { 0.001 } },
  { NN_CELU, { 100.0 } },      { NN_SOFTPLUS, { 100.0 } }, { NN_SOFTPLUS, { 0.001 } },
  { NN_SILU, { 0.3 } },        { NN_SILU, { 100.0 } },     { NN_PELU, { 3.0, 0.5 } },
  { NN_PELU, { 0.001, 100.0 } }, { NN_PELU, { 100.0, 0.001 } },
};
/* clang-format on */

/* One function in one set. */
typedef struct {
  const nn_activation_kernels *set;
  nn_activation f;
} subject;

static void
forward (const subject *s, gsize n, const float *z, float *y)
{
  s->set->of[s->f.id].forward (s->f.parameter, n, z, y);
}

static void
backward (const subject *s, gsize n, const float *z, const float *y, const float *dy, float *dz)
{
  s->set->of[s->f.id].backward (s->f.parameter, n, z, y, dy, dz);
}

/* clang-format off */
static const float specials[] = {
  0.0f, -0.0f, 1e-45f, -1e-45f, 1e-38f, -1e-38f, FLT_MIN, -FLT_MIN, 1e-8f, -1e-8f, 1.0f, -1.0f,
  3.0f, -3.0f, 17.5f, -17.5f, 90.0f, -90.0f, 104.0f, -104.0f, 1e10f, -1e10f, FLT_MAX, -FLT_MAX,
  INFINITY, -INFINITY, NAN,
};
/* clang-format on */

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

/* --- Sweeps: every 8,191st float, some 520,000 of all exponents, with infinities and NaN ------- */

typedef void (*check_block) (const subject *s, int n, const float *z);

static void
sweep (const subject *s, check_block check)
{
  float z[BLOCK];
  int n = 0;

  for (guint64 bits = 0; bits >> 32 == 0; bits += 8191)
    {
      guint32 low = (guint32) bits;
      memcpy (&z[n++], &low, sizeof low);
      if (n == BLOCK)
        {
          check (s, n, z);
          n = 0;
        }
    }
  check (s, n, z);
  check (s, G_N_ELEMENTS (specials), specials);
}

/* What the header promises. */
static void
check_forward (const subject *s, int n, const float *z)
{
  double limit = s->f.id == NN_ELU || s->f.id == NN_SELU ? 1.0 : 0.6;
  float y[BLOCK];

  forward (s, n, z, y);
  for (int i = 0; i < n; i++)
    {
      double exact = nn_activation_eval (s->f, 0, z[i]);
      if (!(ulp_error (y[i], exact) <= limit))
        g_error ("%.9g instead of %.17g at %.9g", y[i], exact, z[i]);
    }
}

static void
test_forward (gconstpointer data)
{
  sweep (data, check_forward);
}

/* From z, f' is as good as f; but f' is a sum, f/z and the rest, which crosses 0: there the error is
 * a part of the terms. From y, an absolute error is inherent: y and the amplitude are rounded, each
 * to half an ULP, together at most FLT_EPSILON of the steepest slope; then a sum, a quotient and a
 * product round the slope.                                                                      */
static double
slope_tolerance (nn_activation f, double z, double slope)
{
  double chord = z == 0.0 || isinf (z) ? slope : nn_activation_eval (f, 0, z) / z;
  double steepest = fmax (fabs (nn_activation_eval (f, 1, 0.0)), 1.0);

  if (nn_activation_backward_needs_input (f))
    return 0.6 * FLT_EPSILON * fabs (slope) + 3e-9 * (fabs (chord) + fabs (slope - chord)) + 1e-45;
  return FLT_EPSILON * (steepest + 1.5 * fabs (slope));
}

static void
check_backward (const subject *s, int n, const float *z)
{
  float y[BLOCK], dy[BLOCK], dz[BLOCK];

  for (int i = 0; i < n; i++)
    dy[i] = i % 2 ? -1.0f : 1.0f;
  forward (s, n, z, y);
  backward (s, n, nn_activation_backward_needs_input (s->f) ? z : NULL, y, dy, dz);
  for (int i = 0; i < n; i++)
    {
      double slope = nn_activation_eval (s->f, 1, z[i]);
      if (isnan (z[i]))
        g_assert_true (isnan (dz[i]));
      else if (!(fabs (dz[i] / dy[i] - slope) <= slope_tolerance (s->f, z[i], slope)))
        g_error ("%.9g instead of %.9g at %.9g", dz[i] / dy[i], slope, z[i]);
    }
}

static void
test_backward (gconstpointer data)
{
  sweep (data, check_backward);
}

/* --- Places ------------------------------------------------------------------------------------ */

static void
test_forward_places (gconstpointer data)
{
  float z[N], y[N], in_place[N], split[N];

  fill (z);
  forward (data, N, z, y);
  memcpy (in_place, z, sizeof z);
  forward (data, N, in_place, in_place);
  g_assert_cmpmem (in_place, sizeof in_place, y, sizeof y);

  for (int cut = 0; cut <= N; cut += cut < 70 ? 1 : 113)
    {
      forward (data, cut, z, split);
      forward (data, N - cut, z + cut, split + cut);
      g_assert_cmpmem (split, sizeof split, y, sizeof y);
    }
}

static void
test_backward_places (gconstpointer data)
{
  float z[N], y[N], dy[N], dz[N], in_place[N], split[N];

  fill (z);
  fill_upstream (dy);
  forward (data, N, z, y);
  backward (data, N, z, y, dy, dz);
  memcpy (in_place, dy, sizeof dy);
  backward (data, N, z, y, in_place, in_place);
  g_assert_cmpmem (in_place, sizeof in_place, dz, sizeof dz);

  for (int cut = 0; cut <= N; cut += cut < 70 ? 1 : 113)
    {
      backward (data, cut, z, y, dy, split);
      backward (data, N - cut, z + cut, y + cut, dy + cut, split + cut);
      g_assert_cmpmem (split, sizeof split, dz, sizeof dz);
    }
}

static void
test_backward_nan (gconstpointer data)
{
  float z[N], y[N], dy[N], dz[N];

  fill (z);
  forward (data, N, z, y);
  for (int i = 0; i < N; i++)
    dy[i] = NAN;
  backward (data, N, z, y, dy, dz);
  for (int i = 0; i < N; i++)
    g_assert_true (isnan (dz[i]));
}

/* --- What everybody else calls ----------------------------------------------------------------- */

/* The loops of the best set, with the function's parameters. */
static void
test_calls (void)
{
  float z[N], dy[N], y[N], dz[N], expected[N];

  fill (z);
  fill_upstream (dy);
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      nn_activation f = nn_activation_default (id);
      subject s = { nn_activation_kernels_best (), f };

      nn_activation_forward (f, N, z, y);
      forward (&s, N, z, expected);
      g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
      nn_activation_backward (f, N, z, y, dy, dz);
      backward (&s, N, z, y, dy, expected);
      g_assert_cmpmem (dz, sizeof dz, expected, sizeof expected);
    }
}

/* A unit that is deep in saturation must get exactly 0, never a small slope of the wrong sign. */
static void
test_saturated (void)
{
  static const nn_activation rows[] = {
    { NN_ELU, { 0.3 } },  { NN_ELU, { 1.0 } }, { NN_SELU, { 0 } },
    { NN_CELU, { 0.3 } }, { NN_TANH, { 0 } },  { NN_PELU, { 0.7, 2.0 } },
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
  static const nn_activation_id needing[]
      = { NN_SOFTPLUS, NN_GELU, NN_GELU_TANH, NN_SILU, NN_MISH, NN_HARDSWISH };

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

  for (const nn_activation_kernels *const *set = nn_activation_kernels_available (); *set != NULL;
       set++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        subject s = { *set, f };
        g_autofree char *path
            = g_strdup_printf ("/nn/activation-vector/%s/%s-%g-%g/%s", (*set)->name, info->name,
                               f.parameter[0], f.parameter[1], tests[i].name);
        g_test_add_data_func_full (path, g_memdup2 (&s, sizeof s), tests[i].test, g_free);
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
  g_test_add_func ("/nn/activation-vector/calls", test_calls);
  g_test_add_func ("/nn/activation-vector/saturated", test_saturated);
  g_test_add_func ("/nn/activation-vector/needs-input", test_needs_input);
  return g_test_run ();
}
