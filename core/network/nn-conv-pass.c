/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-pass.c - chooses the way that a convolution is done, and goes it; see nn-conv-pass.h */

#include "nn-conv-way.h"

enum { LEAST_CHANNELS = 8 };

/* With fewer channels the transforms cost more than the products that they save. */
static const nn_conv_method *
method_for (const nn_conv_kernels *kernels, nn_shape in, nn_shape out)
{
  return in.channels < LEAST_CHANNELS || out.channels < LEAST_CHANNELS ? kernels->direct
                                                                       : kernels->winograd;
}

nn_conv *
nn_conv_new (nn_shape in, nn_shape out, int kernel, bool valid, bool needs_dx, nn_status *status)
{
  if (kernel != 3)
    return nn_conv_dnnl_new (in, out, kernel, valid, needs_dx, status);
  return nn_conv_own_new (method_for (nn_conv_kernels_available ()[0], in, out), in, out, valid,
                          needs_dx, status);
}

void
nn_conv_free (nn_conv *conv)
{
  if (conv != NULL)
    conv->way->conv_free (conv);
}

size_t
nn_conv_n_work (const nn_conv *conv)
{
  return conv->way->n_work (conv);
}

nn_conv_pass *
nn_conv_pass_new (const nn_conv *conv, float *work, nn_status *status)
{
  return conv->way->pass_new (conv, work, status);
}

void
nn_conv_pass_free (nn_conv_pass *pass)
{
  if (pass != NULL)
    pass->way->pass_free (pass);
}

nn_status
nn_conv_pass_load (nn_conv_pass *pass, const float *weights, const float *bias)
{
  return pass->way->load (pass, weights, bias);
}

nn_status
nn_conv_pass_forward (nn_conv_pass *pass, size_t n_images, const float *x, float *z,
                      const nn_conv_step *then)
{
  return pass->way->forward (pass, n_images, x, z, then);
}

nn_status
nn_conv_pass_begin_backward (nn_conv_pass *pass, const float *weights)
{
  return pass->way->begin_backward (pass, weights);
}

nn_status
nn_conv_pass_backward (nn_conv_pass *pass, size_t n_images, const float *x, float *dz,
                       const nn_conv_step *before, float *dx)
{
  return pass->way->backward (pass, n_images, x, dz, before, dx);
}

nn_status
nn_conv_pass_end_backward (nn_conv_pass *pass, bool add, float *dw, float *db)
{
  return pass->way->end_backward (pass, add, dw, db);
}
