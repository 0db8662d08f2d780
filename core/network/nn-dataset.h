/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-dataset.h - a borrowed view of labelled images
 *
 * Pixels stay bytes until a batch is gathered: a quarter of the memory, and gathering converts
 * anyway. A slice is another view; nothing is copied and nothing is owned.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-shape.h"

typedef struct {
  size_t n_images;
  nn_shape shape;          /* of one image, a byte a number: 1 x 28 x 28 for MNIST */
  unsigned n_classes;
  const uint8_t *pixels;   /* n_images x nn_shape_size (shape)      */
  const uint8_t *labels;   /* n_images, each below n_classes        */
} nn_dataset;

/* Images first .. first + count - 1; the range must lie within data. */
nn_dataset nn_dataset_slice (const nn_dataset *data, size_t first, size_t count);

/* x[i] = pixel / 255 of the images index[0 .. n), image by image; label[0 .. n) likewise. pixelwise:
 * an image's numbers pixel by pixel (height, width, channel), else as the data have them (channel,
 * height, width). index may be NULL: images 0 .. n-1.                                           */
void nn_dataset_gather (const nn_dataset *data, size_t n, const uint32_t *index, bool pixelwise,
                        float *x, uint8_t *label);
