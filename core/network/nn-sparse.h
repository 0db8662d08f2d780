/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-sparse.h - products with a matrix that is mostly zeros: images of strokes on an empty ground
 *
 * Four of five pixels of MNIST are 0, and the products with them are most of the work of its first
 * layer. Here they are left out. What is added to a sum, and in which order, depends on the matrix
 * alone, and no multiply is fused with an add: all processors and all numbers of threads give the
 * same bits. Private to core. Allocates nothing.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t column;
  float value;
} nn_sparse_entry;

/* Row r has the entries first[r] .. first[r + 1] - 1, by ascending column. */
typedef struct {
  size_t n_rows, n_columns;
  uint32_t *first;             /* room for the most rows, or columns if it is to be transposed
                                  into, and 1                                                   */
  nn_sparse_entry *entry;      /* room for nn_sparse_most ()                                    */
} nn_sparse;

/* With more entries than this the usual product is faster: three of eight, as measured. */
size_t nn_sparse_most      (size_t n_rows, size_t n_columns);

/* What is not 0 in x (n_rows x n_columns, dense). False if that is more than nn_sparse_most (), as it
 * is at once for a matrix with no zeros: then matrix is of no use.                              */
bool   nn_sparse_read      (nn_sparse *matrix, size_t n_rows, size_t n_columns, const float *x);

/* transposed must not be matrix. */
void   nn_sparse_transpose (const nn_sparse *matrix, nn_sparse *transposed);

/* c = matrix b, or c += matrix b to add; b is n_columns x width, c is n_rows x width, both dense. */
void   nn_sparse_multiply  (const nn_sparse *matrix, size_t width, const float *b, bool add,
                            float *c);
