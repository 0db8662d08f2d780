/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-watch.h"

#include "lab-run-folder.h"

enum { DELAY_MS = 500, MOST_FOLLOWED = 16 };

/* clang-format off */
struct LabRunWatch {
  GFileMonitor *root;
  GHashTable *followed;          /* of GFileMonitor, by id                                   */
  void (*changed) (gpointer data);
  gpointer data;
  guint timeout;                 /* 0 if there is nothing to tell                            */
};
/* clang-format on */

static gboolean
tell_cb (gpointer data)
{
  LabRunWatch *watch = data;

  watch->timeout = 0;
  watch->changed (watch->data);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (LabRunWatch *watch)
{
  if (watch->timeout == 0)
    watch->timeout = g_timeout_add (DELAY_MS, tell_cb, watch);
}

/* NULL where folders cannot be watched: then the list is as it was when it was opened. */
static GFileMonitor *
monitor (LabRunWatch *watch, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  GFileMonitor *monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor != NULL)
    g_signal_connect_swapped (monitor, "changed", G_CALLBACK (changed_cb), watch);
  return monitor;
}

static void
free_monitor (gpointer data)
{
  if (data != NULL)
    g_file_monitor_cancel (data);
  g_clear_object (&data);
}

LabRunWatch *
lab_run_watch_new (void (*changed) (gpointer data), gpointer data)
{
  LabRunWatch *watch = g_new0 (LabRunWatch, 1);
  g_autofree char *root = lab_run_folder_root ();

  watch->changed = changed;
  watch->data = data;
  watch->followed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_monitor);
  watch->root = monitor (watch, root);
  return watch;
}

void
lab_run_watch_free (LabRunWatch *watch)
{
  if (watch == NULL)
    return;
  if (watch->timeout != 0)
    g_source_remove (watch->timeout);
  g_hash_table_unref (watch->followed);
  free_monitor (watch->root);
  g_free (watch);
}

void
lab_run_watch_follow (LabRunWatch *watch, GPtrArray *records)
{
  for (guint i = 0; i < records->len && g_hash_table_size (watch->followed) < MOST_FOLLOWED; i++)
    {
      const LabRunRecord *record = g_ptr_array_index (records, i);
      gboolean alive = record->problem == NULL && record->state == LAB_RUN_RUNNING;
      g_autofree char *path = lab_run_folder_path (record->id);

      if (alive && !g_hash_table_contains (watch->followed, record->id))
        g_hash_table_insert (watch->followed, g_strdup (record->id), monitor (watch, path));
    }
}
