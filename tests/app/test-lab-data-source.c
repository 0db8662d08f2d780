/* test-lab-data-source.c - CIFAR-10's files and archive, and Keras's mnist.npz, good and bad
 *
 * Small sets of the right form are made here. IDX files are the business of test-lab-data-store.c.
 */

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <glib/gstdio.h>
#include "lab-data-source.h"
#include "lab-error.h"

enum { RECORD = 3073, N_TRAIN = 7, N_TEST = 3 };

typedef struct {
  char *folder, *archive, *npz;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  fixture->archive = g_build_filename (fixture->folder, "cifar.tar.gz", NULL);
  fixture->npz = g_build_filename (fixture->folder, "mnist.npz", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *name;
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->archive);
  g_free (fixture->npz);
}

/* Record i has the label i and pixels i * 10 in red, + 1 in green, + 2 in blue. */
static GBytes *
make_records (int n)
{
  guint8 *data = g_malloc (n * RECORD);

  for (int i = 0; i < n; i++)
    {
      data[i * RECORD] = i;
      for (int p = 0; p < 3072; p++)
        data[i * RECORD + 1 + p] = i * 10 + p / 1024;
    }
  return g_bytes_new_take (data, n * RECORD);
}

static void
write_file (const Fixture *fixture, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

typedef struct {
  const char *name;
  GBytes *bytes;
  const char *link;
} Member;

static void
write_archive (const char *path, gboolean zip, const Member *members, int n)
{
  struct archive *archive = archive_write_new ();

  if (zip)
    archive_write_set_format_zip (archive);
  else
    {
      archive_write_add_filter_gzip (archive);
      archive_write_set_format_ustar (archive);
    }
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (int i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gsize length = members[i].bytes != NULL ? g_bytes_get_size (members[i].bytes) : 0;

      archive_entry_set_pathname (entry, members[i].name);
      archive_entry_set_filetype (entry, members[i].link != NULL ? AE_IFLNK : AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, length);
      if (members[i].link != NULL)
        archive_entry_set_symlink (entry, members[i].link);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      if (length > 0)
        archive_write_data (archive, g_bytes_get_data (members[i].bytes, NULL), length);
      archive_entry_free (entry);
    }
  archive_write_free (archive);
}

static void
assert_cifar (const char *path)
{
  g_auto (LabDataSource) source = { 0 };
  g_autoptr (GError) error = NULL;

  lab_data_source_read (&source, path, &error);
  g_assert_no_error (error);
  g_assert_true (nn_shape_equal (source.shape, (nn_shape) { 3, 32, 32 }));
  g_assert_cmpuint (source.part[LAB_PART_TRAIN].n, ==, 2 * N_TRAIN);
  g_assert_cmpuint (source.part[LAB_PART_TEST].n, ==, N_TEST);
  g_assert_cmpuint (source.part[LAB_PART_TRAIN].labels[N_TRAIN + 2], ==, 2);
  g_assert_cmpuint (source.part[LAB_PART_TRAIN].pixels[(N_TRAIN + 2) * 3072 + 1024], ==, 21);
  g_assert_cmpuint (source.part[LAB_PART_TEST].pixels[3071], ==, 2);
}

static void
assert_refused (const char *path, const char *says)
{
  g_auto (LabDataSource) source = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (lab_data_source_read (&source, path, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) train = make_records (N_TRAIN), test = make_records (N_TEST);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (train, 0, N_TRAIN * RECORD - 1);
  g_autofree guint8 *wrong = g_memdup2 (g_bytes_get_data (train, NULL), N_TRAIN * RECORD);
  g_autoptr (GBytes) mislabelled = NULL;

  write_file (fixture, "data_batch_1.bin", train);
  assert_refused (fixture->folder, "holds no test_batch.bin");
  write_file (fixture, "test_batch.bin", test);
  write_file (fixture, "data_batch_3.bin", train);
  assert_cifar (fixture->folder);
  write_file (fixture, "data_batch_3.bin", cut);
  assert_refused (fixture->folder, "data_batch_3.bin, byte 21510: The data ends before it should");
  wrong[2 * RECORD] = 10;
  mislabelled = g_bytes_new (wrong, N_TRAIN * RECORD);
  write_file (fixture, "data_batch_3.bin", mislabelled);
  assert_refused (fixture->folder, "data_batch_3.bin, byte 6146: The format does not allow");
}

static void
test_archive (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) train = make_records (N_TRAIN), test = make_records (N_TEST);
  Member members[] = { { "cifar-10-batches-bin/batches.meta.txt", test, NULL },
                       { "cifar-10-batches-bin/data_batch_1.bin", train, NULL },
                       { "cifar-10-batches-bin/test_batch.bin", test, NULL },
                       { "cifar-10-batches-bin/data_batch_2.bin", train, NULL } };
  g_autofree char *contents = NULL;
  gsize length;

  write_archive (fixture->archive, FALSE, members, 4);
  assert_cifar (fixture->archive);
  write_archive (fixture->archive, FALSE, members, 2);
  assert_refused (fixture->archive, "holds no test_batch.bin");

  members[3].name = "data_batch_1.bin";
  write_archive (fixture->archive, FALSE, members, 4);
  assert_refused (fixture->archive, "holds data_batch_1.bin twice");

  write_archive (fixture->archive, FALSE, members, 3);
  g_assert_true (g_file_get_contents (fixture->archive, &contents, &length, NULL));
  for (gsize cut = 0; cut < length; cut += 13)
    {
      g_assert_true (g_file_set_contents (fixture->archive, contents, cut, NULL));
      assert_refused (fixture->archive, fixture->archive);
    }
}

static void
test_hostile_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "/etc/data_batch_1.bin", "../data_batch_1.bin",
                                       "a/../../data_batch_1.bin", "c:data_batch_1.bin" };
  g_autoptr (GBytes) test = make_records (N_TEST);
  Member link = { "data_batch_1.bin", NULL, "/etc/passwd" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Member member = { names[i], test, NULL };

      write_archive (fixture->archive, FALSE, &member, 1);
      assert_refused (fixture->archive, "which no data set does");
    }
  write_archive (fixture->archive, FALSE, &link, 1);
  assert_refused (fixture->archive, "which no data set does");
}

/* 400 MB of zeros pack into 400 kB. */
static void
test_bomb (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) zeros = g_bytes_new_take (g_malloc0 (400 << 20), 400 << 20);
  Member member = { "data_batch_1.bin", zeros, NULL };

  write_archive (fixture->archive, FALSE, &member, 1);
  assert_refused (fixture->archive, "goes on after it should have ended");
}

/* --- npz ------------------------------------------------------------------------------------- */

static GBytes *
make_npy (const char *shape, gsize n, guint8 value)
{
  g_autoptr (GByteArray) npy = g_byte_array_new ();
  g_autofree char *header = g_strdup_printf (
      "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }\n", shape);
  guint8 magic[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, strlen (header), 0 };

  g_byte_array_append (npy, magic, sizeof magic);
  g_byte_array_append (npy, (const guint8 *) header, strlen (header));
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (npy, &value, 1);
  return g_byte_array_free_to_bytes (g_steal_pointer (&npy));
}

static void
test_npz (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) images = make_npy ("4, 28, 28", 4 * 784, 7), labels = make_npy ("4,", 4, 9);
  g_autoptr (GBytes) wide = make_npy ("4, 28, 29", 4 * 28 * 29, 7), wrong = make_npy ("4,", 4, 10);
  g_autoptr (GBytes) few = make_npy ("3,", 3, 9);
  Member members[] = { { "x_train.npy", images, NULL }, { "y_train.npy", labels, NULL },
                       { "x_test.npy", images, NULL }, { "y_test.npy", labels, NULL } };
  g_auto (LabDataSource) source = { 0 };
  g_autoptr (GError) error = NULL;

  write_archive (fixture->npz, TRUE, members, 4);
  lab_data_source_read (&source, fixture->npz, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (source.part[LAB_PART_TRAIN].n, ==, 4);
  g_assert_cmpuint (source.part[LAB_PART_TEST].pixels[3000], ==, 7);
  g_assert_cmpuint (source.part[LAB_PART_TRAIN].labels[3], ==, 9);

  write_archive (fixture->npz, TRUE, members, 3);
  assert_refused (fixture->npz, "y_test.npy, byte 0: The array is missing");
  members[3].bytes = wrong;
  write_archive (fixture->npz, TRUE, members, 4);
  assert_refused (fixture->npz, "y_test.npy, byte");
  members[3].bytes = few;
  write_archive (fixture->npz, TRUE, members, 4);
  assert_refused (fixture->npz, "not a label for each");
  members[3].bytes = labels;
  members[0].bytes = wide;
  write_archive (fixture->npz, TRUE, members, 4);
  assert_refused (fixture->npz, "not 28 by 28");
  members[0].bytes = few;
  members[0].name = "../x_train.npy";
  write_archive (fixture->npz, TRUE, members, 4);
  assert_refused (fixture->npz, "which no data set does");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/lab/data-source/cifar/folder", Fixture, NULL, set_up, test_folder, tear_down);
  g_test_add ("/lab/data-source/cifar/archive", Fixture, NULL, set_up, test_archive, tear_down);
  g_test_add ("/lab/data-source/hostile-names", Fixture, NULL, set_up, test_hostile_names, tear_down);
  g_test_add ("/lab/data-source/bomb", Fixture, NULL, set_up, test_bomb, tear_down);
  g_test_add ("/lab/data-source/npz", Fixture, NULL, set_up, test_npz, tear_down);
  return g_test_run ();
}
