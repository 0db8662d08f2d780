/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activate.c - the activation of a layer, forward and back
 *
 * Called by the kinds of layers that have one, as soon as rows of their pre-activations are there.
 */

#include "nn-network-private.h"

void
nn_activate (const nn_network *network, nn_workspace *w, int l, size_t first, size_t rows)
{
  const nn_network_layer *layer = &network->layer[l];
  size_t at = first * layer->n_out;

  if (layer->activated)
    nn_activation_forward (nn_network_layer_activation (network, l), rows * layer->n_out,
                           w->layer[l].z + at, w->layer[l].y + at);
}

void
nn_activate_backward (const nn_network *network, nn_workspace *w, int l, size_t first, size_t rows,
                      float *dy)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_workspace_layer *a = &w->layer[l];
  size_t at = first * layer->n_out, n = rows * layer->n_out;

  if (!layer->activated)
    return;

  nn_activation f = nn_network_layer_activation (network, l);
  if (network->learns_f)
    nn_activation_backward_parameters (f, n, a->z + at, dy + at, a->f_gradient);
  nn_activation_backward (f, n, a->z + at, a->y + at, dy + at, dy + at);
}
