/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-floats.c - see nn-floats.h */

#include "nn-floats.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "nn-clones.h"

enum { LARGE_PAGE = 2 << 20 }; /* of x86-64 and of most of ARM */

bool
nn_size_grow (size_t *total, size_t count, size_t size)
{
  size_t product;

  return !__builtin_mul_overflow (count, size, &product)
         && !__builtin_add_overflow (*total, product, total);
}

/* Whole large pages within the block, where the system has them: passes through all of a network's arrays
 * wait less for the table of pages, which holds 512 times as much in one entry. It is advice alone. */
static void
advise_large_pages (void *memory, size_t bytes)
{
#ifdef MADV_HUGEPAGE
  uintptr_t start = ((uintptr_t) memory + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  uintptr_t end = ((uintptr_t) memory + bytes) / LARGE_PAGE * LARGE_PAGE;

  if (end > start)
    madvise ((void *) start, end - start, MADV_HUGEPAGE);
#endif
}

float *
nn_floats_new (size_t n_floats)
{
  size_t bytes = (n_floats * sizeof (float) + NN_ALIGNMENT - 1) / NN_ALIGNMENT * NN_ALIGNMENT;
  float *memory = aligned_alloc (NN_ALIGNMENT, bytes);

  if (memory == NULL)
    return NULL;
  advise_large_pages (memory, bytes);
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
