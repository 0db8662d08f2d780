/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-product.h - the matrix product of the convolution's own loops
 *
 * c[i][j] = sum over k of a[i][k] b[k][j] + start[i][j], the sum in the order of k, so that each
 * result is the same wherever it stands in the matrix. TILE_ROWS x 2 vectors of results stay in
 * registers. One cache line of what the next product will read is fetched with each k: the matrices
 * lie in the second cache, and waiting for it would take a fifth of the time.
 *
 * Private to the files that are compiled once for each instruction set.
 */

#pragma once

#include "nn-conv-vector.h"

enum { LINE = 16 /* floats of a cache line */, MOST_REGIONS = 3 };

typedef struct {
  size_t rows, columns; /* of c; b and c have room for whole vectors                    */
  size_t parts, depth;  /* k runs through so many parts of that length                  */
  const float *a;
  size_t a_row, a_step, a_part;
  const float *b;
  size_t b_step;
  const float *start; /* NULL: zeros; c itself is possible                            */
  size_t start_row;
  float *c;
  size_t c_row;
} product;

/* What to fetch, region by region, of which empty ones come last. */
typedef struct {
  const float *at;
  size_t floats;
} region;

typedef struct {
  region region[MOST_REGIONS];
  int now;
} fetcher;

/* near: what the next product reads, into the first cache; far: what comes after all of them. */
typedef struct {
  fetcher near, far;
} fetchers;

/* Where the next n lines to fetch are; at the end the last place again, which does no harm. */
static inline const float *
next_lines (fetcher *f, size_t n)
{
  const float *at = f->region[f->now].at;

  if (f->region[f->now].floats > n * LINE)
    {
      f->region[f->now].at += n * LINE;
      f->region[f->now].floats -= n * LINE;
    }
  else if (f->now + 1 < MOST_REGIONS && f->region[f->now + 1].floats > 0)
    f->now++;
  return at;
}

/* The start comes last: of many products added to the same sums, each rounds by its own size alone, and
 * not by that of the sums. rows and vectors are constants where this is called, so the loops over them
 * are none.                                                                                     */
INLINE void
add_start (const float *start, size_t start_row, const int rows, const int vectors,
           vector sum[TILE_ROWS][2])
{
#pragma GCC unroll 8
  for (int r = 0; r < rows; r++, start += start_row)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      sum[r][v] += load (start + v * VECTOR);
}

INLINE void
end_tile (float *c, size_t c_row, const int rows, const int vectors, const vector sum[TILE_ROWS][2])
{
#pragma GCC unroll 8
  for (int r = 0; r < rows; r++, c += c_row)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      store (c + v * VECTOR, sum[r][v]);
}

INLINE void
tile (const product *p, size_t row, size_t column, const int rows, const int vectors,
      const float *near, const float *far)
{
  const size_t a_row = p->a_row, a_step = p->a_step, b_step = p->b_step;
  const float *a = p->a + row * a_row, *b = p->b + column;
  vector sum[TILE_ROWS][2] = { 0 };

  for (size_t part = 0; part < p->parts; part++, a += p->a_part - p->depth * a_step)
    for (size_t k = 0; k < p->depth; k++, a += a_step, b += b_step, near += LINE, far += LINE)
      {
        vector of_b[2];

        __builtin_prefetch (near);
        __builtin_prefetch (far, 0, 2);
#pragma GCC unroll 2
        for (int v = 0; v < vectors; v++)
          of_b[v] = load (b + v * VECTOR);
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
          for (int v = 0; v < vectors; v++)
            sum[r][v] = multiply_add (splat (a[r * a_row]), of_b[v], sum[r][v]);
      }
  if (p->start != NULL)
    add_start (p->start + row * p->start_row + column, p->start_row, rows, vectors, sum);
  end_tile (p->c + row * p->c_row + column, p->c_row, rows, vectors, sum);
}

INLINE void
strip (const product *p, size_t column, const int vectors, fetchers *f)
{
  const size_t lines = p->parts * p->depth;
  size_t row = 0;

  for (; row + TILE_ROWS <= p->rows; row += TILE_ROWS)
    tile (p, row, column, TILE_ROWS, vectors, next_lines (&f->near, lines),
          next_lines (&f->far, lines));
  for (; row + TILE_ROWS / 2 <= p->rows; row += TILE_ROWS / 2)
    tile (p, row, column, TILE_ROWS / 2, vectors, next_lines (&f->near, lines),
          next_lines (&f->far, lines));
  for (; row < p->rows; row++)
    tile (p, row, column, 1, vectors, next_lines (&f->near, lines), next_lines (&f->far, lines));
}

INLINE void
all_strips (const product *p, fetchers *f)
{
  size_t column = 0;

  for (; column + VECTOR < p->columns; column += 2 * VECTOR)
    strip (p, column, 2, f);
  if (column < p->columns)
    strip (p, column, 1, f);
}

/* A copy of its own, so that the compiler knows that no store of a result changes it; and one of two,
 * in which it knows one of a's distances. One of them is 1.                                    */
static void
multiply (const product *given, fetchers *f)
{
  product p = *given;

  if (p.a_row == 1)
    {
      p.a_row = 1;
      all_strips (&p, f);
    }
  else
    {
      p.a_step = 1;
      all_strips (&p, f);
    }
}
