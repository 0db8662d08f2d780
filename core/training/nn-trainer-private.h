/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-trainer-private.h - what the files of the trainer share
 *
 * nn-trainer.c makes and frees a trainer, nn-trainer-step.c runs it, nn-early-stopping.c ends a
 * contestant in time.
 */

#pragma once

#include "nn-parallel.h"
#include "nn-trainer.h"

enum {
  NN_MAX_LANES = 16 /* bounds the memory: a lane holds a gradient of its own */
};

typedef struct {
  nn_workspace *workspace;
  nn_loss loss;
  nn_status status;      /* NN_ERROR_NOT_FINITE: the loss, or a gradient too large to step on */
} nn_lane;

typedef struct {
  nn_network *network;
  nn_optimizer *optimizer;
  nn_lane lane[NN_MAX_LANES];
  int n_step_lanes;        /* that hold the gradient of its last step */
  nn_loss loss;
  bool stopped;            /* not finite             */
  bool finished;           /* by early stopping      */
  float *best;             /* parameters of the lowest validation loss; NULL without patience */
  double best_loss;
  uint64_t best_step;
  int n_worse;             /* epochs since then      */
} nn_contestant;

struct nn_trainer {
  nn_trainer_config config;
  nn_dataset train;
  size_t batch;
  size_t n_parameters;     /* the most that a contestant has: functions may learn some */
  int max_lanes;
  nn_pool *pool;
  nn_contestant contestant[NN_MAX_CONTESTANTS];
  uint32_t *order;         /* of the images in this epoch */
  uint64_t step;

  /* What the phases that run now work on. */
  nn_contestant *active[NN_MAX_CONTESTANTS];
  int n_active, n_lanes;
  const nn_dataset *data;
  const uint32_t *index;   /* of the rows in data; NULL: all of data, and no backward pass */
  size_t n_rows;
};

static inline size_t
nn_divide_up (size_t n, size_t by)
{
  return (n + by - 1) / by;
}

/* So many steps are taken: the next one has the batch that follows. */
void nn_trainer_go_to_step (nn_trainer *t, uint64_t step);

/* That data is not empty, fits the model, and has no label beyond its classes. */
nn_status nn_trainer_check_data (const nn_model *model, const nn_dataset *data);
