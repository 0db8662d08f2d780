/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-error.h"

/* Neither a link nor a pipe that nobody reads from. */
#define FOLLOWS_NOTHING (O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

static struct {
  LabDiskFault ask;
  gpointer data;
} fault;

void
lab_disk_set_fault (LabDiskFault ask, gpointer data)
{
  fault.ask = ask;
  fault.data = data;
}

/* Whether the call that comes next may be made. */
static gboolean
may_go_on (const char *path)
{
  int code = fault.ask != NULL ? fault.ask (path, fault.data) : 0;

  if (code != 0)
    errno = code;
  return code == 0;
}

static const char *
advice (int code)
{
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    return _("Make room on that disk.");
  if (code == ENOENT || code == ENOTDIR)
    return _("Check that the folder is there and that you may write to it.");
  if (code == EISDIR)
    return _("There is a folder of that name: choose another name.");
  return code == EACCES || code == EPERM || code == EROFS
             ? _("Check that you may write there.")
             : _("Check that the disk is there and works.");
}

static gboolean
fail (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  /* Translators: a file or folder, a reason of the system, a sentence on what to do */
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT, _("“%s” could not be written: %s. %s"), shown,
               g_strerror (code), advice (code));
  return FALSE;
}

static int
open_file (const char *path, int flags, GError **error)
{
  int fd = may_go_on (path) ? open (path, O_WRONLY | O_CREAT | FOLLOWS_NOTHING | flags, 0666) : -1;

  if (fd < 0)
    fail (path, errno, error);
  return fd;
}

int
lab_disk_create (const char *path, GError **error)
{
  return open_file (path, O_TRUNC, error);
}

int
lab_disk_continue (const char *path, GError **error)
{
  return open_file (path, O_APPEND, error);
}

gboolean
lab_disk_write (int fd, const char *path, const void *data, gsize length, GError **error)
{
  const char *next = data;

  while (length > 0)
    {
      gssize n = may_go_on (path) ? write (fd, next, length) : -1;

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return fail (path, n < 0 ? errno : EIO, error);
      next += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* EINVAL: the file system cannot wait for its disk, or has none. */
gboolean
lab_disk_sync (int fd, const char *path, GError **error)
{
  if (!may_go_on (path))
    return fail (path, errno, error);
  return fsync (fd) == 0 || errno == EINVAL || fail (path, errno, error);
}

/* Where a disk is full, some file systems say so no sooner than here. */
gboolean
lab_disk_finish (int fd, const char *path, GError **error)
{
  gboolean done = lab_disk_sync (fd, path, error);

  if (close (fd) == 0 || !done)
    return done;
  return fail (path, errno, error);
}

gboolean
lab_disk_cut (int fd, const char *path, gint64 length, GError **error)
{
  return (may_go_on (path) && ftruncate (fd, length) == 0) || fail (path, errno, error);
}

gboolean
lab_disk_make_folder (const char *path, GError **error)
{
  return (may_go_on (path) && g_mkdir_with_parents (path, 0777) == 0) || fail (path, errno, error);
}

gboolean
lab_disk_rename (const char *from, const char *to, GError **error)
{
  return (may_go_on (to) && g_rename (from, to) == 0) || fail (to, errno, error);
}

gboolean
lab_disk_sync_folder (const char *path, GError **error)
{
  int fd = may_go_on (path) ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  return fd < 0 ? fail (path, errno, error) : lab_disk_finish (fd, path, error);
}

/* Each write is checked, and the end of what is to be written is 0 bytes. */
typedef gssize (*NextFunc) (gpointer data, const void **bytes);

static gboolean
write_pieces (int fd, const char *path, NextFunc next, gpointer data, GError **error)
{
  const void *bytes;
  gssize n;

  while ((n = next (data, &bytes)) > 0)
    if (!lab_disk_write (fd, path, bytes, (gsize) n, error))
      return FALSE;
  return n == 0 || fail (path, errno, error);
}

/* A file beside path that nobody else has, with all that next gives; *part is its name. */
static gboolean
write_part (const char *path, char *part, NextFunc next, gpointer data, GError **error)
{
  int fd = may_go_on (path) ? g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0666) : -1;
  gboolean written;

  if (fd < 0)
    return fail (path, errno, error);
  written = write_pieces (fd, path, next, data, error);
  if (written ? !lab_disk_finish (fd, path, error) : close (fd) != 0)
    written = FALSE;
  if (!written)
    g_unlink (part);
  return written;
}

static gboolean
replace (const char *path, NextFunc next, gpointer data, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".XXXXXX.part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (!write_part (path, part, next, data, error))
    return FALSE;
  if (lab_disk_rename (part, path, error))
    return lab_disk_sync_folder (folder, error);
  g_unlink (part);
  return FALSE;
}

typedef struct {
  const void *data;
  gsize length;
} Block;

static gssize
next_of_block (gpointer data, const void **bytes)
{
  Block *block = data;
  gsize n = MIN (block->length, G_MAXSSIZE);

  *bytes = block->data;
  *block = (Block){ (const char *) block->data + n, block->length - n };
  return (gssize) n;
}

gboolean
lab_disk_replace (const char *path, const void *data, gsize length, GError **error)
{
  Block block = { data, length };

  return replace (path, next_of_block, &block, error);
}

typedef struct {
  int fd;
  char bytes[1 << 18];
} Source;

static gssize
next_of_source (gpointer data, const void **bytes)
{
  Source *source = data;
  gssize n;

  do
    n = read (source->fd, source->bytes, sizeof source->bytes);
  while (n < 0 && errno == EINTR);
  *bytes = source->bytes;
  return n;
}

gboolean
lab_disk_copy (int from, const char *path, GError **error)
{
  g_autofree Source *source = g_new (Source, 1);

  source->fd = from;
  return replace (path, next_of_source, source, error);
}

/* --- Removing -------------------------------------------------------------------------------- */

/* Everything below the folder, then nothing is left but the folder itself. Takes over folder. */
static void
empty_folder (int folder)
{
  DIR *dir = fdopendir (folder);
  struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      lab_disk_remove_in (folder, entry->d_name);
  if (dir != NULL)
    closedir (dir);
  else
    close (folder);
}

void
lab_disk_remove_in (int folder, const char *name)
{
  int inner;

  if (unlinkat (folder, name, 0) == 0)
    return;
  inner = openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (inner >= 0)
    empty_folder (inner);
  unlinkat (folder, name, AT_REMOVEDIR);
}

void
lab_disk_remove (const char *path)
{
  lab_disk_remove_in (AT_FDCWD, path);
}
