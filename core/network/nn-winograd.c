/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-winograd.c - 3 x 3 convolutions by Winograd's minimal filtering; one source, compiled once for
 * each instruction set
 *
 * Results come in tiles of 4 x 4. The 6 x 6 input values of each are transformed (to 36 points), the
 * sum over the channels is a matrix product at each point, and its results are transformed back: 36
 * products for 16 results instead of 144. Bands, which are whole rows of tiles, are worked on several
 * at once, across images too, so that what lies between the transforms stays in the second cache.
 */

#include "nn-conv-kernels.h"
#include "nn-conv-product.h"
#include "nn-winograd-tiles.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_ (a, b)

/* --- Memory ---------------------------------------------------------------------------------- */

/* The pieces of work. */
typedef struct {
  float *zeros;   /* a row of them: what the image has above and below                        */
  float *columns; /* of a band, transformed vertically, one vector of channels                */
  float *bias;    /* a band's sums of dz                                                      */
  float *inputs;  /* points x tiles x in_stride                                               */
  float *results; /* points x tiles x out_stride                                              */
  float *sums;    /* of the weights' gradient: points x channels x out_stride                 */
} pieces;

static size_t
n_zeros (const nn_conv_plan *plan)
{
  return plan->in.width * plan->in_stride;
}

static size_t
n_columns (const nn_conv_plan *plan)
{
  return (plan->across * STEP + POINTS - STEP) * POINTS * plan->in_stride;
}

static size_t
n_weights (const nn_conv_plan *plan)
{
  return NN_CONV_POINTS * plan->in.channels * plan->out_stride;
}

static size_t
n_work (const nn_conv_plan *plan)
{
  return n_zeros (plan) + n_columns (plan) + plan->out_stride
         + NN_CONV_POINTS * (plan->in_plane + plan->out_plane) + n_weights (plan);
}

/* Columns to the left and right of the image are zeros too: nothing is written to them. */
static pieces
carve (const nn_conv_plan *plan, float *work)
{
  pieces p = { .zeros = work, .columns = work + n_zeros (plan) };

  p.bias = p.columns + n_columns (plan);
  p.inputs = p.bias + plan->out_stride;
  p.results = p.inputs + NN_CONV_POINTS * plan->in_plane;
  p.sums = p.results + NN_CONV_POINTS * plan->out_plane;
  memset (work, 0, (n_zeros (plan) + n_columns (plan)) * sizeof *work);
  return p;
}

/* --- Blocks of bands --------------------------------------------------------------------------- */

/* Bands first to first + n - 1 of so many. */
typedef struct {
  size_t first, n, n_bands;
} block;

static block
block_from (const nn_conv_plan *plan, size_t first, size_t n_bands)
{
  size_t left = n_bands - first;

  return (block){ first, left < plan->block ? left : plan->block, n_bands };
}

static block
block_after (const nn_conv_plan *plan, block b)
{
  return block_from (plan, b.first + b.n, b.n_bands);
}

/* What of the images the block is the first to read; and its results. */
static region
images_of (const nn_conv_plan *plan, block b, const float *x)
{
  const size_t width = plan->in.width * plan->in.channels;
  band from = band_of (plan, b.first), to = band_of (plan, b.first + b.n);
  size_t row = from.image * plan->in.height + from.row;

  return (region){ x + row * width, (to.image * plan->in.height + to.row - row) * width };
}

static region
results_of (const nn_conv_plan *plan, block b, const float *z)
{
  size_t first = first_of (plan, band_of (plan, b.first));

  return (region){ z + first, first_of (plan, band_of (plan, b.first + b.n)) - first };
}

static void
transform_block (const nn_conv_plan *plan, const float *x, block b, const pieces *p)
{
  for (size_t i = 0; i < b.n; i++)
    transform_inputs (plan, x, band_of (plan, b.first + i), p->zeros, p->columns,
                      p->inputs + i * plan->across * plan->in_stride);
}

/* From the matrices of one point to those of the next, in floats. */
typedef struct {
  size_t a, b, c;
} planes;

/* The point from which on there is just time enough to fetch what comes after the products: fetched
 * earlier, it would have left the cache again.                                                  */
static int
late_point (const product *p, const fetcher *after)
{
  size_t n_tiles
      = (p->rows + TILE_ROWS - 1) / TILE_ROWS * ((p->columns + 2 * VECTOR - 1) / (2 * VECTOR));
  size_t lines = 0, n;

  for (int i = 0; i < MOST_REGIONS; i++)
    lines += after->region[i].floats / LINE;
  n = lines / (n_tiles * p->depth) + 2;
  return n < NN_CONV_POINTS ? NN_CONV_POINTS - (int) n : 0;
}

/* The longest sum that is rounded as one. */
enum { MOST_TERMS = 32 };

/* Piece by piece of the depth, each added to those before: a sum twice as long rounds half as coarsely
 * again, and results over 64 channels would be off by more than nn-conv-pass.h promises.       */
static void
multiply_in_pieces (product p, fetchers *f)
{
  const size_t depth = p.depth, n = (depth + MOST_TERMS - 1) / MOST_TERMS;
  const size_t most = (depth + n - 1) / n;

  for (size_t k = 0; k < depth; k += most)
    {
      p.depth = depth - k < most ? depth - k : most;
      multiply (&p, f);
      p.a += p.depth * p.a_step;
      p.b += p.depth * p.b_step;
      p.start = p.c;
      p.start_row = p.c_row;
    }
}

/* The product at each point; p: at the first. add: to what is there. */
static void
multiply_points (product p, planes step, bool add, fetcher after)
{
  const int late = late_point (&p, &after);
  fetchers f = { .far = { { { p.a, 0 } }, 0 } };

  for (int q = 0; q < NN_CONV_POINTS; q++)
    {
      product now = p;

      now.start = add ? p.c : NULL;
      p.a += step.a;
      p.b += step.b;
      p.c += step.c;
      if (q < NN_CONV_POINTS - 1)
        f.near = (fetcher){ { { p.b, step.b }, { p.a, step.a }, { p.c, add ? step.c : 0 } }, 0 };
      if (q == late)
        f.far = after;
      multiply_in_pieces (now, &f);
    }
}

/* --- Forward --------------------------------------------------------------------------------- */

/* results = inputs weights at each point; then the results go to z, and the next images come. */
static void
multiply_by_weights (const nn_conv_plan *plan, const float *weights, block b, const pieces *p,
                     const float *x, const float *z)
{
  const product first = {
    .rows = b.n * plan->across,
    .columns = plan->out.channels,
    .parts = 1,
    .depth = plan->in.channels,
    .a = p->inputs,
    .a_row = plan->in_stride,
    .a_step = 1,
    .b = weights,
    .b_step = plan->out_stride,
    .c = p->results,
    .c_row = plan->out_stride,
  };
  const planes step = { plan->in_plane, plan->in.channels * plan->out_stride, plan->out_plane };

  multiply_points (
      first, step, false,
      (fetcher){ { results_of (plan, b, z), images_of (plan, block_after (plan, b), x) }, 0 });
}

static void
finish_block (const nn_conv_plan *plan, const float *bias, block b, const pieces *p, float *z,
              const nn_conv_step *then)
{
  for (size_t i = 0; i < b.n; i++)
    {
      band at = band_of (plan, b.first + i);

      finish_band (plan, p->results + i * plan->across * plan->out_stride, bias, at, z);
      if (then != NULL)
        then->run (then->context, first_of (plan, at), n_results (plan, at));
    }
}

static void
forward (const nn_conv_plan *plan, const float *weights, const float *bias, size_t n_images,
         const float *x, float *z, const nn_conv_step *then, float *work)
{
  const pieces p = carve (plan, work);

  for (block b = block_from (plan, 0, n_images * plan->down); b.n > 0; b = block_after (plan, b))
    {
      transform_block (plan, x, b, &p);
      multiply_by_weights (plan, weights, b, &p, x, z);
      finish_block (plan, bias, b, &p, z, then);
    }
}

/* --- The gradient by the weights --------------------------------------------------------------- */

/* sums = inputs^T results at each point, added to what they hold but for the first time; then the
 * next images and results come, and what is read to make these.                                */
static void
multiply_by_results (const nn_conv_plan *plan, block b, const pieces *p, const float *x,
                     const float *dz, const nn_conv_step *before)
{
  const block next = block_after (plan, b);
  const product first = {
    .rows = plan->in.channels,
    .columns = plan->out.channels,
    .parts = 1,
    .depth = b.n * plan->across,
    .a = p->inputs,
    .a_row = 1,
    .a_step = plan->in_stride,
    .b = p->results,
    .b_step = plan->out_stride,
    .start_row = plan->out_stride,
    .c = p->sums,
    .c_row = plan->out_stride,
  };
  const planes step = { plan->in_plane, plan->out_plane, plan->in.channels * plan->out_stride };
  fetcher after = { { images_of (plan, next, x), results_of (plan, next, dz) }, 0 };

  if (before != NULL && before->reads != NULL)
    after.region[2] = results_of (plan, next, before->reads);
  multiply_points (first, step, b.first > 0, after);
}

/* Each band's sums by themselves first, so that the long sum has fewer terms. */
static void
spread_block (const nn_conv_plan *plan, const float *dz, const nn_conv_step *before, block b,
              const pieces *p, float *bias_sums)
{
  for (size_t i = 0; i < b.n; i++)
    {
      band at = band_of (plan, b.first + i);

      if (before != NULL)
        before->run (before->context, first_of (plan, at), n_results (plan, at));
      memset (p->bias, 0, plan->out_stride * sizeof (float));
      spread_band (plan, dz, at, p->results + i * plan->across * plan->out_stride, p->bias);
      for (size_t k = 0; k < plan->out_stride; k += VECTOR)
        store (bias_sums + k, load (bias_sums + k) + load (p->bias + k));
    }
}

static void
add_gradient (const nn_conv_plan *plan, size_t n_images, const float *x, const float *dz,
              const nn_conv_step *before, float *sums, float *bias_sums, float *work)
{
  const pieces p = carve (plan, work);

  for (block b = block_from (plan, 0, n_images * plan->down); b.n > 0; b = block_after (plan, b))
    {
      transform_block (plan, x, b, &p);
      spread_block (plan, dz, before, b, &p, bias_sums);
      multiply_by_results (plan, b, &p, x, dz, before);
    }
  contract (plan, p.sums, sums);
}

extern const nn_conv_method JOIN (nn_winograd_, NN_VARIANT);
const nn_conv_method JOIN (nn_winograd_, NN_VARIANT)
    = { expand, forward, add_gradient, n_weights, n_work };
