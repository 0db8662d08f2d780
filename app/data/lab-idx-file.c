/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-idx-file.c - bounded reading of one IDX file, plain or gzip
 *
 * The core parses the whole; here only the header is looked at first, because it bounds what may be
 * unpacked and says most plainly what is wrong with a file of another kind.
 */

#include "lab-idx-file.h"

#include <string.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-error.h"
#include "lab-gunzip.h"

/* clang-format off */
enum {
  MAX_FILE_BYTES = 1 << 30,  /* more than LAB_IDX_MAX_ITEMS images take, packed or not        */
  DEFLATE_MAX_RATIO = 1032   /* no deflate stream unpacks to more times its size (zlib's FAQ) */
};
/* clang-format on */

static const guint8 magic[] = { 0, 0, 8 }; /* unsigned bytes; the number of dimensions follows */

static gboolean
refuse (const char *path, gsize offset, const char *reason, GError **error)
{
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s, byte %zu: %s"), path, offset, reason);
  return FALSE;
}

static gboolean
refuse_status (const char *path, gsize offset, nn_status status, GError **error)
{
  return refuse (path, offset, lab_error_sentence (status), error);
}

/* What GLib or zlib say, put into a sentence that says what to do. Takes the cause. */
static gboolean
refuse_packed (const char *path, gsize offset, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;
  g_autofree char *reason = g_strdup_printf (
      _("The compressed data is damaged (%s). Fetch or copy the file again."), owned->message);

  return refuse (path, offset, reason, error);
}

static gsize
header_length (LabIdxKind kind)
{
  return 4 + 4 * (gsize) kind;
}

static guint32
big_endian (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

static gsize
item_length (LabIdxKind kind)
{
  return kind == LAB_IDX_IMAGES ? LAB_IDX_SIDE * LAB_IDX_SIDE : 1;
}

static gboolean
check_dimensions (const char *path, const guint8 *header, LabIdxKind kind, GError **error)
{
  if (big_endian (header + 4) > LAB_IDX_MAX_ITEMS)
    return refuse (path, 4,
                   _("The file claims more than a million images, which is more than "
                     "can be used. Split it, or fetch it again if it should be smaller."),
                   error);
  for (int d = 1; d < (int) kind; d++)
    if (big_endian (header + 4 + 4 * d) != LAB_IDX_SIDE)
      return refuse (path, 4 + 4 * d,
                     _("The images are not 28 by 28 pixels. Scale them to that "
                       "size first."),
                     error);
  return TRUE;
}

/* Checks the header and says how long the file must be by it. */
static gboolean
read_header (const char *path, const guint8 *data, gsize n, LabIdxKind kind, gsize *expected,
             GError **error)
{
  gboolean has_magic = n >= 4 && memcmp (data, magic, sizeof magic) == 0;
  nn_idx idx;
  gsize offset = 0;

  if (has_magic && data[3] != kind)
    return refuse (path, 3,
                   kind == LAB_IDX_IMAGES
                       ? _("The file holds no images. Check that the files were not exchanged.")
                       : _("The file holds no labels. Check that the files were not exchanged."),
                   error);
  if (!has_magic || n < header_length (kind))
    {
      nn_status status = nn_idx_parse (data, n, &idx, &offset);

      return refuse_status (path, offset, status, error);
    }
  if (!check_dimensions (path, data, kind, error))
    return FALSE;
  *expected = header_length (kind) + big_endian (data + 4) * item_length (kind);
  return TRUE;
}

/* Unpacks what the header says and one byte, if there is that much: too much is then seen. */
static GBytes *
unpack_body (const char *path, LabGunzip *gunzip, const guint8 *header, gsize n_header,
             gsize expected, GError **error)
{
  g_autofree guint8 *data = NULL;
  g_autoptr (GError) cause = NULL;
  gsize n_body;

  if ((expected - n_header) / DEFLATE_MAX_RATIO > gunzip->n_input)
    return refuse_status (path, n_header, NN_ERROR_TRUNCATED, error), NULL;
  data = g_try_malloc (expected + 1);
  if (data == NULL)
    return refuse_status (path, n_header, NN_ERROR_MEMORY, error), NULL;

  memcpy (data, header, n_header);
  if (!lab_gunzip_read (gunzip, data + n_header, expected + 1 - n_header, &n_body, &cause)
      || (gunzip->ended && !lab_gunzip_finish (gunzip, &cause)))
    return refuse_packed (path, n_header + n_body, g_steal_pointer (&cause), error), NULL;
  return g_bytes_new_take (g_steal_pointer (&data), n_header + n_body);
}

static GBytes *
unpack (const char *path, GBytes *packed, LabIdxKind kind, GError **error)
{
  g_auto (LabGunzip) gunzip = { 0 };
  g_autoptr (GError) cause = NULL;
  guint8 header[4 + 4 * LAB_IDX_IMAGES];
  gsize n_packed, n_header, expected;
  const guint8 *input = g_bytes_get_data (packed, &n_packed);

  lab_gunzip_init (&gunzip, input, n_packed);
  if (!lab_gunzip_read (&gunzip, header, header_length (kind), &n_header, &cause))
    return refuse_packed (path, n_header, g_steal_pointer (&cause), error), NULL;
  if (!read_header (path, header, n_header, kind, &expected, error))
    return NULL;
  return unpack_body (path, &gunzip, header, n_header, expected, error);
}

static GBytes *
read_regular_file (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GStatBuf status;
  char *contents;
  gsize length;

  if (g_stat (path, &status) == 0 && (!S_ISREG (status.st_mode) || status.st_size > MAX_FILE_BYTES))
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("“%s” cannot be a data file: it is no regular file, or larger than 1 GiB."),
                   path);
      return NULL;
    }
  if (!g_file_get_contents (path, &contents, &length, &cause))
    {
      if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOMEM))
        return refuse_status (path, 0, NN_ERROR_MEMORY, error), NULL;
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s. Check that the file may be read."),
                   cause->message);
      return NULL;
    }
  return g_bytes_new_take (contents, length);
}

static GBytes *
read_contents (const char *path, LabIdxKind kind, GError **error)
{
  g_autoptr (GBytes) raw = read_regular_file (path, error);
  const guint8 *data;
  gsize n, expected;

  if (raw == NULL)
    return NULL;
  if (g_str_has_suffix (path, ".gz"))
    return unpack (path, raw, kind, error);

  data = g_bytes_get_data (raw, &n);
  if (!read_header (path, data, n, kind, &expected, error))
    return NULL;
  return g_steal_pointer (&raw);
}

/* folder/name or folder/name.gz, whichever exists. */
static char *
find_file (const char *folder, const char *name, GError **error)
{
  g_autofree char *plain = g_build_filename (folder, name, NULL);
  g_autofree char *packed = g_strconcat (plain, ".gz", NULL);

  if (g_file_test (plain, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&plain);
  if (g_file_test (packed, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&packed);
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("“%s” is missing, with or without .gz. A data set is a folder with the four files "
                 "of MNIST: {train,t10k}-{images-idx3,labels-idx1}-ubyte."),
               plain);
  return NULL;
}

gboolean
lab_idx_file_read (LabIdxFile *file, const char *folder, const char *name, LabIdxKind kind,
                   unsigned n_classes, GError **error)
{
  nn_status status;
  gsize length, offset = 0;
  const guint8 *data;

  *file = (LabIdxFile){ .path = find_file (folder, name, error) };
  if (file->path != NULL)
    file->bytes = read_contents (file->path, kind, error);
  if (file->bytes == NULL)
    {
      lab_idx_file_clear (file);
      return FALSE;
    }

  data = g_bytes_get_data (file->bytes, &length);
  status = nn_idx_parse (data, length, &file->idx, &offset);
  if (status == NN_OK && kind == LAB_IDX_LABELS)
    status = nn_idx_check_labels (&file->idx, n_classes, &offset);
  if (status == NN_OK)
    return TRUE;

  refuse_status (file->path, offset, status, error);
  lab_idx_file_clear (file);
  return FALSE;
}

void
lab_idx_file_clear (LabIdxFile *file)
{
  g_clear_pointer (&file->path, g_free);
  g_clear_pointer (&file->bytes, g_bytes_unref);
}
