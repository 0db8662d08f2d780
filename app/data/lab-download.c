/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-download.h"

#include "lab-download-file.h"
#include "lab-error.h"

enum { TIMEOUT = 30 };

typedef struct {
  int file, n_files;
  LabDownloadProgress progress;
  gpointer data;
} Place;

static void
progress_cb (goffset done, goffset total, gpointer data)
{
  const Place *place = data;

  if (place->progress != NULL)
    place->progress (place->file, place->n_files, done, total, place->data);
}

/* Mirrors are asked in turn; only the last one's failure is told. A file that is here already is
 * not fetched again unless it was damaged since.                                                 */
static gboolean
fetch_file (const LabKnownSet *set, const LabKnownFile *file, const char *path, Place *place,
            GCancellable *cancellable, GError **error)
{
  LabDownloadFile download
      = { NULL, path, file->sha256, file->packed, file->n_bytes, TIMEOUT, FALSE };

  if (lab_download_file_is_here (&download))
    return TRUE;
  for (int i = 0; i < LAB_KNOWN_MOST_MIRRORS && set->mirror[i] != NULL; i++)
    {
      g_autofree char *url = g_strconcat (set->mirror[i], file->name, NULL);

      download.url = url;
      g_clear_error (error);
      if (lab_download_file (&download, progress_cb, place, cancellable, error))
        return TRUE;
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
    }
  return FALSE;
}

gboolean
lab_download_set (const LabKnownSet *set, LabDownloadProgress progress, gpointer data,
                  GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = NULL;
  Place place = { 0, set->n_files, progress, data };

  if (set->n_files == 0)
    {
      lab_known_set_refuse_missing (set, error);
      return FALSE;
    }
  folder = lab_known_set_make_folder (set, error);
  if (folder == NULL)
    return FALSE;
  for (; place.file < set->n_files; place.file++)
    {
      g_autofree char *path = g_build_filename (folder, set->file[place.file].name, NULL);

      if (!fetch_file (set, &set->file[place.file], path, &place, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
