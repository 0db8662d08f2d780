/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-npy.c - a NumPy file of whatever bytes; see fuzz-idx.c for what must hold */

#include "fuzz.h"
#include "nn-npy.h"

enum { UNTOUCHED = -7 };

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  nn_npy npy = { .n_dimensions = UNTOUCHED };
  size_t offset = SIZE_MAX, product = 1;

  if (nn_npy_parse (data, size, &npy, &offset) != NN_OK)
    {
      fuzz_expect (offset <= size && npy.n_dimensions == UNTOUCHED);
      return 0;
    }
  fuzz_expect (npy.n_dimensions >= 1 && npy.n_dimensions <= NN_NPY_MAX_DIMENSIONS);
  for (int i = 0; i < npy.n_dimensions; i++)
    product *= npy.dimension[i];
  fuzz_expect (product == npy.n_bytes && npy.bytes + npy.n_bytes == data + size);
  return 0;
}
