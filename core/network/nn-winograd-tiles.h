/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-winograd-tiles.h - the transforms of images, results and weights in two dimensions
 *
 * Each vector holds values of neighbouring channels. What a tile has beyond the image is left out.
 * Private to nn-winograd.c.
 */

#pragma once

#include <string.h>

#include "nn-conv-kernels.h"
#include "nn-winograd-transforms.h"

/* A row of tiles among those of all images: its image, and which rows of results it has. */
typedef struct {
  size_t image, row, n_rows;
} band;

static inline band
band_of (const nn_conv_plan *plan, size_t number)
{
  size_t row = number % plan->down * STEP, left = plan->out.height - row;

  return (band){ number / plan->down, row, left < STEP ? left : STEP };
}

/* Where the band's first result lies among those of all images. */
static inline size_t
first_of (const nn_conv_plan *plan, band b)
{
  return (b.image * plan->out.height + b.row) * plan->out.width * plan->out.channels;
}

static inline size_t
n_results (const nn_conv_plan *plan, band b)
{
  return b.n_rows * plan->out.width * plan->out.channels;
}

/* n: how many of the vector's channels there are; whole: all, and a constant. */
INLINE vector
load_channels (const float *p, size_t n, const int whole)
{
  return whole ? load (p) : load_first (p, n);
}

/* --- Images ---------------------------------------------------------------------------------- */

/* Vectors of channels of a pixel. */
static inline size_t
n_vectors (const nn_conv_plan *plan)
{
  return (plan->in.channels + VECTOR - 1) / VECTOR;
}

/* line: the six rows that a band reads; to: six vectors for each vector of channels of a row.   */
INLINE void
transform_column (const float *const line[POINTS], size_t at, size_t n, const int whole, float *to)
{
  vector d[POINTS], v[POINTS];

#pragma GCC unroll 6
  for (int i = 0; i < POINTS; i++)
    d[i] = load_channels (line[i] + at, n, whole);
  input_to_points (d, v);
#pragma GCC unroll 6
  for (int i = 0; i < POINTS; i++)
    store (to + i * VECTOR, v[i]);
}

static void
transform_columns (const nn_conv_plan *plan, const float *const line[POINTS], float *columns)
{
  const size_t channels = plan->in.channels, width = plan->in.width * channels;

  columns += plan->padding * n_vectors (plan) * POINTS * VECTOR;
  if (channels % VECTOR == 0)
    for (size_t at = 0; at < width; at += VECTOR, columns += POINTS * VECTOR)
      transform_column (line, at, VECTOR, 1, columns);
  else
    for (size_t pixel = 0; pixel < width; pixel += channels)
      for (size_t channel = 0; channel < channels; channel += VECTOR, columns += POINTS * VECTOR)
        transform_column (line, pixel + channel,
                          channels - channel < VECTOR ? channels - channel : VECTOR, 0, columns);
}

/* For one vector of channels. */
static void
transform_rows (const nn_conv_plan *plan, const float *columns, float *inputs)
{
  const size_t across = plan->across, plane = plan->in_plane, stride = plan->in_stride;
  const size_t pixel = n_vectors (plan) * POINTS * VECTOR;

  for (size_t tile = 0; tile < across; tile++, inputs += stride, columns += STEP * pixel)
    for (int i = 0; i < POINTS; i++)
      {
        const float *from = columns + i * VECTOR;
        float *to = inputs + i * POINTS * plane;
        vector d[POINTS], v[POINTS];

#pragma GCC unroll 6
        for (int j = 0; j < POINTS; j++)
          d[j] = load (from + j * pixel);
        input_to_points (d, v);
#pragma GCC unroll 6
        for (int j = 0; j < POINTS; j++)
          store (to + j * plane, v[j]);
      }
}

/* zeros: a row of them; columns: room for one of the band's, zeros where the image has no column;
 * inputs: where those of the band's first tile go.                                              */
static void
transform_inputs (const nn_conv_plan *plan, const float *x, band b, const float *zeros,
                  float *columns, float *inputs)
{
  const size_t channels = plan->in.channels, width = plan->in.width * channels;
  const float *line[POINTS];

  for (int i = 0; i < POINTS; i++)
    {
      ptrdiff_t row = (ptrdiff_t) b.row + i - plan->padding;
      bool outside = row < 0 || row >= plan->in.height;

      line[i] = outside ? zeros : x + (b.image * plan->in.height + row) * width;
    }
  transform_columns (plan, line, columns);
  for (size_t vec = 0; vec < n_vectors (plan); vec++)
    transform_rows (plan, columns + vec * POINTS * VECTOR, inputs + vec * VECTOR);
}

/* --- Results --------------------------------------------------------------------------------- */

/* The loops over half are none: unrolled, they would want more registers than there are.
 * z: the tile's first result; rows x columns of them are in the image.                          */
INLINE void
finish_tile (const nn_conv_plan *plan, const float *results, vector bias, size_t rows,
             size_t columns, size_t n, const int whole, float *z)
{
  const size_t filters = plan->out.channels, width = plan->out.width * filters;
  const size_t plane = plan->out_plane;
  vector half[STEP][POINTS];

#pragma GCC unroll 1
  for (int j = 0; j < POINTS; j++)
    {
      vector m[POINTS], y[STEP];

#pragma GCC unroll 6
      for (int i = 0; i < POINTS; i++)
        m[i] = load (results + (i * POINTS + j) * plane);
      points_to_results (m, y);
#pragma GCC unroll 4
      for (int i = 0; i < STEP; i++)
        half[i][j] = y[i];
    }
#pragma GCC unroll 1
  for (size_t i = 0; i < rows; i++, z += width)
    {
      vector y[STEP];

      points_to_results (half[i], y);
#pragma GCC unroll 4
      for (size_t j = 0; j < STEP; j++)
        if (j < columns && whole)
          store (z + j * filters, y[j] + bias);
        else if (j < columns)
          store_first (z + j * filters, y[j] + bias, n);
    }
}

static void
finish_band (const nn_conv_plan *plan, const float *results, const float *bias, band b, float *z)
{
  const size_t filters = plan->out.channels, out_width = plan->out.width;

  z += first_of (plan, b);
  for (size_t column = 0; column < out_width; column += STEP, z += STEP * filters)
    {
      size_t columns = out_width - column < STEP ? out_width - column : STEP;

      for (size_t filter = 0; filter < filters; filter += VECTOR)
        {
          vector of_bias = bias != NULL ? load (bias + filter) : (vector){ 0 };

          if (filters - filter >= VECTOR)
            finish_tile (plan, results + filter, of_bias, b.n_rows, columns, VECTOR, 1, z + filter);
          else
            finish_tile (plan, results + filter, of_bias, b.n_rows, columns, filters - filter, 0,
                         z + filter);
        }
      results += plan->out_stride;
    }
}

/* The way back of finish_tile (), and the sum of the results. */
INLINE vector
spread_tile (const nn_conv_plan *plan, const float *dz, size_t rows, size_t columns, size_t n,
             const int whole, float *results)
{
  const size_t filters = plan->out.channels, width = plan->out.width * filters;
  const size_t plane = plan->out_plane;
  vector half[POINTS][STEP], sum = { 0 };

#pragma GCC unroll 1
  for (size_t j = 0; j < STEP; j++)
    {
      vector y[STEP], m[POINTS];

#pragma GCC unroll 4
      for (size_t i = 0; i < STEP; i++)
        y[i] = i < rows && j < columns ? load_channels (dz + i * width + j * filters, n, whole)
                                       : (vector){ 0 };
      sum += (y[0] + y[1]) + (y[2] + y[3]);
      results_to_points (y, m);
#pragma GCC unroll 6
      for (int i = 0; i < POINTS; i++)
        half[i][j] = m[i];
    }
#pragma GCC unroll 1
  for (int i = 0; i < POINTS; i++, results += POINTS * plane)
    {
      vector m[POINTS];

      results_to_points (half[i], m);
#pragma GCC unroll 6
      for (int j = 0; j < POINTS; j++)
        store (results + j * plane, m[j]);
    }
  return sum;
}

/* sums: one for each filter, which the band's are added to. */
static void
spread_band (const nn_conv_plan *plan, const float *dz, band b, float *results, float *sums)
{
  const size_t filters = plan->out.channels, out_width = plan->out.width;

  dz += first_of (plan, b);
  for (size_t column = 0; column < out_width; column += STEP, dz += STEP * filters)
    {
      size_t columns = out_width - column < STEP ? out_width - column : STEP;

      for (size_t filter = 0; filter < filters; filter += VECTOR)
        {
          size_t n = filters - filter;
          vector sum = n >= VECTOR ? spread_tile (plan, dz + filter, b.n_rows, columns, VECTOR, 1,
                                                  results + filter)
                                   : spread_tile (plan, dz + filter, b.n_rows, columns, n, 0,
                                                  results + filter);

          store (sums + filter, load (sums + filter) + sum);
        }
      results += plan->out_stride;
    }
}

/* --- Weights --------------------------------------------------------------------------------- */

/* From nine taps, each a plane of channels x filters, to 36 points. */
static void
expand (const nn_conv_plan *plan, const float *taps, float *points)
{
  const size_t plane = plan->in.channels * plan->out_stride;

  for (size_t at = 0; at < plane; at += VECTOR)
    {
      vector half[TAPS][POINTS], g[TAPS], u[POINTS];

      for (int j = 0; j < TAPS; j++)
        {
          for (int i = 0; i < TAPS; i++)
            g[i] = load (taps + (i * TAPS + j) * plane + at);
          weights_to_points (g, half[j]);
        }
      for (int i = 0; i < POINTS; i++)
        {
          for (int j = 0; j < TAPS; j++)
            g[j] = half[j][i];
          weights_to_points (g, u);
          for (int j = 0; j < POINTS; j++)
            store (points + (i * POINTS + j) * plane + at, u[j]);
        }
    }
}

/* The way back, added to the taps. */
static void
contract (const nn_conv_plan *plan, const float *points, float *taps)
{
  const size_t plane = plan->in.channels * plan->out_stride;

  for (size_t at = 0; at < plane; at += VECTOR)
    {
      vector half[POINTS][TAPS], u[POINTS], g[TAPS];

      for (int j = 0; j < POINTS; j++)
        {
          for (int i = 0; i < POINTS; i++)
            u[i] = load (points + (i * POINTS + j) * plane + at);
          points_to_weights (u, half[j]);
        }
      for (int i = 0; i < TAPS; i++)
        {
          for (int j = 0; j < POINTS; j++)
            u[j] = half[j][i];
          points_to_weights (u, g);
          for (int j = 0; j < TAPS; j++)
            {
              float *tap = taps + (i * TAPS + j) * plane + at;

              store (tap, load (tap) + g[j]);
            }
        }
    }
}
