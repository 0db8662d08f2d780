/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conv-reference.c - see conv-reference.h */

#include "conv-reference.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <oneapi/dnnl/dnnl.h>

conv_case
conv_case_of (int rows, nn_shape in, int filters, int kernel, bool valid)
{
  int padding = valid ? 0 : kernel / 2, less = kernel - 1 - 2 * padding;

  return (conv_case){ rows, in, { filters, in.height - less, in.width - less }, kernel, padding };
}

static size_t
pixel (nn_shape s, int row, int i, int j)
{
  return (((size_t) row * s.height + i) * s.width + j) * s.channels;
}

/* --- The definition ----------------------------------------------------------------------------- */

/* What is done for every product x w that a place of the result has in its sum. */
typedef void (*visitor) (void *context, size_t z, size_t x, size_t w);

static void
visit (const conv_case *c, visitor f, void *context)
{
  const int k = c->kernel;

  for (int row = 0; row < c->rows; row++)
    for (int i = 0; i < c->out.height * c->out.width; i++)
      for (int tap = 0; tap < k * k; tap++)
        {
          int oi = i / c->out.width, oj = i % c->out.width;
          int xi = oi + tap / k - c->padding, xj = oj + tap % k - c->padding;

          if (xi < 0 || xj < 0 || xi >= c->in.height || xj >= c->in.width)
            continue;
          for (int o = 0; o < c->out.channels; o++)
            for (int ch = 0; ch < c->in.channels; ch++)
              f (context, pixel (c->out, row, oi, oj) + o, pixel (c->in, row, xi, xj) + ch,
                 ((size_t) o * c->in.channels + ch) * k * k + tap);
        }
}

typedef struct {
  const float *x, *w;
  const double *dz;
  double *z, *dw, *dx;
} arrays;

static void
add_product (void *context, size_t z, size_t x, size_t w)
{
  const arrays *a = context;

  a->z[z] += (double) a->x[x] * a->w[w];
}

static void
add_gradients (void *context, size_t z, size_t x, size_t w)
{
  const arrays *a = context;

  a->dw[w] += a->dz[z] * a->x[x];
  a->dx[x] += a->dz[z] * a->w[w];
}

static size_t
n_weights (const conv_case *c)
{
  return (size_t) c->out.channels * c->in.channels * c->kernel * c->kernel;
}

static void
fill_bias (const conv_case *c, const float *bias, double *z)
{
  for (size_t i = 0; i < c->rows * nn_shape_size (c->out); i++)
    z[i] = bias[i % c->out.channels];
}

static void
sum_bias (const conv_case *c, const double *dz, double *db)
{
  memset (db, 0, c->out.channels * sizeof *db);
  for (size_t i = 0; i < c->rows * nn_shape_size (c->out); i++)
    db[i % c->out.channels] += dz[i];
}

void
conv_reference_forward (const conv_case *c, const float *x, const float *w, const float *bias,
                        double *z)
{
  fill_bias (c, bias, z);
  visit (c, add_product, &(arrays){ .x = x, .w = w, .z = z });
}

void
conv_reference_backward (const conv_case *c, const float *x, const float *w, const double *dz,
                         double *dw, double *db, double *dx)
{
  memset (dw, 0, n_weights (c) * sizeof *dw);
  memset (dx, 0, c->rows * nn_shape_size (c->in) * sizeof *dx);
  sum_bias (c, dz, db);
  visit (c, add_gradients, &(arrays){ .x = x, .w = w, .dz = dz, .dw = dw, .dx = dx });
}

/* --- im2col ------------------------------------------------------------------------------------- */

static float *
floats_new (size_t n)
{
  float *memory = calloc (n, sizeof *memory);

  assert (memory != NULL);
  return memory;
}

/* Numbers of a window, and windows of all images. */
static size_t
window_size (const conv_case *c)
{
  return (size_t) c->in.channels * c->kernel * c->kernel;
}

static size_t
n_windows (const conv_case *c)
{
  return (size_t) c->rows * c->out.height * c->out.width;
}

/* Where in the images the n-th number of a window lies, -1 for padding. */
static ptrdiff_t
source_of (const conv_case *c, size_t window, size_t n)
{
  int k = c->kernel, tap = n % (k * k), channel = n / (k * k);
  int per_image = c->out.height * c->out.width, place = window % per_image;
  int i = place / c->out.width + tap / k - c->padding;
  int j = place % c->out.width + tap % k - c->padding;

  if (i < 0 || j < 0 || i >= c->in.height || j >= c->in.width)
    return -1;
  return pixel (c->in, window / per_image, i, j) + channel;
}

/* windows x window_size */
static float *
im2col (const conv_case *c, const float *x)
{
  const size_t size = window_size (c);
  float *columns = floats_new (n_windows (c) * size);

  for (size_t i = 0; i < n_windows (c); i++)
    for (size_t n = 0; n < size; n++)
      {
        ptrdiff_t source = source_of (c, i, n);

        columns[i * size + n] = source >= 0 ? x[source] : 0;
      }
  return columns;
}

void
conv_im2col_forward (const conv_case *c, const float *x, const float *w, const float *bias,
                     double *z)
{
  const int m = n_windows (c), n = c->out.channels, k = window_size (c);
  float *columns = im2col (c, x), *product = floats_new ((size_t) m * n);

  dnnl_sgemm ('N', 'T', m, n, k, 1, columns, k, w, k, 0, product, n);
  fill_bias (c, bias, z);
  for (size_t i = 0; i < (size_t) m * n; i++)
    z[i] += product[i];
  free (product);
  free (columns);
}

/* dw = dz^T columns; the gradient by the columns, dz w, goes back to where each came from. */
void
conv_im2col_backward (const conv_case *c, const float *x, const float *w, const double *dz,
                      double *dw, double *db, double *dx)
{
  const int m = n_windows (c), n = c->out.channels, k = window_size (c);
  float *columns = im2col (c, x), *product = floats_new (n_weights (c));
  float *dz_float = floats_new ((size_t) m * n);

  for (size_t i = 0; i < (size_t) m * n; i++)
    dz_float[i] = (float) dz[i];
  dnnl_sgemm ('T', 'N', n, k, m, 1, dz_float, n, columns, k, 0, product, k);
  for (size_t i = 0; i < n_weights (c); i++)
    dw[i] = product[i];
  sum_bias (c, dz, db);
  if (dx != NULL)
    {
      dnnl_sgemm ('N', 'N', m, k, n, 1, dz_float, n, w, k, 0, columns, k);
      memset (dx, 0, c->rows * nn_shape_size (c->in) * sizeof *dx);
      for (size_t i = 0; i < (size_t) m * k; i++)
        if (source_of (c, i / k, i % k) >= 0)
          dx[source_of (c, i / k, i % k)] += columns[i];
    }
  free (dz_float);
  free (product);
  free (columns);
}

/* --- Pooling ------------------------------------------------------------------------------------ */

static int
greatest (nn_shape in, int side, const float *x, int start)
{
  int best = start;

  for (int i = 0; i < side; i++)
    for (int j = 0; j < side; j++)
      {
        int at = start + (i * in.width + j) * in.channels;

        if (x[at] > x[best] || isnan (x[at]))
          best = at;
      }
  return best;
}

void
pool_reference (int rows, nn_shape in, int side, const float *x, float *y, int *place)
{
  for (int row = 0; row < rows; row++)
    for (int i = 0; i < in.height / side; i++)
      for (int j = 0; j < in.width / side; j++)
        for (int ch = 0; ch < in.channels; ch++)
          {
            *place = greatest (in, side, x, pixel (in, row, i * side, j * side) + ch);
            *y++ = x[*place++];
          }
}
