/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-pool.c - maximum over windows that do not overlap; see nn-network-private.h
 *
 * forward:   y = max of the window         backward:   dx = dy at the place of the maximum, else 0
 *
 * Of equal values the first one counts, row by row. NaN is greater than anything. What is left over
 * at the right and lower edge belongs to no window.
 */

#include "nn-network-private.h"

#include <string.h>

#include "nn-clones.h"

/* The window below, which the next row wants: the processor itself looks no further than a row. */
static inline __attribute__ ((always_inline)) void
fetch_below (size_t channels, size_t line, const int side, const float *window)
{
  for (int i = 0; i < side; i++)
    for (size_t k = 0; k < side * channels; k += NN_ALIGNED_FLOATS)
      __builtin_prefetch (window + (side + i) * line + k);
}

/* Windows beside each other. line: floats of a row of the images; side is a constant where this is
 * called, so that the loop over a window's places is none.                                      */
static inline __attribute__ ((always_inline)) void
pool_windows (size_t n, size_t channels, size_t line, const int side, const float *restrict x,
              float *restrict y, uint8_t *restrict choice)
{
  for (size_t window = 0; window < n; window++)
    {
      fetch_below (channels, line, side, x);
      for (size_t c = 0; c < channels; c++)
        {
          float greatest = x[c];
          int chosen = 0;

          for (int place = 1; place < side * side; place++)
            {
              float v = x[place / side * line + place % side * channels + c];
              bool greater = v > greatest || v != v;

              greatest = greater ? v : greatest;
              chosen = greater ? place : chosen;
            }
          y[c] = greatest;
          choice[c] = (uint8_t) chosen;
        }
      x += side * channels;
      y += channels;
      choice += channels;
    }
}

static inline __attribute__ ((always_inline)) void
unpool_windows (size_t n, size_t channels, size_t line, const int side, const float *restrict dy,
                const uint8_t *restrict choice, float *restrict dx)
{
  for (size_t window = 0; window < n; window++)
    {
      fetch_below (channels, line, side, dx);
      for (int place = 0; place < side * side; place++)
        {
          float *restrict at = dx + place / side * line + place % side * channels;

          for (size_t c = 0; c < channels; c++)
            at[c] = choice[c] == place ? dy[c] : 0.0f;
        }
      dx += side * channels;
      dy += channels;
      choice += channels;
    }
}

NN_CLONES static void
pool_row (size_t n, size_t channels, size_t line, int side, const float *x, float *y,
          uint8_t *choice)
{
  if (side == 2)
    pool_windows (n, channels, line, 2, x, y, choice);
  else
    pool_windows (n, channels, line, side, x, y, choice);
}

NN_CLONES static void
unpool_row (size_t n, size_t channels, size_t line, int side, const float *dy,
            const uint8_t *choice, float *dx)
{
  if (side == 2)
    unpool_windows (n, channels, line, 2, dy, choice, dx);
  else
    unpool_windows (n, channels, line, side, dy, choice, dx);
}

/* Row i of the results of all images: where it is, and where its first window is. */
typedef struct {
  size_t results, windows;
} place;

static place
place_of (const nn_network_layer *layer, size_t i)
{
  size_t height = layer->out.height, line = (size_t) layer->in.width * layer->in.channels;

  return (place){ i * layer->out.width * layer->out.channels,
                  i / height * layer->n_in + i % height * layer->row.kernel * line };
}

nn_status
nn_pool_forward (const nn_network *network, nn_workspace *w, size_t rows, int l,
                 const nn_dropout_key *key)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_workspace_layer *a = &w->layer[l];

  for (size_t i = 0; i < rows * layer->out.height; i++)
    {
      place p = place_of (layer, i);

      pool_row (layer->out.width, layer->in.channels, (size_t) layer->in.width * layer->in.channels,
                layer->row.kernel, a->x + p.windows, a->y + p.results, a->choice + p.results);
    }
  return NN_OK;
}

nn_status
nn_pool_backward (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                  float *dy, float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  int side = layer->row.kernel;
  bool leaves_rest = layer->in.height % side != 0 || layer->in.width % side != 0;

  if (dx == NULL)
    return NN_OK;
  if (leaves_rest)
    memset (dx, 0, rows * layer->n_in * sizeof *dx);
  for (size_t i = 0; i < rows * layer->out.height; i++)
    {
      place p = place_of (layer, i);

      unpool_row (layer->out.width, layer->in.channels,
                  (size_t) layer->in.width * layer->in.channels, side, dy + p.results,
                  w->layer[l].choice + p.results, dx + p.windows);
    }
  return NN_OK;
}
