/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-instructions.c - see nn-instructions.h */

#include "nn-instructions.h"

#ifdef __x86_64__

#include <stdbool.h>

static bool
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

/* All the extensions that the build names for this set. */
static bool
has_avx512 (void)
{
  return has_avx2 () && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512bw");
}

nn_instructions
nn_instructions_best (void)
{
  return has_avx512 () ? NN_AVX512 : has_avx2 () ? NN_AVX2 : NN_PORTABLE;
}

#else

nn_instructions
nn_instructions_best (void)
{
  return NN_PORTABLE;
}

#endif
