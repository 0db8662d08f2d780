/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-npz-file.h - Keras's mnist.npz: a zip file of NumPy arrays
 *
 * x_train, y_train, x_test and y_test, of unsigned bytes: images of 28 x 28, labels below 10.
 */

#pragma once

#include "lab-data-source.h"

/* Fills source, as lab_data_source_read () does. */
gboolean lab_npz_file_read (LabDataSource *source, const char *path, GError **error);
