/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-dnnl.c - see nn-dnnl.h */

#include "nn-dnnl.h"

#include <stdlib.h>

static const dnnl_dims_t stride = { 1, 1 }, dilation = { 0, 0 };

#define PADDING(c) ((dnnl_dims_t){ (c)->padding, (c)->padding })

#if DNNL_VERSION_MAJOR >= 3

nn_dnnl_layout
nn_dnnl_layout_new (int n_dims, const dnnl_dims_t dims, dnnl_data_type_t type,
                    dnnl_format_tag_t tag)
{
  nn_dnnl_layout layout = NULL;

  dnnl_memory_desc_create_with_tag (&layout, n_dims, dims, type, tag);
  return layout;
}

nn_dnnl_layout
nn_dnnl_layout_copy (nn_dnnl_const_layout layout)
{
  nn_dnnl_layout copy = NULL;

  dnnl_memory_desc_clone (&copy, layout);
  return copy;
}

void
nn_dnnl_layout_free (nn_dnnl_layout layout)
{
  if (layout != NULL)
    dnnl_memory_desc_destroy (layout);
}

dnnl_status_t
nn_dnnl_forward (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c, dnnl_engine_t engine,
                 const_dnnl_primitive_attr_t attr)
{
  return dnnl_convolution_forward_primitive_desc_create (
      result, engine, dnnl_forward_training, c->how, c->x, c->weights, c->bias, c->z, stride,
      dilation, PADDING (c), PADDING (c), attr);
}

dnnl_status_t
nn_dnnl_backward_weights (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c,
                          dnnl_engine_t engine, const_dnnl_primitive_attr_t attr,
                          dnnl_primitive_desc_t forward)
{
  return dnnl_convolution_backward_weights_primitive_desc_create (
      result, engine, c->how, c->x, c->weights, c->bias, c->z, stride, dilation, PADDING (c),
      PADDING (c), forward, attr);
}

dnnl_status_t
nn_dnnl_backward_data (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c,
                       dnnl_engine_t engine, const_dnnl_primitive_attr_t attr,
                       dnnl_primitive_desc_t forward)
{
  return dnnl_convolution_backward_data_primitive_desc_create (
      result, engine, c->how, c->x, c->weights, c->z, stride, dilation, PADDING (c), PADDING (c),
      forward, attr);
}

#else

nn_dnnl_layout
nn_dnnl_layout_new (int n_dims, const dnnl_dims_t dims, dnnl_data_type_t type,
                    dnnl_format_tag_t tag)
{
  nn_dnnl_layout layout = malloc (sizeof *layout);

  if (layout == NULL
      || dnnl_memory_desc_init_by_tag (layout, n_dims, dims, type, tag) == dnnl_success)
    return layout;
  free (layout);
  return NULL;
}

nn_dnnl_layout
nn_dnnl_layout_copy (nn_dnnl_const_layout layout)
{
  nn_dnnl_layout copy = malloc (sizeof *copy);

  if (copy != NULL)
    *copy = *layout;
  return copy;
}

void
nn_dnnl_layout_free (nn_dnnl_layout layout)
{
  free (layout);
}

dnnl_status_t
nn_dnnl_forward (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c, dnnl_engine_t engine,
                 const_dnnl_primitive_attr_t attr)
{
  dnnl_convolution_desc_t what;

  dnnl_dilated_convolution_forward_desc_init (&what, dnnl_forward_training, c->how, c->x,
                                              c->weights, c->bias, c->z, stride, dilation,
                                              PADDING (c), PADDING (c));
  return dnnl_primitive_desc_create (result, &what, attr, engine, NULL);
}

dnnl_status_t
nn_dnnl_backward_weights (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c,
                          dnnl_engine_t engine, const_dnnl_primitive_attr_t attr,
                          dnnl_primitive_desc_t forward)
{
  dnnl_convolution_desc_t what;

  dnnl_dilated_convolution_backward_weights_desc_init (
      &what, c->how, c->x, c->weights, c->bias, c->z, stride, dilation, PADDING (c), PADDING (c));
  return dnnl_primitive_desc_create (result, &what, attr, engine, forward);
}

dnnl_status_t
nn_dnnl_backward_data (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c,
                       dnnl_engine_t engine, const_dnnl_primitive_attr_t attr,
                       dnnl_primitive_desc_t forward)
{
  dnnl_convolution_desc_t what;

  dnnl_dilated_convolution_backward_data_desc_init (&what, c->how, c->x, c->weights, c->z, stride,
                                                    dilation, PADDING (c), PADDING (c));
  return dnnl_primitive_desc_create (result, &what, attr, engine, forward);
}

#endif
