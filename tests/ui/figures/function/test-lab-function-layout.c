/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-function-layout.c - where the Function picture's panels lie */

#include <glib.h>
#include <math.h>
#include "lab-function-layout.h"

static double
pixels_per_unit (const LabAxis *axis)
{
  return fabs (axis->end - axis->start) / (axis->high - axis->low);
}

/* The size of the mock-up: its numbers. */
static void
test_reference_size (void)
{
  LabFunctionScene scene;
  LabFunctionLayout layout;

  lab_function_scene_init (&scene);
  lab_function_layout_init (&layout, &scene, 1128, 711, 1);
  g_assert_cmpfloat_with_epsilon (layout.x.start, 64, 0.5);
  g_assert_cmpfloat_with_epsilon (layout.x.end, 978, 0.5);
  g_assert_cmpfloat_with_epsilon (layout.x.low, -5, 0.05);
  g_assert_cmpfloat_with_epsilon (layout.y[0].low, -1.3, 0.02);
  g_assert_cmpfloat_with_epsilon (layout.y[0].high, 2, 0.02);
  g_assert_cmpfloat_with_epsilon (layout.y[1].start, 711 - 40, 0.5);
  g_assert_true (layout.end_labels);
}

static void
test_slope_one_is_45_degrees (void)
{
  static const double sizes[][2]
      = { { 1128, 711 }, { 1700, 850 }, { 700, 700 }, { 340, 560 }, { 900, 400 } };
  static const double alphas[] = { 0, 0.3, 1, 2, 3 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
      {
        LabFunctionScene scene;
        LabFunctionLayout layout;

        lab_function_scene_init (&scene);
        scene.curve[0].parameter[0] = alphas[a];
        lab_function_layout_init (&layout, &scene, sizes[s][0], sizes[s][1], 1);
        g_assert_cmpfloat_with_epsilon (pixels_per_unit (&layout.x), pixels_per_unit (&layout.y[0]),
                                        1e-6);
        g_assert_cmpfloat (layout.y[0].low, <, -alphas[a]);
        g_assert_cmpfloat (layout.y[1].high, >, alphas[a]);
        g_assert_cmpfloat (layout.x.low, <=, -5 + 1e-9);
      }
}

static void
test_panels_do_not_overlap (void)
{
  for (double scale = 1; scale <= 2; scale += 0.5)
    for (double width = 300; width < 4000; width *= 1.7)
      for (double height = 240; height < 2500; height *= 1.6)
        {
          LabFunctionScene scene;
          LabFunctionLayout layout;

          lab_function_scene_init (&scene);
          lab_function_layout_init (&layout, &scene, width, height, scale);
          g_assert_cmpfloat (layout.x.start, <, layout.x.end);
          g_assert_cmpfloat (layout.y[0].end, <, layout.y[0].start);
          g_assert_cmpfloat (layout.y[0].start, <, layout.y[1].end);
          g_assert_cmpfloat (layout.y[1].end, <, layout.y[1].start);
        }
}

/* "−500,000" of a range of a million: seven times 8 px at least, a comma of 4, a gap of 10. */
/* In the least height that the widget asks for; a title is 29 pixels high. */
static void
test_four_panels_are_no_stripes (void)
{
  LabFunctionScene scene;
  LabFunctionLayout layout;

  lab_function_scene_init (&scene);
  scene.gap_g = 1;
  scene.gap = TRUE;
  lab_function_scene_set_panels (&scene, TRUE, TRUE);
  lab_function_layout_init (&layout, &scene, 360, lab_function_layout_needed_height (&scene), 1);
  for (int p = 0; p < scene.n_panels; p++)
    g_assert_cmpfloat (layout.y[p].start - layout.y[p].end, >, 40);
  /* The cursor's x stands below the first. */
  g_assert_cmpfloat (layout.y[1].end - layout.y[0].start, >=, 34);
}

static void
test_labels_have_room (void)
{
  static const struct {
    double alpha, low, high, margin;
  } rows[] = { { 1, -5, 2.5, 64 }, { 100, -5, 2.5, 64 }, { 1, -1e6, 1e6, 70 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LabFunctionScene scene;
      LabFunctionLayout layout;

      lab_function_scene_init (&scene);
      scene.curve[0].parameter[0] = rows[i].alpha;
      scene.moved = TRUE;
      scene.x_low = rows[i].low;
      scene.x_high = rows[i].high;
      lab_function_layout_init (&layout, &scene, 1128, 711, 1);
      g_assert_cmpfloat (layout.x.start, >=, rows[i].margin);
      g_assert_cmpfloat (layout.x.start, <, 100);
    }
}

static void
test_no_curve_still_has_axes (void)
{
  LabFunctionScene scene;
  LabFunctionLayout layout;

  lab_function_scene_init (&scene);
  scene.n_curves = 0;
  lab_function_layout_init (&layout, &scene, 1128, 711, 1);
  g_assert_cmpfloat (layout.y[0].low, <, layout.y[0].high);
  g_assert_cmpfloat (layout.y[1].low, <, layout.y[1].high);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/function-layout/reference-size", test_reference_size);
  g_test_add_func ("/lab/function-layout/equal-aspect", test_slope_one_is_45_degrees);
  g_test_add_func ("/lab/function-layout/panels", test_panels_do_not_overlap);
  g_test_add_func ("/lab/function-layout/four-panels", test_four_panels_are_no_stripes);
  g_test_add_func ("/lab/function-layout/labels", test_labels_have_room);
  g_test_add_func ("/lab/function-layout/no-curve", test_no_curve_still_has_axes);
  return g_test_run ();
}
