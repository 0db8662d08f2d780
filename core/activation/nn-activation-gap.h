/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-gap.h - how far two activation functions are apart
 *
 * The supremum of |f - g| over a range, and over all reals: there it may lie at infinity, where it
 * is approached and never reached, and it may itself be infinite.
 */

#pragma once

#include "nn-activation.h"

typedef struct {
  double value;       /* the supremum, at least 0; may be infinite                              */
  double at;          /* where; -inf or +inf if it is only approached there; NaN if value is 0  */
  bool attained;      /* |f(at) - g(at)| = value                                                */
} nn_gap;

/* Over low <= x <= high, both finite. Found by sampling, then golden section to about 1e-9 of the
 * range: a feature narrower than a thousandth of the range may be missed, except at kinks.      */
nn_gap nn_activation_gap (nn_activation f, nn_activation g, double low, double high);

/* Over all x. Asymptotes are taken from the functions themselves: their slopes at infinity, and the
 * distance of the two lines. Known closed forms that it meets to 1e-9: ELU alpha against ReLU:
 * alpha, approached at -inf; ReLU against Softplus beta: ln 2 / beta at 0; ELU alpha against
 * Softplus 1: alpha at -inf for alpha >= 1, 2 alpha - 1 - ln alpha for 1/2 < alpha < 1.         */
nn_gap nn_activation_gap_everywhere (nn_activation f, nn_activation g);
