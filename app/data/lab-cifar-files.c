/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-cifar-files.c - see the header
 *
 * Pixels and labels, which alternate in the files, are parted into two arrays here.
 */

#include "lab-cifar-files.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-archive.h"
#include "lab-data-sum.h"
#include "lab-error.h"
#include "nn-cifar.h"

enum { N_CLASSES = 10, N_FILES = 6, TEST_FILE = 5, MOST_RECORDS = 100000 };

#define MOST_BYTES ((gsize) MOST_RECORDS * NN_CIFAR_RECORD)

static const char *const names[N_FILES] = {
  "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
  "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin",
};

typedef struct {
  char *path[N_FILES];
  GBytes *bytes[N_FILES];
} Files;

static void
files_clear (Files *files)
{
  for (int i = 0; i < N_FILES; i++)
    {
      g_free (files->path[i]);
      g_clear_pointer (&files->bytes[i], g_bytes_unref);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

/* folder/name as it is, or packed; NULL if there is none. */
static char *
find_file (const char *folder, const char *name)
{
  static const char *const endings[] = { "", ".gz", ".xz" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *whole = g_strconcat (name, endings[i], NULL);
      g_autofree char *path = g_build_filename (folder, whole, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}

gboolean
lab_cifar_files_exist (const char *folder)
{
  g_autofree char *first = find_file (folder, names[0]);

  return first != NULL;
}

static gboolean
check_records (const char *path, GBytes *bytes, gsize *n, GError **error)
{
  gsize length, offset = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  nn_status status = nn_cifar_check (data, length, N_CLASSES, n, &offset);

  if (status == NN_OK)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s, byte %zu: %s"), path, offset,
               lab_error_sentence (status));
  return FALSE;
}

/* Files first .. last, as far as they are there, into one part. */
static gboolean
build_part (const Files *files, int first, int last, LabDataPart *part, GError **error)
{
  g_autofree guint8 *pixels = NULL;
  g_autofree guint8 *labels = NULL;
  gsize n[N_FILES] = { 0 }, total = 0, done = 0;

  for (int i = first; i <= last; i++)
    if (files->bytes[i] != NULL && !check_records (files->path[i], files->bytes[i], &n[i], error))
      return FALSE;
  for (int i = first; i <= last; i++)
    total += n[i];
  pixels = g_try_malloc (total * NN_CIFAR_PIXELS);
  labels = g_try_malloc (total);
  if (pixels == NULL || labels == NULL)
    return lab_error_set_status (error, LAB_ERROR_DATA, NN_ERROR_MEMORY);
  for (int i = first; i <= last; done += n[i++])
    if (files->bytes[i] != NULL)
      nn_cifar_split (g_bytes_get_data (files->bytes[i], NULL), n[i],
                      pixels + done * NN_CIFAR_PIXELS, labels + done);
  part->n = total;
  part->pixels = pixels;
  part->labels = labels;
  part->owner[0] = g_bytes_new_take (g_steal_pointer (&pixels), total * NN_CIFAR_PIXELS);
  part->owner[1] = g_bytes_new_take (g_steal_pointer (&labels), total);
  return TRUE;
}

/* The first file that should be there and is not: of the training files, all are needed or, as in a
 * sample, the first alone. Half a copy of the set is so found out. -1: all is well.             */
static int
find_missing (const Files *files)
{
  int n_training = 0, first_missing = 0;

  for (int i = 0; i < TEST_FILE; i++)
    n_training += files->bytes[i] != NULL;
  while (first_missing < TEST_FILE && files->bytes[first_missing] != NULL)
    first_missing++;
  if (first_missing < TEST_FILE && (n_training != 1 || first_missing == 0))
    return first_missing;
  return files->bytes[TEST_FILE] == NULL ? TEST_FILE : -1;
}

static gboolean
build (LabDataSource *source, const Files *files, const char *place, GError **error)
{
  int missing = find_missing (files);

  source->shape = (nn_shape){ 3, NN_CIFAR_SIDE, NN_CIFAR_SIDE };
  if (missing >= 0)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("“%s” holds no %s. CIFAR-10 is data_batch_1.bin to data_batch_5.bin and "
                     "test_batch.bin."),
                   place, names[missing]);
      return FALSE;
    }
  return build_part (files, 0, TEST_FILE - 1, &source->part[LAB_PART_TRAIN], error)
         && build_part (files, TEST_FILE, TEST_FILE, &source->part[LAB_PART_TEST], error);
}

gboolean
lab_cifar_files_read (LabDataSource *source, const char *folder, GError **error)
{
  g_auto (Files) files = { 0 };

  source->kind = LAB_SOURCE_CIFAR;
  for (int i = 0; i < N_FILES; i++)
    {
      files.path[i] = find_file (folder, names[i]);
      if (files.path[i] == NULL)
        continue;
      files.bytes[i] = lab_archive_read_file (files.path[i], MOST_BYTES, error);
      if (files.bytes[i] == NULL)
        return FALSE;
      source->path[source->n_sums] = g_strdup (files.path[i]);
      source->sum[source->n_sums++]
          = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, files.bytes[i]);
    }
  return build (source, &files, folder, error);
}

/* --- The archive ----------------------------------------------------------------------------- */

static int
file_of (const char *member)
{
  const char *slash = strrchr (member, '/');

  for (int i = 0; i < N_FILES; i++)
    if (strcmp (slash != NULL ? slash + 1 : member, names[i]) == 0)
      return i;
  return -1;
}

static gsize
limit_cb (const char *name, gpointer data)
{
  return file_of (name) >= 0 ? MOST_BYTES : 0;
}

typedef struct {
  Files files;
  const char *path;
} Reading;

static gboolean
member_cb (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  Reading *reading = data;
  int i = file_of (name);

  if (reading->files.bytes[i] != NULL)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("“%s” holds %s twice. Fetch the archive again from its source."),
                   reading->path, names[i]);
      return FALSE;
    }
  reading->files.bytes[i] = g_bytes_ref (bytes);
  reading->files.path[i] = g_strdup_printf ("%s: %s", reading->path, names[i]);
  return TRUE;
}

gboolean
lab_cifar_files_read_archive (LabDataSource *source, const char *path, GError **error)
{
  Reading reading = { .path = path };
  gboolean success;

  source->kind = LAB_SOURCE_TAR;
  source->sum[0] = lab_data_sum_file (path, &source->n_bytes, error);
  if (source->sum[0] == NULL)
    return FALSE;
  source->path[source->n_sums++] = g_strdup (path);
  success = lab_archive_read (path, limit_cb, member_cb, &reading, error)
            && build (source, &reading.files, path, error);
  files_clear (&reading.files);
  return success;
}
