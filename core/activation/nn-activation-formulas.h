/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-formulas.h - the formulas between the kinks
 *
 * A function is one smooth piece, or two or three that meet at its kinks; a piece knows nothing of
 * where it ends. Private to core: everybody else calls nn_activation_eval ().
 */

#pragma once

#include "nn-activation.h"

/* The order-th derivative at x, or the gradient to parameter k at x; p holds the parameters. x is
 * not NaN, but may be infinite.                                                                  */
typedef double (*nn_formula) (const double *p, int order, double x);
typedef double (*nn_formula_gradient) (const double *p, int k, double x);

typedef struct {
  nn_formula value;
  nn_formula_gradient gradient; /* NULL: 0 for every parameter                                   */
} nn_piece;

/* Straight lines and exponentials: nn-activation-piecewise.c */
extern const nn_piece nn_piece_zero, nn_piece_identity, nn_piece_minus_one, nn_piece_elu,
    nn_piece_leaky_relu, nn_piece_selu, nn_piece_selu_line, nn_piece_celu, nn_piece_hardswish,
    nn_piece_pelu, nn_piece_pelu_line;

/* Smooth everywhere: nn-activation-smooth.c */
extern const nn_piece nn_piece_softplus, nn_piece_gelu, nn_piece_gelu_tanh, nn_piece_silu,
    nn_piece_mish, nn_piece_tanh, nn_piece_sigmoid;

/* weight * factor, where a weight that has vanished wins over an infinite factor: the limit of
 * x e^x is 0, but -inf * 0 is NaN.                                                              */
static inline double
nn_fading (double weight, double factor)
{
  return weight == 0.0 ? 0.0 : weight * factor;
}
