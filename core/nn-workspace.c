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
  if (max_rows < 1 || c.overflow || c.used > (PTRDIFF_MAX - NN_ALIGNMENT) / sizeof (float))
    return NULL;

  *status = NN_ERROR_MEMORY;
  plan.memory = nn_floats_new (c.used);
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
