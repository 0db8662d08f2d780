/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-activation-gap.c - suprema against their closed forms */

#include <glib.h>
#include <math.h>
#include "nn-activation-gap.h"

typedef struct {
  nn_activation f, g;
  double value, at;
  gboolean attained;
} Known;

/* ELU against Softplus at alpha 0.75: the hill of alpha (1 - e^x) + ln (1 + e^x) at x = ln (1/alpha - 1), 2 alpha - 1 - ln alpha
 * high; at 0.75, ln (1/3). tanh
 * against sigmoid: Newton's method on the difference of the slopes.                               */
/* clang-format off */
static const Known everywhere[] = {
  { { NN_ELU, { 0.3 } }, { NN_RELU, { 0 } }, 0.3, -INFINITY, FALSE },
  { { NN_ELU, { 2 } }, { NN_RELU, { 0 } }, 2, -INFINITY, FALSE },
  { { NN_ELU, { 1 } }, { NN_SOFTPLUS, { 1 } }, 1, -INFINITY, FALSE },
  { { NN_RELU, { 0 } }, { NN_SOFTPLUS, { 1 } }, 0.69314718055994530942, 0, TRUE },
  { { NN_RELU, { 0 } }, { NN_SOFTPLUS, { 50 } }, 0.69314718055994530942 / 50, 0, TRUE },
  { { NN_ELU, { 0.5 } }, { NN_SOFTPLUS, { 1 } }, 0.69314718055994530942, 0, TRUE },
  { { NN_ELU, { 0.75 } }, { NN_SOFTPLUS, { 1 } }, 0.78768207245178092744,
    -1.0986122886681098, TRUE },
  { { NN_RELU, { 0 } }, { NN_LEAKY_RELU, { 0.01 } }, INFINITY, -INFINITY, FALSE },
  { { NN_RELU, { 0 } }, { NN_TANH, { 0 } }, INFINITY, INFINITY, FALSE },
  { { NN_TANH, { 0 } }, { NN_SIGMOID, { 0 } }, 1.089979839785493, -1.6628858910586206, TRUE },
  { { NN_RELU, { 0 } }, { NN_SHIFTED_RELU, { 0 } }, 1, -INFINITY, FALSE },
};
/* clang-format on */

static void
assert_gap (nn_gap gap, const Known *known)
{
  if (isinf (known->value))
    g_assert_true (isinf (gap.value));
  else
    g_assert_cmpfloat_with_epsilon (gap.value, known->value, 1e-9);
  g_assert_cmpint (gap.attained, ==, known->attained);
  if (isinf (known->at))
    g_assert_cmpfloat (gap.at, ==, known->at);
  else
    g_assert_cmpfloat_with_epsilon (gap.at, known->at, 1e-6);
}

static void
test_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (everywhere); i++)
    {
      Known turned = everywhere[i];

      turned.f = everywhere[i].g;
      turned.g = everywhere[i].f;
      assert_gap (nn_activation_gap_everywhere (turned.g, turned.f), &everywhere[i]);
      assert_gap (nn_activation_gap_everywhere (turned.f, turned.g), &turned);
    }
}

static void
test_range (void)
{
  static const Known known[] = {
    /* 0.3 (1 - e^-5), at the left end */
    { { NN_ELU, { 0.3 } }, { NN_RELU, { 0 } }, 0.29797861590027435, -5, TRUE },
    { { NN_ELU, { 0.75 } },
      { NN_SOFTPLUS, { 1 } },
      0.78768207245178092744,
      -1.0986122886681098,
      TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    assert_gap (nn_activation_gap (known[i].f, known[i].g, -5, 2.5), &known[i]);
}

/* CELU 1 is ELU 1: no gap, and nowhere to point at. */
static void
test_equal (void)
{
  nn_activation elu = { NN_ELU, { 1 } }, celu = { NN_CELU, { 1 } };
  nn_gap gap = nn_activation_gap_everywhere (elu, celu);

  g_assert_cmpfloat (gap.value, ==, 0);
  g_assert_true (isnan (gap.at));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/activation/gap/everywhere", test_everywhere);
  g_test_add_func ("/nn/activation/gap/range", test_range);
  g_test_add_func ("/nn/activation/gap/equal", test_equal);
  return g_test_run ();
}
