/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-optimizer.c - see nn-optimizer.h
 *
 * As PyTorch computes it: epsilon is added to the square root of the corrected second moment, and
 * the learning rate stays out of the moments, so that a change of it takes effect at once. The
 * factors of a step are computed once in double; the loops are float32, one rounding an operation,
 * in the order in which they stand.
 */

#include "nn-optimizer.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "nn-clones.h"

enum { MAX_MOMENTS = 2 };

/* The factors of one step, for every parameter the same. */
/* clang-format off */
typedef struct {
  float rate;                            /* learning rate, for Adam over 1 - beta1^t       */
  float beta1, beta2, rest1, rest2;      /* the betas and 1 - beta                         */
  float root;                            /* Adam: 1 / sqrt (1 - beta2^t)                   */
  float epsilon;
  float decay;                           /* weight decay that goes into the gradient ...   */
  float shrink;                          /* ... and the part that AdamW's takes off        */
  float most;                            /* nn_optimizer_max_gradient ()                   */
} step_factors;
/* clang-format on */

typedef void (*update_function) (const step_factors *k, size_t n, const float *gradient,
                                 float *parameters, float *moment0, float *moment1);

/* clang-format off */
struct nn_optimizer {
  nn_optimizer_config config;            /* 0 where the method does not have a setting     */
  uint64_t step;
  step_factors with_decay, without;
  size_t n_parameters, n_decayed;
  float *moments;                        /* n_moments x n_parameters; NULL if none         */
};
/* clang-format on */

/* The cut keeps a huge parameter from making the moments infinite. */
static inline float
decayed (const step_factors *k, float gradient, float p)
{
  float g = gradient + k->decay * p;

  g = g < k->most ? g : k->most;
  return g > -k->most ? g : -k->most;
}

/* A moment that fades away must not stay in the subnormal numbers: arithmetic on them is many
 * times slower, and rounding would hold it there for ever. Against epsilon it is nothing.     */
static inline float
flush (float moment)
{
  return fabsf (moment) < FLT_MIN ? 0 : moment;
}

NN_CLONES static void
update_sgd (const step_factors *factors, size_t n, const float *restrict gradient,
            float *restrict p, float *unused0, float *unused1)
{
  const step_factors k = *factors;

  for (size_t i = 0; i < n; i++)
    p[i] -= k.rate * decayed (&k, gradient[i], p[i]);
}

NN_CLONES static void
update_momentum (const step_factors *factors, size_t n, const float *restrict gradient,
                 float *restrict p, float *restrict m, float *unused)
{
  const step_factors k = *factors;

  for (size_t i = 0; i < n; i++)
    {
      m[i] = flush (k.beta1 * m[i] + decayed (&k, gradient[i], p[i]));
      p[i] -= k.rate * m[i];
    }
}

NN_CLONES static void
update_nesterov (const step_factors *factors, size_t n, const float *restrict gradient,
                 float *restrict p, float *restrict m, float *unused)
{
  const step_factors k = *factors;

  for (size_t i = 0; i < n; i++)
    {
      float g = decayed (&k, gradient[i], p[i]);

      m[i] = flush (k.beta1 * m[i] + g);
      p[i] -= k.rate * (g + k.beta1 * m[i]);
    }
}

/* Adam, whose shrink is 0, and AdamW, whose decay is. To shrink p by a factor of 1 - shrink would
 * lose most digits of what is taken off.                                                         */
NN_CLONES static void
update_adam (const step_factors *factors, size_t n, const float *restrict gradient,
             float *restrict p, float *restrict m, float *restrict v)
{
  const step_factors k = *factors;

  for (size_t i = 0; i < n; i++)
    {
      float g = decayed (&k, gradient[i], p[i]);

      m[i] = flush (k.beta1 * m[i] + k.rest1 * g);
      v[i] = flush (k.beta2 * v[i] + k.rest2 * (g * g));
      p[i] -= k.shrink * p[i] + k.rate * (m[i] / (sqrtf (v[i]) * k.root + k.epsilon));
    }
}

NN_CLONES static void
update_rmsprop (const step_factors *factors, size_t n, const float *restrict gradient,
                float *restrict p, float *restrict v, float *unused)
{
  const step_factors k = *factors;

  for (size_t i = 0; i < n; i++)
    {
      float g = decayed (&k, gradient[i], p[i]);

      v[i] = flush (k.beta2 * v[i] + k.rest2 * (g * g));
      p[i] -= k.rate * (g / (sqrtf (v[i]) + k.epsilon));
    }
}

/* Its square is finite, and so is an average of such squares. */
#define MAX_SQUARED 0x1p63f

/* A setting that is 0 here is one that the method does not have. */
/* clang-format off */
static const struct {
  nn_optimizer_info info;
  update_function update;
  double beta1, beta2, epsilon, weight_decay;
  float max_gradient;                    /* the moments stay finite                        */
  bool averages;                         /* moments are averages, corrected for their start */
  bool decoupled;                        /* weight decay stays out of the gradient         */
} methods[NN_N_OPTIMIZERS] = {
  { { NN_SGD, "sgd", "SGD", 0, 0, 0.01 }, update_sgd, 0, 0, 0, 0, FLT_MAX, false, false },
  { { NN_MOMENTUM, "momentum", "Momentum", 1, 0, 0.01 },
    update_momentum, 0.9, 0, 0, 0, FLT_MAX, false, false },
  { { NN_NESTEROV, "nesterov", "Nesterov", 1, 0, 0.01 },
    update_nesterov, 0.9, 0, 0, 0, FLT_MAX, false, false },
  { { NN_ADAM, "adam", "Adam", 2, 1, 0.001 },
    update_adam, 0.9, 0.999, 1e-8, 0, MAX_SQUARED, true, false },
  { { NN_ADAMW, "adamw", "AdamW", 2, 1, 0.001 },
    update_adam, 0.9, 0.999, 1e-8, 0.01, MAX_SQUARED, true, true },
  { { NN_RMSPROP, "rmsprop", "RMSprop", 1, 1, 0.001 },
    update_rmsprop, 0, 0.99, 1e-8, 0, MAX_SQUARED, false, false },
};
/* clang-format on */

const nn_optimizer_info *
nn_optimizer_get_info (nn_optimizer_id id)
{
  assert (id < NN_N_OPTIMIZERS);
  return &methods[id].info;
}

nn_optimizer_config
nn_optimizer_default (nn_optimizer_id id)
{
  assert (id < NN_N_OPTIMIZERS);
  return (nn_optimizer_config){
    .id = id,
    .learning_rate = methods[id].info.learning_rate,
    .beta1 = methods[id].beta1,
    .beta2 = methods[id].beta2,
    .epsilon = methods[id].epsilon,
    .weight_decay = methods[id].weight_decay,
  };
}

/* config with 0 for every setting that its method does not have. */
static nn_optimizer_config
strip (const nn_optimizer_config *config)
{
  nn_optimizer_config stripped = *config;

  if (methods[config->id].beta1 == 0)
    stripped.beta1 = 0;
  if (methods[config->id].beta2 == 0)
    stripped.beta2 = 0;
  if (methods[config->id].epsilon == 0)
    stripped.epsilon = 0;
  return stripped;
}

static bool
is_within (double value, double minimum, double maximum)
{
  return value >= minimum && value <= maximum;
}

nn_status
nn_optimizer_check (const nn_optimizer_config *config)
{
  nn_optimizer_config c;
  bool valid;

  if (config->id >= NN_N_OPTIMIZERS)
    return NN_ERROR_ARGUMENT;
  c = strip (config);
  valid = (float) c.learning_rate > 0 && c.learning_rate <= NN_MAX_LEARNING_RATE
          && is_within (c.weight_decay, 0, NN_MAX_WEIGHT_DECAY)
          && c.learning_rate * c.weight_decay <= 1 && is_within (c.beta1, 0, NN_MAX_BETA)
          && is_within (c.beta2, 0, NN_MAX_BETA);
  if (methods[c.id].epsilon > 0)
    valid = valid && is_within (c.epsilon, NN_MIN_EPSILON, FLT_MAX);
  if (methods[c.id].averages)
    valid = valid && c.beta1 * c.beta1 <= c.beta2;
  return valid ? NN_OK : NN_ERROR_ARGUMENT;
}

static nn_status
optimizer_init (nn_optimizer *optimizer)
{
  size_t n = (size_t) nn_optimizer_n_moments (optimizer) * optimizer->n_parameters;

  if (n == 0)
    return NN_OK;
  optimizer->moments = calloc (n, sizeof *optimizer->moments);
  return optimizer->moments != NULL ? NN_OK : NN_ERROR_MEMORY;
}

nn_optimizer *
nn_optimizer_new (const nn_optimizer_config *config, size_t n_parameters, size_t n_decayed,
                  nn_status *status)
{
  nn_optimizer *optimizer;

  assert (n_decayed <= n_parameters);
  *status = nn_optimizer_check (config);
  if (*status == NN_OK && n_parameters > PTRDIFF_MAX / (MAX_MOMENTS * sizeof (float)))
    *status = NN_ERROR_SHAPE;
  if (*status != NN_OK)
    return NULL;

  optimizer = calloc (1, sizeof *optimizer);
  *status = NN_ERROR_MEMORY;
  if (optimizer == NULL)
    return NULL;
  optimizer->config = strip (config);
  optimizer->n_parameters = n_parameters;
  optimizer->n_decayed = n_decayed;
  *status = optimizer_init (optimizer);
  if (*status != NN_OK)
    {
      nn_optimizer_free (optimizer);
      return NULL;
    }
  return optimizer;
}

void
nn_optimizer_free (nn_optimizer *optimizer)
{
  if (optimizer == NULL)
    return;
  free (optimizer->moments);
  free (optimizer);
}

void
nn_optimizer_reset (nn_optimizer *optimizer)
{
  size_t n = (size_t) nn_optimizer_n_moments (optimizer) * optimizer->n_parameters;

  optimizer->step = 0;
  if (n > 0)
    memset (optimizer->moments, 0, n * sizeof *optimizer->moments);
}

nn_status
nn_optimizer_set_learning_rate (nn_optimizer *optimizer, double learning_rate)
{
  nn_optimizer_config config = optimizer->config;
  nn_status status;

  config.learning_rate = learning_rate;
  status = nn_optimizer_check (&config);
  if (status == NN_OK)
    optimizer->config = config;
  return status;
}

double
nn_optimizer_get_learning_rate (const nn_optimizer *optimizer)
{
  return optimizer->config.learning_rate;
}

/* A moment that is a sum grows to 1 / (1 - beta1) times the gradient, and the step with it. */
float
nn_optimizer_max_gradient (const nn_optimizer *optimizer)
{
  const nn_optimizer_config *config = &optimizer->config;
  double sum = methods[config->id].averages ? 1 : 1 / (1 - config->beta1);
  double of_step = FLT_MAX / 2 / sum / fmax (config->learning_rate, 1);

  return (float) fmin (of_step, methods[config->id].max_gradient);
}

void
nn_optimizer_begin_step (nn_optimizer *optimizer, double factor)
{
  const nn_optimizer_config *c = &optimizer->config;
  bool averages = methods[c->id].averages, decoupled = methods[c->id].decoupled;
  double t = (double) ++optimizer->step, rate = factor * c->learning_rate;

  assert (factor >= 0 && factor <= 1);
  optimizer->with_decay = (step_factors){
    .rate = (float) (averages ? rate / (1 - pow (c->beta1, t)) : rate),
    .beta1 = (float) c->beta1,
    .beta2 = (float) c->beta2,
    .rest1 = (float) (1 - c->beta1),
    .rest2 = (float) (1 - c->beta2),
    .root = (float) (1 / sqrt (1 - pow (c->beta2, t))),
    .epsilon = (float) c->epsilon,
    .decay = decoupled ? 0 : (float) c->weight_decay,
    .shrink = decoupled ? (float) (rate * c->weight_decay) : 0,
    .most = nn_optimizer_max_gradient (optimizer),
  };
  optimizer->without = optimizer->with_decay;
  optimizer->without.decay = optimizer->without.shrink = 0;
}

static void
update (nn_optimizer *optimizer, const step_factors *factors, size_t first, size_t count,
        const float *gradient, float *parameters)
{
  float *moment[MAX_MOMENTS] = { NULL };

  for (int k = 0; k < nn_optimizer_n_moments (optimizer); k++)
    moment[k] = nn_optimizer_moment (optimizer, k) + first;
  methods[optimizer->config.id].update (factors, count, gradient, parameters, moment[0], moment[1]);
}

void
nn_optimizer_update (nn_optimizer *optimizer, size_t first, size_t count, const float *gradient,
                     float *parameters)
{
  size_t left = first < optimizer->n_decayed ? optimizer->n_decayed - first : 0;
  size_t n = count < left ? count : left;

  assert (optimizer->step > 0);
  assert (first <= optimizer->n_parameters && count <= optimizer->n_parameters - first);
  update (optimizer, &optimizer->with_decay, first, n, gradient, parameters);
  update (optimizer, &optimizer->without, first + n, count - n, gradient + n, parameters + n);
}

int
nn_optimizer_n_moments (const nn_optimizer *optimizer)
{
  return methods[optimizer->config.id].info.n_moments;
}

float *
nn_optimizer_moment (nn_optimizer *optimizer, int k)
{
  assert (k >= 0 && k < nn_optimizer_n_moments (optimizer));
  return optimizer->moments + (size_t) k * optimizer->n_parameters;
}

uint64_t
nn_optimizer_get_step (const nn_optimizer *optimizer)
{
  return optimizer->step;
}

void
nn_optimizer_set_step (nn_optimizer *optimizer, uint64_t step)
{
  optimizer->step = step;
}
