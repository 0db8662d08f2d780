/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-trainer-step.c - a step and an evaluation; see nn-trainer.h
 *
 * A batch is cut into shards of NN_SHARD_ROWS, and these are dealt to at most NN_MAX_LANES lanes:
 * lane i works on shards i, i + n_lanes, ... one after the other in a workspace of its own. A step
 * is two phases, each shared among the threads:
 *
 *   pass     forward and backward of each (contestant, lane), its gradients added up and checked
 *   update   by ranges of the parameters: add the lanes' gradients, then the optimiser; what an
 *            activation has learned is then put back into its range
 *
 * Every sum is in an order that depends on the batch alone, so the number of threads changes no
 * bit. A contestant is updated only if its whole gradient has passed the check.
 */

#include "nn-trainer-private.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "nn-clones.h"
#include "nn-floats.h"
#include "nn-rng.h"

enum { RANGE_FLOATS = 2048 }; /* of a range, the gradient and its parameters fit in the cache */

/* Tasks count through the contestants first: a thread then tends to meet the same contestant again
 * and finds its weights in its cache.                                                           */
static nn_contestant *
contestant_of (const nn_trainer *t, int task)
{
  return t->active[task % t->n_active];
}

static void
gather_shard (const nn_trainer *t, size_t first, size_t rows, nn_workspace *w)
{
  nn_dataset slice = t->index != NULL ? *t->data : nn_dataset_slice (t->data, first, rows);

  nn_dataset_gather (&slice, rows, t->index != NULL ? t->index + first : NULL,
                     nn_network_is_pixelwise (t->contestant[0].network), nn_workspace_input (w),
                     nn_workspace_labels (w));
}

/* The shard whose first row is the first-th of the batch, or of the set. */
static nn_status
pass_shard (const nn_trainer *t, const nn_network *network, nn_workspace *w, size_t first,
            size_t rows, bool more, nn_loss *loss)
{
  nn_dropout_key key = { t->config.seed, t->step, first };
  nn_status status = nn_network_forward (network, w, rows, t->index != NULL ? &key : NULL);

  if (status != NN_OK)
    return status;
  if (t->index == NULL)
    *loss = nn_network_loss (network, w, rows);
  else
    status = (more ? nn_network_backward_add : nn_network_backward) (network, w, rows,
                                                                     1 / (float) t->n_rows, loss);
  return status;
}

/* False also for NaN. */
NN_CLONES static bool
all_within (size_t n, const float *x, float limit)
{
  unsigned outside = 0;

  for (size_t i = 0; i < n; i++)
    outside |= !(fabsf (x[i]) <= limit);
  return !outside;
}

/* The lanes' gradients are checked while still in the cache, so each against its part of what their
 * sum may be.                                                                                   */
static bool
lane_is_finite (const nn_trainer *t, const nn_contestant *c, const nn_lane *lane)
{
  float limit = nn_optimizer_max_gradient (c->optimizer) / NN_MAX_LANES;

  return isfinite (lane->loss.loss)
         && (t->index == NULL
             || all_within (nn_network_n_parameters (c->network),
                            nn_workspace_gradient (lane->workspace), limit));
}

static void
pass_task (void *context, int task)
{
  const nn_trainer *t = context;
  nn_contestant *c = contestant_of (t, task);
  size_t start = (size_t) (task / t->n_active) * NN_SHARD_ROWS;
  nn_lane *lane = &c->lane[task / t->n_active];

  lane->loss = (nn_loss){ 0 };
  lane->status = NN_OK;
  for (size_t first = start; first < t->n_rows && lane->status == NN_OK;
       first += (size_t) t->n_lanes * NN_SHARD_ROWS)
    {
      size_t rows = t->n_rows - first < NN_SHARD_ROWS ? t->n_rows - first : NN_SHARD_ROWS;
      nn_loss loss = { 0 };

      gather_shard (t, first, rows, lane->workspace);
      lane->status = pass_shard (t, c->network, lane->workspace, first, rows, first > start, &loss);
      lane->loss.loss += loss.loss;
      lane->loss.n_correct += loss.n_correct;
    }
  if (lane->status == NN_OK && !lane_is_finite (t, c, lane))
    lane->status = NN_ERROR_NOT_FINITE;
}

/* The gradient of a contestant's last step, n values from first on. */
static void
sum_lanes (const nn_contestant *c, size_t first, size_t n, float *sum)
{
  if (c->n_step_lanes == 0)
    memset (sum, 0, n * sizeof *sum);
  for (int i = 0; i < c->n_step_lanes; i++)
    {
      const float *of_lane = nn_workspace_gradient (c->lane[i].workspace) + first;

      if (i == 0)
        memcpy (sum, of_lane, n * sizeof *sum);
      else
        nn_floats_add (n, of_lane, sum);
    }
}

void
nn_trainer_get_gradient (const nn_trainer *trainer, int contestant, float *sum)
{
  const nn_contestant *c = &trainer->contestant[contestant];

  assert (contestant >= 0 && contestant < trainer->config.n_contestants);
  sum_lanes (c, 0, nn_network_n_parameters (c->network), sum);
}

static void
update_task (void *context, int task)
{
  const nn_trainer *t = context;
  nn_contestant *c = contestant_of (t, task);
  size_t first = (size_t) (task / t->n_active) * RANGE_FLOATS;
  size_t all = nn_network_n_parameters (c->network), left = all > first ? all - first : 0;
  size_t n = left < RANGE_FLOATS ? left : RANGE_FLOATS;
  float sum[RANGE_FLOATS];

  if (n == 0)
    return;
  sum_lanes (c, first, n, sum);
  nn_optimizer_update (c->optimizer, first, n, sum, nn_network_parameters (c->network) + first);
}

static void
activate (nn_trainer *t, bool everyone)
{
  t->n_active = 0;
  for (int i = 0; i < t->config.n_contestants; i++)
    if (everyone || (!t->contestant[i].stopped && !t->contestant[i].finished))
      t->active[t->n_active++] = &t->contestant[i];
}

/* The sum of the lanes' losses, and the first thing that went wrong in them. */
static nn_status
collect (const nn_trainer *t, nn_contestant *c)
{
  nn_status status = NN_OK;

  c->loss = (nn_loss){ 0 };
  for (int i = 0; i < t->n_lanes; i++)
    {
      c->loss.loss += c->lane[i].loss.loss;
      c->loss.n_correct += c->lane[i].loss.n_correct;
      if (status == NN_OK || c->lane[i].status == NN_ERROR_BACKEND)
        status = c->lane[i].status;
    }
  return status;
}

/* Runs rows of data through the active contestants: their losses, and with an index their
 * gradients. A contestant whose figures are not finite is stopped if it trains.                 */
static nn_status
pass (nn_trainer *t, const nn_dataset *data, const uint32_t *index, size_t n_rows)
{
  size_t n_shards = nn_divide_up (n_rows, NN_SHARD_ROWS);
  nn_status status = NN_OK;

  t->data = data;
  t->index = index;
  t->n_rows = n_rows;
  t->n_lanes = n_shards < (size_t) t->max_lanes ? (int) n_shards : t->max_lanes;
  nn_pool_run (t->pool, t->n_lanes * t->n_active, pass_task, t);
  for (int i = 0; i < t->n_active; i++)
    {
      nn_status of_contestant = collect (t, t->active[i]);

      if (index != NULL)
        t->active[i]->n_step_lanes = t->n_lanes;
      if (of_contestant == NN_ERROR_BACKEND)
        status = of_contestant;
      else if (index != NULL)
        t->active[i]->stopped = of_contestant != NN_OK;
    }
  return status;
}

static nn_metrics
metrics_of (const nn_contestant *c, size_t n_rows, bool fails)
{
  return (nn_metrics){
    .loss = c->loss.loss / n_rows,
    .accuracy = (double) c->loss.n_correct / n_rows,
    .finished = c->finished,
    .status = c->stopped || fails ? NN_ERROR_NOT_FINITE : NN_OK,
  };
}

static void
update (nn_trainer *t)
{
  int n_ranges = (int) nn_divide_up (t->n_parameters, RANGE_FLOATS);
  double factor = nn_schedule_factor (&t->config.schedule, t->step, nn_trainer_steps_per_epoch (t),
                                      t->config.total_steps);

  activate (t, false);
  for (int i = 0; i < t->n_active; i++)
    nn_optimizer_begin_step (t->active[i]->optimizer, factor);
  nn_pool_run (t->pool, n_ranges * t->n_active, update_task, t);
  for (int i = 0; i < t->n_active; i++)
    nn_network_clamp_activations (t->active[i]->network);
}

static void
shuffle (nn_trainer *t, uint64_t epoch)
{
  nn_rng rng = nn_rng_stream (t->config.seed, NN_RNG_BATCHES, epoch, 0);

  nn_rng_permutation (&rng, (uint32_t) t->train.n_images, t->order);
}

void
nn_trainer_go_to_step (nn_trainer *t, uint64_t step)
{
  uint64_t per_epoch = nn_trainer_steps_per_epoch (t);

  t->step = step;
  if (step % per_epoch != 0)
    shuffle (t, step / per_epoch);
}

nn_status
nn_trainer_step (nn_trainer *trainer, nn_metrics *metrics)
{
  uint64_t per_epoch = nn_trainer_steps_per_epoch (trainer);
  size_t first = trainer->step % per_epoch * trainer->batch;
  size_t left = trainer->train.n_images - first;
  size_t n_rows = left < trainer->batch ? left : trainer->batch;
  nn_status status;

  if (first == 0)
    shuffle (trainer, trainer->step / per_epoch);
  for (int i = 0; i < trainer->config.n_contestants; i++)
    trainer->contestant[i].loss = (nn_loss){ .loss = NAN };
  activate (trainer, false);
  status = pass (trainer, &trainer->train, trainer->order + first, n_rows);
  if (status != NN_OK)
    return status;
  update (trainer);
  trainer->step++;
  for (int i = 0; i < trainer->config.n_contestants; i++)
    metrics[i] = metrics_of (&trainer->contestant[i], n_rows, false);
  return NN_OK;
}

nn_status
nn_trainer_evaluate (nn_trainer *trainer, const nn_dataset *data, nn_metrics *metrics)
{
  nn_status status = nn_trainer_check_data (&trainer->config.model, data);

  if (status != NN_OK)
    return status;
  activate (trainer, true);
  status = pass (trainer, data, NULL, data->n_images);
  for (int i = 0; i < trainer->config.n_contestants && status == NN_OK; i++)
    metrics[i] = metrics_of (&trainer->contestant[i], data->n_images,
                             !isfinite (trainer->contestant[i].loss.loss));
  return status;
}
