/* nn-network-pass.c - forward and backward; see nn-network.h
 *
 * Per layer, forward:   z = a W^T + b        backward:   dW = dz^T a       (fan_out x fan_in)
 *                       a' = f (z)                       db = column sums of dz
 *                                                        da = dz W, and dz below = da * f'
 *
 * The products are oneDNN's single-threaded sgemm; everything else is a plain loop. The input of
 * the first layer gets no gradient, as nothing would use it.
 */

#include "nn-network-private.h"

#include <assert.h>
#include <omp.h>
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

NN_CLONES static void
sum_columns (size_t rows, size_t width, const float *restrict dz, float *restrict db)
{
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i++)
      db[i] += dz[r * width + i];
}

/* a_{l+1} = f (a_l W^T + b), a few rows at a time while they are in the first cache. */
static nn_status
forward_layer (const nn_network *network, nn_workspace *w, size_t rows, int l)
{
  int fan_in = network->model.width[l], fan_out = network->model.width[l + 1];
  bool hidden = l + 1 < network->n_layers;
  const float *bias = network->parameters + network->bias[l];
  size_t block = fan_out < BLOCK_FLOATS ? BLOCK_FLOATS / fan_out : 1;
  nn_status status = multiply ("NT", rows, fan_out, fan_in, w->a[l],
                               network->parameters + network->weight[l], 0, w->z[l + 1]);

  for (size_t r = 0; r < rows && status == NN_OK; r += block)
    {
      size_t n = rows - r < block ? rows - r : block;
      float *z = w->z[l + 1] + r * fan_out;

      add_bias (n, fan_out, bias, z);
      if (hidden)
        nn_activation_forward (network->f, n * fan_out, z, w->a[l + 1] + r * fan_out);
    }
  return status;
}

/* dz is that of layer l's output; da becomes the dz of the layer below. */
static nn_status
backward_layer (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                const float *dz, float *da)
{
  int fan_in = network->model.width[l], fan_out = network->model.width[l + 1];
  nn_status status = multiply ("TN", fan_out, fan_in, rows, dz, w->a[l], add,
                               w->gradient + network->weight[l]);
  float *db = w->gradient + network->bias[l];

  if (!add)
    memset (db, 0, fan_out * sizeof *db);
  sum_columns (rows, fan_out, dz, db);
  if (l == 0 || status != NN_OK)
    return status;

  status = multiply ("NN", rows, fan_in, fan_out, dz, network->parameters + network->weight[l],
                     0, da);
  nn_activation_backward (network->f, rows * fan_in, w->z[l], w->a[l], da, da);
  return status;
}

nn_status
nn_network_forward (const nn_network *network, nn_workspace *workspace, size_t rows)
{
  nn_status status = NN_OK;

  assert (rows >= 1 && rows <= workspace->max_rows);
  /* The sums of a product must not depend on how many threads the caller's OpenMP would start. */
  omp_set_num_threads (1);
  for (int l = 0; l < network->n_layers && status == NN_OK; l++)
    status = forward_layer (network, workspace, rows, l);
  return status;
}

nn_loss
nn_network_loss (const nn_network *network, nn_workspace *workspace, size_t rows)
{
  return nn_loss_softmax_cross_entropy (rows, network->model.width[network->n_layers],
                                        nn_workspace_logits (workspace), workspace->labels, 1,
                                        NULL);
}

static nn_status
backward (const nn_network *network, nn_workspace *w, size_t rows, float scale, bool add,
          nn_loss *loss)
{
  nn_status status = NN_OK;
  float *dz = w->delta[0], *da = w->delta[1];

  assert (rows >= 1 && rows <= w->max_rows);
  omp_set_num_threads (1);
  *loss = nn_loss_softmax_cross_entropy (rows, network->model.width[network->n_layers],
                                         nn_workspace_logits (w), w->labels, scale, dz);
  for (int l = network->n_layers - 1; l >= 0 && status == NN_OK; l--)
    {
      float *done = dz;

      status = backward_layer (network, w, rows, l, add, dz, da);
      dz = da;
      da = done;
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
