/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-floats.c - see nn-floats.h */

#include "nn-floats.h"

#include <stdlib.h>
#include <string.h>

#include "nn-clones.h"

bool
nn_size_grow (size_t *total, size_t count, size_t size)
{
  size_t product;

  return !__builtin_mul_overflow (count, size, &product)
         && !__builtin_add_overflow (*total, product, total);
}

float *
nn_floats_new (size_t n_floats)
{
  size_t bytes = (n_floats * sizeof (float) + NN_ALIGNMENT - 1) / NN_ALIGNMENT * NN_ALIGNMENT;
  float *memory = aligned_alloc (NN_ALIGNMENT, bytes);

  if (memory != NULL)
    memset (memory, 0, bytes);
  return memory;
}

NN_CLONES static void
add_floats (size_t n, const float *restrict x, float *restrict sum)
{
  for (size_t i = 0; i < n; i++)
    sum[i] += x[i];
}

void
nn_floats_add (size_t n, const float *restrict x, float *restrict sum)
{
  add_floats (n, x, sum);
}
