/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-optimizer.h - gradient descent and its relatives over a flat array of parameters
 *
 * A row of a table per method, with the formulas of PyTorch (torch.optim) and its usual settings
 * but for the learning rate, so that curves can be compared. The state is the moments, the number
 * of steps taken and the learning rate, if it was moved: with the parameters, all that a checkpoint
 * needs.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-status.h"

/* g is the gradient; m and v are moments, 0 at first. In the order in which a list should show
 * them: simple ones first.                                                                      */
typedef enum {
  NN_SGD,       /* p -= lr g                                                Robbins, Monro 1951   */
  NN_MOMENTUM,  /* m = beta1 m + g;  p -= lr m                              Polyak 1964           */
  NN_NESTEROV,  /* m = beta1 m + g;  p -= lr (g + beta1 m)
                   Nesterov 1983, in the form of Sutskever et al. 2013 with the step taken from
                   where the gradient was                                                         */
  NN_ADAM,      /* m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
                   m^ = m / (1 - beta1^t);  v^ = v / (1 - beta2^t);
                   p -= lr m^ / (sqrt (v^) + epsilon)    Kingma, Ba 2015, algorithm 1             */
  NN_ADAMW,     /* p *= 1 - lr weight_decay, then Adam's step
                   Loshchilov, Hutter 2019, algorithm 2, the decay times the learning rate        */
  NN_RMSPROP,   /* v = beta2 v + (1 - beta2) g^2;  p -= lr g / (sqrt (v) + epsilon)
                   Tieleman, Hinton 2012, lecture 6.5                                             */
  NN_N_OPTIMIZERS
} nn_optimizer_id;

/* Far beyond any use; so that a step of a finite gradient is a finite step. */
#define NN_MAX_LEARNING_RATE 1e30
#define NN_MAX_WEIGHT_DECAY  1e30
#define NN_MAX_BETA          0.999999
#define NN_MIN_EPSILON       1e-20

/* What a method does not have (see above) is ignored.
 *
 * Weight decay adds weight_decay p to the gradient, as does a penalty of weight_decay / 2 |p|^2 in
 * the loss (L2), except in AdamW, which keeps it out of the moments. In one step it may take a
 * parameter to 0, not beyond.                                                                   */
typedef struct {
  nn_optimizer_id id;
  double learning_rate;  /* > 0, <= NN_MAX_LEARNING_RATE                                          */
  double beta1;          /* 0 .. NN_MAX_BETA: what stays of m in a step, usually 0.9              */
  double beta2;          /* 0 .. NN_MAX_BETA: what stays of v, usually 0.999; RMSprop's alpha,
                            usually 0.99. Where there are both, beta1^2 <= beta2, or m outlives v
                            and a step has no bound                                               */
  double epsilon;        /* NN_MIN_EPSILON or more, finite in float32; usually 1e-8               */
  double weight_decay;   /* 0 .. NN_MAX_WEIGHT_DECAY, and learning_rate weight_decay <= 1;
                            usually 0, AdamW: 0.01                                                */
} nn_optimizer_config;

typedef struct {
  nn_optimizer_id id;
  const char *name;      /* as a command takes it: "adamw"            */
  const char *title;     /* as the literature writes it: "AdamW"      */
  int n_moments;         /* arrays of state: m before v               */
  int n_squares;         /* of these, v: never below 0                */
  double learning_rate;  /* the usual one                             */
} nn_optimizer_info;

const nn_optimizer_info *nn_optimizer_get_info (nn_optimizer_id id);
nn_optimizer_config      nn_optimizer_default  (nn_optimizer_id id);

/* NN_OK, or NN_ERROR_ARGUMENT if a setting is outside its range. */
nn_status                nn_optimizer_check    (const nn_optimizer_config *config);

typedef struct nn_optimizer nn_optimizer;

/* For n_parameters parameters, of which the first n_decayed are subject to weight decay (weights
 * and biases); those behind them (learned parameters of an activation) never are. NULL and *status
 * on failure.                                                                                   */
nn_optimizer *nn_optimizer_new   (const nn_optimizer_config *config, size_t n_parameters,
                                  size_t n_decayed, nn_status *status);
void          nn_optimizer_free  (nn_optimizer *optimizer);

/* Moments and step count to 0; the learning rate stays. */
void          nn_optimizer_reset (nn_optimizer *optimizer);

/* Takes effect with the next nn_optimizer_begin_step (). A rate for which nn_optimizer_check ()
 * would fail changes nothing and gives NN_ERROR_ARGUMENT.                                       */
nn_status nn_optimizer_set_learning_rate (nn_optimizer *optimizer, double learning_rate);
double    nn_optimizer_get_learning_rate (const nn_optimizer *optimizer);

/* The largest magnitude in a gradient for which a step and the moments are sure to stay finite:
 * parameters must not be updated with a larger one, nor with NaN. Weight decay counts in: what it
 * makes of a gradient is cut off at this magnitude.                                             */
float nn_optimizer_max_gradient (const nn_optimizer *optimizer);

/* One step of all parameters, in two calls so that threads can share the work: begin once, then
 * update each range [first, first + count) exactly once, in any order and from any thread.
 * factor (0 .. 1) is the schedule's: this step's learning rate is so much of the one set; 1 for no
 * schedule. gradient and parameters are those of the range: count each. What a parameter becomes
 * does not depend on the ranges.                                                                */
void nn_optimizer_begin_step (nn_optimizer *optimizer, double factor);
void nn_optimizer_update     (nn_optimizer *optimizer, size_t first, size_t count,
                              const float *gradient, float *parameters);

/* The state, for checkpoints. An optimiser of the same config whose moments and step are set to
 * another's goes on as that one would, to the last bit; not between begin and update.
 *
 * nn_optimizer_moment: n_parameters floats that may be written, finite ones, and in v none below 0;
 * 0 <= k < nn_optimizer_n_moments ().                                                           */
int      nn_optimizer_n_moments (const nn_optimizer *optimizer);
float   *nn_optimizer_moment    (nn_optimizer *optimizer, int k);
uint64_t nn_optimizer_get_step  (const nn_optimizer *optimizer);
void     nn_optimizer_set_step  (nn_optimizer *optimizer, uint64_t step);
