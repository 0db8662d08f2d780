/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-dnnl.c - convolutions by oneDNN's direct form; see nn-conv-pass.h
 *
 * oneDNN takes the weights in a layout of its own, another one forward than back; the network's
 * parameters stay in the plain one, and are reordered once a pass. Its operations work on whole chunks.
 */

#include <stdlib.h>
#include <string.h>

#include "nn-conv-dnnl-operations.h"
#include "nn-floats.h"

typedef struct {
  nn_conv_pass base;
  const nn_conv_dnnl *conv;
  dnnl_stream_t stream;
  dnnl_memory_t memory[NN_CONV_N_MEMORIES], scratch;
  size_t n_gradient; /* floats of WEIGHTS_GRADIENT, padding included     */
  float *buffers;    /* the four of its own, the two sums, plain weights */
  float *gradient, *bias_gradient, *sum, *bias_sum, *plain;
} dnnl_pass;

/* Arguments of an operation: which memory takes which part. */
typedef struct {
  int part;
  nn_conv_memory memory;
} argument;

enum { MOST_ARGUMENTS = 4 };

static const argument arguments[NN_CONV_N_OPERATIONS][MOST_ARGUMENTS + 1] = {
  [NN_CONV_LOAD_FORWARD]
  = { { DNNL_ARG_FROM, NN_CONV_WEIGHTS }, { DNNL_ARG_TO, NN_CONV_WEIGHTS_FORWARD } },
  [NN_CONV_LOAD_BACKWARD]
  = { { DNNL_ARG_FROM, NN_CONV_WEIGHTS }, { DNNL_ARG_TO, NN_CONV_WEIGHTS_BACKWARD } },
  [NN_CONV_FORWARD] = { { DNNL_ARG_SRC, NN_CONV_IMAGES },
                        { DNNL_ARG_WEIGHTS, NN_CONV_WEIGHTS_FORWARD },
                        { DNNL_ARG_BIAS, NN_CONV_BIAS },
                        { DNNL_ARG_DST, NN_CONV_RESULTS } },
  [NN_CONV_BACKWARD_WEIGHTS] = { { DNNL_ARG_SRC, NN_CONV_IMAGES },
                                 { DNNL_ARG_DIFF_WEIGHTS, NN_CONV_WEIGHTS_GRADIENT },
                                 { DNNL_ARG_DIFF_BIAS, NN_CONV_BIAS_GRADIENT },
                                 { DNNL_ARG_DIFF_DST, NN_CONV_RESULTS } },
  [NN_CONV_BACKWARD_DATA] = { { DNNL_ARG_DIFF_SRC, NN_CONV_IMAGES },
                              { DNNL_ARG_WEIGHTS, NN_CONV_WEIGHTS_BACKWARD },
                              { DNNL_ARG_DIFF_DST, NN_CONV_RESULTS } },
  [NN_CONV_STORE]
  = { { DNNL_ARG_FROM, NN_CONV_WEIGHTS_GRADIENT }, { DNNL_ARG_TO, NN_CONV_WEIGHTS } },
};

/* --- Memory ---------------------------------------------------------------------------------- */

static bool
make_memory (dnnl_pass *pass, nn_conv_memory m, void *place)
{
  const nn_conv_dnnl *conv = pass->conv;

  return !nn_conv_dnnl_has (conv, m)
         || dnnl_memory_create (&pass->memory[m], conv->layout[m], conv->engine, place)
                == dnnl_success;
}

static bool
make_scratch (dnnl_pass *pass, float *work)
{
  const dnnl_dims_t bytes = { (dnnl_dim_t) pass->conv->scratch_bytes };
  nn_dnnl_layout layout = nn_dnnl_layout_new (1, bytes, dnnl_u8, dnnl_a);
  bool made
      = layout != NULL
        && dnnl_memory_create (&pass->scratch, layout, pass->conv->engine, work) == dnnl_success;

  nn_dnnl_layout_free (layout);
  return made;
}

static bool
make_memories (dnnl_pass *pass, float *work)
{
  const nn_conv_dnnl *conv = pass->conv;
  float *next = pass->buffers;
  bool made = true;

  for (nn_conv_memory m = 0; m < NN_CONV_FIRST_OWN; m++)
    made = made && make_memory (pass, m, DNNL_MEMORY_NONE);
  for (nn_conv_memory m = NN_CONV_FIRST_OWN; m < NN_CONV_N_MEMORIES; m++)
    {
      pass->gradient = m == NN_CONV_WEIGHTS_GRADIENT ? next : pass->gradient;
      pass->bias_gradient = m == NN_CONV_BIAS_GRADIENT ? next : pass->bias_gradient;
      made = made && make_memory (pass, m, next);
      next += nn_conv_dnnl_n_floats (conv, m);
    }
  return made && make_scratch (pass, work)
         && dnnl_stream_create (&pass->stream, conv->engine, dnnl_stream_default_flags)
                == dnnl_success;
}

static void
free_pass (nn_conv_pass *base)
{
  dnnl_pass *pass = (dnnl_pass *) base;

  for (nn_conv_memory m = 0; m < NN_CONV_N_MEMORIES; m++)
    if (pass->memory[m] != NULL)
      dnnl_memory_destroy (pass->memory[m]);
  if (pass->scratch != NULL)
    dnnl_memory_destroy (pass->scratch);
  if (pass->stream != NULL)
    dnnl_stream_destroy (pass->stream);
  free (pass->buffers);
  free (pass);
}

/* The buffers; false if there is no memory for them. */
static bool
place_buffers (dnnl_pass *pass)
{
  const nn_conv_dnnl *conv = pass->conv;
  size_t own = 0, n_bias = nn_conv_dnnl_n_floats (conv, NN_CONV_BIAS_GRADIENT);
  size_t n_plain = nn_conv_dnnl_n_floats (conv, NN_CONV_WEIGHTS);

  pass->n_gradient = nn_conv_dnnl_n_floats (conv, NN_CONV_WEIGHTS_GRADIENT);
  for (nn_conv_memory m = NN_CONV_FIRST_OWN; m < NN_CONV_N_MEMORIES; m++)
    own += nn_conv_dnnl_n_floats (conv, m);
  pass->buffers = nn_floats_new (own + pass->n_gradient + n_bias + n_plain);
  if (pass->buffers == NULL)
    return false;
  pass->sum = pass->buffers + own;
  pass->bias_sum = pass->sum + pass->n_gradient;
  pass->plain = pass->bias_sum + n_bias;
  return true;
}

static nn_conv_pass *
new_pass (const nn_conv *conv, float *work, nn_status *status)
{
  dnnl_pass *pass = calloc (1, sizeof *pass);

  *status = NN_ERROR_MEMORY;
  if (pass == NULL)
    return NULL;
  pass->base.way = conv->way;
  pass->conv = (const nn_conv_dnnl *) conv;
  if (place_buffers (pass))
    *status = make_memories (pass, work) ? NN_OK : NN_ERROR_BACKEND;
  if (*status == NN_OK)
    return &pass->base;
  free_pass (&pass->base);
  return NULL;
}

/* --- Steps ----------------------------------------------------------------------------------- */

static nn_status
run (dnnl_pass *pass, nn_conv_operation o)
{
  dnnl_exec_arg_t given[MOST_ARGUMENTS + 1];
  int n = 0;

  for (const argument *a = arguments[o]; a->part != 0; a++)
    given[n++] = (dnnl_exec_arg_t){ a->part, pass->memory[a->memory] };
  given[n++] = (dnnl_exec_arg_t){ DNNL_ARG_SCRATCHPAD, pass->scratch };
  return dnnl_primitive_execute (pass->conv->primitive[o], pass->stream, n, given) == dnnl_success
             ? NN_OK
             : NN_ERROR_BACKEND;
}

/* oneDNN writes only to what an operation has as its result, so the const may go. */
static void
borrow (dnnl_pass *pass, nn_conv_memory m, const float *data)
{
  dnnl_memory_set_data_handle (pass->memory[m], (void *) data);
}

static nn_status
load (nn_conv_pass *base, const float *weights, const float *bias)
{
  dnnl_pass *pass = (dnnl_pass *) base;

  borrow (pass, NN_CONV_WEIGHTS, weights);
  borrow (pass, NN_CONV_BIAS, bias);
  return run (pass, NN_CONV_LOAD_FORWARD);
}

static nn_status
forward (nn_conv_pass *base, size_t n_images, const float *x, float *z, const nn_conv_step *then)
{
  dnnl_pass *pass = (dnnl_pass *) base;
  nn_status status;

  borrow (pass, NN_CONV_IMAGES, x);
  borrow (pass, NN_CONV_RESULTS, z);
  status = run (pass, NN_CONV_FORWARD);
  if (status == NN_OK && then != NULL)
    then->run (then->context, 0, n_images * pass->conv->n_results);
  return status;
}

static nn_status
begin_backward (nn_conv_pass *base, const float *weights)
{
  dnnl_pass *pass = (dnnl_pass *) base;

  memset (pass->sum, 0, pass->n_gradient * sizeof (float));
  memset (pass->bias_sum, 0, pass->conv->n_filters * sizeof (float));
  borrow (pass, NN_CONV_WEIGHTS, weights);
  return pass->conv->needs_dx ? run (pass, NN_CONV_LOAD_BACKWARD) : NN_OK;
}

static nn_status
backward (nn_conv_pass *base, size_t n_images, const float *x, float *dz,
          const nn_conv_step *before, float *dx)
{
  dnnl_pass *pass = (dnnl_pass *) base;
  nn_status status;

  borrow (pass, NN_CONV_IMAGES, x);
  borrow (pass, NN_CONV_RESULTS, dz);
  if (before != NULL)
    before->run (before->context, 0, n_images * pass->conv->n_results);
  status = run (pass, NN_CONV_BACKWARD_WEIGHTS);
  nn_floats_add (pass->n_gradient, pass->gradient, pass->sum);
  nn_floats_add (pass->conv->n_filters, pass->bias_gradient, pass->bias_sum);
  if (status != NN_OK || dx == NULL)
    return status;
  borrow (pass, NN_CONV_IMAGES, dx);
  return run (pass, NN_CONV_BACKWARD_DATA);
}

static nn_status
end_backward (nn_conv_pass *base, bool add, float *dw, float *db)
{
  dnnl_pass *pass = (dnnl_pass *) base;
  size_t n_weights = pass->conv->n_weights, n_filters = pass->conv->n_filters;
  nn_status status;

  memcpy (pass->gradient, pass->sum, pass->n_gradient * sizeof (float));
  borrow (pass, NN_CONV_WEIGHTS, pass->plain);
  status = run (pass, NN_CONV_STORE);
  if (!add)
    {
      memset (dw, 0, n_weights * sizeof *dw);
      memset (db, 0, n_filters * sizeof *db);
    }
  nn_floats_add (n_weights, pass->plain, dw);
  nn_floats_add (n_filters, pass->bias_sum, db);
  return status;
}

/* --- The convolution --------------------------------------------------------------------------- */

static void
free_conv (nn_conv *conv)
{
  nn_conv_dnnl_drop ((nn_conv_dnnl *) conv);
  free (conv);
}

static size_t
n_work (const nn_conv *conv)
{
  return nn_conv_dnnl_n_work ((const nn_conv_dnnl *) conv);
}

static const nn_conv_way way = {
  free_conv, n_work, new_pass, free_pass, load, forward, begin_backward, backward, end_backward,
};

nn_conv *
nn_conv_dnnl_new (nn_shape in, nn_shape out, int kernel, bool valid, bool needs_dx,
                  nn_status *status)
{
  nn_conv_dnnl *conv = calloc (1, sizeof *conv);

  *status = NN_ERROR_MEMORY;
  if (conv == NULL)
    return NULL;
  conv->base.way = &way;
  conv->needs_dx = needs_dx;
  conv->n_filters = out.channels;
  conv->n_weights = (size_t) out.channels * in.channels * kernel * kernel;
  conv->n_results = nn_shape_size (out);
  *status = NN_ERROR_BACKEND;
  if (!nn_conv_dnnl_make (conv, in, out, kernel, valid ? 0 : kernel / 2))
    {
      free_conv (&conv->base);
      return NULL;
    }
  *status = NN_OK;
  return &conv->base;
}
