/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-dnnl-operations.c - the operations of a convolution by oneDNN; see the header
 *
 * Everything that oneDNN allocates for itself it allocates here, when a convolution is made: it gets
 * its scratch memory from us, so that a pass may run on any thread.
 */

#include "nn-conv-dnnl-operations.h"

#include <omp.h>

#include "nn-floats.h"

/* Takes the description and makes the primitive; keeps the largest scratch memory in mind. */
static dnnl_status_t
make_primitive (nn_conv_dnnl *conv, nn_conv_operation o, dnnl_primitive_desc_t description)
{
  nn_dnnl_const_layout scratch
      = dnnl_primitive_desc_query_md (description, dnnl_query_scratchpad_md, 0);
  size_t bytes = scratch != NULL ? dnnl_memory_desc_get_size (scratch) : 0;

  if (bytes > conv->scratch_bytes)
    conv->scratch_bytes = bytes;
  return dnnl_primitive_create (&conv->primitive[o], description);
}

static void
set_layout (nn_conv_dnnl *conv, nn_conv_memory m, nn_dnnl_layout layout)
{
  nn_dnnl_layout_free (conv->layout[m]);
  conv->layout[m] = layout;
}

static dnnl_status_t
take_layout (nn_conv_dnnl *conv, nn_conv_memory m, dnnl_primitive_desc_t description,
             dnnl_query_t what)
{
  set_layout (conv, m, nn_dnnl_layout_copy (dnnl_primitive_desc_query_md (description, what, 0)));
  return conv->layout[m] != NULL ? dnnl_success : dnnl_out_of_memory;
}

static bool
describe (nn_conv_dnnl *conv, nn_shape in, nn_shape out, int kernel)
{
  const dnnl_dims_t x = { NN_CHUNK_ROWS, in.channels, in.height, in.width };
  const dnnl_dims_t z = { NN_CHUNK_ROWS, out.channels, out.height, out.width };
  const dnnl_dims_t w = { out.channels, in.channels, kernel, kernel }, b = { out.channels };
  const struct {
    int n_dims;
    const dnnl_dim_t *dims;
    dnnl_format_tag_t tag;
  } layouts[NN_CONV_N_MEMORIES] = {
    [NN_CONV_IMAGES] = { 4, x, dnnl_nhwc },
    [NN_CONV_RESULTS] = { 4, z, dnnl_nhwc },
    [NN_CONV_WEIGHTS] = { 4, w, dnnl_oihw },
    [NN_CONV_BIAS] = { 1, b, dnnl_a },
    [NN_CONV_WEIGHTS_FORWARD] = { 4, w, dnnl_format_tag_any },
    [NN_CONV_WEIGHTS_BACKWARD] = { 4, w, dnnl_format_tag_any },
    [NN_CONV_WEIGHTS_GRADIENT] = { 4, w, dnnl_format_tag_any },
    [NN_CONV_BIAS_GRADIENT] = { 1, b, dnnl_a },
  };
  bool made = true;

  for (nn_conv_memory m = 0; m < NN_CONV_N_MEMORIES; m++)
    {
      set_layout (
          conv, m,
          nn_dnnl_layout_new (layouts[m].n_dims, layouts[m].dims, dnnl_f32, layouts[m].tag));
      made = made && conv->layout[m] != NULL;
    }
  return made;
}

static dnnl_status_t
make_reorder (nn_conv_dnnl *conv, nn_conv_operation o, nn_conv_memory from, nn_conv_memory to,
              const_dnnl_primitive_attr_t attr)
{
  dnnl_primitive_desc_t description;
  dnnl_status_t status = dnnl_success;

  if (!nn_conv_dnnl_has (conv, from) || !nn_conv_dnnl_has (conv, to))
    return status;
  status = dnnl_reorder_primitive_desc_create (&description, conv->layout[from], conv->engine,
                                               conv->layout[to], conv->engine, attr);
  if (status != dnnl_success)
    return status;
  status = make_primitive (conv, o, description);
  dnnl_primitive_desc_destroy (description);
  return status;
}

static dnnl_status_t
make_reorders (nn_conv_dnnl *conv, const_dnnl_primitive_attr_t attr)
{
  static const struct {
    nn_conv_operation operation;
    nn_conv_memory from, to;
  } all[] = {
    { NN_CONV_LOAD_FORWARD, NN_CONV_WEIGHTS, NN_CONV_WEIGHTS_FORWARD },
    { NN_CONV_LOAD_BACKWARD, NN_CONV_WEIGHTS, NN_CONV_WEIGHTS_BACKWARD },
    { NN_CONV_STORE, NN_CONV_WEIGHTS_GRADIENT, NN_CONV_WEIGHTS },
  };
  dnnl_status_t status = dnnl_success;

  for (size_t i = 0; i < sizeof all / sizeof *all && status == dnnl_success; i++)
    status = make_reorder (conv, all[i].operation, all[i].from, all[i].to, attr);
  return status;
}

/* Makes the primitive and takes the layout that it wants memory m in; the description goes. */
static dnnl_status_t
finish (nn_conv_dnnl *conv, nn_conv_operation o, dnnl_primitive_desc_t description,
        nn_conv_memory m, dnnl_query_t layout)
{
  dnnl_status_t status = take_layout (conv, m, description, layout);

  if (status == dnnl_success)
    status = make_primitive (conv, o, description);
  dnnl_primitive_desc_destroy (description);
  return status;
}

static nn_dnnl_convolution
operands (const nn_conv_dnnl *conv, nn_conv_memory weights, nn_conv_memory bias, int padding)
{
  return (nn_dnnl_convolution){
    .how = dnnl_convolution_direct,
    .x = conv->layout[NN_CONV_IMAGES],
    .z = conv->layout[NN_CONV_RESULTS],
    .weights = conv->layout[weights],
    .bias = conv->layout[bias],
    .padding = padding,
  };
}

static dnnl_status_t
make_backward (nn_conv_dnnl *conv, int padding, const_dnnl_primitive_attr_t attr,
               dnnl_primitive_desc_t forward)
{
  nn_dnnl_convolution weights
      = operands (conv, NN_CONV_WEIGHTS_GRADIENT, NN_CONV_BIAS_GRADIENT, padding);
  nn_dnnl_convolution data = operands (conv, NN_CONV_WEIGHTS_BACKWARD, NN_CONV_BIAS, padding);
  dnnl_primitive_desc_t description;
  dnnl_status_t status
      = nn_dnnl_backward_weights (&description, &weights, conv->engine, attr, forward);

  if (status == dnnl_success)
    status = finish (conv, NN_CONV_BACKWARD_WEIGHTS, description, NN_CONV_WEIGHTS_GRADIENT,
                     dnnl_query_diff_weights_md);
  if (status != dnnl_success || !conv->needs_dx)
    return status;
  status = nn_dnnl_backward_data (&description, &data, conv->engine, attr, forward);
  if (status != dnnl_success)
    return status;
  return finish (conv, NN_CONV_BACKWARD_DATA, description, NN_CONV_WEIGHTS_BACKWARD,
                 dnnl_query_weights_md);
}

static dnnl_status_t
make_convolutions (nn_conv_dnnl *conv, int padding, const_dnnl_primitive_attr_t attr)
{
  nn_dnnl_convolution c = operands (conv, NN_CONV_WEIGHTS_FORWARD, NN_CONV_BIAS, padding);
  dnnl_primitive_desc_t forward;
  dnnl_status_t status = nn_dnnl_forward (&forward, &c, conv->engine, attr);

  if (status != dnnl_success)
    return status;
  status = make_backward (conv, padding, attr, forward);
  if (status != dnnl_success)
    {
      dnnl_primitive_desc_destroy (forward);
      return status;
    }
  return finish (conv, NN_CONV_FORWARD, forward, NN_CONV_WEIGHTS_FORWARD, dnnl_query_weights_md);
}

static dnnl_status_t
make_operations (nn_conv_dnnl *conv, int padding)
{
  dnnl_primitive_attr_t attr;
  dnnl_status_t status = dnnl_primitive_attr_create (&attr);

  if (status != dnnl_success)
    return status;
  dnnl_primitive_attr_set_scratchpad_mode (attr, dnnl_scratchpad_mode_user);
  status = make_convolutions (conv, padding, attr);
  if (status == dnnl_success)
    status = make_reorders (conv, attr);
  dnnl_primitive_attr_destroy (attr);
  return status;
}

bool
nn_conv_dnnl_make (nn_conv_dnnl *conv, nn_shape in, nn_shape out, int kernel, int padding)
{
  /* A primitive keeps the number of threads that it was made with. */
  omp_set_num_threads (1);
  return dnnl_engine_create (&conv->engine, dnnl_cpu, 0) == dnnl_success
         && describe (conv, in, out, kernel) && make_operations (conv, padding) == dnnl_success;
}

void
nn_conv_dnnl_drop (nn_conv_dnnl *conv)
{
  for (int o = 0; o < NN_CONV_N_OPERATIONS; o++)
    if (conv->primitive[o] != NULL)
      dnnl_primitive_destroy (conv->primitive[o]);
  for (nn_conv_memory m = 0; m < NN_CONV_N_MEMORIES; m++)
    nn_dnnl_layout_free (conv->layout[m]);
  if (conv->engine != NULL)
    dnnl_engine_destroy (conv->engine);
}

static size_t
aligned (size_t bytes)
{
  return (bytes + NN_ALIGNMENT - 1) / NN_ALIGNMENT * NN_ALIGNED_FLOATS;
}

bool
nn_conv_dnnl_has (const nn_conv_dnnl *conv, nn_conv_memory m)
{
  return m != NN_CONV_WEIGHTS_BACKWARD || conv->needs_dx;
}

size_t
nn_conv_dnnl_n_floats (const nn_conv_dnnl *conv, nn_conv_memory m)
{
  return nn_conv_dnnl_has (conv, m) ? aligned (dnnl_memory_desc_get_size (conv->layout[m])) : 0;
}

size_t
nn_conv_dnnl_n_work (const nn_conv_dnnl *conv)
{
  return aligned (conv->scratch_bytes);
}
