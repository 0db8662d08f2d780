/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-function-samples.c - curves evaluated once for a change, and the right values kept */

#include <glib.h>
#include <math.h>
#include "lab-function-figure.h"
#include "lab-function-samples.h"
#include "lab-recent.h"

static nn_activation
elu (double alpha)
{
  return (nn_activation){ NN_ELU, { alpha } };
}

/* 0.3 (e^-1.2 - 1) and 0.3 e^-1.2 */
static void
test_values (void)
{
  const LabFunctionSamples *f = lab_function_samples_get (elu (0.3), 0, -1.2, 3, 10);
  const LabFunctionSamples *slope = lab_function_samples_get (elu (0.3), 1, -1.2, 3, 10);

  g_assert_cmpfloat_with_epsilon (f->y[0], -0.20964173642633938, 1e-15);
  g_assert_cmpfloat_with_epsilon (f->y[10], 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (slope->y[0], 0.09035826357366064, 1e-15);
  g_assert_cmpfloat_with_epsilon (f->y_low, -0.20964173642633938, 1e-15);
  g_assert_cmpfloat_with_epsilon (f->y_high, 3, 1e-15);
  g_assert_cmpfloat (lab_function_samples_at (f, -1.1), ==, f->y[0]);
  g_assert_cmpfloat_with_epsilon (lab_function_samples_at (f, 1e9), 3, 1e-15);
  g_assert_cmpfloat (lab_function_samples_at (f, -1e9), ==, f->y[0]);
}

/* f' of ELU 0.3 jumps from 0.3 to 1 at 0: two values at one x, and no line between them. */
static void
test_jump (void)
{
  const LabFunctionSamples *slope = lab_function_samples_get (elu (0.3), 1, -1, 2, 7);
  double x[LAB_MOST_POINTS], y[LAB_MOST_POINTS];
  int n = lab_function_samples_trace (slope, x, y), jump = -1;

  g_assert_cmpint (slope->n_kinks, ==, 1);
  g_assert_cmpint (n, ==, 8 + 3);
  for (int i = 0; i < n; i++)
    if (isnan (y[i]))
      jump = i;
  g_assert_cmpint (jump, >, 0);
  g_assert_cmpfloat (x[jump - 1], ==, 0);
  g_assert_cmpfloat (x[jump + 1], ==, 0);
  g_assert_cmpfloat_with_epsilon (y[jump - 1], 0.3, 1e-15);
  g_assert_cmpfloat_with_epsilon (y[jump + 1], 1, 1e-15);
}

/* More of them than are kept: each still has its own values. */
static void
test_many (void)
{
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 3 * LAB_RECENT_PLACES; i++)
      {
        double alpha = 0.01 * i;
        const LabFunctionSamples *f = lab_function_samples_get (elu (alpha), 0, -5, 0, 50 + i % 7);

        /* e^-5 - 1 */
        g_assert_cmpfloat_with_epsilon (f->y[0], alpha * -0.9932620530009145, 1e-12);
        g_assert_cmpint (f->n, ==, 50 + i % 7);
      }
}

static void
draw (cairo_t *cr, const LabFunctionScene *scene, double cursor)
{
  LabFunctionLayout layout;
  LabFunctionWords words;

  lab_function_layout_init (&layout, scene, 1128, 711, 1);
  lab_function_figure_draw (cr, scene, &layout, FALSE, &words);
  for (int i = 0; i < 100; i++)
    lab_function_figure_draw_cursor (cr, scene, &layout, FALSE, &words, cursor + 0.01 * i);
}

/* Twelve functions with f, f' and f'': frames cost no evaluation, a new alpha that of ELU alone. */
static void
test_once_a_change (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1128, 711);
  cairo_t *cr = cairo_create (surface);
  LabFunctionScene scene;
  guint64 before;

  lab_function_scene_init (&scene);
  lab_function_scene_set_panels (&scene, TRUE, FALSE);
  for (scene.n_curves = 0; scene.n_curves < 12; scene.n_curves++)
    scene.curve[scene.n_curves] = nn_activation_default ((nn_activation_id) scene.n_curves);
  draw (cr, &scene, -1.2);

  before = lab_function_samples_count ();
  draw (cr, &scene, 0.4);
  g_assert_cmpuint (lab_function_samples_count () - before, ==, 0);

  /* Each order over the picture, and over the range that decides how high a panel is. */
  scene.curve[0].parameter[0] = 0.73;
  draw (cr, &scene, 0.4);
  g_assert_cmpuint (lab_function_samples_count () - before, ==, 2 * 3);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static gboolean
is_place (int place, gconstpointer key)
{
  return place == GPOINTER_TO_INT (key);
}

/* What was used lately stays, whatever came since; what was not makes room. */
static void
test_recent (void)
{
  LabRecent recent = { 0 };
  gboolean found;

  for (int i = 0; i < LAB_RECENT_PLACES; i++)
    {
      g_assert_cmpint (
          lab_recent_look_up (&recent, (guint) i, is_place, GINT_TO_POINTER (i), &found), ==, i);
      g_assert_false (found);
    }
  g_assert_cmpint (lab_recent_look_up (&recent, 0, is_place, GINT_TO_POINTER (0), &found), ==, 0);
  g_assert_true (found);
  g_assert_cmpint (lab_recent_look_up (&recent, 999, is_place, GINT_TO_POINTER (-1), &found), ==,
                   1);
  g_assert_false (found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/function-samples/values", test_values);
  g_test_add_func ("/lab/function-samples/jump", test_jump);
  g_test_add_func ("/lab/function-samples/many", test_many);
  g_test_add_func ("/lab/function-samples/once-a-change", test_once_a_change);
  g_test_add_func ("/lab/recent", test_recent);
  return g_test_run ();
}
