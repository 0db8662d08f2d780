/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-checkpoint-tensors.h - the arrays of a contestant by their names; see lab-checkpoint.h
 *
 * Private to lab-checkpoint-file.c.
 */

#pragma once

#include "nn-safetensors.h"
#include "nn-snapshot.h"

typedef struct {
  nn_safetensors table;
  float *values[NN_SAFETENSORS_MAX_TENSORS];   /* of each array: the snapshot's */
} LabCheckpointTensors;

/* All arrays that the contestant of this config has, with_best or without; no texts. */
void lab_checkpoint_tensors_list (LabCheckpointTensors *self, const nn_trainer_config *config,
                                  const nn_snapshot_contestant *contestant, bool with_best);
