/* nn-conv.c - the convolution layer, chunk by chunk; see nn-network-private.h
 *
 * forward:   z = conv (x, W) + b, y = f (z)      backward:   dz = dy f' (z)
 *                                                            dW += corr (x, dz), db += sum dz
 *                                                            dx = conv (dz, W turned round)
 *
 * A chunk is always whole: the images that a batch lacks are zeros, and so are their gradients.
 */

#include "nn-network-private.h"

#include <string.h>

/* Zeros in the rows behind the last one, as far as its chunk reaches. */
static void
clear_rest (float *values, size_t rows, size_t width)
{
  size_t rest = (NN_CHUNK_ROWS - rows % NN_CHUNK_ROWS) % NN_CHUNK_ROWS;

  memset (values + rows * width, 0, rest * width * sizeof *values);
}

nn_status
nn_conv_forward (const nn_network *network, nn_workspace *w, size_t rows, int l,
                 const nn_dropout_key *key)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_workspace_layer *a = &w->layer[l];
  nn_status status = nn_conv_pass_load (a->conv, network->parameters + layer->weight,
                                        network->parameters + layer->bias);

  clear_rest (a->x, rows, layer->n_in);
  for (size_t r = 0; r < rows && status == NN_OK; r += NN_CHUNK_ROWS)
    {
      status = nn_conv_pass_forward (a->conv, a->x + r * layer->n_in, a->z + r * layer->n_out);
      nn_activate (network, w, l, r, NN_CHUNK_ROWS);
    }
  return status;
}

nn_status
nn_conv_backward (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                  float *dy, float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_workspace_layer *a = &w->layer[l];
  nn_status status = nn_conv_pass_begin_backward (a->conv, network->parameters + layer->weight);

  clear_rest (dy, rows, layer->n_out);
  for (size_t r = 0; r < rows && status == NN_OK; r += NN_CHUNK_ROWS)
    {
      nn_activate_backward (network, w, l, r, NN_CHUNK_ROWS, dy);
      status = nn_conv_pass_backward (a->conv, a->x + r * layer->n_in, dy + r * layer->n_out,
                                      dx != NULL ? dx + r * layer->n_in : NULL);
    }
  return status != NN_OK ? status
                         : nn_conv_pass_end_backward (a->conv, add, w->gradient + layer->weight,
                                                      w->gradient + layer->bias);
}
