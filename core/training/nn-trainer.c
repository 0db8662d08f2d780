/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-trainer.c - makes a trainer, sets it back and frees it; see nn-trainer.h */

#include "nn-trainer-private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-rng.h"

nn_status
nn_trainer_check_data (const nn_model *model, const nn_dataset *data)
{
  if (data->n_images < 1 || data->n_images > UINT32_MAX
      || !nn_shape_equal (data->shape, model->input)
      || nn_model_check (model, data->n_classes, NULL) != NN_MODEL_OK)
    return NN_ERROR_SHAPE;
  for (size_t i = 0; i < data->n_images; i++)
    if (data->labels[i] >= data->n_classes)
      return NN_ERROR_VALUE;
  return NN_OK;
}

static nn_status
check_config (const nn_trainer_config *config, const nn_dataset *train)
{
  nn_status status = nn_optimizer_check (&config->optimizer);

  if (status == NN_OK)
    status = nn_schedule_check (&config->schedule);
  if (status != NN_OK)
    return status;
  if (config->initialization >= NN_N_INITIALIZATIONS || config->patience < 0
      || config->n_contestants < 1 || config->n_contestants > NN_MAX_CONTESTANTS
      || config->batch < 1 || config->batch > NN_MAX_BATCH || config->n_threads < 1
      || config->n_threads > NN_MAX_THREADS)
    return NN_ERROR_ARGUMENT;
  for (int i = 0; i < config->n_contestants; i++)
    if (!nn_activation_is_valid (config->contestant[i]))
      return NN_ERROR_ARGUMENT;
  return nn_trainer_check_data (&config->model, train);
}

static nn_status
contestant_init (nn_contestant *c, nn_trainer *t, nn_activation f)
{
  nn_status status;
  size_t n, n_decayed = nn_model_n_parameters (&t->config.model);

  c->network = nn_network_new (&t->config.model, f, t->config.learns_parameters, &status);
  if (status != NN_OK)
    return status;
  n = nn_network_n_parameters (c->network);
  if (n > t->n_parameters)
    t->n_parameters = n;
  c->optimizer = nn_optimizer_new (&t->config.optimizer, n, n_decayed, &status);
  for (int i = 0; i < t->max_lanes && status == NN_OK; i++)
    c->lane[i].workspace = nn_workspace_new (c->network, NN_SHARD_ROWS, false, &status);
  if (t->config.patience > 0 && status == NN_OK)
    {
      c->best = malloc (n * sizeof *c->best);
      status = c->best != NULL ? NN_OK : NN_ERROR_MEMORY;
    }
  return status;
}

static void
contestant_clear (nn_contestant *c)
{
  for (int i = 0; i < NN_MAX_LANES; i++)
    nn_workspace_free (c->lane[i].workspace);
  nn_optimizer_free (c->optimizer);
  nn_network_free (c->network);
  free (c->best);
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
  size_t n_shards;

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
  n_shards = nn_divide_up (t->batch, NN_SHARD_ROWS);
  t->max_lanes = n_shards < NN_MAX_LANES ? (int) n_shards : NN_MAX_LANES;

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
    contestant_clear (&trainer->contestant[i]);
  nn_pool_free (trainer->pool);
  free (trainer->order);
  free (trainer);
}

void
nn_trainer_reset (nn_trainer *trainer)
{
  const nn_trainer_config *config = &trainer->config;

  trainer->step = 0;
  for (int i = 0; i < config->n_contestants; i++)
    {
      nn_contestant *c = &trainer->contestant[i];

      nn_network_set_activation (c->network, config->contestant[i]);
      nn_network_set_dropout (c->network, 1);
      nn_network_initialize (c->network, config->initialization, config->seed);
      nn_optimizer_set_learning_rate (c->optimizer, config->optimizer.learning_rate);
      nn_optimizer_reset (c->optimizer);
      c->stopped = c->finished = false;
      c->best_loss = INFINITY;
      c->best_step = 0;
      c->n_worse = 0;
      c->n_step_lanes = 0;
    }
}

nn_status
nn_trainer_set_learning_rate (nn_trainer *trainer, double learning_rate)
{
  nn_status status = NN_OK;

  for (int i = 0; i < trainer->config.n_contestants && status == NN_OK; i++)
    status = nn_optimizer_set_learning_rate (trainer->contestant[i].optimizer, learning_rate);
  return status;
}

nn_status
nn_trainer_set_activation (nn_trainer *trainer, int contestant, nn_activation f)
{
  assert (contestant >= 0 && contestant < trainer->config.n_contestants);
  return nn_network_set_activation (trainer->contestant[contestant].network, f);
}

nn_status
nn_trainer_set_dropout (nn_trainer *trainer, double factor)
{
  if (!(factor >= 0 && factor <= 1))
    return NN_ERROR_ARGUMENT;
  for (int i = 0; i < trainer->config.n_contestants; i++)
    nn_network_set_dropout (trainer->contestant[i].network, factor);
  return NN_OK;
}

uint64_t
nn_trainer_get_step (const nn_trainer *trainer)
{
  return trainer->step;
}

size_t
nn_trainer_steps_per_epoch (const nn_trainer *trainer)
{
  return nn_divide_up (trainer->train.n_images, trainer->batch);
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
