/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-floats.h - arrays of floats: their size, their memory, their sum
 *
 * Private to core.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
  NN_ALIGNMENT = 64, /* bytes: a cache line, and the widest vector */
  NN_ALIGNED_FLOATS = NN_ALIGNMENT / sizeof (float)
};

/* Adds count * size to *total; false if that overflows. */
bool   nn_size_grow  (size_t *total, size_t count, size_t size);

/* n_floats zeros, aligned; NULL if there is no memory. Free with free (). */
float *nn_floats_new (size_t n_floats);

/* sum[i] += x[i]; the two do not overlap. */
void   nn_floats_add (size_t n, const float *restrict x, float *restrict sum);
