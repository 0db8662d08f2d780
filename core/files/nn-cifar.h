/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-cifar.h - reader for CIFAR-10's binary layout, over memory
 *
 * Format: records one after the other, each a label byte and 3,072 pixel bytes: 1,024 red, 1,024
 * green, 1,024 blue, row by row. There is no header, so only the length and the labels can be wrong.
 * Reads no file and allocates nothing. https://www.cs.toronto.edu/~kriz/cifar.html
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-shape.h"
#include "nn-status.h"

enum { NN_CIFAR_SIDE = 32, NN_CIFAR_PIXELS = 3 * 32 * 32, NN_CIFAR_RECORD = 1 + 3 * 32 * 32 };

/* That data[0 .. length) is whole records, at least one, whose labels are below n_classes, and how
 * many. Else NN_ERROR_TRUNCATED (the end is no end of a record) or NN_ERROR_VALUE (a label), and
 * *offset (may be NULL) is the end of the data or the place of the first wrong label; *n_records
 * then stays. Lengths are looked at before labels.                                             */
nn_status nn_cifar_check (const uint8_t *data, size_t length, unsigned n_classes,
                          size_t *n_records, size_t *offset);

/* Copies n_records out of data: pixels takes NN_CIFAR_PIXELS of each, labels one. */
void nn_cifar_split (const uint8_t *data, size_t n_records, uint8_t *pixels, uint8_t *labels);
