/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-data-source.h"

#include <glib/gi18n.h>
#include "lab-archive.h"
#include "lab-cifar-files.h"
#include "lab-error.h"
#include "lab-idx-file.h"
#include "lab-npz-file.h"

enum { N_CLASSES = 10, N_IDX_FILES = 4 };

static const struct {
  const char *name;
  LabIdxKind kind;
} idx_files[N_IDX_FILES] = {
  { "train-images-idx3-ubyte", LAB_IDX_IMAGES },
  { "train-labels-idx1-ubyte", LAB_IDX_LABELS },
  { "t10k-images-idx3-ubyte", LAB_IDX_IMAGES },
  { "t10k-labels-idx1-ubyte", LAB_IDX_LABELS },
};

/* --- IDX ------------------------------------------------------------------------------------- */

static void
note_file (LabDataSource *source, const char *path, GBytes *bytes)
{
  source->path[source->n_sums] = g_strdup (path);
  source->sum[source->n_sums++] = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static gboolean
check_counts (const LabIdxFile *images, const LabIdxFile *labels, GError **error)
{
  guint32 n_images = images->idx.dimension[0], n_labels = labels->idx.dimension[0];

  if (n_images == n_labels)
    return TRUE;
  g_set_error (
      error, LAB_ERROR, LAB_ERROR_DATA,
      _("%s, byte 4: There are %u labels for the %u images of %s. Take both files from the "
        "same source."),
      labels->path, n_labels, n_images, images->path);
  return FALSE;
}

static gboolean
read_idx_part (LabDataSource *source, LabPartId id, const char *folder, GError **error)
{
  LabDataPart *part = &source->part[id];
  LabIdxFile file[2] = { 0 };
  gboolean read = TRUE;

  for (int i = 0; i < 2 && read; i++)
    read = lab_idx_file_read (&file[i], folder, idx_files[2 * id + i].name,
                              idx_files[2 * id + i].kind, N_CLASSES, error);
  if (read)
    read = check_counts (&file[0], &file[1], error);
  if (read)
    {
      *part = (LabDataPart){ { g_bytes_ref (file[0].bytes), g_bytes_ref (file[1].bytes) },
                             file[0].idx.bytes,
                             file[1].idx.bytes,
                             file[0].idx.dimension[0] };
      for (int i = 0; i < 2; i++)
        note_file (source, file[i].path, file[i].bytes);
    }
  for (int i = 0; i < 2; i++)
    lab_idx_file_clear (&file[i]);
  return read;
}

static gboolean
read_idx (LabDataSource *source, const char *folder, GError **error)
{
  source->kind = LAB_SOURCE_IDX;
  source->shape = (nn_shape){ 1, LAB_IDX_SIDE, LAB_IDX_SIDE };
  return read_idx_part (source, LAB_PART_TRAIN, folder, error)
         && read_idx_part (source, LAB_PART_TEST, folder, error);
}

/* --- All ------------------------------------------------------------------------------------- */

/* All four: where a download or a copy was interrupted there is no set yet. */
static gboolean
has_idx (const char *folder)
{
  for (int i = 0; i < N_IDX_FILES; i++)
    {
      g_autofree char *plain = g_build_filename (folder, idx_files[i].name, NULL);
      g_autofree char *packed = g_strconcat (plain, ".gz", NULL);

      if (!g_file_test (plain, G_FILE_TEST_EXISTS) && !g_file_test (packed, G_FILE_TEST_EXISTS))
        return FALSE;
    }
  return TRUE;
}

/* The folder itself, or the one in it that the archive would unpack to. */
static char *
find_cifar (const char *folder)
{
  g_autofree char *inner = g_build_filename (folder, "cifar-10-batches-bin", NULL);

  if (lab_cifar_files_exist (folder))
    return g_strdup (folder);
  return lab_cifar_files_exist (inner) ? g_steal_pointer (&inner) : NULL;
}

static gboolean
is_archive (const char *path)
{
  return (g_str_has_suffix (path, ".tar.gz") || g_str_has_suffix (path, ".tgz"))
         && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_npz (const char *path)
{
  return g_str_has_suffix (path, ".npz") && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

gboolean
lab_data_source_exists (const char *path)
{
  g_autofree char *cifar = find_cifar (path);

  return cifar != NULL || has_idx (path) || is_archive (path) || is_npz (path);
}

static gboolean
refuse_kind (const char *path, GError **error)
{
  g_autofree char *shown = lab_error_printable (path);

  g_set_error (
      error, LAB_ERROR, LAB_ERROR_DATA,
      _("“%s” is no data set that can be read. Name a folder with the four files of MNIST, "
        "a folder or a .tar.gz with the .bin files of CIFAR-10, or a mnist.npz of Keras."),
      shown);
  return FALSE;
}

static gboolean
read_any (LabDataSource *source, const char *path, GError **error)
{
  g_autofree char *cifar = NULL;

  if (is_npz (path))
    return lab_npz_file_read (source, path, error);
  if (is_archive (path))
    return lab_cifar_files_read_archive (source, path, error);
  cifar = find_cifar (path);
  if (cifar != NULL)
    return lab_cifar_files_read (source, cifar, error);
  /* A folder with none of the files is told which are missing. */
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return read_idx (source, path, error);
  return refuse_kind (path, error);
}

static gboolean
check_size (const LabDataSource *source, GError **error)
{
  if (source->part[LAB_PART_TRAIN].n >= 2)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("%s, byte 4: One image is not enough: at least one is needed for training and one "
                 "for validation. Add some."),
               source->path[0]);
  return FALSE;
}

gboolean
lab_data_source_read (LabDataSource *source, const char *path, GError **error)
{
  return read_any (source, path, error) && check_size (source, error);
}

void
lab_data_source_clear (LabDataSource *source)
{
  for (int i = 0; i < LAB_N_PARTS; i++)
    for (int k = 0; k < 2; k++)
      g_clear_pointer (&source->part[i].owner[k], g_bytes_unref);
  for (int i = 0; i < source->n_sums; i++)
    {
      g_free (source->path[i]);
      g_free (source->sum[i]);
    }
  source->n_sums = 0;
}
