/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-activation.c - the scalar activation functions, their table and their gain
 *
 * Every function and order against 17-digit references, at its kinks, at infinity and for NaN; the
 * derivatives against differences. The vector forms have test-nn-activation-vector.c.
 */

#include "nn-activation.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "activation-references.h"

#define assert_within(value, expected, tolerance)                                                  \
  g_assert_cmpfloat_with_epsilon ((value), (expected), (tolerance))

/* Eight units in the last place; an absolute epsilon besides where x is moderate, since there the
 * terms of some derivatives cross 0; the last digits of a denormal are free.                     */
static void
assert_matches (double value, double expected, double x)
{
  double crossing = fabs (x) <= 5.0 ? DBL_EPSILON * fmin (1.0, fabs (x)) : 0.0;
  double tolerance = 8.0 * DBL_EPSILON * fabs (expected) + crossing + 1e-320;

  if (!(fabs (value - expected) <= tolerance))
    g_error ("%.17g instead of %.17g at x = %.17g", value, expected, x);
}

static void
test_references (nn_activation_id id, int order)
{
  int n_tested = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (activation_references); i++)
    {
      nn_activation f = activation_references[i].f;
      double x = activation_references[i].x;
      if (f.id != id)
        continue;
      assert_matches (nn_activation_eval (f, order, x), activation_references[i].derivative[order],
                      x);
      n_tested++;
    }
  g_assert_cmpint (n_tested, >=, 29);
}

static void
test_value (gconstpointer info)
{
  test_references (((const nn_activation_info *) info)->id, 0);
}

static void
test_slope (gconstpointer info)
{
  test_references (((const nn_activation_info *) info)->id, 1);
}

static void
test_curvature (gconstpointer info)
{
  test_references (((const nn_activation_info *) info)->id, 2);
}

static void
test_parameter_gradient (gconstpointer data)
{
  const nn_activation_info *info = data;

  for (gsize i = 0; i < G_N_ELEMENTS (activation_references); i++)
    for (int k = 0; k < info->n_parameters && activation_references[i].f.id == info->id; k++)
      {
        double x = activation_references[i].x;
        assert_matches (nn_activation_parameter_gradient (activation_references[i].f, k, x),
                        activation_references[i].gradient[k], x);
      }
}

static void
test_nan (gconstpointer data)
{
  const nn_activation_info *info = data;
  nn_activation f = nn_activation_default (info->id);

  for (int order = 0; order <= 2; order++)
    {
      g_assert_true (isnan (nn_activation_eval (f, order, NAN)));
      g_assert_true (isnan (nn_activation_eval_left (f, order, NAN)));
      g_assert_true (isnan (nn_activation_eval_right (f, order, NAN)));
    }
  for (int k = 0; k < info->n_parameters; k++)
    g_assert_true (isnan (nn_activation_parameter_gradient (f, k, NAN)));
}

static bool
is_near_kink (const nn_activation_info *info, double x)
{
  for (int i = 0; i < info->n_kinks; i++)
    if (fabs (x - info->kink[i]) < 1e-3)
      return true;
  return false;
}

/* Central differences of f and f' with step 2^-17: their own error is about 1e-9. */
static void
test_differences (gconstpointer data)
{
  const nn_activation_info *info = data;
  nn_activation f = nn_activation_default (info->id);
  const double h = 0x1p-17;

  for (double x = -8.0; x <= 8.0; x += 0.0625)
    for (int order = 1; order <= 2 && !is_near_kink (info, x); order++)
      {
        double rise
            = nn_activation_eval (f, order - 1, x + h) - nn_activation_eval (f, order - 1, x - h);
        assert_within (nn_activation_eval (f, order, x), rise / (2.0 * h), 2e-9);
      }
}

static void
test_parameter_differences (gconstpointer data)
{
  const nn_activation_info *info = data;
  const double h = 0x1p-17;

  for (int k = 0; k < info->n_parameters; k++)
    for (double x = -8.0; x <= 8.0; x += 0.0625)
      {
        nn_activation f = nn_activation_default (info->id), more = f, less = f;
        more.parameter[k] += h;
        less.parameter[k] -= h;
        double rise = nn_activation_eval (more, 0, x) - nn_activation_eval (less, 0, x);
        assert_within (nn_activation_parameter_gradient (f, k, x), rise / (2.0 * h), 1e-8);
      }
}

#define SELU_LEFT  1.7580993408473768599 /* lambda A                                             */
#define SELU_RIGHT 1.0507009873554804934 /* lambda                                               */

/* f, f', f'' at -inf and at +inf; the derivatives are the same at the largest doubles. */
static const struct {
  nn_activation f;
  double minus[3], plus[3];
} limits[] = {
  { { NN_ELU, { 0.5 } }, { -0.5, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_ELU, { 0.0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_RELU, { 0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_LEAKY_RELU, { 0.1 } }, { -INFINITY, 0.1, 0 }, { INFINITY, 1, 0 } },
  { { NN_LEAKY_RELU, { 0.0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_SELU, { 0 } }, { -SELU_LEFT, 0, 0 }, { INFINITY, SELU_RIGHT, 0 } },
  { { NN_CELU, { 2.0 } }, { -2, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_SOFTPLUS, { 2.0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_GELU, { 0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_GELU_TANH, { 0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_SILU, { 2.0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_MISH, { 0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_HARDSWISH, { 0 } }, { 0, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_TANH, { 0 } }, { -1, 0, 0 }, { 1, 0, 0 } },
  { { NN_SIGMOID, { 0 } }, { 0, 0, 0 }, { 1, 0, 0 } },
  { { NN_SHIFTED_RELU, { 0 } }, { -1, 0, 0 }, { INFINITY, 1, 0 } },
  { { NN_PELU, { 3.0, 2.0 } }, { -3, 0, 0 }, { INFINITY, 1.5, 0 } },
};

static void
test_infinities (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    for (int order = 0; order <= 2; order++)
      {
        nn_activation f = limits[i].f;
        g_assert_cmpfloat (nn_activation_eval (f, order, -INFINITY), ==, limits[i].minus[order]);
        g_assert_cmpfloat (nn_activation_eval (f, order, INFINITY), ==, limits[i].plus[order]);
        if (order == 0)
          continue;
        g_assert_cmpfloat (nn_activation_eval (f, order, -DBL_MAX), ==, limits[i].minus[order]);
        g_assert_cmpfloat (nn_activation_eval (f, order, DBL_MAX), ==, limits[i].plus[order]);
      }
}

/* Parameter gradients at -inf and +inf. */
static void
test_gradients_at_infinity (void)
{
  static const struct {
    nn_activation f;
    int k;
    double minus, plus;
  } rows[] = {
    { { NN_ELU, { 0.5 } }, 0, -1, 0 },
    { { NN_LEAKY_RELU, { 0.1 } }, 0, -INFINITY, 0 },
    { { NN_CELU, { 2.0 } }, 0, -1, 0 },
    { { NN_SOFTPLUS, { 2.0 } }, 0, 0, 0 },
    { { NN_SILU, { 2.0 } }, 0, 0, 0 },
    { { NN_PELU, { 3.0, 2.0 } }, 0, -1, INFINITY },
    { { NN_PELU, { 3.0, 2.0 } }, 1, 0, -INFINITY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_activation f = rows[i].f;
      int k = rows[i].k;
      g_assert_cmpfloat (nn_activation_parameter_gradient (f, k, -INFINITY), ==, rows[i].minus);
      g_assert_cmpfloat (nn_activation_parameter_gradient (f, k, INFINITY), ==, rows[i].plus);
    }
}

static void
test_kinks (void)
{
  static const struct {
    nn_activation f;
    int order;
    double x, left, usual, right;
  } rows[] = {
    { { NN_ELU, { 0.5 } }, 0, 0, 0, 0, 0 },
    { { NN_ELU, { 0.5 } }, 1, 0, 0.5, 0.5, 1 },
    { { NN_ELU, { 0.5 } }, 2, 0, 0.5, 0.5, 0 },
    { { NN_ELU, { 1.0 } }, 1, 0, 1, 1, 1 },
    { { NN_ELU, { 1.0 } }, 2, 0, 1, 1, 0 },
    { { NN_RELU, { 0 } }, 1, 0, 0, 0, 1 },
    { { NN_LEAKY_RELU, { 0.1 } }, 1, 0, 0.1, 0.1, 1 },
    { { NN_SELU, { 0 } }, 1, 0, SELU_LEFT, SELU_LEFT, SELU_RIGHT },
    { { NN_CELU, { 2.0 } }, 1, 0, 1, 1, 1 },
    { { NN_CELU, { 2.0 } }, 2, 0, 0.5, 0.5, 0 },
    { { NN_HARDSWISH, { 0 } }, 1, -3, 0, 0, -0.5 },
    { { NN_HARDSWISH, { 0 } }, 2, -3, 0, 0, 1.0 / 3.0 },
    { { NN_HARDSWISH, { 0 } }, 0, 3, 3, 3, 3 },
    { { NN_HARDSWISH, { 0 } }, 1, 3, 1.5, 1, 1 },
    { { NN_HARDSWISH, { 0 } }, 2, 3, 1.0 / 3.0, 0, 0 },
    { { NN_SHIFTED_RELU, { 0 } }, 0, -1, -1, -1, -1 },
    { { NN_SHIFTED_RELU, { 0 } }, 1, -1, 0, 0, 1 },
    { { NN_PELU, { 3.0, 2.0 } }, 1, 0, 1.5, 1.5, 1.5 },
    { { NN_PELU, { 3.0, 2.0 } }, 2, 0, 0.75, 0.75, 0 },
    { { NN_SIGMOID, { 0 } }, 1, 0, 0.25, 0.25, 0.25 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_activation f = rows[i].f;
      int order = rows[i].order;
      g_assert_cmpfloat (nn_activation_eval_left (f, order, rows[i].x), ==, rows[i].left);
      g_assert_cmpfloat (nn_activation_eval (f, order, rows[i].x), ==, rows[i].usual);
      g_assert_cmpfloat (nn_activation_eval_right (f, order, rows[i].x), ==, rows[i].right);
    }
}

static void
test_table (void)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      const nn_activation_info *info = nn_activation_get_info (id);
      g_assert_cmpint (info->id, ==, id);
      g_assert_true (nn_activation_is_valid (nn_activation_default (id)));
      g_assert_cmpint (info->n_parameters, <=, NN_MAX_PARAMETERS);
      g_assert_cmpint (info->n_kinks, <=, NN_MAX_KINKS);
      for (int k = 0; k < info->n_parameters; k++)
        g_assert_true (g_str_is_ascii (info->parameter[k].symbol));
      for (int other = 0; other < id; other++)
        g_assert_cmpstr (info->name, !=, nn_activation_get_info (other)->name);
    }
}

static void
test_validity (void)
{
  static const struct {
    nn_activation f;
    bool valid;
  } rows[] = {
    { { NN_ELU, { 0.0 } }, true },         { { NN_ELU, { 100.0 } }, true },
    { { NN_ELU, { -1e-300 } }, false },    { { NN_ELU, { 100.00000000000001 } }, false },
    { { NN_ELU, { NAN } }, false },        { { NN_ELU, { INFINITY } }, false },
    { { NN_RELU, { 0.0 } }, true },        { { NN_LEAKY_RELU, { 0.0 } }, true },
    { { NN_CELU, { 0.0 } }, false },       { { NN_CELU, { 1e-3 } }, true },
    { { NN_SOFTPLUS, { 0.0 } }, false },   { { NN_SILU, { 0.0 } }, false },
    { { NN_PELU, { 1.0, 0.0 } }, false },  { { NN_PELU, { 0.0, 1.0 } }, false },
    { { NN_PELU, { 1.0, 100.0 } }, true }, { { NN_N_ACTIVATIONS, { 0.0 } }, false },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (nn_activation_is_valid (rows[i].f) == rows[i].valid);
}

static void
test_equal (void)
{
  nn_activation elu = { NN_ELU, { 0.3 } }, pelu = { NN_PELU, { 1.0, 2.0 } };

  g_assert_true (nn_activation_equal (elu, elu));
  g_assert_false (nn_activation_equal (elu, (nn_activation){ NN_ELU, { 0.1 } }));
  g_assert_false (nn_activation_equal (elu, (nn_activation){ NN_CELU, { 0.3 } }));
  g_assert_false (nn_activation_equal (pelu, (nn_activation){ NN_PELU, { 1.0, 3.0 } }));
}

static void
test_gain_references (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (gain_references); i++)
    assert_within (nn_activation_gain (gain_references[i].f) / gain_references[i].gain, 1.0, 1e-12);
}

static double
normal_cdf (double x)
{
  return 0.5 * erfc (-x * G_SQRT2 / 2.0);
}

/* E (e^(z/b) - 1)^2 over z < 0, by completing the square. */
static double
exponential_square (double b)
{
  return exp (2.0 / (b * b)) * normal_cdf (-2.0 / b)
         - 2.0 * exp (0.5 / (b * b)) * normal_cdf (-1.0 / b) + 0.5;
}

static void
test_gain_closed_form (void)
{
  static const double alphas[] = { 0.2, 0.5, 1.0, 1.6732632423543772848, 3.0, 100.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (alphas); i++)
    {
      double a = alphas[i], elu = 0.5 + a * a * exponential_square (1.0);
      double celu = 0.5 + a * a * exponential_square (a), pelu = 9.0 / (a * a) * celu;
      nn_activation f[] = { { NN_ELU, { a } }, { NN_CELU, { a } }, { NN_PELU, { 3.0, a } } };
      double expected[] = { 1.0 / sqrt (elu), 1.0 / sqrt (celu), 1.0 / sqrt (pelu) };
      for (gsize j = 0; j < G_N_ELEMENTS (f); j++)
        assert_within (nn_activation_gain (f[j]) / expected[j], 1.0, 1e-10);
    }
  assert_within (nn_activation_gain ((nn_activation){ NN_RELU, { 0 } }), G_SQRT2, 1e-14);
  assert_within (nn_activation_gain ((nn_activation){ NN_SELU, { 0 } }), 1.0, 1e-14);
}

static void
add_for_every_function (const char *what, GTestDataFunc test)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      const nn_activation_info *info = nn_activation_get_info (id);
      g_autofree char *path = g_strdup_printf ("/nn/activation/%s/%s", info->name, what);
      if (info->n_parameters > 0 || g_str_has_prefix (what, "parameter") == FALSE)
        g_test_add_data_func (path, info, test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_every_function ("value", test_value);
  add_for_every_function ("slope", test_slope);
  add_for_every_function ("curvature", test_curvature);
  add_for_every_function ("parameter-gradient", test_parameter_gradient);
  add_for_every_function ("parameter-differences", test_parameter_differences);
  add_for_every_function ("differences", test_differences);
  add_for_every_function ("nan", test_nan);
  g_test_add_func ("/nn/activation/infinities", test_infinities);
  g_test_add_func ("/nn/activation/gradients-at-infinity", test_gradients_at_infinity);
  g_test_add_func ("/nn/activation/kinks", test_kinks);
  g_test_add_func ("/nn/activation/table", test_table);
  g_test_add_func ("/nn/activation/validity", test_validity);
  g_test_add_func ("/nn/activation/equal", test_equal);
  g_test_add_func ("/nn/activation/gain/references", test_gain_references);
  g_test_add_func ("/nn/activation/gain/closed-form", test_gain_closed_form);
  return g_test_run ();
}
