/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-model.c - whether a model can be, and what follows from its layers
 *
 * A kind of layer is a row of a table: what it makes of a shape, what it demands of its numbers and
 * of the image before it. Nothing is allocated.
 */

#include "nn-model.h"

#include <assert.h>
#include <math.h>

/* What can be counted in an int, as oneDNN does. Its processors have 64 bits: parameters, gradient,
 * two moments and as much again of all layers are sure to be addressable.                       */
static const size_t max_of_layer = INT32_MAX;
_Static_assert(PTRDIFF_MAX / 8 / sizeof (float) / INT32_MAX > 2 * NN_MAX_LAYERS, "sums fit");

static nn_shape
dense_shape (const nn_layer *layer, nn_shape in)
{
  return (nn_shape){ layer->units, 1, 1 };
}

static nn_shape
conv_shape (const nn_layer *layer, nn_shape in)
{
  int lost = layer->valid ? layer->kernel - 1 : 0;

  return (nn_shape){ layer->units, in.height - lost, in.width - lost };
}

static nn_shape
pool_shape (const nn_layer *layer, nn_shape in)
{
  return (nn_shape){ in.channels, in.height / layer->kernel, in.width / layer->kernel };
}

static nn_shape
same_shape (const nn_layer *layer, nn_shape in)
{
  return in;
}

static bool
units_ok (const nn_layer *layer)
{
  return layer->units >= 1 && layer->units <= NN_MAX_UNITS;
}

static bool
conv_numbers_ok (const nn_layer *layer)
{
  return units_ok (layer) && layer->kernel >= 1 && layer->kernel <= NN_MAX_KERNEL;
}

static bool
pool_numbers_ok (const nn_layer *layer)
{
  return layer->kernel >= NN_MIN_POOL && layer->kernel <= NN_MAX_KERNEL;
}

/* Another rate would not come back from its text. */
static bool
rate_ok (const nn_layer *layer)
{
  return layer->rate > 0 && layer->rate < 1
         && layer->rate == (float) (rint (layer->rate * 1e6) / 1e6);
}

static nn_model_problem
fit_window (const nn_layer *layer, nn_shape in)
{
  return in.height < layer->kernel || in.width < layer->kernel ? NN_MODEL_TOO_SMALL : NN_MODEL_OK;
}

static nn_model_problem
fit_conv (const nn_layer *layer, nn_shape in)
{
  int reach = layer->kernel / 2;

  if (layer->valid)
    return fit_window (layer, in);
  if (layer->kernel % 2 == 0)
    return NN_MODEL_EVEN_KERNEL;
  return in.height <= reach || in.width <= reach ? NN_MODEL_TOO_SMALL : NN_MODEL_OK;
}

static nn_model_problem
fit_anything (const nn_layer *layer, nn_shape in)
{
  return NN_MODEL_OK;
}

static const struct {
  bool has_weights, needs_image;
  nn_shape (*shape) (const nn_layer *layer, nn_shape in);
  bool (*numbers_ok) (const nn_layer *layer);
  nn_model_problem (*fit) (const nn_layer *layer, nn_shape in);
} kinds[] = {
  [NN_LAYER_DENSE] = { true, false, dense_shape, units_ok, fit_anything },
  [NN_LAYER_CONV] = { true, true, conv_shape, conv_numbers_ok, fit_conv },
  [NN_LAYER_POOL] = { false, true, pool_shape, pool_numbers_ok, fit_window },
  [NN_LAYER_DROPOUT] = { false, false, same_shape, rate_ok, fit_anything },
};

enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

/* A product of two sides fits, one of three may not. */
static bool
values_fit (nn_shape shape)
{
  return (size_t) shape.channels * shape.height <= max_of_layer / shape.width;
}

/* What one unit of a layer with weights sees. */
static nn_shape
field (const nn_layer *layer, nn_shape in)
{
  return layer->id == NN_LAYER_DENSE ? in : (nn_shape){ in.channels, layer->kernel, layer->kernel };
}

/* The field is a whole image, which fits, or NN_MAX_KERNEL^2 of its channels: below 2^39 values. */
static bool
weights_fit (const nn_layer *layer, nn_shape in)
{
  return !kinds[layer->id].has_weights
         || nn_shape_size (field (layer, in)) * layer->units <= max_of_layer;
}

/* How far a check has come. */
typedef struct {
  nn_shape shape;
  bool flat;
} progress;

static nn_model_problem
check_layer (const nn_layer *layer, progress *p)
{
  nn_model_problem problem;
  nn_shape in = p->shape;

  if ((unsigned) layer->id >= N_KINDS)
    return NN_MODEL_UNKNOWN_WORD;
  if (!kinds[layer->id].numbers_ok (layer))
    return NN_MODEL_BAD_NUMBER;
  if (p->flat && kinds[layer->id].needs_image)
    return NN_MODEL_AFTER_DENSE;
  problem = kinds[layer->id].fit (layer, in);
  if (problem != NN_MODEL_OK)
    return problem;

  p->shape = kinds[layer->id].shape (layer, in);
  p->flat = p->flat || layer->id == NN_LAYER_DENSE;
  return weights_fit (layer, in) && values_fit (p->shape) ? NN_MODEL_OK : NN_MODEL_TOO_LARGE;
}

static nn_model_problem
check_input (nn_shape input, progress *p)
{
  if (input.channels < 1 || input.height < 1 || input.width < 1)
    return NN_MODEL_TOO_SMALL;
  p->shape = input;
  return values_fit (input) ? NN_MODEL_OK : NN_MODEL_TOO_LARGE;
}

static nn_model_problem
check_last (const nn_layer *last, unsigned n_classes)
{
  if (last->id != NN_LAYER_DENSE)
    return NN_MODEL_LAST_LAYER;
  return last->units == n_classes ? NN_MODEL_OK : NN_MODEL_CLASSES;
}

/* *l is the place that was looked at last. */
static nn_model_problem
check_layers (const nn_model *model, unsigned n_classes, int *l)
{
  progress p = { 0 };
  nn_model_problem problem;

  *l = -1;
  if (model->n_layers < 1)
    return NN_MODEL_EMPTY;
  problem = check_input (model->input, &p);
  while (problem == NN_MODEL_OK && ++*l < model->n_layers)
    problem = *l < NN_MAX_LAYERS ? check_layer (&model->layer[*l], &p) : NN_MODEL_TOO_MANY;
  if (problem != NN_MODEL_OK)
    return problem;
  *l = model->n_layers - 1;
  return check_last (&model->layer[*l], n_classes);
}

nn_model_problem
nn_model_check (const nn_model *model, unsigned n_classes, int *layer)
{
  int l;
  nn_model_problem problem = check_layers (model, n_classes, &l);

  if (problem != NN_MODEL_OK && layer != NULL)
    *layer = l;
  return problem;
}

nn_shape
nn_model_shape (const nn_model *model, int l)
{
  nn_shape shape = model->input;

  assert (l >= -1 && l < model->n_layers);
  for (int i = 0; i <= l; i++)
    shape = kinds[model->layer[i].id].shape (&model->layer[i], shape);
  return shape;
}

bool
nn_model_is_activated (const nn_model *model, int l)
{
  assert (l >= 0 && l < model->n_layers);
  return kinds[model->layer[l].id].has_weights && l < model->n_layers - 1;
}

size_t
nn_model_n_weights (const nn_model *model, int l)
{
  size_t inputs = nn_model_fan_in (model, l);

  return inputs > 0 ? inputs * model->layer[l].units : 0;
}

size_t
nn_model_fan_in (const nn_model *model, int l)
{
  const nn_layer *layer = &model->layer[l];

  assert (l >= 0 && l < model->n_layers);
  return kinds[layer->id].has_weights ? nn_shape_size (field (layer, nn_model_shape (model, l - 1)))
                                      : 0;
}

size_t
nn_model_fan_out (const nn_model *model, int l)
{
  const nn_layer *layer = &model->layer[l];

  assert (l >= 0 && l < model->n_layers);
  if (!kinds[layer->id].has_weights)
    return 0;
  return layer->id == NN_LAYER_DENSE ? layer->units
                                     : (size_t) layer->units * layer->kernel * layer->kernel;
}

size_t
nn_model_n_parameters (const nn_model *model)
{
  size_t n = 0;

  for (int l = 0; l < model->n_layers; l++)
    if (kinds[model->layer[l].id].has_weights)
      n += nn_model_n_weights (model, l) + model->layer[l].units;
  return n;
}

/* Every weight is used once at each place of the image that comes out. */
static double
layer_flops (const nn_model *model, int l)
{
  nn_shape out = nn_model_shape (model, l);

  return 2.0 * nn_model_n_weights (model, l) * out.height * out.width;
}

double
nn_model_forward_flops (const nn_model *model)
{
  double flops = 0;

  for (int l = 0; l < model->n_layers; l++)
    flops += layer_flops (model, l);
  return flops;
}

double
nn_model_training_flops (const nn_model *model)
{
  int first = 0;

  while (!kinds[model->layer[first].id].has_weights)
    first++;
  return 3 * nn_model_forward_flops (model) - layer_flops (model, first);
}
