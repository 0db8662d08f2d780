/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-idx.c - an IDX file of whatever bytes
 *
 * What is read must lie within the data and be as large as its dimensions say; what is refused must
 * have its place within the data and leave the result alone.
 */

#include "fuzz.h"
#include "nn-idx.h"

enum { UNTOUCHED = -7, N_CLASSES = 10 };

static void
check_read (const nn_idx *idx, const uint8_t *data, size_t size)
{
  size_t product = 1, offset = SIZE_MAX;

  fuzz_expect (idx->n_dimensions >= 1 && idx->n_dimensions <= NN_IDX_MAX_DIMENSIONS);
  for (int i = 0; i < idx->n_dimensions; i++)
    product *= idx->dimension[i];
  fuzz_expect (product == idx->n_bytes && idx->bytes + idx->n_bytes == data + size);
  if (nn_idx_check_labels (idx, N_CLASSES, &offset) != NN_OK)
    fuzz_expect (offset < size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  nn_idx idx = { .n_dimensions = UNTOUCHED };
  size_t offset = SIZE_MAX;

  if (nn_idx_parse (data, size, &idx, &offset) == NN_OK)
    check_read (&idx, data, size);
  else
    fuzz_expect (offset <= size && idx.n_dimensions == UNTOUCHED);
  return 0;
}
