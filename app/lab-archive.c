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

/* libarchive does not look at the checksum of gzip, nor at what follows it, so gzip is unpacked by us
 * and handed on.                                                                                */
typedef struct {
  struct archive *archive;
  const char *path;
  GMappedFile *packed;     /* NULL if the file is not gzip */
  gsize n_packed;
  LabGunzip gunzip;
  guint8 *block;
} Reader;

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
  g_autofree char *reason = g_strdup_printf (
      _("The packed data is damaged (%s). Fetch or copy the file again."),
      cause != NULL ? cause : "?");

  return refuse (reader, reason, error);
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

  while (n > 0)
    n = read_cb (reader->archive, reader, &block);
  return n == 0 || refuse_damaged (reader, error);
}

static gboolean
is_gzip (const guint8 *data, gsize n)
{
  return n >= 2 && data[0] == 0x1f && data[1] == 0x8b;
}

/* Maps the file if it is gzip; FALSE if it cannot be read. */
static gboolean
map_gzip (Reader *reader)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (reader->path, FALSE, NULL);
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
open_any (Reader *reader)
{
  if (!g_file_test (reader->path, G_FILE_TEST_IS_REGULAR) || !map_gzip (reader))
    return FALSE;
  archive_read_support_filter_xz (reader->archive);
  return (reader->packed != NULL
              ? archive_read_open (reader->archive, reader, NULL, read_cb, NULL)
              : archive_read_open_filename (reader->archive, reader->path, BLOCK)) == ARCHIVE_OK;
}

static gboolean
open_file (Reader *reader, GError **error)
{
  const char *cause;

  if (open_any (reader))
    return TRUE;
  if (reader->packed != NULL)
    return refuse_damaged (reader, error);
  cause = archive_error_string (reader->archive);
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
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
  reason = g_strdup_printf (_("The archive holds “%s”, which no data set does: a link, or a name that "
                              "leads outside. Do not use this file; fetch it from its source."),
                            shown);
  return refuse (reader, reason, error);
}

/* All of the current member; n says how much there must be, or -1 for all up to limit. */
static GBytes *
read_data (const Reader *reader, gint64 n, gsize limit, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize most = n >= 0 ? (gsize) n : limit;

  for (;;)
    {
      gsize had = bytes->len, room = MIN (BLOCK, most + 1 - had);
      la_ssize_t got;

      g_byte_array_set_size (bytes, had + room);
      got = archive_read_data (reader->archive, bytes->data + had, room);
      if (got < 0)
        return refuse_damaged (reader, error), NULL;
      g_byte_array_set_size (bytes, had + got);
      if (bytes->len > most)
        return refuse (reader, lab_error_sentence (NN_ERROR_TRAILING), error), NULL;
      if (got == 0)
        break;
    }
  if (n >= 0 && bytes->len < (gsize) n)
    return refuse (reader, lab_error_sentence (NN_ERROR_TRUNCATED), error), NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
read_member (const Reader *reader, struct archive_entry *entry, LabArchiveLimit limit,
              LabArchiveMember member, gpointer data, GError **error)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  gint64 size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;
  g_autoptr (GBytes) bytes = NULL;
  gsize most = limit (name, data);

  if (most == 0 || archive_entry_filetype (entry) != AE_IFREG)
    return TRUE;
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
  return refuse (reader, _("The archive holds more files than any data set does. Fetch it "
                                  "from its source."), error);
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

GBytes *
lab_archive_read_file (const char *path, gsize limit, GError **error)
{
  g_auto (Reader) reader = { .archive = archive_read_new (), .path = path };
  struct archive_entry *entry;
  int result;

  archive_read_support_format_raw (reader.archive);
  archive_read_support_format_empty (reader.archive);
  if (!open_file (&reader, error))
    return NULL;
  result = archive_read_next_header (reader.archive, &entry);
  if (result == ARCHIVE_EOF)
    return g_bytes_new (NULL, 0);
  if (result != ARCHIVE_OK)
    return refuse_damaged (&reader, error), NULL;
  return read_data (&reader, -1, limit, error);
}
