/* nn-optimizer.c - see nn-optimizer.h
 *
 * Adam as PyTorch computes it, so that curves can be compared: epsilon is added to the square root
 * of the corrected second moment. The factors of a step are computed once in double; the loops are
 * float32, one rounding an operation, in the order in which they stand.
 */

#include "nn-optimizer.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nn-clones.h"

enum { MAX_MOMENTS = 2 };

/* The factors of one step, for every parameter the same. */
typedef struct {
  float rate;                            /* learning rate, for Adam over 1 - beta1^t       */
  float beta1, beta2, rest1, rest2;      /* the betas and 1 - beta                         */
  float root;                            /* 1 / sqrt (1 - beta2^t)                         */
  float epsilon;
} step_factors;

typedef void (*update_function) (const step_factors *k, size_t n, const float *gradient,
                                 float *parameters, float *m, float *v);

struct nn_optimizer {
  nn_optimizer_config config;
  uint64_t step;
  step_factors factors;
  size_t n_parameters;
  float *moments;                        /* n_moments x n_parameters                       */
};

NN_CLONES static void
update_sgd (const step_factors *k, size_t n, const float *restrict gradient, float *restrict p,
            float *m, float *v)
{
  const float rate = k->rate;

  for (size_t i = 0; i < n; i++)
    p[i] -= rate * gradient[i];
}

/* A moment that fades away must not stay in the subnormal numbers: arithmetic on them is many
 * times slower, and rounding would hold it there for ever. Against epsilon it is nothing.     */
static inline float
flush (float moment)
{
  return fabsf (moment) < FLT_MIN ? 0 : moment;
}

/* m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
 * p -= lr / (1 - beta1^t) * m / (sqrt (v) / sqrt (1 - beta2^t) + epsilon).                     */
NN_CLONES static void
update_adam (const step_factors *factors, size_t n, const float *restrict gradient,
             float *restrict p, float *restrict m, float *restrict v)
{
  const step_factors k = *factors;

  for (size_t i = 0; i < n; i++)
    {
      float g = gradient[i];

      m[i] = flush (k.beta1 * m[i] + k.rest1 * g);
      v[i] = flush (k.beta2 * v[i] + k.rest2 * (g * g));
      p[i] -= k.rate * (m[i] / (sqrtf (v[i]) * k.root + k.epsilon));
    }
}

static const struct {
  nn_optimizer_info info;
  update_function update;
  double beta1, beta2, epsilon;
  float max_gradient;                    /* the moments stay finite                        */
} methods[NN_N_OPTIMIZERS] = {
  { { NN_SGD, "sgd", "SGD", 0, 0.01 }, update_sgd, 0, 0, 0, FLT_MAX },
  { { NN_ADAM, "adam", "Adam", 2, 0.001 }, update_adam, 0.9, 0.999, 1e-8, 0x1p63f },
};

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
  return (nn_optimizer_config){ id, methods[id].info.learning_rate, methods[id].beta1,
                                methods[id].beta2, methods[id].epsilon };
}

static bool
is_fraction (double beta)
{
  return beta >= 0 && beta < 1;
}

nn_status
nn_optimizer_check (const nn_optimizer_config *config)
{
  bool valid = config->id < NN_N_OPTIMIZERS && (float) config->learning_rate > 0
               && config->learning_rate <= NN_MAX_LEARNING_RATE;

  if (valid && methods[config->id].info.n_moments > 0)
    valid = is_fraction (config->beta1) && is_fraction (config->beta2)
            && (float) config->epsilon > 0 && isfinite ((float) config->epsilon);
  return valid ? NN_OK : NN_ERROR_ARGUMENT;
}

nn_optimizer *
nn_optimizer_new (const nn_optimizer_config *config, size_t n_parameters, nn_status *status)
{
  nn_optimizer *optimizer;

  *status = nn_optimizer_check (config);
  if (*status == NN_OK && n_parameters > PTRDIFF_MAX / (MAX_MOMENTS * sizeof (float)))
    *status = NN_ERROR_SHAPE;
  if (*status != NN_OK)
    return NULL;

  *status = NN_ERROR_MEMORY;
  optimizer = calloc (1, sizeof *optimizer);
  if (optimizer == NULL)
    return NULL;
  optimizer->config = *config;
  if (methods[config->id].info.n_moments == 0)
    optimizer->config.beta1 = optimizer->config.beta2 = 0;
  optimizer->n_parameters = n_parameters;
  /* Room for all moments of any method: an array that SGD never touches costs no memory. */
  optimizer->moments = calloc (MAX_MOMENTS, n_parameters * sizeof *optimizer->moments);
  if (optimizer->moments == NULL && n_parameters > 0)
    {
      nn_optimizer_free (optimizer);
      return NULL;
    }
  *status = NN_OK;
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
  size_t n_moments = methods[optimizer->config.id].info.n_moments;

  optimizer->step = 0;
  memset (optimizer->moments, 0, n_moments * optimizer->n_parameters * sizeof (float));
}

float
nn_optimizer_max_gradient (const nn_optimizer *optimizer)
{
  double of_step = FLT_MAX / 2 / fmax (optimizer->config.learning_rate, 1);

  return (float) fmin (of_step, methods[optimizer->config.id].max_gradient);
}

void
nn_optimizer_begin_step (nn_optimizer *optimizer)
{
  const nn_optimizer_config *config = &optimizer->config;
  double t = (double) ++optimizer->step;

  optimizer->factors = (step_factors){
    .rate = (float) (config->learning_rate / (1 - pow (config->beta1, t))),
    .beta1 = (float) config->beta1,
    .beta2 = (float) config->beta2,
    .rest1 = (float) (1 - config->beta1),
    .rest2 = (float) (1 - config->beta2),
    .root = (float) (1 / sqrt (1 - pow (config->beta2, t))),
    .epsilon = (float) config->epsilon,
  };
}

void
nn_optimizer_update (nn_optimizer *optimizer, size_t first, size_t count, const float *gradient,
                     float *parameters)
{
  float *m = optimizer->moments, *v = m + optimizer->n_parameters;

  assert (optimizer->step > 0);
  assert (first <= optimizer->n_parameters && count <= optimizer->n_parameters - first);
  methods[optimizer->config.id].update (&optimizer->factors, count, gradient, parameters,
                                        m + first, v + first);
}
