/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-reading.c - reads whole runs in a thread, and then shows, compares, resumes or exports them
 *
 * Declared in lab-run-actions-private.h.
 */

#include "config.h"
#include "lab-run-actions-private.h"

#include <glib/gi18n.h>
#include "lab-run-export.h"
#include "lab-run-folder.h"
#include "lab-save-dialog.h"

/* --- Reading --------------------------------------------------------------------------------- */

/* clang-format off */
typedef struct {
  LabRunRecord *record;
  LabRunCurves *curves;
  char *problem;                 /* why there are no curves                                  */
  guint64 n_left_out;
} Loaded;
/* clang-format on */

static void
free_loaded (gpointer data)
{
  Loaded *loaded = data;

  lab_run_record_free (loaded->record);
  g_clear_pointer (&loaded->curves, lab_run_curves_unref);
  g_free (loaded->problem);
  g_free (loaded);
}

static Loaded *
load (const char *id)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  g_autoptr (GError) error = NULL;

  loaded->record = lab_run_record_load (id);
  loaded->curves = lab_run_load_curves (loaded->record, &loaded->n_left_out, &error);
  if (error != NULL)
    loaded->problem = g_strdup (error->message);
  return loaded;
}

/* What to do with the runs once they are read. */
typedef struct {
  LabRunActions *self;
  GStrv ids;
  char *path;
  void (*act) (LabRunActions *self, GPtrArray *loaded, const char *path);
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_strfreev (request->ids);
  g_free (request->path);
  g_free (request);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GPtrArray *all = g_ptr_array_new_with_free_func (free_loaded);

  for (int i = 0; request->ids[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    if (lab_run_folder_is_id (request->ids[i]))
      g_ptr_array_add (all, load (request->ids[i]));
  g_task_return_pointer (task, all, (GDestroyNotify) g_ptr_array_unref);
}

/* What cannot be shown is said, and taken out. */
static void
report (LabRunActions *self, GPtrArray *all)
{
  guint64 n_left_out = 0;

  for (guint i = all->len; i-- > 0;)
    {
      Loaded *loaded = g_ptr_array_index (all, i);

      n_left_out += loaded->n_left_out;
      if (loaded->curves != NULL)
        continue;
      lab_run_toast (self, loaded->problem, NULL);
      g_ptr_array_remove_index (all, i);
    }
  if (n_left_out > 0)
    {
      g_autofree char *message
          = g_strdup_printf (_("%llu lines of the run's record make no sense and were left out."),
                             (unsigned long long) n_left_out);

      lab_window_toast (self->window, message);
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) all = g_task_propagate_pointer (G_TASK (result), NULL);
  Request *request = g_task_get_task_data (G_TASK (result));

  if (all == NULL)
    return; /* cancelled: the window is gone */
  report (request->self, all);
  if (all->len > 0)
    request->act (request->self, all, request->path);
}

static void
load_and (LabRunActions *self, const char *const *ids, const char *path,
          void (*act) (LabRunActions *self, GPtrArray *loaded, const char *path))
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, loaded_cb, NULL);
  Request *request = g_new (Request, 1);

  *request = (Request){ self, g_strdupv ((char **) ids), g_strdup (path), act };
  g_task_set_task_data (task, request, free_request);
  g_task_run_in_thread (task, load_in_thread);
}

/* --- Showing --------------------------------------------------------------------------------- */

static void
leave_for_training (LabRunActions *self)
{
  if (self->runs_window != NULL)
    gtk_window_close (GTK_WINDOW (self->runs_window));
  lab_window_show_page (self->window, "training");
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
open_loaded (LabRunActions *self, GPtrArray *all, const char *path)
{
  Loaded *loaded = g_ptr_array_index (all, 0);

  leave_for_training (self);
  self->callbacks.open (loaded->record, loaded->curves, self->data);
}

void
lab_run_actions_open (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *ids[] = { g_variant_get_string (parameter, NULL), NULL };

  load_and (data, ids, NULL, open_loaded);
}

static void
compare_loaded (LabRunActions *self, GPtrArray *all, const char *path)
{
  g_autofree LabRunCurves **curves = g_new (LabRunCurves *, all->len);

  for (guint i = 0; i < all->len; i++)
    curves[i] = ((Loaded *) g_ptr_array_index (all, i))->curves;
  leave_for_training (self);
  self->callbacks.compare (curves, all->len, self->data);
}

void
lab_run_actions_compare (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gsize n;
  g_autofree const char **ids = g_variant_get_strv (parameter, &n);
  g_autofree char *message = NULL;

  if (n <= LAB_MAX_OVERLAYS)
    {
      load_and (data, ids, NULL, compare_loaded);
      return;
    }
  message = g_strdup_printf (
      _("More than %d runs at a time could not be told apart. Choose fewer."), LAB_MAX_OVERLAYS);
  lab_run_toast (data, message, NULL);
}

void
lab_run_actions_resume (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabRunActions *self = data;
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (LabRunRecord) record = NULL;

  if (!lab_run_folder_is_id (id))
    return;
  record = lab_run_record_load (id);
  if (record->problem != NULL)
    {
      lab_run_toast (self, record->problem, NULL);
      return;
    }
  leave_for_training (self);
  self->callbacks.resume (record, self->data);
}

/* --- Exporting ------------------------------------------------------------------------------- */

static void
report_saved (LabRunActions *self, const char *path, const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: %s is the name of a file */
  g_autofree char *message = g_strdup_printf (_("Saved as “%s”"), name);

  lab_run_toast (self, error != NULL ? error->message : message, NULL);
}

static void
save_picture (LabRunActions *self, GPtrArray *all, const char *path)
{
  Loaded *loaded = g_ptr_array_index (all, 0);
  g_autoptr (GError) error = NULL;

  lab_run_export_picture (loaded->record, loaded->curves, path, &error);
  report_saved (self, path, error);
}

typedef struct {
  LabRunActions *actions;
  char *path;
} Saving;

/* actions are gone with the window if it was cancelled. */
static void
numbers_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;

  lab_run_export_numbers_finish (result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    report_saved (saving->actions, saving->path, error);
  g_free (saving->path);
  g_free (saving);
  g_application_release (g_application_get_default ());
}

/* A long run takes a while. The program waits for the whole file, also when its window is closed. */
static void
save_numbers (LabRunActions *self, const char *id, const char *path)
{
  Saving *saving = g_new (Saving, 1);

  *saving = (Saving){ self, g_strdup (path) };
  g_application_hold (g_application_get_default ());
  lab_run_export_numbers_async (id, path, self->cancellable, numbers_saved_cb, saving);
}

typedef struct {
  LabRunActions *actions;
  char *id;
} Export;

static void
free_export (gpointer data)
{
  g_free (((Export *) data)->id);
  g_free (data);
}

static void
save_cb (GObject *window, const char *path, const char *problem, gpointer data)
{
  const Export *wanted = data;
  LabRunActions *self = wanted->actions;
  const char *ids[] = { wanted->id, NULL };
  g_autofree char *lower = path != NULL ? g_ascii_strdown (path, -1) : NULL;

  if (path == NULL)
    lab_run_toast (self, problem, NULL);
  else if (g_str_has_suffix (lower, ".csv"))
    save_numbers (self, wanted->id, path);
  else
    load_and (self, ids, path, save_picture);
}

/* A file's name from a run's: no slash, and no point in front that would hide it. */
static char *
propose_name (const char *name, const char *extension)
{
  g_autofree char *plain = g_strdelimit (g_strdup (name), "/\\:*?\"<>|", '-');

  return g_strconcat (plain[0] == '.' ? "-" : "", plain, ".", extension, NULL);
}

void
lab_run_actions_export (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabRunActions *self = data;
  const char *id, *extension;
  g_autofree char *name = NULL;
  LabRunItem *item;
  Export *wanted;

  g_variant_get (parameter, "(&s&s)", &id, &extension);
  item = lab_runs_model_find (self->model, id);
  if (item == NULL)
    return;
  name = propose_name (lab_run_item_get_info (item)->name, extension);
  wanted = g_new (Export, 1);
  *wanted = (Export){ self, g_strdup (id) };
  lab_save_dialog_run (self->runs_window != NULL ? GTK_WINDOW (self->runs_window)
                                                 : GTK_WINDOW (self->window),
                       _("Export the run (.csv, .png, .svg or .pdf)"), name, save_cb,
                       G_OBJECT (self->window), wanted, free_export);
}
