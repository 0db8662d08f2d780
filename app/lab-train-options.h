/* lab-train-options.h - what elu-lab train was asked for, checked and with the usual values */

#pragma once

#include <glib.h>
#include "lab-model.h"
#include "nn-trainer.h"

typedef struct {
  char *data;               /* as lab_data_load () takes it         */
  const LabModel *model;
  nn_trainer_config config; /* ready for nn_trainer_new ()          */
  int epochs;
  gboolean json;
} LabTrainOptions;

/* Parses arguments with context into options, which must be zeroed; clear it also on failure. */
gboolean lab_train_options_parse (LabTrainOptions *options, GOptionContext *context,
                                  char ***arguments, GError **error);
void     lab_train_options_clear (LabTrainOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabTrainOptions, lab_train_options_clear)
