/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-store.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-json.h"
#include "lab-json-writer.h"
#include "lab-run-folder.h"
#include "lab-suggest.h"

/* Deleted runs are kept so long, in seconds. */
enum { KEPT = 24 * 60 * 60 };

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const LabRunRecord *first = *(LabRunRecord *const *) a, *second = *(LabRunRecord *const *) b;

  if (first->created != second->created)
    return first->created < second->created ? 1 : -1;
  return strcmp (second->id, first->id);
}

GPtrArray *
lab_run_store_list (GError **error)
{
  g_auto (GStrv) ids = lab_run_folder_list (FALSE, error);
  GPtrArray *records;

  if (ids == NULL)
    return NULL;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_run_record_free);
  for (int i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (records, lab_run_record_load (ids[i]));
  g_ptr_array_sort (records, compare_newest_first);
  return records;
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *records = lab_run_store_list (&error);

  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
lab_run_store_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, lab_run_store_list_async);
  g_task_run_in_thread (task, list_in_thread);
}

GPtrArray *
lab_run_store_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Finding --------------------------------------------------------------------------------- */

static void
set_not_found (const char *text, GStrv ids, gboolean deleted, GError **error)
{
  g_autofree char *shown = lab_error_printable (text);
  g_autofree char *question
      = lab_suggest_question (text, (const char *const *) ids, (int) g_strv_length (ids));

  if (deleted)
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("There is no deleted run “%s”.%s What was deleted can be restored for a day."),
                 shown, question);
  else
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("There is no run “%s”.%s “elu-lab runs list” shows the runs with their ids."),
                 shown, question);
}

char *
lab_run_store_find (const char *text, gboolean deleted, GError **error)
{
  g_auto (GStrv) ids = lab_run_folder_list (deleted, error);
  const char *found = NULL;
  int n_found = 0;

  if (ids == NULL)
    return NULL;
  for (int i = 0; ids[i] != NULL; i++)
    {
      if (g_str_equal (ids[i], text))
        return g_strdup (text);
      if (*text != '\0' && g_str_has_prefix (ids[i], text))
        {
          found = ids[i];
          n_found++;
        }
    }
  if (n_found == 1)
    return g_strdup (found);
  if (n_found == 0)
    set_not_found (text, ids, deleted, error);
  else
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("%d runs begin with “%s”. Write more of the id."), n_found, text);
  return NULL;
}

/* --- Changing -------------------------------------------------------------------------------- */

char *
lab_run_store_check_name (const char *name, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  gboolean fits = g_utf8_validate (stripped, -1, NULL)
                  && g_utf8_strlen (stripped, -1) <= LAB_RUN_LONGEST_NAME && *stripped != '\0';

  for (const char *p = stripped; fits && *p != '\0'; p = g_utf8_next_char (p))
    fits = !g_unichar_iscntrl (g_utf8_get_char (p));
  if (fits)
    return g_steal_pointer (&stripped);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("That cannot be the name of a run. Choose one of 1 to %d characters on one line."),
               LAB_RUN_LONGEST_NAME);
  return NULL;
}

static JsonNode *
read_record (const char *id, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  g_autofree char *text
      = lab_run_folder_read (id, LAB_RUN_FILE, LAB_JSON_MOST_BYTES, &length, &cause);

  root = text != NULL ? lab_json_parse (text, length, &cause) : NULL;
  if (root != NULL
      && lab_json_get_count (json_node_get_object (root), "format", 0) == LAB_RUN_FORMAT)
    return g_steal_pointer (&root);
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("The run “%s” is damaged, or a later version of ELU Lab recorded it: it can be "
                 "deleted, not renamed."),
               id);
  return NULL;
}

/* The record as it was but for its name, a line for each member. */
static char *
make_renamed (JsonNode *root, const char *name)
{
  LabJsonWriter *json = lab_json_writer_new ();
  JsonObject *record = json_node_get_object (root);
  g_autoptr (GList) members = json_object_get_members (record);

  lab_json_writer_begin_object (json, NULL);
  for (GList *m = members; m != NULL; m = m->next)
    {
      lab_json_writer_break_line (json);
      if (g_str_equal (m->data, "name"))
        lab_json_writer_add_text (json, "name", name);
      else
        lab_json_writer_add_node (json, m->data, json_object_get_member (record, m->data));
    }
  if (!json_object_has_member (record, "name"))
    lab_json_writer_add_text (json, "name", name);
  lab_json_writer_end_object (json);
  lab_json_writer_break_line (json);
  return lab_json_writer_end (json);
}

gboolean
lab_run_store_rename (const char *id, const char *name, GError **error)
{
  g_autofree char *checked = lab_run_store_check_name (name, error);
  g_autoptr (JsonNode) root = checked != NULL ? read_record (id, error) : NULL;
  g_autofree char *folder = lab_run_folder_path (id);
  g_autofree char *path = g_build_filename (folder, LAB_RUN_FILE, NULL);
  g_autofree char *text = NULL;

  if (root == NULL)
    return FALSE;
  if (lab_run_folder_is_held (id))
    {
      g_set_error (
          error, LAB_ERROR, LAB_ERROR_USAGE,
          _("The run “%s” is being trained. Rename it in the window that trains it, or let "
            "it end first."),
          id);
      return FALSE;
    }
  text = make_renamed (root, checked);
  return lab_disk_replace (path, text, strlen (text), error);
}

gboolean
lab_run_store_delete (const char *id, GError **error)
{
  return lab_run_folder_delete (id, error);
}

gboolean
lab_run_store_restore (const char *id, GError **error)
{
  return lab_run_folder_restore (id, error);
}

void
lab_run_store_purge (void)
{
  lab_run_folder_purge (KEPT);
  lab_run_store_tidy ();
}

void
lab_run_store_tidy (void)
{
  lab_run_folder_tidy_all ();
}
