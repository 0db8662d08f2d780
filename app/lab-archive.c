/* lab-archive.c - see the header; libarchive does the work */

#include "lab-archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"

typedef struct archive Archive;

enum { BLOCK = 1 << 18, MOST_MEMBERS = 10000 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

/* The place is that in the packed file, up to which everything was understood. */
static gboolean
refuse (Archive *archive, const char *path, const char *reason, GError **error)
{
  long long at = archive != NULL ? (long long) archive_filter_bytes (archive, -1) : 0;

  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s, byte %lld: %s"), path, MAX (at, 0), reason);
  return FALSE;
}

static gboolean
refuse_damaged (Archive *archive, const char *path, GError **error)
{
  const char *cause = archive_error_string (archive);
  g_autofree char *reason = g_strdup_printf (
      _("The packed data is damaged (%s). Fetch or copy the file again."),
      cause != NULL ? cause : "?");

  return refuse (archive, path, reason, error);
}

static gboolean
leads_outside (const char *name)
{
  g_auto (GStrv) part = g_strsplit_set (name, "/\\", -1);

  return name[0] == '/' || strchr (name, ':') != NULL
         || g_strv_contains ((const char *const *) part, "..");
}

static gboolean
check_member (Archive *archive, struct archive_entry *entry, const char *path, GError **error)
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
  return refuse (archive, path, reason, error);
}

/* All of the current member; n says how much there must be, or -1 for all up to limit. */
static GBytes *
read_data (Archive *archive, const char *path, gint64 n, gsize limit, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize most = n >= 0 ? (gsize) n : limit;

  for (;;)
    {
      gsize had = bytes->len, room = MIN (BLOCK, most + 1 - had);
      la_ssize_t got;

      g_byte_array_set_size (bytes, had + room);
      got = archive_read_data (archive, bytes->data + had, room);
      if (got < 0)
        return refuse_damaged (archive, path, error), NULL;
      g_byte_array_set_size (bytes, had + got);
      if (bytes->len > most)
        return refuse (archive, path, lab_error_sentence (NN_ERROR_TRAILING), error), NULL;
      if (got == 0)
        break;
    }
  if (n >= 0 && bytes->len < (gsize) n)
    return refuse (archive, path, lab_error_sentence (NN_ERROR_TRUNCATED), error), NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
read_member (Archive *archive, struct archive_entry *entry, const char *path,
             LabArchiveLimit limit, LabArchiveMember member, gpointer data, GError **error)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  gint64 size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;
  g_autoptr (GBytes) bytes = NULL;
  gsize most = limit (name, data);

  if (most == 0 || archive_entry_filetype (entry) != AE_IFREG)
    return TRUE;
  if (size > (gint64) most)
    return refuse (archive, path, lab_error_sentence (NN_ERROR_TRAILING), error);
  bytes = read_data (archive, path, size, most, error);
  return bytes != NULL && member (name, bytes, data, error);
}

static gboolean
read_members (Archive *archive, const char *path, LabArchiveLimit limit, LabArchiveMember member,
              gpointer data, GError **error)
{
  struct archive_entry *entry;

  for (int n = 0; n < MOST_MEMBERS; n++)
    {
      int result = archive_read_next_header (archive, &entry);

      if (result == ARCHIVE_EOF)
        return TRUE;
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
        return refuse_damaged (archive, path, error);
      if (!check_member (archive, entry, path, error)
          || !read_member (archive, entry, path, limit, member, data, error))
        return FALSE;
    }
  return refuse (archive, path, _("The archive holds more files than any data set does. Fetch it "
                                  "from its source."), error);
}

static gboolean
open_file (Archive *archive, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR)
      && archive_read_open_filename (archive, path, BLOCK) == ARCHIVE_OK)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("“%s” cannot be read as a packed file (%s). Check that it is there, that it may be "
                 "read, and that it is what its name says."),
               path, archive_error_string (archive) != NULL ? archive_error_string (archive) : "-");
  return FALSE;
}

gboolean
lab_archive_read (const char *path, LabArchiveLimit limit, LabArchiveMember member, gpointer data,
                  GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();

  archive_read_support_filter_gzip (archive);
  archive_read_support_filter_xz (archive);
  archive_read_support_format_tar (archive);
  archive_read_support_format_zip (archive);
  return open_file (archive, path, error)
         && read_members (archive, path, limit, member, data, error);
}

GBytes *
lab_archive_read_file (const char *path, gsize limit, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  struct archive_entry *entry;

  archive_read_support_filter_gzip (archive);
  archive_read_support_filter_xz (archive);
  archive_read_support_format_raw (archive);
  archive_read_support_format_empty (archive);
  if (!open_file (archive, path, error))
    return NULL;
  if (archive_read_next_header (archive, &entry) != ARCHIVE_OK)
    return refuse_damaged (archive, path, error), NULL;
  return read_data (archive, path, -1, limit, error);
}
