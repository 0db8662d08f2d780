/* test-lab-data-formats.c - CIFAR-10's files and archive, and Keras's mnist.npz, good and bad
 *
 * Small sets of the right form are made in memory, packed by libarchive, damaged in one place and
 * loaded from a folder of their own.
 */

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <glib/gstdio.h>
#include "lab-archive.h"
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-known-sets.h"

enum { RECORD = 3073, N_TRAIN = 24, N_TEST = 5, MOST = 1 << 20 };

typedef struct {
  char *folder;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        empty_folder (path);
      g_remove (path);
    }
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  empty_folder (fixture->folder);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

/* Without waiting for the disk, as g_file_set_contents () would, and ext4 where a file is cut off. */
static gboolean
write_bytes (const char *path, const void *data, gsize length)
{
  FILE *file = g_remove (path) == 0 || errno == ENOENT ? g_fopen (path, "wb") : NULL;
  gboolean written = fwrite (data, 1, length, file) == length;

  return fclose (file) == 0 && written;
}

static char *
write_file (const Fixture *fixture, const char *name, const GByteArray *bytes)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (write_bytes (path, bytes->data, bytes->len));
  return path;
}

static void
assert_refused (const char *path, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabData) data = lab_data_load (path, &error);

  g_assert_null (data);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
  g_assert_null (strchr (error->message, '\n'));
}

static LabData *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  LabData *data = lab_data_load (path, &error);

  g_assert_no_error (error);
  return data;
}

/* --- What is packed -------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const GByteArray *bytes;
  gint64 size;      /* that the header claims, if not that of bytes */
  const char *link; /* a symbolic link to this, if not a file       */
} Member;

/* members into a tar.gz or a zip file; n of them. */
static GByteArray *
pack (gboolean zip, const Member *members, int n)
{
  struct archive *archive = archive_write_new ();
  GByteArray *packed = g_byte_array_new ();
  gsize used = 0;

  g_byte_array_set_size (packed, MOST);
  if (zip)
    archive_write_set_format_zip (archive);
  else
    {
      archive_write_set_format_ustar (archive);
      archive_write_add_filter_gzip (archive);
    }
  g_assert_cmpint (archive_write_open_memory (archive, packed->data, MOST, &used), ==, ARCHIVE_OK);
  for (int i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gint64 length = members[i].bytes != NULL ? members[i].bytes->len : 0;

      archive_entry_set_pathname (entry, members[i].name);
      archive_entry_set_filetype (entry, members[i].link != NULL ? AE_IFLNK : AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, members[i].size != 0 ? members[i].size : length);
      if (members[i].link != NULL)
        archive_entry_set_symlink (entry, members[i].link);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      if (length > 0)
        archive_write_data (archive, members[i].bytes->data, length);
      archive_entry_free (entry);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  g_byte_array_set_size (packed, used);
  return packed;
}

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
};

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

/* --- Keras's arrays -------------------------------------------------------------------------- */

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
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, fixture_set_up, test, fixture_tear_down);
}

static void
add_row (const char *family, const char *name, int row, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat (family, name, NULL);

  add (path, GINT_TO_POINTER (row), test);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-home-XXXXXX", NULL);
  int status;

  /* So that nobody's own data is found. */
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_assert_cmpint (g_chdir (home), ==, 0);
  g_test_init (&argc, &argv, NULL);
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
  add ("/lab/data/archive/official-length", NULL, test_archive_of_official_length);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    add_row ("/lab/data/archive/hostile/", hostile[i].test, i, test_archive_hostile);
  add ("/lab/data/npz/whole", NULL, test_npz);
  add ("/lab/data/npz/missing", NULL, test_npz_missing);
  add ("/lab/data/npz/truncated", NULL, test_npz_truncated);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_arrays); i++)
    add_row ("/lab/data/npz/bad/", bad_arrays[i].test, i, test_npz_bad);
  status = g_test_run ();
  empty_folder (home);
  g_rmdir (home);
  return status;
}
