/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-cifar.c - CIFAR-10's records of whatever bytes; what is accepted is also taken apart */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "nn-cifar.h"

enum { UNTOUCHED = 77, N_CLASSES = 10 };

static void
check_split (const uint8_t *data, size_t size, size_t n)
{
  uint8_t *pixels = malloc (n * NN_CIFAR_PIXELS), *labels = malloc (n);

  fuzz_expect (pixels != NULL && labels != NULL && n * NN_CIFAR_RECORD == size);
  nn_cifar_split (data, n, pixels, labels);
  for (size_t i = 0; i < n; i++)
    fuzz_expect (
        labels[i] < N_CLASSES
        && memcmp (pixels + i * NN_CIFAR_PIXELS, data + i * NN_CIFAR_RECORD + 1, NN_CIFAR_PIXELS)
               == 0);
  free (pixels);
  free (labels);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  size_t n = UNTOUCHED, offset = SIZE_MAX;

  if (nn_cifar_check (data, size, N_CLASSES, &n, &offset) == NN_OK)
    check_split (data, size, n);
  else
    fuzz_expect (offset <= size && n == UNTOUCHED);
  return 0;
}
