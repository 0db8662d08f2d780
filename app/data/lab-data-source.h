/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-source.h - labelled images from a place on disk, whatever their format
 *
 * Reads a folder with the four IDX files of MNIST, a folder with the .bin files of CIFAR-10 (or one
 * that holds "cifar-10-batches-bin", as torchvision's and the archive do), the archive itself, and
 * Keras's mnist.npz. Says what was read and its checksums; what it means is lab-data-store's.
 */

#pragma once

#include <gio/gio.h>
#include "nn-shape.h"

enum { LAB_DATA_MOST_SUMS = 6 };

typedef enum { LAB_PART_TRAIN, LAB_PART_TEST, LAB_N_PARTS } LabPartId;

typedef enum { LAB_SOURCE_IDX, LAB_SOURCE_CIFAR, LAB_SOURCE_TAR, LAB_SOURCE_NPZ } LabSourceKind;

typedef struct {
  GBytes *owner[2];          /* what pixels and labels lie in                       */
  const guint8 *pixels, *labels;
  gsize n;
} LabDataPart;

typedef struct {
  LabSourceKind kind;
  nn_shape shape;
  LabDataPart part[LAB_N_PARTS];
  char *path[LAB_DATA_MOST_SUMS];    /* the files that were read, in a fixed order        */
  char *sum[LAB_DATA_MOST_SUMS];     /* SHA-256: of the unpacked bytes, of an archive as it is */
  int n_sums;
  goffset n_bytes;                   /* of an archive; else 0                             */
} LabDataSource;

/* Whether what lab_data_source_read () would read lies there, so far as names tell; half of the
 * files of MNIST do not count.                                                                   */
gboolean lab_data_source_exists (const char *path);

/* Fills source, which must be zeroed; clear it also on failure. One image to learn from is refused:
 * none would be left for validation. Errors are LAB_ERROR_DATA and name the file, the offset and
 * the reason.                                                                                    */
gboolean lab_data_source_read  (LabDataSource *source, const char *path, GError **error);
void     lab_data_source_clear (LabDataSource *source);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabDataSource, lab_data_source_clear)
