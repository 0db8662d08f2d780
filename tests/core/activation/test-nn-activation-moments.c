/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-activation-moments.c - against closed forms and the literature's table, to their digits */

#include <glib.h>
#include <math.h>
#include "nn-activation-moments.h"

/* E f, E f^2, and E f' and E f'^2 for z ~ N(0, 1). With P = normal cdf, e = exp (1/2):
 * ELU a: E f = 1/sqrt(2 pi) + a (e P(-1) - 1/2), E f'^2 = 1/2 + a^2 e^4 P(-2), from the integral of e^x;
 * SELU, tanh and shifted ReLU: the usual tables.                                                                   */
/* clang-format off */
static const struct {
  nn_activation f;
  double mean, square, slope, slope_square;
} standard[] = {
  { { NN_RELU, { 0 } }, 0.39894228040143267794, 0.5, 0.5, 0.5 },
  { { NN_ELU, { 1 } }, 0.16052057226655614, 0.6449454174929239, 0.7615782918651235, 0.6681020012231706 },
  { { NN_ELU, { 0.3 } }, 0.3274157679609697, 0.5130450875743632, 0.578473487559537, 0.5151291801100853 },
  { { NN_SELU, { 0 } }, 0.0, 1.0, NAN, 1 / 0.93322 },
  { { NN_TANH, { 0 } }, 0.0, 0.39429, NAN, 1 / 2.15327 },
  { { NN_SHIFTED_RELU, { 0 } }, 0.08331547058768629, 0.75803, 0.84134474606854294859, 0.84134474606854294859 },
};
/* clang-format on */

static void
test_standard (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (standard); i++)
    {
      nn_moments m = nn_activation_moments (standard[i].f, 0, 1);

      g_assert_cmpfloat_with_epsilon (m.mean, standard[i].mean, 1e-9);
      /* Second moments have the five digits of the table that they come from. */
      g_assert_cmpfloat_with_epsilon (m.square, standard[i].square, 1e-5);
      if (!isnan (standard[i].slope))
        g_assert_cmpfloat_with_epsilon (m.slope, standard[i].slope, 1e-9);
      g_assert_cmpfloat_with_epsilon (m.slope_square, standard[i].slope_square, 5e-5);
      g_assert_cmpfloat_with_epsilon (m.gain, 1 / sqrt (standard[i].square), 1e-4);
    }
}

/* ReLU of N(mu, sigma^2): E f = mu P(mu/sigma) + sigma p(mu/sigma), E f' = P(mu/sigma). */
static void
test_shifted_and_scaled (void)
{
  nn_activation relu = { NN_RELU, { 0 } };
  nn_moments m = nn_activation_moments (relu, 1, 2);
  nn_moments far = nn_activation_moments (relu, 50, 0.1);

  g_assert_cmpfloat_with_epsilon (m.slope, 0.69146246127401310, 1e-10);
  g_assert_cmpfloat_with_epsilon (m.mean, 0.69146246127401310 + 2 * 0.35206532676429948, 1e-9);
  g_assert_cmpfloat_with_epsilon (far.mean, 50, 1e-7);
  g_assert_cmpfloat_with_epsilon (far.square, 2500.01, 1e-5);
}

static void
test_cdf (void)
{
  g_assert_cmpfloat_with_epsilon (nn_normal_cdf (0, 1, 1), 0.84134474606854294859, 1e-15);
  g_assert_cmpfloat_with_epsilon (nn_normal_cdf (3, 2, 3), 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (nn_normal_cdf (0, 1, -10), 7.6198530241605260660e-24, 1e-36);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/activation/moments/standard-normal", test_standard);
  g_test_add_func ("/nn/activation/moments/any-normal", test_shifted_and_scaled);
  g_test_add_func ("/nn/activation/moments/cdf", test_cdf);
  return g_test_run ();
}
