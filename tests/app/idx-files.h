/* SPDX-License-Identifier: GPL-3.0-or-later */
/* idx-files.h - small files in the form of MNIST's, made in memory */

#pragma once

#include <gio/gio.h>

enum { IDX_N_FILES = 4, IDX_N_TRAIN = 24, IDX_N_TEST = 5, IDX_SIDE = 28 };

/* In the order of training images, training labels, test images, test labels. */
extern const char *const idx_file_names[IDX_N_FILES];

/* n images or labels; the contents are the same each time. Free with g_byte_array_unref (). */
GByteArray *idx_file_new  (guint32 n, gboolean images);

/* The same as gzip would pack it. */
GByteArray *idx_file_pack (const void *data, gsize length);
