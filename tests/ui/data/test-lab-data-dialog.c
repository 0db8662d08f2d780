/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-dialog.c - what the list of data sets shows and asks for; needs a display */

#include <adwaita.h>
#include "dialog-warnings.h"
#include "lab-data-dialog.h"
#include "lab-data-row.h"

/* clang-format off */
typedef struct {
  GtkWidget *parent, *dialog;
  LabDataModel *model;
  GString *asked;               /* the actions that were asked for, with their parameters       */
} Fixture;
/* clang-format on */

static void
asked_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *printed = g_variant_print (parameter, FALSE);

  g_string_append_printf (((Fixture *) data)->asked, "%s %s;",
                          g_action_get_name (G_ACTION (action)), printed);
}

static const GActionEntry entries[] = {
  { .name = "data-choose", .activate = asked_cb, .parameter_type = "s" },
  { .name = "data-download", .activate = asked_cb, .parameter_type = "s" },
  { .name = "data-cancel", .activate = asked_cb, .parameter_type = "s" },
  { .name = "data-import", .activate = asked_cb, .parameter_type = "s" },
  { .name = "data-keep", .activate = asked_cb, .parameter_type = "(sb)" },
};

static void
put (Fixture *fixture, const char *name, LabSetGroup group, LabSetState state)
{
  LabDataSet set = {
    .name = (char *) name,
    .group = group,
    .state = state,
    .title = (char *) name,
    .detail = (char *) "ten thousand images",
    .credit = (char *) "nobody, no licence",
    .place = (char *) "~/there",
    .hosts = (char *) "one.example, two.example",
    .target = (char *) "~/kept",
    .size = group == LAB_SET_WHOLE ? 31000000 : 0,
  };

  lab_data_model_put (fixture->model, &set);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->asked = g_string_new (NULL);
  fixture->parent = g_object_ref (g_object_new (GTK_TYPE_APPLICATION_WINDOW, NULL));
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->parent), entries, G_N_ELEMENTS (entries),
                                   fixture);
  fixture->model = lab_data_model_new ();
  put (fixture, "sample", LAB_SET_SAMPLE, LAB_SET_FOUND);
  put (fixture, "here", LAB_SET_WHOLE, LAB_SET_FOUND);
  put (fixture, "away", LAB_SET_WHOLE, LAB_SET_MISSING);
  put (fixture, "/mine", LAB_SET_OWN, LAB_SET_FOUND);
  lab_data_model_set_chosen (fixture->model, "sample");
  fixture->dialog = g_object_ref (
      GTK_WIDGET (lab_data_dialog_new (GTK_APPLICATION_WINDOW (fixture->parent), fixture->model)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  g_assert_finalize_object (fixture->dialog);
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  g_assert_finalize_object (fixture->parent);
  g_assert_finalize_object (fixture->model);
  g_string_free (fixture->asked, TRUE);
}

static LabDataRow *
find_row (GtkWidget *widget, const char *name)
{
  LabDataRow *found = NULL;

  if (LAB_IS_DATA_ROW (widget) && g_str_equal (lab_data_row_get_name (LAB_DATA_ROW (widget)), name))
    return LAB_DATA_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, name);
  return found;
}

static GtkAccessible *
row (Fixture *fixture, const char *name)
{
  LabDataRow *found = find_row (fixture->dialog, name);

  return found != NULL ? GTK_ACCESSIBLE (found) : NULL;
}

static void
click (Fixture *fixture, const char *name)
{
  GtkWidget *widget = GTK_WIDGET (row (fixture, name));

  g_signal_emit_by_name (gtk_widget_get_parent (widget), "row-activated", widget);
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
answer (const char *response)
{
  AdwMessageDialog *question = find_question ();

  g_assert_nonnull (question);
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));
}

/* A screen reader hears one group of radio buttons, and which of them is on. */
static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (row (fixture, "sample"), GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_test_accessible_assert_state (row (fixture, "sample"), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  gtk_test_accessible_assert_state (row (fixture, "here"), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_FALSE);
  gtk_test_accessible_assert_property (row (fixture, "here"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "here");
  gtk_test_accessible_assert_property (row (fixture, "here"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "In ~/there\nten thousand images");
  lab_data_model_set_chosen (fixture->model, "here");
  gtk_test_accessible_assert_state (row (fixture, "here"), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  gtk_test_accessible_assert_state (row (fixture, "sample"), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_FALSE);
}

static void
test_chooses (Fixture *fixture, gconstpointer data)
{
  click (fixture, "here");
  click (fixture, "/mine");
  g_assert_cmpstr (fixture->asked->str, ==, "data-choose 'here';data-choose '/mine';");
  g_assert_null (find_question ());
}

/* Nothing is downloaded before a person has read from where, how much and by whom, and said yes. */
static void
test_asks_before_download (Fixture *fixture, gconstpointer data)
{
  click (fixture, "away");
  g_assert_cmpstr (adw_message_dialog_get_heading (find_question ()), ==, "Download away?");
  g_assert_cmpstr (adw_message_dialog_get_body (find_question ()), ==,
                   "31 MB from one.example, two.example, to be kept in ~/kept.\n\n"
                   "nobody, no licence");
  answer ("cancel");
  g_assert_cmpstr (fixture->asked->str, ==, "");
  gtk_widget_activate_action (fixture->dialog, "data.download", "s", "away");
  answer ("download");
  g_assert_cmpstr (fixture->asked->str, ==, "data-download 'away';");
}

/* It has been answered before. */
static void
test_resumes_at_once (Fixture *fixture, gconstpointer data)
{
  LabDataSet set = *lab_data_model_find (fixture->model, "away");

  set.had = 1000000;
  lab_data_model_put (fixture->model, &set);
  click (fixture, "away"); /* the whole row is too large a button to begin something with */
  gtk_widget_activate_action (fixture->dialog, "data.download", "s", "away");
  g_assert_null (find_question ());
  g_assert_cmpstr (fixture->asked->str, ==, "");
  gtk_test_accessible_assert_property (row (fixture, "away"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "1.0 of 31.0 MB are here already\nten thousand images");
}

static void
test_what_works_cannot_be_chosen (Fixture *fixture, gconstpointer data)
{
  LabDataSet set = *lab_data_model_find (fixture->model, "here");

  set.state = LAB_SET_WORKING;
  lab_data_model_put (fixture->model, &set);
  click (fixture, "here");
  g_assert_cmpstr (fixture->asked->str, ==, "");
}

static void
test_comes_and_goes (Fixture *fixture, gconstpointer data)
{
  g_assert_null (row (fixture, "/other"));
  put (fixture, "/other", LAB_SET_OWN, LAB_SET_WORKING);
  g_assert_nonnull (row (fixture, "/other"));
  lab_data_model_remove (fixture->model, "/mine");
  g_assert_null (row (fixture, "/mine"));
  g_assert_nonnull (row (fixture, "/other"));
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

/* A folder that is dropped on the list is imported; one on another computer is not. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) here = g_file_new_for_path ("/data/mine");
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("sftp://server.example/mine");
  GFile *files[] = { here, elsewhere };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      gboolean taken = FALSE;

      g_value_init (&value, GDK_TYPE_FILE_LIST);
      g_value_take_boxed (&value, gdk_file_list_new_from_array (&files[i], 1));
      g_signal_emit_by_name (find_drop_target (fixture->dialog), "drop", &value, 0.0, 0.0, &taken);
      g_assert_true (taken);
    }
  g_assert_cmpstr (fixture->asked->str, ==, "data-import '/data/mine';");
}

static void
test_forgets (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->dialog, "data.forget", "s", "/mine");
  g_assert_cmpstr (fixture->asked->str, ==, "data-keep ('/mine', false);");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "accessible", test_accessible },
    { "chooses", test_chooses },
    { "asks-before-download", test_asks_before_download },
    { "resumes-at-once", test_resumes_at_once },
    { "what-works-cannot-be-chosen", test_what_works_cannot_be_chosen },
    { "comes-and-goes", test_comes_and_goes },
    { "drop", test_drop },
    { "forgets", test_forgets },
  };

  gtk_test_init (&argc, &argv, NULL);
  dialog_warnings_let_pass ();
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/data-dialog/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
