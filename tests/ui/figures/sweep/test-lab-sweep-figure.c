/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-sweep-figure.c - the picture of a sweep: where its dots lie, what it finds, that it draws */

#include <glib.h>
#include <math.h>
#include "lab-sweep-figure.h"
#include "sweep-models.h"

enum { WIDTH = 970, HEIGHT = 560 };

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
  g_assert_false (
      lab_sweep_layout_find (&layout, model, layout.left, layout.y.end, 20, &alpha, &seed));
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
  static const double values[][3] = { { NAN, NAN, NAN }, { 0, 0, 0 },        { 1, 1, 1 },
                                      { 0.1, 0.1, NAN }, { 1e-9, 1e9, NAN }, { 2.3, 0.02, 0.5 } };
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
  g_test_add_func ("/lab/sweep-figure/every-run-is-a-dot-at-its-value",
                   test_every_run_is_a_dot_at_its_value);
  g_test_add_func ("/lab/sweep-figure/pointer-finds-the-nearest-dot",
                   test_pointer_finds_the_nearest_dot);
  g_test_add_func ("/lab/sweep-figure/alphas-have-room", test_alphas_have_room);
  g_test_add_func ("/lab/sweep-figure/diverged-runs-have-a-row", test_diverged_runs_have_a_row);
  g_test_add_func ("/lab/sweep-figure/draws-at-any-moment", test_draws_at_any_moment);
  return g_test_run ();
}
