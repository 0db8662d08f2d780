/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-download.h - fetches a known data set over https, resumably
 *
 * Asks nobody: whoever calls has asked. Downloads into NAME.part in the program's own data folder
 * and gives a file its name only when its checksum is right, so an interruption leaves a .part and
 * nothing else, and the next call goes on where it ended. Never http, not even by a redirect.
 */

#pragma once

#include <gio/gio.h>
#include "lab-known-sets.h"

/* How far the file number file of n_files is: bytes that are there, and in all (0: not known). In
 * the thread that called.                                                                        */
typedef void (*LabDownloadProgress) (int file, int n_files, goffset done, goffset total,
                                     gpointer data);

/* Fetches all files of set that are not there yet. Blocks: in a program with a window call it from
 * a thread of its own. progress may be NULL. Of a file no more is taken than it is known
 * to have. Errors are LAB_ERROR_DATA, LAB_ERROR_OUTPUT (no room), LAB_ERROR_USAGE (another window or
 * program is at it) and G_IO_ERROR_CANCELLED.                                                    */
gboolean lab_download_set (const LabKnownSet *set, LabDownloadProgress progress, gpointer data,
                           GCancellable *cancellable, GError **error);
