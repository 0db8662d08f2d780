/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-data-import.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-error.h"

/* The known set that a copy in another packing has the shape and the counts of. Digits and clothes
 * have the same, so IDX files say nothing; the NumPy archive is MNIST's.                        */
static const LabKnownSet *
guess_set (const LabDataSource *source)
{
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  if (source->shape.channels == 1 && source->kind == LAB_SOURCE_IDX)
    return NULL;
  for (int i = 0; i < n_sets; i++)
    if (!sets[i].is_sample && nn_shape_equal (sets[i].shape, source->shape)
        && sets[i].n_train == source->part[LAB_PART_TRAIN].n
        && sets[i].n_test == source->part[LAB_PART_TEST].n)
      return &sets[i];
  return NULL;
}

/* The name by which a copy is found again: an archive may have been renamed. */
static char *
own_name (LabSourceKind kind, const char *path)
{
  if (kind == LAB_SOURCE_TAR)
    return g_strdup ("cifar-10-binary.tar.gz");
  return kind == LAB_SOURCE_NPZ ? g_strdup ("mnist.npz") : g_path_get_basename (path);
}

static gboolean
refuse_copy (const char *from, const char *folder, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    g_set_error (
        error, LAB_ERROR, LAB_ERROR_OUTPUT,
        _("“%s” could not be copied to “%s”: %s. Check that there is room and that you may "
          "write there."),
        from, folder, cause != NULL ? cause->message : g_strerror (errno));
  return FALSE;
}

static gboolean
copy_file (const char *from, LabSourceKind kind, const char *folder, GCancellable *cancellable,
           GError **error)
{
  g_autofree char *name = own_name (kind, from);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autofree char *part = g_strconcat (to, ".part", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (part);
  GError *cause = NULL;

  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                   cancellable, NULL, NULL, &cause)
      && g_rename (part, to) == 0)
    return TRUE;
  refuse_copy (from, folder, cause, error);
  g_unlink (part); /* a download would take it for the beginning of its own */
  return FALSE;
}

static gboolean
copy_source (const LabDataSource *source, const LabKnownSet *set, GCancellable *cancellable,
             GError **error)
{
  g_autofree char *own = lab_known_set_make_folder (set, error);

  if (own == NULL)
    return FALSE;
  for (int i = 0; i < source->n_sums; i++)
    if (!copy_file (source->path[i], source->kind, own, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_and_identify (const char *path, LabDataSource *source, LabDataFound *found, GError **error)
{
  const LabKnownSet *known;

  if (!lab_data_source_read (source, path, error)
      || !lab_known_set_identify (source, &known, error))
    return FALSE;
  *found = (LabDataFound){ known != NULL ? known : guess_set (source), known != NULL, source->shape,
                           source->part[LAB_PART_TRAIN].n, source->part[LAB_PART_TEST].n };
  return TRUE;
}

gboolean
lab_data_check (const char *path, LabDataFound *found, GError **error)
{
  g_auto (LabDataSource) source = { 0 };

  return read_and_identify (path, &source, found, error);
}

gboolean
lab_data_is_to_be_kept (const LabDataFound *found)
{
  return found->set != NULL && !found->set->is_sample;
}

gboolean
lab_data_import (const char *path, LabDataFound *found, GCancellable *cancellable, GError **error)
{
  g_auto (LabDataSource) source = { 0 };

  if (!read_and_identify (path, &source, found, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return !lab_data_is_to_be_kept (found) || copy_source (&source, found->set, cancellable, error);
}
