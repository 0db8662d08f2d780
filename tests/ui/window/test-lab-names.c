/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-names.c - a name from outside is shown letter by letter, wherever it is shown; needs a display
 *
 * Each place is shown each text. GLib ends the test at the first warning, such as that a text is no
 * markup; and a place may neither eat a text nor grow wider by it than by a short one.
 */

#include <adwaita.h>
#include <string.h>
#include "dialog-warnings.h"
#include "lab-data-dialog.h"
#include "lab-printable.h"
#include "lab-run-row.h"
#include "lab-runs-window.h"
#include "lab-sweep-window.h"
#include "lab-toast.h"
#include "lab-window.h"
#include "main-loop.h"

/* What has to be shown letter by letter; much, repeated to 4,000 characters. */
static const struct {
  const char *path, *text;
  gboolean much;
} texts[] = {
  { "short", "Tuesday", FALSE }, { "markup", "<b>&\"'", FALSE },       { "letters", "x", TRUE },
  { "much", "<b>&\"'", TRUE },   { "escape", "\033[31m&amp;", FALSE },
};

enum { MUCH = 4000, SHOWN_MS = 40 };

/* The first label below widget that says text, or NULL. */
static GtkLabel *
find_label (GtkWidget *widget, const char *text)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

static int
minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* What is long is shown from both ends; and control characters as what they are. */
static void
assert_label_says (GtkWidget *widget, const char *text)
{
  g_autofree char *shown = lab_printable_page (text);
  g_autofree char *beginning = g_utf8_substring (shown, 0, MIN (200, g_utf8_strlen (shown, -1)));
  GtkLabel *label;

  label = find_label (widget, beginning);
  g_assert_nonnull (label);
  /* With the words around it. */
  g_assert_cmpint (g_utf8_strlen (gtk_label_get_text (label), -1), <=, LAB_PRINTABLE_LABEL + 80);
}

/* Shows window, has it say text, and takes it away. Its width with the text. */
static int
assert_window_says (GtkWindow *window, const char *text)
{
  gint64 before = g_get_monotonic_time ();
  int width;

  gtk_window_present (window);
  run_for (SHOWN_MS);
  assert_label_says (GTK_WIDGET (window), text);
  width = minimum_width (GTK_WIDGET (window));
  gtk_window_destroy (window);
  run_for (10);
  g_test_message ("%.0f ms", (g_get_monotonic_time () - before) / 1e3);
  return width;
}

/* --- Runs ------------------------------------------------------------------------------------- */

static LabRunInfo
make_info (const char *name)
{
  return (LabRunInfo){ .id = "a",
                       .name = name,
                       .settings = "MNIST sample",
                       .state = "710 steps",
                       .created = 1,
                       .n_scores = 1,
                       .score = { { nn_activation_default (NN_ELU), 0.9, FALSE } } };
}

static int
show_run (LabRunInfo info, const char *text)
{
  g_autoptr (LabRunsModel) model = lab_runs_model_new ();

  lab_runs_model_update (model, &info, 1);
  return assert_window_says (GTK_WINDOW (lab_runs_window_new (model)), text);
}

static int
in_run_name (const char *text)
{
  return show_run (make_info (text), text);
}

static int
in_run_settings (const char *text)
{
  LabRunInfo info = make_info ("Tuesday");

  info.settings = text;
  return show_run (info, text);
}

static int
in_run_problem (const char *text)
{
  LabRunInfo info = make_info ("Tuesday");

  info.problem = text;
  return show_run (info, text);
}

static int
in_runs_problem (const char *text)
{
  g_autoptr (LabRunsModel) model = lab_runs_model_new ();

  lab_runs_model_set_problem (model, text);
  return assert_window_says (GTK_WINDOW (lab_runs_window_new (model)), text);
}

static int
in_runs_toast (const char *text)
{
  g_autoptr (LabRunsModel) model = lab_runs_model_new ();
  LabRunsWindow *window = lab_runs_window_new (model);

  lab_runs_window_toast (window, text, (const char *const[]){ "a", NULL });
  return assert_window_says (GTK_WINDOW (window), text);
}

static int
in_run_spoken (const char *text)
{
  LabRunInfo info = make_info (text);
  g_autoptr (LabRunItem) item = lab_run_item_new (&info);
  GtkWidget *row = g_object_ref_sink (lab_run_row_new ());
  g_autofree char *spoken = g_strdup_printf ("Compare “%s”", text);

  lab_run_row_set_item (LAB_RUN_ROW (row), item);
  gtk_test_accessible_assert_property (
      gtk_widget_get_template_child (row, LAB_TYPE_RUN_ROW, "check"), GTK_ACCESSIBLE_PROPERTY_LABEL,
      spoken);
  g_object_unref (row);
  return 0;
}

/* --- Data sets -------------------------------------------------------------------------------- */

/* The dialog with a set of the user's own and one to be downloaded, which say text everywhere. */
static GtkWindow *
open_data_dialog (const char *text, LabSetState state, GtkWidget **parent)
{
  g_autoptr (LabDataModel) model = lab_data_model_new ();
  LabDataSet set = {
    .name = (char *) "own",
    .group = LAB_SET_OWN,
    .state = state,
    .title = (char *) text,
    .detail = (char *) text,
    .credit = (char *) text,
    .place = (char *) text,
    .hosts = (char *) text,
    .target = (char *) text,
    .message = (char *) text,
  };

  lab_data_model_put (model, &set);
  set.name = (char *) "away";
  set.group = LAB_SET_WHOLE;
  set.state = LAB_SET_MISSING;
  set.size = 31000000;
  lab_data_model_put (model, &set);
  *parent = g_object_new (GTK_TYPE_APPLICATION_WINDOW, NULL);
  return GTK_WINDOW (lab_data_dialog_new (GTK_APPLICATION_WINDOW (*parent), model));
}

static int
show_data (const char *text, LabSetState state)
{
  GtkWidget *parent;
  int width = assert_window_says (open_data_dialog (text, state, &parent), text);

  gtk_window_destroy (GTK_WINDOW (parent));
  return width;
}

static int
in_data_row (const char *text)
{
  return show_data (text, LAB_SET_FOUND);
}

static int
in_data_failure (const char *text)
{
  return show_data (text, LAB_SET_FAILED);
}

static int
in_data_toast (const char *text)
{
  GtkWidget *parent;
  GtkWindow *dialog = open_data_dialog ("own", LAB_SET_FOUND, &parent);
  int width;

  lab_data_dialog_toast (LAB_DATA_DIALOG (dialog), text);
  width = assert_window_says (dialog, text);
  gtk_window_destroy (GTK_WINDOW (parent));
  return width;
}

static GtkWindow *
find_question (GtkWindow *dialog)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == dialog)
        return window;
    }
  return NULL;
}

static int
in_data_question (const char *text)
{
  GtkWidget *parent;
  GtkWindow *dialog = open_data_dialog (text, LAB_SET_FOUND, &parent);

  gtk_widget_activate_action (GTK_WIDGET (dialog), "data.download", "s", "away");
  assert_window_says (find_question (dialog), text);
  gtk_window_destroy (dialog);
  gtk_window_destroy (GTK_WINDOW (parent));
  run_for (10);
  return 0;
}

/* --- Sweeps ----------------------------------------------------------------------------------- */

static LabSweepWindow *
open_sweep (const char *base, const char *detail)
{
  g_autoptr (LabSweepModel) model = lab_sweep_model_new ();
  LabSweepWindow *window = lab_sweep_window_new (NULL, model);

  lab_sweep_model_set_base (model, base);
  if (detail != NULL)
    lab_sweep_model_set_state (model, LAB_SWEEP_FAILED, "It failed", detail);
  return window;
}

static int
in_sweep_base (const char *text)
{
  return assert_window_says (GTK_WINDOW (open_sweep (text, NULL)), text);
}

static int
in_sweep_failure (const char *text)
{
  return assert_window_says (GTK_WINDOW (open_sweep ("MNIST", text)), text);
}

static int
in_sweep_toast (const char *text)
{
  LabSweepWindow *window = open_sweep ("MNIST", NULL);

  lab_sweep_window_toast (window, text);
  return assert_window_says (GTK_WINDOW (window), text);
}

/* --- The main window -------------------------------------------------------------------------- */

static LabWindow *
open_training (LabTrainingModel **model)
{
  LabWindow *window = lab_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  lab_window_show_page (window, "training");
  *model = lab_training_page_get_model (lab_window_get_training_page (window));
  return window;
}

static int
in_window_toast (const char *text)
{
  LabTrainingModel *model;
  LabWindow *window = open_training (&model);

  lab_window_toast (window, text);
  return assert_window_says (GTK_WINDOW (window), text);
}

static int
show_facts (LabTrainingFacts facts, const char *text)
{
  LabTrainingModel *model;
  LabWindow *window = open_training (&model);

  lab_training_model_set_facts (model, &facts);
  return assert_window_says (GTK_WINDOW (window), text);
}

static int
in_data_title (const char *text)
{
  return show_facts ((LabTrainingFacts){ .data_title = (char *) text }, text);
}

static int
in_training_problem (const char *text)
{
  return show_facts ((LabTrainingFacts){ .problem = (char *) text }, text);
}

static int
in_training_notice (const char *text)
{
  return show_facts ((LabTrainingFacts){ .notice = (char *) text }, text);
}

/* Named in a line above the picture, and in the picture, where letters cannot be asked for. */
static int
in_comparison (const char *text)
{
  LabTrainingModel *model;
  LabWindow *window = open_training (&model);
  g_autoptr (LabRunCurves) past
      = lab_run_curves_new (text, 1, lab_training_model_get_setup (model)->contestant, 71);

  for (guint64 step = 1; step <= 60; step++)
    lab_run_curves_add_step (past, 0, step, 0.1 * (double) step, 0.5, 0.9);
  lab_training_model_add_overlay (model, past);
  lab_training_model_data_changed (model);
  return assert_window_says (GTK_WINDOW (window), text);
}

static int
in_event (const char *text)
{
  LabTrainingModel *model;
  LabWindow *window = open_training (&model);
  g_autofree char *words = NULL;

  for (guint64 step = 1; step <= 60; step++)
    lab_training_model_add_step (model, 0, step, 0.1 * (double) step, 0.5, 0.9);
  lab_training_model_add_event (model, 30, text);
  gtk_window_present (GTK_WINDOW (window));
  run_for (SHOWN_MS);
  words = lab_training_model_describe (model);
  g_assert_nonnull (strstr (words, text));
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (10);
  return 0;
}

/* --- All of them ------------------------------------------------------------------------------ */

static const struct {
  const char *path;
  int (*show) (const char *text);
} places[] = {
  { "run-name", in_run_name },
  { "run-settings", in_run_settings },
  { "run-problem", in_run_problem },
  { "run-spoken", in_run_spoken },
  { "runs-problem", in_runs_problem },
  { "runs-toast", in_runs_toast },
  { "data-row", in_data_row },
  { "data-failure", in_data_failure },
  { "data-toast", in_data_toast },
  { "data-question", in_data_question },
  { "sweep-base", in_sweep_base },
  { "sweep-failure", in_sweep_failure },
  { "sweep-toast", in_sweep_toast },
  { "window-toast", in_window_toast },
  { "data-title", in_data_title },
  { "training-problem", in_training_problem },
  { "training-notice", in_training_notice },
  { "comparison", in_comparison },
  { "event", in_event },
};

static char *
make_text (gsize i)
{
  GString *text = g_string_new (texts[i].text);

  while (texts[i].much && g_utf8_strlen (text->str, -1) < MUCH)
    g_string_append (text, texts[i].text);
  return g_string_free (text, FALSE);
}

/* A short text is the measure for the others. */
static void
test_place (gconstpointer place)
{
  int (*show) (const char *text) = places[GPOINTER_TO_SIZE (place)].show;
  int usual = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = make_text (i);
      int width = show (text);

      if (i == 0)
        usual = width;
      g_test_message ("%s: %d pixels at the least", texts[i].path, width);
      g_assert_cmpint (width, <=, MAX (usual, 360));
    }
}

/* What no widget gives away: a toast's bytes that are no text. */
static void
test_toast_of_bytes (void)
{
  g_autoptr (AdwToast) toast = g_object_ref_sink (lab_toast_new ("d\344ta <b>"));

  g_assert_cmpstr (adw_toast_get_title (toast), ==, "d\357\277\275ta &lt;b&gt;");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dialog_warnings_let_pass ();
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/names/", places[i].path, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_place);
    }
  g_test_add_func ("/lab/names/toast-of-bytes", test_toast_of_bytes);
  return g_test_run ();
}
