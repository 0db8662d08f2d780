/* test-nn-dataset.c - slices are views, and a batch gathers the right images in the right scale */

#include <glib.h>
#include <math.h>

#include "nn-dataset.h"

enum { N_IMAGES = 256, N_PIXELS = 37 };

static uint8_t pixels[N_IMAGES * N_PIXELS], labels[N_IMAGES];
static const nn_dataset data = { N_IMAGES, { 1, 1, N_PIXELS }, 10, pixels, labels };

/* Image i is filled with byte i, but for its last pixel, 255 - i. */
static void
fill (void)
{
  for (int i = 0; i < N_IMAGES; i++)
    {
      for (int p = 0; p < N_PIXELS; p++)
        pixels[i * N_PIXELS + p] = (uint8_t) (p < N_PIXELS - 1 ? i : 255 - i);
      labels[i] = i % 10;
    }
}

/* Multiplying by the rounded 1/255 costs at most one ULP against the true quotient. */
static void
test_scale (void)
{
  g_autofree float *x = g_new (float, N_IMAGES * N_PIXELS);
  uint8_t label[N_IMAGES];

  nn_dataset_gather (&data, N_IMAGES, NULL, false, x, label);
  for (int i = 0; i < N_IMAGES; i++)
    {
      float quotient = i / 255.0f;

      for (int p = 0; p < N_PIXELS - 1; p++)
        g_assert_cmpfloat (fabsf (x[i * N_PIXELS + p] - quotient), <=, quotient * 0x1p-23f);
      g_assert_cmpfloat (x[i * N_PIXELS + N_PIXELS - 1], ==, x[(255 - i) * N_PIXELS]);
      g_assert_cmpuint (label[i], ==, i % 10);
    }
  g_assert_cmpfloat (x[0], ==, 0);
  g_assert_cmpfloat (x[255 * N_PIXELS], ==, 1);
}

static void
test_index (void)
{
  const uint32_t index[] = { 255, 0, 17, 17, 3 };
  float x[G_N_ELEMENTS (index) * N_PIXELS + 1];
  uint8_t label[G_N_ELEMENTS (index)];

  x[G_N_ELEMENTS (x) - 1] = -7;
  nn_dataset_gather (&data, G_N_ELEMENTS (index), index, false, x, label);
  for (gsize i = 0; i < G_N_ELEMENTS (index); i++)
    {
      g_assert_cmpfloat_with_epsilon (x[i * N_PIXELS] * 255, index[i], 1e-4);
      g_assert_cmpuint (label[i], ==, index[i] % 10);
    }
  g_assert_cmpfloat (x[G_N_ELEMENTS (x) - 1], ==, -7);
}

static void
test_slice (void)
{
  nn_dataset slice = nn_dataset_slice (&data, 100, 20), of_slice = nn_dataset_slice (&slice, 5, 1);
  nn_dataset whole = nn_dataset_slice (&data, 0, N_IMAGES);
  nn_dataset empty = nn_dataset_slice (&data, N_IMAGES, 0);

  g_assert_cmpuint (slice.n_images, ==, 20);
  g_assert_cmpuint (nn_shape_size (slice.shape), ==, N_PIXELS);
  g_assert_cmpuint (slice.n_classes, ==, 10);
  g_assert_true (slice.pixels == pixels + 100 * N_PIXELS);
  g_assert_true (slice.labels == labels + 100);
  g_assert_cmpuint (of_slice.pixels[0], ==, 105);
  g_assert_cmpuint (whole.n_images, ==, N_IMAGES);
  g_assert_cmpuint (empty.n_images, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/nn/dataset/gather/scale", test_scale);
  g_test_add_func ("/nn/dataset/gather/index", test_index);
  g_test_add_func ("/nn/dataset/slice", test_slice);
  return g_test_run ();
}
