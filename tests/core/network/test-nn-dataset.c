/* SPDX-License-Identifier: GPL-3.0-or-later */
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
  g_autofree float *x = g_new (float, N_IMAGES *N_PIXELS);
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

/* Two images of 3 channels, 2 x 3: number c * 6 + place of the data becomes place * 3 + c. */
static void
test_pixelwise (void)
{
  static const uint8_t of_colours[36] = {
    1,   2,   3,   4,   5,   6,   11,  12,  13,  14,  15,  16,  21,  22,  23,  24,  25,  26,
    101, 102, 103, 104, 105, 106, 111, 112, 113, 114, 115, 116, 121, 122, 123, 124, 125, 126,
  };
  static const uint8_t of_labels[2] = { 7, 8 };
  static const int expected[18]
      = { 1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24, 5, 15, 25, 6, 16, 26 };
  const nn_dataset colours = { 2, { 3, 2, 3 }, 10, of_colours, of_labels };
  const uint32_t index[3] = { 1, 0, 1 };
  float x[3 * 18 + 1];
  uint8_t label[3];

  x[3 * 18] = -7;
  nn_dataset_gather (&colours, 3, index, true, x, label);
  for (int i = 0; i < 3; i++)
    {
      for (int k = 0; k < 18; k++)
        g_assert_cmpfloat_with_epsilon (x[i * 18 + k] * 255, expected[k] + 100 * index[i], 1e-4);
      g_assert_cmpuint (label[i], ==, 7 + index[i]);
    }
  g_assert_cmpfloat (x[3 * 18], ==, -7);
}

/* The same numbers to the last bit, only in another order; with one channel in the same. */
static void
test_pixelwise_and_not (void)
{
  static const nn_shape shapes[] = { { 1, 1, N_PIXELS }, { N_PIXELS, 1, 1 }, { 1, N_PIXELS, 1 } };
  float x[20 * N_PIXELS], y[20 * N_PIXELS];
  uint8_t label[20];

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      nn_dataset shaped = data;

      shaped.shape = shapes[s];
      nn_dataset_gather (&shaped, 20, NULL, false, x, label);
      nn_dataset_gather (&shaped, 20, NULL, true, y, label);
      g_assert_cmpmem (x, sizeof x, y, sizeof y);
    }
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
  g_test_add_func ("/nn/dataset/gather/pixelwise", test_pixelwise);
  g_test_add_func ("/nn/dataset/gather/pixelwise-and-not", test_pixelwise_and_not);
  g_test_add_func ("/nn/dataset/slice", test_slice);
  return g_test_run ();
}
