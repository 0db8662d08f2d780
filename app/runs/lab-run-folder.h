/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-folder.h - the folders of the runs, and a guard at their door
 *
 * A run is a folder in runs/ of the program's data folder; what was deleted lies in runs/.deleted/
 * until it is purged. Nothing outside of runs/ is ever read or touched: names with a slash are
 * refused and symbolic links are not followed. Callable from any thread.
 */

#pragma once

#include <gio/gio.h>

/* $XDG_DATA_HOME/elu-lab/runs. Free with g_free (). */
char    *lab_run_folder_root     (void);

/* The folder of run id, which is valid. Free with g_free (). */
char    *lab_run_folder_path     (const char *id);

/* A name that a run's folder can have: text, without a slash, no point in front. */
gboolean lab_run_folder_is_id    (const char *id);

/* The ids of all folders (and links in their place, into which nobody looks) in ascending order,
 * NULL-ended; of what was deleted if deleted. Nobody has made the folder yet: an empty list. NULL
 * and LAB_ERROR_DATA if it cannot be read.                                                      */
GStrv    lab_run_folder_list     (gboolean deleted, GError **error);

/* A file of a run, opened to be read, or -1: the run is no folder, or the file is missing or none.
 * LAB_ERROR_DATA says which.                                                                    */
int      lab_run_folder_open     (const char *id, const char *file, GError **error);

/* All of it, if it is not longer than most; free with g_free (). */
char    *lab_run_folder_read     (const char *id, const char *file, gsize most, gsize *length,
                                  GError **error);

/* The folder, open, and locked until it is closed: whoever trains the run holds it. -1 and
 * LAB_ERROR_USAGE if somebody else does, LAB_ERROR_DATA if it can't be opened. Where a file system
 * knows no locks it is only open.                                                               */
int      lab_run_folder_lock     (const char *id, GError **error);

/* Somebody holds it: this program or another one. */
gboolean lab_run_folder_is_held  (const char *id);

/* Between runs/ and runs/.deleted/. What is being trained stays (LAB_ERROR_USAGE). The time of a
 * deletion is the folder's own from then on.                                                    */
gboolean lab_run_folder_delete   (const char *id, GError **error);
gboolean lab_run_folder_restore  (const char *id, GError **error);

/* Removes for good what was deleted more than seconds ago. */
void     lab_run_folder_purge    (gint64 seconds);

/* Removes what a crash has left half-written in a run's folder, which the caller holds: folder is from
 * lab_run_folder_lock () and stays open.                                                        */
void     lab_run_folder_tidy     (int folder);

/* The same in every run that nobody trains. */
void     lab_run_folder_tidy_all (void);
