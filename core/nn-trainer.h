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

enum { NN_MAX_CONTESTANTS = 6, NN_SHARD_ROWS = 64, NN_MAX_BATCH = 65536 };

typedef struct {
  nn_mlp model;
  nn_optimizer_config optimizer;
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
} nn_metrics;

typedef struct nn_trainer nn_trainer;

/* The training set is borrowed and must outlive the trainer. NULL and *status on failure: nothing
 * is allocated unless every setting is valid and the model fits the data.                      */
nn_trainer *nn_trainer_new  (const nn_trainer_config *config, const nn_dataset *train,
                             nn_status *status);
void        nn_trainer_free (nn_trainer *trainer);

/* Back to step 0 with the initial weights of config's seed. */
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

uint64_t nn_trainer_get_step        (const nn_trainer *trainer);  /* steps taken since the reset */
size_t   nn_trainer_steps_per_epoch (const nn_trainer *trainer);
bool     nn_trainer_epoch_ended     (const nn_trainer *trainer);  /* the last step closed one    */

const nn_trainer_config *nn_trainer_get_config  (const nn_trainer *trainer);
const nn_network        *nn_trainer_get_network (const nn_trainer *trainer, int contestant);
