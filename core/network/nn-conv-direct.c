/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-direct.c - 3 x 3 convolutions of few channels by their definition; one source, compiled once
 * for each instruction set
 *
 * In an image with its padding around it, the windows of neighbouring places in a row are the rows of
 * a matrix that overlap: each begins one pixel after the one before. So nothing needs to be copied but
 * the image itself, and a row of results is one matrix product, in three parts, one for each row of the
 * window.
 */

#include "nn-conv-kernels.h"
#include "nn-conv-product.h"

#include <string.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_ (a, b)

enum { SIDE = 3 };

/* Floats of a row of the padded image. */
static size_t
line_of (const nn_conv_plan *plan)
{
  return (size_t) (plan->in.width + 2 * plan->padding) * plan->in.channels;
}

static size_t
n_padded (const nn_conv_plan *plan)
{
  return (plan->in.height + 2 * plan->padding) * line_of (plan);
}

static size_t
n_weights (const nn_conv_plan *plan)
{
  return NN_CONV_TAPS * plan->in.channels * plan->out_stride;
}

/* The padded image; a row of results with room for whole vectors; an image's gradient. */
static size_t
n_work (const nn_conv_plan *plan)
{
  return (n_padded (plan) + LINE - 1) / LINE * LINE + plan->out.width * plan->out_stride
         + n_weights (plan);
}

static float *
row_of_results (const nn_conv_plan *plan, float *work)
{
  return work + (n_padded (plan) + LINE - 1) / LINE * LINE;
}

/* The rows and columns of padding stay 0 from one image to the next. */
static void
pad (const nn_conv_plan *plan, const float *image, float *padded)
{
  const size_t width = plan->in.width * plan->in.channels;

  for (int i = 0; i < plan->in.height; i++)
    memcpy (padded + (i + plan->padding) * line_of (plan) + plan->padding * plan->in.channels,
            image + i * width, width * sizeof *image);
}

/* Copies n pixels of so many channels each, from one distance between them to another. */
static void
copy_pixels (size_t n, size_t channels, const float *from, size_t from_stride, float *to,
             size_t to_stride)
{
  for (size_t i = 0; i < n; i++)
    memcpy (to + i * to_stride, from + i * from_stride, channels * sizeof *to);
}

/* --- Forward --------------------------------------------------------------------------------- */

/* z: a row of results with room for whole vectors. */
static void
convolve_row (const nn_conv_plan *plan, const float *taps, const float *bias, const float *padded,
              float *z, size_t z_stride)
{
  multiply (
      &(product){
          .rows = plan->out.width,
          .columns = plan->out.channels,
          .parts = SIDE,
          .depth = SIDE * plan->in.channels,
          .a = padded,
          .a_row = plan->in.channels,
          .a_step = 1,
          .a_part = line_of (plan),
          .b = taps,
          .b_step = plan->out_stride,
          .start = bias,
          .c = z,
          .c_row = z_stride,
      },
      &(fetchers){ { { { taps, 0 } }, 0 }, { { { taps, 0 } }, 0 } });
}

static void
forward (const nn_conv_plan *plan, const float *taps, const float *bias, size_t n_images,
         const float *x, float *z, const nn_conv_step *then, float *work)
{
  const size_t filters = plan->out.channels, width = plan->out.width * filters;
  const bool whole = filters % VECTOR == 0;
  float *padded = work, *row = row_of_results (plan, work);

  memset (padded, 0, n_padded (plan) * sizeof *padded);
  for (size_t image = 0; image < n_images; image++)
    {
      pad (plan, x + image * nn_shape_size (plan->in), padded);
      for (int i = 0; i < plan->out.height; i++)
        {
          size_t first = image * nn_shape_size (plan->out) + i * width;

          convolve_row (plan, taps, bias, padded + i * line_of (plan), whole ? z + first : row,
                        whole ? filters : plan->out_stride);
          if (!whole)
            copy_pixels (plan->out.width, filters, row, plan->out_stride, z + first, filters);
          if (then != NULL)
            then->run (then->context, first, width);
        }
    }
}

/* --- The gradient by the weights --------------------------------------------------------------- */

/* Of one row of results and one row of the window. */
static void
add_row (const nn_conv_plan *plan, const float *padded, const float *dz, size_t dz_stride,
         float *sums)
{
  multiply (
      &(product){
          .rows = SIDE * plan->in.channels,
          .columns = plan->out.channels,
          .parts = 1,
          .depth = plan->out.width,
          .a = padded,
          .a_row = 1,
          .a_step = plan->in.channels,
          .b = dz,
          .b_step = dz_stride,
          .start = sums,
          .start_row = plan->out_stride,
          .c = sums,
          .c_row = plan->out_stride,
      },
      &(fetchers){ { { { dz, 0 } }, 0 }, { { { dz, 0 } }, 0 } });
}

static void
add_bias (const nn_conv_plan *plan, const float *dz, size_t dz_stride, float *sums)
{
  for (size_t filter = 0; filter < (size_t) plan->out.channels; filter += VECTOR)
    {
      vector sum = { 0 };

      for (int j = 0; j < plan->out.width; j++)
        sum += load (dz + j * dz_stride + filter);
      store (sums + filter, load (sums + filter) + sum);
    }
}

static void
add_image (const nn_conv_plan *plan, const float *padded, const float *dz, float *row, float *sums,
           float *bias_sums)
{
  const size_t filters = plan->out.channels, part = SIDE * plan->in.channels * plan->out_stride;
  const bool whole = filters % VECTOR == 0;

  for (int i = 0; i < plan->out.height; i++, dz += plan->out.width * filters)
    {
      const float *of_row = whole ? dz : row;
      size_t stride = whole ? filters : plan->out_stride;

      if (!whole)
        copy_pixels (plan->out.width, filters, dz, filters, row, stride);
      for (int part_row = 0; part_row < SIDE; part_row++)
        add_row (plan, padded + (i + part_row) * line_of (plan), of_row, stride,
                 sums + part_row * part);
      add_bias (plan, of_row, stride, bias_sums);
    }
}

/* Each image gets sums of its own first: a single one over all pixels would lose a digit. */
static void
add_gradient (const nn_conv_plan *plan, size_t n_images, const float *x, const float *dz,
              const nn_conv_step *before, float *sums, float *bias_sums, float *work)
{
  const size_t n_sums = n_weights (plan);
  float *padded = work, *row = row_of_results (plan, work);
  float *of_image = row + plan->out.width * plan->out_stride;

  memset (work, 0, n_work (plan) * sizeof *work);
  for (size_t image = 0; image < n_images; image++)
    {
      if (before != NULL)
        before->run (before->context, image * nn_shape_size (plan->out), nn_shape_size (plan->out));
      memset (of_image, 0, n_sums * sizeof *of_image);
      pad (plan, x + image * nn_shape_size (plan->in), padded);
      add_image (plan, padded, dz + image * nn_shape_size (plan->out), row, of_image, bias_sums);
      for (size_t i = 0; i < n_sums; i += VECTOR)
        store (sums + i, load (sums + i) + load (of_image + i));
    }
}

extern const nn_conv_method JOIN (nn_conv_direct_, NN_VARIANT);
const nn_conv_method JOIN (nn_conv_direct_, NN_VARIANT)
    = { NULL, forward, add_gradient, n_weights, n_work };
