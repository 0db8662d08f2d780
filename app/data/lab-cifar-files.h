/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-cifar-files.h - the .bin files of CIFAR-10, in a folder or in the archive
 *
 * data_batch_1.bin to data_batch_5.bin (or, as in a sample, the first alone) and test_batch.bin, each
 * as it is or packed (.gz, .xz).
 */

#pragma once

#include "lab-data-source.h"

gboolean lab_cifar_files_exist (const char *folder);

/* Fill source, as lab_data_source_read () does. */
gboolean lab_cifar_files_read         (LabDataSource *source, const char *folder, GError **error);
gboolean lab_cifar_files_read_archive (LabDataSource *source, const char *path, GError **error);
