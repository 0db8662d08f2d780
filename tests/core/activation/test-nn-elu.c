/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-elu.c - ELU's loops in every set that this processor can run
 *
 * The error in ULP over a sample of all exponents, or with -m slow over every float there is. The
 * reference is alpha expm1 (z) of libm in double: its own error, a few units in 2^53, is some 1e-8
 * of a float's ULP and cannot be seen in four digits.
 */

#include "nn-activation-kernels.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "ulp.h"

enum { BLOCK = 4096, MAX_SETS = 3 };

static const double alphas[] = { 1.0, 0.0, 0.01, 0.1, 0.3, 0.5, 1.6732632, 3.0, 100.0 };

typedef struct {
  double ulp;
  float z;
} worst_error;

/* The largest errors by set and alpha, over the floats whose bits run from first by steps. */
typedef struct {
  guint64 first, end, step;
  worst_error worst[MAX_SETS][G_N_ELEMENTS (alphas)];
} walk;

static void
forward (const nn_activation_kernels *set, gsize n, double alpha, const float *z, float *y)
{
  const double p[NN_MAX_PARAMETERS] = { alpha };
  set->of[NN_ELU].forward (p, n, z, y);
}

static void
backward (const nn_activation_kernels *set, gsize n, double alpha, const float *y, const float *dy,
          float *dz)
{
  const double p[NN_MAX_PARAMETERS] = { alpha };
  set->of[NN_ELU].backward (p, n, NULL, y, dy, dz);
}

/* The header promises 1 for every alpha; at 1 the loops do better. */
static double
error_limit (double alpha)
{
  return alpha == 1.0 ? 0.6 : 1.0;
}

static float
float_from_bits (guint32 bits)
{
  float x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

static void
update_worst (worst_error *worst, int n, double alpha, const float *z, const double *expm1_z,
              const float *y)
{
  for (int i = 0; i < n; i++)
    {
      double exact = z[i] <= 0.0f ? alpha * expm1_z[i] : z[i];
      double error = ulp_error (y[i], exact);
      if (error > worst->ulp)
        *worst = (worst_error){ error, z[i] };
    }
}

static void
measure_block (walk *w, int n, const float *z)
{
  const nn_activation_kernels *const *sets = nn_activation_kernels_available ();
  double expm1_z[BLOCK];
  float y[BLOCK];

  for (int i = 0; i < n; i++)
    expm1_z[i] = z[i] > 0.0f ? 0.0 : expm1 (z[i]);
  for (int s = 0; sets[s] != NULL; s++)
    for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
      {
        forward (sets[s], n, alphas[a], z, y);
        update_worst (&w->worst[s][a], n, alphas[a], z, expm1_z, y);
      }
}

static gpointer
measure (gpointer data)
{
  walk *w = data;
  float z[BLOCK];
  int n = 0;

  for (guint64 bits = w->first; bits < w->end; bits += w->step)
    {
      z[n++] = float_from_bits ((guint32) bits);
      if (n == BLOCK)
        {
          measure_block (w, n, z);
          n = 0;
        }
    }
  measure_block (w, n, z);
  return NULL;
}

static void
assert_walk (const walk *w)
{
  const nn_activation_kernels *const *sets = nn_activation_kernels_available ();

  for (int s = 0; sets[s] != NULL; s++)
    for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
      {
        worst_error worst = w->worst[s][a];
        g_test_message ("%s, alpha %g: %.4f ULP at %.9g", sets[s]->name, alphas[a], worst.ulp,
                        worst.z);
        g_assert_cmpfloat (worst.ulp, <=, error_limit (alphas[a]));
      }
}

static void
merge (walk *into, const walk *from)
{
  for (int s = 0; s < MAX_SETS; s++)
    for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
      if (from->worst[s][a].ulp > into->worst[s][a].ulp)
        into->worst[s][a] = from->worst[s][a];
}

/* Every 8,191st float, about 520,000 of all exponents, with infinities and NaN in their turn. */
static void
test_error_sample (void)
{
  walk w = { .first = 0, .end = G_GUINT64_CONSTANT (1) << 32, .step = 8191 };
  measure (&w);
  assert_walk (&w);
}

/* All 2^32, two threads taking turns, so that both get as many negative ones. */
static void
test_every_float (void)
{
  if (!g_test_slow ())
    {
      g_test_skip ("takes minutes: run with -m slow");
      return;
    }

  walk w[2] = { { .first = 0, .step = 2 }, { .first = 1, .step = 2 } };
  GThread *threads[2];
  for (int t = 0; t < 2; t++)
    {
      w[t].end = G_GUINT64_CONSTANT (1) << 32;
      threads[t] = g_thread_new ("walk", measure, &w[t]);
    }
  for (int t = 0; t < 2; t++)
    g_thread_join (threads[t]);
  merge (&w[0], &w[1]);
  assert_walk (&w[0]);
}

static void
test_available (void)
{
  const nn_activation_kernels *const *sets = nn_activation_kernels_available ();
  int n = 0;

  while (sets[n] != NULL)
    n++;
  g_assert_cmpint (n, >=, 1);
  g_assert_cmpint (n, <=, MAX_SETS);
  g_assert_cmpstr (sets[n - 1]->name, ==, "portable");
  g_assert_true (sets[0] == nn_activation_kernels_best ());
}

static void
test_special_values (gconstpointer data)
{
  const nn_activation_kernels *set = data;
  static const struct {
    double alpha;
    float z, y;
  } rows[] = {
    { 1.0, 0.0f, 0.0f },
    { 1.0, -0.0f, 0.0f },
    { 1.0, INFINITY, INFINITY },
    { 1.0, -INFINITY, -1.0f },
    { 0.3, -INFINITY, -0.3f },
    { 0.1, -FLT_MAX, -0.1f },
    { 1.6732632, -30.0f, -1.6732632f },
    { 100.0, -INFINITY, -100.0f },
    { 1.0, -17.4f, -1.0f },
    { 1.0, -1e-8f, -1e-8f },
    { 1.0, -1e-45f, -1e-45f },
    { 0.5, FLT_MAX, FLT_MAX },
    { 0.5, 1e-45f, 1e-45f },
    { 1.0, -1.0f, -0.632120559f },
    { 0.1, -1.0f, -0.0632120559f },
    { 1.0, -104.0f, -1.0f },
    { 0.0, -INFINITY, 0.0f },
    { 0.0, -1.0f, 0.0f },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      float y;
      forward (set, 1, rows[i].alpha, &rows[i].z, &y);
      g_assert_cmpfloat (y, ==, rows[i].y);
    }
}

static void
test_nan (gconstpointer data)
{
  const nn_activation_kernels *set = data;
  const float nans[] = { float_from_bits (0x7fc00000), float_from_bits (0xffc00000),
                         float_from_bits (0x7f800001), float_from_bits (0xff800001),
                         float_from_bits (0x7fffffff), float_from_bits (0xffffffff) };
  const float one = 1.0f;

  for (gsize i = 0; i < G_N_ELEMENTS (nans); i++)
    for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
      {
        float y, dz;
        forward (set, 1, alphas[a], &nans[i], &y);
        g_assert_true (isnan (y));
        backward (set, 1, alphas[a], &nans[i], &one, &dz);
        g_assert_true (isnan (dz));
        backward (set, 1, alphas[a], &one, &nans[i], &dz);
        g_assert_true (isnan (dz));
      }
}

/* Numbers of many sizes, the special ones between them. */
static void
fill (int n, float *z)
{
  for (int i = 0; i < n; i++)
    z[i] = i % 97 == 0 ? -INFINITY : i % 89 == 0 ? NAN : ldexpf (i % 3 - 1.5f, i % 17 - 9);
}

/* Whatever its place, its neighbours and its alignment, a value gives the same bits. */
static void
test_places (gconstpointer data)
{
  enum { N = 2000, OFFSETS = 17 };
  const nn_activation_kernels *set = data;
  float z[N + OFFSETS], alone[N + OFFSETS], y[N + OFFSETS];
  static const int lengths[] = { 0, 1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 100, 767, 768, 1500, N };

  fill (N + OFFSETS, z);
  for (int i = 0; i < N + OFFSETS; i++)
    forward (set, 1, 0.3, z + i, alone + i);
  for (int offset = 0; offset < OFFSETS; offset++)
    for (gsize l = 0; l < G_N_ELEMENTS (lengths); l++)
      {
        gsize n = lengths[l];
        memset (y, 0, sizeof y);
        forward (set, n, 0.3, z + offset, y + OFFSETS - offset);
        g_assert_cmpmem (y + OFFSETS - offset, n * sizeof *y, alone + offset, n * sizeof *y);
        g_assert_true (n == N || y[OFFSETS - offset + n] == 0.0f); /* nothing beyond the end     */
      }

  memcpy (y, z, sizeof y);
  forward (set, N, 0.3, y, y);
  g_assert_cmpmem (y, N * sizeof *y, alone, N * sizeof *alone);
}

/* dy (y + alpha) with alpha in float: two roundings. In place as well. */
static void
test_backward (gconstpointer data)
{
  enum { N = 2000 };
  const nn_activation_kernels *set = data;
  float z[N], y[N], dy[N], dz[N];

  fill (N, z);
  for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
    {
      forward (set, N, alphas[a], z, y);
      for (int i = 0; i < N; i++)
        dy[i] = 0.01f * (i % 200 - 99.5f);
      backward (set, N, alphas[a], y, dy, dz);
      backward (set, N, alphas[a], y, dy, dy);
      g_assert_cmpmem (dz, sizeof dz, dy, sizeof dy);
      for (int i = 0; i < N; i++)
        {
          double upstream = 0.01f * (i % 200 - 99.5f);
          double exact = upstream * (y[i] > 0.0f ? 1.0 : y[i] + (double) (float) alphas[a]);
          g_assert_cmpfloat (ulp_error (dz[i], exact), <=, 1.5);
        }
    }
}

/* The slope from the output is never negative, and 0 where the output is saturated. */
static void
test_backward_sign (gconstpointer data)
{
  const nn_activation_kernels *set = data;
  const float one = 1.0f;

  for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
    for (float z = -25.0f; z <= 0.0f; z += 0.00390625f)
      {
        float y, dz;
        forward (set, 1, alphas[a], &z, &y);
        backward (set, 1, alphas[a], &y, &one, &dz);
        g_assert_cmpfloat (dz, >=, 0.0);
        g_assert_true (z > -18.5f || dz == 0.0f);
      }
}

static void
add_for_every_set (const char *what, GTestDataFunc test)
{
  for (const nn_activation_kernels *const *set = nn_activation_kernels_available (); *set != NULL;
       set++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/elu/%s/%s", (*set)->name, what);
      g_test_add_data_func (path, *set, test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/elu/available", test_available);
  g_test_add_func ("/nn/elu/error/sample", test_error_sample);
  g_test_add_func ("/nn/elu/error/every-float", test_every_float);
  add_for_every_set ("special-values", test_special_values);
  add_for_every_set ("nan", test_nan);
  add_for_every_set ("places", test_places);
  add_for_every_set ("backward", test_backward);
  add_for_every_set ("backward-sign", test_backward_sign);
  return g_test_run ();
}
