/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-training-plot.c - the Training picture as a widget: choices, keys, folding; needs a display */

#include <adwaita.h>
#include "lab-training-plot.h"
#include "training-runs.h"

typedef struct {
  LabTrainingModel *model;
  GtkWidget *window;
  LabTrainingPlot *plot;
} Fixture;

static void
run_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static Fixture
open_window (int width, int height)
{
  Fixture fixture = { .model = run_new (3, 300), .window = gtk_window_new () };

  fixture.plot = g_object_new (LAB_TYPE_TRAINING_PLOT, NULL);
  lab_training_plot_set_model (fixture.plot, fixture.model);
  gtk_widget_set_size_request (GTK_WIDGET (fixture.plot), width, height);
  gtk_window_set_decorated (GTK_WINDOW (fixture.window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture.window), GTK_WIDGET (fixture.plot));
  gtk_window_present (GTK_WINDOW (fixture.window));
  run_for (200);
  return fixture;
}

static void
close_window (Fixture *fixture)
{
  g_object_ref (fixture->plot);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  run_for (50);
  g_assert_finalize_object (fixture->plot);
  g_assert_finalize_object (fixture->model);
}

static GObject *
child (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->plot), LAB_TYPE_TRAINING_PLOT, name);
}

/* Widgets change the view, and the view the widgets. */
static void
test_choices_and_view_agree (void)
{
  Fixture fixture = open_window (1128, 785);
  LabTrainingView view;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child (&fixture, "epochs")), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child (&fixture, "recent")), TRUE);
  gtk_adjustment_set_value (GTK_ADJUSTMENT (child (&fixture, "smoothing")), 1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (&fixture, "baseline")), 2);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (&fixture, "diagnostic")),
                              LAB_DIAGNOSTIC_UPDATE);
  view = *lab_training_model_get_view (fixture.model);
  g_assert_cmpint (view.x, ==, LAB_X_EPOCHS);
  g_assert_true (view.recent);
  g_assert_cmpuint (view.smoothing, ==, 10);
  g_assert_cmpint (view.baseline, ==, 1);
  g_assert_cmpint (view.diagnostic, ==, LAB_DIAGNOSTIC_UPDATE);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (child (&fixture, "log_y"))));

  view.x = LAB_X_SECONDS;
  view.baseline = -1;
  view.smoothing = 1000;
  lab_training_model_set_view (fixture.model, &view);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (child (&fixture, "seconds"))));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (child (&fixture, "baseline"))), ==,
                    0);
  g_assert_cmpfloat (gtk_adjustment_get_value (GTK_ADJUSTMENT (child (&fixture, "smoothing"))), ==,
                     3);
  g_assert_cmpuint (lab_training_model_get_view (fixture.model)->smoothing, ==, 1000);
  close_window (&fixture);
}

/* Where there is room for it everything stands outside; then the menu takes it, bit by bit. */
static void
test_folds_when_narrow (void)
{
  Fixture fixture = open_window (1400, 785);
  GtkWidget *bar = GTK_WIDGET (child (&fixture, "bar")),
            *more = GTK_WIDGET (child (&fixture, "more"));
  GtkWidget *options = GTK_WIDGET (child (&fixture, "options"));

  g_assert_true (gtk_widget_get_parent (more) == bar);
  g_assert_false (gtk_widget_get_visible (options));
  gtk_widget_set_size_request (GTK_WIDGET (fixture.plot), 700, 600);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 700, 600);
  run_for (300);
  g_assert_true (gtk_widget_get_parent (more) != bar);
  g_assert_true (gtk_widget_get_visible (options));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (child (&fixture, "plot"))));
  lab_training_plot_set_compact (fixture.plot, TRUE);
  run_for (300);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (child (&fixture, "plot"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (child (&fixture, "diagnostic_row"))));
  /* Loss, accuracy, and the diagnostics after them. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (&fixture, "plot")), 3);
  g_assert_cmpint (lab_training_model_get_view (fixture.model)->plot, ==, LAB_PLOT_DIAGNOSTIC);
  g_assert_cmpint (lab_training_model_get_view (fixture.model)->diagnostic, ==,
                   LAB_DIAGNOSTIC_MEDIAN);
  close_window (&fixture);
}

static void
test_reads_a_step_off (void)
{
  Fixture fixture = open_window (1128, 785);
  GtkWidget *canvas = GTK_WIDGET (child (&fixture, "canvas"));

  g_assert_cmpint (lab_training_plot_get_hover (fixture.plot), ==, -1);
  lab_training_plot_set_hover (fixture.plot, 100);
  g_assert_cmpint (lab_training_plot_get_hover (fixture.plot), ==, 100);
  lab_training_plot_set_hover (fixture.plot, 10000);
  g_assert_cmpint (lab_training_plot_get_hover (fixture.plot), ==, 300);
  run_for (400);
  gtk_test_accessible_assert_role (canvas, GTK_ACCESSIBLE_ROLE_IMG);
  /* The run begins again under the line: there is nothing left to read off. */
  lab_training_model_clear (fixture.model);
  run_for (200);
  g_assert_cmpint (lab_training_plot_get_hover (fixture.plot), ==, -1);
  close_window (&fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/lab/training-plot/choices", test_choices_and_view_agree);
  g_test_add_func ("/lab/training-plot/folds", test_folds_when_narrow);
  g_test_add_func ("/lab/training-plot/reads-off", test_reads_a_step_off);
  return g_test_run ();
}
