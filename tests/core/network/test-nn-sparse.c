/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-sparse.c - products that leave out zeros, against the same sums with them */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-rng.h"
#include "nn-sparse.h"

enum { ROWS = 13, COLUMNS = 83, MOST_WIDTH = 291 };

typedef struct {
  float x[ROWS * COLUMNS], b[COLUMNS * MOST_WIDTH], dz[ROWS * MOST_WIDTH];
  uint32_t first[ROWS + 1], first_of_column[COLUMNS + 1];
  nn_sparse_entry entry[ROWS * COLUMNS], entry_of_column[ROWS * COLUMNS];
  nn_sparse matrix, transposed;
} Fixture;

/* A fifth is not 0, and the last column never is. */
static void
set_up (Fixture *f, gconstpointer data)
{
  nn_rng rng = nn_rng_stream (7, NN_RNG_PROBE, 0, 0);

  memset (f, 0, sizeof *f);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    if (nn_rng_below (&rng, 5) == 0 || i % COLUMNS == COLUMNS - 1)
      nn_rng_normal (&rng, 1, 1, &f->x[i]);
  nn_rng_normal (&rng, 1, COLUMNS * MOST_WIDTH, f->b);
  nn_rng_normal (&rng, 1, ROWS * MOST_WIDTH, f->dz);
  f->matrix = (nn_sparse){ .first = f->first, .entry = f->entry };
  f->transposed = (nn_sparse){ .first = f->first_of_column, .entry = f->entry_of_column };
}

/* The sum of n products in double, x and y with these distances between two of them. */
static double
dot (int n, const float *x, int step_x, const float *y, int step_y)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += (double) x[i * step_x] * y[i * step_y];
  return sum;
}

static void
assert_close (float value, double expected)
{
  g_assert_cmpfloat (fabs (value - expected), <=, 2e-5);
}

static void
test_multiply (Fixture *f, gconstpointer data)
{
  static const int widths[] = { 1, 15, 16, 17, 127, 128, 143, 256, MOST_WIDTH };
  float c[ROWS * MOST_WIDTH], d[COLUMNS * MOST_WIDTH];

  g_assert_true (nn_sparse_read (&f->matrix, ROWS, COLUMNS, f->x));
  nn_sparse_transpose (&f->matrix, &f->transposed);
  for (gsize k = 0; k < G_N_ELEMENTS (widths); k++)
    {
      int w = widths[k];

      nn_sparse_multiply (&f->matrix, w, f->b, false, c);
      for (int i = 0; i < ROWS * w; i++)
        assert_close (c[i], dot (COLUMNS, f->x + i / w * COLUMNS, 1, f->b + i % w, w));
      nn_sparse_multiply (&f->transposed, w, f->dz, false, d);
      for (int i = 0; i < COLUMNS * w; i++)
        assert_close (d[i], dot (ROWS, f->x + i / w, COLUMNS, f->dz + i % w, w));
      /* Rows without entries count too: they keep what they had. */
      nn_sparse_multiply (&f->transposed, w, f->dz, true, d);
      for (int i = 0; i < COLUMNS * w; i++)
        assert_close (d[i], 2 * dot (ROWS, f->x + i / w, COLUMNS, f->dz + i % w, w));
    }
}

static void
test_entries (Fixture *f, gconstpointer data)
{
  float x[8 * 64] = { [2] = 3, [5 * 64] = 5, [5 * 64 + 2] = 7, [7 * 64 + 63] = -0.0f };

  g_assert_true (nn_sparse_read (&f->matrix, 8, 64, x));
  nn_sparse_transpose (&f->matrix, &f->transposed);
  g_assert_cmpuint (f->first[1], ==, 1);
  g_assert_cmpuint (f->first[5], ==, 1);
  g_assert_cmpuint (f->first[8], ==, 3);
  g_assert_cmpuint (f->entry[0].column, ==, 2);
  g_assert_cmpfloat (f->entry[1].value, ==, 5);
  g_assert_cmpuint (f->transposed.n_rows, ==, 64);
  g_assert_cmpuint (f->first_of_column[1], ==, 1);
  g_assert_cmpuint (f->first_of_column[2], ==, 1);
  g_assert_cmpuint (f->first_of_column[64], ==, 3);
  g_assert_cmpuint (f->entry_of_column[0].column, ==, 5);
  g_assert_cmpfloat (f->entry_of_column[1].value, ==, 3);
  g_assert_cmpfloat (f->entry_of_column[2].value, ==, 7);
}

static void
test_empty (Fixture *f, gconstpointer data)
{
  float c[ROWS * 20];

  memset (f->x, 0, sizeof f->x);
  memset (c, 1, sizeof c);
  g_assert_true (nn_sparse_read (&f->matrix, ROWS, COLUMNS, f->x));
  g_assert_cmpuint (f->first[ROWS], ==, 0);
  nn_sparse_multiply (&f->matrix, 20, f->b, false, c);
  for (int i = 0; i < ROWS * 20; i++)
    g_assert_cmpfloat (c[i], ==, 0);
}

/* Room for the most is enough, and a matrix with more is refused wherever its entries lie. */
static void
test_too_many (Fixture *f, gconstpointer data)
{
  size_t most = nn_sparse_most (ROWS, COLUMNS);

  f->matrix.entry = g_new (nn_sparse_entry, most);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    f->x[i] = 1;
  g_assert_false (nn_sparse_read (&f->matrix, ROWS, COLUMNS, f->x));
  for (int i = 0; i < ROWS * COLUMNS / 2; i++)
    f->x[i] = 0;
  g_assert_false (nn_sparse_read (&f->matrix, ROWS, COLUMNS, f->x));
  for (int i = 0; i < ROWS * COLUMNS; i++)
    f->x[i] = i % 2 == 0;
  g_assert_false (nn_sparse_read (&f->matrix, ROWS, COLUMNS, f->x));
  g_free (f->matrix.entry);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/nn/sparse/multiply", Fixture, NULL, set_up, test_multiply, NULL);
  g_test_add ("/nn/sparse/entries", Fixture, NULL, set_up, test_entries, NULL);
  g_test_add ("/nn/sparse/empty", Fixture, NULL, set_up, test_empty, NULL);
  g_test_add ("/nn/sparse/too-many", Fixture, NULL, set_up, test_too_many, NULL);
  return g_test_run ();
}
