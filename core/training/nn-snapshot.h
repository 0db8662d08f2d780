/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-snapshot.h - the whole state of a trainer, kept in memory to go back to or to branch from
 *
 * All that the next steps depend on beside the config and the data: of each contestant its
 * parameters, its optimiser's moments and steps, what was moved while it trained (learning rate,
 * the function's parameters, dropout) and where early stopping stands. The order of the images and
 * dropout's choices follow from the config's seed and the step, so they need no place here. A
 * trainer that is set to a snapshot goes on as the one that it was taken of, to the last bit.
 */

#pragma once

#include "nn-trainer.h"

typedef struct nn_snapshot nn_snapshot;

/* What a snapshot has of one contestant. The arrays belong to the snapshot and may be written: to
 * fill one from a file.                                                                         */
typedef struct {
  nn_activation f;           /* with the parameters set last; where they are learned, those
                                among parameters hold                                             */
  uint64_t optimizer_step;
  bool stopped, finished;    /* not finite; ended by early stopping                               */
  double best_loss;          /* early stopping's; INFINITY before it was told one                 */
  uint64_t best_step;
  int n_worse;
  size_t n_parameters;
  int n_moments;
  float *parameters;         /* as the network has them                                           */
  float *moments;            /* n_moments x n_parameters; NULL if n_moments is 0                  */
  float *best;               /* parameters of best_loss, meaningless before there is one; NULL if
                                config's patience is 0                                            */
} nn_snapshot_contestant;

/* What a snapshot has once. */
typedef struct {
  uint64_t step;
  double learning_rate;
  double dropout;            /* the factor of nn_trainer_set_dropout () */
} nn_snapshot_settings;

/* Room for the state of trainers of this config, whose model must have passed nn_model_check ();
 * holds the settings of step 0, and zeros for parameters. NULL and *status on failure:
 * NN_ERROR_SHAPE or NN_ERROR_MEMORY.                                                            */
nn_snapshot *nn_snapshot_new_for (const nn_trainer_config *config, nn_status *status);

/* The same for this trainer; nothing is taken yet. */
nn_snapshot *nn_snapshot_new     (const nn_trainer *trainer, nn_status *status);
nn_snapshot *nn_snapshot_copy    (const nn_snapshot *snapshot, nn_status *status);
void         nn_snapshot_free    (nn_snapshot *snapshot);

/* Whether the trainer's state has its place in the snapshot: the same model, functions but for
 * their parameters, optimiser but for its settings, and what is learned and kept. Seed, batch,
 * threads and data may differ.                                                                  */
bool nn_snapshot_fits (const nn_snapshot *snapshot, const nn_trainer *trainer);

/* Writes the trainer's state over the snapshot's, which must fit. Allocates nothing. */
void nn_snapshot_take (nn_snapshot *snapshot, const nn_trainer *trainer);

/* Sets the trainer to the state of the snapshot. NN_ERROR_ARGUMENT, and nothing changed, if it does
 * not fit, or a setting in it is not possible with this trainer's config. The gradient of the last
 * batch is no longer known. To see how the state does on other data, without disturbing a
 * trainer that runs: restore it into another and call nn_trainer_evaluate (). Allocates nothing. */
nn_status nn_snapshot_restore (const nn_snapshot *snapshot, nn_trainer *trainer);

/* NN_ERROR_VALUE if a number in it cannot be of a trainer, as may be after reading a file: a
 * parameter or moment that is not finite, a second moment below 0, a setting out of range.      */
nn_status nn_snapshot_check (const nn_snapshot *snapshot);

/* Whether nn_trainer_restore_best () would change nothing: parameters are those of the lowest
 * validation loss, or none were noted.                                                          */
bool nn_snapshot_is_best (const nn_snapshot *snapshot);

uint64_t nn_snapshot_step (const nn_snapshot *snapshot);
size_t   nn_snapshot_size (const nn_snapshot *snapshot);  /* bytes of memory */

const nn_trainer_config *nn_snapshot_get_config (const nn_snapshot *snapshot);

nn_snapshot_settings       *nn_snapshot_settings_of   (nn_snapshot *snapshot);
const nn_snapshot_settings *nn_snapshot_peek_settings (const nn_snapshot *snapshot);

/* 0 <= contestant < the config's n_contestants. */
nn_snapshot_contestant       *nn_snapshot_contestant_of   (nn_snapshot *snapshot, int contestant);
const nn_snapshot_contestant *nn_snapshot_peek_contestant (const nn_snapshot *snapshot,
                                                           int contestant);
