/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-function-view.c - hit testing, zoom, pan, and ranges that are refused; no display */

#include <glib.h>
#include <math.h>
#include "lab-function-view.h"

typedef struct {
  LabFunctionScene scene;
  LabFunctionLayout layout;
} View;

static void
lay_out (View *view)
{
  lab_function_layout_init (&view->layout, &view->scene, 1128, 711, 1);
}

static View
new_view (void)
{
  View view;

  lab_function_scene_init (&view.scene);
  lay_out (&view);
  return view;
}

static void
test_hits (void)
{
  View view = new_view ();
  const LabAxis *x = &view.layout.x, *y = view.layout.y;
  double middle = (x->start + x->end) / 2;

  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, middle, y[0].end + 1), ==, 0);
  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, middle, y[0].start - 1), ==, 0);
  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, middle, y[0].start + 10), ==, -1);
  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, middle, y[1].end + 1), ==, 1);
  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, middle, y[1].start + 5), ==, -1);
  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, x->start - 5, y[0].end + 1), ==,
                   -1);
  g_assert_cmpint (lab_function_view_panel_at (&view.layout, 2, x->end + 5, y[0].end + 1), ==, -1);
}

/* What is under the pointer stays under it, and a unit of x stays as long as one of y. */
static void
test_zoom_holds_the_point (void)
{
  View view = new_view ();
  double px = 400, py = 200;

  for (int i = 0; i < 6; i++)
    {
      double x = lab_axis_to_value (&view.layout.x, px),
             y = lab_axis_to_value (&view.layout.y[0], py);
      double width = view.layout.x.high - view.layout.x.low;
      const LabAxis *axis = view.layout.y;

      g_assert_true (lab_function_view_zoom (&view.scene, &view.layout, px, py, 0.8));
      lay_out (&view);
      g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.x, px), x, 1e-9);
      g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.y[0], py), y, 1e-9);
      g_assert_cmpfloat_with_epsilon (view.layout.x.high - view.layout.x.low, 0.8 * width, 1e-9);
      g_assert_cmpfloat_with_epsilon ((axis->start - axis->end) / (axis->high - axis->low),
                                      (view.layout.x.end - view.layout.x.start)
                                          / (view.layout.x.high - view.layout.x.low),
                                      1e-6);
    }
}

/* Two fingers hold what was between them, whatever they do, and apart by twice is half the range. */
static void
test_pinch_holds_what_is_between (void)
{
  static const struct {
    double from_x, from_y, to_x, to_y, scale;
  } rows[] = { { 400, 200, 400, 200, 2 },
               { 400, 200, 470, 160, 2 },
               { 300, 500, 200, 520, 0.6 },
               { 700, 100, 705, 130, 1 },
               { 500, 300, 500, 301, 7 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      View view = new_view ();
      int panel = rows[i].from_y < view.layout.y[0].start ? 0 : 1;
      double x = lab_axis_to_value (&view.layout.x, rows[i].from_x);
      double y = lab_axis_to_value (&view.layout.y[panel], rows[i].from_y);
      double width = view.layout.x.high - view.layout.x.low;

      g_assert_true (lab_function_view_pinch (&view.scene, &view.layout, rows[i].from_x,
                                              rows[i].from_y, rows[i].to_x, rows[i].to_y,
                                              rows[i].scale));
      lay_out (&view);
      g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.x, rows[i].to_x), x, 1e-9);
      g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.y[panel], rows[i].to_y), y,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (view.layout.x.high - view.layout.x.low, width / rows[i].scale,
                                      1e-9);
    }
}

static void
test_pinch_refuses_nonsense (void)
{
  static const double scales[] = { 0, -1, NAN, INFINITY, 1e-12, 1e12 };
  View view = new_view ();

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    g_assert_false (
        lab_function_view_pinch (&view.scene, &view.layout, 400, 200, 400, 200, scales[i]));
  g_assert_false (view.scene.moved);
}

static void
test_pan_follows_the_pointer (void)
{
  View view = new_view ();
  double x = lab_axis_to_value (&view.layout.x, 500),
         y = lab_axis_to_value (&view.layout.y[0], 150);

  g_assert_true (lab_function_view_pan (&view.scene, &view.layout, 0, 37, -21));
  lay_out (&view);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.x, 537), x, 1e-9);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.y[0], 129), y, 1e-9);
  lab_function_view_reset (&view.scene);
  lay_out (&view);
  g_assert_cmpfloat_with_epsilon (lab_axis_to_value (&view.layout.x, 500), x, 1e-9);
}

/* However long one zooms, there is a picture, and no further than axes can be told honestly. */
static void
test_zoom_ends (void)
{
  static const double factors[] = { 0.5, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      View view = new_view ();
      int steps = 0;

      for (; steps < 1000; steps++)
        {
          if (!lab_function_view_zoom (&view.scene, &view.layout, 400, 200, factors[i]))
            break;
          lay_out (&view);
        }
      g_assert_cmpint (steps, >, 10);
      g_assert_cmpint (steps, <, 60);
      g_assert_cmpint (lab_range_check (view.scene.x_low, view.scene.x_high), ==, LAB_RANGE_OK);
      g_assert_cmpint (lab_axis_ticks (&view.layout.x, 80).n, >=, 2);
    }
}

static const struct {
  double low, high;
  LabRangeProblem problem;
} ranges[] = {
  { -5, 2.5, LAB_RANGE_OK },
  { 0, 1e-6, LAB_RANGE_OK },
  { 1, 1, LAB_RANGE_NOT_RISING },
  { 2, 1, LAB_RANGE_NOT_RISING },
  { NAN, 1, LAB_RANGE_NOT_FINITE },
  { 0, INFINITY, LAB_RANGE_NOT_FINITE },
  { -1e300, 1e300, LAB_RANGE_TOO_WIDE },
  { 1, 1 + 1e-12, LAB_RANGE_TOO_NARROW },
  { 1e5, 1e5 + 1e-3, LAB_RANGE_TOO_NARROW },
};

static void
test_ranges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      View view = new_view ();
      gboolean fine = ranges[i].problem == LAB_RANGE_OK;

      g_assert_cmpint (lab_range_check (ranges[i].low, ranges[i].high), ==, ranges[i].problem);
      g_assert_cmpint (lab_function_view_set_x (&view.scene, ranges[i].low, ranges[i].high), ==,
                       fine);
      g_assert_cmpfloat (view.scene.x_low, ==, fine ? ranges[i].low : -5);
    }
}

/* A typed range shows the curves' lowest part at 45 degrees; alpha beyond reason gives that up. */
static void
test_typed_range_shows_the_curve (void)
{
  View view = new_view ();

  g_assert_true (lab_function_view_set_x (&view.scene, -10, 10));
  lay_out (&view);
  g_assert_cmpfloat (view.layout.x.low, ==, -10);
  g_assert_cmpfloat (view.layout.y[0].low, <, -1);
  view.scene.curve[0].parameter[0] = 100;
  lab_function_view_reset (&view.scene);
  lay_out (&view);
  g_assert_cmpfloat (view.layout.x.low, ==, -5);
  g_assert_cmpfloat (view.layout.y[0].low, <, -99);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/function-view/hits", test_hits);
  g_test_add_func ("/lab/function-view/zoom/holds-the-point", test_zoom_holds_the_point);
  g_test_add_func ("/lab/function-view/zoom/ends", test_zoom_ends);
  g_test_add_func ("/lab/function-view/pinch/holds", test_pinch_holds_what_is_between);
  g_test_add_func ("/lab/function-view/pinch/nonsense", test_pinch_refuses_nonsense);
  g_test_add_func ("/lab/function-view/pan", test_pan_follows_the_pointer);
  g_test_add_func ("/lab/function-view/ranges", test_ranges);
  g_test_add_func ("/lab/function-view/typed-range", test_typed_range_shows_the_curve);
  return g_test_run ();
}
