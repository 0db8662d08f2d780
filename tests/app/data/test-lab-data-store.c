/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-store.c - data sets good and bad
 *
 * A small set of the right form is made in memory, damaged in one place, written to a folder of
 * its own and loaded. The sample in the repository stands for the known sets.
 */

#include <string.h>
#include <glib/gstdio.h>
#include "idx-files.h"
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-known-sets.h"

enum { N_TRAIN = IDX_N_TRAIN, N_TEST = IDX_N_TEST, IMAGE_HEADER = 16, LABEL_HEADER = 8 };

enum { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS };

typedef struct {
  char *folder;
  GByteArray *file[LAB_DATA_N_BYTES]; /* unpacked */
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  fixture->file[TRAIN_IMAGES] = idx_file_new (N_TRAIN, TRUE);
  fixture->file[TRAIN_LABELS] = idx_file_new (N_TRAIN, FALSE);
  fixture->file[TEST_IMAGES] = idx_file_new (N_TEST, TRUE);
  fixture->file[TEST_LABELS] = idx_file_new (N_TEST, FALSE);
}

static char *
path_of (const Fixture *fixture, int i, const char *extension)
{
  g_autofree char *name = g_strconcat (idx_file_names[i], extension, NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
remove_file (const Fixture *fixture, int i)
{
  g_autofree char *plain = path_of (fixture, i, "");
  g_autofree char *packed = path_of (fixture, i, ".gz");

  g_remove (plain);
  g_remove (packed);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < LAB_DATA_N_BYTES; i++)
    {
      remove_file (fixture, i);
      g_byte_array_unref (fixture->file[i]);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
write_bytes (const Fixture *fixture, int i, const char *extension, const void *data, gsize length)
{
  g_autofree char *path = path_of (fixture, i, extension);

  remove_file (fixture, i);
  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

static void
write_packed (const Fixture *fixture, int i, const void *data, gsize length)
{
  g_autoptr (GByteArray) packed = idx_file_pack (data, length);

  write_bytes (fixture, i, ".gz", packed->data, packed->len);
}

static void
write_all (const Fixture *fixture)
{
  for (int i = 0; i < LAB_DATA_N_BYTES; i++)
    write_bytes (fixture, i, "", fixture->file[i]->data, fixture->file[i]->len);
}

/* Refused, with an error that names the file and says so much more. */
static void
assert_refused (const Fixture *fixture, int i, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (fixture->folder, &error);

  g_assert_null (data);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, idx_file_names[i]));
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
assert_own_data (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (fixture->folder, &error);
  g_autofree char *name = g_path_get_basename (fixture->folder);

  g_assert_no_error (error);
  g_assert_cmpstr (data->name, ==, name);
  g_assert_cmpuint (data->train.n_images, ==, 22);
  g_assert_cmpuint (data->validation.n_images, ==, 2);
  g_assert_cmpuint (data->test.n_images, ==, N_TEST);
  g_assert_cmpuint (nn_shape_size (data->train.shape), ==, 784);
  g_assert_cmpuint (data->validation.labels[1], ==, 23 % 10);
  g_assert_cmpmem (data->test.pixels, N_TEST * 784, fixture->file[TEST_IMAGES]->data + IMAGE_HEADER,
                   N_TEST * 784);
}

static void
test_own_data (Fixture *fixture, gconstpointer data)
{
  write_all (fixture);
  assert_own_data (fixture);
  for (int i = 0; i < LAB_DATA_N_BYTES; i++)
    write_packed (fixture, i, fixture->file[i]->data, fixture->file[i]->len);
  assert_own_data (fixture);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < LAB_DATA_N_BYTES; i++)
    {
      gsize header = i % 2 == 0 ? IMAGE_HEADER : LABEL_HEADER;

      write_all (fixture);
      for (gsize length = 0; length <= header; length++)
        {
          write_bytes (fixture, i, "", fixture->file[i]->data, length);
          assert_refused (fixture, i, ", byte ");
          write_packed (fixture, i, fixture->file[i]->data, length);
          assert_refused (fixture, i, ", byte ");
        }
      write_packed (fixture, i, fixture->file[i]->data, fixture->file[i]->len - 1);
      assert_refused (fixture, i, "ends before it should");
    }
}

/* One byte of one file set to something else. */
static const struct {
  const char *name;
  int file, offset;
  guint8 value;
  const char *says;
} damages[] = {
  { "first-byte", TRAIN_IMAGES, 0, 1, "byte 0: The data does not begin" },
  { "type", TRAIN_LABELS, 2, 9, "byte 2: The data does not begin" },
  { "labels-for-images", TRAIN_IMAGES, 3, 1, "byte 3: The file holds no images" },
  { "images-for-labels", TEST_LABELS, 3, 3, "byte 3: The file holds no labels" },
  { "height", TRAIN_IMAGES, 11, 27, "byte 8: The images are not 28 by 28" },
  { "width", TEST_IMAGES, 12, 1, "byte 12: The images are not 28 by 28" },
  { "no-images", TEST_IMAGES, 7, 0, "byte 4" },
  { "one-more-image", TRAIN_IMAGES, 7, N_TRAIN + 1, "ends before it should" },
  { "one-less-label", TRAIN_LABELS, 7, N_TRAIN - 1, "byte 31: The data goes on" },
  { "too-many-images", TRAIN_IMAGES, 4, 255, "byte 4: The file claims more than a million" },
  { "label-10", TRAIN_LABELS, 8 + 3, 10, "byte 11: The format does not allow" },
  { "label-255", TEST_LABELS, 8 + 4, 255, "byte 12: The format does not allow" },
};

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  GByteArray *file = fixture->file[damages[i].file];

  write_all (fixture);
  file->data[damages[i].offset] = damages[i].value;
  write_bytes (fixture, damages[i].file, "", file->data, file->len);
  assert_refused (fixture, damages[i].file, damages[i].says);
  write_packed (fixture, damages[i].file, file->data, file->len);
  assert_refused (fixture, damages[i].file, damages[i].says);
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) labels = idx_file_new (N_TRAIN - 1, FALSE);
  g_autoptr (GByteArray) one_label = idx_file_new (1, FALSE);
  g_autoptr (GByteArray) one_image = idx_file_new (1, TRUE);

  write_all (fixture);
  write_bytes (fixture, TRAIN_LABELS, "", labels->data, labels->len);
  assert_refused (fixture, TRAIN_LABELS, "There are 23 labels for the 24 images");
  write_bytes (fixture, TRAIN_LABELS, "", one_label->data, one_label->len);
  write_bytes (fixture, TRAIN_IMAGES, "", one_image->data, one_image->len);
  assert_refused (fixture, TRAIN_IMAGES, "One image is not enough");
}

static void
test_gzip_damage (Fixture *fixture, gconstpointer data)
{
  const GByteArray *file = fixture->file[TEST_LABELS];
  g_autoptr (GByteArray) packed = idx_file_pack (file->data, file->len);

  write_all (fixture);
  write_bytes (fixture, TEST_LABELS, ".gz", packed->data, packed->len - 1);
  assert_refused (fixture, TEST_LABELS, "The compressed data is damaged");
  packed->data[packed->len - 8] ^= 1; /* the CRC */
  write_bytes (fixture, TEST_LABELS, ".gz", packed->data, packed->len);
  assert_refused (fixture, TEST_LABELS, "The compressed data is damaged");
  packed->data[packed->len - 8] ^= 1;
  g_byte_array_append (packed, (const guint8 *) "x", 1);
  write_bytes (fixture, TEST_LABELS, ".gz", packed->data, packed->len);
  assert_refused (fixture, TEST_LABELS, "1 byte follows the end");
  write_bytes (fixture, TEST_LABELS, ".gz", "not gzip", 8);
  assert_refused (fixture, TEST_LABELS, "The compressed data is damaged");
}

/* A header of five images over far more bytes, and one of a million over none. */
static void
test_gzip_bomb (Fixture *fixture, gconstpointer data)
{
  const gsize length = 64 << 20;
  g_autofree guint8 *bomb = g_malloc0 (length);

  memcpy (bomb, fixture->file[TEST_IMAGES]->data, IMAGE_HEADER);
  write_all (fixture);
  write_packed (fixture, TEST_IMAGES, bomb, length);
  assert_refused (fixture, TEST_IMAGES, "byte 3936: The data goes on");

  memcpy (bomb + 4, (const guint8[]){ 0, 15, 66, 64 }, 4);
  write_packed (fixture, TEST_IMAGES, bomb, 1000);
  assert_refused (fixture, TEST_IMAGES, "byte 16: The data ends");
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder_for_file = path_of (fixture, TEST_LABELS, "");

  for (int i = LAB_DATA_N_BYTES - 1; i >= 0; i--)
    {
      write_all (fixture);
      remove_file (fixture, i);
      assert_refused (fixture, i, "is missing");
    }
  write_all (fixture);
  remove_file (fixture, TEST_LABELS);
  g_mkdir (folder_for_file, 0700);
  assert_refused (fixture, TEST_LABELS, "no regular file");
  g_rmdir (folder_for_file);

  g_assert_null (lab_data_load ("/no/such/folder", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "There is no data set “/no/such/folder”"));
}

static void
test_sample (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (g_getenv ("ELU_LAB_SAMPLE"), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (data->name, ==, LAB_DATA_SAMPLE);
  g_assert_cmpstr (data->title, ==, "MNIST sample");
  g_assert_cmpstr (data->class_names[7], ==, "7");
  g_assert_cmpuint (data->train.n_images, ==, 9000);
  g_assert_cmpuint (data->validation.n_images, ==, 1000);
  g_assert_cmpuint (data->test.n_images, ==, 2000);
  g_assert_true (data->validation.labels == data->train.labels + 9000);
  g_assert_true (data->validation.pixels == data->train.pixels + 9000 * 784);
}

/* The sample's own files, unpacked, then with one bit of one of them turned over. */
static void
test_flipped_bit (Fixture *fixture, gconstpointer user_data)
{
  static const struct {
    int file;
    gsize byte, bit;
  } flips[] = {
    { TRAIN_IMAGES, 16, 0 },  { TRAIN_IMAGES, 7840015, 7 }, { TRAIN_IMAGES, 4000000, 3 },
    { TEST_IMAGES, 16, 0 },   { TEST_IMAGES, 1568015, 7 },  { TRAIN_LABELS, 8, 0 },
    { TEST_LABELS, 2007, 0 },
  };
  g_autoptr (LabData) sample = lab_data_load (g_getenv ("ELU_LAB_SAMPLE"), NULL);

  g_assert_nonnull (sample);
  for (gsize i = 0; i < G_N_ELEMENTS (flips); i++)
    {
      g_autofree guint8 *copy = NULL;
      gsize length;

      for (int k = 0; k < LAB_DATA_N_BYTES; k++)
        {
          const void *bytes = g_bytes_get_data (sample->bytes[k], &length);

          write_bytes (fixture, k, "", bytes, length);
        }
      copy = g_memdup2 (g_bytes_get_data (sample->bytes[flips[i].file], &length),
                        g_bytes_get_size (sample->bytes[flips[i].file]));
      length = g_bytes_get_size (sample->bytes[flips[i].file]);
      copy[flips[i].byte] ^= 1 << flips[i].bit;
      write_bytes (fixture, flips[i].file, "", copy, length);
      /* A label may become 10 or more, which is found before the sum is taken. */
      assert_refused (fixture, flips[i].file, "opy it again");
    }
}

/* As the authors' pages give them: the n-th name is that of label n. */
static void
test_class_names (void)
{
  static const struct {
    const char *set;
    int label;
    const char *name;
  } classes[] = {
    { "mnist", 0, "0" },
    { "mnist", 9, "9" },
    { "fashion-mnist", 0, "T-shirt/top" },
    { "fashion-mnist", 9, "Ankle boot" },
    { "cifar10", 0, "airplane" },
    { "cifar10", 3, "cat" },
    { "cifar10-sample", 9, "truck" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    g_assert_cmpstr (lab_known_set_find (classes[i].set)->class_names[classes[i].label], ==,
                     classes[i].name);
}

/* What a question says of a download. */
static void
test_download_size (void)
{
  g_assert_cmpint (lab_known_set_download_size (lab_known_set_find ("mnist")), ==, 11594722);
  g_assert_cmpint (lab_known_set_download_size (lab_known_set_find ("fashion-mnist")), ==,
                   30878645);
  g_assert_cmpint (lab_known_set_download_size (lab_known_set_find ("cifar10")), ==, 170052171);
  g_assert_cmpint (lab_known_set_download_size (lab_known_set_find ("mnist-sample")), ==, 0);
}

/* What is not here is never the end: each message names a command that gets it. */
static void
test_says_how_to_get_it (void)
{
  static const struct {
    const char *set, *command;
  } ways[] = {
    { "mnist-sample", "Download the whole MNIST:" },
    { "mnist-sample", "“elu-lab data fetch mnist”" },
    { "cifar10-sample", "“elu-lab data fetch cifar10”" },
    { "cifar10-sample", "under Data Sets in the window's menu" },
    { "cifar10", "“elu-lab data fetch cifar10”" },
    { "fashion-mnist", "“elu-lab data fetch fashion-mnist”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;

      lab_known_set_refuse_missing (lab_known_set_find (ways[i].set), &error);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, ways[i].command));
    }
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/lab/data/own", NULL, test_own_data);
  add ("/lab/data/truncated", NULL, test_truncated);
  add ("/lab/data/counts", NULL, test_counts);
  add ("/lab/data/gzip-damage", NULL, test_gzip_damage);
  add ("/lab/data/gzip-bomb", NULL, test_gzip_bomb);
  add ("/lab/data/missing", NULL, test_missing);
  add ("/lab/data/flipped-bit", NULL, test_flipped_bit);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/data/damage/", damages[i].name, NULL);

      add (path, GINT_TO_POINTER (i), test_damage);
    }
  g_test_add_func ("/lab/data/sample", test_sample);
  g_test_add_func ("/lab/data/class-names", test_class_names);
  g_test_add_func ("/lab/data/download-size", test_download_size);
  g_test_add_func ("/lab/data/says-how-to-get-it", test_says_how_to_get_it);
  return g_test_run ();
}
