/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-npy.h - reader for NumPy's .npy files of unsigned bytes, over memory
 *
 * Format: "\x93NUMPY", version 1.0, 2.0 or 3.0, the length of the header (2 bytes little-endian in
 * 1.0, else 4), the header, which is a Python dictionary such as {'descr': '|u1', 'fortran_order':
 * False, 'shape': (60000, 28, 28), }, then the bytes. No Python is run: the dictionary is read
 * here, with its three keys in any order and nothing else in it. Other types, and arrays stored by
 * columns, are refused. Reads no file and allocates nothing.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-status.h"

enum { NN_NPY_MAX_DIMENSIONS = 4 };

typedef struct {
  int n_dimensions;
  uint32_t dimension[NN_NPY_MAX_DIMENSIONS];
  size_t n_bytes;          /* the product of the dimensions             */
  const uint8_t *bytes;    /* borrowed: n_bytes of the caller's data    */
} nn_npy;

/* Reads data[0 .. length). Refuses another magic, version, type or order, a key that is unknown,
 * missing or given twice, and 0 or more than 4 dimensions (NN_ERROR_MAGIC), a dimension of 0
 * (NN_ERROR_VALUE), a dimension or a product that overflows (NN_ERROR_SHAPE), data too short
 * (NN_ERROR_TRUNCATED) and too long (NN_ERROR_TRAILING). On failure *out stays and *offset (may be
 * NULL) is the place in data that is wrong.                                                    */
nn_status nn_npy_parse (const uint8_t *data, size_t length, nn_npy *out, size_t *offset);
