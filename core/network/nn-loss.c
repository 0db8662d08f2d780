/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-loss.c - see nn-loss.h
 *
 * exp, sums and logarithms are in double: there are only a few logits a row, and the loss of a
 * confident network would otherwise be lost in the rounding of the sum.
 */

#include "nn-loss.h"

#include <assert.h>
#include <math.h>

static size_t
row_argmax (size_t classes, const float *z)
{
  size_t best = 0;

  for (size_t c = 1; c < classes; c++)
    if (z[c] > z[best])
      best = c;
  return best;
}

/* softmax - onehot = e^(z - max) / sum - onehot; e is what row_loss () left. */
static void
row_gradient (size_t classes, uint8_t label, double sum, float scale, float *e)
{
  double factor = scale / sum;

  for (size_t c = 0; c < classes; c++)
    e[c] = (float) (e[c] * factor);
  e[label] -= scale;
}

/* -ln (e^(z - max)[label] / sum) = ln sum - (z[label] - max). z may be overwritten by e. */
static double
row_loss (size_t classes, const float *z, uint8_t label, double maximum, float *e, double *sum)
{
  double at_label = z[label] - maximum;
  double not_finite = 0;

  *sum = 0;
  for (size_t c = 0; c < classes; c++)
    {
      double e_c = exp (z[c] - maximum);

      /* A logit of -inf would vanish in the sum; z - z is 0, or NaN for it and for NaN. */
      not_finite += z[c] - z[c];
      *sum += e_c;
      if (e != NULL)
        e[c] = (float) e_c;
    }
  return log (*sum) - at_label + not_finite;
}

nn_loss
nn_loss_softmax_cross_entropy (size_t rows, size_t classes, const float *logits,
                               const uint8_t *label, float scale, float *gradient)
{
  nn_loss result = { 0 };

  for (size_t r = 0; r < rows; r++)
    {
      const float *z = logits + r * classes;
      float *g = gradient != NULL ? gradient + r * classes : NULL;
      size_t best = row_argmax (classes, z);
      double loss, sum;

      assert (label[r] < classes);
      loss = row_loss (classes, z, label[r], z[best], g, &sum);
      if (g != NULL)
        row_gradient (classes, label[r], sum, scale, g);
      result.loss += loss;
      result.n_correct += best == label[r] && !isnan (loss);
    }
  return result;
}
