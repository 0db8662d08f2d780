/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-checkpoint.c - the folders of the checkpoints; see the header
 *
 * Where a checkpoint is saved twice at one step, after a setting was moved while it was paused, the
 * later one's name ends in .1, .2 ...
 */

#include "lab-checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <glib/gi18n.h>
#include "lab-checkpoint-file.h"
#include "lab-disk.h"
#include "lab-error.h"

#define PREFIX "checkpoint-"

static const char part_name[] = "checkpoint.part";

typedef struct {
  guint64 step, again;
  char *path;
} Found;

static void
clear_found (gpointer data)
{
  g_free (((Found *) data)->path);
}

static int
compare_latest_first (gconstpointer a, gconstpointer b)
{
  const Found *x = a, *y = b;

  if (x->step != y->step)
    return x->step > y->step ? -1 : 1;
  return x->again == y->again ? 0 : x->again > y->again ? -1 : 1;
}

/* "checkpoint-700" or "checkpoint-700.1", written just so. */
static gboolean
read_name (const char *name, Found *found)
{
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (name, PREFIX))
    return FALSE;
  parts = g_strsplit (name + strlen (PREFIX), ".", 3);
  found->again = 0;
  return parts[0] != NULL
         && g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXUINT64, &found->step, NULL)
         && (parts[1] == NULL
             || (parts[2] == NULL
                 && g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT32, &found->again,
                                                NULL)));
}

/* Of Found, the latest first. */
static GArray *
list_checkpoints (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Found));
  const char *name;

  g_array_set_clear_func (all, clear_found);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Found found;

      if (!read_name (name, &found))
        continue;
      found.path = g_build_filename (folder, name, NULL);
      g_array_append_val (all, found);
    }
  g_array_sort (all, compare_latest_first);
  return all;
}

/* Where the next checkpoint of this step goes: behind those that there are. */
static char *
next_path (const char *folder, guint64 step, const GArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const Found *found = &g_array_index (all, Found, i);

      if (found->step == step)
        return g_strdup_printf ("%s/" PREFIX "%llu.%llu", folder, (unsigned long long) step,
                                (unsigned long long) found->again + 1);
    }
  return g_strdup_printf ("%s/" PREFIX "%llu", folder, (unsigned long long) step);
}

static gboolean
write_part (const char *part, const nn_snapshot *snapshot, GError **error)
{
  const nn_trainer_config *config = nn_snapshot_get_config (snapshot);
  gboolean written;

  lab_disk_remove (part);
  written = lab_disk_make_folder (part, error);
  for (int i = 0; i < config->n_contestants && written; i++)
    {
      g_autofree char *name = lab_checkpoint_file_name (config, i);
      g_autofree char *path = g_build_filename (part, name, NULL);

      written = lab_checkpoint_file_write (path, snapshot, i, error);
    }
  return written && lab_disk_sync_folder (part, error);
}

gboolean
lab_checkpoint_save (const char *folder, const nn_snapshot *snapshot, GError **error)
{
  g_autoptr (GArray) old = list_checkpoints (folder);
  g_autofree char *part = g_build_filename (folder, part_name, NULL);
  g_autofree char *path = next_path (folder, nn_snapshot_step (snapshot), old);

  if (!write_part (part, snapshot, error) || !lab_disk_rename (part, path, error))
    {
      lab_disk_remove (part);
      return FALSE;
    }
  if (!lab_disk_sync_folder (folder, error))
    return FALSE;
  for (guint i = 0; i < old->len; i++)
    lab_disk_remove (g_array_index (old, Found, i).path);
  return TRUE;
}

/* A folder, and no link that leads to one: what is read lies in the run's folder. */
static gboolean
check_folder (const char *path, GError **error)
{
  struct stat status;

  if (lstat (path, &status) != 0)
    return lab_checkpoint_refuse (path, g_strerror (errno), error);
  if (S_ISLNK (status.st_mode))
    return lab_checkpoint_refuse (path, _("it is a link to another place, which is not followed"),
                                  error);
  return S_ISDIR (status.st_mode) || lab_checkpoint_refuse (path, _("it is not a folder"), error);
}

static nn_snapshot *
load_one (const char *path, const nn_trainer_config *config, GError **error)
{
  nn_status status;
  nn_snapshot *snapshot;
  gboolean sound;

  if (!check_folder (path, error))
    return NULL;
  snapshot = nn_snapshot_new_for (config, &status);
  sound = snapshot != NULL;
  if (!sound)
    lab_error_set_status (error, LAB_ERROR_DATA, status);
  for (int i = 0; i < config->n_contestants && sound; i++)
    {
      g_autofree char *name = lab_checkpoint_file_name (config, i);
      g_autofree char *file = g_build_filename (path, name, NULL);

      sound = lab_checkpoint_file_read (file, snapshot, i, error);
    }
  if (sound && nn_snapshot_check (snapshot) != NN_OK)
    sound = lab_checkpoint_refuse (path, _("it holds numbers that no training gives"), error);
  if (!sound)
    g_clear_pointer (&snapshot, nn_snapshot_free);
  return snapshot;
}

/* A crash can leave two, the later one being whole; should it be damaged all the same, the earlier
 * one serves. What is wrong is said of the later one.                                           */
nn_snapshot *
lab_checkpoint_load (const char *folder, const nn_trainer_config *config, GError **error)
{
  g_autoptr (GArray) all = list_checkpoints (folder);
  g_autoptr (GError) first = NULL;
  nn_snapshot *snapshot = NULL;

  for (guint i = 0; i < all->len && snapshot == NULL; i++)
    snapshot = load_one (g_array_index (all, Found, i).path, config, i == 0 ? &first : NULL);
  if (snapshot != NULL)
    return snapshot;
  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  else
    g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA,
                         _("This run has no checkpoint to go on from: it ended before the first "
                           "one was written. Start it anew with the same settings."));
  return NULL;
}

gboolean
lab_checkpoint_find (const char *folder, guint64 *step)
{
  g_autoptr (GArray) all = list_checkpoints (folder);

  if (all->len > 0)
    *step = g_array_index (all, Found, 0).step;
  return all->len > 0;
}
