/* SPDX-License-Identifier: GPL-3.0-or-later */
/* small-disk.h - a disk of any size that only this program and its children see
 *
 * A file system in memory, mounted where nobody else looks (user_namespaces (7)); it goes with the
 * program. Systems that allow that to nobody but the administrator are common: then a test is skipped.
 */

#pragma once

#include <fcntl.h>
#include <glib.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static inline gboolean
write_to (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean written = fd >= 0 && write (fd, text, strlen (text)) == (ssize_t) strlen (text);

  if (fd >= 0)
    close (fd);
  return written;
}

/* As root of a world in which nobody else is. */
static inline gboolean
become_root_of_nothing (uid_t user, gid_t group)
{
  g_autofree char *users = g_strdup_printf ("0 %u 1", (guint) user);
  g_autofree char *groups = g_strdup_printf ("0 %u 1", (guint) group);

  return write_to ("/proc/self/setgroups", "deny") && write_to ("/proc/self/uid_map", users)
         && write_to ("/proc/self/gid_map", groups);
}

/* To be called before there is a thread. Whether small_disk_make () can be. */
static inline gboolean
small_disk_init (void)
{
  uid_t user = geteuid ();
  gid_t group = getegid ();
  gboolean apart = user == 0 && unshare (CLONE_NEWNS) == 0;

  if (!apart)
    apart = unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 && become_root_of_nothing (user, group);
  return apart && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* An empty one of so many bytes (in pages) at folder; or the one that is there grows or shrinks. */
static inline void
small_disk_set (const char *folder, gsize bytes, gboolean again)
{
  g_autofree char *size = g_strdup_printf ("size=%zu", bytes);

  g_assert_cmpint (mount ("tmpfs", folder, "tmpfs", again ? MS_REMOUNT : 0, size), ==, 0);
}

static inline void
small_disk_remove (const char *folder)
{
  g_assert_cmpint (umount (folder), ==, 0);
}
