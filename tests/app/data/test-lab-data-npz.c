/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-npz.c - Keras's mnist.npz, good and bad */

#include "data-files.h"

static GByteArray *
make_npy (const char *shape, gsize n, guint8 modulus)
{
  g_autofree char *header
      = g_strdup_printf ("{'descr': '|u1', 'fortran_order': False, 'shape': %s, }\n", shape);
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (array, (const guint8[]){ strlen (header), 0 }, 2);
  g_byte_array_append (array, (const guint8 *) header, strlen (header));
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (array, &(guint8){ i % modulus }, 1);
  return array;
}

typedef struct {
  GByteArray *array[4];
} Arrays;

static const char *const array_names[4]
    = { "x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy" };

static void
arrays_init (Arrays *arrays)
{
  arrays->array[0] = make_npy ("(24, 28, 28)", 24 * 784, 251);
  arrays->array[1] = make_npy ("(24,)", 24, 10);
  arrays->array[2] = make_npy ("(5, 28, 28)", 5 * 784, 241);
  arrays->array[3] = make_npy ("(5,)", 5, 10);
}

static void
arrays_clear (Arrays *arrays)
{
  for (int i = 0; i < 4; i++)
    g_byte_array_unref (arrays->array[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arrays, arrays_clear)

static char *
write_npz (const Fixture *fixture, const Arrays *arrays, int without)
{
  Member members[4];
  int n = 0;
  g_autoptr (GByteArray) packed = NULL;

  for (int i = 0; i < 4; i++)
    if (i != without)
      members[n++] = (Member){ array_names[i], arrays->array[i], 0, NULL };
  packed = pack (TRUE, members, n);
  return write_file (fixture, "mnist.npz", packed);
}

static void
replace_array (Arrays *arrays, int i, GByteArray *array)
{
  g_byte_array_unref (arrays->array[i]);
  arrays->array[i] = array;
}

static void
test_npz (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Arrays) arrays = { 0 };
  g_autoptr (LabData) data = NULL;
  g_autofree char *path = NULL;

  arrays_init (&arrays);
  path = write_npz (fixture, &arrays, -1);
  data = load (path);
  g_assert_cmpuint (data->train.n_images, ==, 22);
  g_assert_cmpuint (data->test.n_images, ==, 5);
  g_assert_true (nn_shape_equal (data->test.shape, (nn_shape){ 1, 28, 28 }));
  g_assert_cmpuint (data->train.pixels[784], ==, 784 % 251);
  g_assert_cmpuint (data->test.pixels[5 * 784 - 1], ==, (5 * 784 - 1) % 241);
  g_assert_cmpuint (data->validation.labels[1], ==, 3);
}

static void
test_npz_missing (Fixture *fixture, gconstpointer data)
{
  g_auto (Arrays) arrays = { 0 };

  arrays_init (&arrays);
  for (int i = 0; i < 4; i++)
    {
      g_autofree char *path = write_npz (fixture, &arrays, i);

      assert_refused (path, array_names[i]);
    }
}

static const struct {
  const char *test;
  int array;
  const char *shape;
  gsize n;
  guint8 modulus;
  const char *says;
} bad_arrays[] = {
  { "side", 0, "(24, 28, 27)", 24 * 28 * 27, 251, "not 28 by 28" },
  { "flat", 2, "(5, 784)", 5 * 784, 251, "not 28 by 28" },
  { "fewer-labels", 1, "(23,)", 23, 10, "a label for each" },
  { "label-12", 1, "(24,)", 24, 12, "y_train.npy, byte 79: The format does not allow" },
  { "too-short", 0, "(24, 28, 28)", 24 * 784 - 1, 251, "x_train.npy, byte 18891: The data ends" },
  { "too-long", 3, "(5,)", 6, 10, "The data goes on" },
  { "zero", 2, "(0, 28, 28)", 0, 251, "The format does not allow" },
  { "overflow", 2, "(4294967295, 4294967295, 4294967295)", 0, 251, "are too large" },
};

static void
test_npz_bad (Fixture *fixture, gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  g_auto (Arrays) arrays = { 0 };
  g_autofree char *path = NULL;

  arrays_init (&arrays);
  replace_array (&arrays, bad_arrays[i].array,
                 make_npy (bad_arrays[i].shape, bad_arrays[i].n, bad_arrays[i].modulus));
  path = write_npz (fixture, &arrays, -1);
  assert_refused (path, bad_arrays[i].says);
}

static void
test_npz_truncated (Fixture *fixture, gconstpointer data)
{
  g_auto (Arrays) arrays = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize n;

  arrays_init (&arrays);
  path = write_npz (fixture, &arrays, -1);
  g_assert_true (g_file_get_contents (path, &contents, &n, NULL));
  /* Up to where the last array ends; behind it is only zip's own list of them. */
  for (gsize length = 0; length + 400 < n; length += 7)
    {
      g_assert_true (write_bytes (path, contents, length));
      assert_refused (path, "mnist.npz");
    }
}

static void
add_tests (void)
{
  add ("/lab/data/npz/whole", NULL, test_npz);
  add ("/lab/data/npz/missing", NULL, test_npz_missing);
  add ("/lab/data/npz/truncated", NULL, test_npz_truncated);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_arrays); i++)
    add_row ("/lab/data/npz/bad/", bad_arrays[i].test, i, test_npz_bad);
}

int
main (int argc, char **argv)
{
  return run_data_tests (argc, argv, add_tests);
}
