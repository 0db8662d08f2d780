/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-activation-parameters.c - what learning a parameter needs: the gradient over an array, and
 * the bounds of the parameter
 *
 * The gradient against the scalar one, value by value, and against central differences of f itself;
 * in every set of loops that this processor can run.
 */

#include "nn-activation-kernels.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

enum { N = 1003 }; /* no multiple of a vector's width */

static const nn_activation functions[] = {
  { NN_ELU, { 1.0 } },      { NN_ELU, { 0.0 } },       { NN_LEAKY_RELU, { 0.01 } },
  { NN_CELU, { 1.0 } },     { NN_CELU, { 0.001 } },    { NN_CELU, { 2.5 } },
  { NN_SOFTPLUS, { 1.0 } }, { NN_SOFTPLUS, { 20.0 } }, { NN_SILU, { 1.0 } },
  { NN_SILU, { 0.3 } },     { NN_PELU, { 1.0, 1.0 } }, { NN_PELU, { 3.0, 0.5 } },
};

/* One function in one set. */
typedef struct {
  const nn_activation_kernels *set;
  nn_activation f;
} subject;

static double
sum_of (const subject *s, int k, gsize n, const float *z, const float *dy)
{
  return s->set->of[s->f.id].sum[k](s->f.parameter, n, z, dy);
}

static int
n_parameters (const subject *s)
{
  return nn_activation_get_info (s->f.id)->n_parameters;
}

/* Evenly from -8 to 8, and gradients of both signs. */
static void
fill (float *z, float *dy)
{
  for (int i = 0; i < N; i++)
    {
      z[i] = -8.0f + 16.0f * i / N;
      dy[i] = (i % 3 - 0.9f) * (1 + i % 7);
    }
}

/* Alone, a value shows its gradient: of all exponents up to 2^60, tiny ones too. */
static void
test_single (gconstpointer data)
{
  const subject *s = data;
  const float one = 1.0f;

  for (int k = 0; k < n_parameters (s); k++)
    for (int exponent = -149; exponent <= 60; exponent++)
      for (int i = -64; i < 64; i++)
        {
          float z = ldexpf (i < 0 ? i / 32.0f : (i + 1) / 32.0f, exponent);
          double exact = nn_activation_parameter_gradient (s->f, k, z);
          double sum = sum_of (s, k, 1, &z, &one);
          if (!(fabs (sum - exact) <= 1e-7 * fabs (exact) + 1e-290))
            g_error ("%.17g instead of %.17g at %.9g", sum, exact, z);
        }
}

/* The limits, as the scalar gradient has them. */
static void
test_special_values (gconstpointer data)
{
  static const float z[] = { 0.0f, -0.0f, INFINITY, -INFINITY, FLT_MAX, -FLT_MAX };
  const subject *s = data;
  const float one = 1.0f, nan = NAN;

  for (int k = 0; k < n_parameters (s); k++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (z); i++)
        {
          double exact = nn_activation_parameter_gradient (s->f, k, z[i]);
          double sum = sum_of (s, k, 1, &z[i], &one);
          g_assert_true (sum == exact || fabs (sum - exact) <= 1e-7 * fabs (exact) + 1e-200);
        }
      g_assert_true (isnan (sum_of (s, k, 1, &nan, &one)));
      g_assert_true (isnan (sum_of (s, k, 1, &one, &nan)));
      g_assert_cmpfloat (sum_of (s, k, 0, NULL, NULL), ==, 0.0);
    }
}

static void
test_sum (gconstpointer data)
{
  const subject *s = data;
  float z[N], dy[N];

  fill (z, dy);
  for (int k = 0; k < n_parameters (s); k++)
    for (int n = 1; n <= N; n += n < 50 ? 1 : 101)
      {
        double exact = 0.0, size = 0.0;
        for (int i = 0; i < n; i++)
          {
            double term = dy[i] * nn_activation_parameter_gradient (s->f, k, z[i]);
            exact += term;
            size += fabs (term);
          }
        g_assert_cmpfloat_with_epsilon (sum_of (s, k, n, z, dy), exact, 1e-7 * size + 1e-300);
      }
}

/* (f (p + h) - f (p - h)) / 2h: its own error is of the order of h^2 and of 1e-16 / h. */
static void
test_central_difference (gconstpointer data)
{
  const subject *s = data;
  float z[N], dy[N];

  fill (z, dy);
  for (int k = 0; k < n_parameters (s); k++)
    {
      double h = 1e-5 * fmax (s->f.parameter[k], 0.1 * (s->f.parameter[k] == 0.0));
      double difference = 0.0, size = 0.0;
      nn_activation more = s->f, less = s->f;

      more.parameter[k] += h;
      less.parameter[k] -= h;
      for (int i = 0; i < N; i++)
        {
          double term = dy[i] / (2.0 * h)
                        * (nn_activation_eval (more, 0, z[i]) - nn_activation_eval (less, 0, z[i]));
          difference += term;
          size += fabs (term);
        }
      g_assert_cmpfloat_with_epsilon (sum_of (s, k, N, z, dy), difference, 1e-6 * size);
    }
}

/* The order of the sum doesn't depend on where the arrays begin, nor on the instruction set: what
 * differs is the last bits of the terms.                                                        */
static void
test_order (gconstpointer data)
{
  const subject *s = data;
  const subject best = { nn_activation_kernels_best (), s->f };
  float z[N], dy[N], moved_z[N + 16], moved_dy[N + 16];

  fill (z, dy);
  for (int k = 0; k < n_parameters (s); k++)
    {
      double sum = sum_of (s, k, N, z, dy);
      for (int offset = 0; offset < 16; offset++)
        {
          memcpy (moved_z + offset, z, sizeof z);
          memcpy (moved_dy + 15 - offset, dy, sizeof dy);
          g_assert_true (sum_of (s, k, N, moved_z + offset, moved_dy + 15 - offset) == sum);
        }
      g_assert_cmpfloat_with_epsilon (sum, sum_of (&best, k, N, z, dy), 1e-12 * fabs (sum) + 1e-11);
    }
}

/* It adds to what is there, and leaves alone what the function does not have. */
static void
test_call (void)
{
  float z[N], dy[N];

  fill (z, dy);
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      nn_activation f = nn_activation_default (id);
      const subject s = { nn_activation_kernels_best (), f };
      double sum[NN_MAX_PARAMETERS] = { 5.0, 7.0 };

      nn_activation_backward_parameters (f, N, z, dy, sum);
      for (int k = 0; k < NN_MAX_PARAMETERS; k++)
        {
          double before = k == 0 ? 5.0 : 7.0;
          double expected = k < n_parameters (&s) ? before + sum_of (&s, k, N, z, dy) : before;
          g_assert_true (sum[k] == expected);
        }
    }
}

static void
test_clamp (void)
{
  static const struct {
    nn_activation_id id;
    int k;
    double value, clamped;
  } rows[] = {
    { NN_ELU, 0, 0.3, 0.3 },         { NN_ELU, 0, -0.1, 0.0 },    { NN_ELU, 0, 1e-9, 1e-9 },
    { NN_ELU, 0, 1e9, 100.0 },       { NN_ELU, 0, NAN, 0.0 },     { NN_ELU, 0, -INFINITY, 0.0 },
    { NN_LEAKY_RELU, 0, -1.0, 0.0 }, { NN_CELU, 0, 0.0, 0.001 },  { NN_CELU, 0, 1e-9, 0.001 },
    { NN_CELU, 0, 0.5, 0.5 },        { NN_CELU, 0, NAN, 0.001 },  { NN_PELU, 0, -3.0, 0.001 },
    { NN_PELU, 1, INFINITY, 100.0 }, { NN_SILU, 0, -1.0, 0.001 }, { NN_SOFTPLUS, 0, 2.0, 2.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_activation f = nn_activation_default (rows[i].id);
      f.parameter[rows[i].k] = nn_activation_clamp_parameter (f, rows[i].k, rows[i].value);
      g_assert_cmpfloat (f.parameter[rows[i].k], ==, rows[i].clamped);
      g_assert_true (nn_activation_is_valid (f));
    }
}

static void
add_tests (nn_activation f)
{
  static const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = {
    { "single", test_single }, { "special-values", test_special_values },
    { "sum", test_sum },       { "central-difference", test_central_difference },
    { "order", test_order },
  };
  const nn_activation_info *info = nn_activation_get_info (f.id);

  for (const nn_activation_kernels *const *set = nn_activation_kernels_available (); *set != NULL;
       set++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        subject s = { *set, f };
        g_autofree char *path
            = g_strdup_printf ("/nn/activation-parameters/%s/%s-%g-%g/%s", (*set)->name, info->name,
                               f.parameter[0], f.parameter[1], tests[i].name);
        g_test_add_data_func_full (path, g_memdup2 (&s, sizeof s), tests[i].test, g_free);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    add_tests (functions[i]);
  g_test_add_func ("/nn/activation-parameters/call", test_call);
  g_test_add_func ("/nn/activation-parameters/clamp", test_clamp);
  return g_test_run ();
}
