/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-runs.c - the list of recorded runs: its model, its rows, its window; needs a display */

#include <adwaita.h>
#include <math.h>
#include "lab-run-row.h"
#include "lab-runs-window.h"
#include "lab-wrap-layout.h"
#include "main-loop.h"

static LabRunInfo
make_info (const char *id, const char *name, gint64 created, double accuracy)
{
  return (LabRunInfo){
    .id = id,
    .name = name,
    .settings = "MNIST sample · seed 42",
    .state = "710 steps",
    .created = created,
    .n_scores = 2,
    .score = { { nn_activation_default (NN_ELU), accuracy, FALSE },
               { nn_activation_default (NN_RELU), NAN, TRUE } },
  };
}

static void
count_cb (gpointer object, int *count)
{
  (*count)++;
}

/* Whoever was chosen stays so, and the same object, whatever else comes and goes. */
static void
test_model_keeps_its_items (void)
{
  LabRunsModel *model = lab_runs_model_new ();
  LabRunInfo infos[] = { make_info ("a", "A", 1, 0.9), make_info ("b", "B", 2, 0.8),
                         make_info ("c", "C", 3, 0.7) };
  int updates = 0, choices = 0, changes = 0;
  LabRunItem *b;

  g_signal_connect (model, "updated", G_CALLBACK (count_cb), &updates);
  g_signal_connect (model, "chosen-changed", G_CALLBACK (count_cb), &choices);
  g_assert_false (lab_runs_model_is_known (model));
  lab_runs_model_update (model, infos, 3);
  g_assert_true (lab_runs_model_is_known (model));
  b = lab_runs_model_find (model, "b");
  g_signal_connect (b, "changed", G_CALLBACK (count_cb), &changes);
  lab_run_item_set_chosen (b, TRUE);
  lab_run_item_set_chosen (b, TRUE);
  g_assert_cmpint (choices, ==, 1);

  lab_runs_model_update (model, infos + 1, 2);
  g_assert_cmpint (changes, ==, 0);
  infos[1].name = "B, renamed";
  lab_runs_model_update (model, infos, 2);
  g_assert_cmpint (changes, ==, 1);
  g_assert_cmpint (updates, ==, 3);
  g_assert_true (lab_runs_model_find (model, "b") == b);
  g_assert_true (lab_run_item_get_chosen (b));
  g_assert_cmpstr (lab_run_item_get_info (b)->name, ==, "B, renamed");
  g_assert_null (lab_runs_model_find (model, "c"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);

  /* A chosen run that goes is not chosen any more. */
  lab_runs_model_update (model, NULL, 0);
  g_assert_cmpint (choices, ==, 2);
  {
    g_auto (GStrv) chosen = lab_runs_model_dup_chosen (model);

    g_assert_cmpuint (g_strv_length (chosen), ==, 0);
  }
  g_assert_finalize_object (model);
}

static void
test_model_problem (void)
{
  LabRunsModel *model = lab_runs_model_new ();

  lab_runs_model_set_problem (model, "The folder cannot be read.");
  g_assert_cmpstr (lab_runs_model_get_problem (model), ==, "The folder cannot be read.");
  lab_runs_model_update (model, NULL, 0);
  g_assert_cmpstr (lab_runs_model_get_problem (model), ==, NULL);
  g_assert_finalize_object (model);
}

static void
test_item_best (void)
{
  LabRunInfo known = make_info ("a", "A", 1, 0.9);
  LabRunInfo unknown = make_info ("b", "B", 1, NAN);
  g_autoptr (LabRunItem) first = lab_run_item_new (&known);
  g_autoptr (LabRunItem) second = lab_run_item_new (&unknown);

  g_assert_cmpfloat (lab_run_item_get_best (first), ==, 0.9);
  g_assert_cmpfloat (lab_run_item_get_best (second), ==, -1);
  g_assert_false (lab_run_item_set_info (second, &unknown));
}

/* Three words of 50 pixels in lines of 110 with gaps of 10 and 4: two and one. */
static void
test_wrap_layout (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  int minimum, natural;

  gtk_widget_set_layout_manager (box, lab_wrap_layout_new (10, 4));
  for (int i = 0; i < 3; i++)
    {
      GtkWidget *word = gtk_drawing_area_new ();

      gtk_widget_set_size_request (word, 50, 20);
      gtk_box_append (GTK_BOX (box), word);
    }
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 50);
  g_assert_cmpint (natural, ==, 170);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 110, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 44);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 109, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 68);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 170, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 20);
  g_assert_finalize_object (box);
}

static void
test_row_goes_without_a_trace (void)
{
  LabRunInfo info = make_info ("a", "A", 1, 0.9);
  LabRunItem *item = lab_run_item_new (&info);
  GtkWidget *row = g_object_ref_sink (lab_run_row_new ());

  lab_run_row_set_item (LAB_RUN_ROW (row), item);
  info.problem = "Its file run.json is missing.";
  lab_run_item_set_info (item, &info);
  lab_run_row_rename (LAB_RUN_ROW (row)); /* not a damaged one */
  lab_run_row_set_item (LAB_RUN_ROW (row), NULL);
  g_assert_finalize_object (item);
  g_assert_finalize_object (row);
}

/* The names of the rows from above, with commas. */
static void
collect_names (GtkWidget *widget, GString *names)
{
  if (LAB_IS_RUN_ROW (widget))
    g_string_append_printf (
        names, "%s,", lab_run_item_get_info (lab_run_row_get_item (LAB_RUN_ROW (widget)))->name);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect_names (child, names);
}

static void
assert_order (LabRunsWindow *window, const char *sort, const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "runs.sort", "s", sort));
  run_for (100);
  collect_names (GTK_WIDGET (window), names);
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_window (void)
{
  LabRunsModel *model = lab_runs_model_new ();
  LabRunInfo infos[] = { make_info ("1", "Zebra", 1000, 0.9), make_info ("2", "Ant", 3000, NAN),
                         make_info ("3", "Bee", 2000, 0.95) };
  LabRunsWindow *window;

  infos[1].problem = "It is damaged.";
  infos[2].resumable = TRUE;
  lab_runs_model_update (model, infos, 3);
  window = lab_runs_window_new (model);
  gtk_window_present (GTK_WINDOW (window));
  assert_order (window, "date", "Ant,Bee,Zebra,");
  assert_order (window, "result", "Bee,Zebra,Ant,");
  assert_order (window, "name", "Ant,Bee,Zebra,");
  infos[0].name = "Aardvark";
  lab_runs_model_update (model, infos, 3);
  assert_order (window, "name", "Aardvark,Ant,Bee,");
  lab_run_item_set_chosen (lab_runs_model_find (model, "3"), TRUE);
  lab_runs_window_toast (window, "“Bee” was deleted", (const char *const[]){ "3", NULL });
  lab_runs_model_update (model, NULL, 0);
  run_for (100);
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
  g_assert_finalize_object (window);
  g_assert_finalize_object (model);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/lab/runs-model/keeps-its-items", test_model_keeps_its_items);
  g_test_add_func ("/lab/runs-model/problem", test_model_problem);
  g_test_add_func ("/lab/run-item/best", test_item_best);
  g_test_add_func ("/lab/wrap-layout", test_wrap_layout);
  g_test_add_func ("/lab/run-row/goes", test_row_goes_without_a_trace);
  g_test_add_func ("/lab/runs-window/sorts-and-goes", test_window);
  return g_test_run ();
}
