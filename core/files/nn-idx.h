/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-idx.h - reader for the IDX format of MNIST, over memory
 *
 * Format: two zero bytes, a type byte (8: unsigned byte, the only one read here), the number of
 * dimensions, then each dimension as a big-endian 32-bit number, then the bytes, row by row.
 * Reads no file and allocates nothing: what it returns points into the caller's memory.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-status.h"

enum { NN_IDX_MAX_DIMENSIONS = 4 };

typedef struct {
  int n_dimensions;
  uint32_t dimension[NN_IDX_MAX_DIMENSIONS];
  size_t n_bytes;          /* the product of the dimensions                       */
  const uint8_t *bytes;    /* borrowed: n_bytes of the caller's data              */
} nn_idx;

/* Reads data[0 .. length). Refuses a wrong magic, any other type, 0 or more than 4 dimensions
 * (NN_ERROR_MAGIC), a dimension of 0 (NN_ERROR_VALUE), a product that overflows (NN_ERROR_SHAPE),
 * data too short (NN_ERROR_TRUNCATED) and too long (NN_ERROR_TRAILING). On failure *out stays and
 * *offset (may be NULL) is the place in data that is wrong: the first wrong byte or dimension,
 * the end of data too short, the first byte too many.                                          */
nn_status nn_idx_parse (const uint8_t *data, size_t length, nn_idx *out, size_t *offset);

/* That every byte of a one-dimensional idx is below n_classes; else NN_ERROR_VALUE and the offset
 * in the original data of the first that is not. NN_ERROR_SHAPE if it has more dimensions.      */
nn_status nn_idx_check_labels (const nn_idx *labels, unsigned n_classes, size_t *offset);
