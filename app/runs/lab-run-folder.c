/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-disk.h"
#include "lab-error.h"

static const char deleted_folder[] = ".deleted";

char *
lab_run_folder_root (void)
{
  return g_build_filename (g_get_user_data_dir (), "elu-lab", "runs", NULL);
}

char *
lab_run_folder_path (const char *id)
{
  g_autofree char *root = lab_run_folder_root ();

  g_return_val_if_fail (lab_run_folder_is_id (id), NULL);
  return g_build_filename (root, id, NULL);
}

static char *
deleted_path (const char *id)
{
  g_autofree char *root = lab_run_folder_root ();

  return g_build_filename (root, deleted_folder, id, NULL);
}

gboolean
lab_run_folder_is_id (const char *id)
{
  return id[0] != '\0' && id[0] != '.' && strchr (id, '/') == NULL && strlen (id) <= NAME_MAX
         && g_utf8_validate (id, -1, NULL);
}

static gboolean
fail (const char *path, int reason, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("“%s” cannot be read: %s."), shown,
               g_strerror (reason));
  return FALSE;
}

/* And it is in runs/, not a link that leads elsewhere. */
static gboolean
has_deleted_folder (void)
{
  g_autofree char *path = deleted_path (NULL);
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What stands in a run's place: a folder, or a link that poses as one. */
static gboolean
is_run (DIR *dir, const char *name)
{
  struct stat status;

  return lab_run_folder_is_id (name)
         && fstatat (dirfd (dir), name, &status, AT_SYMLINK_NOFOLLOW) == 0
         && (S_ISDIR (status.st_mode) || S_ISLNK (status.st_mode));
}

GStrv
lab_run_folder_list (gboolean deleted, GError **error)
{
  g_autofree char *path = deleted ? deleted_path (NULL) : lab_run_folder_root ();
  GPtrArray *ids = g_ptr_array_new ();
  DIR *dir = deleted && !has_deleted_folder () ? NULL : opendir (path);
  struct dirent *entry;

  if (dir == NULL && !deleted && errno != ENOENT)
    {
      fail (path, errno, error);
      g_ptr_array_free (ids, TRUE);
      return NULL;
    }
  while (dir != NULL && (entry = readdir (dir)) != NULL)
    if (is_run (dir, entry->d_name))
      g_ptr_array_add (ids, g_strdup (entry->d_name));
  if (dir != NULL)
    closedir (dir);
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_free (ids, FALSE);
}

static int
open_folder (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  int reason = errno;

  if (fd < 0 && g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA,
                         _("It is a link to another place, which is not followed."));
  else if (fd < 0)
    fail (path, reason, error);
  return fd;
}

/* O_NONBLOCK: a pipe that nobody writes to would be waited for. */
int
lab_run_folder_open (const char *id, const char *file, GError **error)
{
  g_autofree char *path = lab_run_folder_path (id);
  int folder = open_folder (path, error), fd;
  struct stat status;

  if (folder < 0)
    return -1;
  fd = openat (folder, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("Its file %s is missing."), file);
  else if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("Its file %s is a link or something else that is not read."), file);
      if (fd >= 0)
        close (fd);
      fd = -1;
    }
  close (folder);
  return fd;
}

static char *
read_all (int fd, gsize most, gsize *length)
{
  GByteArray *bytes = g_byte_array_new ();
  char part[16384];
  gssize n;

  while ((n = read (fd, part, sizeof part)) > 0 && bytes->len + (gsize) n <= most)
    g_byte_array_append (bytes, (const guint8 *) part, (guint) n);
  if (n != 0)
    {
      g_byte_array_free (bytes, TRUE);
      return NULL;
    }
  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (bytes, FALSE);
}

char *
lab_run_folder_read (const char *id, const char *file, gsize most, gsize *length, GError **error)
{
  int fd = lab_run_folder_open (id, file, error);
  char *text;

  if (fd < 0)
    return NULL;
  text = read_all (fd, most, length);
  if (text == NULL)
    g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("Its file %s is too long, or cannot be read."),
                 file);
  close (fd);
  return text;
}

/* --- Holding --------------------------------------------------------------------------------- */

/* Who only looks whether a run is held has it for a moment: it is asked for more than once. */
int
lab_run_folder_lock (const char *id, GError **error)
{
  enum { TRIES = 5, WAIT_US = 10000 };
  g_autofree char *path = lab_run_folder_path (id);
  int folder = open_folder (path, error);

  for (int i = 0; folder >= 0 && i < TRIES; i++)
    {
      if (flock (folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return folder;
      g_usleep (WAIT_US);
    }
  if (folder >= 0)
    {
      close (folder);
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("This run is being trained by another window or program. Let it end, "
                             "or pause and close it there."));
    }
  return -1;
}

gboolean
lab_run_folder_is_held (const char *id)
{
  g_autofree char *path = lab_run_folder_path (id);
  int folder = open_folder (path, NULL);
  gboolean held = folder >= 0 && flock (folder, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

  if (folder >= 0)
    close (folder);
  return held;
}

/* --- Deleting -------------------------------------------------------------------------------- */

static gboolean
make_deleted_folder (void)
{
  g_autofree char *path = deleted_path (NULL);

  return g_mkdir_with_parents (path, 0777) == 0 && has_deleted_folder ();
}

static gboolean
move (const char *from, const char *to, const char *id, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("The run “%s” could not be moved: %s. Check that you may write to its folder."),
               id, g_strerror (errno));
  return FALSE;
}

gboolean
lab_run_folder_delete (const char *id, GError **error)
{
  g_autofree char *from = lab_run_folder_path (id);
  g_autofree char *to = deleted_path (id);

  if (lab_run_folder_is_held (id))
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("The run “%s” is being trained, so it was not deleted. Let it end, or stop it "
                     "first."),
                   id);
      return FALSE;
    }
  if (!make_deleted_folder ())
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
                   _("The run “%s” could not be deleted, since there is no place to keep it until "
                     "then. Check that you may write to its folder."),
                   id);
      return FALSE;
    }
  /* A run that came back with a copy of the folder was deleted twice: the last one can be had back. */
  lab_disk_remove (to);
  if (!move (from, to, id, error))
    return FALSE;
  utimensat (AT_FDCWD, to, NULL, AT_SYMLINK_NOFOLLOW);
  return TRUE;
}

gboolean
lab_run_folder_restore (const char *id, GError **error)
{
  g_autofree char *from = deleted_path (id);
  g_autofree char *to = lab_run_folder_path (id);

  if (!has_deleted_folder () || g_access (from, F_OK) != 0)
    {
      g_set_error (
          error, LAB_ERROR, LAB_ERROR_USAGE,
          _("There is no deleted run “%s” any more: it was removed for good, or restored before."),
          id);
      return FALSE;
    }
  if (g_file_test (to, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("There is a run “%s” already, so nothing was restored."), id);
      return FALSE;
    }
  return move (from, to, id, error);
}

void
lab_run_folder_purge (gint64 seconds)
{
  g_auto (GStrv) ids = lab_run_folder_list (TRUE, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (int i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autofree char *path = deleted_path (ids[i]);
      struct stat status;

      if (lstat (path, &status) == 0 && now - status.st_mtime > seconds)
        lab_disk_remove (path);
    }
}

/* --- What a crash has left ------------------------------------------------------------------- */

/* A file or checkpoint that was not renamed yet; GLib ends the names of such files in six characters. */
static gboolean
is_half_written (const char *name)
{
  return g_str_has_suffix (name, ".part") || g_pattern_match_simple ("run.json.??????", name);
}

void
lab_run_folder_tidy (int folder)
{
  int again = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = again >= 0 ? fdopendir (again) : NULL;
  struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)) != NULL)
    if (is_half_written (entry->d_name))
      lab_disk_remove_in (folder, entry->d_name);
  if (dir != NULL)
    closedir (dir);
}

void
lab_run_folder_tidy_all (void)
{
  g_auto (GStrv) ids = lab_run_folder_list (FALSE, NULL);

  for (int i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      int folder = lab_run_folder_is_held (ids[i]) ? -1 : lab_run_folder_lock (ids[i], NULL);

      if (folder < 0)
        continue;
      lab_run_folder_tidy (folder);
      close (folder);
    }
}
