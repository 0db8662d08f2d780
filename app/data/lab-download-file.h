/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-download-file.h - one file from one address; what lab-download.c and its test share */

#pragma once

#include <gio/gio.h>

typedef struct {
  const char *url;
  const char *path;         /* where the file goes; path.part until it is whole           */
  const char *sha256;       /* of the unpacked bytes if packed, else of the file          */
  gboolean packed;
  goffset most_bytes;       /* a longer one is refused                                    */
  guint timeout;            /* seconds without a byte                                     */
  gboolean allows_http;     /* for a test's server on this computer; the program never sets it */
} LabDownloadFile;

typedef void (*LabDownloadFileProgress) (goffset done, goffset total, gpointer data);

/* Two don't write into one .part, be they of one program or of two: the second fails with
 * LAB_ERROR_USAGE. One with nothing in it is not left behind.                                    */
gboolean lab_download_file (const LabDownloadFile *file, LabDownloadFileProgress progress,
                            gpointer data, GCancellable *cancellable, GError **error);

/* Whether what lies at file->path already is the file, by its checksum. */
gboolean lab_download_file_is_here (const LabDownloadFile *file);
