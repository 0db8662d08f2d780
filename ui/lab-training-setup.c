/* lab-training-setup.c - see the header */

#include "lab-training-setup.h"

LabTrainingSetup
lab_training_setup_default (void)
{
  return (LabTrainingSetup){
    .data = "mnist-sample",
    .model = "article-mlp",
    .optimizer = NN_ADAM,
    .learning_rate = 0.001,
    .initialization = NN_INITIALIZATION_GLOROT,
    .dropout = 1,
    .batch = 128,
    .epochs = 10,
    .seed = 42,
    .pace = -30,
    .n_contestants = 2,
    .contestant = { nn_activation_default (NN_ELU), nn_activation_default (NN_RELU) },
  };
}

double
lab_training_setup_pace (const LabTrainingSetup *setup, guint64 n_steps)
{
  return setup->pace < 0 ? (double) n_steps / -setup->pace : setup->pace;
}

int
lab_training_setup_variant (const LabTrainingSetup *setup, int contestant)
{
  int variant = 0;

  for (int i = 0; i < contestant; i++)
    variant += setup->contestant[i].id == setup->contestant[contestant].id;
  return variant;
}
