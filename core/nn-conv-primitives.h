/* nn-conv-primitives.h - convolution of a chunk of images by oneDNN
 *
 * Images lie pixel by pixel (height, width, channel), a chunk being NN_CHUNK_ROWS of them: small
 * enough that what one layer writes is still in the cache when the next step reads it. oneDNN takes
 * the weights in a layout of its own, another one forward than back; the network's parameters stay
 * in the plain one, and are reordered once a pass.
 *
 * Windows of 3 x 3 over many channels go by Winograd's minimal filtering, 4 x 4 results at a time: 36
 * products instead of 144 (Lavin and Gray, "Fast algorithms for convolutional neural networks", CVPR
 * 2016). It rounds about twice as coarsely as the sum of the definition, and takes half the time. Which
 * way a layer goes depends on its shape and on the processor's instructions alone, so results stay
 * the same from run to run. Private to core.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "nn-shape.h"
#include "nn-status.h"

enum { NN_CHUNK_ROWS = 8 };

typedef struct nn_conv nn_conv;           /* the operations; shared by all passes           */
typedef struct nn_conv_pass nn_conv_pass; /* the memory of one pass                         */

/* in to out with windows of kernel x kernel; valid: without padding. needs_dx: the gradient by the
 * images is wanted too.                                                                         */
nn_conv *nn_conv_new (nn_shape in, nn_shape out, int kernel, bool valid, bool needs_dx,
                      nn_status *status);
void nn_conv_free (nn_conv *conv);

/* How many floats a call below needs while it works. Layers that take turns may share them. */
size_t nn_conv_n_work (const nn_conv *conv);

/* work: nn_conv_n_work () floats, aligned like nn_floats_new (), that stay where they are. */
nn_conv_pass *nn_conv_pass_new (const nn_conv *conv, float *work, nn_status *status);
void nn_conv_pass_free (nn_conv_pass *pass);

/* Weights filters x channels x kernel x kernel, and bias; to be called before the chunks. The bias
 * must stay where it is until these are done.                                                   */
nn_status nn_conv_pass_load (nn_conv_pass *pass, const float *weights, const float *bias);
nn_status nn_conv_pass_forward (nn_conv_pass *pass, const float *x, float *z);

/* The gradient of a pass: begin, add each chunk (dx may be NULL), end: written to dw and db, or
 * added to what they hold.                                                                      */
nn_status nn_conv_pass_begin_backward (nn_conv_pass *pass, const float *weights);
nn_status nn_conv_pass_backward (nn_conv_pass *pass, const float *x, const float *dz, float *dx);
nn_status nn_conv_pass_end_backward (nn_conv_pass *pass, bool add, float *dw, float *db);
