/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-dropout.c - dropout; see nn-network-private.h
 *
 * forward:   y = x / (1 - p) with probability 1 - p, else 0     backward:   dx likewise of dy
 *
 * Srivastava et al. 2014, scaled while training. Which values go follows from (seed, step, layer)
 * and the place in the batch alone, so all contestants lose the same. p is rounded to a multiple of
 * 2^-16, which a 16-bit random number can hit.
 */

#include "nn-network-private.h"

#include <math.h>
#include <string.h>

#include "nn-clones.h"
#include "nn-rng.h"

enum { GROUP = 2 * NN_RNG_GROUP }; /* 16-bit numbers of a group of the generator's              */

static unsigned
threshold_of (const nn_network *network, const nn_network_layer *layer)
{
  return (unsigned) lround (layer->row.rate * network->dropout_factor * 65536);
}

NN_CLONES static void
drop (size_t n, const uint16_t *restrict random, unsigned threshold, float scale,
      const float *restrict x, float *restrict y, uint8_t *restrict kept)
{
  for (size_t i = 0; i < n; i++)
    {
      bool keep = random[i] >= threshold;

      kept[i] = keep;
      y[i] = keep ? x[i] * scale : 0.0f;
    }
}

NN_CLONES static void
mask (size_t n, const uint8_t *restrict kept, float scale, const float *restrict dy,
      float *restrict dx)
{
  for (size_t i = 0; i < n; i++)
    dx[i] = kept[i] ? dy[i] * scale : 0.0f;
}

static void
drop_row (const nn_rng *rng, size_t row, size_t n, unsigned threshold, const float *x, float *y,
          uint8_t *kept)
{
  float scale = 1 / (1 - threshold / 65536.0f);
  size_t n_groups = (n + GROUP - 1) / GROUP;

  for (size_t g = 0; g < n_groups; g++)
    {
      size_t at = g * GROUP, left = n - at < GROUP ? n - at : GROUP;
      uint32_t words[NN_RNG_GROUP];
      uint16_t random[GROUP];

      nn_rng_group (rng, (uint32_t) (row * n_groups + g), words);
      memcpy (random, words, sizeof random);
      drop (left, random, threshold, scale, x + at, y + at, kept + at);
    }
}

nn_status
nn_dropout_forward (const nn_network *network, nn_workspace *w, size_t rows, int l,
                    const nn_dropout_key *key)
{
  size_t n = network->layer[l].n_out;
  nn_workspace_layer *a = &w->layer[l];
  unsigned threshold = threshold_of (network, &network->layer[l]);
  nn_rng rng;

  if (key == NULL)
    {
      memcpy (a->y, a->x, rows * n * sizeof *a->y);
      return NN_OK;
    }
  rng = nn_rng_stream (key->seed, NN_RNG_DROPOUT, key->step, l);
  for (size_t r = 0; r < rows; r++)
    drop_row (&rng, key->first_row + r, n, threshold, a->x + r * n, a->y + r * n,
              a->choice + r * n);
  return NN_OK;
}

nn_status
nn_dropout_backward (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                     float *dy, float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  float scale = 1 / (1 - threshold_of (network, layer) / 65536.0f);

  if (dx == NULL)
    return NN_OK;
  if (w->drops)
    mask (rows * layer->n_out, w->layer[l].choice, scale, dy, dx);
  else
    memcpy (dx, dy, rows * layer->n_out * sizeof *dx);
  return NN_OK;
}
