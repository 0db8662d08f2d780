/* nn-network.c - the parameters of a multilayer perceptron; see nn-network.h */

#include "nn-network-private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-rng.h"

/* A stream of random numbers ends before that; no memory of today does. */
static const size_t max_layer_weights = (size_t) 1 << 33;

bool
nn_size_grow (size_t *total, size_t count, size_t size)
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

      if (!nn_size_grow (&weights, model->width[l], model->width[l + 1])
          || weights > max_layer_weights || !nn_size_grow (n, weights, 1)
          || !nn_size_grow (n, model->width[l + 1], 1))
        return false;
    }
  return *n <= (PTRDIFF_MAX - NN_ALIGNMENT) / sizeof (float);
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

float *
nn_floats_new (size_t n_floats)
{
  size_t bytes = (n_floats * sizeof (float) + NN_ALIGNMENT - 1) / NN_ALIGNMENT * NN_ALIGNMENT;
  float *memory = aligned_alloc (NN_ALIGNMENT, bytes);

  if (memory != NULL)
    memset (memory, 0, bytes);
  return memory;
}

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
  network->parameters = nn_floats_new (network->n_parameters);
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
