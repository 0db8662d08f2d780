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

/* One place of the window over all channels; first: nothing has been seen yet. */
NN_CLONES static void
keep_greater (size_t channels, int place, const float *restrict x, float *restrict y,
              uint8_t *restrict choice)
{
  for (size_t c = 0; c < channels; c++)
    {
      bool greater = x[c] > y[c] || x[c] != x[c];

      y[c] = greater ? x[c] : y[c];
      choice[c] = greater ? (uint8_t) place : choice[c];
    }
}

NN_CLONES static void
hand_back (size_t channels, int place, const float *restrict dy, const uint8_t *restrict choice,
           float *restrict dx)
{
  for (size_t c = 0; c < channels; c++)
    dx[c] = choice[c] == place ? dy[c] : 0.0f;
}

static void
pool_window (const nn_network_layer *layer, const float *x, float *y, uint8_t *choice)
{
  size_t channels = layer->in.channels, line = layer->in.width * channels;
  int side = layer->row.kernel;

  memcpy (y, x, channels * sizeof *y);
  memset (choice, 0, channels);
  for (int place = 1; place < side * side; place++)
    keep_greater (channels, place, x + place / side * line + place % side * channels, y, choice);
}

static void
unpool_window (const nn_network_layer *layer, const float *dy, const uint8_t *choice, float *dx)
{
  size_t channels = layer->in.channels, line = layer->in.width * channels;
  int side = layer->row.kernel;

  for (int place = 0; place < side * side; place++)
    hand_back (channels, place, dy, choice, dx + place / side * line + place % side * channels);
}

/* Where the window of output o of an image begins. */
static size_t
window_of (const nn_network_layer *layer, int o)
{
  int side = layer->row.kernel, i = o / layer->out.width, j = o % layer->out.width;

  return ((size_t) i * side * layer->in.width + (size_t) j * side) * layer->in.channels;
}

nn_status
nn_pool_forward (const nn_network *network, nn_workspace *w, size_t rows, int l,
                 const nn_dropout_key *key)
{
  const nn_network_layer *layer = &network->layer[l];
  nn_workspace_layer *a = &w->layer[l];
  int n_windows = layer->out.height * layer->out.width;

  for (size_t r = 0; r < rows; r++)
    for (int o = 0; o < n_windows; o++)
      {
        size_t at = r * layer->n_out + (size_t) o * layer->out.channels;

        pool_window (layer, a->x + r * layer->n_in + window_of (layer, o), a->y + at,
                     a->choice + at);
      }
  return NN_OK;
}

nn_status
nn_pool_backward (const nn_network *network, nn_workspace *w, size_t rows, int l, bool add,
                  float *dy, float *dx)
{
  const nn_network_layer *layer = &network->layer[l];
  int n_windows = layer->out.height * layer->out.width, side = layer->row.kernel;
  bool leaves_rest = layer->in.height % side != 0 || layer->in.width % side != 0;

  if (dx == NULL)
    return NN_OK;
  if (leaves_rest)
    memset (dx, 0, rows * layer->n_in * sizeof *dx);
  for (size_t r = 0; r < rows; r++)
    for (int o = 0; o < n_windows; o++)
      {
        size_t at = r * layer->n_out + (size_t) o * layer->out.channels;

        unpool_window (layer, dy + at, w->layer[l].choice + at,
                       dx + r * layer->n_in + window_of (layer, o));
      }
  return NN_OK;
}
