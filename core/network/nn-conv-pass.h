/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-pass.h - convolution of a chunk of images
 *
 * Images lie pixel by pixel (height, width, channel), a chunk being up to NN_CHUNK_ROWS of them: few
 * enough that what one layer writes is still in the cache when the next step reads it.
 *
 * There are two ways. Windows of 3 x 3 go by loops of our own (nn-conv-own.c): Winograd's minimal
 * filtering where there are channels enough, 36 products for 4 x 4 results instead of 144, and the sum
 * of the definition where there are few. Other windows go by oneDNN's direct form (nn-conv-dnnl.c).
 * Which way and method a layer takes depends on its shape alone. Winograd's rounds about twice as
 * coarsely as the sum of the definition: the root mean square of its error is at most 7e-7 of that of
 * the results, and 1e-6 for the gradient by the weights.
 *
 * Private to core.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "nn-conv-kernels.h"
#include "nn-shape.h"
#include "nn-status.h"

enum { NN_CHUNK_ROWS = 8 };

typedef struct nn_conv nn_conv;           /* what is the same for all passes                */
typedef struct nn_conv_pass nn_conv_pass; /* the memory of one pass                         */

/* in to out with windows of kernel x kernel; valid: without padding. needs_dx: the gradient by the
 * images is wanted too.                                                                         */
nn_conv *nn_conv_new (nn_shape in, nn_shape out, int kernel, bool valid, bool needs_dx,
                      nn_status *status);
void nn_conv_free (nn_conv *conv);

/* The same by one of the two ways: oneDNN's, and a method of our own, which has kernel 3. */
nn_conv *nn_conv_dnnl_new (nn_shape in, nn_shape out, int kernel, bool valid, bool needs_dx,
                           nn_status *status);
nn_conv *nn_conv_own_new (const nn_conv_method *method, nn_shape in, nn_shape out, bool valid,
                          bool needs_dx, nn_status *status);

/* How many floats a call below needs while it works. Layers that take turns may share them. */
size_t nn_conv_n_work (const nn_conv *conv);

/* work: nn_conv_n_work () floats, aligned like nn_floats_new (), that stay where they are. */
nn_conv_pass *nn_conv_pass_new (const nn_conv *conv, float *work, nn_status *status);
void nn_conv_pass_free (nn_conv_pass *pass);

/* Weights filters x channels x kernel x kernel, and bias; to be called before the chunks. Both must
 * stay where they are until these are done. Of a chunk, n_images are worked on; x and z have room for
 * NN_CHUNK_ROWS, and where there are fewer images, x has finite numbers in the rest. then, which
 * may be NULL, is run on z.                                                                                         */
nn_status nn_conv_pass_load (nn_conv_pass *pass, const float *weights, const float *bias);
nn_status nn_conv_pass_forward (nn_conv_pass *pass, size_t n_images, const float *x, float *z,
                                const nn_conv_step *then);

/* The gradient of a pass: begin, add each chunk (dx may be NULL; what dz has behind its images is
 * 0), end: written to dw and db, or added to what they hold.                                    */
nn_status nn_conv_pass_begin_backward (nn_conv_pass *pass, const float *weights);
nn_status nn_conv_pass_backward (nn_conv_pass *pass, size_t n_images, const float *x, float *dz,
                                 const nn_conv_step *before, float *dx);
nn_status nn_conv_pass_end_backward (nn_conv_pass *pass, bool add, float *dw, float *db);
