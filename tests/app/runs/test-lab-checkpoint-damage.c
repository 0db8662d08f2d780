/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-checkpoint-damage.c - checkpoints that are cut, mixed, hostile or not there, and are refused
 *
 * What lies on a disk may have been made by anything; the message names the file and the place.
 */

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checkpoints.h"

static const char first_file[] = "checkpoint-7/1-elu-1.safetensors";

static void
assert_refused (const char *folder, const nn_trainer_config *config, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lab_checkpoint_load (folder, config, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, says));
}

static char *
folder_with_checkpoint (char **path)
{
  char *folder = own_folder_new ();

  assert_saved (folder, moments.at[0]);
  *path = g_build_filename (folder, first_file, NULL);
  return folder;
}

static void
test_cut (void)
{
  g_autofree char *path = NULL, *data = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (gsize n = 0; n < length; n += 1 + length / 200)
    {
      g_autofree char *place = g_strdup_printf ("at byte %zu, it ends too early", n);

      g_assert_true (g_file_set_contents (path, data, (gssize) n, NULL));
      assert_refused (folder, &moments.config, place);
    }
  lab_disk_remove (folder);
}

static void
test_missing_or_no_file (void)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);

  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_refused (folder, &moments.config, "1-elu-1.safetensors");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (folder, &moments.config, "it is not a file");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
  assert_refused (folder, &moments.config, "1-elu-1.safetensors");
  lab_disk_remove (folder);
}

/* A whole checkpoint of this very run, but somewhere else: links are not followed. */
static void
test_link (void)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);
  g_autofree char *checkpoint = g_path_get_dirname (path);
  g_autofree char *elsewhere = g_strconcat (folder, "-elsewhere", NULL);

  g_assert_cmpint (g_rename (checkpoint, elsewhere), ==, 0);
  g_assert_cmpint (symlink (elsewhere, checkpoint), ==, 0);
  assert_refused (folder, &moments.config, "it is a link to another place");
  g_assert_cmpint (g_unlink (checkpoint), ==, 0);
  g_assert_true (g_file_set_contents (checkpoint, "text", -1, NULL));
  assert_refused (folder, &moments.config, "it is not a folder");
  lab_disk_remove (folder);
  lab_disk_remove (elsewhere);
}

/* A terabyte of nothing: no memory is asked for. */
static void
test_too_large (void)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);

  g_assert_cmpint (truncate (path, (off_t) 1 << 40), ==, 0);
  assert_refused (folder, &moments.config, "larger than the model can make it");
  lab_disk_remove (folder);
}

/* A file of the later moment among those of the earlier one. */
static void
test_mixed (void)
{
  g_autofree char *path = NULL, *other_path = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path), *later = own_folder_new ();

  assert_saved (later, moments.at[1]);
  other_path = g_build_filename (later, "checkpoint-14/1-elu-1.safetensors", NULL);
  g_assert_cmpint (g_rename (other_path, path), ==, 0);
  assert_refused (folder, &moments.config, "another moment");
  lab_disk_remove (folder);
  lab_disk_remove (later);
}

static void
test_another_set_up (void)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);
  nn_trainer_config config = moments.config;

  config.optimizer = nn_optimizer_default (NN_SGD);
  assert_refused (folder, &config, "“optimizer” is missing or does not fit");
  config = moments.config;
  config.model.layer[0].units++;
  assert_refused (folder, &config, "“model” is missing or does not fit");
  config = moments.config;
  config.learns_parameters = false;
  assert_refused (folder, &config, "arrays that this run does not have");
  config = moments.config;
  config.n_contestants = 1;
  config.contestant[0].parameter[0] = 2;
  assert_refused (folder, &config, "1-elu-2.safetensors");
  lab_disk_remove (folder);
}

/* Replaces text in the first file by another of the same length. */
static void
check_text_damage (const char *from, const char *to, const char *says)
{
  g_autofree char *path = NULL, *data = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);
  gsize length;
  char *place;

  g_assert_cmpuint (strlen (from), ==, strlen (to));
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  place = g_strstr_len (data + 8, (gssize) length - 8, from);
  g_assert_nonnull (place);
  memcpy (place, to, strlen (to));
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  assert_refused (folder, &moments.config, says);
  lab_disk_remove (folder);
}

static void
test_text_damage (void)
{
  check_text_damage ("\"F32\"", "\"F16\"", "not of the type F32");
  check_text_damage ("elu:0.3", "elu:-.3", "“activation” is missing or does not fit");
  check_text_damage ("\"step\":\"7\"", "\"step\":\"x\"", "“step” is missing or does not fit");
  check_text_damage ("\"stopped\":\"0\"", "\"stopped\":\"2\"", "“stopped” is missing");
  check_text_damage ("\"dropout\":\"0.5\"", "\"dropout\":\"nan\"", "another moment");
  check_text_damage ("\"elu-lab-checkpoint\":\"1\"", "\"elu-lab-checkpoint\":\"2\"",
                     "“elu-lab-checkpoint” is missing");
  check_text_damage ("layer1.weight", "layer9.weight", "“layer1.weight” is missing");
}

static void
test_impossible_numbers (void)
{
  g_autofree char *path = NULL, *data = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);
  const guint8 nan[] = { 0, 0, 0xc0, 0x7f };
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  memcpy (data + length - sizeof nan, nan, sizeof nan);
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  assert_refused (folder, &moments.config, "numbers that no training gives");
  lab_disk_remove (folder);
}

static void
test_none (void)
{
  g_autofree char *folder = own_folder_new ();

  assert_refused (folder, &moments.config, "no checkpoint to go on from");
  lab_disk_remove (folder);
  assert_refused (folder, &moments.config, "no checkpoint to go on from");
}

/* A later one that is damaged does not hide an earlier one that is whole. */
static void
test_earlier_serves (void)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = folder_with_checkpoint (&path);
  g_autofree char *later = g_build_filename (folder, "checkpoint-900", NULL);

  g_assert_cmpint (g_mkdir (later, 0777), ==, 0);
  g_assert_cmpint (assert_whole (folder), ==, 0);
  lab_disk_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  make_moments ();
  g_test_add_func ("/lab/checkpoint/damage/cut", test_cut);
  g_test_add_func ("/lab/checkpoint/damage/missing-or-no-file", test_missing_or_no_file);
  g_test_add_func ("/lab/checkpoint/damage/link", test_link);
  g_test_add_func ("/lab/checkpoint/damage/too-large", test_too_large);
  g_test_add_func ("/lab/checkpoint/damage/mixed", test_mixed);
  g_test_add_func ("/lab/checkpoint/damage/another-set-up", test_another_set_up);
  g_test_add_func ("/lab/checkpoint/damage/text", test_text_damage);
  g_test_add_func ("/lab/checkpoint/damage/impossible-numbers", test_impossible_numbers);
  g_test_add_func ("/lab/checkpoint/damage/none", test_none);
  g_test_add_func ("/lab/checkpoint/damage/earlier-serves", test_earlier_serves);
  return g_test_run ();
}
