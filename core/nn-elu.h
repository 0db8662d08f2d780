/* nn-elu.h - the vector kernels of ELU, one set for each instruction set
 *
 * Private to core and its tests; everybody else calls nn_activation_forward (). Each set holds the
 * same formula compiled for another processor; the best that this processor has is chosen once.
 */

#pragma once

#include <stddef.h>

typedef struct {
  const char *name; /* "avx512", "avx2", "portable" */

  /* y[i] = max (z[i], 0) + alpha expm1 (min (z[i], 0)); y may be z. alpha >= 0; it is used as the
   * double that it is. Error <= 0.6 ULP at alpha 1, <= 1 ULP at any other.                     */
  void (*forward) (size_t n, double alpha, const float *z, float *y);

  /* dz[i] = y[i] > 0 ? dy[i] : dy[i] (y[i] + alpha), alpha rounded to float; dz may be dy.      */
  void (*backward) (size_t n, double alpha, const float *y, const float *dy, float *dz);
} nn_elu_kernels;

/* The compiled sets; on other processors than x86-64 there is only the portable one. Call them
 * through nn_elu_available (): a processor may lack the instructions.                           */
extern const nn_elu_kernels nn_elu_kernels_portable;
#ifdef __x86_64__
extern const nn_elu_kernels nn_elu_kernels_avx2;
extern const nn_elu_kernels nn_elu_kernels_avx512;
#endif

/* The sets that this processor can run, best first, up to a NULL; the last is "portable". */
const nn_elu_kernels *const *nn_elu_available (void);

/* The first of them. */
const nn_elu_kernels *nn_elu_best (void);
