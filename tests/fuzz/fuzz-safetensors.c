/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-safetensors.c - a safetensors file of whatever bytes
 *
 * What is read must cover the data, array by array, and come back from its own header; what is
 * refused must have its place within the data.
 */

#include <string.h>

#include "fuzz.h"
#include "nn-safetensors.h"

static nn_safetensors tensors, again;

static size_t
bytes_of (const nn_safetensor *t, const uint8_t *data, size_t size)
{
  size_t product = 1;

  fuzz_expect (t->n_dimensions >= 0 && t->n_dimensions <= NN_SAFETENSORS_MAX_DIMENSIONS);
  for (int i = 0; i < t->n_dimensions; i++)
    product *= t->dimension[i];
  fuzz_expect (product == t->n_values && t->bytes >= data
               && t->bytes + t->n_values * sizeof (float) <= data + size);
  return t->n_values * sizeof (float);
}

/* Written anew the arrays lie in the header's order, and the texts are the same. */
static void
expect_round_trip (size_t n_data)
{
  size_t n = nn_safetensors_header (&tensors, NULL, 0), offset;
  uint8_t *file = calloc (n + n_data + 1, 1);

  fuzz_expect (file != NULL);
  nn_safetensors_header (&tensors, file, n);
  fuzz_expect (nn_safetensors_parse (file, n + n_data, &again, &offset) == NN_SAFETENSORS_OK);
  fuzz_expect (again.n_tensors == tensors.n_tensors && again.n_texts == tensors.n_texts);
  for (int i = 0; i < tensors.n_tensors; i++)
    fuzz_expect (strcmp (tensors.tensor[i].name, again.tensor[i].name) == 0
                 && tensors.tensor[i].n_values == again.tensor[i].n_values);
  free (file);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  size_t offset = SIZE_MAX, n_data = 0;

  if (nn_safetensors_parse (data, size, &tensors, &offset) != NN_SAFETENSORS_OK)
    {
      fuzz_expect (offset <= size);
      return 0;
    }
  for (int i = 0; i < tensors.n_tensors; i++)
    n_data += bytes_of (&tensors.tensor[i], data, size);
  fuzz_expect (n_data < size);
  expect_round_trip (n_data);
  return 0;
}
