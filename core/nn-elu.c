/* nn-elu.c - which of the compiled ELU kernels this processor can run
 *
 * Asked of the processor (and of the system, which must save the wide registers) once for each
 * call of nn_elu_available (); the answer never changes, so threads need no lock.
 */

#include "nn-elu.h"

#include <stdbool.h>

#ifdef __x86_64__

static const nn_elu_kernels *const with_avx512[] = {
  &nn_elu_kernels_avx512, &nn_elu_kernels_avx2, &nn_elu_kernels_portable, NULL
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
const nn_elu_kernels *const *
nn_elu_available (void)
{
  return has_avx512 () ? with_avx512 : has_avx2 () ? with_avx512 + 1 : with_avx512 + 2;
}

#else

const nn_elu_kernels *const *
nn_elu_available (void)
{
  static const nn_elu_kernels *const portable[] = { &nn_elu_kernels_portable, NULL };
  return portable;
}

#endif

const nn_elu_kernels *
nn_elu_best (void)
{
  return nn_elu_available ()[0];
}
