/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-model-private.h - what the two files of the Training view's model share
 *
 * lab-training-model.c has the set-up, the state and the way to look at it; lab-training-model-run.c
 * what is told of the run.
 */

#pragma once

#include "lab-training-model.h"

struct _LabTrainingModel {
  GObject parent_instance;

  LabTrainingSetup setup;
  LabTrainingFacts facts;
  LabTrainingState state;
  char *message;
  LabRunCurves *run;
  LabRunCurves *difference; /* to the view's baseline; NULL without one */
  GArray *events;           /* of LabTrainingEvent                      */
  GPtrArray *overlays;      /* of LabRunCurves                          */
  LabTrainingView view;
  gint64 scrub;
  guint generation;
  guint n_training, n_validation, n_test, n_probe;
  guint64 step;
  double rate;
};

/* For the signal "data-changed". */
void lab_training_model_emit_data_changed (LabTrainingModel *self);

/* The difference to the baseline anew: for another baseline, or another past. */
void lab_training_model_restart_difference (LabTrainingModel *self);
