/* lab-disk.c - see the header */

#include "lab-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-error.h"

enum { MOST_OPEN_FOLDERS = 8 };

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
    return _ ("Make room on that disk.");
  return code == EACCES || code == EPERM || code == EROFS
             ? _ ("Check that you may write there.")
             : _ ("Check that the disk is there and works.");
}

static gboolean
fail (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  /* Translators: a file or folder, a reason of the system, a sentence on what to do */
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT, _ ("“%s” could not be written: %s. %s"), shown,
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

gboolean
lab_disk_sync (int fd, const char *path, GError **error)
{
  return (may_go_on (path) && fsync (fd) == 0) || fail (path, errno, error);
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

static gboolean
write_file (const char *path, const void *data, gsize length, GError **error)
{
  int fd = lab_disk_create (path, error);
  gboolean written = fd >= 0 && lab_disk_write (fd, path, data, length, error);

  if (fd >= 0 && !written)
    close (fd);
  return written && lab_disk_finish (fd, path, error);
}

gboolean
lab_disk_replace (const char *path, const void *data, gsize length, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (write_file (part, data, length, error) && lab_disk_rename (part, path, error))
    return lab_disk_sync_folder (folder, error);
  g_unlink (part);
  return FALSE;
}

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  g_remove (path);
  return 0;
}

void
lab_disk_remove (const char *path)
{
  nftw (path, remove_one, MOST_OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}
