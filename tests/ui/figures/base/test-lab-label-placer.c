/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-label-placer.c - names stand near their curves and on nothing */

#include <glib.h>
#include <math.h>
#include "lab-label-placer.h"

static const LabRect area = { 64, 22, 900, 400 };

/* Curves of f in pixels: slope 1 is 120 px a unit, 0 at y = 260. */
static void
add_curve (LabLabelPlacer *placer, double (*f) (double))
{
  for (int i = 0; i < LAB_PLACER_SAMPLES; i++)
    placer->y[placer->n_curves][i]
        = 260 - 120 * f (-5 + (lab_label_placer_x (placer, i) - area.x) / 120);
  placer->n_curves++;
}

static double
elu (double x)
{
  return x > 0 ? x : expm1 (x);
}

static double
relu (double x)
{
  return x > 0 ? x : 0;
}

static double
elu_slope (double x)
{
  return x > 0 ? 1 : exp (x);
}

static double
relu_slope (double x)
{
  return x > 0 ? 1 : 0;
}

static gboolean
inside (LabRect r)
{
  return r.x >= area.x && r.y >= area.y && r.x + r.width <= area.x + area.width
         && r.y + r.height <= area.y + area.height;
}

static gboolean
on_a_curve (const LabLabelPlacer *placer, LabRect r)
{
  for (int c = 0; c < placer->n_curves; c++)
    for (int i = 0; i < LAB_PLACER_SAMPLES; i++)
      {
        double x = lab_label_placer_x (placer, i), y = placer->y[c][i];

        if (x > r.x && x < r.x + r.width && y > r.y && y < r.y + r.height)
          return TRUE;
      }
  return FALSE;
}

static void
test_functions_are_named_at_the_left (void)
{
  LabLabelPlacer placer;
  LabRect first, second;

  lab_label_placer_init (&placer, area);
  add_curve (&placer, elu);
  add_curve (&placer, relu);
  first = lab_label_placer_place (&placer, 0, 110, 24);
  second = lab_label_placer_place (&placer, 1, 60, 24);
  g_assert_true (inside (first) && inside (second));
  g_assert_false (on_a_curve (&placer, first));
  g_assert_false (on_a_curve (&placer, second));
  g_assert_cmpfloat (first.x, <, 150);
  g_assert_cmpfloat (second.x, <, 150);
  /* ReLU lies above ELU there, and so does its name. */
  g_assert_cmpfloat (second.y + second.height, <, first.y);
}

/* At the left end both slopes are 0: a name there would be anybody's. */
static void
test_slopes_are_named_where_they_part (void)
{
  LabLabelPlacer placer;
  LabRect first;
  double x;

  lab_label_placer_init (&placer, area);
  add_curve (&placer, elu_slope);
  add_curve (&placer, relu_slope);
  first = lab_label_placer_place (&placer, 0, 50, 24);
  x = -5 + (first.x + first.width / 2 - area.x) / 120;
  g_assert_cmpfloat (120 * (elu_slope (x) - relu_slope (x)), >, 10);
  g_assert_false (on_a_curve (&placer, first));
}

static void
test_obstacles_are_avoided (void)
{
  LabLabelPlacer placer;
  LabRect note = { 64, 22, 300, 390 }, place;

  lab_label_placer_init (&placer, area);
  add_curve (&placer, relu);
  lab_label_placer_avoid (&placer, note);
  place = lab_label_placer_place (&placer, 0, 60, 24);
  g_assert_cmpfloat (place.x, >=, note.x + note.width);
}

static void
test_no_two_names_overlap (void)
{
  LabLabelPlacer placer;
  LabRect places[6];
  double (*curves[]) (double) = { elu, relu, elu_slope, relu_slope, tanh, sin };

  lab_label_placer_init (&placer, area);
  for (int i = 0; i < 6; i++)
    add_curve (&placer, curves[i]);
  for (int i = 0; i < 6; i++)
    {
      places[i] = lab_label_placer_place (&placer, i, 90, 20);
      g_assert_true (inside (places[i]));
      for (int k = 0; k < i; k++)
        g_assert_false (places[i].x < places[k].x + 90 && places[k].x < places[i].x + 90
                        && places[i].y < places[k].y + 20 && places[k].y < places[i].y + 20);
    }
}

/* Rather no name than one on other words. */
static void
test_no_room (void)
{
  LabLabelPlacer placer;

  lab_label_placer_init (&placer, area);
  add_curve (&placer, relu);
  g_assert_cmpfloat (lab_label_placer_place (&placer, 0, 60, area.height + 1).width, ==, 0);
  lab_label_placer_avoid (&placer, area);
  g_assert_cmpfloat (lab_label_placer_place (&placer, 0, 60, 24).width, ==, 0);
  g_assert_cmpint (placer.n_obstacles, ==, 1);
}

static void
test_hides (void)
{
  LabLabelPlacer placer;
  LabRect on = { area.x + 10, area.y + area.height / 2, 80, 1 }, above = on;

  lab_label_placer_init (&placer, area);
  add_curve (&placer, relu);
  on.y = placer.y[0][0] - 10;
  on.height = 20;
  above.y = placer.y[0][0] - 40;
  above.height = 20;
  g_assert_true (lab_label_placer_hides (&placer, &on));
  g_assert_false (lab_label_placer_hides (&placer, &above));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/label-placer/functions", test_functions_are_named_at_the_left);
  g_test_add_func ("/lab/label-placer/slopes", test_slopes_are_named_where_they_part);
  g_test_add_func ("/lab/label-placer/obstacles", test_obstacles_are_avoided);
  g_test_add_func ("/lab/label-placer/crowd", test_no_two_names_overlap);
  g_test_add_func ("/lab/label-placer/no-room", test_no_room);
  g_test_add_func ("/lab/label-placer/hides", test_hides);
  return g_test_run ();
}
