/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-optimizer-state.c - an optimiser's moments and learning rate, its limits, and that
 * results do not depend on how the work is shared
 */

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "optimizer-steps.h"

enum { MANY = 1000, MANY_STEPS = 5 };

/* The values themselves do not matter; they only must not be alike. */
static void
many_steps (nn_optimizer *optimizer, size_t range, gboolean backwards, float *p)
{
  float gradient[MANY];

  for (int i = 0; i < MANY; i++)
    p[i] = sinf (i);
  for (int step = 0; step < MANY_STEPS; step++)
    {
      size_t n_ranges = (MANY + range - 1) / range;

      for (int i = 0; i < MANY; i++)
        gradient[i] = cosf (i * 1.7f + step) * expf (-0.05f * (i % 300));
      nn_optimizer_begin_step (optimizer, 1);
      for (size_t r = 0; r < n_ranges; r++)
        {
          size_t first = (backwards ? n_ranges - 1 - r : r) * range;

          nn_optimizer_update (optimizer, first, MIN (range, MANY - first), gradient + first,
                               p + first);
        }
    }
}

static void
test_ranges (gconstpointer data)
{
  nn_optimizer_id id = GPOINTER_TO_INT (data);
  const size_t ranges[] = { 1, 3, 16, 37, 999 };
  nn_optimizer *optimizer = new_decaying (id, 0.01, 0.1, MANY, 500);
  float whole[MANY], shared[MANY];

  many_steps (optimizer, MANY, FALSE, whole);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      nn_optimizer_reset (optimizer);
      many_steps (optimizer, ranges[i], i % 2, shared);
      g_assert_cmpmem (shared, sizeof shared, whole, sizeof whole);
    }
  nn_optimizer_free (optimizer);
}

/* A gradient that stays away lets the moments fade to 0. Were the first one left among the
 * subnormal numbers, rounding would hold it there, and parameters of 0 would not stay 0.        */
static void
test_fades (gconstpointer data)
{
  const float once[N] = { 1e-3f, 1, -1e3f }, never[N] = { 0 };
  nn_optimizer *optimizer = new_optimizer (GPOINTER_TO_INT (data), 1e-3, N);
  float p[N] = { 0 };

  take_step (optimizer, once, p);
  for (int i = 0; i < 150000; i++)
    take_step (optimizer, never, p);
  for (int k = 0; k < nn_optimizer_n_moments (optimizer); k++)
    for (int i = 0; i < N; i++)
      g_assert_cmpfloat (nn_optimizer_moment (optimizer, k)[i], ==, 0);
  memset (p, 0, sizeof p);
  take_step (optimizer, never, p);
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat (p[i], ==, 0);
  nn_optimizer_free (optimizer);
}

static void
assert_finite (nn_optimizer *optimizer, const float *p)
{
  for (int i = 0; i < N; i++)
    {
      g_assert_true (isfinite (p[i]));
      for (int k = 0; k < nn_optimizer_n_moments (optimizer); k++)
        g_assert_true (isfinite (nn_optimizer_moment (optimizer, k)[i]));
    }
}

/* The largest gradient that is allowed leaves all finite, step after step, be it that gradients
 * pile up or that they turn round.                                                              */
static void
take_large_steps (nn_optimizer *optimizer, float sign_change)
{
  float most = nn_optimizer_max_gradient (optimizer);

  g_assert_cmpfloat (most, >, 0);
  for (int step = 0; step < 200; step++, most *= sign_change)
    {
      const float gradient[N] = { most, -most, 0 };
      float p[N] = { 0 };

      take_step (optimizer, gradient, p);
      assert_finite (optimizer, p);
    }
}

static void
test_max_gradient (gconstpointer data)
{
  const double rates[] = { 1e-10, 1, 1e3, NN_MAX_LEARNING_RATE };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      nn_optimizer *optimizer = new_optimizer (GPOINTER_TO_INT (data), rates[i], N);

      take_large_steps (optimizer, 1);
      nn_optimizer_reset (optimizer);
      take_large_steps (optimizer, -1);
      nn_optimizer_free (optimizer);
    }
}

/* What weight decay makes of a huge parameter neither overflows nor throws it beyond 0. */
static void
test_huge_parameters (gconstpointer data)
{
  const float none[N] = { 0 };
  const double rates[] = { 1e-10, 1, 1e3 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      nn_optimizer *optimizer = new_decaying (GPOINTER_TO_INT (data), rates[i], 1 / rates[i], N, N);
      float p[N] = { FLT_MAX, -FLT_MAX, FLT_MAX / 2 };

      for (int step = 0; step < 200; step++)
        {
          take_step (optimizer, none, p);
          assert_finite (optimizer, p);
        }
      nn_optimizer_free (optimizer);
    }
}

/* With another's moments and step number an optimiser goes on as that one does. */
static void
test_resume (gconstpointer data)
{
  nn_optimizer *first = new_decaying (GPOINTER_TO_INT (data), 0.01, 0.1, MANY, 500);
  nn_optimizer *second = new_decaying (GPOINTER_TO_INT (data), 0.01, 0.1, MANY, 500);
  float p[MANY], q[MANY];

  many_steps (first, MANY, FALSE, p);
  for (int k = 0; k < nn_optimizer_n_moments (first); k++)
    memcpy (nn_optimizer_moment (second, k), nn_optimizer_moment (first, k), sizeof p);
  nn_optimizer_set_step (second, nn_optimizer_get_step (first));
  many_steps (first, MANY, FALSE, p);
  many_steps (second, 37, TRUE, q);
  g_assert_cmpmem (p, sizeof p, q, sizeof q);
  g_assert_cmpuint (nn_optimizer_get_step (second), ==, 2 * MANY_STEPS);
  nn_optimizer_free (first);
  nn_optimizer_free (second);
}

/* After one step with a gradient of 2. */
static void
test_moments (void)
{
  static const struct {
    nn_optimizer_id id;
    int n;
    double moment[2];
  } rows[] = {
    { NN_SGD, 0, { 0 } },           { NN_MOMENTUM, 1, { 2 } },       { NN_NESTEROV, 1, { 2 } },
    { NN_ADAM, 2, { 0.2, 0.004 } }, { NN_ADAMW, 2, { 0.2, 0.004 } }, { NN_RMSPROP, 1, { 0.04 } },
  };
  const float gradient[N] = { 2, 2, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_optimizer *optimizer = new_optimizer (rows[i].id, 0.01, N);
      float p[N] = { 0 };

      take_step (optimizer, gradient, p);
      g_assert_cmpint (nn_optimizer_n_moments (optimizer), ==, rows[i].n);
      g_assert_cmpuint (nn_optimizer_get_step (optimizer), ==, 1);
      for (int k = 0; k < rows[i].n; k++)
        g_assert_cmpfloat_with_epsilon (nn_optimizer_moment (optimizer, k)[N - 1],
                                        rows[i].moment[k], 1e-7);
      nn_optimizer_free (optimizer);
    }
}

/* 1e3 would, with this weight decay, throw a parameter beyond 0. */
static void
test_learning_rate (void)
{
  static const double wrong[] = { 0, -1, NAN, INFINITY, 1e31, 1e3 };
  nn_optimizer *optimizer = new_decaying (NN_SGD, 0.1, 0.01, N, 0);
  const float gradient[N] = { 1, 1, 1 };
  float p[N] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (nn_optimizer_set_learning_rate (optimizer, wrong[i]), ==, NN_ERROR_ARGUMENT);
  g_assert_cmpfloat (nn_optimizer_get_learning_rate (optimizer), ==, 0.1);
  g_assert_cmpint (nn_optimizer_set_learning_rate (optimizer, 100), ==, NN_OK);
  g_assert_cmpfloat_with_epsilon (nn_optimizer_max_gradient (optimizer) / (FLT_MAX / 200), 1, 1e-6);
  nn_optimizer_reset (optimizer);
  g_assert_cmpfloat (nn_optimizer_get_learning_rate (optimizer), ==, 100);
  take_step (optimizer, gradient, p);
  g_assert_cmpfloat (p[0], ==, -100);
  nn_optimizer_begin_step (optimizer, 0);
  nn_optimizer_update (optimizer, 0, N, gradient, p);
  g_assert_cmpfloat (p[0], ==, -100);
  nn_optimizer_free (optimizer);
}

static void
add_for_every_method (const char *what, GTestDataFunc test)
{
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    {
      g_autofree char *path
          = g_strdup_printf ("/nn/optimizer/%s/%s", nn_optimizer_get_info (id)->name, what);

      g_test_add_data_func (path, GINT_TO_POINTER (id), test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/optimizer/moments", test_moments);
  g_test_add_func ("/nn/optimizer/learning-rate", test_learning_rate);
  add_for_every_method ("ranges", test_ranges);
  add_for_every_method ("fades", test_fades);
  add_for_every_method ("max-gradient", test_max_gradient);
  add_for_every_method ("huge-parameters", test_huge_parameters);
  add_for_every_method ("resume", test_resume);
  return g_test_run ();
}
