/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-optimizer.c - the optimisers against steps computed in double, and their settings */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "optimizer-steps.h"

static const float start[N] = { 1, -2, 0.5f };

/* The quadratic sum k (p - c)^2 / 2, whose gradient is k (p - c). */
static const float curvature[N] = { 1, 4, 0.25f }, centre[N] = { 3, -1, 2 };

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
  static const struct {
    float gradient[N];
    double expected[N];
  } steps[] = {
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

/* Without a gradient only the decay moves a parameter: by lr times weight_decay of it in SGD and in
 * AdamW, but by the whole learning rate in Adam, which divides by what it averages.              */
static void
test_weight_decay_alone (void)
{
  static const struct {
    nn_optimizer_id id;
    double expected[N];
  } rows[] = {
    { NN_SGD, { 0.998, -1.996, 0.5 } },
    { NN_ADAMW, { 0.998, -1.996, 0.5 } },
    { NN_ADAM, { 0.99, -1.99, 0.5 } },
  };
  const float none[N] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_optimizer *optimizer = new_decaying (rows[i].id, 0.01, 0.2, N, 2);
      float p[N];

      memcpy (p, start, sizeof p);
      take_step (optimizer, none, p);
      assert_parameters (p, rows[i].expected);
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
}

/* The settings that torch.optim documents, and the usual learning rates. */
static void
test_defaults (void)
{
  static const struct {
    const char *name, *title;
    nn_optimizer_config config;
  } rows[] = {
    { "sgd", "SGD", { NN_SGD, 0.01, 0, 0, 0, 0 } },
    { "momentum", "Momentum", { NN_MOMENTUM, 0.01, 0.9, 0, 0, 0 } },
    { "nesterov", "Nesterov", { NN_NESTEROV, 0.01, 0.9, 0, 0, 0 } },
    { "adam", "Adam", { NN_ADAM, 0.001, 0.9, 0.999, 1e-8, 0 } },
    { "adamw", "AdamW", { NN_ADAMW, 0.001, 0.9, 0.999, 1e-8, 0.01 } },
    { "rmsprop", "RMSprop", { NN_RMSPROP, 0.001, 0, 0.99, 1e-8, 0 } },
  };

  g_assert_cmpint (G_N_ELEMENTS (rows), ==, NN_N_OPTIMIZERS);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_optimizer_config config = nn_optimizer_default (rows[i].config.id);

      g_assert_cmpstr (nn_optimizer_get_info (config.id)->name, ==, rows[i].name);
      g_assert_cmpstr (nn_optimizer_get_info (config.id)->title, ==, rows[i].title);
      g_assert_cmpfloat (config.learning_rate, ==, rows[i].config.learning_rate);
      g_assert_cmpfloat (config.beta1, ==, rows[i].config.beta1);
      g_assert_cmpfloat (config.beta2, ==, rows[i].config.beta2);
      g_assert_cmpfloat (config.epsilon, ==, rows[i].config.epsilon);
      g_assert_cmpfloat (config.weight_decay, ==, rows[i].config.weight_decay);
    }
}

static void
test_check (void)
{
  static const nn_optimizer_config wrong[] = {
    { NN_SGD, 0, 0, 0, 0, 0 },
    { NN_SGD, -0.1, 0, 0, 0, 0 },
    { NN_SGD, NAN, 0, 0, 0, 0 },
    { NN_SGD, INFINITY, 0, 0, 0, 0 },
    { NN_SGD, 1e-60, 0, 0, 0, 0 },
    { NN_SGD, 1e31, 0, 0, 0, 0 },
    { NN_SGD, 0.1, 0, 0, 0, -0.1 },
    { NN_SGD, 0.1, 0, 0, 0, NAN },
    { NN_SGD, 0.1, 0, 0, 0, 10.1 },
    { NN_SGD, 1e-40, 0, 0, 0, 1e31 },
    { NN_MOMENTUM, 0.1, 1, 0, 0, 0 },
    { NN_NESTEROV, 0.1, -0.9, 0, 0, 0 },
    { NN_RMSPROP, 0.1, 0, 1, 1e-8, 0 },
    { NN_RMSPROP, 0.1, 0, 0.99, 0, 0 },
    { NN_ADAM, 1e-3, 1, 0.999, 1e-8, 0 },
    { NN_ADAM, 1e-3, -0.1, 0.999, 1e-8, 0 },
    { NN_ADAM, 1e-3, 0.9, NAN, 1e-8, 0 },
    { NN_ADAM, 1e-3, 0.9, 1.5, 1e-8, 0 },
    { NN_ADAM, 1e-3, 0.9, 0.8, 1e-8, 0 },
    { NN_ADAM, 1e-3, 0.9, 0.999, 0, 0 },
    { NN_ADAM, 1e-3, 0.9, 0.999, INFINITY, 0 },
    { NN_ADAMW, 1e-3, 0.9, 0.999, 1e-8, 1001 },
    { NN_N_OPTIMIZERS, 1e-3, 0.9, 0.999, 1e-8, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      nn_status status = NN_OK;

      g_assert_cmpint (nn_optimizer_check (&wrong[i]), ==, NN_ERROR_ARGUMENT);
      g_assert_null (nn_optimizer_new (&wrong[i], N, N, &status));
      g_assert_cmpint (status, ==, NN_ERROR_ARGUMENT);
    }
}

/* SGD has no betas: what stands there must not matter. */
static void
test_sgd_ignores_betas (void)
{
  nn_optimizer_config config = { NN_SGD, 0.5, 1.5, -1, NAN, 0 };
  const float gradient[N] = { 1, 2, 4 };
  nn_status status;
  nn_optimizer *optimizer = nn_optimizer_new (&config, N, 0, &status);
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

  g_assert_null (nn_optimizer_new (&config, G_MAXSIZE / 4, 0, &status));
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
  g_test_add_func ("/nn/optimizer/weight-decay/alone", test_weight_decay_alone);
  g_test_add_func ("/nn/optimizer/infos", test_infos);
  g_test_add_func ("/nn/optimizer/defaults", test_defaults);
  g_test_add_func ("/nn/optimizer/check", test_check);
  g_test_add_func ("/nn/optimizer/too-large", test_too_large);
  return g_test_run ();
}
