/* nn-activation-kernels.c - which of the compiled sets of loops this processor can run
 *
 * Asked of the processor (and of the system, which must save the wide registers) once for each
 * call of nn_activation_kernels_available (); the answer never changes, so threads need no lock.
 */

#include "nn-activation-kernels.h"

#ifdef __x86_64__

static const nn_activation_kernels *const with_avx512[] = {
  &nn_activation_kernels_avx512, &nn_activation_kernels_avx2, &nn_activation_kernels_portable, NULL
};

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

/* Each set of instructions includes the next, so what can be run is a tail of the whole list. */
const nn_activation_kernels *const *
nn_activation_kernels_available (void)
{
  return has_avx512 () ? with_avx512 : has_avx2 () ? with_avx512 + 1 : with_avx512 + 2;
}

#else

const nn_activation_kernels *const *
nn_activation_kernels_available (void)
{
  static const nn_activation_kernels *const portable[] = { &nn_activation_kernels_portable, NULL };
  return portable;
}

#endif

const nn_activation_kernels *
nn_activation_kernels_best (void)
{
  return nn_activation_kernels_available ()[0];
}
