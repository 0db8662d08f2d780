/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-actions.h"

#include "lab-data-dialog.h"
#include "lab-data-tasks.h"

#define OWN_DATA "own-data"

struct LabDataActions {
  LabWindow *window;
  LabTrainingModel *training;
  GtkWindow *dialog; /* NULL while it is closed */
  LabDataModel *model;
  LabDataTasks *tasks;
  GSettings *settings;
  LabDataChosen chosen;
  gpointer data;
};

/* --- What the tasks say ---------------------------------------------------------------------- */

static gboolean
chosen_cb (const char *spec, gpointer data)
{
  LabDataActions *self = data;
  g_autofree char *refusal = self->chosen (spec, self->data);

  if (refusal == NULL)
    return TRUE;
  if (self->dialog != NULL)
    lab_data_dialog_toast (LAB_DATA_DIALOG (self->dialog), refusal);
  else
    lab_window_toast (self->window, refusal);
  return FALSE;
}

/* The open dialog shows it in the row. */
static void
news_cb (const char *sentence, gpointer data)
{
  LabDataActions *self = data;

  if (self->dialog == NULL)
    lab_window_toast (self->window, sentence);
}

static void
own_changed_cb (const char *const *paths, gpointer data)
{
  g_settings_set_strv (((LabDataActions *) data)->settings, OWN_DATA, paths);
}

/* --- The actions ----------------------------------------------------------------------------- */

static void
sets_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabDataActions *self = data;

  lab_data_tasks_scan (self->tasks);
  if (self->dialog == NULL)
    g_set_weak_pointer (&self->dialog, GTK_WINDOW (lab_data_dialog_new (
                                           GTK_APPLICATION_WINDOW (self->window), self->model)));
  gtk_window_present (self->dialog);
}

static void
choose_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_choose (((LabDataActions *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
download_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_download (((LabDataActions *) data)->tasks,
                           g_variant_get_string (parameter, NULL));
}

static void
cancel_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_cancel (((LabDataActions *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
import_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_import (((LabDataActions *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
keep_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *path;
  gboolean keep;

  g_variant_get (parameter, "(&sb)", &path, &keep);
  lab_data_tasks_keep (((LabDataActions *) data)->tasks, path, keep);
}

static const GActionEntry entries[] = {
  { .name = "data-sets", .activate = sets_activated },
  { .name = "data-choose", .activate = choose_activated, .parameter_type = "s" },
  { .name = "data-download", .activate = download_activated, .parameter_type = "s" },
  { .name = "data-cancel", .activate = cancel_activated, .parameter_type = "s" },
  { .name = "data-import", .activate = import_activated, .parameter_type = "s" },
  { .name = "data-keep", .activate = keep_activated, .parameter_type = "(sb)" },
};

/* --- Birth and end --------------------------------------------------------------------------- */

static void
restore_own (LabDataActions *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, OWN_DATA);

  for (int i = 0; paths[i] != NULL; i++)
    lab_data_tasks_add_own (self->tasks, paths[i]);
}

/* The dialog marks what is set up. */
static void
setup_changed_cb (LabDataActions *self)
{
  lab_data_tasks_set_chosen (self->tasks, lab_training_model_get_setup (self->training)->data);
}

LabDataActions *
lab_data_actions_new (LabWindow *window, LabDataChosen chosen, gpointer data)
{
  LabDataActions *self = g_new0 (LabDataActions, 1);
  const LabDataEvents events = { chosen_cb, news_cb, own_changed_cb, self };
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  self->window = window;
  self->training
      = g_object_ref (lab_training_page_get_model (lab_window_get_training_page (window)));
  self->chosen = chosen;
  self->data = data;
  self->settings = g_settings_new (APPLICATION_ID);
  self->model = lab_data_model_new ();
  self->tasks = lab_data_tasks_new (self->model, sets, n_sets, &events);
  restore_own (self);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (self->training, "setup-changed", G_CALLBACK (setup_changed_cb), self);
  setup_changed_cb (self);
  return self;
}

void
lab_data_actions_free (LabDataActions *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->training, self);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_weak_pointer (&self->dialog);
  lab_data_tasks_free (self->tasks);
  g_object_unref (self->model);
  g_object_unref (self->settings);
  g_object_unref (self->training);
  g_free (self);
}
