/* lab-download.c - see the header */

#include "lab-download.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-download-file.h"
#include "lab-error.h"

enum { TIMEOUT = 30 };

/* CIFAR-10's archive has 170,052,171 bytes and is the largest. */
static const goffset MOST_BYTES = 400 << 20;

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

/* Mirrors are asked in turn; only the last one's failure is told. */
static gboolean
fetch_file (const LabKnownSet *set, const LabKnownFile *file, const char *path, Place *place,
            GCancellable *cancellable, GError **error)
{
  for (int i = 0; i < LAB_KNOWN_MOST_MIRRORS && set->mirror[i] != NULL; i++)
    {
      g_autofree char *url = g_strconcat (set->mirror[i], file->name, NULL);
      LabDownloadFile download = { url, path, file->sha256, file->packed, MOST_BYTES, TIMEOUT, FALSE };

      g_clear_error (error);
      if (lab_download_file (&download, progress_cb, place, cancellable, error))
        return TRUE;
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
    }
  return FALSE;
}

static gboolean
refuse_unavailable (const LabKnownSet *set, GError **error)
{
  if (set->is_sample)
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("The %s comes with the program; there is nothing to download."), _(set->title));
  else
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("%s is not offered over a protected connection by its authors. On Debian, install "
                   "the package %s."),
                 _(set->title), set->package);
  return FALSE;
}

gboolean
lab_download_set (const LabKnownSet *set, LabDownloadProgress progress, gpointer data,
                  GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = lab_known_set_own_folder (set);
  Place place = { 0, set->n_files, progress, data };

  if (set->n_files == 0)
    return refuse_unavailable (set, error);
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
                   _("The folder “%s” cannot be made: %s. Check that you may write there."), folder,
                   g_strerror (errno));
      return FALSE;
    }
  for (; place.file < set->n_files; place.file++)
    {
      g_autofree char *path = g_build_filename (folder, set->file[place.file].name, NULL);

      /* What has its name has passed the check before. */
      if (!g_file_test (path, G_FILE_TEST_EXISTS)
          && !fetch_file (set, &set->file[place.file], path, &place, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
