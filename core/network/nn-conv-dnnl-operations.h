/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-dnnl-operations.h - what a convolution asks of oneDNN, and of which memory
 *
 * Shared by nn-conv-dnnl-operations.c, which makes the operations, and nn-conv-dnnl.c, which runs them.
 */

#pragma once

#include "nn-conv-way.h"
#include "nn-dnnl.h"

typedef enum {
  NN_CONV_LOAD_FORWARD, /* the weights, in the layout of the forward operation      */
  NN_CONV_LOAD_BACKWARD,
  NN_CONV_FORWARD,
  NN_CONV_BACKWARD_WEIGHTS,
  NN_CONV_BACKWARD_DATA,
  NN_CONV_STORE, /* the weights' gradient, in the plain layout               */
  NN_CONV_N_OPERATIONS
} nn_conv_operation;

/* What the operations read and write: the caller's, and the pass's own. */
typedef enum {
  NN_CONV_IMAGES,  /* x, dx                                                    */
  NN_CONV_RESULTS, /* z, dz                                                    */
  NN_CONV_WEIGHTS, /* plain: the network's, and their gradient                 */
  NN_CONV_BIAS,
  NN_CONV_WEIGHTS_FORWARD,
  NN_CONV_WEIGHTS_BACKWARD,
  NN_CONV_WEIGHTS_GRADIENT,
  NN_CONV_BIAS_GRADIENT,
  NN_CONV_N_MEMORIES,
  NN_CONV_FIRST_OWN = NN_CONV_WEIGHTS_FORWARD
} nn_conv_memory;

typedef struct {
  nn_conv base;
  dnnl_engine_t engine;
  nn_dnnl_layout layout[NN_CONV_N_MEMORIES];
  dnnl_primitive_t primitive[NN_CONV_N_OPERATIONS];
  size_t scratch_bytes;
  bool needs_dx;
  size_t n_weights, n_filters, n_results; /* n_results: of an image                     */
} nn_conv_dnnl;

/* All of them, for the layer's shape; and back. */
bool nn_conv_dnnl_make (nn_conv_dnnl *conv, nn_shape in, nn_shape out, int kernel, int padding);
void nn_conv_dnnl_drop (nn_conv_dnnl *conv);

/* Whether the convolution has memory m at all, and how many floats, to the next aligned place. */
bool nn_conv_dnnl_has (const nn_conv_dnnl *conv, nn_conv_memory m);
size_t nn_conv_dnnl_n_floats (const nn_conv_dnnl *conv, nn_conv_memory m);
size_t nn_conv_dnnl_n_work (const nn_conv_dnnl *conv);
