/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-plan.h - what a live training trains, from where, and on what */

#pragma once

#include "lab-data-store.h"
#include "nn-snapshot.h"
#include "nn-trainer.h"

typedef struct {
  nn_trainer_config config;
  guint64 n_steps;
  nn_dataset train;               /* of data, perhaps fewer              */
  LabData *data;                  /* the thread takes a reference        */
  double dropout;                 /* factor of the model's, to start with */
  double pace;                    /* steps a second, 0 for full speed    */
  gboolean checkpoints;           /* whether to hand them out            */
  const nn_snapshot *start;       /* or NULL for step 0; copied          */
  double seconds;                 /* of training that lie before start   */
} LabTrainingPlan;
