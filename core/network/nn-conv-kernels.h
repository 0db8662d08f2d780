/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-kernels.h - the loops of the 3 x 3 convolutions of our own, one set for each instruction set
 *
 * Two methods with the same calls: Winograd's minimal filtering (nn-winograd.c), and the sum of the
 * definition for few channels (nn-conv-direct.c). Images lie pixel by pixel (height, width, channel).
 * Nothing is allocated, and nothing is shared: work is the caller's. Private to core and its tests.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "nn-shape.h"

enum { NN_CONV_TAPS = 9, NN_CONV_POINTS = 36 };

/* A convolution with windows of 3 x 3, and how Winograd's method cuts it up. The gradient by the
 * images is one too: of dz, with other padding.                                                */
typedef struct {
  nn_shape in, out;
  int padding;      /* rows and columns of zeros around the image, 0 to 2            */
  size_t in_stride; /* channels and filters, up to the next whole cache line         */
  size_t out_stride;
  size_t across, down; /* tiles of 4 x 4 results in an image                            */
  size_t block;        /* rows of tiles that go through the products together           */
  size_t in_plane;     /* floats from the tiles' values at one point to those at the
                                next                                                          */
  size_t out_plane;
} nn_conv_plan;

/* What is done to results while they are in the cache: called for n of them, from the first-th on. */
typedef struct {
  void (*run) (void *context, size_t first, size_t n);
  void *context;
  const float *reads; /* an array like that of the results, or NULL: fetched before      */
} nn_conv_step;

/* Weights come as taps: 9 x channels x out_stride, filters side by side; bias has out_stride floats
 * and may be NULL. expand () makes of the taps what forward () takes; where it is NULL, these are the
 * taps. then follows the results. add_gradient () adds to sums (taps again) and to out_stride sums for the bias; before makes dz of
 * what is in its place. Both steps may be NULL.                                                 */
typedef struct {
  void (*expand) (const nn_conv_plan *plan, const float *taps, float *weights);
  void (*forward) (const nn_conv_plan *plan, const float *weights, const float *bias,
                   size_t n_images, const float *x, float *z, const nn_conv_step *then,
                   float *work);
  void (*add_gradient) (const nn_conv_plan *plan, size_t n_images, const float *x, const float *dz,
                        const nn_conv_step *before, float *sums, float *bias_sums, float *work);
  size_t (*n_weights) (const nn_conv_plan *plan); /* floats                                  */
  size_t (*n_work) (const nn_conv_plan *plan);
} nn_conv_method;

typedef struct {
  const char *name; /* "avx512", "avx2", "portable" */
  const nn_conv_method *winograd, *direct;
} nn_conv_kernels;

nn_conv_plan nn_conv_plan_of (nn_shape in, nn_shape out, int padding);

/* The sets that this processor can run, best first, up to a NULL; the last is "portable". */
const nn_conv_kernels *const *nn_conv_kernels_available (void);
