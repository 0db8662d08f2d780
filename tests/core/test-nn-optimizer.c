/* test-nn-optimizer.c - SGD and Adam against steps computed in double, and their independence of
 * how the work is shared
 */

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-optimizer.h"

enum { N = 3 };

static const float start[N] = { 1, -2, 0.5f };

/* The quadratic sum k (p - c)^2 / 2, whose gradient is k (p - c). */
static const float curvature[N] = { 1, 4, 0.25f }, centre[N] = { 3, -1, 2 };

static nn_optimizer *
new_optimizer (nn_optimizer_id id, double learning_rate, size_t n)
{
  nn_optimizer_config config = nn_optimizer_default (id);
  nn_status status;
  nn_optimizer *optimizer;

  config.learning_rate = learning_rate;
  optimizer = nn_optimizer_new (&config, n, &status);
  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (optimizer);
  return optimizer;
}

static void
take_step (nn_optimizer *optimizer, const float *gradient, float *p)
{
  nn_optimizer_begin_step (optimizer);
  nn_optimizer_update (optimizer, 0, N, gradient, p);
}

static void
assert_parameters (const float *p, const double *expected)
{
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (p[i], expected[i], 1e-6);
}

static void
descend (nn_optimizer *optimizer, int n_steps, float *p)
{
  for (int step = 0; step < n_steps; step++)
    {
      float gradient[N];

      for (int i = 0; i < N; i++)
        gradient[i] = curvature[i] * (p[i] - centre[i]);
      take_step (optimizer, gradient, p);
    }
}

/* Learning rate 0.1, after each of 5 steps; computed in double. */
static void
test_sgd_quadratic (void)
{
  static const double expected[][N] = {
    { 1.2, -1.6, 0.5375 },
    { 1.38, -1.36, 0.5740625 },
    { 1.542, -1.216, 0.6097109375 },
    { 1.6878, -1.1296, 0.6444681641 },
    { 1.81902, -1.07776, 0.67835646 },
  };
  nn_optimizer *optimizer = new_optimizer (NN_SGD, 0.1, N);
  float p[N];

  memcpy (p, start, sizeof p);
  for (gsize step = 0; step < G_N_ELEMENTS (expected); step++)
    {
      descend (optimizer, 1, p);
      assert_parameters (p, expected[step]);
    }
  nn_optimizer_free (optimizer);
}

/* Learning rate 0.001 and these gradients; algorithm 1 of Kingma and Ba computed in double. */
static void
test_adam_reference (void)
{
  static const struct { float gradient[N]; double expected[N]; } steps[] = {
    { { 0.1f, -0.5f, 2 }, { 0.9990000001, -1.999, 0.499 } },
    { { 0.2f, 0.25f, -1 }, { 0.9980348181, -1.998733663, 0.498733663 } },
    { { -0.3f, 0.125f, 0 }, { 0.9981014171, -1.998672274, 0.4985277837 } },
    { { 0.05f, -0.0625f, 1e-3f }, { 0.9980784633, -1.998559169, 0.4983588796 } },
    { { 0.4f, 0, -3 }, { 0.9976682117, -1.998463569, 0.4987113281 } },
  };
  nn_optimizer *optimizer = new_optimizer (NN_ADAM, 1e-3, N);
  float p[N];

  memcpy (p, start, sizeof p);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      take_step (optimizer, steps[i].gradient, p);
      assert_parameters (p, steps[i].expected);
    }
  nn_optimizer_free (optimizer);
}

/* Learning rate 0.1, after 20 steps; computed in double. */
static void
test_adam_quadratic (void)
{
  static const double expected[N] = { 2.777547565, -0.7288459038, 2.136502921 };
  nn_optimizer *optimizer = new_optimizer (NN_ADAM, 0.1, N);
  float p[N];

  memcpy (p, start, sizeof p);
  descend (optimizer, 20, p);
  assert_parameters (p, expected);
  nn_optimizer_free (optimizer);
}

/* However small a gradient, Adam's first step has the length of the learning rate: epsilon outside
 * of the square root, and not scaled with the correction. 1e-6 / (1e-6 + 1e-8) = 0.990099.      */
static void
test_adam_epsilon (void)
{
  const float gradient[N] = { 1e-6f, 1e-8f, 0 };
  nn_optimizer *optimizer = new_optimizer (NN_ADAM, 1e-3, N);
  float p[N] = { 0 };

  take_step (optimizer, gradient, p);
  g_assert_cmpfloat_with_epsilon (p[0], -0.990099e-3, 1e-9);
  g_assert_cmpfloat_with_epsilon (p[1], -0.5e-3, 1e-9);
  g_assert_cmpfloat (p[2], ==, 0);
  nn_optimizer_free (optimizer);
}

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
      nn_optimizer_begin_step (optimizer);
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
  nn_optimizer *optimizer = new_optimizer (id, 0.01, MANY);
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
test_adam_fades (void)
{
  const float once[N] = { 1e-3f, 1, -1e3f }, never[N] = { 0 };
  nn_optimizer *optimizer = new_optimizer (NN_ADAM, 1e-3, N);
  float p[N] = { 0 };

  take_step (optimizer, once, p);
  for (int i = 0; i < 2000; i++)
    take_step (optimizer, never, p);
  memset (p, 0, sizeof p);
  take_step (optimizer, never, p);
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat (p[i], ==, 0);
  nn_optimizer_free (optimizer);
}

/* The largest gradient that is allowed leaves all finite, step after step. */
static void
test_max_gradient (gconstpointer data)
{
  nn_optimizer_id id = GPOINTER_TO_INT (data);
  const double rates[] = { 1e-10, 1, 1e3, NN_MAX_LEARNING_RATE };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      nn_optimizer *optimizer = new_optimizer (id, rates[i], N);
      const float most = nn_optimizer_max_gradient (optimizer);
      float p[N] = { 0 };

      g_assert_cmpfloat (most, >, 0);
      for (int step = 0; step < 20; step++)
        {
          const float sign = step % 2 ? -1 : 1, gradient[N] = { sign * most, -sign * most, 0 };

          take_step (optimizer, gradient, p);
          for (int k = 0; k < N; k++)
            g_assert_true (isfinite (p[k]));
        }
      nn_optimizer_free (optimizer);
    }
}

static void
test_infos (void)
{
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    {
      const nn_optimizer_info *info = nn_optimizer_get_info (id);
      nn_optimizer_config config = nn_optimizer_default (id);

      g_assert_cmpint (info->id, ==, id);
      g_assert_cmpint (config.id, ==, id);
      g_assert_cmpfloat (config.learning_rate, ==, info->learning_rate);
      g_assert_cmpint (nn_optimizer_check (&config), ==, NN_OK);
    }
  g_assert_cmpstr (nn_optimizer_get_info (NN_SGD)->name, ==, "sgd");
  g_assert_cmpstr (nn_optimizer_get_info (NN_ADAM)->title, ==, "Adam");
  g_assert_cmpint (nn_optimizer_get_info (NN_ADAM)->n_moments, ==, 2);
}

static void
test_check (void)
{
  static const nn_optimizer_config wrong[] = {
    { NN_SGD, 0, 0, 0, 0 },
    { NN_SGD, -0.1, 0, 0, 0 },
    { NN_SGD, NAN, 0, 0, 0 },
    { NN_SGD, INFINITY, 0, 0, 0 },
    { NN_SGD, 1e-60, 0, 0, 0 },
    { NN_SGD, 1e31, 0, 0, 0 },
    { NN_ADAM, 1e-3, 1, 0.999, 1e-8 },
    { NN_ADAM, 1e-3, -0.1, 0.999, 1e-8 },
    { NN_ADAM, 1e-3, 0.9, NAN, 1e-8 },
    { NN_ADAM, 1e-3, 0.9, 1.5, 1e-8 },
    { NN_ADAM, 1e-3, 0.9, 0.999, 0 },
    { NN_ADAM, 1e-3, 0.9, 0.999, INFINITY },
    { NN_N_OPTIMIZERS, 1e-3, 0.9, 0.999, 1e-8 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      nn_status status = NN_OK;

      g_assert_cmpint (nn_optimizer_check (&wrong[i]), ==, NN_ERROR_ARGUMENT);
      g_assert_null (nn_optimizer_new (&wrong[i], N, &status));
      g_assert_cmpint (status, ==, NN_ERROR_ARGUMENT);
    }
}

/* SGD has no betas: what stands there must not matter. */
static void
test_sgd_ignores_betas (void)
{
  nn_optimizer_config config = { NN_SGD, 0.5, 0.9, 0.999, NAN };
  const float gradient[N] = { 1, 2, 4 };
  nn_status status;
  nn_optimizer *optimizer = nn_optimizer_new (&config, N, &status);
  float p[N] = { 0 };

  g_assert_cmpint (status, ==, NN_OK);
  take_step (optimizer, gradient, p);
  g_assert_cmpfloat (p[0], ==, -0.5);
  g_assert_cmpfloat (p[1], ==, -1);
  g_assert_cmpfloat (p[2], ==, -2);
  nn_optimizer_free (optimizer);
}

static void
test_too_large (void)
{
  nn_optimizer_config config = nn_optimizer_default (NN_ADAM);
  nn_status status = NN_OK;

  g_assert_null (nn_optimizer_new (&config, G_MAXSIZE / 4, &status));
  g_assert_cmpint (status, ==, NN_ERROR_SHAPE);
  nn_optimizer_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/optimizer/sgd/quadratic", test_sgd_quadratic);
  g_test_add_func ("/nn/optimizer/sgd/ignores-betas", test_sgd_ignores_betas);
  g_test_add_func ("/nn/optimizer/adam/reference", test_adam_reference);
  g_test_add_func ("/nn/optimizer/adam/quadratic", test_adam_quadratic);
  g_test_add_func ("/nn/optimizer/adam/epsilon", test_adam_epsilon);
  g_test_add_func ("/nn/optimizer/adam/fades", test_adam_fades);
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    {
      const char *name = nn_optimizer_get_info (id)->name;
      g_autofree char *ranges = g_strdup_printf ("/nn/optimizer/%s/ranges", name);
      g_autofree char *most = g_strdup_printf ("/nn/optimizer/%s/max-gradient", name);

      g_test_add_data_func (ranges, GINT_TO_POINTER (id), test_ranges);
      g_test_add_data_func (most, GINT_TO_POINTER (id), test_max_gradient);
    }
  g_test_add_func ("/nn/optimizer/infos", test_infos);
  g_test_add_func ("/nn/optimizer/check", test_check);
  g_test_add_func ("/nn/optimizer/too-large", test_too_large);
  return g_test_run ();
}
