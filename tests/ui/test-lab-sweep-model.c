/* test-lab-sweep-model.c - a sweep's set-up as it is typed, its columns, its words, its picture */

#include <glib.h>
#include <math.h>
#include <string.h>
#include "lab-sweep-figure.h"

enum { WIDTH = 970, HEIGHT = 560 };

/* Validation accuracies of five seeds, typed in; mean and spread with bc. */
static const double literal[2][5] = {
  { 0.9412, 0.9385, 0.9441, 0.9403, 0.9428 },  /* mean .94138, sum of squares 1.8908e-5 */
  { 0.9398, 0.9391, 0.9407, 0.9388, 0.9401 },
};

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
    { "\xe2\x88\x92" "1", "cannot be -1" },
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

/* Two alphas and the five seeds from 42 on. */
static LabSweepModel *
make_model (gboolean filled)
{
  LabSweepModel *model = lab_sweep_model_new ();

  lab_sweep_model_set_alphas (model, "0, 1");
  lab_sweep_model_begin (model);
  for (int s = 0; s < 5 && filled; s++)
    for (int a = 0; a < 2; a++)
      lab_sweep_model_add_point (model, a, s, literal[a][s]);
  return model;
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

/* The pixels of dots, in the palette's colours, where the values say. */
static LabColor
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row
      = cairo_image_surface_get_data (surface) + (int) y * cairo_image_surface_get_stride (surface);
  guint32 value = ((const guint32 *) (const void *) row)[(int) x];

  return (LabColor){ value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff };
}

static cairo_surface_t *
draw (LabSweepModel *model, int width, int height, double scale, gboolean dark,
      LabSweepLayout *layout)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  lab_sweep_layout_init (layout, model, width, height, scale);
  lab_sweep_figure_draw_export (cr, model, width, height, scale, dark);
  lab_sweep_figure_draw_selection (cr, model, layout, dark);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
test_every_run_is_a_dot_at_its_value (void)
{
  for (int dark = 0; dark <= 1; dark++)
    {
      g_autoptr (LabSweepModel) model = make_model (TRUE);
      LabSweepLayout layout;
      cairo_surface_t *surface = draw (model, WIDTH, HEIGHT, 1, dark, &layout);

      for (int a = 0; a < 2; a++)
        for (int s = 0; s < 5; s++)
          {
            LabColor color = lab_palette_style (a == 0 ? NN_RELU : NN_ELU, dark).line, found;
            double x, y;

            g_assert_true (lab_sweep_layout_place (&layout, model, a, s, &x, &y));
            g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&layout.y, y), 100 * literal[a][s],
                                            1e-9);
            found = pixel_at (surface, x, y);
            g_assert_cmpint (abs (found.red - color.red) + abs (found.green - color.green)
                                 + abs (found.blue - color.blue),
                             <, 12);
          }
      cairo_surface_destroy (surface);
    }
}

static void
test_pointer_finds_the_nearest_dot (void)
{
  g_autoptr (LabSweepModel) model = make_model (TRUE);
  LabSweepLayout layout;
  double x, y;
  int alpha = -1, seed = -1;

  lab_sweep_layout_init (&layout, model, WIDTH, HEIGHT, 1);
  lab_sweep_layout_place (&layout, model, 1, 3, &x, &y);
  g_assert_true (lab_sweep_layout_find (&layout, model, x + 3, y - 2, 20, &alpha, &seed));
  g_assert_cmpint (alpha, ==, 1);
  g_assert_cmpint (seed, ==, 3);
  g_assert_false (lab_sweep_layout_find (&layout, model, layout.left, layout.y.end, 20, &alpha,
                                         &seed));
}

/* 0, 0.15 and 3 on the scale: 0, asinh (1) / asinh (20) and 1 of the way. */
static void
test_alphas_have_room (void)
{
  g_autoptr (LabSweepModel) model = lab_sweep_model_new ();
  LabSweepLayout layout;
  double length;

  lab_sweep_model_set_alphas (model, "0, 0.15, 3");
  lab_sweep_layout_init (&layout, model, WIDTH, HEIGHT, 1);
  length = layout.x.end - layout.x.start;
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&layout.x, 0.15) - layout.x.start,
                                  length * 0.8813736 / 3.6895039, 1e-4);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_pixel (&layout.x, 3), layout.x.end, 1e-9);
}

/* No run that diverged is hidden, whichever side is the worse one. */
static void
test_diverged_runs_have_a_row (void)
{
  for (int metric = 0; metric < LAB_N_METRICS; metric++)
    {
      g_autoptr (LabSweepModel) model = make_model (FALSE);
      LabSweepSetup setup = *lab_sweep_model_get_setup (model);
      LabSweepLayout layout;
      double x, y;

      setup.metric = (LabMetric) metric;
      lab_sweep_model_set_setup (model, &setup);
      lab_sweep_model_begin (model);
      lab_sweep_model_add_point (model, 0, 0, 0.5);
      lab_sweep_model_add_point (model, 1, 0, NAN);
      lab_sweep_layout_init (&layout, model, WIDTH, HEIGHT, 1);
      g_assert_true (lab_sweep_layout_place (&layout, model, 1, 0, &x, &y));
      g_assert_false (lab_sweep_layout_place (&layout, model, 1, 1, &x, &y));
      if (metric == LAB_METRIC_VALIDATION_LOSS)
        g_assert_cmpfloat (y, <, layout.y.end);
      else
        g_assert_cmpfloat (y, >, layout.y.start);
    }
}

/* Nothing, one run, equal values, extremes, all diverged; small, large, wide, with large text. */
static void
test_draws_at_any_moment (void)
{
  static const double values[][3]
      = { { NAN, NAN, NAN }, { 0, 0, 0 }, { 1, 1, 1 }, { 0.1, 0.1, NAN }, { 1e-9, 1e9, NAN },
          { 2.3, 0.02, 0.5 } };
  static const int sizes[][2] = { { 64, 64 }, { 360, 300 }, { 1920, 1080 }, { 1500, 120 } };

  for (gsize v = 0; v < G_N_ELEMENTS (values); v++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (int metric = 0; metric < LAB_N_METRICS; metric++)
        {
          g_autoptr (LabSweepModel) model = lab_sweep_model_new ();
          LabSweepSetup setup = *lab_sweep_model_get_setup (model);
          LabSweepLayout layout;

          setup.metric = (LabMetric) metric;
          lab_sweep_model_set_setup (model, &setup);
          lab_sweep_model_set_alphas (model, v == 0 ? "0" : "0, 0.01, 100");
          cairo_surface_destroy (draw (model, sizes[i][0], sizes[i][1], 1, FALSE, &layout));
          lab_sweep_model_begin (model);
          for (int a = 0; a < lab_sweep_model_get_shown (model)->n_alphas; a++)
            lab_sweep_model_add_point (model, a, 2, values[v][a]);
          lab_sweep_model_select (model, 0, 2);
          for (int scale = 1; scale <= 2; scale++)
            cairo_surface_destroy (draw (model, sizes[i][0], sizes[i][1], scale, TRUE, &layout));
        }
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
  g_test_add_func ("/lab/sweep-figure/every-run-is-a-dot-at-its-value",
                   test_every_run_is_a_dot_at_its_value);
  g_test_add_func ("/lab/sweep-figure/pointer-finds-the-nearest-dot",
                   test_pointer_finds_the_nearest_dot);
  g_test_add_func ("/lab/sweep-figure/alphas-have-room", test_alphas_have_room);
  g_test_add_func ("/lab/sweep-figure/diverged-runs-have-a-row", test_diverged_runs_have_a_row);
  g_test_add_func ("/lab/sweep-figure/draws-at-any-moment", test_draws_at_any_moment);
  return g_test_run ();
}
