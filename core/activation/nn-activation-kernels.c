/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-kernels.c - which of the compiled sets of loops this processor can run */

#include "nn-activation-kernels.h"

#include "nn-instructions.h"

/* Each set of instructions includes the next, so what can be run is a tail of the whole list. */
static const nn_activation_kernels *const all[NN_N_INSTRUCTIONS + 1] = {
#ifdef __x86_64__
  &nn_activation_kernels_avx512,
  &nn_activation_kernels_avx2,
  &nn_activation_kernels_portable,
#else
  [NN_AVX512 - NN_PORTABLE] = &nn_activation_kernels_portable,
#endif
};

const nn_activation_kernels *const *
nn_activation_kernels_available (void)
{
  return all + (NN_AVX512 - nn_instructions_best ());
}

const nn_activation_kernels *
nn_activation_kernels_best (void)
{
  return nn_activation_kernels_available ()[0];
}
