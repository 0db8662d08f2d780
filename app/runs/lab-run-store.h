/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-store.h - the runs on disk: listed, renamed, deleted and had back
 *
 * What the runs are is lab-run-record.h's matter, where they lie lab-run-folder.h's. Every call may
 * come from any thread and reads the disk anew. Curves are read by lab-run-metrics.h.
 */

#pragma once

#include "lab-run-record.h"

enum { LAB_RUN_LONGEST_NAME = 80 };  /* characters */

/* Of LabRunRecord, the newest first. Damaged runs are among them and say so. NULL and
 * LAB_ERROR_DATA if the folder cannot be read; nobody has trained yet: an empty list.           */
GPtrArray    *lab_run_store_list        (GError **error);
void          lab_run_store_list_async  (GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer data);
GPtrArray    *lab_run_store_list_finish (GAsyncResult *result, GError **error);

/* The run whose id begins with text, if there is only one; or NULL and LAB_ERROR_USAGE with what
 * was probably meant. deleted: among what was deleted. Free with g_free ().                     */
char         *lab_run_store_find        (const char *text, gboolean deleted, GError **error);

/* name without the blanks around it, or NULL and LAB_ERROR_USAGE if that can't be a name: nothing may
 * break its line. Free with g_free ().                                                          */
char         *lab_run_store_check_name  (const char *name, GError **error);

/* LAB_ERROR_USAGE if name can't be one, or the run is being trained, and its record with it about to
 * be written; LAB_ERROR_DATA if the record is damaged, LAB_ERROR_OUTPUT if it can't be written.  */
gboolean      lab_run_store_rename      (const char *id, const char *name, GError **error);

/* What was deleted can be had back for a day, then the next start of the window removes it for good. */
gboolean      lab_run_store_delete      (const char *id, GError **error);
gboolean      lab_run_store_restore     (const char *id, GError **error);
void          lab_run_store_purge       (void);

/* Removes what crashes have left half-written; lab_run_store_purge () does so too. */
void          lab_run_store_tidy        (void);
