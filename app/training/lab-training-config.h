/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-config.h - what the person has set up, as the engine takes it */

#pragma once

#include "lab-data-store.h"
#include "lab-run-curves.h"
#include "nn-trainer.h"

typedef struct {
  nn_trainer_config config;
  nn_dataset train;      /* of data, or as many of them as are wanted                   */
  guint64 n_steps;       /* of the run                                                  */
  double dropout;        /* factor of the model's rates, to start with                  */
  gboolean has_dropout;  /* a layer of the model drops                                  */
} LabTrainingConfig;

/* Errors are LAB_ERROR_USAGE, one sentence or two for the person who has set it up: a model that can't
 * be read or doesn't fit the data, a batch or a subset larger than the set, and whatever else the
 * engine would refuse. data must outlive *out.                                                   */
gboolean lab_training_config_make   (const LabTrainingSetup *setup, const LabData *data,
                                     LabTrainingConfig *out, GError **error);

/* The layers that an activation follows, from below, into layers; returns how many. */
int      lab_training_config_layers (const nn_model *model, LabTrainingLayer *layers);
