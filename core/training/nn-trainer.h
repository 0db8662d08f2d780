/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-trainer.h - several networks that learn in lockstep from the same weights and batches
 *
 * A contestant is a network with its own activation and optimiser state. One call of
 * nn_trainer_step () shows every contestant the same batch. The caller owns the loop: to pause is
 * not to call, to cancel is to free. Results are the same to the last bit for any number of
 * threads: a batch is cut into shards of fixed size and their gradients are summed in fixed order.
 * Not thread-safe: one thread calls a trainer at a time.
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "nn-dataset.h"
#include "nn-network.h"
#include "nn-optimizer.h"
#include "nn-schedule.h"

enum { NN_MAX_CONTESTANTS = 6, NN_SHARD_ROWS = 64, NN_MAX_BATCH = 65536 };

typedef struct {
  nn_model model;
  nn_optimizer_config optimizer;
  nn_schedule schedule;                          /* 0: constant                                 */
  uint64_t total_steps;                          /* of the run, for the schedule                */
  nn_initialization initialization;
  bool learns_parameters;                        /* of the activations (alpha), a set a layer   */
  int patience;                                  /* early stopping: see nn_trainer_note_validation
                                                    (); 0: none                                 */
  int n_contestants;                             /* 1 .. NN_MAX_CONTESTANTS                     */
  nn_activation contestant[NN_MAX_CONTESTANTS];
  size_t batch;                                  /* 1 .. NN_MAX_BATCH; larger than the set: all */
  uint64_t seed;
  int n_threads;                                 /* 1 .. NN_MAX_THREADS of nn-parallel.h        */
} nn_trainer_config;

typedef struct {
  double loss;       /* mean cross-entropy over the batch, or over the set evaluated */
  double accuracy;   /* 0 .. 1                                                       */
  nn_status status;  /* NN_ERROR_NOT_FINITE: stopped, at this step or before; the
                        network keeps the parameters from before that step. In the
                        steps that follow its loss is NaN                            */
  bool finished;     /* early stopping has ended it: it takes no step, its loss is NaN
                        in nn_trainer_step ()                                        */
} nn_metrics;

typedef struct nn_trainer nn_trainer;

/* The training set is borrowed and must outlive the trainer. NULL and *status on failure: nothing
 * is allocated unless every setting is valid and the model fits the data.                      */
nn_trainer *nn_trainer_new  (const nn_trainer_config *config, const nn_dataset *train,
                             nn_status *status);
void        nn_trainer_free (nn_trainer *trainer);

/* Back to step 0 with the initial weights of config's seed, and its learning rate, activations and
 * dropout.                                                                                      */
void nn_trainer_reset (nn_trainer *trainer);

/* One optimiser step of every contestant on the next batch. metrics: n_contestants, of the batch
 * before the step. The last batch of an epoch may be smaller. A contestant stops without being
 * updated if its loss is not finite or its gradient is not, or is too large to step on (a part of
 * nn_optimizer_max_gradient ()); the others go on, and the call succeeds. It fails with
 * NN_ERROR_BACKEND only, and then takes no step.                                               */
nn_status nn_trainer_step (nn_trainer *trainer, nn_metrics *metrics);

/* Loss and accuracy of every contestant, stopped or not, over a whole set, in shards of fixed size.
 * NN_ERROR_SHAPE or NN_ERROR_VALUE if the set does not fit the model.                           */
nn_status nn_trainer_evaluate (nn_trainer *trainer, const nn_dataset *data, nn_metrics *metrics);

/* Early stopping, to be told the metrics of nn_trainer_evaluate () on the validation set after each
 * epoch. A contestant whose loss is the lowest so far has its parameters kept; one that has gone
 * patience epochs without a lower one is finished and gets the best ones back. Does nothing if
 * patience is 0.                                                                                */
void nn_trainer_note_validation (nn_trainer *trainer, const nn_metrics *metrics);

/* Gives every contestant the parameters of its best epoch back, if it has any: at the end of a run
 * that early stopping has not ended.                                                            */
void nn_trainer_restore_best (nn_trainer *trainer);

bool     nn_trainer_is_finished (const nn_trainer *trainer, int contestant);

/* The step after which a contestant's validation loss was the lowest, 0 if it was never told. */
uint64_t nn_trainer_best_step (const nn_trainer *trainer, int contestant);

/* While it trains: what holds from the next step on, until the reset. NN_ERROR_ARGUMENT, and
 * nothing changed, if the value is out of range; an activation may change its parameters only.   */
nn_status nn_trainer_set_learning_rate (nn_trainer *trainer, double learning_rate);
nn_status nn_trainer_set_activation    (nn_trainer *trainer, int contestant, nn_activation f);
nn_status nn_trainer_set_dropout       (nn_trainer *trainer, double factor);  /* of all rates, 0 .. 1 */

uint64_t nn_trainer_get_step        (const nn_trainer *trainer);  /* steps taken since the reset */
size_t   nn_trainer_steps_per_epoch (const nn_trainer *trainer);
bool     nn_trainer_epoch_ended     (const nn_trainer *trainer);  /* the last step closed one    */

const nn_trainer_config *nn_trainer_get_config  (const nn_trainer *trainer);
const nn_network        *nn_trainer_get_network (const nn_trainer *trainer, int contestant);

/* The gradient of the last batch that the contestant has met, as the network's parameters: for one
 * that has stopped, the one that stopped it. Zeros before the first step. sum has room for all. */
void nn_trainer_get_gradient (const nn_trainer *trainer, int contestant, float *sum);
