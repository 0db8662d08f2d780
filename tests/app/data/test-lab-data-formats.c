/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-formats.c - CIFAR-10's files and archive, good and bad; which sets are known, and where */

#include "data-files.h"
#include "lab-archive.h"
#include "lab-known-sets.h"

enum { RECORD = 3073 };

static GByteArray *
make_records (int n)
{
  GByteArray *records = g_byte_array_new ();

  g_byte_array_set_size (records, n * RECORD);
  for (int i = 0; i < n; i++)
    {
      records->data[i * RECORD] = i % 10;
      memset (records->data + i * RECORD + 1, i + 1, RECORD - 1);
    }
  return records;
}

/* --- CIFAR-10's files ------------------------------------------------------------------------ */

static void
assert_is_small_cifar (const char *path)
{
  g_autoptr (LabData) data = load (path);

  g_assert_cmpuint (data->train.n_images, ==, 22);
  g_assert_cmpuint (data->validation.n_images, ==, 2);
  g_assert_cmpuint (data->test.n_images, ==, N_TEST);
  g_assert_true (nn_shape_equal (data->train.shape, (nn_shape){ 3, 32, 32 }));
  g_assert_cmpuint (data->validation.labels[1], ==, 23 % 10);
  g_assert_cmpuint (data->validation.pixels[2 * 3072 - 1], ==, 24);
  g_assert_cmpuint (data->test.pixels[3072], ==, 2);
  g_assert_null (data->credit);
}

static void
write_cifar (const Fixture *fixture, const char *folder)
{
  g_autoptr (GByteArray) train = make_records (N_TRAIN);
  g_autoptr (GByteArray) test = make_records (N_TEST);
  g_autofree char *first = g_build_filename (folder, "data_batch_1.bin", NULL);
  g_autofree char *second = g_build_filename (folder, "test_batch.bin", NULL);

  g_free (write_file (fixture, first, train));
  g_free (write_file (fixture, second, test));
}

static void
test_cifar_folder (Fixture *fixture, gconstpointer data)
{
  write_cifar (fixture, "cifar-10-batches-bin");
  assert_is_small_cifar (fixture->folder);
  {
    g_autofree char *inner = g_build_filename (fixture->folder, "cifar-10-batches-bin", NULL);

    assert_is_small_cifar (inner);
  }
}

/* A copy that was broken off lacks files in between, which nobody means to do without. */
static void
test_cifar_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) records = make_records (N_TRAIN);
  g_autofree char *test = NULL;

  write_cifar (fixture, ".");
  g_free (write_file (fixture, "data_batch_2.bin", records));
  assert_refused (fixture->folder, "holds no data_batch_3.bin");
  g_free (write_file (fixture, "data_batch_3.bin", records));
  g_free (write_file (fixture, "data_batch_5.bin", records));
  assert_refused (fixture->folder, "holds no data_batch_4.bin");
  g_free (write_file (fixture, "data_batch_4.bin", records));
  test = g_build_filename (fixture->folder, "test_batch.bin", NULL);
  g_remove (test);
  assert_refused (fixture->folder, "holds no test_batch.bin");
}

static void
test_cifar_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  write_cifar (fixture, ".");
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (GByteArray) records = make_records (N_TEST);
      guint length = i < 8 ? i : g_rand_int_range (random, 0, records->len);
      g_autofree char *place = g_strdup_printf ("test_batch.bin, byte %u: The data ends", length);

      if (length % RECORD == 0 && length > 0)
        continue;
      g_byte_array_set_size (records, length);
      g_free (write_file (fixture, "test_batch.bin", records));
      assert_refused (fixture->folder, place);
    }
}

static void
test_cifar_label (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) records = make_records (N_TEST);

  write_cifar (fixture, ".");
  records->data[3 * RECORD] = 10;
  g_free (write_file (fixture, "test_batch.bin", records));
  assert_refused (fixture->folder, "test_batch.bin, byte 9219: The format does not allow");
}

/* --- CIFAR-10's archive ---------------------------------------------------------------------- */

static void
write_archive (const Fixture *fixture, GByteArray **packed, char **path)
{
  g_autoptr (GByteArray) train = make_records (N_TRAIN);
  g_autoptr (GByteArray) test = make_records (N_TEST);
  const Member members[] = {
    { "cifar-10-batches-bin/readme.html", test, 0, NULL },
    { "cifar-10-batches-bin/data_batch_1.bin", train, 0, NULL },
    { "cifar-10-batches-bin/test_batch.bin", test, 0, NULL },
  };

  *packed = pack (FALSE, members, G_N_ELEMENTS (members));
  *path = write_file (fixture, "cifar.tar.gz", *packed);
}

static void
test_archive (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *path = NULL;

  write_archive (fixture, &packed, &path);
  assert_is_small_cifar (path);
}

/* Nothing of it may be taken for a smaller set, wherever it ends; the checksum ends it. */
static void
test_archive_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *path = NULL;

  write_archive (fixture, &packed, &path);
  for (guint length = 0; length < packed->len; length++)
    {
      g_assert_true (write_bytes (path, packed->data, length));
      assert_refused (path, "cifar.tar.gz");
    }
}

/* A flipped bit is refused or, where deflate has two ways to say the same, changes nothing. */
static void
assert_refused_or_same (const char *path, const LabData *whole)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (path, &error);

  if (data == NULL)
    g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  for (int i = 0; data != NULL && i < LAB_DATA_N_BYTES; i++)
    g_assert_true (g_bytes_equal (data->bytes[i], whole->bytes[i]));
}

static void
test_archive_flipped_bits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) packed = NULL;
  g_autoptr (LabData) whole = NULL;
  g_autofree char *path = NULL;

  write_archive (fixture, &packed, &path);
  whole = load (path);
  /* The first ten bytes are gzip's header, where a date and the like mean nothing. */
  for (guint at = 10; at < packed->len; at++)
    {
      packed->data[at] ^= 1 << at % 8;
      g_free (write_file (fixture, "cifar.tar.gz", packed));
      assert_refused_or_same (path, whole);
      packed->data[at] ^= 1 << at % 8;
    }
}

static void
test_archive_trailing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *path = NULL;

  write_archive (fixture, &packed, &path);
  g_byte_array_append (packed, (const guint8 *) "x", 1);
  g_free (write_file (fixture, "cifar.tar.gz", packed));
  assert_refused (path, "1 byte follows the end");
}

/* clang-format off */
static const struct {
  const char *test, *name, *link;
  gint64 size;
  const char *says;
} hostile[] = {
  { "absolute", "/etc/data_batch_1.bin", NULL, 0, "leads outside" },
  { "parent", "../data_batch_1.bin", NULL, 0, "leads outside" },
  { "parent-within", "a/../../data_batch_1.bin", NULL, 0, "leads outside" },
  { "symbolic-link", "data_batch_1.bin", "/etc/passwd", 0, "a link" },
  { "more-than-any-set", "data_batch_1.bin", NULL, 308000000, "The data goes on" },
  { "claims-more", "data_batch_1.bin", NULL, 10 * RECORD, "damaged" },
  { "large-and-unasked", "movie.mkv", NULL, 300000000, "only to be passed over, “movie.mkv” among it" },
  { "small-and-unasked", "readme.html", NULL, 60000000, "holds no data_batch_1.bin" },
};
/* clang-format on */

static void
test_archive_hostile (Fixture *fixture, gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) records = make_records (N_TEST);
  const Member members[] = {
    { "test_batch.bin", records, 0, NULL },
    { hostile[i].name, hostile[i].link != NULL ? NULL : records, hostile[i].size, hostile[i].link },
  };
  g_autoptr (GByteArray) packed = pack (FALSE, members, G_N_ELEMENTS (members));
  g_autofree char *path = NULL;

  /* libarchive fills up what was claimed, so the lie is made by cutting it off. */
  if (g_str_equal (hostile[i].test, "claims-more"))
    g_byte_array_set_size (packed, packed->len - 8);
  path = write_file (fixture, "hostile.tar.gz", packed);
  assert_refused (path, hostile[i].says);
}

/* Zeros after the end of the tar file, 1,000 to a byte of the archive: some pad it, and no more. */
static void
test_archive_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) records = make_records (N_TEST);
  const Member members[] = { { "test_batch.bin", records, 0, NULL } };
  g_autoptr (GByteArray) packed = pack (FALSE, members, 1);
  g_autofree char *path = write_file (fixture, "long.tar.gz", packed);
  g_autoptr (GBytes) tar = lab_archive_read_file (path, MOST, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GConverter) gzip
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) plain
      = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (plain, gzip);
  g_autofree guint8 *zeros = g_malloc0 (MOST);

  g_output_stream_write_all (out, g_bytes_get_data (tar, NULL), g_bytes_get_size (tar), NULL, NULL,
                             NULL);
  for (int i = 0; i < 300; i++)
    g_output_stream_write_all (out, zeros, MOST, NULL, NULL, NULL);
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  assert_refused (path, "goes on after it should have ended");
}

static void
test_archive_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) records = make_records (N_TEST);
  const Member members[] = {
    { "a/test_batch.bin", records, 0, NULL },
    { "b/test_batch.bin", records, 0, NULL },
  };
  g_autoptr (GByteArray) packed = pack (FALSE, members, G_N_ELEMENTS (members));
  g_autofree char *path = write_file (fixture, "twice.tar.gz", packed);

  assert_refused (path, "test_batch.bin twice");
}

/* An archive of just the length of the official one, but not its sum, is that one damaged. */
static void
test_archive_of_official_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (LabDataSource) source = { .kind = LAB_SOURCE_TAR, .n_sums = 1, .n_bytes = 170052171 };
  const LabKnownSet *set;

  source.path[0] = g_strdup ("cifar-10-binary.tar.gz");
  source.sum[0] = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "damaged", -1);
  g_assert_false (lab_known_set_identify (&source, &set, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "its SHA-256 differs"));
  g_clear_error (&error);
  source.n_bytes++;
  g_assert_true (lab_known_set_identify (&source, &set, &error));
  g_assert_null (set);
}

/* --- Known sets ------------------------------------------------------------------------------ */

/* One bit of one file of a sample turned over, in each file as often. */
static void
flip_a_bit (LabDataSource *source, GByteArray *const *unpacked, GRand *random)
{
  int i = g_rand_int_range (random, 0, source->n_sums);
  guint8 *byte = &unpacked[i]->data[g_rand_int_range (random, 0, unpacked[i]->len)];
  guint8 bit = 1 << g_rand_int_range (random, 0, 8);
  g_autofree char *right = g_steal_pointer (&source->sum[i]);
  g_autoptr (GError) error = NULL;
  const LabKnownSet *set;

  *byte ^= bit;
  source->sum[i]
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, unpacked[i]->data, unpacked[i]->len);
  *byte ^= bit;
  g_assert_false (lab_known_set_identify (source, &set, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, source->path[i]));
  g_free (source->sum[i]);
  source->sum[i] = g_steal_pointer (&right);
}

/* 10,000 with -m slow. */
static void
test_flipped_bits (gconstpointer name)
{
  g_autofree char *samples = g_path_get_dirname (g_getenv ("ELU_LAB_SAMPLE"));
  g_autofree char *folder = g_build_filename (samples, name, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  g_autoptr (GError) error = NULL;
  g_auto (LabDataSource) source = { 0 };
  GByteArray *unpacked[LAB_DATA_MOST_SUMS];
  const LabKnownSet *set;

  g_assert_true (lab_data_source_read (&source, folder, &error));
  g_assert_true (lab_known_set_identify (&source, &set, &error));
  g_assert_nonnull (set);
  for (int i = 0; i < source.n_sums; i++)
    unpacked[i] = g_bytes_unref_to_array (lab_archive_read_file (source.path[i], MOST * 16, NULL));
  for (int i = 0; i < (g_test_slow () ? 5000 : 20); i++)
    flip_a_bit (&source, unpacked, random);
  for (int i = 0; i < source.n_sums; i++)
    g_byte_array_unref (unpacked[i]);
}

/* --- Where the program's own copies lie ------------------------------------------------------ */

static void
assert_located (const char *set, const char *place)
{
  g_autofree char *found = lab_known_set_locate (lab_known_set_find (set));

  g_assert_cmpstr (found, ==, place);
}

/* An interrupted download is not there yet, so that it is gone on with. */
static void
test_own_place (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte",
                                       "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz" };
  g_autoptr (GByteArray) anything = make_records (1);
  g_autofree char *own = lab_known_set_own_folder (lab_known_set_find ("mnist"));
  Fixture there = { own };
  g_autofree char *npz = NULL;

  assert_located ("mnist", NULL);
  for (int i = 0; i < 4; i++)
    {
      assert_located ("mnist", NULL);
      g_free (write_file (&there, names[i], anything));
    }
  assert_located ("mnist", own);
  npz = write_file (&there, "mnist.npz", anything);
  assert_located ("mnist", npz);
  empty_folder (own);
  assert_located ("mnist", NULL);
}

static void
add_tests (void)
{
  add ("/lab/data/own-place", NULL, test_own_place);
  g_test_add_data_func ("/lab/data/flipped-bits/mnist", "mnist", test_flipped_bits);
  g_test_add_data_func ("/lab/data/flipped-bits/cifar10", "cifar10", test_flipped_bits);
  add ("/lab/data/cifar/folder", NULL, test_cifar_folder);
  add ("/lab/data/cifar/missing", NULL, test_cifar_missing);
  add ("/lab/data/cifar/truncated", NULL, test_cifar_truncated);
  add ("/lab/data/cifar/label-10", NULL, test_cifar_label);
  add ("/lab/data/archive/whole", NULL, test_archive);
  add ("/lab/data/archive/every-truncation", NULL, test_archive_truncated);
  add ("/lab/data/archive/flipped-bits", NULL, test_archive_flipped_bits);
  add ("/lab/data/archive/trailing", NULL, test_archive_trailing);
  add ("/lab/data/archive/twice", NULL, test_archive_twice);
  add ("/lab/data/archive/goes-on", NULL, test_archive_goes_on);
  add ("/lab/data/archive/official-length", NULL, test_archive_of_official_length);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    add_row ("/lab/data/archive/hostile/", hostile[i].test, i, test_archive_hostile);
}

int
main (int argc, char **argv)
{
  return run_data_tests (argc, argv, add_tests);
}
