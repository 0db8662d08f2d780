/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv.c - the convolution layer, chunk by chunk; see nn-network-private.h
 *
 * forward:   z = conv (x, W) + b, y = f (z)      backward:   dz = dy f' (z)
 *                                                            dW += corr (x, dz), db += sum dz
 *                                                            dx = conv (dz, W turned round)
 *
 * oneDNN's way works on whole chunks: the images that a batch lacks are zeros, and so are their
 * gradients.
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

static size_t
smaller (size_t a, size_t b)
{
  return a < b ? a : b;
}

/* The activation of a chunk: its rows of z and y, and of dy, which becomes dz. */
typedef struct {
  nn_activation f;
  const float *z;
  float *y, *dy;
  double *f_gradient; /* of what the activation learns, or NULL                            */
} activation;

static activation
activation_of (const nn_network *network, nn_workspace *w, size_t first, int l, float *dy)
{
  nn_workspace_layer *a = &w->layer[l];
  size_t at = first * network->layer[l].n_out;

  return (activation){
    .f = nn_network_layer_activation (network, l),
    .z = a->z + at,
    .y = a->y + at,
    .dy = dy != NULL ? dy + at : NULL,
    .f_gradient = network->learns_f ? a->f_gradient : NULL,
  };
}

static void
activate (void *context, size_t first, size_t n)
{
  const activation *a = context;

  nn_activation_forward (a->f, n, a->z + first, a->y + first);
}

static void
activate_backward (void *context, size_t first, size_t n)
{
  const activation *a = context;
  float *dy = a->dy + first;

  if (a->f_gradient != NULL)
    nn_activation_backward_parameters (a->f, n, a->z + first, dy, a->f_gradient);
  nn_activation_backward (a->f, n, a->z + first, a->y + first, dy, dy);
}

static nn_status
forward_chunk (const nn_network *network, nn_workspace *w, size_t first, size_t rows, int l)
{
  const nn_network_layer *layer = &network->layer[l];
  const nn_workspace_layer *a = &w->layer[l];
  activation next = activation_of (network, w, first, l, NULL);

  return nn_conv_pass_forward (a->conv, rows, a->x + first * layer->n_in,
                               a->z + first * layer->n_out,
                               &(nn_conv_step){ .run = activate, .context = &next });
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
    status = forward_chunk (network, w, r, smaller (rows - r, NN_CHUNK_ROWS), l);
  return status;
}

static nn_status
backward_chunk (const nn_network *network, nn_workspace *w, size_t first, size_t rows, int l,
                float *dy, float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  const nn_workspace_layer *a = &w->layer[l];
  activation last = activation_of (network, w, first, l, dy);
  nn_conv_step step = { .run = activate_backward, .context = &last, .reads = last.y };

  return nn_conv_pass_backward (a->conv, rows, a->x + first * layer->n_in, last.dy, &step,
                                dx != NULL ? dx + first * layer->n_in : NULL);
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
    status = backward_chunk (network, w, r, smaller (rows - r, NN_CHUNK_ROWS), l, dy, dx);
  return status != NN_OK ? status
                         : nn_conv_pass_end_backward (a->conv, add, w->gradient + layer->weight,
                                                      w->gradient + layer->bias);
}
