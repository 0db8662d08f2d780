/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-dense.c - the dense layer; see nn-network-private.h
 *
 * forward:   z = x W + b, y = f (z)      backward:   dz = dy f' (z)
 *                                                    dW = x^T dz (fan_in x fan_out)
 *                                                    db = column sums of dz
 *                                                    dx = dz W^T
 *
 * The products are oneDNN's single-threaded sgemm; everything else is a plain loop. Weights stand
 * fan_in x fan_out, for which sgemm is fastest in the forward product of a wide layer. Where most of
 * the input of the network is 0, the first layer's products leave that out (nn-sparse.h).
 */

#include "nn-network-private.h"

#include <string.h>
#include <oneapi/dnnl/dnnl.h>

#include "nn-clones.h"

enum { BLOCK_FLOATS = 4096 }; /* bias and activation run while so many are in the cache */

/* c (m x n) = op (a) op (b) + keep c, k being the length of the sums; op transposes where t says
 * so; keep is 0 or 1.                                                                           */
static nn_status
multiply (const char *t, int m, int n, int k, const float *a, const float *b, float keep, float *c)
{
  int lda = t[0] == 'T' ? m : k, ldb = t[1] == 'T' ? k : n;

  return dnnl_sgemm (t[0], t[1], m, n, k, 1, a, lda, b, ldb, keep, c, n) == dnnl_success
             ? NN_OK
             : NN_ERROR_BACKEND;
}

NN_CLONES static void
add_bias (size_t rows, size_t width, const float *restrict bias, float *restrict z)
{
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i++)
      z[r * width + i] += bias[i];
}

static nn_status
multiply_input (const nn_network *network, nn_workspace *w, size_t rows, int l)
{
  const nn_network_layer *layer = &network->layer[l];
  const float *weight = network->parameters + layer->weight;
  nn_workspace_layer *a = &w->layer[l];

  if (l == 0)
    w->input_is_sparse = nn_sparse_read (&w->input, rows, layer->n_in, a->x);
  if (l > 0 || !w->input_is_sparse)
    return multiply ("NN", rows, layer->n_out, layer->n_in, a->x, weight, 0, a->z);
  nn_sparse_multiply (&w->input, layer->n_out, weight, false, a->z);
  return NN_OK;
}

static nn_status
multiply_input_back (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                     const float *dz)
{
  const nn_network_layer *layer = &network->layer[l];
  float *dweight = w->gradient + layer->weight;

  if (l > 0 || !w->input_is_sparse)
    return multiply ("TN", layer->n_in, layer->n_out, rows, w->layer[l].x, dz, add, dweight);
  nn_sparse_transpose (&w->input, &w->input_columns);
  nn_sparse_multiply (&w->input_columns, layer->n_out, dz, add, dweight);
  return NN_OK;
}

nn_status
nn_dense_forward (const nn_network *network, nn_workspace *w, size_t rows, int l,
                  const nn_dropout_key *key)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_workspace_layer *a = &w->layer[l];
  size_t fan_out = layer->n_out, block = fan_out < BLOCK_FLOATS ? BLOCK_FLOATS / fan_out : 1;
  nn_status status = multiply_input (network, w, rows, l);

  for (size_t r = 0; r < rows && status == NN_OK; r += block)
    {
      size_t n = rows - r < block ? rows - r : block;

      add_bias (n, fan_out, network->parameters + layer->bias, a->z + r * fan_out);
      nn_activate (network, w, l, r, n);
    }
  return status;
}

nn_status
nn_dense_backward (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                   float *dy, float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  int fan_in = layer->n_in, fan_out = layer->n_out;
  float *dz = dy, *db = w->gradient + layer->bias;
  nn_status status;

  nn_activate_backward (network, w, l, 0, rows, dz);
  status = multiply_input_back (network, w, rows, l, add, dz);
  if (!add)
    memset (db, 0, fan_out * sizeof *db);
  for (size_t r = 0; r < rows; r++)
    nn_floats_add (fan_out, dz + r * fan_out, db);
  if (dx == NULL || status != NN_OK)
    return status;
  return multiply ("NT", rows, fan_in, fan_out, dz, network->parameters + layer->weight, 0, dx);
}
