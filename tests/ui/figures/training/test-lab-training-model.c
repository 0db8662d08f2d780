/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-training-model.c - the Training view's state: defaults, checks, words */

#include <glib.h>
#include <math.h>
#include <string.h>
#include "lab-palette.h"
#include "lab-training-model.h"

static void
count_cb (gpointer object, int *count)
{
  (*count)++;
}

static void
test_defaults_can_start (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  const LabTrainingSetup *setup = lab_training_model_get_setup (model);

  g_assert_null (lab_training_model_check_setup (model));
  g_assert_cmpint (setup->contestant[0].id, ==, NN_ELU);
  g_assert_cmpfloat (setup->contestant[0].parameter[0], ==, 1);
  g_assert_cmpint (setup->contestant[1].id, ==, NN_RELU);
}

static void
test_equal_contestants_are_refused (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  LabTrainingSetup setup = *lab_training_model_get_setup (model);
  g_autofree char *problem = NULL;

  setup.contestant[1] = setup.contestant[0];
  lab_training_model_set_setup (model, &setup);
  problem = lab_training_model_check_setup (model);
  g_assert_nonnull (problem);
  setup.contestant[1].parameter[0] = 0.3;
  lab_training_model_set_setup (model, &setup);
  g_assert_null (lab_training_model_check_setup (model));
  g_assert_cmpint (lab_training_setup_variant (lab_training_model_get_setup (model), 0), ==, 0);
  g_assert_cmpint (lab_training_setup_variant (lab_training_model_get_setup (model), 1), ==, 1);
}

/* Whatever six are chosen, colour tells them apart: LeakyReLU, GELU and a second ELU are all green. */
static void
test_contestants_differ_in_colour (void)
{
  LabTrainingSetup setup = lab_training_setup_default ();
  static const nn_activation_id ids[][LAB_MAX_CONTESTANTS] = {
    { NN_ELU, NN_RELU, NN_ELU, NN_LEAKY_RELU, NN_GELU, NN_SILU },
    { NN_ELU, NN_ELU, NN_ELU, NN_ELU, NN_ELU, NN_ELU },
    { NN_RELU, NN_SHIFTED_RELU, NN_SELU, NN_MISH, NN_GELU_TANH, NN_PELU },
  };

  setup.n_contestants = LAB_MAX_CONTESTANTS;
  for (gsize k = 0; k < G_N_ELEMENTS (ids); k++)
    {
      char hex[LAB_MAX_CONTESTANTS][8];

      for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
        setup.contestant[c] = nn_activation_default (ids[k][c]);
      for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
        {
          lab_color_to_hex (lab_palette_variant (setup.contestant[c].id,
                                                 lab_training_setup_variant (&setup, c), FALSE)
                                .line,
                            hex[c]);
          for (int i = 0; i < c; i++)
            g_assert_cmpstr (hex[c], !=, hex[i]);
        }
    }
}

static void
test_steps_follow_the_setup (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  LabTrainingSetup setup = *lab_training_model_get_setup (model);

  lab_training_model_set_data_size (model, 9000, 1000, 2000);
  g_assert_cmpuint (lab_training_model_get_steps_per_epoch (model), ==, 71);
  g_assert_cmpuint (lab_training_model_get_n_steps (model), ==, 710);
  setup.batch = 100000;
  lab_training_model_set_setup (model, &setup);
  g_assert_cmpuint (lab_training_model_get_steps_per_epoch (model), ==, 1);
}

static void
test_description_follows_the_data (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  g_autofree char *before = lab_training_model_describe (model), *after = NULL;
  int changes = 0;

  g_signal_connect (model, "data-changed", G_CALLBACK (count_cb), &changes);
  lab_training_model_set_data_size (model, 9000, 1000, 2000);
  lab_training_model_add_step (model, 0, 1, 0, 2.5, 0.125);
  lab_training_model_add_validation (model, 0, 1, 0, 2.25, 0.25);
  lab_training_model_data_changed (model);
  after = lab_training_model_describe (model);
  g_assert_cmpint (changes, ==, 1);
  g_assert_nonnull (strstr (after, "Step 1 of 710."));
  g_assert_nonnull (strstr (after, "training loss 2.500, training accuracy 12.5 %."));
  g_assert_nonnull (strstr (after, "validation accuracy 25.0 %."));
  g_assert_cmpstr (before, !=, after);
  lab_training_model_clear (model);
  g_assert_cmpuint (lab_training_model_get_step (model), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/training-model/defaults", test_defaults_can_start);
  g_test_add_func ("/lab/training-model/equal-contestants", test_equal_contestants_are_refused);
  g_test_add_func ("/lab/training-model/colours", test_contestants_differ_in_colour);
  g_test_add_func ("/lab/training-model/steps", test_steps_follow_the_setup);
  g_test_add_func ("/lab/training-model/description", test_description_follows_the_data);
  return g_test_run ();
}
