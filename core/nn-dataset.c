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

/* Shuffled images lie all over memory: ask for the next one while this one is converted. */
static void
prefetch_image (size_t n, const uint8_t *pixel)
{
  for (size_t i = 0; i < n; i += CACHE_LINE)
    __builtin_prefetch (pixel + i);
}

void
nn_dataset_gather (const nn_dataset *data, size_t n, const uint32_t *index, float *x,
                   uint8_t *label)
{
  size_t n_pixels = nn_shape_size (data->shape);

  for (size_t i = 0; i < n; i++)
    {
      size_t image = index != NULL ? index[i] : i;

      assert (image < data->n_images);
      if (index != NULL && i + AHEAD < n)
        prefetch_image (n_pixels, data->pixels + index[i + AHEAD] * n_pixels);
      gather_image (n_pixels, data->pixels + image * n_pixels, x + i * n_pixels);
      label[i] = data->labels[image];
    }
}
