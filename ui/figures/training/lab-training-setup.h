/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-setup.h - everything that a training is set up with: a plain value, copied freely
 *
 * The page edits it, the application trains by it, and a run keeps it.
 */

#pragma once

#include <glib.h>
#include "nn-activation.h"
#include "nn-initialization.h"
#include "nn-optimizer.h"
#include "nn-schedule.h"

enum { LAB_MAX_CONTESTANTS = 6, LAB_SETUP_TEXT = 512 };

typedef struct {
  char data[LAB_SETUP_TEXT];          /* the name of a known set, or a path                     */
  char model[LAB_SETUP_TEXT];         /* the name of a preset, or layers as nn_model_parse ()
                                         reads them                                             */
  nn_optimizer_id optimizer;
  double learning_rate;
  double weight_decay;
  nn_schedule_id schedule;            /* with its usual settings                                */
  nn_initialization initialization;
  double dropout;                     /* factor of the model's rates, 0 .. 1                    */
  gboolean learns_parameters;         /* of the activations                                     */
  guint batch, epochs;
  guint patience;                     /* epochs, for early stopping; 0: none                    */
  guint subset;                       /* images to learn from; 0: all                           */
  guint64 seed;
  double pace;                        /* steps a second; 0: as fast as the machine can; below 0:
                                         so many that the run lasts -pace seconds               */
  int n_contestants;                  /* 2 .. LAB_MAX_CONTESTANTS                               */
  nn_activation contestant[LAB_MAX_CONTESTANTS];
} LabTrainingSetup;

/* The defaults of one click on Start: ELU 1 against ReLU on the sample of MNIST, at a pace that a
 * class can follow: the run lasts half a minute.                                                 */
LabTrainingSetup lab_training_setup_default (void);

/* Steps a second of a run of n_steps, 0 for as fast as the machine can. */
double           lab_training_setup_pace    (const LabTrainingSetup *setup, guint64 n_steps);

/* Which variant of its function's style a contestant is drawn in (lab_palette_variant ()): 0, the
 * function's own, unless an earlier contestant has the same function or the same hue.          */
int              lab_training_setup_variant (const LabTrainingSetup *setup, int contestant);
