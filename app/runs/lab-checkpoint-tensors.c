/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-checkpoint-tensors.c - see the header
 *
 * The order of a network's parameters is nn-network.h's: layer by layer, weights before biases, and
 * what the functions learn behind them all.
 */

#include "lab-checkpoint-tensors.h"

#include <glib.h>

/* Adds the array of these dimensions, which lies at values + *offset. */
static void
add (LabCheckpointTensors *self, const char *prefix, int layer, const char *part,
     const nn_safetensor *shape, float *values, gsize *offset)
{
  nn_safetensor *t = &self->table.tensor[self->table.n_tensors];

  g_return_if_fail (self->table.n_tensors < NN_SAFETENSORS_MAX_TENSORS);
  *t = *shape;
  t->n_values = 1;
  for (int i = 0; i < t->n_dimensions; i++)
    t->n_values *= t->dimension[i];
  g_snprintf (t->name, sizeof t->name, "%slayer%d.%s", prefix, layer + 1, part);
  self->values[self->table.n_tensors++] = values + *offset;
  *offset += t->n_values;
}

static nn_safetensor
shape_of_weights (const nn_model *model, int l)
{
  const nn_layer *layer = &model->layer[l];

  if (layer->id == NN_LAYER_DENSE)
    return (nn_safetensor){ .n_dimensions = 2,
                            .dimension = { nn_model_fan_in (model, l), layer->units } };
  return (nn_safetensor){
    .n_dimensions = 4,
    .dimension
    = { layer->units, nn_model_shape (model, l - 1).channels, layer->kernel, layer->kernel },
  };
}

static void
add_layers (LabCheckpointTensors *self, const char *prefix, const nn_trainer_config *config,
            const nn_snapshot_contestant *c, float *values)
{
  const nn_model *model = &config->model;
  int n_learned = config->learns_parameters ? nn_activation_get_info (c->f.id)->n_parameters : 0;
  gsize offset = 0;

  for (int l = 0; l < model->n_layers; l++)
    if (nn_model_n_weights (model, l) > 0)
      {
        const nn_safetensor weights = shape_of_weights (model, l),
                            biases = { .n_dimensions = 1, .dimension = { model->layer[l].units } };

        add (self, prefix, l, "weight", &weights, values, &offset);
        add (self, prefix, l, "bias", &biases, values, &offset);
      }
  for (int l = 0; l < model->n_layers && n_learned > 0; l++)
    if (nn_model_is_activated (model, l))
      add (self, prefix, l, "activation",
           &(nn_safetensor){ .n_dimensions = 1, .dimension = { n_learned } }, values, &offset);
  g_return_if_fail (offset == c->n_parameters);
}

void
lab_checkpoint_tensors_list (LabCheckpointTensors *self, const nn_trainer_config *config,
                             const nn_snapshot_contestant *contestant, bool with_best)
{
  int first_square
      = contestant->n_moments - nn_optimizer_get_info (config->optimizer.id)->n_squares;

  self->table.n_tensors = self->table.n_texts = 0;
  add_layers (self, "", config, contestant, contestant->parameters);
  for (int k = 0; k < contestant->n_moments; k++)
    add_layers (self, k < first_square ? "optimizer.m." : "optimizer.v.", config, contestant,
                contestant->moments + k * contestant->n_parameters);
  if (with_best)
    add_layers (self, "best.", config, contestant, contestant->best);
}
