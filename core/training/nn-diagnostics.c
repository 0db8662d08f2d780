/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-diagnostics.c - see the header
 *
 * The images go through in shards, forward and backward; what a shard shows of a unit is added to
 * what is known of it. f' is looked up for a unit only until it has been seen to be alive, which is
 * at once for nearly all.
 */

#include "nn-diagnostics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-statistics.h"

static const double SATURATED = 0.01;

enum { SHARD_ROWS = 64 };

/* The states a unit can be in, by the greatest |f'| that it was seen with. */
typedef enum { DEAD, SATURATED_UNIT, ALIVE } unit_state;

typedef struct {
  int layer;
  size_t n_units, n_places; /* places of an image that share a unit; units lie side by side */
  double *sum;              /* of activations, a unit each                                  */
  uint8_t *state, *was_dead;
} probe_layer;

/* clang-format off */
struct nn_diagnostics {
  nn_dataset probe;
  nn_workspace *workspace;
  probe_layer layer[NN_MAX_LAYERS];
  int n_layers;
  double *mean;    /* of every unit of the network, in order of size */
  size_t n_units;  /* of the network                                 */
  float *noted;
  size_t n_parameters;
  bool has_noted, has_measured;
};
/* clang-format on */

static bool
layer_init (probe_layer *p, const nn_model *model, int l)
{
  nn_shape shape = nn_model_shape (model, l);

  p->layer = l;
  p->n_units = shape.channels;
  p->n_places = (size_t) shape.height * shape.width;
  p->sum = calloc (p->n_units, sizeof *p->sum);
  p->state = calloc (p->n_units, 1);
  p->was_dead = calloc (p->n_units, 1);
  return p->sum != NULL && p->state != NULL && p->was_dead != NULL;
}

static bool
init (nn_diagnostics *d, const nn_network *network, const nn_dataset *probe, nn_status *status)
{
  const nn_model *model = nn_network_get_model (network);

  d->probe = *probe;
  d->n_parameters = nn_network_n_parameters (network);
  d->noted = calloc (d->n_parameters, sizeof *d->noted);
  *status = NN_ERROR_MEMORY;
  if (d->noted == NULL)
    return false;
  for (int l = 0; l < model->n_layers; l++)
    if (nn_model_is_activated (model, l) && !layer_init (&d->layer[d->n_layers++], model, l))
      return false;
  for (int i = 0; i < d->n_layers; i++)
    d->n_units += d->layer[i].n_units;
  d->mean = calloc (d->n_units > 0 ? d->n_units : 1, sizeof *d->mean);
  if (d->mean == NULL)
    return false;
  d->workspace = nn_workspace_new (network, SHARD_ROWS, true, status);
  return d->workspace != NULL;
}

nn_diagnostics *
nn_diagnostics_new (const nn_network *network, const nn_dataset *probe, nn_status *status)
{
  nn_diagnostics *d;

  *status = NN_ERROR_SHAPE;
  if (probe->n_images < 1 || !nn_shape_equal (probe->shape, nn_network_get_model (network)->input)
      || nn_model_check (nn_network_get_model (network), probe->n_classes, NULL) != NN_MODEL_OK)
    return NULL;
  d = calloc (1, sizeof *d);
  *status = NN_ERROR_MEMORY;
  if (d == NULL)
    return NULL;
  if (init (d, network, probe, status))
    return d;
  nn_diagnostics_free (d);
  return NULL;
}

void
nn_diagnostics_free (nn_diagnostics *diagnostics)
{
  if (diagnostics == NULL)
    return;
  for (int i = 0; i < diagnostics->n_layers; i++)
    {
      free (diagnostics->layer[i].sum);
      free (diagnostics->layer[i].state);
      free (diagnostics->layer[i].was_dead);
    }
  nn_workspace_free (diagnostics->workspace);
  free (diagnostics->mean);
  free (diagnostics->noted);
  free (diagnostics);
}

void
nn_diagnostics_note (nn_diagnostics *diagnostics, const nn_network *network)
{
  assert (nn_network_n_parameters (network) == diagnostics->n_parameters);
  memcpy (diagnostics->noted, nn_network_peek_parameters (network),
          diagnostics->n_parameters * sizeof (float));
  diagnostics->has_noted = true;
}

void
nn_diagnostics_reset (nn_diagnostics *diagnostics)
{
  diagnostics->has_noted = diagnostics->has_measured = false;
}

int
nn_diagnostics_n_layers (const nn_diagnostics *diagnostics)
{
  return diagnostics->n_layers;
}

size_t
nn_diagnostics_n_images (const nn_diagnostics *diagnostics)
{
  return diagnostics->probe.n_images;
}

static unit_state
state_at (nn_activation f, float z)
{
  double slope = fabs (nn_activation_eval (f, 1, z));

  return slope == 0 ? DEAD : slope < SATURATED ? SATURATED_UNIT : ALIVE;
}

static void
count_bin (uint32_t *histogram, float z)
{
  double place = (z + NN_HISTOGRAM_END) * (NN_HISTOGRAM_BINS / (2 * NN_HISTOGRAM_END));
  double bin = fmin (fmax (place, 0), NN_HISTOGRAM_BINS - 1);

  if (!isnan (z))
    histogram[(int) bin]++;
}

static void
look_at (probe_layer *p, nn_activation f, size_t rows, const float *z, const float *y,
         uint32_t *histogram)
{
  for (size_t i = 0; i < rows * p->n_places; i++, z += p->n_units, y += p->n_units)
    for (size_t u = 0; u < p->n_units; u++)
      {
        p->sum[u] += y[u];
        count_bin (histogram, z[u]);
        if (p->state[u] != ALIVE)
          {
            unit_state state = state_at (f, z[u]);

            p->state[u] = state > p->state[u] ? state : p->state[u];
          }
      }
}

static nn_status
run_shard (nn_diagnostics *d, const nn_network *network, size_t first, size_t rows,
           nn_layer_diagnostics *out)
{
  nn_dataset slice = nn_dataset_slice (&d->probe, first, rows);
  nn_workspace *w = d->workspace;
  nn_status status;
  nn_loss loss;

  nn_dataset_gather (&slice, rows, NULL, nn_network_is_pixelwise (network), nn_workspace_input (w),
                     nn_workspace_labels (w));
  status = nn_network_forward (network, w, rows, NULL);
  for (int i = 0; i < d->n_layers && status == NN_OK; i++)
    look_at (&d->layer[i], nn_network_layer_activation (network, d->layer[i].layer), rows,
             nn_workspace_pre_activations (w, d->layer[i].layer),
             nn_workspace_activations (w, d->layer[i].layer), out[i].histogram);
  if (status == NN_OK)
    status = (first > 0 ? nn_network_backward_add : nn_network_backward) (
        network, w, rows, 1 / (float) d->probe.n_images, &loss);
  return status;
}

/* Turns the sums into means and sorts them on the way. */
static void
sum_up_units (const nn_diagnostics *d, probe_layer *p, nn_layer_diagnostics *out)
{
  size_t n = p->n_units;

  for (size_t u = 0; u < n; u++)
    {
      bool dead = p->state[u] == DEAD;

      p->sum[u] /= (double) d->probe.n_images * p->n_places;
      out->mean += p->sum[u] / n;
      out->n_dead += dead;
      out->n_saturated += p->state[u] == SATURATED_UNIT;
      out->n_born += d->has_measured && dead && !p->was_dead[u];
      out->n_revived += d->has_measured && !dead && p->was_dead[u];
      p->was_dead[u] = dead;
    }
  nn_sort (n, p->sum);
  out->median = nn_sorted_median (n, p->sum);
}

/* The units of all layers, once each layer has been summed up. */
static void
gather_means (nn_diagnostics *d)
{
  double *next = d->mean;

  for (int i = 0; i < d->n_layers; next += d->layer[i++].n_units)
    memcpy (next, d->layer[i].sum, d->layer[i].n_units * sizeof *next);
  nn_sort (d->n_units, d->mean);
}

double
nn_diagnostics_median (const nn_diagnostics *diagnostics)
{
  return diagnostics->has_measured ? nn_sorted_median (diagnostics->n_units, diagnostics->mean)
                                   : NAN;
}

/* |a - b|; b may be NULL. */
static double
norm_of_difference (size_t n, const float *a, const float *b)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    {
      double x = b != NULL ? (double) a[i] - b[i] : a[i];

      sum += x * x;
    }
  return sqrt (sum);
}

static void
sum_up_weights (const nn_diagnostics *d, const nn_network *network, nn_layer_diagnostics *out)
{
  size_t first = nn_network_weight_offset (network, out->layer);
  size_t n = nn_network_bias_offset (network, out->layer) - first
             + nn_network_get_model (network)->layer[out->layer].units;
  const float *weights = nn_network_peek_parameters (network) + first;

  out->gradient_norm = norm_of_difference (n, nn_workspace_gradient (d->workspace) + first, NULL);
  out->weight_norm = norm_of_difference (n, weights, NULL);
  out->update_ratio = d->has_noted ? norm_of_difference (n, weights, d->noted + first)
                                         / norm_of_difference (n, d->noted + first, NULL)
                                   : NAN;
}

nn_status
nn_diagnostics_measure (nn_diagnostics *diagnostics, const nn_network *network,
                        nn_layer_diagnostics *out)
{
  nn_diagnostics *d = diagnostics;
  nn_status status = NN_OK;

  for (int i = 0; i < d->n_layers; i++)
    {
      probe_layer *p = &d->layer[i];
      nn_activation f = nn_network_layer_activation (network, p->layer);

      out[i] = (nn_layer_diagnostics){ .layer = p->layer, .n_units = p->n_units };
      memcpy (out[i].parameter, f.parameter, sizeof f.parameter);
      memset (p->sum, 0, p->n_units * sizeof *p->sum);
      memset (p->state, DEAD, p->n_units);
    }
  for (size_t first = 0; first < d->probe.n_images && status == NN_OK; first += SHARD_ROWS)
    {
      size_t left = d->probe.n_images - first;

      status = run_shard (d, network, first, left < SHARD_ROWS ? left : SHARD_ROWS, out);
    }
  for (int i = 0; i < d->n_layers && status == NN_OK; i++)
    {
      sum_up_units (d, &d->layer[i], &out[i]);
      sum_up_weights (d, network, &out[i]);
    }
  if (status == NN_OK)
    gather_means (d);
  d->has_measured = status == NN_OK;
  return status;
}
