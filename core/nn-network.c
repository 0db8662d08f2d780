/* nn-network.c - see nn-network.h
 *
 * Per layer, forward:   z = a W^T + b        backward:   dW = dz^T a       (fan_out x fan_in)
 *                       a' = f (z)                       db = column sums of dz
 *                                                        da = dz W, and dz below = da * f'
 *
 * The products are oneDNN's single-threaded sgemm; everything else is a plain loop. The input of
 * the first layer gets no gradient, as nothing would use it.
 */

#include "nn-network.h"

#include <assert.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <oneapi/dnnl/dnnl.h>

#include "nn-clones.h"
#include "nn-rng.h"

enum {
  ALIGNMENT = 64,                          /* bytes: a cache line, and the widest vector          */
  ALIGNED_FLOATS = ALIGNMENT / sizeof (float),
  BLOCK_FLOATS = 4096,                     /* bias and activation run while so many are in cache  */
};

/* A stream of random numbers ends before that; no memory of today does. */
static const size_t max_layer_weights = (size_t) 1 << 33;

struct nn_network {
  nn_mlp model;
  nn_activation f;
  int n_layers;
  size_t weight[NN_MAX_LAYERS], bias[NN_MAX_LAYERS];  /* offsets in parameters */
  size_t n_parameters;
  float *parameters;
};

struct nn_workspace {
  int n_layers;
  size_t max_rows;
  float *memory;                    /* everything below lies in it                           */
  float *a[NN_MAX_LAYERS + 1];      /* a[0] is the input, a[n_layers] the logits             */
  float *z[NN_MAX_LAYERS + 1];      /* z[l] is a[l] where f needs no pre-activations         */
  float *delta[2];                  /* dz of two neighbouring layers: read one, write other  */
  float *gradient;
  uint8_t *labels;
};

/* --- Sizes ----------------------------------------------------------------------------------- */

/* Adds count * size to *total; false if that overflows. */
static bool
grow (size_t *total, size_t count, size_t size)
{
  size_t product;

  return !__builtin_mul_overflow (count, size, &product)
         && !__builtin_add_overflow (*total, product, total);
}

static bool
count_parameters (const nn_mlp *model, size_t *n)
{
  *n = 0;
  for (int l = 0; l + 1 < model->n_widths; l++)
    {
      size_t weights = 0;

      if (!grow (&weights, model->width[l], model->width[l + 1]) || weights > max_layer_weights
          || !grow (n, weights, 1) || !grow (n, model->width[l + 1], 1))
        return false;
    }
  return *n <= (PTRDIFF_MAX - ALIGNMENT) / sizeof (float);
}

nn_status
nn_mlp_check (const nn_mlp *model)
{
  size_t n;

  if (model->n_widths < 2 || model->n_widths > NN_MAX_LAYERS + 1)
    return NN_ERROR_ARGUMENT;
  for (int i = 0; i < model->n_widths; i++)
    if (model->width[i] < 1)
      return NN_ERROR_ARGUMENT;
  return count_parameters (model, &n) ? NN_OK : NN_ERROR_SHAPE;
}

size_t
nn_mlp_n_parameters (const nn_mlp *model)
{
  size_t n;
  bool fits = count_parameters (model, &n);

  assert (fits);
  (void) fits;
  return n;
}

/* n_floats zeros, aligned; NULL if there is no memory. */
static float *
allocate (size_t n_floats)
{
  size_t bytes = (n_floats * sizeof (float) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  float *memory = aligned_alloc (ALIGNMENT, bytes);

  if (memory != NULL)
    memset (memory, 0, bytes);
  return memory;
}

/* --- The network ----------------------------------------------------------------------------- */

static void
place_parameters (nn_network *network)
{
  const int *width = network->model.width;
  size_t offset = 0;

  for (int l = 0; l < network->n_layers; l++)
    {
      network->weight[l] = offset;
      offset += (size_t) width[l] * width[l + 1];
      network->bias[l] = offset;
      offset += width[l + 1];
    }
  network->n_parameters = offset;
}

nn_network *
nn_network_new (const nn_mlp *model, nn_activation f, nn_status *status)
{
  nn_network *network;

  *status = nn_activation_is_valid (f) ? nn_mlp_check (model) : NN_ERROR_ARGUMENT;
  if (*status != NN_OK)
    return NULL;

  *status = NN_ERROR_MEMORY;
  network = calloc (1, sizeof *network);
  if (network == NULL)
    return NULL;
  network->model = *model;
  network->f = f;
  network->n_layers = model->n_widths - 1;
  place_parameters (network);
  network->parameters = allocate (network->n_parameters);
  if (network->parameters == NULL)
    {
      nn_network_free (network);
      return NULL;
    }
  *status = NN_OK;
  return network;
}

void
nn_network_free (nn_network *network)
{
  if (network == NULL)
    return;
  free (network->parameters);
  free (network);
}

void
nn_network_initialize (nn_network *network, uint64_t seed)
{
  const int *width = network->model.width;

  for (int l = 0; l < network->n_layers; l++)
    {
      nn_rng rng = nn_rng_stream (seed, NN_RNG_WEIGHTS, 0, l);
      float *weights = network->parameters + network->weight[l];
      float *biases = network->parameters + network->bias[l];

      nn_rng_normal (&rng, (float) sqrt (2.0 / width[l]), (size_t) width[l] * width[l + 1],
                     weights);
      memset (biases, 0, width[l + 1] * sizeof *biases);
    }
}

const nn_mlp *
nn_network_get_model (const nn_network *network)
{
  return &network->model;
}

nn_activation
nn_network_get_activation (const nn_network *network)
{
  return network->f;
}

float *
nn_network_parameters (nn_network *network)
{
  return network->parameters;
}

const float *
nn_network_peek_parameters (const nn_network *network)
{
  return network->parameters;
}

size_t
nn_network_weight_offset (const nn_network *network, int layer)
{
  assert (layer >= 0 && layer < network->n_layers);
  return network->weight[layer];
}

size_t
nn_network_bias_offset (const nn_network *network, int layer)
{
  assert (layer >= 0 && layer < network->n_layers);
  return network->bias[layer];
}

/* --- The workspace --------------------------------------------------------------------------- */

/* Hands out aligned pieces of memory one after the other. A first pass without memory finds the
 * total and whether it overflows; the second one places.                                       */
typedef struct {
  float *memory;
  size_t used;
  bool overflow;
} carver;

static float *
carve (carver *c, size_t count, size_t size)
{
  float *piece = c->memory != NULL ? c->memory + c->used : NULL;
  size_t n = 0;

  if (!grow (&n, count, size) || !grow (&n, ALIGNED_FLOATS - 1, 1)
      || !grow (&c->used, n / ALIGNED_FLOATS, ALIGNED_FLOATS))
    c->overflow = true;
  return piece;
}

static void
place_workspace (nn_workspace *w, const nn_network *network, carver *c)
{
  bool needs_z = nn_activation_backward_needs_input (network->f);
  int widest = 0;

  for (int l = 0; l <= network->n_layers; l++)
    {
      int width = network->model.width[l];
      bool hidden = l > 0 && l < network->n_layers;

      w->a[l] = carve (c, w->max_rows, width);
      w->z[l] = hidden && needs_z ? carve (c, w->max_rows, width) : w->a[l];
      if (l > 0 && width > widest)
        widest = width;
    }
  w->delta[0] = carve (c, w->max_rows, widest);
  w->delta[1] = carve (c, w->max_rows, widest);
  w->gradient = carve (c, network->n_parameters, 1);
  /* One float a label wastes three bytes a row and saves a second kind of carving. */
  w->labels = (uint8_t *) carve (c, w->max_rows, 1);
}

nn_workspace *
nn_workspace_new (const nn_network *network, size_t max_rows, nn_status *status)
{
  nn_workspace *workspace, plan = { .n_layers = network->n_layers, .max_rows = max_rows };
  carver c = { 0 };

  place_workspace (&plan, network, &c);
  *status = max_rows < 1 ? NN_ERROR_ARGUMENT : NN_ERROR_SHAPE;
  if (max_rows < 1 || c.overflow || c.used > (PTRDIFF_MAX - ALIGNMENT) / sizeof (float))
    return NULL;

  *status = NN_ERROR_MEMORY;
  plan.memory = allocate (c.used);
  workspace = malloc (sizeof *workspace);
  if (plan.memory == NULL || workspace == NULL)
    {
      free (plan.memory);
      free (workspace);
      return NULL;
    }
  c = (carver){ .memory = plan.memory };
  place_workspace (&plan, network, &c);
  *workspace = plan;
  *status = NN_OK;
  return workspace;
}

void
nn_workspace_free (nn_workspace *workspace)
{
  if (workspace == NULL)
    return;
  free (workspace->memory);
  free (workspace);
}

float *
nn_workspace_input (nn_workspace *workspace)
{
  return workspace->a[0];
}

uint8_t *
nn_workspace_labels (nn_workspace *workspace)
{
  return workspace->labels;
}

const float *
nn_workspace_logits (const nn_workspace *workspace)
{
  return workspace->a[workspace->n_layers];
}

const float *
nn_workspace_gradient (const nn_workspace *workspace)
{
  return workspace->gradient;
}

const float *
nn_workspace_activations (const nn_workspace *workspace, int layer)
{
  assert (layer >= 0 && layer + 1 < workspace->n_layers);
  return workspace->a[layer + 1];
}

/* --- Forward and backward -------------------------------------------------------------------- */

/* c (m x n) = op (a) op (b) + keep c, k being the length of the sums; op transposes where t says
 * so; keep is 0 or 1.                                                                           */
static nn_status
multiply (const char *t, int m, int n, int k, const float *a, const float *b, float keep, float *c)
{
  int lda = t[0] == 'T' ? m : k, ldb = t[1] == 'T' ? k : n;

  return dnnl_sgemm (t[0], t[1], m, n, k, 1, a, lda, b, ldb, keep, c, n) == dnnl_success
             ? NN_OK
             : NN_ERROR_BACKEND;
}

NN_CLONES static void
add_bias (size_t rows, size_t width, const float *restrict bias, float *restrict z)
{
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i++)
      z[r * width + i] += bias[i];
}

NN_CLONES static void
sum_columns (size_t rows, size_t width, const float *restrict dz, float *restrict db)
{
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i++)
      db[i] += dz[r * width + i];
}

/* a_{l+1} = f (a_l W^T + b), a few rows at a time while they are in the first cache. */
static nn_status
forward_layer (const nn_network *network, nn_workspace *w, size_t rows, int l)
{
  int fan_in = network->model.width[l], fan_out = network->model.width[l + 1];
  bool hidden = l + 1 < network->n_layers;
  const float *bias = network->parameters + network->bias[l];
  size_t block = fan_out < BLOCK_FLOATS ? BLOCK_FLOATS / fan_out : 1;
  nn_status status = multiply ("NT", rows, fan_out, fan_in, w->a[l],
                               network->parameters + network->weight[l], 0, w->z[l + 1]);

  for (size_t r = 0; r < rows && status == NN_OK; r += block)
    {
      size_t n = rows - r < block ? rows - r : block;
      float *z = w->z[l + 1] + r * fan_out;

      add_bias (n, fan_out, bias, z);
      if (hidden)
        nn_activation_forward (network->f, n * fan_out, z, w->a[l + 1] + r * fan_out);
    }
  return status;
}

/* dz is that of layer l's output; da becomes the dz of the layer below. */
static nn_status
backward_layer (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                const float *dz, float *da)
{
  int fan_in = network->model.width[l], fan_out = network->model.width[l + 1];
  nn_status status = multiply ("TN", fan_out, fan_in, rows, dz, w->a[l], add,
                               w->gradient + network->weight[l]);
  float *db = w->gradient + network->bias[l];

  if (!add)
    memset (db, 0, fan_out * sizeof *db);
  sum_columns (rows, fan_out, dz, db);
  if (l == 0 || status != NN_OK)
    return status;

  status = multiply ("NN", rows, fan_in, fan_out, dz, network->parameters + network->weight[l],
                     0, da);
  nn_activation_backward (network->f, rows * fan_in, w->z[l], w->a[l], da, da);
  return status;
}

nn_status
nn_network_forward (const nn_network *network, nn_workspace *workspace, size_t rows)
{
  nn_status status = NN_OK;

  assert (rows >= 1 && rows <= workspace->max_rows);
  /* The sums of a product must not depend on how many threads the caller's OpenMP would start. */
  omp_set_num_threads (1);
  for (int l = 0; l < network->n_layers && status == NN_OK; l++)
    status = forward_layer (network, workspace, rows, l);
  return status;
}

nn_loss
nn_network_loss (const nn_network *network, nn_workspace *workspace, size_t rows)
{
  return nn_loss_softmax_cross_entropy (rows, network->model.width[network->n_layers],
                                        nn_workspace_logits (workspace), workspace->labels, 1,
                                        NULL);
}

static nn_status
backward (const nn_network *network, nn_workspace *w, size_t rows, float scale, bool add,
          nn_loss *loss)
{
  nn_status status = NN_OK;
  float *dz = w->delta[0], *da = w->delta[1];

  assert (rows >= 1 && rows <= w->max_rows);
  omp_set_num_threads (1);
  *loss = nn_loss_softmax_cross_entropy (rows, network->model.width[network->n_layers],
                                         nn_workspace_logits (w), w->labels, scale, dz);
  for (int l = network->n_layers - 1; l >= 0 && status == NN_OK; l--)
    {
      float *done = dz;

      status = backward_layer (network, w, rows, l, add, dz, da);
      dz = da;
      da = done;
    }
  return status;
}

nn_status
nn_network_backward (const nn_network *network, nn_workspace *workspace, size_t rows, float scale,
                     nn_loss *loss)
{
  return backward (network, workspace, rows, scale, false, loss);
}

nn_status
nn_network_backward_add (const nn_network *network, nn_workspace *workspace, size_t rows,
                         float scale, nn_loss *loss)
{
  return backward (network, workspace, rows, scale, true, loss);
}
