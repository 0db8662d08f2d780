/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-disk.h - writing that survives a crash, and says why where it cannot
 *
 * A thin layer over the calls of the system: each either does all that it was asked or fails with
 * LAB_ERROR_OUTPUT and a sentence that names the place, the reason and what to do. Nothing here waits
 * for room on a disk. Any thread.
 */

#pragma once

#include <glib.h>

/* A new file, or an old one emptied, or one to be gone on with: to be written, or -1. */
int      lab_disk_create      (const char *path, GError **error);
int      lab_disk_continue    (const char *path, GError **error);

/* path is for the error alone. A write that fails may have written a part. */
gboolean lab_disk_write       (int fd, const char *path, const void *data, gsize length,
                               GError **error);
gboolean lab_disk_sync        (int fd, const char *path, GError **error);

/* Closes fd whatever happens, after a sync. */
gboolean lab_disk_finish      (int fd, const char *path, GError **error);

/* Cuts the file to length; what is written next comes behind it. */
gboolean lab_disk_cut         (int fd, const char *path, gint64 length, GError **error);

gboolean lab_disk_make_folder (const char *path, GError **error);
gboolean lab_disk_rename      (const char *from, const char *to, GError **error);

/* So that what was renamed in the folder, or made in it, is there after a loss of power. */
gboolean lab_disk_sync_folder (const char *path, GError **error);

/* The file has its new contents or, after a crash or an error, its old ones: written beside it under a
 * name that nothing else has and that ends in ".part", and renamed.                              */
gboolean lab_disk_replace     (const char *path, const void *data, gsize length, GError **error);

/* The same with what is left to be read of the file from, which stays open. */
gboolean lab_disk_copy        (int from, const char *path, GError **error);

/* A file, or a folder with all that is in it; links are removed, not followed. If something cannot
 * be removed it stays.                                                                          */
void     lab_disk_remove      (const char *path);

/* The same of name in an open folder. */
void     lab_disk_remove_in   (int folder, const char *name);

/* For tests: asked before every call of the system but those that remove. An errno that it
 * returns is what the call then fails with; 0 lets it go on. NULL: nobody is asked. To be set while
 * no other thread is here.                                                                      */
typedef int (*LabDiskFault) (const char *path, gpointer data);
void     lab_disk_set_fault   (LabDiskFault fault, gpointer data);
