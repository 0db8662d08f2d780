/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-loss.c - softmax cross-entropy against values computed in double, and its edges */

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-loss.h"

enum { CLASSES = 3 };

/* From ln sum e^z - z[label] and softmax - onehot, in double. */
/* clang-format off */
static const struct {
  float logits[CLASSES];
  uint8_t label;
  double loss, gradient[CLASSES];
} reference[] = {
  { { 1, 2, 3 }, 2, 0.4076059644443804,
    { 0.09003057317038046, 0.24472847105479764, -0.3347590442251782 } },
  { { 0.5f, -1.5f, 0.25f }, 1, 2.649266380529074,
    { 0.5224289002237956, -0.9292969368172206, 0.4068680365934249 } },
  { { -100, 0, 100 }, 0, 200.0, { -1.0, 3.720075976020836e-44, 1.0 } },
};
/* clang-format on */

enum { ROWS = G_N_ELEMENTS (reference) };

static void
fill (float *logits, uint8_t *label)
{
  for (int r = 0; r < ROWS; r++)
    {
      memcpy (logits + r * CLASSES, reference[r].logits, sizeof reference[r].logits);
      label[r] = reference[r].label;
    }
}

static void
assert_gradient (const float *gradient, double scale)
{
  for (int r = 0; r < ROWS; r++)
    for (int c = 0; c < CLASSES; c++)
      g_assert_cmpfloat_with_epsilon (gradient[r * CLASSES + c], reference[r].gradient[c] * scale,
                                      1.2e-7 * scale);
}

static void
test_reference (void)
{
  float logits[ROWS * CLASSES], gradient[ROWS * CLASSES];
  uint8_t label[ROWS];
  nn_loss loss;

  fill (logits, label);
  for (int r = 0; r < ROWS; r++)
    {
      loss = nn_loss_softmax_cross_entropy (1, CLASSES, logits + r * CLASSES, label + r, 1, NULL);
      g_assert_cmpfloat_with_epsilon (loss.loss, reference[r].loss, 1e-14 * reference[r].loss);
      g_assert_cmpuint (loss.n_correct, ==, r == 0);
    }
  loss = nn_loss_softmax_cross_entropy (ROWS, CLASSES, logits, label, 1, gradient);
  g_assert_cmpfloat_with_epsilon (loss.loss, 203.05687234497344, 1e-12);
  g_assert_cmpuint (loss.n_correct, ==, 1);
  assert_gradient (gradient, 1);
}

/* scale is in the gradient and not in the loss; the gradient may take the logits' place. */
static void
test_scale_in_place (void)
{
  float logits[ROWS * CLASSES];
  uint8_t label[ROWS];
  nn_loss loss;

  fill (logits, label);
  loss = nn_loss_softmax_cross_entropy (ROWS, CLASSES, logits, label, 0.25f, logits);
  g_assert_cmpfloat_with_epsilon (loss.loss, 203.05687234497344, 1e-12);
  assert_gradient (logits, 0.25);
}

/* 0.6 and 0.4 are rounded to float: the derivative is taken at the rounded place. */
static void
test_gradient_is_derivative (void)
{
  const float z[4] = { 0.6f, -0.4f, 1.25f, 0 };
  const float h = 0x1p-10f;
  const uint8_t label = 1;
  float gradient[4];

  nn_loss_softmax_cross_entropy (1, 4, z, &label, 1, gradient);
  for (int c = 0; c < 4; c++)
    {
      float low[4], high[4];
      double slope;

      memcpy (low, z, sizeof z);
      memcpy (high, z, sizeof z);
      low[c] -= h;
      high[c] += h;
      slope = (nn_loss_softmax_cross_entropy (1, 4, high, &label, 1, NULL).loss
               - nn_loss_softmax_cross_entropy (1, 4, low, &label, 1, NULL).loss)
              / ((double) high[c] - low[c]);
      g_assert_cmpfloat_with_epsilon (gradient[c], slope, 5e-7);
    }
}

/* The largest floats there are: the maximum is taken off first, so nothing overflows. */
static void
test_extreme_logits (void)
{
  const float logits[] = { FLT_MAX, -FLT_MAX, FLT_MAX };
  const uint8_t label[] = { 0, 1 };
  float gradient[CLASSES];
  nn_loss loss = nn_loss_softmax_cross_entropy (1, CLASSES, logits, &label[0], 1, gradient);

  g_assert_cmpfloat_with_epsilon (loss.loss, G_LN2, 1e-15);
  g_assert_cmpuint (loss.n_correct, ==, 1);
  g_assert_cmpfloat (gradient[0], ==, -0.5);
  g_assert_cmpfloat (gradient[1], ==, 0);
  g_assert_cmpfloat (gradient[2], ==, 0.5);
  loss = nn_loss_softmax_cross_entropy (1, CLASSES, logits, &label[1], 1, NULL);
  g_assert_true (isfinite (loss.loss));
  g_assert_cmpfloat (loss.loss, >, FLT_MAX);
}

/* A confident and right network has a tiny loss that a float sum would round to 0: e^-40. */
static void
test_tiny_loss (void)
{
  const float logits[] = { 30, 0 };
  const uint8_t label = 0;
  nn_loss loss = nn_loss_softmax_cross_entropy (1, 2, logits, &label, 1, NULL);

  g_assert_cmpfloat_with_epsilon (loss.loss, 9.3576e-14, 3e-16);
}

/* The row is right with the first of two equal largest logits, wrong with the second. */
static void
test_tie (void)
{
  const float logits[] = { 1, 5, 5 };
  const uint8_t first = 1, second = 2;
  nn_loss of_first = nn_loss_softmax_cross_entropy (1, 3, logits, &first, 1, NULL);
  nn_loss of_second = nn_loss_softmax_cross_entropy (1, 3, logits, &second, 1, NULL);

  g_assert_cmpuint (of_first.n_correct, ==, 1);
  g_assert_cmpuint (of_second.n_correct, ==, 0);
}

static void
test_not_finite (void)
{
  const float bad[] = { NAN, INFINITY, -INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (int place = 0; place < CLASSES; place++)
      for (uint8_t label = 0; label < CLASSES; label++)
        {
          float logits[CLASSES] = { 1, 2, 3 };
          nn_loss loss;

          logits[place] = bad[i];
          loss = nn_loss_softmax_cross_entropy (1, CLASSES, logits, &label, 1, logits);
          g_assert_true (isnan (loss.loss));
          g_assert_cmpuint (loss.n_correct, ==, 0);
        }
}

static void
test_no_rows (void)
{
  nn_loss loss = nn_loss_softmax_cross_entropy (0, CLASSES, NULL, NULL, 1, NULL);

  g_assert_cmpfloat (loss.loss, ==, 0);
  g_assert_cmpuint (loss.n_correct, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/loss/reference", test_reference);
  g_test_add_func ("/nn/loss/scale-in-place", test_scale_in_place);
  g_test_add_func ("/nn/loss/gradient-is-derivative", test_gradient_is_derivative);
  g_test_add_func ("/nn/loss/extreme-logits", test_extreme_logits);
  g_test_add_func ("/nn/loss/tiny-loss", test_tiny_loss);
  g_test_add_func ("/nn/loss/tie", test_tie);
  g_test_add_func ("/nn/loss/not-finite", test_not_finite);
  g_test_add_func ("/nn/loss/no-rows", test_no_rows);
  return g_test_run ();
}
