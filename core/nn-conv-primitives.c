/* nn-conv-primitives.c - see the header
 *
 * Everything that oneDNN allocates for itself it allocates here, when a convolution is made: it gets
 * its scratch memory from us, so that a pass may run on any thread.
 */

#include "nn-conv-primitives.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <oneapi/dnnl/dnnl.h>

#include "nn-floats.h"

typedef enum {
  LOAD_FORWARD,
  LOAD_BACKWARD,
  FORWARD,
  BACKWARD_WEIGHTS,
  BACKWARD_DATA,
  STORE,
  N_OPERATIONS
} operation;

/* What the operations read and write. A buffer is ours where borrowed is false. */
typedef enum {
  IMAGES,  /* x, dx                                      */
  RESULTS, /* z, dz                                      */
  WEIGHTS, /* plain: the network's, and their gradient   */
  BIAS,
  WEIGHTS_FORWARD,
  WEIGHTS_BACKWARD,
  WEIGHTS_GRADIENT,
  BIAS_GRADIENT,
  N_MEMORIES,
  N_BORROWED = WEIGHTS_FORWARD
} memory;

struct nn_conv {
  dnnl_engine_t engine;
  dnnl_memory_desc_t layout[N_MEMORIES];
  dnnl_primitive_t primitive[N_OPERATIONS];
  size_t scratch_bytes;
  bool needs_dx;
  size_t n_weights, n_filters;
};

struct nn_conv_pass {
  const nn_conv *conv;
  dnnl_stream_t stream;
  dnnl_memory_t memory[N_MEMORIES], scratch;
  size_t n_gradient; /* floats of WEIGHTS_GRADIENT, padding included              */
  float *buffers;    /* the four of our own, the two sums, plain weights, scratch */
  float *gradient, *bias_gradient, *sum, *bias_sum, *plain;
};

/* Arguments of an operation: which memory takes which part. */
typedef struct {
  int part;
  memory memory;
} argument;

enum { MOST_ARGUMENTS = 4 };

static const argument arguments[N_OPERATIONS][MOST_ARGUMENTS + 1] = {
  [LOAD_FORWARD] = { { DNNL_ARG_FROM, WEIGHTS }, { DNNL_ARG_TO, WEIGHTS_FORWARD } },
  [LOAD_BACKWARD] = { { DNNL_ARG_FROM, WEIGHTS }, { DNNL_ARG_TO, WEIGHTS_BACKWARD } },
  [FORWARD] = { { DNNL_ARG_SRC, IMAGES },
                { DNNL_ARG_WEIGHTS, WEIGHTS_FORWARD },
                { DNNL_ARG_BIAS, BIAS },
                { DNNL_ARG_DST, RESULTS } },
  [BACKWARD_WEIGHTS] = { { DNNL_ARG_SRC, IMAGES },
                         { DNNL_ARG_DIFF_WEIGHTS, WEIGHTS_GRADIENT },
                         { DNNL_ARG_DIFF_BIAS, BIAS_GRADIENT },
                         { DNNL_ARG_DIFF_DST, RESULTS } },
  [BACKWARD_DATA] = { { DNNL_ARG_DIFF_SRC, IMAGES },
                      { DNNL_ARG_WEIGHTS, WEIGHTS_BACKWARD },
                      { DNNL_ARG_DIFF_DST, RESULTS } },
  [STORE] = { { DNNL_ARG_FROM, WEIGHTS_GRADIENT }, { DNNL_ARG_TO, WEIGHTS } },
};

/* --- Making the operations ------------------------------------------------------------------- */

/* Takes the description and makes the primitive; keeps the largest scratch memory in mind. */
static dnnl_status_t
make_primitive (nn_conv *conv, operation o, dnnl_primitive_desc_t description)
{
  const dnnl_memory_desc_t *scratch
      = dnnl_primitive_desc_query_md (description, dnnl_query_scratchpad_md, 0);
  size_t bytes = scratch != NULL ? dnnl_memory_desc_get_size (scratch) : 0;

  if (bytes > conv->scratch_bytes)
    conv->scratch_bytes = bytes;
  return dnnl_primitive_create (&conv->primitive[o], description);
}

static void
take_layout (nn_conv *conv, memory m, dnnl_primitive_desc_t description, dnnl_query_t what)
{
  conv->layout[m] = *dnnl_primitive_desc_query_md (description, what, 0);
}

static void
describe (nn_conv *conv, nn_shape in, nn_shape out, int kernel)
{
  dnnl_dims_t x = { NN_CHUNK_ROWS, in.channels, in.height, in.width };
  dnnl_dims_t z = { NN_CHUNK_ROWS, out.channels, out.height, out.width };
  dnnl_dims_t w = { out.channels, in.channels, kernel, kernel }, b = { out.channels };

  dnnl_memory_desc_init_by_tag (&conv->layout[IMAGES], 4, x, dnnl_f32, dnnl_nhwc);
  dnnl_memory_desc_init_by_tag (&conv->layout[RESULTS], 4, z, dnnl_f32, dnnl_nhwc);
  dnnl_memory_desc_init_by_tag (&conv->layout[WEIGHTS], 4, w, dnnl_f32, dnnl_oihw);
  dnnl_memory_desc_init_by_tag (&conv->layout[BIAS], 1, b, dnnl_f32, dnnl_a);
  for (memory m = WEIGHTS_FORWARD; m <= WEIGHTS_GRADIENT; m++)
    dnnl_memory_desc_init_by_tag (&conv->layout[m], 4, w, dnnl_f32, dnnl_format_tag_any);
  conv->layout[BIAS_GRADIENT] = conv->layout[BIAS];
}

static dnnl_status_t
make_reorder (nn_conv *conv, operation o, memory from, memory to, const_dnnl_primitive_attr_t attr)
{
  dnnl_primitive_desc_t description;
  dnnl_status_t status = dnnl_reorder_primitive_desc_create (
      &description, &conv->layout[from], conv->engine, &conv->layout[to], conv->engine, attr);

  if (status != dnnl_success)
    return status;
  status = make_primitive (conv, o, description);
  dnnl_primitive_desc_destroy (description);
  return status;
}

/* A backward operation with the forward one as its hint. */
static dnnl_status_t
make_backward (nn_conv *conv, operation o, const dnnl_convolution_desc_t *what,
               dnnl_primitive_desc_t forward, memory m, dnnl_query_t layout,
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
  dnnl_memory_desc_t *md = conv->layout;
  dnnl_convolution_desc_t forward, weights, data;
  dnnl_primitive_desc_t description = NULL;
  dnnl_status_t status;

  dnnl_dilated_convolution_forward_desc_init (
      &forward, dnnl_forward_training, dnnl_convolution_direct, &md[IMAGES], &md[WEIGHTS_FORWARD],
      &md[BIAS], &md[RESULTS], one, none, pad, pad);
  dnnl_dilated_convolution_backward_weights_desc_init (
      &weights, dnnl_convolution_direct, &md[IMAGES], &md[WEIGHTS_GRADIENT], &md[BIAS_GRADIENT],
      &md[RESULTS], one, none, pad, pad);
  dnnl_dilated_convolution_backward_data_desc_init (&data, dnnl_convolution_direct, &md[IMAGES],
                                                    &md[WEIGHTS_BACKWARD], &md[RESULTS], one, none,
                                                    pad, pad);

  status = dnnl_primitive_desc_create (&description, &forward, attr, conv->engine, NULL);
  if (status != dnnl_success)
    return status;
  take_layout (conv, WEIGHTS_FORWARD, description, dnnl_query_weights_md);
  status = make_primitive (conv, FORWARD, description);
  if (status == dnnl_success)
    status = make_backward (conv, BACKWARD_WEIGHTS, &weights, description, WEIGHTS_GRADIENT,
                            dnnl_query_diff_weights_md, attr);
  if (status == dnnl_success && conv->needs_dx)
    status = make_backward (conv, BACKWARD_DATA, &data, description, WEIGHTS_BACKWARD,
                            dnnl_query_weights_md, attr);
  dnnl_primitive_desc_destroy (description);
  return status;
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
    status = make_reorder (conv, LOAD_FORWARD, WEIGHTS, WEIGHTS_FORWARD, attr);
  if (status == dnnl_success && conv->needs_dx)
    status = make_reorder (conv, LOAD_BACKWARD, WEIGHTS, WEIGHTS_BACKWARD, attr);
  if (status == dnnl_success)
    status = make_reorder (conv, STORE, WEIGHTS_GRADIENT, WEIGHTS, attr);
  dnnl_primitive_attr_destroy (attr);
  return status;
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
  describe (conv, in, out, kernel);
  *status = NN_ERROR_BACKEND;
  if (dnnl_engine_create (&conv->engine, dnnl_cpu, 0) != dnnl_success
      || make_operations (conv, valid ? 0 : kernel / 2) != dnnl_success)
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
  for (int o = 0; o < N_OPERATIONS; o++)
    if (conv->primitive[o] != NULL)
      dnnl_primitive_destroy (conv->primitive[o]);
  if (conv->engine != NULL)
    dnnl_engine_destroy (conv->engine);
  free (conv);
}

/* --- The memory of a pass -------------------------------------------------------------------- */

static size_t
aligned_floats (size_t bytes)
{
  return (bytes + NN_ALIGNMENT - 1) / NN_ALIGNMENT * NN_ALIGNED_FLOATS;
}

/* Floats of memory m; what a pass without dx does not have takes none. */
static size_t
n_floats_of (const nn_conv *conv, memory m)
{
  return m == WEIGHTS_BACKWARD && !conv->needs_dx
             ? 0
             : aligned_floats (dnnl_memory_desc_get_size (&conv->layout[m]));
}

static bool
make_memories (nn_conv_pass *pass, float *scratch)
{
  const nn_conv *conv = pass->conv;
  const dnnl_dims_t bytes = { (dnnl_dim_t) conv->scratch_bytes };
  dnnl_memory_desc_t layout;
  float *next = pass->buffers;

  for (memory m = 0; m < N_MEMORIES; m++)
    {
      bool borrowed = m < N_BORROWED;

      if (m == WEIGHTS_BACKWARD && !conv->needs_dx)
        continue;
      if (dnnl_memory_create (&pass->memory[m], &conv->layout[m], conv->engine,
                              borrowed ? DNNL_MEMORY_NONE : next)
          != dnnl_success)
        return false;
      if (m == WEIGHTS_GRADIENT)
        pass->gradient = next;
      if (m == BIAS_GRADIENT)
        pass->bias_gradient = next;
      next += borrowed ? 0 : n_floats_of (conv, m);
    }
  dnnl_memory_desc_init_by_tag (&layout, 1, bytes, dnnl_u8, dnnl_a);
  return dnnl_memory_create (&pass->scratch, &layout, conv->engine, scratch) == dnnl_success
         && dnnl_stream_create (&pass->stream, conv->engine, dnnl_stream_default_flags)
                == dnnl_success;
}

nn_conv_pass *
nn_conv_pass_new (const nn_conv *conv, nn_status *status)
{
  nn_conv_pass *pass = calloc (1, sizeof *pass);
  size_t own = 0, n_bias = n_floats_of (conv, BIAS_GRADIENT);
  size_t n_plain = n_floats_of (conv, WEIGHTS);

  *status = NN_ERROR_MEMORY;
  if (pass == NULL)
    return NULL;
  pass->conv = conv;
  pass->n_gradient = n_floats_of (conv, WEIGHTS_GRADIENT);
  for (memory m = N_BORROWED; m < N_MEMORIES; m++)
    own += n_floats_of (conv, m);
  pass->buffers = nn_floats_new (own + pass->n_gradient + n_bias + n_plain
                                 + aligned_floats (conv->scratch_bytes));
  if (pass->buffers == NULL)
    {
      nn_conv_pass_free (pass);
      return NULL;
    }
  pass->sum = pass->buffers + own;
  pass->bias_sum = pass->sum + pass->n_gradient;
  pass->plain = pass->bias_sum + n_bias;
  if (!make_memories (pass, pass->plain + n_plain))
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
  for (memory m = 0; m < N_MEMORIES; m++)
    if (pass->memory[m] != NULL)
      dnnl_memory_destroy (pass->memory[m]);
  if (pass->scratch != NULL)
    dnnl_memory_destroy (pass->scratch);
  if (pass->stream != NULL)
    dnnl_stream_destroy (pass->stream);
  free (pass->buffers);
  free (pass);
}

/* --- Passes ---------------------------------------------------------------------------------- */

static nn_status
run (nn_conv_pass *pass, operation o)
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
borrow (nn_conv_pass *pass, memory m, const float *data)
{
  dnnl_memory_set_data_handle (pass->memory[m], (void *) data);
}

nn_status
nn_conv_pass_load (nn_conv_pass *pass, const float *weights, const float *bias)
{
  borrow (pass, WEIGHTS, weights);
  borrow (pass, BIAS, bias);
  return run (pass, LOAD_FORWARD);
}

nn_status
nn_conv_pass_forward (nn_conv_pass *pass, const float *x, float *z)
{
  borrow (pass, IMAGES, x);
  borrow (pass, RESULTS, z);
  return run (pass, FORWARD);
}

nn_status
nn_conv_pass_begin_backward (nn_conv_pass *pass, const float *weights)
{
  memset (pass->sum, 0, pass->n_gradient * sizeof (float));
  memset (pass->bias_sum, 0, pass->conv->n_filters * sizeof (float));
  borrow (pass, WEIGHTS, weights);
  return pass->conv->needs_dx ? run (pass, LOAD_BACKWARD) : NN_OK;
}

nn_status
nn_conv_pass_backward (nn_conv_pass *pass, const float *x, const float *dz, float *dx)
{
  nn_status status;

  borrow (pass, IMAGES, x);
  borrow (pass, RESULTS, dz);
  status = run (pass, BACKWARD_WEIGHTS);
  nn_floats_add (pass->n_gradient, pass->gradient, pass->sum);
  nn_floats_add (pass->conv->n_filters, pass->bias_gradient, pass->bias_sum);
  if (status != NN_OK || dx == NULL)
    return status;
  borrow (pass, IMAGES, dx);
  return run (pass, BACKWARD_DATA);
}

nn_status
nn_conv_pass_end_backward (nn_conv_pass *pass, bool add, float *dw, float *db)
{
  size_t n_weights = pass->conv->n_weights, n_filters = pass->conv->n_filters;
  nn_status status;

  memcpy (pass->gradient, pass->sum, pass->n_gradient * sizeof (float));
  borrow (pass, WEIGHTS, pass->plain);
  status = run (pass, STORE);
  if (!add)
    {
      memset (dw, 0, n_weights * sizeof *dw);
      memset (db, 0, n_filters * sizeof *db);
    }
  nn_floats_add (n_weights, pass->plain, dw);
  nn_floats_add (n_filters, pass->bias_sum, db);
  return status;
}
