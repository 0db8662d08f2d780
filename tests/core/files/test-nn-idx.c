/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-idx.c - every header of an IDX file that is wrong is refused, with the place */

#include <glib.h>
#include <string.h>

#include "nn-idx.h"

/* Two images of 2 x 3. */
/* clang-format off */
static const uint8_t images[] = {
  0, 0, 8, 3,  0, 0, 0, 2,  0, 0, 0, 2,  0, 0, 0, 3,
  1, 2, 3, 4, 5, 6,  7, 8, 9, 10, 11, 255,
};
/* clang-format on */

static const uint8_t labels[] = { 0, 0, 8, 1, 0, 0, 0, 4, 0, 9, 3, 9 };

enum { HEADER = 16 };

static void
test_images (void)
{
  nn_idx idx;

  g_assert_cmpint (nn_idx_parse (images, sizeof images, &idx, NULL), ==, NN_OK);
  g_assert_cmpint (idx.n_dimensions, ==, 3);
  g_assert_cmpuint (idx.dimension[0], ==, 2);
  g_assert_cmpuint (idx.dimension[1], ==, 2);
  g_assert_cmpuint (idx.dimension[2], ==, 3);
  g_assert_cmpuint (idx.n_bytes, ==, 12);
  g_assert_true (idx.bytes == images + HEADER);
}

/* A dimension's bytes are read from the most significant: 0x00010203 = 66051. */
static void
test_big_endian (void)
{
  const gsize length = 8 + 66051;
  g_autofree uint8_t *data = g_malloc0 (length);
  nn_idx idx;

  memcpy (data, (const uint8_t[]){ 0, 0, 8, 1, 0, 1, 2, 3 }, 8);
  g_assert_cmpint (nn_idx_parse (data, length, &idx, NULL), ==, NN_OK);
  g_assert_cmpuint (idx.dimension[0], ==, 66051);
}

static void
assert_refused (const uint8_t *data, gsize length, nn_status status, gsize offset)
{
  nn_idx idx = { .n_dimensions = -7 };
  /* A copy of that very length, so that a sanitizer sees a byte read too far. */
  g_autofree uint8_t *copy = g_memdup2 (data, length);
  gsize at = 12345;

  g_assert_cmpint (nn_idx_parse (copy, length, &idx, &at), ==, status);
  g_assert_cmpuint (at, ==, offset);
  g_assert_cmpint (idx.n_dimensions, ==, -7);
  g_assert_cmpint (nn_idx_parse (copy, length, &idx, NULL), ==, status);
}

static void
test_every_truncation (void)
{
  for (gsize length = 0; length < sizeof images; length++)
    assert_refused (images, length, NN_ERROR_TRUNCATED, length);
}

static void
test_trailing (void)
{
  uint8_t data[sizeof images + 5] = { 0 };

  memcpy (data, images, sizeof images);
  for (gsize extra = 1; extra <= 5; extra++)
    assert_refused (data, sizeof images + extra, NN_ERROR_TRAILING, sizeof images);
}

/* Each of the four bytes, with each value that it must not have, in a file and as its end. */
static void
test_every_magic (void)
{
  for (gsize at = 0; at < 4; at++)
    for (int value = 0; value < 256; value++)
      {
        uint8_t data[sizeof images];
        gboolean allowed = at == 3 ? value >= 1 && value <= 4 : value == images[at];

        if (allowed)
          continue;
        memcpy (data, images, sizeof images);
        data[at] = (uint8_t) value;
        assert_refused (data, sizeof images, NN_ERROR_MAGIC, at);
        assert_refused (data, at + 1, NN_ERROR_MAGIC, at);
      }
}

static void
set_dimension (uint8_t *data, int dimension, uint32_t value)
{
  uint32_t big_endian = GUINT32_TO_BE (value);

  memcpy (data + 4 + 4 * dimension, &big_endian, 4);
}

static void
test_dimension_zero (void)
{
  for (int i = 0; i < 3; i++)
    {
      uint8_t data[sizeof images];

      memcpy (data, images, sizeof images);
      set_dimension (data, i, 0);
      assert_refused (data, sizeof images, NN_ERROR_VALUE, 4 + 4 * i);
    }
}

static void
test_dimension_huge (void)
{
  for (int i = 0; i < 3; i++)
    {
      uint8_t data[sizeof images];

      memcpy (data, images, sizeof images);
      set_dimension (data, i, 0xffffffff);
      assert_refused (data, sizeof images, NN_ERROR_TRUNCATED, sizeof images);
    }
}

/* (2^32 - 1)^2 still fits in 64 bits, the third factor does not. */
static void
test_product_overflows (void)
{
  uint8_t data[4 + 4 * 4] = { 0, 0, 8, 4 };

  for (int i = 0; i < 4; i++)
    set_dimension (data, i, 0xffffffff);
  assert_refused (data, sizeof data, NN_ERROR_SHAPE, sizeof (size_t) == 8 ? 12 : 8);
}

/* 2^64 would wrap around to 0 bytes, which the data has. */
static void
test_product_wraps (void)
{
  uint8_t data[4 + 4 * 4] = { 0, 0, 8, 4 };

  for (int i = 0; i < 4; i++)
    set_dimension (data, i, 1 << 16);
  assert_refused (data, sizeof data, NN_ERROR_SHAPE, sizeof (size_t) == 8 ? 16 : 8);
}

/* Neither a crash nor a success on any single wrong header byte, unless it is the same shape. */
static void
test_every_header_byte (void)
{
  for (gsize at = 0; at < HEADER; at++)
    for (int flip = 1; flip < 256; flip++)
      {
        uint8_t data[sizeof images];
        nn_idx idx;

        memcpy (data, images, sizeof images);
        data[at] ^= (uint8_t) flip;
        g_assert_cmpint (nn_idx_parse (data, sizeof data, &idx, NULL), !=, NN_OK);
      }
}

static void
test_labels (void)
{
  nn_idx idx;
  gsize at = 12345;

  g_assert_cmpint (nn_idx_parse (labels, sizeof labels, &idx, NULL), ==, NN_OK);
  g_assert_cmpint (nn_idx_check_labels (&idx, 10, &at), ==, NN_OK);
  g_assert_cmpuint (at, ==, 12345);
  g_assert_cmpint (nn_idx_check_labels (&idx, 9, &at), ==, NN_ERROR_VALUE);
  g_assert_cmpuint (at, ==, 9);
  g_assert_cmpint (nn_idx_check_labels (&idx, 0, &at), ==, NN_ERROR_VALUE);
  g_assert_cmpuint (at, ==, 8);
  g_assert_cmpint (nn_idx_check_labels (&idx, 9, NULL), ==, NN_ERROR_VALUE);
}

static void
test_labels_of_images (void)
{
  nn_idx idx;
  gsize at;

  nn_idx_parse (images, sizeof images, &idx, NULL);
  g_assert_cmpint (nn_idx_check_labels (&idx, 256, &at), ==, NN_ERROR_SHAPE);
  g_assert_cmpuint (at, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/idx/images", test_images);
  g_test_add_func ("/nn/idx/big-endian", test_big_endian);
  g_test_add_func ("/nn/idx/every-truncation", test_every_truncation);
  g_test_add_func ("/nn/idx/trailing", test_trailing);
  g_test_add_func ("/nn/idx/every-magic", test_every_magic);
  g_test_add_func ("/nn/idx/dimension/zero", test_dimension_zero);
  g_test_add_func ("/nn/idx/dimension/huge", test_dimension_huge);
  g_test_add_func ("/nn/idx/product/overflows", test_product_overflows);
  g_test_add_func ("/nn/idx/product/wraps", test_product_wraps);
  g_test_add_func ("/nn/idx/every-header-byte", test_every_header_byte);
  g_test_add_func ("/nn/idx/labels/range", test_labels);
  g_test_add_func ("/nn/idx/labels/of-images", test_labels_of_images);
  return g_test_run ();
}
