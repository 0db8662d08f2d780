/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-run-actions-private.h"

#include <glib/gi18n.h>
#include "lab-axis.h"
#include "lab-run-folder.h"
#include "lab-run-store.h"

/* --- Listing --------------------------------------------------------------------------------- */

/* It is what this window trains, or was the last. */
static gboolean
is_own (LabRunActions *self, const char *id)
{
  return g_strcmp0 (self->current, id) == 0;
}

static char *
describe_state (const LabRunRecord *record)
{
  char step[40];

  if (record->problem != NULL)
    return g_strdup ("");
  lab_format_count ((double) record->step, step, sizeof step);
  if (record->state == LAB_RUN_FINISHED)
    return g_strdup_printf (ngettext ("%s step", "%s steps", (gulong) record->step), step);
  /* Translators: "interrupted", "paused", "stopped" or "being trained", and a number */
  return g_strdup_printf (_("%s at step %s"), lab_run_record_state_title (record), step);
}

/* A text that the array frees. */
static const char *
keep (GPtrArray *texts, char *text)
{
  g_ptr_array_add (texts, text);
  return text;
}

/* Its texts belong to record and to texts. */
static LabRunInfo
make_info (LabRunActions *self, const LabRunRecord *record, GPtrArray *texts)
{
  LabRunInfo info = {
    .id = record->id,
    .name = record->name,
    .settings = keep (texts, lab_run_record_describe_setup (record)),
    .state = keep (texts, describe_state (record)),
    .problem = record->problem,
    .created = record->created,
    .current = record->held,
    .resumable = self->callbacks.resume != NULL && record->problem == NULL && record->has_setup
                 && !record->held && (record->state != LAB_RUN_FINISHED || record->lacks_weights),
    .n_scores = record->n_results,
  };

  for (int i = 0; i < record->n_results; i++)
    info.score[i]
        = (LabRunScore){ record->result[i].activation, record->result[i].validation_accuracy,
                         record->result[i].diverged_at >= 0 };
  return info;
}

static void
show_records (LabRunActions *self, GPtrArray *records)
{
  g_autofree LabRunInfo *infos = g_new (LabRunInfo, records->len + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < records->len; i++)
    infos[i] = make_info (self, g_ptr_array_index (records, i), texts);
  lab_runs_model_update (self->model, infos, records->len);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = lab_run_store_list_finish (result, &error);
  LabRunActions *self = data;

  /* Cancelled: the window is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (records != NULL)
    {
      show_records (self, records);
      if (self->watch != NULL)
        lab_run_watch_follow (self->watch, records);
    }
  else
    lab_runs_model_set_problem (self->model, error->message);
}

static void
refresh (gpointer data)
{
  LabRunActions *self = data;

  if (self->watch != NULL)
    lab_run_store_list_async (self->cancellable, listed_cb, self);
}

/* --- Changing -------------------------------------------------------------------------------- */

/* What this window trains is written by its recorder, and gets its name there. */
static gboolean
rename_run (LabRunActions *self, const char *id, const char *name, GError **error)
{
  g_autofree char *checked = NULL;

  if (!is_own (self, id) || self->callbacks.renamed == NULL || !lab_run_folder_is_held (id))
    return lab_run_store_rename (id, name, error);
  checked = lab_run_store_check_name (name, error);
  if (checked != NULL)
    self->callbacks.renamed (id, checked, self->data);
  return checked != NULL;
}

static void
rename_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabRunActions *self = data;
  const char *id, *name;
  g_autoptr (GError) error = NULL;

  g_variant_get (parameter, "(&s&s)", &id, &name);
  if (!lab_run_folder_is_id (id))
    return;
  if (!rename_run (self, id, name, &error))
    lab_run_toast (self, error->message, NULL);
  refresh (self);
}

/* "“ELU against ReLU” was deleted", or how many were. */
static char *
describe_deleted (LabRunActions *self, GPtrArray *ids)
{
  LabRunItem *item = lab_runs_model_find (self->model, g_ptr_array_index (ids, 0));

  if (ids->len == 1 && item != NULL)
    return g_strdup_printf (_("“%s” was deleted"), lab_run_item_get_info (item)->name);
  return g_strdup_printf (ngettext ("%u run was deleted", "%u runs were deleted", ids->len),
                          ids->len);
}

static void
delete_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabRunActions *self = data;
  g_autofree const char **ids = g_variant_get_strv (parameter, NULL);
  g_autoptr (GPtrArray) deleted = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  for (int i = 0; ids[i] != NULL && error == NULL; i++)
    if (lab_run_folder_is_id (ids[i]) && lab_run_store_delete (ids[i], &error))
      g_ptr_array_add (deleted, (gpointer) ids[i]);
  if (error != NULL)
    lab_run_toast (self, error->message, NULL);
  if (deleted->len > 0)
    {
      message = describe_deleted (self, deleted);
      g_ptr_array_add (deleted, NULL);
      lab_run_toast (self, message, (const char *const *) deleted->pdata);
    }
  refresh (self);
}

static void
restore_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabRunActions *self = data;
  g_autofree const char **ids = g_variant_get_strv (parameter, NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; ids[i] != NULL && error == NULL; i++)
    if (lab_run_folder_is_id (ids[i]))
      lab_run_store_restore (ids[i], &error);
  if (error != NULL)
    lab_run_toast (self, error->message, NULL);
  refresh (self);
}

/* --- The window ------------------------------------------------------------------------------ */

static void
runs_closed_cb (LabRunActions *self)
{
  self->runs_window = NULL;
  g_clear_pointer (&self->watch, lab_run_watch_free);
}

/* It holds the window's actions, and with them the window itself, which is not destroyed before. An
 * event under way may hold it beyond this.                                                      */
static void
close_runs_window (LabRunActions *self)
{
  if (self->runs_window == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->runs_window, self);
  gtk_window_destroy (GTK_WINDOW (self->runs_window));
  runs_closed_cb (self);
}

static void
runs_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabRunActions *self = data;

  if (self->runs_window == NULL)
    {
      self->runs_window = lab_runs_window_new (self->model);
      self->watch = lab_run_watch_new (refresh, self);
      gtk_window_set_transient_for (GTK_WINDOW (self->runs_window), GTK_WINDOW (self->window));
      gtk_window_set_application (GTK_WINDOW (self->runs_window),
                                  gtk_window_get_application (GTK_WINDOW (self->window)));
      gtk_widget_insert_action_group (GTK_WIDGET (self->runs_window), "win",
                                      G_ACTION_GROUP (self->window));
      g_signal_connect_swapped (self->runs_window, "destroy", G_CALLBACK (runs_closed_cb), self);
      refresh (self);
    }
  gtk_window_present (GTK_WINDOW (self->runs_window));
}

static const GActionEntry entries[] = {
  { .name = "runs", .activate = runs_activated },
  { .name = "run-open", .activate = lab_run_actions_open, .parameter_type = "s" },
  { .name = "run-resume", .activate = lab_run_actions_resume, .parameter_type = "s" },
  { .name = "run-rename", .activate = rename_activated, .parameter_type = "(ss)" },
  { .name = "run-export", .activate = lab_run_actions_export, .parameter_type = "(ss)" },
  { .name = "runs-compare", .activate = lab_run_actions_compare, .parameter_type = "as" },
  { .name = "runs-delete", .activate = delete_activated, .parameter_type = "as" },
  { .name = "runs-restore", .activate = restore_activated, .parameter_type = "as" },
};

static void
offer (LabRunActions *self, const char *action, gboolean offered)
{
  GAction *found = g_action_map_lookup_action (G_ACTION_MAP (self->window), action);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (found), offered);
}

static void
purge_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  lab_run_store_purge ();
  g_task_return_boolean (task, TRUE);
}

LabRunActions *
lab_run_actions_new (LabWindow *window, const LabRunCallbacks *callbacks, gpointer data)
{
  LabRunActions *self = g_new0 (LabRunActions, 1);
  g_autoptr (GTask) purge = g_task_new (NULL, NULL, NULL, NULL);

  self->window = window;
  self->model = lab_runs_model_new ();
  self->callbacks = *callbacks;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  offer (self, "run-open", callbacks->open != NULL);
  offer (self, "run-resume", callbacks->resume != NULL);
  offer (self, "runs-compare", callbacks->compare != NULL);
  g_task_run_in_thread (purge, purge_in_thread);
  return self;
}

void
lab_run_actions_free (LabRunActions *self)
{
  if (self == NULL)
    return;
  close_runs_window (self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->model);
  g_free (self->current);
  g_free (self);
}

void
lab_run_actions_set_current (LabRunActions *self, const char *id)
{
  g_return_if_fail (self != NULL);

  g_free (self->current);
  self->current = g_strdup (id);
  refresh (self);
}
