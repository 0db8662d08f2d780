/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-archive.c - see the header; libarchive does the work, but for gzip */

#include "lab-archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-gunzip.h"

enum { BLOCK = 1 << 18, MOST_MEMBERS = 10000 };

/* What may be unpacked on the way to what is wanted: about a second's work. In CIFAR-10's archive
 * it is less than a kilobyte.                                                                   */
enum { MOST_SKIPPED = 256 << 20 };

/* libarchive does not look at the checksum of gzip, nor at what follows it, so gzip is unpacked by us
 * and handed on.                                                                                */
/* clang-format off */
typedef struct {
  struct archive *archive;
  const char *path;
  GMappedFile *packed;     /* NULL if the file is not gzip */
  gsize n_packed;
  LabGunzip gunzip;
  guint8 *block;
  gint64 n_skipped;        /* bytes that were unpacked, or will be, for nothing */
} Reader;
/* clang-format on */

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->archive, archive_read_free);
  lab_gunzip_clear (&reader->gunzip);
  g_clear_pointer (&reader->packed, g_mapped_file_unref);
  g_clear_pointer (&reader->block, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* The place is that in the packed file, up to which everything was understood. */
static gboolean
refuse (const Reader *reader, const char *reason, GError **error)
{
  long long at = reader->packed != NULL ? (long long) (reader->n_packed - reader->gunzip.n_input)
                                        : (long long) archive_filter_bytes (reader->archive, -1);

  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s, byte %lld: %s"), reader->path, MAX (at, 0),
               reason);
  return FALSE;
}

static gboolean
refuse_damaged (const Reader *reader, GError **error)
{
  const char *cause = archive_error_string (reader->archive);
  g_autofree char *reason
      = g_strdup_printf (_("The packed data is damaged (%s). Fetch or copy the file again."),
                         cause != NULL ? cause : "?");

  return refuse (reader, reason, error);
}

static gboolean
refuse_memory (const Reader *reader, GError **error)
{
  return refuse (reader, lab_error_sentence (NN_ERROR_MEMORY), error);
}

/* --- gzip ------------------------------------------------------------------------------------ */

/* Sets *n to 0 at the end of the stream, whose checksum has then been seen. */
static gboolean
unpack_block (Reader *reader, gsize *n, GError **error)
{
  return lab_gunzip_read (&reader->gunzip, reader->block, BLOCK, n, error)
         && (!reader->gunzip.ended || lab_gunzip_finish (&reader->gunzip, error));
}

static la_ssize_t
read_cb (struct archive *archive, void *data, const void **block)
{
  Reader *reader = data;
  g_autoptr (GError) error = NULL;
  gsize n;

  *block = reader->block;
  if (unpack_block (reader, &n, &error))
    return n;
  archive_set_error (archive, EILSEQ, "%s", error->message);
  return ARCHIVE_FATAL;
}

/* The end of a tar file is reached before that of the gzip around it. */
static gboolean
finish (Reader *reader, GError **error)
{
  const void *block;
  la_ssize_t n = reader->packed != NULL ? 1 : 0;

  for (; n > 0 && reader->n_skipped <= MOST_SKIPPED; reader->n_skipped += n)
    n = read_cb (reader->archive, reader, &block);
  if (n > 0)
    return refuse (reader, lab_error_sentence (NN_ERROR_TRAILING), error);
  return n == 0 || refuse_damaged (reader, error);
}

static gboolean
is_gzip (const guint8 *data, gsize n)
{
  return n >= 2 && data[0] == 0x1f && data[1] == 0x8b;
}

/* Maps the file if it is gzip; FALSE if it cannot be read. */
static gboolean
map_gzip (Reader *reader, GError **error)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (reader->path, FALSE, error);
  const guint8 *data;

  if (mapped == NULL)
    return FALSE;
  data = (const guint8 *) g_mapped_file_get_contents (mapped);
  reader->n_packed = g_mapped_file_get_length (mapped);
  if (!is_gzip (data, reader->n_packed))
    return TRUE;
  reader->packed = g_steal_pointer (&mapped);
  reader->block = g_malloc (BLOCK);
  lab_gunzip_init (&reader->gunzip, data, reader->n_packed);
  return TRUE;
}

static gboolean
open_any (Reader *reader, GError **error)
{
  if (!g_file_test (reader->path, G_FILE_TEST_IS_REGULAR) || !map_gzip (reader, error))
    return FALSE;
  archive_read_support_filter_xz (reader->archive);
  return (reader->packed != NULL
              ? archive_read_open (reader->archive, reader, NULL, read_cb, NULL)
              : archive_read_open_filename (reader->archive, reader->path, BLOCK))
         == ARCHIVE_OK;
}

static gboolean
open_file (Reader *reader, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *cause;

  if (open_any (reader, &problem))
    return TRUE;
  if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOMEM))
    return refuse_memory (reader, error);
  if (reader->packed != NULL)
    return refuse_damaged (reader, error);
  cause = archive_error_string (reader->archive);
  g_set_error (
      error, LAB_ERROR, LAB_ERROR_DATA,
      _("“%s” cannot be read as a packed file (%s). Check that it is there, that it may be "
        "read, and that it is what its name says."),
      reader->path, cause != NULL ? cause : "-");
  return FALSE;
}

/* --- Members --------------------------------------------------------------------------------- */

static gboolean
leads_outside (const char *name)
{
  g_auto (GStrv) part = g_strsplit_set (name, "/\\", -1);

  return name[0] == '/' || strchr (name, ':') != NULL
         || g_strv_contains ((const char *const *) part, "..");
}

static gboolean
check_member (const Reader *reader, struct archive_entry *entry, GError **error)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  g_autofree char *shown = NULL;
  g_autofree char *reason = NULL;
  mode_t type = archive_entry_filetype (entry);

  if (name != NULL && !leads_outside (name) && (type == AE_IFREG || type == AE_IFDIR)
      && archive_entry_hardlink (entry) == NULL)
    return TRUE;
  shown = lab_error_printable (name != NULL ? name : "?");
  reason
      = g_strdup_printf (_("The archive holds “%s”, which no data set does: a link, or a name that "
                           "leads outside. Do not use this file; fetch it from its source."),
                         shown);
  return refuse (reader, reason, error);
}

/* A growing array of bytes that can say that there is no more memory, which GByteArray cannot. */
typedef struct {
  guint8 *data;
  gsize length, room;
} Bytes;

/* Room for a block more, or for what is left up to most and one byte, by which too much is seen.
 * Not all at once: a member's word for its length is not yet its bytes.                         */
static gboolean
make_room (Bytes *bytes, gsize most)
{
  gsize wanted = MIN (most + 1, MAX (bytes->length + BLOCK, bytes->room));
  guint8 *data;

  if (wanted <= bytes->room)
    return TRUE;
  wanted = MIN (most + 1, MAX (wanted, 2 * bytes->room));
  data = g_try_realloc (bytes->data, wanted);
  if (data == NULL)
    return FALSE;
  bytes->data = data;
  bytes->room = wanted;
  return TRUE;
}

static gboolean
read_into (const Reader *reader, Bytes *bytes, gsize most, GError **error)
{
  for (;;)
    {
      la_ssize_t got;

      if (!make_room (bytes, most))
        return refuse_memory (reader, error);
      got = archive_read_data (reader->archive, bytes->data + bytes->length,
                               bytes->room - bytes->length);
      if (got < 0)
        return refuse_damaged (reader, error);
      if (got == 0)
        return TRUE;
      bytes->length += got;
      if (bytes->length > most)
        return refuse (reader, lab_error_sentence (NN_ERROR_TRAILING), error);
    }
}

/* All of the current member; n says how much there must be, or -1 for all up to limit. */
static GBytes *
read_data (const Reader *reader, gint64 n, gsize limit, GError **error)
{
  Bytes bytes = { 0 };
  gboolean read = read_into (reader, &bytes, n >= 0 ? (gsize) n : limit, error);

  if (read && n >= 0 && bytes.length < (gsize) n)
    read = refuse (reader, lab_error_sentence (NN_ERROR_TRUNCATED), error);
  if (!read)
    {
      g_free (bytes.data);
      return NULL;
    }
  /* Smaller, which does not fail. */
  return g_bytes_new_take (g_realloc (bytes.data, MAX (bytes.length, 1)), bytes.length);
}

/* Whether the bytes of a member are unpacked even where only the next one is wanted. */
static gboolean
is_packed (const Reader *reader)
{
  return reader->packed != NULL || archive_filter_code (reader->archive, 0) != ARCHIVE_FILTER_NONE;
}

static gboolean
skip_member (Reader *reader, struct archive_entry *entry, GError **error)
{
  g_autofree char *shown = NULL, *reason = NULL;

  if (!is_packed (reader))
    return TRUE;
  reader->n_skipped += archive_entry_size_is_set (entry)
                           ? MIN (archive_entry_size (entry), (gint64) MOST_SKIPPED + 1)
                           : (gint64) MOST_SKIPPED + 1;
  if (reader->n_skipped <= MOST_SKIPPED)
    return TRUE;
  shown = lab_error_printable (archive_entry_pathname_utf8 (entry));
  reason = g_strdup_printf (_("Beside the data set the archive holds more than is unpacked only "
                              "to be passed over, “%s” among it. Unpack the archive and name its "
                              "folder."),
                            shown);
  return refuse (reader, reason, error);
}

static gboolean
read_member (Reader *reader, struct archive_entry *entry, LabArchiveLimit limit,
             LabArchiveMember member, gpointer data, GError **error)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  gint64 size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;
  g_autoptr (GBytes) bytes = NULL;
  gsize most = limit (name, data);

  if (most == 0 || archive_entry_filetype (entry) != AE_IFREG)
    return skip_member (reader, entry, error);
  if (size > (gint64) most)
    return refuse (reader, lab_error_sentence (NN_ERROR_TRAILING), error);
  bytes = read_data (reader, size, most, error);
  return bytes != NULL && member (name, bytes, data, error);
}

static gboolean
read_members (Reader *reader, LabArchiveLimit limit, LabArchiveMember member, gpointer data,
              GError **error)
{
  struct archive_entry *entry;

  for (int n = 0; n < MOST_MEMBERS; n++)
    {
      int result = archive_read_next_header (reader->archive, &entry);

      if (result == ARCHIVE_EOF)
        return finish (reader, error);
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
        return refuse_damaged (reader, error);
      if (!check_member (reader, entry, error)
          || !read_member (reader, entry, limit, member, data, error))
        return FALSE;
    }
  return refuse (reader,
                 _("The archive holds more files than any data set does. Fetch it "
                   "from its source."),
                 error);
}

gboolean
lab_archive_read (const char *path, LabArchiveLimit limit, LabArchiveMember member, gpointer data,
                  GError **error)
{
  g_auto (Reader) reader = { .archive = archive_read_new (), .path = path };

  archive_read_support_format_tar (reader.archive);
  archive_read_support_format_zip (reader.archive);
  return open_file (&reader, error) && read_members (&reader, limit, member, data, error);
}

/* --- Single files ---------------------------------------------------------------------------- */

/* Opens one file to be read as the only member. *is_empty: there is none. */
static gboolean
open_single (Reader *reader, gboolean *is_empty, GError **error)
{
  struct archive_entry *entry;
  int result;

  archive_read_support_format_raw (reader->archive);
  archive_read_support_format_empty (reader->archive);
  if (!open_file (reader, error))
    return FALSE;
  result = archive_read_next_header (reader->archive, &entry);
  *is_empty = result == ARCHIVE_EOF;
  return *is_empty || result == ARCHIVE_OK || refuse_damaged (reader, error);
}

GBytes *
lab_archive_read_file (const char *path, gsize limit, GError **error)
{
  g_auto (Reader) reader = { .archive = archive_read_new (), .path = path };
  gboolean is_empty;

  if (!open_single (&reader, &is_empty, error))
    return NULL;
  return is_empty ? g_bytes_new (NULL, 0) : read_data (&reader, -1, limit, error);
}

char *
lab_archive_sum_file (const char *path, gsize limit, GError **error)
{
  g_auto (Reader) reader = { .archive = archive_read_new (), .path = path };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK);
  gboolean is_empty;
  gsize length = 0;
  la_ssize_t n;

  if (!open_single (&reader, &is_empty, error))
    return NULL;
  while (!is_empty && (n = archive_read_data (reader.archive, block, BLOCK)) != 0)
    {
      if (n < 0)
        return refuse_damaged (&reader, error), NULL;
      length += n;
      if (length > limit)
        return refuse (&reader, lab_error_sentence (NN_ERROR_TRAILING), error), NULL;
      g_checksum_update (checksum, block, n);
    }
  return g_strdup (g_checksum_get_string (checksum));
}
