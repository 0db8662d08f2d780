/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-widgets.c - the widgets themselves: slider, canvas, pages, window; needs a display */

#include <adwaita.h>
#include <math.h>
#include "lab-alpha-scale.h"
#include "lab-alpha-motion.h"
#include "lab-contestant-row.h"
#include "lab-function-describe.h"
#include "lab-function-model.h"
#include "lab-image-choice.h"
#include "lab-sweep-window.h"
#include "lab-window.h"
#include "main-loop.h"

static void
test_scale_mapping (void)
{
  static const double marks[] = { 0, 0.1, 0.3, 0.5, 1, 2, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      double position = lab_alpha_scale_position (marks[i]);

      g_assert_cmpfloat_with_epsilon (lab_alpha_scale_value (position), marks[i], 1e-12);
      g_assert_cmpfloat (lab_alpha_scale_snap (position + 0.004, 0.016), ==, marks[i]);
      /* 16 px at the least between marks that are 240 px in all: their labels do not collide. */
      if (i > 0)
        g_assert_cmpfloat (240 * (position - lab_alpha_scale_position (marks[i - 1])), >=, 15.5);
    }
  g_assert_cmpfloat (lab_alpha_scale_position (3), ==, 1);
  g_assert_cmpfloat (lab_alpha_scale_snap (0.8, 0.001), ==,
                     round (lab_alpha_scale_value (0.8) * 100) / 100);
}

/* Up and down without a jump, in hundredths, from wherever alpha stands. */
static void
test_alpha_motion (void)
{
  double last = lab_alpha_motion_at (0, 1, FALSE);

  g_assert_cmpfloat (last, ==, 0);
  g_assert_cmpfloat (lab_alpha_motion_at (LAB_ALPHA_MOTION_PERIOD / 2, 1, FALSE), ==, 3);
  g_assert_cmpfloat (lab_alpha_motion_at (LAB_ALPHA_MOTION_PERIOD / 4, 2, FALSE), ==, 3);
  for (double t = 0; t < LAB_ALPHA_MOTION_PERIOD; t += 1 / 60.0)
    {
      double alpha = lab_alpha_motion_at (t, 1, FALSE);

      g_assert_cmpfloat (fabs (alpha - last), <, 0.06);
      last = alpha;
    }
  for (double alpha = 0; alpha <= 3; alpha += 0.25)
    g_assert_cmpfloat_with_epsilon (
        lab_alpha_motion_at (lab_alpha_motion_start (alpha, 1, FALSE), 1, FALSE), alpha, 0.0051);
  /* Less motion: it rests at the marks. */
  g_assert_cmpfloat (lab_alpha_motion_at (lab_alpha_motion_start (0.3, 1, TRUE), 1, TRUE), ==, 0.3);
  g_assert_cmpfloat (lab_alpha_motion_at (0.1, 1, TRUE), ==, lab_alpha_motion_at (0.9, 1, TRUE));
}

static void
test_scale_speaks_of_alpha (void)
{
  g_autoptr (GtkAdjustment) alpha = g_object_ref_sink (gtk_adjustment_new (1, 0, 3, 0.01, 0.1, 0));
  GtkWidget *scale
      = g_object_ref_sink (g_object_new (LAB_TYPE_ALPHA_SCALE, "adjustment", alpha, NULL));

  gtk_range_set_value (GTK_RANGE (scale), 0.3);
  gtk_test_accessible_assert_role (scale, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.3);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 3.0);
  g_assert_finalize_object (scale);
}

static void
count_cb (gpointer object, int *count)
{
  (*count)++;
}

static void
test_model_signals_once (void)
{
  LabFunctionModel *model = lab_function_model_new ();
  int scenes = 0, cursors = 0;

  g_signal_connect (model, "scene-changed", G_CALLBACK (count_cb), &scenes);
  g_signal_connect (model, "cursor-changed", G_CALLBACK (count_cb), &cursors);
  lab_function_model_set_alpha (model, 0.3);
  lab_function_model_set_alpha (model, 0.3);
  lab_function_model_set_shown (model, NN_ELU, TRUE);
  lab_function_model_set_alpha (model, NAN);
  g_assert_cmpint (scenes, ==, 1);
  lab_function_model_set_alpha (model, 7);
  g_assert_cmpfloat (lab_function_model_get_alpha (model), ==, 7);
  lab_function_model_set_alpha (model, 101);
  g_assert_cmpfloat (lab_function_model_get_alpha (model), ==, 7);
  lab_function_model_set_cursor (model, 0.5);
  lab_function_model_set_cursor (model, INFINITY);
  g_assert_cmpint (cursors, ==, 1);
  g_assert_finalize_object (model);
}

static void
test_model_describes_what_is_shown (void)
{
  g_autoptr (LabFunctionModel) model = lab_function_model_new ();
  g_autofree char *both = NULL, *none = NULL;

  lab_function_model_set_alpha (model, 0.3);
  both = lab_function_describe (lab_function_model_get_scene (model), -1.2);
  g_assert_nonnull (strstr (both, "ELU α = 0.30: value −0.2096, slope 0.0904."));
  g_assert_nonnull (strstr (both, "ReLU: value 0, slope 0."));
  lab_function_model_set_shown (model, NN_ELU, FALSE);
  lab_function_model_set_shown (model, NN_RELU, FALSE);
  none = lab_function_describe (lab_function_model_get_scene (model), -1.2);
  g_assert_cmpstr (none, ==, "No curve is switched on.");
}

static void
test_contestant_round_trip (void)
{
  GtkWidget *row = g_object_ref_sink (lab_contestant_row_new (1));
  int changes = 0;

  g_signal_connect (row, "changed", G_CALLBACK (count_cb), &changes);
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      nn_activation f = nn_activation_default ((nn_activation_id) id);

      lab_contestant_row_set_activation (LAB_CONTESTANT_ROW (row), f);
      g_assert_true (
          nn_activation_equal (lab_contestant_row_get_activation (LAB_CONTESTANT_ROW (row)), f));
    }
  g_assert_cmpint (changes, ==, 0);
  g_assert_finalize_object (row);
}

/* The window in the three sizes that fold it differently; it must go without a trace. */
static void
test_window_lives_and_dies (void)
{
  static const int sizes[][2] = { { 1280, 800 }, { 760, 560 }, { 360, 640 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      LabWindow *window = lab_window_new (NULL);

      gtk_window_set_default_size (GTK_WINDOW (window), sizes[i][0], sizes[i][1]);
      gtk_window_present (GTK_WINDOW (window));
      run_for (150);
      /* Without a window manager the shadow's margins are taken off. */
      g_assert_cmpint (abs (gtk_widget_get_width (GTK_WIDGET (window)) - sizes[i][0]), <=, 32);
      lab_window_show_page (window, "training");
      run_for (150);
      gtk_window_destroy (GTK_WINDOW (window));
      run_for (20);
    }
}

/* Nobody saw it where it was, so it is at once where it should be, with animations too. */
static void
test_panel_before_it_has_a_place (void)
{
  static const char *const pages[] = { "function", "training" };

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (pages); i++)
    {
      LabWindow *window = lab_window_new (NULL);
      AdwFlap *flap = i % 2 == 0
                          ? lab_function_page_get_flap (lab_window_get_function_page (window))
                          : lab_training_page_get_flap (lab_window_get_training_page (window));
      gboolean at_once = i < G_N_ELEMENTS (pages), shown;

      gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
      gtk_window_present (GTK_WINDOW (window));
      run_for (at_once ? 0 : 150);
      lab_window_show_page (window, pages[i % 2]);
      g_object_set (window, "show-panel", FALSE, NULL);
      g_assert_false (adw_flap_get_reveal_flap (flap));
      if (gtk_widget_get_width (GTK_WIDGET (flap)) == 0)
        g_assert_cmpfloat (adw_flap_get_reveal_progress (flap), ==, 0);
      run_for (150);
      adw_flap_set_reveal_flap (flap, TRUE);
      g_object_get (window, "show-panel", &shown, NULL);
      g_assert_true (shown);
      run_for (600);
      g_assert_cmpfloat_with_epsilon (adw_flap_get_reveal_progress (flap), 1, 0.01);
      gtk_window_destroy (GTK_WINDOW (window));
      run_for (20);
    }
}

static void
assert_offers (AdwComboRow *row, const char *expected, guint chosen)
{
  GListModel *names = adw_combo_row_get_model (row);
  g_autoptr (GString) offered = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    g_string_append_printf (offered, "%s%s", i > 0 ? " " : "",
                            gtk_string_list_get_string (GTK_STRING_LIST (names), i));
  g_assert_cmpstr (offered->str, ==, expected);
  g_assert_cmpuint (lab_image_choice_get (row), ==, chosen);
}

static void
test_image_choice (void)
{
  AdwComboRow *row = ADW_COMBO_ROW (g_object_ref_sink (adw_combo_row_new ()));

  lab_image_choice_update (row, 0, 0);
  assert_offers (row, "500 1,000 2,000 5,000 10,000 20,000 All", 0);
  lab_image_choice_update (row, 0, 9000);
  assert_offers (row, "500 1,000 2,000 5,000 All 9,000", 0);
  adw_combo_row_set_selected (row, 1);
  g_assert_cmpuint (lab_image_choice_get (row), ==, 1000);
  lab_image_choice_update (row, 1234, 9000);
  assert_offers (row, "500 1,000 1,234 2,000 5,000 All 9,000", 1234);
  lab_image_choice_update (row, 50000, 9000);
  assert_offers (row, "500 1,000 2,000 5,000 50,000 All 9,000", 50000);
  g_assert_finalize_object (row);
}

/* As wide as asked for, with any results, and gone when it is closed for good. */
static void
test_sweep_window_lives_and_dies (void)
{
  static const int sizes[][2] = { { 1180, 700 }, { 380, 640 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      LabSweepModel *model = lab_sweep_model_new ();
      LabSweepWindow *window = lab_sweep_window_new (NULL, model), *gone = window;

      g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &gone);
      gtk_window_set_default_size (GTK_WINDOW (window), sizes[i][0], sizes[i][1]);
      gtk_window_present (GTK_WINDOW (window));
      run_for (150);
      g_assert_cmpint (abs (gtk_widget_get_width (GTK_WIDGET (window)) - sizes[i][0]), <=, 32);
      lab_sweep_model_begin (model);
      lab_sweep_model_add_point (model, 0, 0, 0.97);
      lab_sweep_model_add_point (model, 1, 0, NAN);
      lab_sweep_model_set_state (model, LAB_SWEEP_CANCELLED, "Too little to tell", "Cancelled.");
      run_for (150);
      gtk_window_destroy (GTK_WINDOW (window));
      run_for (20);
      g_assert_null (gone);
      g_assert_finalize_object (model);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/lab/alpha-scale/mapping", test_scale_mapping);
  g_test_add_func ("/lab/alpha-motion", test_alpha_motion);
  g_test_add_func ("/lab/alpha-scale/accessible", test_scale_speaks_of_alpha);
  g_test_add_func ("/lab/function-model/signals", test_model_signals_once);
  g_test_add_func ("/lab/function-model/description", test_model_describes_what_is_shown);
  g_test_add_func ("/lab/contestant-row/round-trip", test_contestant_round_trip);
  g_test_add_func ("/lab/window/sizes", test_window_lives_and_dies);
  g_test_add_func ("/lab/window/panel-before-it-has-a-place", test_panel_before_it_has_a_place);
  g_test_add_func ("/lab/image-choice", test_image_choice);
  g_test_add_func ("/lab/sweep-window/sizes", test_sweep_window_lives_and_dies);
  return g_test_run ();
}
