/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-disk.c - whole files and folders: written, copied and removed, on good disks and bad ones */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "lab-disk.h"
#include "lab-error.h"

enum { LONG = 600000 }; /* more than is copied at a time */

typedef struct {
  char *folder, *path;
} Fixture;

static void
write_file (const Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("elu-lab-disk-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  write_file (fixture, "file", "old");
  write_file (fixture, "file.part", "somebody's own");
}

static void
assert_text (const Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Nothing that was not there before lies in the folder, and what was there is as it was. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  assert_text (fixture, "file.part", "somebody's own");
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
  lab_disk_remove (fixture->folder);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_free (fixture->path);
  g_free (fixture->folder);
}

static int
fail_nth (const char *path, gpointer countdown)
{
  return (*(int *) countdown)-- == 0 ? ENOSPC : 0;
}

/* Either of the two ways to write a whole file. */
typedef gboolean (*WriteFunc) (const char *path, const char *text, GError **error);

static gboolean
replace (const char *path, const char *text, GError **error)
{
  return lab_disk_replace (path, text, strlen (text), error);
}

static gboolean
copy (const char *path, const char *text, GError **error)
{
  g_autofree char *from = NULL;
  int fd = g_file_open_tmp ("elu-lab-disk-from-XXXXXX", &from, NULL);
  gboolean copied;

  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  copied = lab_disk_copy (fd, path, error);
  g_assert_cmpint (close (fd), ==, 0); /* it was still open */
  g_unlink (from);
  return copied;
}

static const WriteFunc ways[] = { replace, copy };

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (LONG, 'x');
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    for (int n = 0; n < 3; n++)
      {
        text[n == 0 ? 0 : LONG - n] = '\0';
        g_assert_true (ways[i](fixture->path, text, &error));
        g_assert_no_error (error);
        assert_text (fixture, "file", text);
        memset (text, 'x', LONG);
      }
}

/* Every call of the system fails once: the file is the old one or the new one. */
static void
test_every_call_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (LONG, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean written = FALSE;
      int nth = 0;

      for (; !written; nth++)
        {
          g_autofree char *found = NULL;
          int countdown = nth;

          write_file (fixture, "file", "old");
          lab_disk_set_fault (fail_nth, &countdown);
          g_clear_error (&error);
          written = ways[i](fixture->path, text, &error);
          lab_disk_set_fault (NULL, NULL);
          g_assert_true (g_file_get_contents (fixture->path, &found, NULL, NULL));
          g_assert_true (g_str_equal (found, text) || (!written && g_str_equal (found, "old")));
          g_assert_cmpuint (count_files (fixture->folder), ==, 2);
          if (!written)
            g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
        }
      g_assert_cmpint (nth, >, 5);
    }
}

/* Where no file can be: the sentence names the place that was asked for, and says what to do. */
static void
test_no_place (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path, *says;
  } places[] = {
    { "/no/such/file",
      "“/no/such/file” could not be written: No such file or directory. Check that the "
      "folder is there" },
    { "/dev/null/file",
      "“/dev/null/file” could not be written: Not a directory. Check that the folder" },
    { "/", "could not be written" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
      {
        g_autoptr (GError) error = NULL;

        g_assert_false (ways[i](places[k].path, "text", &error));
        g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
        g_assert_nonnull (strstr (error->message, places[k].says));
        g_assert_null (strstr (error->message, "part"));
      }
}

/* The copy of what cannot be read replaces nothing. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int folder = open (fixture->folder, O_RDONLY | O_DIRECTORY);

  g_assert_false (lab_disk_copy (folder, fixture->path, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  close (folder);
  assert_text (fixture, "file", "old");
}

/* All below goes, what a link leads to stays, and what is not there is no error. */
static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tree = g_build_filename (fixture->folder, "tree", NULL);
  g_autofree char *deep = g_build_filename (tree, "a", "b", "c", NULL);
  g_autofree char *file = g_build_filename (deep, "file", NULL);
  g_autofree char *link = g_build_filename (tree, "link", NULL);
  g_autofree char *link_to_folder = g_build_filename (deep, "link", NULL);
  g_autofree char *pipe = g_build_filename (tree, "pipe", NULL);

  g_assert_cmpint (g_mkdir_with_parents (deep, 0777), ==, 0);
  g_assert_true (g_file_set_contents (file, "text", -1, NULL));
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  g_assert_cmpint (symlink (fixture->folder, link_to_folder), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  lab_disk_remove (tree);
  g_assert_false (g_file_test (tree, G_FILE_TEST_EXISTS));
  assert_text (fixture, "file", "old");
  lab_disk_remove (tree);

  g_assert_cmpint (symlink (fixture->folder, tree), ==, 0);
  lab_disk_remove (tree);
  g_assert_false (g_file_test (tree, G_FILE_TEST_IS_SYMLINK));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/lab/disk/whole", test_whole },
    { "/lab/disk/every-call-fails", test_every_call_fails },
    { "/lab/disk/no-place", test_no_place },
    { "/lab/disk/unreadable", test_unreadable },
    { "/lab/disk/remove", test_remove },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
