/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-training-setup.h"

#include "lab-palette.h"

LabTrainingSetup
lab_training_setup_default (void)
{
  return (LabTrainingSetup){
    .data = "mnist-sample",
    .model = "article-mlp",
    .optimizer = NN_ADAM,
    .learning_rate = 0.001,
    .initialization = NN_INITIALIZATION_LECUN,
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

/* The same function, or another one in the same hue. */
static gboolean
is_taken (const LabTrainingSetup *setup, const int *variant, int contestant, int wanted)
{
  nn_activation_id id = setup->contestant[contestant].id;
  LabColor color = lab_palette_variant (id, wanted, FALSE).line;

  for (int i = 0; i < contestant; i++)
    {
      LabColor other = lab_palette_variant (setup->contestant[i].id, variant[i], FALSE).line;

      if (setup->contestant[i].id == id && variant[i] == wanted)
        return TRUE;
      if (color.red == other.red && color.green == other.green && color.blue == other.blue)
        return TRUE;
    }
  return FALSE;
}

int
lab_training_setup_variant (const LabTrainingSetup *setup, int contestant)
{
  int variant[LAB_MAX_CONTESTANTS] = { 0 };

  for (int c = 0; c <= contestant; c++)
    while (variant[c] < LAB_MAX_CONTESTANTS && is_taken (setup, variant, c, variant[c]))
      variant[c]++;
  return variant[contestant];
}
