/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-train-options.h - how a command is to train, checked and with the usual values
 *
 * What elu-lab train and sweep have in common. In two steps, since a model can only be read for
 * images of a known shape: first the options, then, when the data are there, the model. What was
 * not given is what the preset says; a model written as text has the usual preset's settings. Which
 * functions are trained is for each command to say.
 */

#pragma once

#include <glib.h>
#include "lab-data-store.h"
#include "lab-preset.h"
#include "nn-trainer.h"

typedef struct {
  char *data;               /* as lab_data_load () takes it                              */
  LabDataSplit split;
  char *model;              /* a preset's name, or the text of a model                   */
  const LabPreset *preset;  /* of that name, else NULL                                   */
  nn_trainer_config config; /* without the contestants, which the command adds, and, until
                               lab_train_options_use_data (), without the model          */
  int epochs;
  gsize subset;             /* images to train on; 0: all                                */
  char *diagnostics;        /* a file to write, or NULL; train's own, like the next      */
  guint64 diagnostics_every;/* steps; 0: at the end of each epoch                        */
  gboolean record;          /* keep it as a run                                          */
  char *resume;             /* the id of a run to go on with, or NULL                    */
  gboolean json;
} LabTrainOptions;

/* Parses arguments with context into options, which must be zeroed; clear it also on failure. own:
 * the options that the command has besides.                                                     */
gboolean lab_train_options_parse (LabTrainOptions *options, GOptionContext *context,
                                  const GOptionEntry *own, char ***arguments, GError **error);
void     lab_train_options_clear (LabTrainOptions *options);

/* Reads the model for the images of data, cuts data's training images down to the subset, and
 * completes the config.                                                                         */
gboolean lab_train_options_use_data (LabTrainOptions *options, LabData *data, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabTrainOptions, lab_train_options_clear)
