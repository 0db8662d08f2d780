/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-npy.c - headers of .npy files as NumPy writes them, and every kind that it must not be
 *
 * The bytes of good files were written down from numpy.save () of NumPy 1.24.
 */

#include <glib.h>
#include <string.h>

#include "nn-npy.h"

/* A file of the header given, padded with nothing, and n bytes 1, 2, 3... after it. */
static GByteArray *
make_file (guint8 version, const char *header, gsize n)
{
  GByteArray *file = g_byte_array_new ();
  const guint8 preamble[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', version, 0 };
  const guint32 length = GUINT32_TO_LE (strlen (header));

  g_byte_array_append (file, preamble, sizeof preamble);
  g_byte_array_append (file, (const guint8 *) &length, version == 1 ? 2 : 4);
  g_byte_array_append (file, (const guint8 *) header, strlen (header));
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (file, &(guint8){ (guint8) (i + 1) }, 1);
  return file;
}

static const char numpy_header[] = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 2), }"
                                   "                                                       \n";

/* numpy.save () of arange (1, 13) as uint8 in the shape 2, 3, 2: 140 bytes, data from 128. */
static void
test_numpy (void)
{
  g_autoptr (GByteArray) file = make_file (1, numpy_header, 12);
  nn_npy npy;

  g_assert_cmpuint (file->len, ==, 140);
  g_assert_cmpint (nn_npy_parse (file->data, file->len, &npy, NULL), ==, NN_OK);
  g_assert_cmpint (npy.n_dimensions, ==, 3);
  g_assert_cmpuint (npy.dimension[0], ==, 2);
  g_assert_cmpuint (npy.dimension[1], ==, 3);
  g_assert_cmpuint (npy.dimension[2], ==, 2);
  g_assert_cmpuint (npy.n_bytes, ==, 12);
  g_assert_true (npy.bytes == file->data + 128);
}

static const char *const good_headers[] = {
  "{'descr': '|u1', 'fortran_order': False, 'shape': (6,), }",
  "{'descr': '|u1', 'fortran_order': False, 'shape': (6L,), }\n",
  "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"|u1\"}",
  "{'descr': 'u1', 'fortran_order': False, 'shape': (1, 2, 1, 3)}",
  "  { 'fortran_order' : False , 'descr' : '|u1' , 'shape' : ( 3 , 2 , ) , }  \n",
};

static void
test_spellings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_headers); i++)
    for (guint8 version = 1; version <= 3; version++)
      {
        g_autoptr (GByteArray) file = make_file (version, good_headers[i], 6);
        nn_npy npy;

        g_assert_cmpint (nn_npy_parse (file->data, file->len, &npy, NULL), ==, NN_OK);
        g_assert_cmpuint (npy.n_bytes, ==, 6);
        g_assert_cmpuint (npy.bytes[5], ==, 6);
      }
}

static void
assert_refused (const guint8 *data, gsize length, nn_status status, gsize offset)
{
  nn_npy npy = { .n_dimensions = -7 };
  g_autofree guint8 *copy = g_memdup2 (data, length);
  gsize at = 12345;

  g_assert_cmpint (nn_npy_parse (copy, length, &npy, &at), ==, status);
  g_assert_cmpuint (at, ==, offset);
  g_assert_cmpint (npy.n_dimensions, ==, -7);
  g_assert_cmpint (nn_npy_parse (copy, length, &npy, NULL), ==, status);
}

static void
test_every_truncation (void)
{
  g_autoptr (GByteArray) file = make_file (1, numpy_header, 12);

  for (gsize length = 0; length < file->len; length++)
    assert_refused (file->data, length, NN_ERROR_TRUNCATED, length);
}

static void
test_trailing (void)
{
  g_autoptr (GByteArray) file = make_file (1, numpy_header, 15);

  assert_refused (file->data, file->len, NN_ERROR_TRAILING, 140);
}

static void
test_every_magic (void)
{
  for (gsize at = 0; at < 8; at++)
    for (int value = 0; value < 256; value++)
      {
        g_autoptr (GByteArray) file = make_file (1, numpy_header, 12);

        if (file->data[at] == value || (at == 6 && value >= 1 && value <= 3))
          continue;
        file->data[at] = (guint8) value;
        assert_refused (file->data, file->len, NN_ERROR_MAGIC, at == 7 ? 6 : at);
      }
}

/* offset: within the header, which begins at byte 10. */
static const struct {
  const char *name, *header;
  nn_status status;
  gsize offset;
} bad_headers[] = {
  { "type", "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", NN_ERROR_MAGIC, 10 },
  { "signed", "{'descr': '|i1', 'fortran_order': False, 'shape': (6,), }", NN_ERROR_MAGIC, 10 },
  { "object", "{'descr': '|O', 'fortran_order': False, 'shape': (6,), }", NN_ERROR_MAGIC, 10 },
  { "columns", "{'descr': '|u1', 'fortran_order': True, 'shape': (6,), }", NN_ERROR_MAGIC, 34 },
  { "scalar", "{'descr': '|u1', 'fortran_order': False, 'shape': (), }", NN_ERROR_MAGIC, 51 },
  { "no-comma-of-one", "{'descr': '|u1', 'fortran_order': False, 'shape': (6), }", NN_ERROR_MAGIC,
    52 },
  { "five-dimensions", "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 1, 1, 6), }",
    NN_ERROR_MAGIC, 63 },
  { "zero", "{'descr': '|u1', 'fortran_order': False, 'shape': (6, 0), }", NN_ERROR_VALUE, 54 },
  { "negative", "{'descr': '|u1', 'fortran_order': False, 'shape': (-6,), }", NN_ERROR_MAGIC, 51 },
  { "dimension-overflows", "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296,), }",
    NN_ERROR_SHAPE, 51 },
  { "dimension-overflows-by-ten",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967300,), }", NN_ERROR_SHAPE, 51 },
  { "dimension-of-30-digits",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 100000000000000000000000000001,), }",
    NN_ERROR_SHAPE, 54 },
  { "product-overflows",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967295, 4294967295, 4294967295), }",
    NN_ERROR_SHAPE, 75 },
  { "shape-twice", "{'descr': '|u1', 'shape': (6,), 'fortran_order': False, 'shape': (6,), }",
    NN_ERROR_MAGIC, 56 },
  { "no-type", "{'fortran_order': False, 'shape': (6,), }", NN_ERROR_MAGIC, 41 },
  { "no-shape", "{'descr': '|u1', 'fortran_order': False}", NN_ERROR_MAGIC, 40 },
  { "unknown-key", "{'descr': '|u1', 'name': 'x', 'shape': (6,), }", NN_ERROR_MAGIC, 17 },
  { "no-colon", "{'descr' '|u1', 'fortran_order': False, 'shape': (6,)}", NN_ERROR_MAGIC, 9 },
  { "no-comma", "{'descr': '|u1' 'fortran_order': False, 'shape': (6,)}", NN_ERROR_MAGIC, 16 },
  { "quotes-mixed", "{'descr\": '|u1', 'fortran_order': False, 'shape': (6,)}", NN_ERROR_MAGIC, 1 },
  { "blank-in-quotes", "{' descr': '|u1', 'fortran_order': False, 'shape': (6,)}", NN_ERROR_MAGIC,
    1 },
  { "not-closed", "{'descr': '|u1', 'fortran_order': False, 'shape': (6,), ", NN_ERROR_MAGIC, 56 },
  { "something-after", "{'descr': '|u1', 'fortran_order': False, 'shape': (6,), } x",
    NN_ERROR_MAGIC, 58 },
  { "empty", "", NN_ERROR_MAGIC, 0 },
};

static void
test_bad_header (gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) file = make_file (1, bad_headers[i].header, 6);

  assert_refused (file->data, file->len, bad_headers[i].status, 10 + bad_headers[i].offset);
}

/* A header that would be 4 GiB long lies beyond the data. */
static void
test_header_length (void)
{
  g_autoptr (GByteArray) file = make_file (2, numpy_header, 12);

  memset (file->data + 8, 0xff, 4);
  assert_refused (file->data, file->len, NN_ERROR_TRUNCATED, file->len);
}

/* Any single wrong byte of the header is refused or still means these 12 bytes. */
static void
test_every_header_byte (void)
{
  for (gsize at = 0; at < 128; at++)
    for (int flip = 1; flip < 256; flip++)
      {
        g_autoptr (GByteArray) file = make_file (1, numpy_header, 12);
        nn_npy npy;

        file->data[at] ^= (guint8) flip;
        if (nn_npy_parse (file->data, file->len, &npy, NULL) == NN_OK)
          g_assert_cmpuint (npy.n_bytes, ==, 12);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/npy/numpy", test_numpy);
  g_test_add_func ("/nn/npy/spellings", test_spellings);
  g_test_add_func ("/nn/npy/every-truncation", test_every_truncation);
  g_test_add_func ("/nn/npy/trailing", test_trailing);
  g_test_add_func ("/nn/npy/every-magic", test_every_magic);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_headers); i++)
    {
      g_autofree char *path = g_strconcat ("/nn/npy/refused/", bad_headers[i].name, NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_bad_header);
    }
  g_test_add_func ("/nn/npy/header-length", test_header_length);
  g_test_add_func ("/nn/npy/every-header-byte", test_every_header_byte);
  return g_test_run ();
}
