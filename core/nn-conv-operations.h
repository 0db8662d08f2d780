/* nn-conv-operations.h - what a convolution asks of oneDNN, and of which memory
 *
 * Shared by nn-conv-primitives.c, which makes the operations, and nn-conv-pass.c, which runs them.
 */

#pragma once

#include "nn-conv-primitives.h"
#include "nn-dnnl.h"

typedef enum {
  NN_CONV_LOAD_FORWARD,     /* the weights, in the layout of the forward operation      */
  NN_CONV_LOAD_BACKWARD,
  NN_CONV_FORWARD,
  NN_CONV_BACKWARD_WEIGHTS,
  NN_CONV_BACKWARD_DATA,
  NN_CONV_STORE,            /* the weights' gradient, in the plain layout               */
  NN_CONV_BLOCK_IMAGES,     /* from and to channels in blocks, as Winograd's takes them */
  NN_CONV_BLOCK_RESULTS,
  NN_CONV_UNBLOCK_IMAGES,
  NN_CONV_UNBLOCK_RESULTS,
  NN_CONV_N_OPERATIONS
} nn_conv_operation;

/* What the operations read and write: the caller's, the pass's own, and what lasts for a call. */
typedef enum {
  NN_CONV_IMAGES,           /* x, dx                                                    */
  NN_CONV_RESULTS,          /* z, dz                                                    */
  NN_CONV_WEIGHTS,          /* plain: the network's, and their gradient                 */
  NN_CONV_BIAS,
  NN_CONV_WEIGHTS_FORWARD,
  NN_CONV_WEIGHTS_BACKWARD,
  NN_CONV_WEIGHTS_GRADIENT,
  NN_CONV_BIAS_GRADIENT,
  NN_CONV_BLOCKED_IMAGES,
  NN_CONV_BLOCKED_RESULTS,
  NN_CONV_N_MEMORIES,
  NN_CONV_FIRST_OWN = NN_CONV_WEIGHTS_FORWARD,
  NN_CONV_FIRST_PASSING = NN_CONV_BLOCKED_IMAGES
} nn_conv_memory;

struct nn_conv {
  dnnl_engine_t engine;
  nn_dnnl_layout layout[NN_CONV_N_MEMORIES];
  dnnl_primitive_t primitive[NN_CONV_N_OPERATIONS];
  size_t scratch_bytes;
  bool needs_dx;
  bool blocked;             /* the three convolutions take the images in blocks         */
  size_t n_weights, n_filters;
};

/* Whether the convolution has memory m at all, and how many floats, to the next aligned place. */
bool   nn_conv_has      (const nn_conv *conv, nn_conv_memory m);
size_t nn_conv_n_floats (const nn_conv *conv, nn_conv_memory m);
size_t nn_conv_aligned  (size_t bytes);
