/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-network-pass.c - runs the layers forward and back; see nn-network.h
 *
 * The gradient of a layer's output lies in one of two buffers and that of its input goes into the
 * other. Below the lowest layer with weights nothing needs a gradient, and none is computed.
 */

#include "nn-network-private.h"

#include <assert.h>
#include <omp.h>

static const struct {
  nn_layer_forward forward;
  nn_layer_backward backward;
} kinds[] = {
  [NN_LAYER_DENSE] = { nn_dense_forward, nn_dense_backward },
  [NN_LAYER_CONV] = { nn_conv_forward, nn_conv_backward },
  [NN_LAYER_POOL] = { nn_pool_forward, nn_pool_backward },
  [NN_LAYER_DROPOUT] = { nn_dropout_forward, nn_dropout_backward },
};

nn_status
nn_network_forward (const nn_network *network, nn_workspace *workspace, size_t rows,
                    const nn_dropout_key *key)
{
  nn_status status = NN_OK;

  assert (rows >= 1 && rows <= workspace->max_rows);
  /* The sums of a product must not depend on how many threads the caller's OpenMP would start. */
  omp_set_num_threads (1);
  workspace->drops = key != NULL;
  for (int l = 0; l < workspace->n_layers && status == NN_OK; l++)
    status = kinds[network->layer[l].row.id].forward (network, workspace, rows, l, key);
  return status;
}

static size_t
n_classes (const nn_network *network)
{
  return network->layer[network->model.n_layers - 1].n_out;
}

nn_loss
nn_network_loss (const nn_network *network, nn_workspace *workspace, size_t rows)
{
  return nn_loss_softmax_cross_entropy (rows, n_classes (network), nn_workspace_logits (workspace),
                                        workspace->labels, 1, NULL);
}

/* The sums that the layer's activation has left, into the gradient. */
static void
store_f_gradient (const nn_network *network, nn_workspace *w, int l, bool add)
{
  float *gradient = w->gradient + network->layer[l].f_parameters;
  int n = nn_activation_get_info (network->f.id)->n_parameters;

  if (!network->learns_f || !network->layer[l].activated)
    return;
  for (int k = 0; k < n; k++)
    gradient[k] = (float) (w->layer[l].f_gradient[k] + (add ? gradient[k] : 0));
}

static nn_status
backward_layer (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add, float *dy,
                float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_status status;

  for (int k = 0; k < NN_MAX_PARAMETERS; k++)
    w->layer[l].f_gradient[k] = 0;
  status = kinds[layer->row.id].backward (network, w, rows, l, add, dy,
                                          layer->passes_gradient ? dx : NULL);
  store_f_gradient (network, w, l, add);
  return status;
}

static nn_status
backward (const nn_network *network, nn_workspace *w, size_t rows, float scale, bool add,
          nn_loss *loss)
{
  nn_status status = NN_OK;
  float *dy = w->delta[0], *dx = w->delta[1];

  assert (rows >= 1 && rows <= w->max_rows);
  omp_set_num_threads (1);
  *loss = nn_loss_softmax_cross_entropy (rows, n_classes (network), nn_workspace_logits (w),
                                         w->labels, scale, dy);
  for (int l = w->n_layers - 1; l >= 0 && status == NN_OK; l--)
    {
      float *done = dy;

      status = backward_layer (network, w, rows, l, add, dy, dx);
      if (!network->layer[l].passes_gradient)
        break;
      dy = dx;
      dx = done;
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
