/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-idx-file.h - one file of images or labels, plain or gzip, read into memory
 *
 * The header decides how much is read: never more than it says and one byte, whatever a gzip file
 * would unpack to, and nothing large is allocated before the header has been checked.
 */

#pragma once

#include <gio/gio.h>
#include "nn-idx.h"

enum {
  LAB_IDX_SIDE = 28,             /* pixels of an image's side                            */
  LAB_IDX_MAX_ITEMS = 1000000    /* images of a file; the largest of the family has 814,255 */
};

typedef enum { LAB_IDX_LABELS = 1, LAB_IDX_IMAGES = 3 } LabIdxKind; /* the number of dimensions */

typedef struct {
  char *path;      /* the file that was read, with .gz if it had that  */
  GBytes *bytes;   /* its unpacked contents                            */
  nn_idx idx;      /* points into bytes                                */
} LabIdxFile;

/* Reads folder/name or, where that does not exist, folder/name.gz. Images must be 28 x 28, labels
 * below n_classes. On failure file is cleared and error names the file, the offset in its unpacked
 * bytes and the reason.                                                                        */
gboolean lab_idx_file_read  (LabIdxFile *file, const char *folder, const char *name,
                             LabIdxKind kind, unsigned n_classes, GError **error);
void     lab_idx_file_clear (LabIdxFile *file);
