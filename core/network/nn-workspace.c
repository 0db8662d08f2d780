/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-workspace.c - the memory of a pass, carved from one allocation; see nn-network.h */

#include "nn-network-private.h"

#include <assert.h>
#include <stdlib.h>

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

  if (!nn_size_grow (&n, count, size) || !nn_size_grow (&n, NN_ALIGNED_FLOATS - 1, 1)
      || !nn_size_grow (&c->used, n / NN_ALIGNED_FLOATS, NN_ALIGNED_FLOATS))
    c->overflow = true;
  return piece;
}

/* Whether the layer's pre-activations must outlive its activation. */
static bool
needs_z (const nn_network *network, const nn_workspace *w, int l)
{
  return network->layer[l].activated
         && (w->keeps_z || network->learns_f || nn_activation_backward_needs_input (network->f));
}

static bool
makes_choices (const nn_network_layer *layer)
{
  return layer->row.id == NN_LAYER_POOL || layer->row.id == NN_LAYER_DROPOUT;
}

/* One float for four bytes saves a second kind of carving. */
static uint8_t *
carve_bytes (carver *c, size_t rows, size_t size)
{
  return (uint8_t *) carve (c, rows, (size + sizeof (float) - 1) / sizeof (float));
}

static void
place_sparse (nn_sparse *sparse, size_t most_rows, size_t n_entries, carver *c)
{
  sparse->first = (uint32_t *) carve (c, most_rows + 1, 1);
  sparse->entry
      = (nn_sparse_entry *) carve (c, n_entries, sizeof (nn_sparse_entry) / sizeof (float));
}

static void
place_sparse_input (nn_workspace *w, size_t n_in, carver *c)
{
  size_t most = nn_sparse_most (w->max_rows, n_in);

  place_sparse (&w->input, w->max_rows, most, c);
  place_sparse (&w->input_columns, n_in, most, c);
}

/* Layers take turns, so the largest need of one is enough. */
static size_t
most_conv_work (const nn_network *network)
{
  size_t most = 0;

  for (int l = 0; l < network->model.n_layers; l++)
    {
      size_t n = network->layer[l].conv != NULL ? nn_conv_n_work (network->layer[l].conv) : 0;

      most = n > most ? n : most;
    }
  return most;
}

/* A convolution works on whole chunks of rows, so there is room for the last one's rest. */
static void
place_workspace (nn_workspace *w, const nn_network *network, carver *c)
{
  size_t rows = (w->max_rows + NN_CHUNK_ROWS - 1) / NN_CHUNK_ROWS * NN_CHUNK_ROWS;
  size_t widest = 0;
  float *x = carve (c, rows, network->layer[0].n_in);

  for (int l = 0; l < w->n_layers; l++)
    {
      const nn_network_layer *layer = &network->layer[l];
      nn_workspace_layer *a = &w->layer[l];

      a->x = x;
      a->y = x = carve (c, rows, layer->n_out);
      a->z = needs_z (network, w, l) ? carve (c, rows, layer->n_out) : a->y;
      a->choice = makes_choices (layer) ? carve_bytes (c, rows, layer->n_out) : NULL;
      widest = layer->n_out > widest ? layer->n_out : widest;
    }
  if (network->layer[0].row.id == NN_LAYER_DENSE)
    place_sparse_input (w, network->layer[0].n_in, c);
  w->conv_work = carve (c, most_conv_work (network), 1);
  w->delta[0] = carve (c, rows, widest);
  w->delta[1] = carve (c, rows, widest);
  w->gradient = carve (c, network->n_parameters, 1);
  w->labels = carve_bytes (c, rows, sizeof (float));
}

static nn_status
make_passes (nn_workspace *w, const nn_network *network)
{
  nn_status status = NN_OK;

  for (int l = 0; l < w->n_layers && status == NN_OK; l++)
    if (network->layer[l].conv != NULL)
      w->layer[l].conv = nn_conv_pass_new (network->layer[l].conv, w->conv_work, &status);
  return status;
}

nn_workspace *
nn_workspace_new (const nn_network *network, size_t max_rows, bool keeps_z, nn_status *status)
{
  nn_workspace *workspace,
      plan = { .n_layers = network->model.n_layers, .max_rows = max_rows, .keeps_z = keeps_z };
  carver c = { 0 };

  *status = NN_ERROR_ARGUMENT;
  if (max_rows < 1 || max_rows > PTRDIFF_MAX - NN_CHUNK_ROWS)
    return NULL;
  place_workspace (&plan, network, &c);
  *status = NN_ERROR_SHAPE;
  if (c.overflow || c.used > (PTRDIFF_MAX - NN_ALIGNMENT) / sizeof (float))
    return NULL;

  *status = NN_ERROR_MEMORY;
  workspace = malloc (sizeof *workspace);
  if (workspace == NULL)
    return NULL;
  *workspace = plan;
  workspace->memory = c.memory = nn_floats_new (c.used);
  if (workspace->memory != NULL)
    {
      c.used = 0;
      place_workspace (workspace, network, &c);
      *status = make_passes (workspace, network);
    }
  if (*status != NN_OK)
    {
      nn_workspace_free (workspace);
      return NULL;
    }
  return workspace;
}

void
nn_workspace_free (nn_workspace *workspace)
{
  if (workspace == NULL)
    return;
  for (int l = 0; l < workspace->n_layers; l++)
    nn_conv_pass_free (workspace->layer[l].conv);
  free (workspace->memory);
  free (workspace);
}

float *
nn_workspace_input (nn_workspace *workspace)
{
  return workspace->layer[0].x;
}

uint8_t *
nn_workspace_labels (nn_workspace *workspace)
{
  return workspace->labels;
}

const float *
nn_workspace_logits (const nn_workspace *workspace)
{
  return workspace->layer[workspace->n_layers - 1].y;
}

const float *
nn_workspace_gradient (const nn_workspace *workspace)
{
  return workspace->gradient;
}

const float *
nn_workspace_activations (const nn_workspace *workspace, int layer)
{
  assert (layer >= 0 && layer < workspace->n_layers);
  return workspace->layer[layer].y;
}

const float *
nn_workspace_pre_activations (const nn_workspace *workspace, int layer)
{
  assert (layer >= 0 && layer < workspace->n_layers && workspace->keeps_z);
  return workspace->layer[layer].z;
}
