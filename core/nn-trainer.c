/* nn-trainer.c - see nn-trainer.h
 *
 * A batch is cut into shards, and the shards are worked off in rounds of at most n_lanes. A lane
 * of a contestant is a workspace. A step is three phases, each shared among the threads:
 *
 *   pass     forward and backward of each (contestant, lane)          \ once a
 *   collect  add the lanes' gradients to the total, by ranges         / round
 *   update   the optimiser, by ranges, of contestants still finite
 *
 * Shards are added in ascending order whatever the number of lanes, ranges and threads: that, and
 * nothing else, makes results independent of them.
 */

#include "nn-trainer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-clones.h"
#include "nn-parallel.h"
#include "nn-rng.h"

enum {
  MIN_LANES = 16,          /* as many as a batch has shards, up to this, or one a thread  */
  RANGE_FLOATS = 8192,     /* what collect and update work on stays in the first caches   */
};

typedef struct {
  nn_network *network;
  nn_optimizer *optimizer;
  nn_workspace **lane;
  nn_loss *lane_loss;
  nn_status *lane_status;
  float *gradient;         /* the total                              */
  bool *range_fits;        /* every gradient in it can be stepped on */
  nn_loss loss;
  bool stopped;
} nn_contestant;

struct nn_trainer {
  nn_trainer_config config;
  nn_dataset train;
  size_t batch, n_parameters, n_ranges, n_lanes;
  nn_pool *pool;
  nn_contestant contestant[NN_MAX_CONTESTANTS];
  uint32_t *order;         /* of the images in this epoch            */
  uint64_t step;

  /* What the phases that run now work on. */
  nn_contestant *active[NN_MAX_CONTESTANTS];
  int n_active;
  const nn_dataset *data;
  const uint32_t *index;   /* the rows; NULL: all of data in its order, without backward */
  size_t n_rows, first_shard, round_lanes;
};

static size_t
divide_up (size_t n, size_t by)
{
  return (n + by - 1) / by;
}

/* --- Phases: tasks are numbered with the contestant first, so that a thread tends to stay with
 * one contestant and finds its weights in its cache. ------------------------------------------- */

static void
pass_task (void *context, int task)
{
  nn_trainer *t = context;
  nn_contestant *c = t->active[task % t->n_active];
  size_t lane = task / t->n_active;
  size_t first = (t->first_shard + lane) * NN_SHARD_ROWS;
  size_t rows = t->n_rows - first < NN_SHARD_ROWS ? t->n_rows - first : NN_SHARD_ROWS;
  nn_workspace *w = c->lane[lane];
  nn_dataset slice = t->index != NULL ? *t->data : nn_dataset_slice (t->data, first, rows);

  nn_dataset_gather (&slice, rows, t->index != NULL ? t->index + first : NULL,
                     nn_workspace_input (w), nn_workspace_labels (w));
  c->lane_status[lane] = nn_network_forward (c->network, w, rows);
  if (c->lane_status[lane] != NN_OK)
    return;
  if (t->index == NULL)
    c->lane_loss[lane] = nn_network_loss (c->network, w, rows);
  else
    c->lane_status[lane] = nn_network_backward (c->network, w, rows, 1 / (float) t->n_rows,
                                                &c->lane_loss[lane]);
}

NN_CLONES static void
add (size_t n, const float *restrict x, float *restrict sum)
{
  for (size_t i = 0; i < n; i++)
    sum[i] += x[i];
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

static size_t
range_length (const nn_trainer *t, size_t first)
{
  return t->n_parameters - first < RANGE_FLOATS ? t->n_parameters - first : RANGE_FLOATS;
}

static void
collect_task (void *context, int task)
{
  nn_trainer *t = context;
  nn_contestant *c = t->active[task % t->n_active];
  size_t range = task / t->n_active, first = range * RANGE_FLOATS;
  size_t n = range_length (t, first), lane = 0;
  float *total = c->gradient + first;

  if (t->first_shard == 0)
    memcpy (total, nn_workspace_gradient (c->lane[lane++]) + first, n * sizeof *total);
  for (; lane < t->round_lanes; lane++)
    add (n, nn_workspace_gradient (c->lane[lane]) + first, total);
  c->range_fits[range] = all_within (n, total, nn_optimizer_max_gradient (c->optimizer));
}

static void
update_task (void *context, int task)
{
  nn_trainer *t = context;
  nn_contestant *c = t->active[task % t->n_active];
  size_t first = task / t->n_active * (size_t) RANGE_FLOATS;

  nn_optimizer_update (c->optimizer, first, range_length (t, first), c->gradient,
                       nn_network_parameters (c->network));
}

static void
run (nn_trainer *t, size_t tasks_of_one, nn_task task)
{
  nn_pool_run (t->pool, (int) tasks_of_one * t->n_active, task, t);
}

/* --- Rounds ---------------------------------------------------------------------------------- */

static nn_status
take_losses (nn_trainer *t)
{
  for (int i = 0; i < t->n_active; i++)
    for (size_t lane = 0; lane < t->round_lanes; lane++)
      {
        nn_contestant *c = t->active[i];

        if (c->lane_status[lane] != NN_OK)
          return c->lane_status[lane];
        c->loss.loss += c->lane_loss[lane].loss;
        c->loss.n_correct += c->lane_loss[lane].n_correct;
      }
  return NN_OK;
}

/* Runs all rows through the active contestants: their losses, and with an index their gradients. */
static nn_status
run_rounds (nn_trainer *t, const nn_dataset *data, const uint32_t *index, size_t n_rows)
{
  size_t n_shards = divide_up (n_rows, NN_SHARD_ROWS);
  nn_status status = NN_OK;

  t->data = data;
  t->index = index;
  t->n_rows = n_rows;
  for (int i = 0; i < t->n_active; i++)
    t->active[i]->loss = (nn_loss){ 0 };
  for (t->first_shard = 0; t->first_shard < n_shards && status == NN_OK;
       t->first_shard += t->round_lanes)
    {
      size_t left = n_shards - t->first_shard;

      t->round_lanes = left < t->n_lanes ? left : t->n_lanes;
      run (t, t->round_lanes, pass_task);
      status = take_losses (t);
      if (index != NULL && status == NN_OK)
        run (t, t->n_ranges, collect_task);
    }
  return status;
}

static nn_metrics
metrics_of (const nn_contestant *c, size_t n_rows)
{
  return (nn_metrics){
    .loss = c->loss.loss / n_rows,
    .accuracy = (double) c->loss.n_correct / n_rows,
    .status = c->stopped || !isfinite (c->loss.loss) ? NN_ERROR_NOT_FINITE : NN_OK,
  };
}

/* --- A step ---------------------------------------------------------------------------------- */

static bool
can_update (const nn_trainer *t, const nn_contestant *c)
{
  bool fits = isfinite (c->loss.loss);

  for (size_t range = 0; range < t->n_ranges; range++)
    fits = fits && c->range_fits[range];
  return fits;
}

static void
activate (nn_trainer *t, bool stopped_too)
{
  t->n_active = 0;
  for (int i = 0; i < t->config.n_contestants; i++)
    if (stopped_too || !t->contestant[i].stopped)
      t->active[t->n_active++] = &t->contestant[i];
}

static void
update (nn_trainer *t)
{
  for (int i = 0; i < t->n_active; i++)
    t->active[i]->stopped = !can_update (t, t->active[i]);
  activate (t, false);
  for (int i = 0; i < t->n_active; i++)
    nn_optimizer_begin_step (t->active[i]->optimizer);
  run (t, t->n_ranges, update_task);
}

static void
shuffle (nn_trainer *t, uint64_t epoch)
{
  nn_rng rng = nn_rng_stream (t->config.seed, NN_RNG_BATCHES, epoch, 0);

  nn_rng_permutation (&rng, (uint32_t) t->train.n_images, t->order);
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
  status = run_rounds (trainer, &trainer->train, trainer->order + first, n_rows);
  if (status != NN_OK)
    return status;
  update (trainer);
  trainer->step++;
  for (int i = 0; i < trainer->config.n_contestants; i++)
    metrics[i] = metrics_of (&trainer->contestant[i], n_rows);
  return NN_OK;
}

/* --- Evaluation ------------------------------------------------------------------------------ */

static nn_status
check_data (const nn_mlp *model, const nn_dataset *data)
{
  if (data->n_images < 1 || data->n_images > UINT32_MAX
      || data->n_pixels != (size_t) model->width[0]
      || data->n_classes != (unsigned) model->width[model->n_widths - 1])
    return NN_ERROR_SHAPE;
  for (size_t i = 0; i < data->n_images; i++)
    if (data->labels[i] >= data->n_classes)
      return NN_ERROR_VALUE;
  return NN_OK;
}

nn_status
nn_trainer_evaluate (nn_trainer *trainer, const nn_dataset *data, nn_metrics *metrics)
{
  nn_status status = check_data (&trainer->config.model, data);

  if (status != NN_OK)
    return status;
  activate (trainer, true);
  status = run_rounds (trainer, data, NULL, data->n_images);
  for (int i = 0; i < trainer->config.n_contestants && status == NN_OK; i++)
    metrics[i] = metrics_of (&trainer->contestant[i], data->n_images);
  return status;
}

/* --- Life ------------------------------------------------------------------------------------ */

static nn_status
check_config (const nn_trainer_config *config, const nn_dataset *train)
{
  nn_status status = nn_mlp_check (&config->model);

  if (status == NN_OK)
    status = nn_optimizer_check (&config->optimizer);
  if (status != NN_OK)
    return status;
  if (config->n_contestants < 1 || config->n_contestants > NN_MAX_CONTESTANTS
      || config->batch < 1 || config->batch > NN_MAX_BATCH || config->n_threads < 1
      || config->n_threads > NN_MAX_THREADS)
    return NN_ERROR_ARGUMENT;
  for (int i = 0; i < config->n_contestants; i++)
    if (!nn_activation_is_valid (config->contestant[i]))
      return NN_ERROR_ARGUMENT;
  return check_data (&config->model, train);
}

static nn_status
contestant_init (nn_contestant *c, const nn_trainer *t, nn_activation f)
{
  nn_status status;

  c->network = nn_network_new (&t->config.model, f, &status);
  if (status == NN_OK)
    c->optimizer = nn_optimizer_new (&t->config.optimizer, t->n_parameters, &status);
  c->lane = calloc (t->n_lanes, sizeof *c->lane);
  c->lane_loss = calloc (t->n_lanes, sizeof *c->lane_loss);
  c->lane_status = calloc (t->n_lanes, sizeof *c->lane_status);
  c->gradient = calloc (t->n_parameters, sizeof *c->gradient);
  c->range_fits = calloc (t->n_ranges, sizeof *c->range_fits);
  if (status == NN_OK
      && (c->lane == NULL || c->lane_loss == NULL || c->lane_status == NULL
          || c->gradient == NULL || c->range_fits == NULL))
    status = NN_ERROR_MEMORY;
  for (size_t i = 0; i < t->n_lanes && status == NN_OK; i++)
    c->lane[i] = nn_workspace_new (c->network, NN_SHARD_ROWS, &status);
  return status;
}

static void
contestant_clear (nn_contestant *c, size_t n_lanes)
{
  for (size_t i = 0; i < n_lanes && c->lane != NULL; i++)
    nn_workspace_free (c->lane[i]);
  free (c->range_fits);
  free (c->gradient);
  free (c->lane_status);
  free (c->lane_loss);
  free (c->lane);
  nn_optimizer_free (c->optimizer);
  nn_network_free (c->network);
}

static nn_status
trainer_init (nn_trainer *t)
{
  nn_status status;

  t->order = calloc (t->train.n_images, sizeof *t->order);
  t->pool = nn_pool_new (t->config.n_threads, &status);
  if (t->order == NULL)
    status = NN_ERROR_MEMORY;
  for (int i = 0; i < t->config.n_contestants && status == NN_OK; i++)
    status = contestant_init (&t->contestant[i], t, t->config.contestant[i]);
  return status;
}

nn_trainer *
nn_trainer_new (const nn_trainer_config *config, const nn_dataset *train, nn_status *status)
{
  nn_trainer *t;
  size_t n_shards, max_lanes;

  *status = check_config (config, train);
  if (*status != NN_OK)
    return NULL;

  t = calloc (1, sizeof *t);
  *status = NN_ERROR_MEMORY;
  if (t == NULL)
    return NULL;
  t->config = *config;
  t->train = *train;
  t->batch = config->batch < train->n_images ? config->batch : train->n_images;
  t->n_parameters = nn_mlp_n_parameters (&config->model);
  t->n_ranges = divide_up (t->n_parameters, RANGE_FLOATS);
  n_shards = divide_up (t->batch, NN_SHARD_ROWS);
  max_lanes = config->n_threads > MIN_LANES ? config->n_threads : MIN_LANES;
  t->n_lanes = n_shards < max_lanes ? n_shards : max_lanes;

  *status = trainer_init (t);
  if (*status != NN_OK)
    {
      nn_trainer_free (t);
      return NULL;
    }
  nn_trainer_reset (t);
  return t;
}

void
nn_trainer_free (nn_trainer *trainer)
{
  if (trainer == NULL)
    return;
  for (int i = 0; i < trainer->config.n_contestants; i++)
    contestant_clear (&trainer->contestant[i], trainer->n_lanes);
  nn_pool_free (trainer->pool);
  free (trainer->order);
  free (trainer);
}

void
nn_trainer_reset (nn_trainer *trainer)
{
  trainer->step = 0;
  for (int i = 0; i < trainer->config.n_contestants; i++)
    {
      nn_contestant *c = &trainer->contestant[i];

      nn_network_initialize (c->network, trainer->config.seed);
      nn_optimizer_reset (c->optimizer);
      c->stopped = false;
    }
}

uint64_t
nn_trainer_get_step (const nn_trainer *trainer)
{
  return trainer->step;
}

size_t
nn_trainer_steps_per_epoch (const nn_trainer *trainer)
{
  return divide_up (trainer->train.n_images, trainer->batch);
}

bool
nn_trainer_epoch_ended (const nn_trainer *trainer)
{
  return trainer->step > 0 && trainer->step % nn_trainer_steps_per_epoch (trainer) == 0;
}

const nn_trainer_config *
nn_trainer_get_config (const nn_trainer *trainer)
{
  return &trainer->config;
}

const nn_network *
nn_trainer_get_network (const nn_trainer *trainer, int contestant)
{
  assert (contestant >= 0 && contestant < trainer->config.n_contestants);
  return trainer->contestant[contestant].network;
}
