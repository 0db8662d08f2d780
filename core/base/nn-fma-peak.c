/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn-fma-peak.h"

#if defined(__x86_64__)
#include <immintrin.h>

enum { LOOPS = 100000 };

/* As many chains as hide the latency of a multiply-add and still fit into the registers. */
#define DEFINE_BURN(name, isa, chains, vector, width, set, fmadd)                                  \
  __attribute__ ((target (isa))) static double burn_##name (void)                                  \
  {                                                                                                \
    vector chain[chains], half = set (0.5f);                                                       \
                                                                                                   \
    for (int i = 0; i < chains; i++)                                                               \
      chain[i] = set ((float) i);                                                                  \
    for (int loop = 0; loop < LOOPS; loop++)                                                       \
      _Pragma ("GCC unroll 20") for (int i = 0; i < chains; i++) chain[i]                          \
          = fmadd (chain[i], half, half);                                                          \
    for (int i = 0; i < chains; i++)                                                               \
      __asm__ volatile("" : : "m"(chain[i]));                                                      \
    return 2.0 * width * chains * LOOPS;                                                           \
  }

DEFINE_BURN (avx512, "avx512f", 20, __m512, 16, _mm512_set1_ps, _mm512_fmadd_ps)
DEFINE_BURN (avx2, "avx2,fma", 12, __m256, 8, _mm256_set1_ps, _mm256_fmadd_ps)

double
nn_fma_peak_burn (void)
{
  if (__builtin_cpu_supports ("avx512f"))
    return burn_avx512 ();
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return burn_avx2 ();
  return 0;
}

#else

double
nn_fma_peak_burn (void)
{
  return 0;
}

#endif
