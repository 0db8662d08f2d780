/* nn-conv-pass.c - the memory of a convolution's pass, and its steps; see nn-conv-primitives.h */

#include <stdlib.h>
#include <string.h>

#include "nn-conv-operations.h"
#include "nn-floats.h"

struct nn_conv_pass {
  const nn_conv *conv;
  dnnl_stream_t stream;
  dnnl_memory_t memory[NN_CONV_N_MEMORIES], scratch;
  size_t n_gradient; /* floats of WEIGHTS_GRADIENT, padding included     */
  float *buffers;    /* the four of its own, the two sums, plain weights */
  float *gradient, *bias_gradient, *sum, *bias_sum, *plain;
};

/* Arguments of an operation: which memory takes which part. */
typedef struct {
  int part;
  nn_conv_memory memory;
} argument;

enum { MOST_ARGUMENTS = 4, MOST_STEPS = 3 };

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
  [NN_CONV_BLOCK_IMAGES]
  = { { DNNL_ARG_FROM, NN_CONV_IMAGES }, { DNNL_ARG_TO, NN_CONV_BLOCKED_IMAGES } },
  [NN_CONV_BLOCK_RESULTS]
  = { { DNNL_ARG_FROM, NN_CONV_RESULTS }, { DNNL_ARG_TO, NN_CONV_BLOCKED_RESULTS } },
  [NN_CONV_UNBLOCK_IMAGES]
  = { { DNNL_ARG_FROM, NN_CONV_BLOCKED_IMAGES }, { DNNL_ARG_TO, NN_CONV_IMAGES } },
  [NN_CONV_UNBLOCK_RESULTS]
  = { { DNNL_ARG_FROM, NN_CONV_BLOCKED_RESULTS }, { DNNL_ARG_TO, NN_CONV_RESULTS } },
};

/* --- Memory ---------------------------------------------------------------------------------- */

static bool
make_memory (nn_conv_pass *pass, nn_conv_memory m, void *place)
{
  const nn_conv *conv = pass->conv;

  return !nn_conv_has (conv, m)
         || dnnl_memory_create (&pass->memory[m], conv->layout[m], conv->engine, place)
                == dnnl_success;
}

static bool
make_memories (nn_conv_pass *pass, float *work)
{
  const nn_conv *conv = pass->conv;
  const dnnl_dims_t bytes = { (dnnl_dim_t) conv->scratch_bytes };
  nn_dnnl_layout layout = nn_dnnl_layout_new (1, bytes, dnnl_u8, dnnl_a);
  float *next = pass->buffers;
  bool made = layout != NULL;

  for (nn_conv_memory m = 0; m < NN_CONV_FIRST_OWN; m++)
    made = made && make_memory (pass, m, DNNL_MEMORY_NONE);
  for (nn_conv_memory m = NN_CONV_FIRST_OWN; m < NN_CONV_FIRST_PASSING; m++)
    {
      pass->gradient = m == NN_CONV_WEIGHTS_GRADIENT ? next : pass->gradient;
      pass->bias_gradient = m == NN_CONV_BIAS_GRADIENT ? next : pass->bias_gradient;
      made = made && make_memory (pass, m, next);
      next += nn_conv_n_floats (conv, m);
    }
  for (nn_conv_memory m = NN_CONV_FIRST_PASSING; m < NN_CONV_N_MEMORIES; m++)
    {
      made = made && make_memory (pass, m, work);
      work += nn_conv_n_floats (conv, m);
    }
  made = made && dnnl_memory_create (&pass->scratch, layout, conv->engine, work) == dnnl_success;
  nn_dnnl_layout_free (layout);
  return made
         && dnnl_stream_create (&pass->stream, conv->engine, dnnl_stream_default_flags)
                == dnnl_success;
}

nn_conv_pass *
nn_conv_pass_new (const nn_conv *conv, float *work, nn_status *status)
{
  nn_conv_pass *pass = calloc (1, sizeof *pass);
  size_t own = 0, n_bias = nn_conv_n_floats (conv, NN_CONV_BIAS_GRADIENT);

  *status = NN_ERROR_MEMORY;
  if (pass == NULL)
    return NULL;
  pass->conv = conv;
  pass->n_gradient = nn_conv_n_floats (conv, NN_CONV_WEIGHTS_GRADIENT);
  for (nn_conv_memory m = NN_CONV_FIRST_OWN; m < NN_CONV_FIRST_PASSING; m++)
    own += nn_conv_n_floats (conv, m);
  pass->buffers
      = nn_floats_new (own + pass->n_gradient + n_bias + nn_conv_n_floats (conv, NN_CONV_WEIGHTS));
  if (pass->buffers == NULL)
    {
      nn_conv_pass_free (pass);
      return NULL;
    }
  pass->sum = pass->buffers + own;
  pass->bias_sum = pass->sum + pass->n_gradient;
  pass->plain = pass->bias_sum + n_bias;
  if (!make_memories (pass, work))
    {
      *status = NN_ERROR_BACKEND;
      nn_conv_pass_free (pass);
      return NULL;
    }
  *status = NN_OK;
  return pass;
}

void
nn_conv_pass_free (nn_conv_pass *pass)
{
  if (pass == NULL)
    return;
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

/* --- Steps ----------------------------------------------------------------------------------- */

/* The convolutions themselves take the images in blocks where that is this layer's way. */
static nn_conv_memory
operand (const nn_conv *conv, nn_conv_operation o, nn_conv_memory m)
{
  bool convolves = o >= NN_CONV_FORWARD && o <= NN_CONV_BACKWARD_DATA;

  if (!conv->blocked || !convolves)
    return m;
  return m == NN_CONV_IMAGES    ? NN_CONV_BLOCKED_IMAGES
         : m == NN_CONV_RESULTS ? NN_CONV_BLOCKED_RESULTS
                                : m;
}

static nn_status
run (nn_conv_pass *pass, nn_conv_operation o)
{
  dnnl_exec_arg_t given[MOST_ARGUMENTS + 1];
  int n = 0;

  for (const argument *a = arguments[o]; a->part != 0; a++)
    given[n++] = (dnnl_exec_arg_t){ a->part, pass->memory[operand (pass->conv, o, a->memory)] };
  given[n++] = (dnnl_exec_arg_t){ DNNL_ARG_SCRATCHPAD, pass->scratch };
  return dnnl_primitive_execute (pass->conv->primitive[o], pass->stream, n, given) == dnnl_success
             ? NN_OK
             : NN_ERROR_BACKEND;
}

/* What a chunk goes through, as it is and in blocks. */
typedef struct {
  int n;
  nn_conv_operation operation[MOST_STEPS];
} steps;

static const steps forward[2] = {
  { 1, { NN_CONV_FORWARD } },
  { 3, { NN_CONV_BLOCK_IMAGES, NN_CONV_FORWARD, NN_CONV_UNBLOCK_RESULTS } },
};
static const steps backward_weights[2] = {
  { 1, { NN_CONV_BACKWARD_WEIGHTS } },
  { 3, { NN_CONV_BLOCK_IMAGES, NN_CONV_BLOCK_RESULTS, NN_CONV_BACKWARD_WEIGHTS } },
};
/* After the weights' gradient, whose blocks of results it takes. */
static const steps backward_data[2] = {
  { 1, { NN_CONV_BACKWARD_DATA } },
  { 2, { NN_CONV_BACKWARD_DATA, NN_CONV_UNBLOCK_IMAGES } },
};

static nn_status
go_through (nn_conv_pass *pass, const steps *either)
{
  const steps *s = &either[pass->conv->blocked];
  nn_status status = NN_OK;

  for (int i = 0; i < s->n && status == NN_OK; i++)
    status = run (pass, s->operation[i]);
  return status;
}

/* oneDNN writes only to what an operation has as its result, so the const may go. */
static void
borrow (nn_conv_pass *pass, nn_conv_memory m, const float *data)
{
  dnnl_memory_set_data_handle (pass->memory[m], (void *) data);
}

nn_status
nn_conv_pass_load (nn_conv_pass *pass, const float *weights, const float *bias)
{
  borrow (pass, NN_CONV_WEIGHTS, weights);
  borrow (pass, NN_CONV_BIAS, bias);
  return run (pass, NN_CONV_LOAD_FORWARD);
}

nn_status
nn_conv_pass_forward (nn_conv_pass *pass, const float *x, float *z)
{
  borrow (pass, NN_CONV_IMAGES, x);
  borrow (pass, NN_CONV_RESULTS, z);
  return go_through (pass, forward);
}

nn_status
nn_conv_pass_begin_backward (nn_conv_pass *pass, const float *weights)
{
  memset (pass->sum, 0, pass->n_gradient * sizeof (float));
  memset (pass->bias_sum, 0, pass->conv->n_filters * sizeof (float));
  borrow (pass, NN_CONV_WEIGHTS, weights);
  return pass->conv->needs_dx ? run (pass, NN_CONV_LOAD_BACKWARD) : NN_OK;
}

nn_status
nn_conv_pass_backward (nn_conv_pass *pass, const float *x, const float *dz, float *dx)
{
  nn_status status;

  borrow (pass, NN_CONV_IMAGES, x);
  borrow (pass, NN_CONV_RESULTS, dz);
  status = go_through (pass, backward_weights);
  nn_floats_add (pass->n_gradient, pass->gradient, pass->sum);
  nn_floats_add (pass->conv->n_filters, pass->bias_gradient, pass->bias_sum);
  if (status != NN_OK || dx == NULL)
    return status;
  borrow (pass, NN_CONV_IMAGES, dx);
  return go_through (pass, backward_data);
}

nn_status
nn_conv_pass_end_backward (nn_conv_pass *pass, bool add, float *dw, float *db)
{
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
