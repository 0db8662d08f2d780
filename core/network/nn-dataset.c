/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-dataset.c - see nn-dataset.h */

#include "nn-dataset.h"

#include <assert.h>

#include "nn-clones.h"

enum { CACHE_LINE = 64, AHEAD = 2 };

nn_dataset
nn_dataset_slice (const nn_dataset *data, size_t first, size_t count)
{
  nn_dataset slice = *data;

  assert (first <= data->n_images && count <= data->n_images - first);
  slice.n_images = count;
  slice.pixels += first * nn_shape_size (data->shape);
  slice.labels += first;
  return slice;
}

NN_CLONES static void
gather_image (size_t n, const uint8_t *restrict pixel, float *restrict x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = (float) pixel[i] * (1.0f / 255);
}

/* The same with the channels of a pixel side by side. */
NN_CLONES static void
gather_pixels (size_t channels, size_t n_places, const uint8_t *restrict pixel, float *restrict x)
{
  for (size_t c = 0; c < channels; c++)
    for (size_t i = 0; i < n_places; i++)
      x[i * channels + c] = (float) pixel[c * n_places + i] * (1.0f / 255);
}

/* Shuffled images lie all over memory: ask for the next one while this one is converted. */
static void
prefetch_image (size_t n, const uint8_t *pixel)
{
  for (size_t i = 0; i < n; i += CACHE_LINE)
    __builtin_prefetch (pixel + i);
}

void
nn_dataset_gather (const nn_dataset *data, size_t n, const uint32_t *index, bool pixelwise,
                   float *x, uint8_t *label)
{
  size_t n_pixels = nn_shape_size (data->shape), channels = data->shape.channels;

  for (size_t i = 0; i < n; i++)
    {
      size_t image = index != NULL ? index[i] : i;

      assert (image < data->n_images);
      if (index != NULL && i + AHEAD < n)
        prefetch_image (n_pixels, data->pixels + index[i + AHEAD] * n_pixels);
      if (pixelwise && channels > 1)
        gather_pixels (channels, n_pixels / channels, data->pixels + image * n_pixels,
                       x + i * n_pixels);
      else
        gather_image (n_pixels, data->pixels + image * n_pixels, x + i * n_pixels);
      label[i] = data->labels[image];
    }
}
