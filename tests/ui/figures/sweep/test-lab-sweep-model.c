/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-sweep-model.c - a sweep's set-up as it is typed, its columns, its words */

#include <glib.h>
#include <math.h>
#include <string.h>
#include "sweep-models.h"

/* 4 alphas and 5 seeds, 10 epochs of 9,000 images at 20 us: 36 s; of 1,000: 4 s. */
static void
test_estimate (void)
{
  g_autoptr (LabSweepModel) model = lab_sweep_model_new ();
  LabSweepSetup setup = *lab_sweep_model_get_setup (model);

  g_assert_true (isnan (lab_sweep_model_get_estimate (model)));
  lab_sweep_model_set_image_seconds (model, 20e-6);
  g_assert_true (isnan (lab_sweep_model_get_estimate (model)));
  lab_sweep_model_set_n_images (model, 9000);
  g_assert_cmpfloat_with_epsilon (lab_sweep_model_get_estimate (model), 36, 1e-9);
  setup.images = 1000;
  lab_sweep_model_set_setup (model, &setup);
  g_assert_cmpfloat_with_epsilon (lab_sweep_model_get_estimate (model), 4, 1e-9);
}

static void
assert_alphas (const char *text, int n, const double *expected)
{
  double alpha[LAB_SWEEP_MOST_ALPHAS];
  int found = 0;
  g_autofree char *problem = lab_sweep_parse_alphas (text, alpha, &found);

  g_assert_null (problem);
  g_assert_cmpint (found, ==, n);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat (alpha[i], ==, expected[i]);
}

static void
test_alphas (void)
{
  const double usual[] = { 0, 0.1, 0.3, 1 }, one[] = { 2.5 }, tiny[] = { 1e-3, 100 };

  assert_alphas ("0, 0.1, 0.3, 1", 4, usual);
  assert_alphas (" 1 .3 0.1\t-0 ", 4, usual);
  assert_alphas ("0;0,1;0,3;1", 4, usual);
  assert_alphas ("0，0.1、0.3，1，", 4, usual);
  assert_alphas ("2.5", 1, one);
  assert_alphas ("1e-3,100", 2, tiny);
}

static void
test_alphas_refused (void)
{
  static const struct {
    const char *text, *says;
  } rows[] = {
    { "", "no α" },
    { " , ，", "no α" },
    { "0, abc", "“abc” is not a number" },
    { "0.1.2", "“0.1.2” is not a number" },
    { "0x", "“0x” is not a number" },
    { "nan", "“nan” is not a number" },
    { "-0.5, 1", "α cannot be -0.5: it must be between 0 and 100" },
    { "\xe2\x88\x92"
      "1",
      "cannot be -1" },
    { "1e999", "cannot be 1e999" },
    { "100.5", "between 0 and 100" },
    { "0.3, 1, .30", ".30 is there twice" },
    { "0, -0", "-0 is there twice" },
    { "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "At most 16" },
    { "\xff\xfe", "is not a number" },
  };
  double alpha[LAB_SWEEP_MOST_ALPHAS] = { 7 };
  int n = 1;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *problem = lab_sweep_parse_alphas (rows[i].text, alpha, &n);

      g_assert_nonnull (problem);
      g_assert_nonnull (strstr (problem, rows[i].says));
      g_assert_true (g_utf8_validate (problem, -1, NULL));
      g_assert_cmpint (n, ==, 1);
      g_assert_cmpfloat (alpha[0], ==, 7);
    }
}

static void
test_alphas_round_trip (void)
{
  const double alpha[] = { 0, 0.001, 1.0 / 3, 30 };
  double back[LAB_SWEEP_MOST_ALPHAS];
  int n = 0;
  g_autofree char *text = lab_sweep_format_alphas (alpha, 4);
  g_autofree char *problem = lab_sweep_parse_alphas (text, back, &n);

  g_assert_cmpstr (text, ==, "0, 0.001, 0.333333333333333, 30");
  g_assert_null (problem);
  g_assert_cmpint (n, ==, 4);
}

static void
count_cb (gpointer object, int *count)
{
  (*count)++;
}

static void
test_a_problem_keeps_the_last_good_alphas (void)
{
  g_autoptr (LabSweepModel) model = lab_sweep_model_new ();
  int changes = 0;

  g_signal_connect (model, "setup-changed", G_CALLBACK (count_cb), &changes);
  g_assert_null (lab_sweep_model_get_problem (model));
  lab_sweep_model_set_alphas (model, "0, 1");
  lab_sweep_model_set_alphas (model, "0, 1x");
  g_assert_nonnull (lab_sweep_model_get_problem (model));
  g_assert_cmpint (lab_sweep_model_get_setup (model)->n_alphas, ==, 2);
  lab_sweep_model_set_alphas (model, "0, 1, 2");
  g_assert_null (lab_sweep_model_get_problem (model));
  g_assert_cmpint (changes, ==, 3);
}

static void
test_columns (void)
{
  g_autoptr (LabSweepModel) model = make_model (TRUE);
  LabSweepColumn column = lab_sweep_model_get_column (model, 0);

  g_assert_cmpint (column.n, ==, 5);
  g_assert_cmpfloat_with_epsilon (column.mean, 0.94138, 1e-12);
  g_assert_cmpfloat_with_epsilon (column.spread, 0.00217417, 1e-8); /* sqrt (1.8908e-5 / 4) */
  g_assert_cmpfloat (column.low, ==, 0.9385);
  g_assert_cmpfloat (column.high, ==, 0.9441);

  lab_sweep_model_add_point (model, 0, 2, NAN);
  lab_sweep_model_add_point (model, 0, 3, INFINITY);
  column = lab_sweep_model_get_column (model, 0);
  g_assert_cmpint (column.n, ==, 3);
  g_assert_cmpint (column.diverged, ==, 2);
  g_assert_cmpfloat (column.high, ==, 0.9428);
  g_assert_cmpint (lab_sweep_model_get_n_ended (model), ==, 10);
}

/* What is typed for the next sweep leaves the results alone; the next start forgets them. */
static void
test_results_keep_their_setup (void)
{
  g_autoptr (LabSweepModel) model = make_model (TRUE);

  lab_sweep_model_set_state (model, LAB_SWEEP_DONE, "No difference beyond the seed", NULL);
  lab_sweep_model_set_alphas (model, "0.5");
  g_assert_cmpint (lab_sweep_model_get_shown (model)->n_alphas, ==, 2);
  g_assert_cmpint (lab_sweep_model_get_setup (model)->n_alphas, ==, 1);
  g_assert_cmpint (lab_sweep_model_get_n_ended (model), ==, 10);
  lab_sweep_model_begin (model);
  g_assert_cmpint (lab_sweep_model_get_shown (model)->n_alphas, ==, 1);
  g_assert_cmpint (lab_sweep_model_get_n_ended (model), ==, 0);
  g_assert_null (lab_sweep_model_get_headline (model));
  g_assert_true (lab_sweep_model_is_busy (model));
}

/* A new sweep takes no results away: they can be gone back to, with all that belongs to them. */
static void
test_earlier_results_stay (void)
{
  g_autoptr (LabSweepModel) model = lab_sweep_model_new ();
  LabTrainingSetup training = lab_training_setup_default ();
  LabSweepSetup setup = *lab_sweep_model_get_setup (model);

  g_assert_cmpint (lab_sweep_model_get_position (model), ==, -1);
  g_assert_null (lab_sweep_model_get_training (model));
  for (int sweep = 0; sweep < 3; sweep++)
    {
      setup.epochs = training.epochs = 5 + (guint) sweep;
      lab_sweep_model_set_setup (model, &setup);
      lab_sweep_model_begin (model);
      lab_sweep_model_set_training (model, &training);
      lab_sweep_model_add_point (model, 0, 0, 0.9 + 0.01 * sweep);
      lab_sweep_model_set_state (model, LAB_SWEEP_DONE, sweep == 1 ? "One" : "Other", NULL);
    }
  g_assert_cmpint (lab_sweep_model_get_n_kept (model), ==, 3);
  g_assert_cmpint (lab_sweep_model_get_position (model), ==, 2);
  lab_sweep_model_select (model, 0, 0);
  lab_sweep_model_show (model, 1);
  g_assert_cmpfloat (lab_sweep_model_get_point (model, 0, 0)->value, ==, 0.91);
  g_assert_cmpstr (lab_sweep_model_get_headline (model), ==, "One");
  g_assert_cmpuint (lab_sweep_model_get_shown (model)->epochs, ==, 6);
  g_assert_cmpuint (lab_sweep_model_get_training (model)->epochs, ==, 6);
  g_assert_cmpuint (lab_sweep_model_get_setup (model)->epochs, ==, 7);
  g_assert_false (lab_sweep_model_get_selected (model, &(int){ 0 }, &(int){ 0 }));
}

/* What holds nothing is not kept, and of what does, the last twenty. */
static void
test_empty_results_go (void)
{
  g_autoptr (LabSweepModel) model = lab_sweep_model_new ();

  for (int sweep = 0; sweep < 30; sweep++)
    {
      lab_sweep_model_begin (model);
      if (sweep % 10 != 3)
        lab_sweep_model_add_point (model, 0, 0, sweep);
      lab_sweep_model_set_state (model, LAB_SWEEP_CANCELLED, NULL, NULL);
    }
  g_assert_cmpint (lab_sweep_model_get_n_kept (model), ==, LAB_SWEEP_MOST_KEPT);
  g_assert_cmpint (lab_sweep_model_get_position (model), ==, LAB_SWEEP_MOST_KEPT - 1);
  g_assert_cmpfloat (lab_sweep_model_get_point (model, 0, 0)->value, ==, 29);
  /* 29, 28 .. 24, 22 .. 14, 12 .. 9: twenty of them without 23 and 13. */
  lab_sweep_model_show (model, 0);
  g_assert_cmpfloat (lab_sweep_model_get_point (model, 0, 0)->value, ==, 8);
}

static void
test_words (void)
{
  g_autoptr (LabSweepModel) model = make_model (TRUE);
  g_autofree char *none = lab_sweep_model_describe_run (model);
  g_autofree char *run = NULL;
  g_autofree char *diverged = NULL;
  g_autofree char *all = NULL;

  g_assert_null (none);
  lab_sweep_model_select (model, 1, 2);
  run = lab_sweep_model_describe_run (model);
  g_assert_cmpstr (run, ==, "α = 1, seed 44: 94.07 %");
  lab_sweep_model_add_point (model, 0, 4, NAN);
  lab_sweep_model_select (model, 0, 4);
  diverged = lab_sweep_model_describe_run (model);
  g_assert_cmpstr (diverged, ==, "α = 0, seed 46: diverged");
  lab_sweep_model_set_state (model, LAB_SWEEP_DONE, "No difference beyond the seed", "p = 0.3");
  all = lab_sweep_model_describe (model);
  g_assert_cmpstr (all, ==,
                   "α = 0, seed 46: diverged. No difference beyond the seed. Validation accuracy "
                   "against α, 10 of 10 runs ended. α = 0: mean 94.10, spread 0.23, seeds: 4. "
                   "α = 0: 1 diverged. α = 1: mean 93.97, spread 0.08, seeds: 5.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/sweep-model/estimate", test_estimate);
  g_test_add_func ("/lab/sweep-model/alphas", test_alphas);
  g_test_add_func ("/lab/sweep-model/alphas/refused", test_alphas_refused);
  g_test_add_func ("/lab/sweep-model/alphas/round-trip", test_alphas_round_trip);
  g_test_add_func ("/lab/sweep-model/alphas/a-problem-keeps-the-last-good-ones",
                   test_a_problem_keeps_the_last_good_alphas);
  g_test_add_func ("/lab/sweep-model/columns", test_columns);
  g_test_add_func ("/lab/sweep-model/results-keep-their-set-up", test_results_keep_their_setup);
  g_test_add_func ("/lab/sweep-model/earlier-results-stay", test_earlier_results_stay);
  g_test_add_func ("/lab/sweep-model/empty-results-go", test_empty_results_go);
  g_test_add_func ("/lab/sweep-model/words", test_words);
  return g_test_run ();
}
