/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-actions.h"

#include "lab-data-dialog.h"
#include "lab-data-tasks.h"

#define OWN_DATA "own-data"

/* Lives as long as the window that it is attached to. */
typedef struct {
  LabWindow *window;
  GtkWindow *dialog; /* NULL while it is closed */
  LabDataModel *model;
  LabDataTasks *tasks;
  GSettings *settings;
  LabDataChosen chosen;
  gpointer data;
} Context;

static const char context_key[] = "lab-data-actions";

/* --- What the tasks say ---------------------------------------------------------------------- */

static gboolean
chosen_cb (const char *spec, gpointer data)
{
  Context *context = data;
  g_autofree char *refusal = context->chosen (spec, context->data);

  if (refusal == NULL)
    return TRUE;
  if (context->dialog != NULL)
    lab_data_dialog_toast (LAB_DATA_DIALOG (context->dialog), refusal);
  else
    lab_window_toast (context->window, refusal);
  return FALSE;
}

/* The open dialog shows it in the row. */
static void
news_cb (const char *sentence, gpointer data)
{
  Context *context = data;

  if (context->dialog == NULL)
    lab_window_toast (context->window, sentence);
}

static void
own_changed_cb (const char *const *paths, gpointer data)
{
  g_settings_set_strv (((Context *) data)->settings, OWN_DATA, paths);
}

/* --- The actions ----------------------------------------------------------------------------- */

static void
sets_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;

  lab_data_tasks_scan (context->tasks);
  if (context->dialog == NULL)
    g_set_weak_pointer (&context->dialog,
                        GTK_WINDOW (lab_data_dialog_new (GTK_APPLICATION_WINDOW (context->window),
                                                         context->model)));
  gtk_window_present (context->dialog);
}

static void
choose_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_choose (((Context *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
download_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_download (((Context *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
cancel_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_cancel (((Context *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
import_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_data_tasks_import (((Context *) data)->tasks, g_variant_get_string (parameter, NULL));
}

static void
keep_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *path;
  gboolean keep;

  g_variant_get (parameter, "(&sb)", &path, &keep);
  lab_data_tasks_keep (((Context *) data)->tasks, path, keep);
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
context_free (gpointer data)
{
  Context *context = data;

  lab_data_tasks_free (context->tasks);
  g_clear_weak_pointer (&context->dialog);
  g_object_unref (context->model);
  g_object_unref (context->settings);
  g_free (context);
}

static void
restore_own (Context *context)
{
  g_auto (GStrv) paths = g_settings_get_strv (context->settings, OWN_DATA);

  for (int i = 0; paths[i] != NULL; i++)
    lab_data_tasks_add_own (context->tasks, paths[i]);
}

void
lab_data_actions_install (LabWindow *window, LabDataChosen chosen, gpointer data)
{
  Context *context = g_new0 (Context, 1);
  const LabDataEvents events = { chosen_cb, news_cb, own_changed_cb, context };
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  context->window = window;
  context->chosen = chosen;
  context->data = data;
  context->settings = g_settings_new (APPLICATION_ID);
  context->model = lab_data_model_new ();
  context->tasks = lab_data_tasks_new (context->model, sets, n_sets, &events);
  restore_own (context);
  g_object_set_data_full (G_OBJECT (window), context_key, context, context_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), context);
}

void
lab_data_actions_set_chosen (LabWindow *window, const char *spec)
{
  Context *context = g_object_get_data (G_OBJECT (window), context_key);

  lab_data_tasks_set_chosen (context->tasks, spec);
}
