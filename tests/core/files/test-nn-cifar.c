/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-cifar.c - records of CIFAR-10: what is cut off or mislabelled is refused, with the place */

#include <glib.h>

#include "nn-cifar.h"

enum { N = 3, LENGTH = N * 3073 };

/* Labels 7, 0 and 9; a pixel's value is its place, and 100 more for each record. */
static uint8_t *
make_records (void)
{
  static const uint8_t label[N] = { 7, 0, 9 };
  uint8_t *data = g_malloc (LENGTH);

  for (int i = 0; i < N; i++)
    {
      data[i * 3073] = label[i];
      for (int k = 0; k < 3072; k++)
        data[i * 3073 + 1 + k] = (uint8_t) (k + 100 * i);
    }
  return data;
}

static void
test_split (void)
{
  g_autofree uint8_t *data = make_records ();
  g_autofree uint8_t *pixels = g_malloc (N * 3072);
  uint8_t labels[N];
  gsize n = 0;

  g_assert_cmpint (nn_cifar_check (data, LENGTH, 10, &n, NULL), ==, NN_OK);
  g_assert_cmpuint (n, ==, N);
  nn_cifar_split (data, n, pixels, labels);
  g_assert_cmpmem (labels, N, ((const uint8_t[]){ 7, 0, 9 }), N);
  g_assert_cmpuint (pixels[0], ==, 0);
  g_assert_cmpuint (pixels[3071], ==, 3071 & 255);
  g_assert_cmpuint (pixels[3072], ==, 100);
  g_assert_cmpuint (pixels[2 * 3072 + 1024], ==, (1024 + 200) & 255);
  g_assert_cmpuint (pixels[3 * 3072 - 1], ==, (3071 + 200) & 255);
}

static void
assert_refused (const uint8_t *data, gsize length, nn_status status, gsize offset)
{
  /* A copy of that very length, so that a sanitizer sees a byte read too far. */
  g_autofree uint8_t *copy = g_memdup2 (data, length);
  gsize n = 77, at = 12345;

  g_assert_cmpint (nn_cifar_check (copy, length, 10, &n, &at), ==, status);
  g_assert_cmpuint (at, ==, offset);
  g_assert_cmpuint (n, ==, 77);
  g_assert_cmpint (nn_cifar_check (copy, length, 10, &n, NULL), ==, status);
}

static void
test_every_length (void)
{
  g_autofree uint8_t *data = make_records ();

  for (gsize length = 0; length < LENGTH; length++)
    if (length == 0 || length % 3073 != 0)
      assert_refused (data, length, NN_ERROR_TRUNCATED, length);
}

static void
test_every_wrong_label (void)
{
  for (int i = 0; i < N; i++)
    for (int label = 10; label < 256; label++)
      {
        g_autofree uint8_t *data = make_records ();

        data[i * 3073] = (uint8_t) label;
        assert_refused (data, LENGTH, NN_ERROR_VALUE, i * 3073);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/cifar/split", test_split);
  g_test_add_func ("/nn/cifar/every-length", test_every_length);
  g_test_add_func ("/nn/cifar/every-wrong-label", test_every_wrong_label);
  return g_test_run ();
}
