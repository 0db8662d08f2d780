/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-formula.c - names and substitutions as they are shown */

#include <glib.h>
#include <pango/pango.h>
#include <string.h>
#include "lab-formula.h"

static void
test_names (void)
{
  static const struct {
    nn_activation f;
    const char *name;
  } rows[] = {
    { { NN_ELU, { 1 } }, "ELU α = 1.00" },
    { { NN_ELU, { 0.125 } }, "ELU α = 0.125" },
    { { NN_RELU, { 0 } }, "ReLU" },
    { { NN_LEAKY_RELU, { 0.01 } }, "LeakyReLU 0.01" },
    { { NN_CELU, { 2 } }, "CELU α = 2.00" },
    { { NN_SOFTPLUS, { 1 } }, "Softplus" },
    { { NN_SOFTPLUS, { 2 } }, "Softplus β = 2.00" },
    { { NN_PELU, { 1, 2 } }, "PELU 1.00, 2.00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = lab_formula_name (rows[i].f);
      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

static void
test_elu_substitution (void)
{
  nn_activation f = { NN_ELU, { 0.3 } };
  g_autofree char *value = lab_formula_substitution (f, 0, -1.2);
  g_autofree char *slope = lab_formula_substitution (f, 1, -1.2);

  /* e^-1.2 = 0.301194... */
  g_assert_cmpstr (value, ==, "= 0.30 · (e<sup>−1.20</sup> − 1) = 0.30 · (0.3012 − 1)");
  g_assert_cmpstr (slope, ==, "= 0.30 · e<sup>−1.20</sup> = <i>f</i>(<i>x</i>) + α");
}

/* Every function, order and side: there are words, and Pango can read them. */
static void
test_all_is_markup (void)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    for (int order = 0; order <= 1; order++)
      for (double x = -1.5; x <= 1.5; x += 1.5)
        {
          nn_activation f = nn_activation_default ((nn_activation_id) id);
          g_autofree char *text = lab_formula_substitution (f, order, x);
          g_autoptr (GError) error = NULL;

          g_assert_cmpint (strlen (text), >, 0);
          g_assert_true (pango_parse_markup (text, -1, 0, NULL, NULL, NULL, &error));
          g_assert_no_error (error);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/formula/names", test_names);
  g_test_add_func ("/lab/formula/elu", test_elu_substitution);
  g_test_add_func ("/lab/formula/all-is-markup", test_all_is_markup);
  return g_test_run ();
}
