/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-way.h - what a way of doing convolutions offers; see nn-conv-pass.h for what each call does
 *
 * Private to the files of the convolution.
 */

#pragma once

#include "nn-conv-pass.h"

typedef struct {
  void (*conv_free) (nn_conv *conv);
  size_t (*n_work) (const nn_conv *conv);
  nn_conv_pass *(*pass_new) (const nn_conv *conv, float *work, nn_status *status);
  void (*pass_free) (nn_conv_pass *pass);
  nn_status (*load) (nn_conv_pass *pass, const float *weights, const float *bias);
  nn_status (*forward) (nn_conv_pass *pass, size_t n_images, const float *x, float *z,
                        const nn_conv_step *then);
  nn_status (*begin_backward) (nn_conv_pass *pass, const float *weights);
  nn_status (*backward) (nn_conv_pass *pass, size_t n_images, const float *x, float *dz,
                         const nn_conv_step *before, float *dx);
  nn_status (*end_backward) (nn_conv_pass *pass, bool add, float *dw, float *db);
} nn_conv_way;

/* Each way has these at the start of a structure of its own. */
struct nn_conv {
  const nn_conv_way *way;
};

struct nn_conv_pass {
  const nn_conv_way *way;
};
