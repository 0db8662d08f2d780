/* nn-optimizer.h - stochastic gradient descent and Adam over a flat array of parameters
 *
 * A row of a table per method. The state is the moments and the number of steps taken: with the
 * parameters, all that a checkpoint needs.
 */

#pragma once

#include <stddef.h>
#include "nn-status.h"

typedef enum {
  NN_SGD,   /* p -= lr g                                                                       */
  NN_ADAM,  /* Kingma and Ba 2015, algorithm 1: p -= lr m^ / (sqrt (v^) + epsilon)             */
  NN_N_OPTIMIZERS
} nn_optimizer_id;

/* Far beyond any use; so that a step of a finite gradient is a finite step. */
#define NN_MAX_LEARNING_RATE 1e30

typedef struct {
  nn_optimizer_id id;
  double learning_rate;          /* > 0, <= NN_MAX_LEARNING_RATE    */
  double beta1, beta2, epsilon;  /* Adam: 0.9, 0.999, 1e-8; 0 <= beta < 1, epsilon > 0 */
} nn_optimizer_config;

typedef struct {
  nn_optimizer_id id;
  const char *name;             /* "sgd", "adam"    */
  const char *title;            /* "SGD", "Adam"    */
  int n_moments;                /* arrays of state  */
  double learning_rate;         /* the usual one    */
} nn_optimizer_info;

const nn_optimizer_info *nn_optimizer_get_info (nn_optimizer_id id);
nn_optimizer_config      nn_optimizer_default  (nn_optimizer_id id);
nn_status                nn_optimizer_check    (const nn_optimizer_config *config);

typedef struct nn_optimizer nn_optimizer;

nn_optimizer *nn_optimizer_new   (const nn_optimizer_config *config, size_t n_parameters,
                                  nn_status *status);
void          nn_optimizer_free  (nn_optimizer *optimizer);
void          nn_optimizer_reset (nn_optimizer *optimizer);  /* moments and step count to 0 */

/* The largest magnitude in a gradient for which a step and the moments are sure to stay finite:
 * parameters must not be updated with a larger one, nor with NaN.                              */
float nn_optimizer_max_gradient (const nn_optimizer *optimizer);

/* One step of all parameters, in two calls so that threads can share the work: begin once, then
 * update each range [first, first + count) exactly once, in any order and from any thread.
 * gradient and parameters are those of the range: count each. What a parameter becomes does not
 * depend on the ranges.                                                                        */
void nn_optimizer_begin_step (nn_optimizer *optimizer);
void nn_optimizer_update     (nn_optimizer *optimizer, size_t first, size_t count,
                              const float *gradient, float *parameters);
