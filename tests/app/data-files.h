/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data-files.h - files of data sets made for a test: written, packed, loaded, refused
 *
 * Small sets of the right form are made in memory, packed by libarchive, damaged in one place and
 * loaded from a folder of their own.
 */

#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <glib/gstdio.h>
#include "lab-data-store.h"
#include "lab-error.h"

enum { N_TRAIN = 24, N_TEST = 5, MOST = 1 << 20 };

typedef struct {
  char *folder;
} Fixture;

static inline void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
}

static inline void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        empty_folder (path);
      g_remove (path);
    }
}

static inline void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  empty_folder (fixture->folder);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

/* Without waiting for the disk, as g_file_set_contents () would, and ext4 where a file is cut off. */
static inline gboolean
write_bytes (const char *path, const void *data, gsize length)
{
  FILE *file = g_remove (path) == 0 || errno == ENOENT ? g_fopen (path, "wb") : NULL;
  gboolean written = fwrite (data, 1, length, file) == length;

  return fclose (file) == 0 && written;
}

static inline char *
write_file (const Fixture *fixture, const char *name, const GByteArray *bytes)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (write_bytes (path, bytes->data, bytes->len));
  return path;
}

static inline void
assert_refused (const char *path, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (path, &error);

  g_assert_null (data);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
  g_assert_null (strchr (error->message, '\n'));
}

static inline LabData *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  LabData *data = lab_data_load (path, &error);

  g_assert_no_error (error);
  return data;
}

/* --- What is packed -------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const GByteArray *bytes;
  gint64 size;      /* that the header claims, if not that of bytes */
  const char *link; /* a symbolic link to this, if not a file       */
} Member;

/* members into a tar.gz or a zip file; n of them. */
static inline GByteArray *
pack (gboolean zip, const Member *members, int n)
{
  struct archive *archive = archive_write_new ();
  GByteArray *packed = g_byte_array_new ();
  gsize used = 0;

  g_byte_array_set_size (packed, MOST);
  if (zip)
    archive_write_set_format_zip (archive);
  else
    {
      archive_write_set_format_ustar (archive);
      archive_write_add_filter_gzip (archive);
    }
  g_assert_cmpint (archive_write_open_memory (archive, packed->data, MOST, &used), ==, ARCHIVE_OK);
  for (int i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gint64 length = members[i].bytes != NULL ? members[i].bytes->len : 0;

      archive_entry_set_pathname (entry, members[i].name);
      archive_entry_set_filetype (entry, members[i].link != NULL ? AE_IFLNK : AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, members[i].size != 0 ? members[i].size : length);
      if (members[i].link != NULL)
        archive_entry_set_symlink (entry, members[i].link);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      if (length > 0)
        archive_write_data (archive, members[i].bytes->data, length);
      archive_entry_free (entry);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  g_byte_array_set_size (packed, used);
  return packed;
}

static inline void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, fixture_set_up, test, fixture_tear_down);
}

static inline void
add_row (const char *family, const char *name, int row, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat (family, name, NULL);

  add (path, GINT_TO_POINTER (row), test);
}

/* Runs what add_tests adds, where nobody's own data is found. */
static inline int
run_data_tests (int argc, char **argv, void (*add_tests) (void))
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-home-XXXXXX", NULL);
  int status;

  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_assert_cmpint (g_chdir (home), ==, 0);
  g_test_init (&argc, &argv, NULL);
  add_tests ();
  status = g_test_run ();
  empty_folder (home);
  g_rmdir (home);
  return status;
}
