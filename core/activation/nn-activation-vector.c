/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-vector.c - activation functions over float arrays: the calls that training makes
 *
 * They look up the loop of the function (nn-activation-loops.c) in the set for this processor.
 * Nothing is allocated, and an array may be worked on in place.
 */

#include "nn-activation.h"

#include <assert.h>

#include "nn-activation-kernels.h"

static const nn_activation_loops *
loops_of (nn_activation f)
{
  assert (nn_activation_is_valid (f));
  return &nn_activation_kernels_best ()->of[f.id];
}

void
nn_activation_forward (nn_activation f, size_t n, const float *z, float *y)
{
  loops_of (f)->forward (f.parameter, n, z, y);
}

void
nn_activation_backward (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
                        float *dz)
{
  assert (z != NULL || !nn_activation_backward_needs_input (f) || n == 0);
  loops_of (f)->backward (f.parameter, n, z, y, dy, dz);
}

void
nn_activation_backward_parameters (nn_activation f, size_t n, const float *z, const float *dy,
                                   double sum[NN_MAX_PARAMETERS])
{
  const nn_activation_loops *loops = loops_of (f);

  for (int k = 0; k < nn_activation_get_info (f.id)->n_parameters; k++)
    sum[k] += loops->sum[k](f.parameter, n, z, dy);
}

bool
nn_activation_backward_needs_input (nn_activation f)
{
  static const bool needs_input[NN_N_ACTIVATIONS] = {
    [NN_SOFTPLUS] = true, [NN_GELU] = true, [NN_GELU_TANH] = true,
    [NN_SILU] = true,     [NN_MISH] = true, [NN_HARDSWISH] = true,
  };

  assert (f.id < NN_N_ACTIVATIONS);
  return needs_input[f.id];
}
