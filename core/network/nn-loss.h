/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-loss.h - softmax cross-entropy of logits and integer labels
 *
 * Stable for any finite logits: the row's maximum is taken off before exp. Allocates nothing.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
  double loss;       /* sum over the rows of -ln softmax (logits)[label]                 */
  size_t n_correct;  /* rows whose largest logit is the label's (the first, on a tie)    */
} nn_loss;

/* logits: rows x classes; label: rows. If gradient is not NULL it gets (softmax - onehot) * scale,
 * rows x classes, and may be logits. A NaN or infinite logit gives a NaN loss.                  */
nn_loss nn_loss_softmax_cross_entropy (size_t rows, size_t classes, const float *logits,
                                       const uint8_t *label, float scale, float *gradient);
