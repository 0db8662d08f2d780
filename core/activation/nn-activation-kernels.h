/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-kernels.h - the loops over float arrays, one set for each instruction set
 *
 * Private to core and its tests; everybody else calls nn_activation_forward () and its companions,
 * which say what a loop does and how exactly. Each set is the same source compiled for another
 * processor; the best that this processor has is taken.
 */

#pragma once

#include "nn-activation.h"

/* The loops of one function; p holds its parameters. */
typedef struct {
  void (*forward) (const double *p, size_t n, const float *z, float *y);
  void (*backward) (const double *p, size_t n, const float *z, const float *y, const float *dy,
                    float *dz);

  /* For the k-th parameter the sum of dy[i] df/dp_k (z[i]); NULL where there is no such parameter. */
  double (*sum[NN_MAX_PARAMETERS]) (const double *p, size_t n, const float *z, const float *dy);
} nn_activation_loops;

typedef struct {
  const char *name; /* "avx512", "avx2", "portable" */
  nn_activation_loops of[NN_N_ACTIVATIONS];
} nn_activation_kernels;

/* The compiled sets; on other processors than x86-64 there is only the portable one. Call them
 * through nn_activation_kernels_available (): a processor may lack the instructions.            */
extern const nn_activation_kernels nn_activation_kernels_portable;
#ifdef __x86_64__
extern const nn_activation_kernels nn_activation_kernels_avx2;
extern const nn_activation_kernels nn_activation_kernels_avx512;
#endif

/* The sets that this processor can run, best first, up to a NULL; the last is "portable". */
const nn_activation_kernels *const *nn_activation_kernels_available (void);

/* The first of them. */
const nn_activation_kernels *nn_activation_kernels_best (void);
