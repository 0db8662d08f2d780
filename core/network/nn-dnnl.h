/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-dnnl.h - what differs between oneDNN 2 and 3, for the convolutions
 *
 * Version 3 made layouts (memory descriptions) pointers to what it owns, and took the descriptions
 * of operations away. Here a layout is a pointer in both, as all other calls of oneDNN take it.
 * Private to core.
 */

#pragma once

#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t nn_dnnl_layout;
typedef const_dnnl_memory_desc_t nn_dnnl_const_layout;
#else
typedef dnnl_memory_desc_t *nn_dnnl_layout;
typedef const dnnl_memory_desc_t *nn_dnnl_const_layout;
#endif

/* A convolution's operands: weights and bias, or their gradients; images x to results z. */
typedef struct {
  dnnl_alg_kind_t how;
  nn_dnnl_const_layout x, weights, bias, z;
  int padding;               /* the same on all four sides                              */
} nn_dnnl_convolution;

/* A new layout of floats or bytes, and a copy; NULL if there is no memory. */
nn_dnnl_layout nn_dnnl_layout_new  (int n_dims, const dnnl_dims_t dims, dnnl_data_type_t type,
                                    dnnl_format_tag_t tag);
nn_dnnl_layout nn_dnnl_layout_copy (nn_dnnl_const_layout layout);
void           nn_dnnl_layout_free (nn_dnnl_layout layout); /* NULL is fine */

/* How oneDNN would do it; forward: what the first call gave, as a hint. Free the result with
 * dnnl_primitive_desc_destroy ().                                                           */
dnnl_status_t nn_dnnl_forward (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c,
                               dnnl_engine_t engine, const_dnnl_primitive_attr_t attr);
dnnl_status_t nn_dnnl_backward_weights (dnnl_primitive_desc_t *result,
                                        const nn_dnnl_convolution *c, dnnl_engine_t engine,
                                        const_dnnl_primitive_attr_t attr,
                                        dnnl_primitive_desc_t forward);
dnnl_status_t nn_dnnl_backward_data (dnnl_primitive_desc_t *result, const nn_dnnl_convolution *c,
                                     dnnl_engine_t engine, const_dnnl_primitive_attr_t attr,
                                     dnnl_primitive_desc_t forward);
