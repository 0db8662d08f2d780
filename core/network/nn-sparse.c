/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-sparse.c - see the header
 *
 * The loop over a row's entries is the inner one, with a tile of the row of c in registers: each
 * entry costs a multiply, an add and a load for every vector of the tile.
 */

#include "nn-sparse.h"

#include <string.h>

#include "nn-clones.h"

enum {
  VECTOR = 16, /* floats                                                        */
  WIDE = 8,    /* vectors of a wide tile: they and a factor fit into registers  */
  BLOCK = 16   /* floats of x that are looked at together: many are all 0       */
};

typedef float vector
    __attribute__ ((vector_size (VECTOR * sizeof (float)), aligned (sizeof (float)), may_alias));

size_t
nn_sparse_most (size_t n_rows, size_t n_columns)
{
  return n_rows * n_columns / 8 * 3;
}

/* A float is 0 where no bit is set, but for -0, which is an entry that adds nothing. */
static bool
is_empty (const float *x)
{
  uint64_t bits[BLOCK / 2], any = 0;

  memcpy (bits, x, sizeof bits);
  for (int i = 0; i < BLOCK / 2; i++)
    any |= bits[i];
  return any == 0;
}

/* How many entries there may be after so many rows: their share of the most, and an eighth of it
 * ahead of that. A matrix with no zeros is thus given up after a few rows.                       */
static size_t
most_so_far (size_t most, size_t rows, size_t n_rows)
{
  return most < 8 * n_rows ? most : most / 8 + most / 8 * 7 / n_rows * rows;
}

/* Appends what is not 0 in x[0 .. n); returns the new number of entries. Each is written, and the
 * next one over it if it was 0: a branch that nobody can foresee would cost more. So one more is
 * touched than there are.                                                                        */
static uint32_t
read_block (const float *x, size_t column, size_t n, nn_sparse_entry *entry, uint32_t n_entries)
{
  for (size_t i = 0; i < n; i++)
    {
      entry[n_entries] = (nn_sparse_entry){ (uint32_t) (column + i), x[i] };
      n_entries += x[i] != 0;
    }
  return n_entries;
}

bool
nn_sparse_read (nn_sparse *matrix, size_t n_rows, size_t n_columns, const float *x)
{
  size_t most = nn_sparse_most (n_rows, n_columns);
  uint32_t n = 0;

  matrix->n_rows = n_rows;
  matrix->n_columns = n_columns;
  if (most > UINT32_MAX)
    return false;
  for (size_t r = 0; r < n_rows; r++, x += n_columns)
    {
      size_t limit = most_so_far (most, r + 1, n_rows);

      matrix->first[r] = n;
      for (size_t i = 0; i < n_columns; i += BLOCK)
        {
          size_t length = n_columns - i < BLOCK ? n_columns - i : BLOCK;

          if (length == BLOCK && is_empty (x + i))
            continue;
          if (n + length >= limit)
            return false;
          n = read_block (x + i, i, length, matrix->entry, n);
        }
    }
  matrix->first[n_rows] = n;
  return true;
}

/* Counts each column's entries, lets each column begin where the one before it ends, and deals the
 * entries out; first[c] moves on to where column c ends, which is where c + 1 began.             */
void
nn_sparse_transpose (const nn_sparse *matrix, nn_sparse *transposed)
{
  uint32_t n = matrix->first[matrix->n_rows], *first = transposed->first, begin = 0;

  transposed->n_rows = matrix->n_columns;
  transposed->n_columns = matrix->n_rows;
  memset (first, 0, (transposed->n_rows + 1) * sizeof *first);
  for (uint32_t i = 0; i < n; i++)
    first[matrix->entry[i].column]++;
  for (size_t c = 0; c < transposed->n_rows; c++)
    {
      uint32_t count = first[c];

      first[c] = begin;
      begin += count;
    }
  for (size_t r = 0; r < matrix->n_rows; r++)
    for (uint32_t i = matrix->first[r]; i < matrix->first[r + 1]; i++)
      transposed->entry[first[matrix->entry[i].column]++]
          = (nn_sparse_entry){ (uint32_t) r, matrix->entry[i].value };
  memmove (first + 1, first, transposed->n_rows * sizeof *first);
  first[0] = 0;
}

/* A tile of n_vectors of one row; n_vectors is a constant wherever this is inlined. */
static inline __attribute__ ((always_inline)) void
multiply_tile (const nn_sparse_entry *entry, const nn_sparse_entry *end, size_t width,
               const float *b, bool add, float *c, const int n_vectors)
{
  vector sum[WIDE], *out = (vector *) c;

  for (int j = 0; j < n_vectors; j++)
    sum[j] = add ? out[j] : (vector){ 0 };
  for (; entry < end; entry++)
    {
      const vector *row = (const vector *) (b + entry->column * width);

#pragma GCC unroll 8
      for (int j = 0; j < n_vectors; j++)
        sum[j] += entry->value * row[j];
    }
  for (int j = 0; j < n_vectors; j++)
    out[j] = sum[j];
}

/* What is left of a row that is no whole number of vectors. */
static inline void
multiply_rest (const nn_sparse_entry *entry, const nn_sparse_entry *end, size_t width,
               const float *b, bool add, float *c, size_t n)
{
  if (!add)
    memset (c, 0, n * sizeof *c);
  for (; entry < end; entry++)
    for (size_t j = 0; j < n; j++)
      c[j] += entry->value * b[entry->column * width + j];
}

NN_CLONES static void
multiply_wide (const nn_sparse *m, size_t width, const float *b, bool add, float *c)
{
  for (size_t r = 0; r < m->n_rows; r++)
    multiply_tile (m->entry + m->first[r], m->entry + m->first[r + 1], width, b, add, c + r * width,
                   WIDE);
}

NN_CLONES static void
multiply_narrow (const nn_sparse *m, size_t width, const float *b, bool add, float *c)
{
  for (size_t r = 0; r < m->n_rows; r++)
    multiply_tile (m->entry + m->first[r], m->entry + m->first[r + 1], width, b, add, c + r * width,
                   1);
}

void
nn_sparse_multiply (const nn_sparse *matrix, size_t width, const float *b, bool add, float *c)
{
  size_t j = 0;

  for (; width - j >= WIDE * VECTOR; j += WIDE * VECTOR)
    multiply_wide (matrix, width, b + j, add, c + j);
  for (; width - j >= VECTOR; j += VECTOR)
    multiply_narrow (matrix, width, b + j, add, c + j);
  for (size_t r = 0; r < matrix->n_rows && j < width; r++)
    multiply_rest (matrix->entry + matrix->first[r], matrix->entry + matrix->first[r + 1], width,
                   b + j, add, c + r * width + j, width - j);
}
