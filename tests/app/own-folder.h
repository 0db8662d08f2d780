/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own-folder.h - an empty folder for a test that waits for the disk thousands of times
 *
 * In memory where there is such a place: a crash of a program, unlike a loss of power, cannot tell the
 * difference, and each wait takes microseconds.
 */

#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Free with g_free () after it is removed. */
static inline char *
own_folder_new (void)
{
  const char *place = g_access ("/dev/shm", R_OK | W_OK | X_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();
  char *folder = g_build_filename (place, "elu-lab-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (folder));
  return folder;
}
