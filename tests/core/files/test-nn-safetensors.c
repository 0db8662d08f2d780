/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-safetensors.c - files as safetensors 0.8.0 for Python writes them, and hostile ones
 *
 * The bytes of the good file were written down from safetensors.numpy.save ().
 */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-safetensors.h"

/* Arrays a = [7], layer1.weight = [[1, -2, .5], [3, 4, 5]], none of shape 0 x 3 and a number s = 2.5,
 * with the metadata x: "y z", step: "7".                                                         */
static const char library_file[]
    = "\x18\x01\0\0\0\0\0\0"
      "{\"__metadata__\":{\"x\":\"y z\",\"step\":\"7\"},"
      "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
      "\"layer1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[4,28]},"
      "\"none\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[28,28]},"
      "\"s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[28,32]}}      "
      "\0\0\xe0@\0\0\x80?\0\0\0\xc0\0\0\0?\0\0@@\0\0\x80@\0\0\xa0@\0\0 @";

enum { LIBRARY_LENGTH = sizeof library_file - 1 };

/* Large, so not on the stack. */
static nn_safetensors tensors;

/* In memory of just its length, so that a sanitizer sees a byte read too far. */
static nn_safetensors_problem
parse (const char *data, gsize length, gsize *offset)
{
  g_autofree guint8 *copy = g_memdup2 (data, length);

  return nn_safetensors_parse (copy, length, &tensors, offset);
}

static void
test_library_file (void)
{
  const guint8 *data = (const guint8 *) library_file;
  const nn_safetensor *t;
  float values[6];
  gsize offset;

  g_assert_cmpuint (LIBRARY_LENGTH, ==, 320);
  g_assert_cmpint (nn_safetensors_parse (data, LIBRARY_LENGTH, &tensors, &offset), ==,
                   NN_SAFETENSORS_OK);
  g_assert_cmpint (tensors.n_tensors, ==, 4);
  g_assert_cmpint (tensors.n_texts, ==, 2);
  g_assert_cmpstr (nn_safetensors_value (&tensors, "x"), ==, "y z");
  g_assert_cmpstr (nn_safetensors_value (&tensors, "step"), ==, "7");
  g_assert_null (nn_safetensors_value (&tensors, "y"));
  g_assert_null (nn_safetensors_find (&tensors, "layer1"));

  t = nn_safetensors_find (&tensors, "layer1.weight");
  g_assert_cmpint (t->n_dimensions, ==, 2);
  g_assert_cmpuint (t->dimension[0], ==, 2);
  g_assert_cmpuint (t->dimension[1], ==, 3);
  g_assert_cmpuint (t->n_values, ==, 6);
  nn_safetensors_decode (6, t->bytes, values);
  for (int i = 0; i < 6; i++)
    g_assert_cmpfloat (values[i], ==, ((float[]){ 1, -2, 0.5f, 3, 4, 5 })[i]);

  g_assert_cmpuint (nn_safetensors_find (&tensors, "none")->n_values, ==, 0);
  t = nn_safetensors_find (&tensors, "s");
  g_assert_cmpint (t->n_dimensions, ==, 0);
  g_assert_cmpuint (t->n_values, ==, 1);
  nn_safetensors_decode (1, t->bytes, values);
  g_assert_cmpfloat (values[0], ==, 2.5f);
}

/* Byte for byte what the library makes of the same arrays, which it sorts by name. */
static void
test_written_alike (void)
{
  gsize offset, header;
  guint8 written[LIBRARY_LENGTH];
  float values[8];

  g_assert_cmpint (parse (library_file, LIBRARY_LENGTH, &offset), ==, NN_SAFETENSORS_OK);
  header = nn_safetensors_header (&tensors, NULL, 0);
  g_assert_cmpuint (header, ==, LIBRARY_LENGTH - 32);
  g_assert_cmpuint (nn_safetensors_header (&tensors, written, sizeof written), ==, header);
  nn_safetensors_decode (8, (const guint8 *) library_file + header, values);
  nn_safetensors_encode (8, values, written + header);
  g_assert_cmpmem (written, sizeof written, library_file, LIBRARY_LENGTH);

  /* No byte beyond the room that there is. */
  memset (written, 0xee, sizeof written);
  g_assert_cmpuint (nn_safetensors_header (&tensors, written, 20), ==, header);
  g_assert_cmpmem (written, 20, library_file, 20);
  g_assert_cmpuint (written[20], ==, 0xee);
  memset (written, 0xee, sizeof written);
  g_assert_cmpuint (nn_safetensors_header (&tensors, written, 4), ==, header);
  g_assert_cmpmem (written, 4, library_file, 4);
  g_assert_cmpuint (written[4], ==, 0xee);
}

/* Files without metadata, from the library too: no array; a = [[.5]] and b = [1, 2]. */
static const struct {
  const char *data;
  gsize header, length;
} without_texts[] = {
  { "\x08\0\0\0\0\0\0\0{}      ", 16, 16 },
  { "\x70\0\0\0\0\0\0\0"
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
    "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}  "
    "\0\0\0?\0\0\x80?\0\0\0@",
    120, 132 },
};

static void
test_written_without_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (without_texts); i++)
    {
      guint8 written[120];
      gsize offset;

      g_assert_cmpint (parse (without_texts[i].data, without_texts[i].length, &offset), ==,
                       NN_SAFETENSORS_OK);
      g_assert_cmpint (tensors.n_texts, ==, 0);
      g_assert_cmpuint (nn_safetensors_header (&tensors, written, sizeof written), ==,
                        without_texts[i].header);
      g_assert_cmpmem (written, without_texts[i].header, without_texts[i].data,
                       without_texts[i].header);
    }
}

static void
test_bits_survive (void)
{
  const float values[] = { NAN, -NAN, INFINITY, -0.0f, 1e-45f, 3.4e38f, -1.5f };
  guint8 bytes[sizeof values];
  float back[G_N_ELEMENTS (values)];

  nn_safetensors_encode (G_N_ELEMENTS (values), values, bytes);
  nn_safetensors_decode (G_N_ELEMENTS (values), bytes, back);
  g_assert_cmpmem (back, sizeof back, values, sizeof values);
  g_assert_cmpmem (bytes + 24, 4, "\0\0\xc0\xbf", 4);
}

/* A file of this header and n_data bytes behind it. ^ in the header is not part of it, but marks
 * the place, which is returned.                                                                 */
static gsize
make_file (GByteArray *file, const char *header, gsize n_data)
{
  const char *mark = strchr (header, '^');
  gsize n = strlen (header) - (mark != NULL);
  const guint64 length = GUINT64_TO_LE (n);

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  for (const char *c = header; *c != '\0'; c++)
    if (c != mark)
      g_byte_array_append (file, (const guint8 *) c, 1);
  for (gsize i = 0; i < n_data; i++)
    g_byte_array_append (file, &(guint8){ 0 }, 1);
  return 8 + (mark != NULL ? mark - header : n);
}

static const struct {
  const char *header;
  gsize n_data;
  int n_tensors;
} spellings[] = {
  { "{}", 0, 0 },
  { " {\n } \t\r\n", 0, 0 },
  { "{\"__metadata__\":{}}", 0, 0 },
  { "{ \"a b\" : { \"shape\" : [ 2 , 1 ] , \"data_offsets\" : [ 0 , 8 ] , \"dtype\" : \"F32\" } } ",
    8, 1 },
  /* The header's order is not that of the data. */
  { "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
    "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
    8, 2 },
  /* One without a byte begins where another does. */
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
    "\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
    8, 2 },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2,1,2],\"data_offsets\":[0,16]}}", 16, 1 },
};

static void
test_spellings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();
      gsize offset;

      make_file (file, spellings[i].header, spellings[i].n_data);
      g_assert_cmpint (parse ((char *) file->data, file->len, &offset), ==, NN_SAFETENSORS_OK);
      g_assert_cmpint (tensors.n_tensors, ==, spellings[i].n_tensors);
    }
}

#define ARRAY(name, shape, offsets)                                                                \
  "\"" name "\":{\"dtype\":\"F32\",\"shape\":[" shape "],\"data_offsets\":[" offsets "]}"

/* in_data: the place is so many bytes behind the header; -1: it is marked in the header. */
static const struct {
  const char *name, *header;
  gsize n_data;
  nn_safetensors_problem problem;
  int in_data;
} hostile[] = {
  { "overlap", "{" ARRAY ("a", "2", "0,8") "," ARRAY ("b", "2", "4,12") "}", 12,
    NN_SAFETENSORS_OVERLAP, 4 },
  { "same-place", "{" ARRAY ("a", "2", "0,8") "," ARRAY ("b", "2", "0,8") "}", 8,
    NN_SAFETENSORS_OVERLAP, 0 },
  { "within", "{" ARRAY ("a", "4", "0,16") "," ARRAY ("b", "1", "4,8") "}", 16,
    NN_SAFETENSORS_OVERLAP, 4 },
  { "empty-within", "{" ARRAY ("a", "4", "0,16") "," ARRAY ("b", "0", "4,4") "}", 16,
    NN_SAFETENSORS_OVERLAP, 4 },
  { "gap", "{" ARRAY ("a", "1", "0,4") "," ARRAY ("b", "1", "8,12") "}", 12, NN_SAFETENSORS_GAP,
    4 },
  { "gap-at-the-start", "{" ARRAY ("a", "1", "4,8") "}", 8, NN_SAFETENSORS_GAP, 0 },
  { "beyond-the-end", "{" ARRAY ("a", "2", "0,8") "}", 7, NN_SAFETENSORS_TRUNCATED, 7 },
  { "far-beyond", "{" ARRAY ("a", "4611686018427387903", "0,18446744073709551612") "}", 8,
    NN_SAFETENSORS_TRUNCATED, 8 },
  { "bytes-of-nobody", "{" ARRAY ("a", "1", "0,4") "}", 5, NN_SAFETENSORS_TRAILING, 4 },
  { "data-without-arrays", "{}", 1, NN_SAFETENSORS_TRAILING, 0 },
  { "duplicate-name", "{" ARRAY ("a", "1", "0,4") ",^" ARRAY ("a", "1", "4,8") "}", 8,
    NN_SAFETENSORS_DUPLICATE, -1 },
  { "duplicate-field", "{\"a\":{\"shape\":[1],^\"shape\":[1]}}", 4, NN_SAFETENSORS_DUPLICATE, -1 },
  { "duplicate-metadata", "{\"__metadata__\":{},^\"__metadata__\":{}}", 0, NN_SAFETENSORS_DUPLICATE,
    -1 },
  { "duplicate-text", "{\"__metadata__\":{\"a\":\"1\",^\"a\":\"1\"}}", 0, NN_SAFETENSORS_DUPLICATE,
    -1 },
  { "offsets-reversed", "{^" ARRAY ("a", "1", "4,0") "}", 4, NN_SAFETENSORS_SIZE, -1 },
  { "shape-larger", "{^" ARRAY ("a", "2", "0,4") "}", 4, NN_SAFETENSORS_SIZE, -1 },
  { "shape-smaller", "{^" ARRAY ("a", "0", "0,4") "}", 4, NN_SAFETENSORS_SIZE, -1 },
  { "half-a-float", "{^" ARRAY ("a", "1", "0,5") "}", 5, NN_SAFETENSORS_SIZE, -1 },
  { "shape-overflows", "{^" ARRAY ("a", "4294967296,4294967296", "0,0") "}", 0, NN_SAFETENSORS_SIZE,
    -1 },
  { "bytes-overflow", "{^" ARRAY ("a", "4611686018427387904", "0,0") "}", 0, NN_SAFETENSORS_SIZE,
    -1 },
  { "nan", "{" ARRAY ("a", "^NaN", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "infinity", "{" ARRAY ("a", "1", "0,^Infinity") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "negative", "{" ARRAY ("a", "^-1", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "fraction", "{" ARRAY ("a", "^1.0", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "exponent", "{" ARRAY ("a", "^1e0", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "leading-zero", "{" ARRAY ("a", "^01", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "hexadecimal", "{" ARRAY ("a", "^0x1", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "beyond-64-bits", "{" ARRAY ("a", "1", "0,^18446744073709551616") "}", 4, NN_SAFETENSORS_NUMBER,
    -1 },
  { "number-as-text", "{" ARRAY ("a", "^\"1\"", "0,4") "}", 4, NN_SAFETENSORS_NUMBER, -1 },
  { "far-beyond-64-bits", "{" ARRAY ("a", "1", "0,^99999999999999999999") "}", 4,
    NN_SAFETENSORS_NUMBER, -1 },
  { "ends-in-a-number", "{\"a\":{\"shape\":[1^", 4, NN_SAFETENSORS_SYNTAX, -1 },
  { "type-no-text", "{\"a\":{\"dtype\":^7}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "field-no-text", "{\"a\":{^7:1}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "metadata-key-no-text", "{\"__metadata__\":{^7:\"a\"}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "null", "{\"a\":^null}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "array-for-object", "{\"a\":^[]}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "one-offset", "{\"a\":{\"data_offsets\":[0^]}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "three-offsets", "{\"a\":{\"data_offsets\":[0,0,^0]}}", 0, NN_SAFETENSORS_TOO_MANY, -1 },
  { "five-dimensions", "{\"a\":{\"shape\":[1,1,1,1,^1]}}", 4, NN_SAFETENSORS_TOO_MANY, -1 },
  { "another-type", "{\"a\":{\"dtype\":^\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2,
    NN_SAFETENSORS_TYPE, -1 },
  { "pickle", "{\"a\":{\"dtype\":^\"cposix system\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2,
    NN_SAFETENSORS_TYPE, -1 },
  { "type-missing", "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]^}}", 4, NN_SAFETENSORS_KEY, -1 },
  { "all-missing", "{\"a\":{^}}", 0, NN_SAFETENSORS_KEY, -1 },
  { "unknown-field", "{\"a\":{^\"strides\":[1]}}", 0, NN_SAFETENSORS_KEY, -1 },
  { "name-empty", "{^\"\":{}}", 0, NN_SAFETENSORS_STRING, -1 },
  { "name-too-long", "{^\"0123456789012345678901234567890123456789012345678901234567890123\":{}}",
    0, NN_SAFETENSORS_STRING, -1 },
  { "escape", "{\"a^\\u0062\":{}}", 0, NN_SAFETENSORS_STRING, -1 },
  { "control-character", "{\"a^\x01\":{}}", 0, NN_SAFETENSORS_STRING, -1 },
  { "not-ascii", "{\"a^\xff\":{}}", 0, NN_SAFETENSORS_STRING, -1 },
  { "string-without-end", "{\"a:{}}^", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "metadata-not-text", "{\"__metadata__\":{\"a\":^1}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "metadata-deep", "{\"__metadata__\":{\"a\":^{\"b\":\"c\"}}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "trailing-comma", "{" ARRAY ("a", "1", "0,4") ",^}", 4, NN_SAFETENSORS_SYNTAX, -1 },
  { "comma-missing", "{" ARRAY ("a", "1", "0,4") "^" ARRAY ("b", "1", "4,8") "}", 8,
    NN_SAFETENSORS_SYNTAX, -1 },
  { "comment", "{^/**/}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "single-quotes", "{^'a':{}}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "two-objects", "{}^{}", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "no-object", "^[]", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "object-open", "{^", 0, NN_SAFETENSORS_SYNTAX, -1 },
  { "nothing", "^", 0, NN_SAFETENSORS_SYNTAX, -1 },
};

static void
assert_refused (GByteArray *file, nn_safetensors_problem problem, gsize place)
{
  gsize offset = 12345;

  g_assert_cmpint (parse ((char *) file->data, file->len, &offset), ==, problem);
  g_assert_cmpuint (offset, ==, place);
}

static void
test_hostile (gconstpointer data)
{
  const int i = GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gsize place = make_file (file, hostile[i].header, hostile[i].n_data);

  assert_refused (file, hostile[i].problem,
                  place + (hostile[i].in_data > 0 ? hostile[i].in_data : 0));
}

/* A million brackets where one would do. */
static void
test_deep (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *header = g_strconcat ("{\"a\":{\"shape\":[^", brackets, NULL);
  gsize place = make_file (file, header, 0);

  assert_refused (file, NN_SAFETENSORS_NUMBER, place);
}

static void
test_header_length (void)
{
  static const guint64 lengths[]
      = { NN_SAFETENSORS_MAX_HEADER + 1, G_MAXUINT64, G_MAXINT64, (guint64) 1 << 32 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();
      const guint64 length = GUINT64_TO_LE (lengths[i]);

      make_file (file, "{}", 100);
      memcpy (file->data, &length, sizeof length);
      assert_refused (file, NN_SAFETENSORS_HEADER, 0);
    }
}

/* Cut anywhere: in the length, the header or the data. */
static void
test_cut (void)
{
  for (gsize n = 0; n < LIBRARY_LENGTH; n++)
    {
      gsize offset = 12345;

      g_assert_cmpint (parse (library_file, n, &offset), ==, NN_SAFETENSORS_TRUNCATED);
      g_assert_cmpuint (offset, ==, n);
    }
}

static void
test_too_many (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new (), texts = g_byte_array_new ();
  g_autoptr (GString) header = g_string_new ("{");
  gsize place;

  for (int i = 0; i <= NN_SAFETENSORS_MAX_TENSORS; i++)
    g_string_append_printf (header,
                            "%s\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}",
                            i == NN_SAFETENSORS_MAX_TENSORS ? ",^"
                            : i > 0                         ? ","
                                                            : "",
                            i);
  place = make_file (file, header->str, 0);
  assert_refused (file, NN_SAFETENSORS_TOO_MANY, place);

  g_string_assign (header, "{\"__metadata__\":{");
  for (int i = 0; i <= NN_SAFETENSORS_MAX_METADATA; i++)
    g_string_append_printf (header, "%s\"%d\":\"\"",
                            i == NN_SAFETENSORS_MAX_METADATA ? ",^"
                            : i > 0                          ? ","
                                                             : "",
                            i);
  place = make_file (texts, header->str, 0);
  assert_refused (texts, NN_SAFETENSORS_TOO_MANY, place);
}

static void
test_value_too_long (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *value = g_strnfill (NN_SAFETENSORS_VALUE_SIZE, 'x');
  g_autofree char *header = g_strconcat ("{\"__metadata__\":{\"a\":^\"", value, "\"}}", NULL);
  gsize place = make_file (file, header, 0);

  assert_refused (file, NN_SAFETENSORS_STRING, place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/safetensors/library-file", test_library_file);
  g_test_add_func ("/nn/safetensors/written-alike", test_written_alike);
  g_test_add_func ("/nn/safetensors/written-without-texts", test_written_without_texts);
  g_test_add_func ("/nn/safetensors/bits-survive", test_bits_survive);
  g_test_add_func ("/nn/safetensors/spellings", test_spellings);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *path = g_strconcat ("/nn/safetensors/hostile/", hostile[i].name, NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_hostile);
    }
  g_test_add_func ("/nn/safetensors/hostile/deep", test_deep);
  g_test_add_func ("/nn/safetensors/hostile/header-length", test_header_length);
  g_test_add_func ("/nn/safetensors/hostile/cut", test_cut);
  g_test_add_func ("/nn/safetensors/hostile/too-many", test_too_many);
  g_test_add_func ("/nn/safetensors/hostile/value-too-long", test_value_too_long);
  return g_test_run ();
}
