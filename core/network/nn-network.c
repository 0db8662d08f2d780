/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-network.c - the parameters of a network; see nn-network.h */

#include "nn-network-private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-rng.h"

static int
n_f_parameters (const nn_network *network)
{
  return network->learns_f ? nn_activation_get_info (network->f.id)->n_parameters : 0;
}

static bool
has_weights (const nn_network_layer *layer)
{
  return layer->row.id == NN_LAYER_DENSE || layer->row.id == NN_LAYER_CONV;
}

/* Shapes and places of all layers; first the weights and biases, then what activations learn. */
static void
place_layers (nn_network *network)
{
  const nn_model *model = &network->model;
  size_t offset = 0;
  bool weights_below = false;

  for (int l = 0; l < model->n_layers; l++)
    {
      nn_network_layer *layer = &network->layer[l];

      layer->row = model->layer[l];
      layer->in = nn_model_shape (model, l - 1);
      layer->out = nn_model_shape (model, l);
      layer->n_in = nn_shape_size (layer->in);
      layer->n_out = nn_shape_size (layer->out);
      layer->activated = nn_model_is_activated (model, l);
      layer->passes_gradient = weights_below;
      layer->weight = offset;
      layer->bias = offset + nn_model_n_weights (model, l);
      offset = layer->bias + (has_weights (layer) ? layer->row.units : 0);
      weights_below |= has_weights (layer);
      network->pixelwise |= layer->row.id == NN_LAYER_CONV || layer->row.id == NN_LAYER_POOL;
    }
  network->n_decayed = offset;
  for (int l = 0; l < model->n_layers; l++)
    {
      network->layer[l].f_parameters = offset;
      offset += network->layer[l].activated ? n_f_parameters (network) : 0;
    }
  network->n_parameters = offset;
}

static nn_status
make_convolutions (nn_network *network)
{
  nn_status status = NN_OK;

  for (int l = 0; l < network->model.n_layers && status == NN_OK; l++)
    {
      nn_network_layer *layer = &network->layer[l];

      if (layer->row.id == NN_LAYER_CONV)
        layer->conv = nn_conv_new (layer->in, layer->out, layer->row.kernel, layer->row.valid,
                                   layer->passes_gradient, &status);
    }
  return status;
}

static nn_status
check (const nn_model *model, nn_activation f)
{
  if (!nn_activation_is_valid (f))
    return NN_ERROR_ARGUMENT;
  if (model->n_layers < 1 || model->n_layers > NN_MAX_LAYERS
      || nn_model_check (model, model->layer[model->n_layers - 1].units, NULL) != NN_MODEL_OK)
    return NN_ERROR_SHAPE;
  return NN_OK;
}

nn_network *
nn_network_new (const nn_model *model, nn_activation f, bool learns_f, nn_status *status)
{
  nn_network *network;

  *status = check (model, f);
  if (*status != NN_OK)
    return NULL;

  *status = NN_ERROR_MEMORY;
  network = calloc (1, sizeof *network);
  if (network == NULL)
    return NULL;
  network->model = *model;
  network->f = f;
  network->learns_f = learns_f;
  network->dropout_factor = 1;
  place_layers (network);
  network->parameters = nn_floats_new (network->n_parameters);
  if (network->parameters != NULL)
    *status = make_convolutions (network);
  if (*status != NN_OK)
    {
      nn_network_free (network);
      return NULL;
    }
  nn_network_set_activation (network, f);
  return network;
}

size_t
nn_network_count_parameters (const nn_model *model, nn_activation f, bool learns_f)
{
  size_t n = nn_model_n_parameters (model);

  for (int l = 0; l < model->n_layers && learns_f; l++)
    n += nn_model_is_activated (model, l) ? nn_activation_get_info (f.id)->n_parameters : 0;
  return n;
}

void
nn_network_free (nn_network *network)
{
  if (network == NULL)
    return;
  for (int l = 0; l < network->model.n_layers; l++)
    nn_conv_free (network->layer[l].conv);
  free (network->parameters);
  free (network);
}

void
nn_network_initialize (nn_network *network, nn_initialization rule, uint64_t seed)
{
  const nn_model *model = &network->model;

  for (int l = 0; l < model->n_layers; l++)
    {
      const nn_network_layer *layer = &network->layer[l];
      nn_rng rng = nn_rng_stream (seed, NN_RNG_WEIGHTS, 0, l);

      if (!has_weights (layer))
        continue;
      nn_rng_normal (&rng,
                     (float) nn_initialization_deviation (rule, nn_model_fan_in (model, l),
                                                          nn_model_fan_out (model, l), network->f),
                     layer->bias - layer->weight, network->parameters + layer->weight);
      memset (network->parameters + layer->bias, 0, layer->row.units * sizeof (float));
    }
  nn_network_set_activation (network, network->f);
}

const nn_model *
nn_network_get_model (const nn_network *network)
{
  return &network->model;
}

nn_activation
nn_network_get_activation (const nn_network *network)
{
  return network->f;
}

nn_activation
nn_network_layer_activation (const nn_network *network, int layer)
{
  nn_activation f = network->f;

  assert (layer >= 0 && layer < network->model.n_layers);
  for (int k = 0; k < n_f_parameters (network) && network->layer[layer].activated; k++)
    f.parameter[k] = network->parameters[network->layer[layer].f_parameters + k];
  return f;
}

nn_status
nn_network_set_activation (nn_network *network, nn_activation f)
{
  if (!nn_activation_is_valid (f) || f.id != network->f.id)
    return NN_ERROR_ARGUMENT;
  network->f = f;
  for (int l = 0; l < network->model.n_layers; l++)
    for (int k = 0; k < n_f_parameters (network) && network->layer[l].activated; k++)
      network->parameters[network->layer[l].f_parameters + k]
          = (float) nn_activation_clamp_parameter (f, k, (float) f.parameter[k]);
  return NN_OK;
}

void
nn_network_clamp_activations (nn_network *network)
{
  for (int l = 0; l < network->model.n_layers; l++)
    for (int k = 0; k < n_f_parameters (network) && network->layer[l].activated; k++)
      {
        float *p = &network->parameters[network->layer[l].f_parameters + k];

        *p = (float) nn_activation_clamp_parameter (network->f, k, *p);
      }
}

void
nn_network_set_dropout (nn_network *network, double factor)
{
  assert (factor >= 0 && factor <= 1);
  network->dropout_factor = factor;
}

double
nn_network_get_dropout (const nn_network *network)
{
  return network->dropout_factor;
}

bool
nn_network_is_pixelwise (const nn_network *network)
{
  return network->pixelwise;
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
nn_network_n_parameters (const nn_network *network)
{
  return network->n_parameters;
}

size_t
nn_network_weight_offset (const nn_network *network, int layer)
{
  assert (layer >= 0 && layer < network->model.n_layers && has_weights (&network->layer[layer]));
  return network->layer[layer].weight;
}

size_t
nn_network_bias_offset (const nn_network *network, int layer)
{
  assert (layer >= 0 && layer < network->model.n_layers && has_weights (&network->layer[layer]));
  return network->layer[layer].bias;
}
