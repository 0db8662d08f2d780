/* nn-conv-primitives.c - the operations of a convolution; see the header
 *
 * Everything that oneDNN allocates for itself it allocates here, when a convolution is made: it gets
 * its scratch memory from us, so that a pass may run on any thread.
 */

#include "nn-conv-operations.h"

#include <omp.h>
#include <stdlib.h>

#include "nn-floats.h"

enum { BLOCK = 16, LEAST_CHANNELS = 32, LEAST_SIDE = 8 };

/* Where Winograd's way pays for blocking the images as well: measured with 16 to 64 channels. */
static bool
suits_winograd (nn_shape in, nn_shape out, int kernel)
{
  return kernel == 3 && in.channels % BLOCK == 0 && out.channels % BLOCK == 0
         && in.channels >= LEAST_CHANNELS && out.channels >= LEAST_CHANNELS
         && out.height >= LEAST_SIDE && out.width >= LEAST_SIDE;
}

/* Takes the description and makes the primitive; keeps the largest scratch memory in mind. */
static dnnl_status_t
make_primitive (nn_conv *conv, nn_conv_operation o, dnnl_primitive_desc_t description)
{
  const dnnl_memory_desc_t *scratch
      = dnnl_primitive_desc_query_md (description, dnnl_query_scratchpad_md, 0);
  size_t bytes = scratch != NULL ? dnnl_memory_desc_get_size (scratch) : 0;

  if (bytes > conv->scratch_bytes)
    conv->scratch_bytes = bytes;
  return dnnl_primitive_create (&conv->primitive[o], description);
}

static void
take_layout (nn_conv *conv, nn_conv_memory m, dnnl_primitive_desc_t description, dnnl_query_t what)
{
  conv->layout[m] = *dnnl_primitive_desc_query_md (description, what, 0);
}

static void
describe (nn_conv *conv, nn_shape in, nn_shape out, int kernel)
{
  dnnl_dims_t x = { NN_CHUNK_ROWS, in.channels, in.height, in.width };
  dnnl_dims_t z = { NN_CHUNK_ROWS, out.channels, out.height, out.width };
  dnnl_dims_t w = { out.channels, in.channels, kernel, kernel }, b = { out.channels };
  dnnl_memory_desc_t *md = conv->layout;

  dnnl_memory_desc_init_by_tag (&md[NN_CONV_IMAGES], 4, x, dnnl_f32, dnnl_nhwc);
  dnnl_memory_desc_init_by_tag (&md[NN_CONV_RESULTS], 4, z, dnnl_f32, dnnl_nhwc);
  dnnl_memory_desc_init_by_tag (&md[NN_CONV_WEIGHTS], 4, w, dnnl_f32, dnnl_oihw);
  dnnl_memory_desc_init_by_tag (&md[NN_CONV_BIAS], 1, b, dnnl_f32, dnnl_a);
  for (nn_conv_memory m = NN_CONV_WEIGHTS_FORWARD; m <= NN_CONV_WEIGHTS_GRADIENT; m++)
    dnnl_memory_desc_init_by_tag (&md[m], 4, w, dnnl_f32, dnnl_format_tag_any);
  md[NN_CONV_BIAS_GRADIENT] = md[NN_CONV_BIAS];
  dnnl_memory_desc_init_by_tag (&md[NN_CONV_BLOCKED_IMAGES], 4, x, dnnl_f32, dnnl_nChw16c);
  dnnl_memory_desc_init_by_tag (&md[NN_CONV_BLOCKED_RESULTS], 4, z, dnnl_f32, dnnl_nChw16c);
}

static dnnl_status_t
make_reorder (nn_conv *conv, nn_conv_operation o, nn_conv_memory from, nn_conv_memory to,
              const_dnnl_primitive_attr_t attr)
{
  dnnl_primitive_desc_t description;
  dnnl_status_t status = dnnl_success;

  if (!nn_conv_has (conv, from) || !nn_conv_has (conv, to))
    return status;
  status = dnnl_reorder_primitive_desc_create (&description, &conv->layout[from], conv->engine,
                                               &conv->layout[to], conv->engine, attr);
  if (status != dnnl_success)
    return status;
  status = make_primitive (conv, o, description);
  dnnl_primitive_desc_destroy (description);
  return status;
}

static dnnl_status_t
make_reorders (nn_conv *conv, const_dnnl_primitive_attr_t attr)
{
  static const struct {
    nn_conv_operation operation;
    nn_conv_memory from, to;
  } all[] = {
    { NN_CONV_LOAD_FORWARD, NN_CONV_WEIGHTS, NN_CONV_WEIGHTS_FORWARD },
    { NN_CONV_LOAD_BACKWARD, NN_CONV_WEIGHTS, NN_CONV_WEIGHTS_BACKWARD },
    { NN_CONV_STORE, NN_CONV_WEIGHTS_GRADIENT, NN_CONV_WEIGHTS },
    { NN_CONV_BLOCK_IMAGES, NN_CONV_IMAGES, NN_CONV_BLOCKED_IMAGES },
    { NN_CONV_BLOCK_RESULTS, NN_CONV_RESULTS, NN_CONV_BLOCKED_RESULTS },
    { NN_CONV_UNBLOCK_IMAGES, NN_CONV_BLOCKED_IMAGES, NN_CONV_IMAGES },
    { NN_CONV_UNBLOCK_RESULTS, NN_CONV_BLOCKED_RESULTS, NN_CONV_RESULTS },
  };
  dnnl_status_t status = dnnl_success;

  for (size_t i = 0; i < sizeof all / sizeof *all && status == dnnl_success; i++)
    status = make_reorder (conv, all[i].operation, all[i].from, all[i].to, attr);
  return status;
}

/* A backward operation with the forward one as its hint. */
static dnnl_status_t
make_backward (nn_conv *conv, nn_conv_operation o, const dnnl_convolution_desc_t *what,
               dnnl_primitive_desc_t forward, nn_conv_memory m, dnnl_query_t layout,
               const_dnnl_primitive_attr_t attr)
{
  dnnl_primitive_desc_t description;
  dnnl_status_t status
      = dnnl_primitive_desc_create (&description, what, attr, conv->engine, forward);

  if (status != dnnl_success)
    return status;
  take_layout (conv, m, description, layout);
  status = make_primitive (conv, o, description);
  dnnl_primitive_desc_destroy (description);
  return status;
}

static dnnl_status_t
make_convolutions (nn_conv *conv, int padding, const_dnnl_primitive_attr_t attr)
{
  const dnnl_dims_t one = { 1, 1 }, none = { 0, 0 }, pad = { padding, padding };
  dnnl_alg_kind_t how = conv->blocked ? dnnl_convolution_winograd : dnnl_convolution_direct;
  dnnl_memory_desc_t *md = conv->layout;
  dnnl_memory_desc_t *x = &md[conv->blocked ? NN_CONV_BLOCKED_IMAGES : NN_CONV_IMAGES];
  dnnl_memory_desc_t *z = &md[conv->blocked ? NN_CONV_BLOCKED_RESULTS : NN_CONV_RESULTS];
  dnnl_convolution_desc_t forward, weights, data;
  dnnl_primitive_desc_t description = NULL;
  dnnl_status_t status;

  dnnl_dilated_convolution_forward_desc_init (&forward, dnnl_forward_training, how, x,
                                              &md[NN_CONV_WEIGHTS_FORWARD], &md[NN_CONV_BIAS], z,
                                              one, none, pad, pad);
  dnnl_dilated_convolution_backward_weights_desc_init (
      &weights, how, x, &md[NN_CONV_WEIGHTS_GRADIENT], &md[NN_CONV_BIAS_GRADIENT], z, one, none,
      pad, pad);
  dnnl_dilated_convolution_backward_data_desc_init (&data, how, x, &md[NN_CONV_WEIGHTS_BACKWARD], z,
                                                    one, none, pad, pad);

  status = dnnl_primitive_desc_create (&description, &forward, attr, conv->engine, NULL);
  if (status != dnnl_success)
    return status;
  take_layout (conv, NN_CONV_WEIGHTS_FORWARD, description, dnnl_query_weights_md);
  status = make_primitive (conv, NN_CONV_FORWARD, description);
  if (status == dnnl_success)
    status = make_backward (conv, NN_CONV_BACKWARD_WEIGHTS, &weights, description,
                            NN_CONV_WEIGHTS_GRADIENT, dnnl_query_diff_weights_md, attr);
  if (status == dnnl_success && conv->needs_dx)
    status = make_backward (conv, NN_CONV_BACKWARD_DATA, &data, description,
                            NN_CONV_WEIGHTS_BACKWARD, dnnl_query_weights_md, attr);
  dnnl_primitive_desc_destroy (description);
  return status;
}

static void
drop_operations (nn_conv *conv)
{
  for (int o = 0; o < NN_CONV_N_OPERATIONS; o++)
    if (conv->primitive[o] != NULL)
      dnnl_primitive_destroy (conv->primitive[o]);
  for (int o = 0; o < NN_CONV_N_OPERATIONS; o++)
    conv->primitive[o] = NULL;
  conv->scratch_bytes = 0;
}

static dnnl_status_t
make_operations (nn_conv *conv, int padding)
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

/* oneDNN has Winograd's way for some processors only. */
static bool
make_somehow (nn_conv *conv, nn_shape in, nn_shape out, int kernel, int padding)
{
  describe (conv, in, out, kernel);
  conv->blocked = suits_winograd (in, out, kernel);
  if (conv->blocked && make_operations (conv, padding) == dnnl_success)
    return true;
  drop_operations (conv);
  describe (conv, in, out, kernel);
  conv->blocked = false;
  return make_operations (conv, padding) == dnnl_success;
}

nn_conv *
nn_conv_new (nn_shape in, nn_shape out, int kernel, bool valid, bool needs_dx, nn_status *status)
{
  nn_conv *conv = calloc (1, sizeof *conv);

  *status = NN_ERROR_MEMORY;
  if (conv == NULL)
    return NULL;
  /* A primitive keeps the number of threads that it was made with. */
  omp_set_num_threads (1);
  conv->needs_dx = needs_dx;
  conv->n_filters = out.channels;
  conv->n_weights = (size_t) out.channels * in.channels * kernel * kernel;
  *status = NN_ERROR_BACKEND;
  if (dnnl_engine_create (&conv->engine, dnnl_cpu, 0) != dnnl_success
      || !make_somehow (conv, in, out, kernel, valid ? 0 : kernel / 2))
    {
      nn_conv_free (conv);
      return NULL;
    }
  *status = NN_OK;
  return conv;
}

void
nn_conv_free (nn_conv *conv)
{
  if (conv == NULL)
    return;
  drop_operations (conv);
  if (conv->engine != NULL)
    dnnl_engine_destroy (conv->engine);
  free (conv);
}

size_t
nn_conv_aligned (size_t bytes)
{
  return (bytes + NN_ALIGNMENT - 1) / NN_ALIGNMENT * NN_ALIGNED_FLOATS;
}

bool
nn_conv_has (const nn_conv *conv, nn_conv_memory m)
{
  return m >= NN_CONV_FIRST_PASSING      ? conv->blocked
         : m == NN_CONV_WEIGHTS_BACKWARD ? conv->needs_dx
                                         : true;
}

size_t
nn_conv_n_floats (const nn_conv *conv, nn_conv_memory m)
{
  return nn_conv_has (conv, m) ? nn_conv_aligned (dnnl_memory_desc_get_size (&conv->layout[m])) : 0;
}

size_t
nn_conv_n_work (const nn_conv *conv)
{
  size_t n = nn_conv_aligned (conv->scratch_bytes);

  for (nn_conv_memory m = NN_CONV_FIRST_PASSING; m < NN_CONV_N_MEMORIES; m++)
    n += nn_conv_n_floats (conv, m);
  return n;
}
