/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-snapshot.c - see nn-snapshot.h
 *
 * All arrays lie in one allocation, so that the size of a snapshot is known and to copy one is to
 * copy a piece of memory.
 */

#include "nn-snapshot.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-floats.h"
#include "nn-trainer-private.h"

struct nn_snapshot {
  nn_trainer_config config;
  nn_snapshot_settings settings;
  nn_snapshot_contestant contestant[NN_MAX_CONTESTANTS];
  float *floats;
  size_t n_floats;
};

/* Where each array begins; counts the floats, and with memory places the arrays. False if their
 * size overflows.                                                                               */
static bool
place (nn_snapshot *s)
{
  const nn_trainer_config *config = &s->config;

  s->n_floats = 0;
  for (int i = 0; i < config->n_contestants; i++)
    {
      nn_snapshot_contestant *c = &s->contestant[i];
      size_t arrays = 1 + c->n_moments + (config->patience > 0);

      if (s->floats != NULL)
        {
          c->parameters = s->floats + s->n_floats;
          c->moments = c->n_moments > 0 ? c->parameters + c->n_parameters : NULL;
          c->best = config->patience > 0 ? c->parameters + (arrays - 1) * c->n_parameters : NULL;
        }
      if (!nn_size_grow (&s->n_floats, arrays, c->n_parameters))
        return false;
    }
  return s->n_floats <= (PTRDIFF_MAX - sizeof *s - NN_ALIGNMENT) / sizeof (float);
}

static void
set_to_start (nn_snapshot *s)
{
  const nn_trainer_config *config = &s->config;

  s->settings = (nn_snapshot_settings){ 0, config->optimizer.learning_rate, 1 };
  for (int i = 0; i < config->n_contestants; i++)
    s->contestant[i] = (nn_snapshot_contestant){
      .f = config->contestant[i],
      .best_loss = INFINITY,
      .n_parameters = nn_network_count_parameters (&config->model, config->contestant[i],
                                                   config->learns_parameters),
      .n_moments = nn_optimizer_get_info (config->optimizer.id)->n_moments,
    };
}

nn_snapshot *
nn_snapshot_new_for (const nn_trainer_config *config, nn_status *status)
{
  nn_snapshot plan = { .config = *config }, *s;

  set_to_start (&plan);
  *status = NN_ERROR_SHAPE;
  if (!place (&plan))
    return NULL;

  *status = NN_ERROR_MEMORY;
  s = malloc (sizeof *s);
  if (s == NULL)
    return NULL;
  *s = plan;
  s->floats = nn_floats_new (s->n_floats);
  if (s->floats == NULL)
    {
      nn_snapshot_free (s);
      return NULL;
    }
  place (s);
  *status = NN_OK;
  return s;
}

nn_snapshot *
nn_snapshot_new (const nn_trainer *trainer, nn_status *status)
{
  return nn_snapshot_new_for (&trainer->config, status);
}

nn_snapshot *
nn_snapshot_copy (const nn_snapshot *snapshot, nn_status *status)
{
  nn_snapshot *copy = nn_snapshot_new_for (&snapshot->config, status);
  float *floats;

  if (copy == NULL)
    return NULL;
  floats = copy->floats;
  memcpy (floats, snapshot->floats, snapshot->n_floats * sizeof *floats);
  *copy = *snapshot;
  copy->floats = floats;
  place (copy);
  return copy;
}

void
nn_snapshot_free (nn_snapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  free (snapshot->floats);
  free (snapshot);
}

static bool
models_equal (const nn_model *a, const nn_model *b)
{
  char of_a[NN_MODEL_TEXT_SIZE], of_b[NN_MODEL_TEXT_SIZE];

  return nn_shape_equal (a->input, b->input)
         && strcmp (nn_model_format (a, of_a), nn_model_format (b, of_b)) == 0;
}

bool
nn_snapshot_fits (const nn_snapshot *snapshot, const nn_trainer *trainer)
{
  const nn_trainer_config *a = &snapshot->config, *b = &trainer->config;

  if (a->n_contestants != b->n_contestants || a->optimizer.id != b->optimizer.id
      || a->learns_parameters != b->learns_parameters || (a->patience > 0) != (b->patience > 0)
      || !models_equal (&a->model, &b->model))
    return false;
  for (int i = 0; i < a->n_contestants; i++)
    if (a->contestant[i].id != b->contestant[i].id)
      return false;
  return true;
}

/* Copies the arrays of a contestant one way or the other. What was not the best yet has no bits
 * worth keeping.                                                                                */
static void
copy_arrays (const nn_snapshot_contestant *s, nn_contestant *c, bool back)
{
  size_t bytes = s->n_parameters * sizeof (float);
  float *parameters = nn_network_parameters (c->network);

  memcpy (back ? parameters : s->parameters, back ? s->parameters : parameters, bytes);
  for (int k = 0; k < s->n_moments; k++)
    {
      float *kept = s->moments + k * s->n_parameters, *live = nn_optimizer_moment (c->optimizer, k);

      memcpy (back ? live : kept, back ? kept : live, bytes);
    }
  if (s->best != NULL && s->best_loss < INFINITY)
    memcpy (back ? c->best : s->best, back ? s->best : c->best, bytes);
}

void
nn_snapshot_take (nn_snapshot *snapshot, const nn_trainer *trainer)
{
  assert (nn_snapshot_fits (snapshot, trainer));
  snapshot->settings = (nn_snapshot_settings){
    .step = trainer->step,
    .learning_rate = nn_optimizer_get_learning_rate (trainer->contestant[0].optimizer),
    .dropout = nn_network_get_dropout (trainer->contestant[0].network),
  };
  for (int i = 0; i < trainer->config.n_contestants; i++)
    {
      nn_contestant c = trainer->contestant[i];
      nn_snapshot_contestant *s = &snapshot->contestant[i];

      s->f = nn_network_get_activation (c.network);
      s->optimizer_step = nn_optimizer_get_step (c.optimizer);
      s->stopped = c.stopped;
      s->finished = c.finished;
      s->best_loss = c.best_loss;
      s->best_step = c.best_step;
      s->n_worse = c.n_worse;
      copy_arrays (s, &c, false);
    }
}

static nn_status
check_settings (const nn_snapshot_settings *settings, const nn_trainer_config *config)
{
  nn_optimizer_config optimizer = config->optimizer;

  if (!(settings->dropout >= 0 && settings->dropout <= 1))
    return NN_ERROR_ARGUMENT;
  optimizer.learning_rate = settings->learning_rate;
  return nn_optimizer_check (&optimizer);
}

static nn_status
check (const nn_snapshot *snapshot, const nn_trainer *trainer)
{
  if (!nn_snapshot_fits (snapshot, trainer))
    return NN_ERROR_ARGUMENT;
  for (int i = 0; i < snapshot->config.n_contestants; i++)
    if (snapshot->contestant[i].f.id != trainer->config.contestant[i].id
        || !nn_activation_is_valid (snapshot->contestant[i].f))
      return NN_ERROR_ARGUMENT;
  return check_settings (&snapshot->settings, &trainer->config);
}

/* The function goes before the parameters, over which it writes where it is learned. */
static void
restore_contestant (const nn_snapshot_contestant *s, nn_contestant *c)
{
  nn_network_set_activation (c->network, s->f);
  copy_arrays (s, c, true);
  nn_optimizer_set_step (c->optimizer, s->optimizer_step);
  c->stopped = s->stopped;
  c->finished = s->finished;
  c->best_loss = s->best_loss;
  c->best_step = s->best_step;
  c->n_worse = s->n_worse;
  c->n_step_lanes = 0;
}

nn_status
nn_snapshot_restore (const nn_snapshot *snapshot, nn_trainer *trainer)
{
  nn_status status = check (snapshot, trainer);

  if (status != NN_OK)
    return status;
  for (int i = 0; i < snapshot->config.n_contestants; i++)
    restore_contestant (&snapshot->contestant[i], &trainer->contestant[i]);
  nn_trainer_set_learning_rate (trainer, snapshot->settings.learning_rate);
  nn_trainer_set_dropout (trainer, snapshot->settings.dropout);
  nn_trainer_go_to_step (trainer, snapshot->settings.step);
  return NN_OK;
}

static bool
all_finite (const float *x, size_t n, bool may_be_negative)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite (x[i]) || (!may_be_negative && x[i] < 0))
      return false;
  return true;
}

/* What the function has learned lies behind the first n_of_model parameters. */
static bool
parameters_are_possible (const nn_snapshot_contestant *c, const float *p, size_t n_of_model)
{
  int n_learned = nn_activation_get_info (c->f.id)->n_parameters;

  for (size_t i = n_of_model; i < c->n_parameters; i++)
    if ((float) nn_activation_clamp_parameter (c->f, (i - n_of_model) % n_learned, p[i]) != p[i])
      return false;
  return all_finite (p, c->n_parameters, true);
}

static bool
contestant_is_possible (const nn_snapshot_contestant *c, const nn_trainer_config *config)
{
  size_t n_of_model = nn_model_n_parameters (&config->model);
  int first_square = c->n_moments - nn_optimizer_get_info (config->optimizer.id)->n_squares;

  if (c->f.id >= NN_N_ACTIVATIONS || !nn_activation_is_valid (c->f) || isnan (c->best_loss)
      || c->n_worse < 0 || !parameters_are_possible (c, c->parameters, n_of_model))
    return false;
  for (int k = 0; k < c->n_moments; k++)
    if (!all_finite (c->moments + k * c->n_parameters, c->n_parameters, k < first_square))
      return false;
  return c->best == NULL || c->best_loss == INFINITY
         || parameters_are_possible (c, c->best, n_of_model);
}

nn_status
nn_snapshot_check (const nn_snapshot *snapshot)
{
  const nn_trainer_config *config = &snapshot->config;

  if (check_settings (&snapshot->settings, config) != NN_OK)
    return NN_ERROR_VALUE;
  for (int i = 0; i < config->n_contestants; i++)
    if (snapshot->contestant[i].f.id != config->contestant[i].id
        || !contestant_is_possible (&snapshot->contestant[i], config))
      return NN_ERROR_VALUE;
  return NN_OK;
}

bool
nn_snapshot_is_best (const nn_snapshot *snapshot)
{
  for (int i = 0; i < snapshot->config.n_contestants; i++)
    {
      const nn_snapshot_contestant *c = &snapshot->contestant[i];

      if (c->best != NULL && c->best_loss < INFINITY
          && memcmp (c->parameters, c->best, c->n_parameters * sizeof *c->best) != 0)
        return false;
    }
  return true;
}

uint64_t
nn_snapshot_step (const nn_snapshot *snapshot)
{
  return snapshot->settings.step;
}

size_t
nn_snapshot_size (const nn_snapshot *snapshot)
{
  return sizeof *snapshot + snapshot->n_floats * sizeof (float);
}

const nn_trainer_config *
nn_snapshot_get_config (const nn_snapshot *snapshot)
{
  return &snapshot->config;
}

nn_snapshot_settings *
nn_snapshot_settings_of (nn_snapshot *snapshot)
{
  return &snapshot->settings;
}

const nn_snapshot_settings *
nn_snapshot_peek_settings (const nn_snapshot *snapshot)
{
  return &snapshot->settings;
}

nn_snapshot_contestant *
nn_snapshot_contestant_of (nn_snapshot *snapshot, int contestant)
{
  assert (contestant >= 0 && contestant < snapshot->config.n_contestants);
  return &snapshot->contestant[contestant];
}

const nn_snapshot_contestant *
nn_snapshot_peek_contestant (const nn_snapshot *snapshot, int contestant)
{
  assert (contestant >= 0 && contestant < snapshot->config.n_contestants);
  return &snapshot->contestant[contestant];
}
