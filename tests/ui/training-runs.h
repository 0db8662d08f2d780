/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training-runs.h - a model with a made-up run, for tests of what is drawn and said of it */

#pragma once

#include <math.h>
#include <string.h>
#include "lab-training-model.h"

enum { RUN_LAYERS = 3, RUN_STEPS_PER_EPOCH = 71 };

/* Falls, with a tooth for each batch; lower for the first contestants. */
static inline double
run_loss (int contestant, guint64 step)
{
  return 0.05 + 0.01 * contestant + 2.2 * exp (-(double) step / 60)
         + 0.02 * (double) (step * 7 % 11) / 11;
}

static inline double
run_accuracy (int contestant, guint64 step)
{
  return fmax (0, 1 - run_loss (contestant, step) / 2.5);
}

static inline void
run_add_diagnostics (LabTrainingModel *model, int contestant, guint64 step)
{
  nn_layer_diagnostics layers[RUN_LAYERS];

  memset (layers, 0, sizeof layers);
  for (int l = 0; l < RUN_LAYERS; l++)
    {
      layers[l].n_units = (gsize) 64 << l;
      layers[l].mean = 0.25 * (l + 1) + 0.5 * contestant;
      layers[l].median = layers[l].mean / 2;
      layers[l].n_dead = contestant == 1 ? 8 : 0;
      layers[l].n_born = contestant == 1 && step == 100;
      layers[l].gradient_norm = pow (10, -l);
      layers[l].update_ratio = step > 10 ? 0.001 : NAN;
      layers[l].parameter[0] = 1 - 0.001 * (double) step;
    }
  lab_training_model_add_diagnostics (model, contestant, step, 0.04 * (double) step, RUN_LAYERS,
                                      layers, 0.125);
}

/* A step takes 0.04 seconds; validation after each epoch, diagnostics every ten steps. */
static inline void
run_go_on (LabTrainingModel *model, guint64 from, guint64 to)
{
  for (guint64 step = from + 1; step <= to; step++)
    for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
      {
        double seconds = 0.04 * (double) step;

        lab_training_model_add_step (model, c, step, seconds, run_loss (c, step),
                                     run_accuracy (c, step));
        if (step % RUN_STEPS_PER_EPOCH == 0)
          lab_training_model_add_validation (model, c, step, seconds, run_loss (c, step) + 0.05,
                                             run_accuracy (c, step) - 0.02);
        if (step % 10 == 0)
          run_add_diagnostics (model, c, step);
      }
  lab_training_model_data_changed (model);
}

static inline LabTrainingModel *
run_new (int n_contestants, guint64 steps)
{
  static const nn_activation_id others[] = { NN_ELU, NN_RELU, NN_SELU, NN_SOFTPLUS, NN_ELU, NN_SILU };
  LabTrainingModel *model = lab_training_model_new ();
  LabTrainingSetup setup = *lab_training_model_get_setup (model);
  LabTrainingLayer layers[RUN_LAYERS];

  setup.n_contestants = n_contestants;
  for (int c = 2; c < n_contestants; c++)
    setup.contestant[c] = nn_activation_default (others[c]);
  setup.contestant[4].parameter[0] = 0.3;
  lab_training_model_set_setup (model, &setup);
  lab_training_model_set_data_size (model, 9000, 1000, 2000);
  for (int l = 0; l < RUN_LAYERS; l++)
    layers[l] = (LabTrainingLayer){ .title = { 'L', (char) ('1' + l) }, .n_units = (gsize) 64 << l };
  lab_training_model_set_layers (model, RUN_LAYERS, layers);
  lab_training_model_set_n_probe (model, 1000);
  run_go_on (model, 0, steps);
  return model;
}
