/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-data.c - elu-lab data from outside, with a home folder of its own
 *
 * Nothing here may reach for the network: what would download is asked without a yes.
 */

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "command-runner.h"
#include "remove-tree.h"

static char *home;

static char *
own_folder (const char *set)
{
  return g_build_filename (home, "elu-lab", "data", set, NULL);
}

static void
write_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_list (void)
{
  static const char *const says[] = {
    "mnist-sample",
    "cifar10-sample",
    "fashion-mnist",
    "60000 + 10000 images of 28 × 28",
    "50000 + 10000 images of 32 × 32",
    "CC BY-SA 3.0",
    "no licence stated",
    "“elu-lab data fetch cifar10” downloads it",
  };
  g_auto (Ran) ran = run_command ("data list", NULL);

  g_assert_cmpint (ran.status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (says); i++)
    if (strstr (ran.out, says[i]) == NULL)
      g_error ("“%s” does not say “%s”", ran.out, says[i]);
}

static void
test_list_json (void)
{
  g_auto (Ran) ran = run_command ("data list --json", NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (int i = 0; i < 5; i++)
    g_assert_true (g_str_has_prefix (lines[i], "{\"name\":\"") && g_str_has_suffix (lines[i], "}"));
  g_assert_cmpstr (lines[2], ==,
                   "{\"name\":\"mnist\",\"images\":60000,\"test_images\":10000,"
                   "\"credit\":\"Yann LeCun and Corinna Cortes, CC BY-SA 3.0\",\"place\":null}");
}

static void
test_fetch_needs_consent (void)
{
  g_autofree char *folder = own_folder ("mnist");
  g_auto (Ran) ran = run_command ("data fetch mnist", "y\n");

  g_assert_cmpint (ran.status, ==, 2);
  g_assert_nonnull (strstr (ran.err, "Nothing was downloaded. Add --yes"));
  g_assert_nonnull (strstr (ran.err, "https://"));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_refused (void)
{
  assert_fails ("data", 2, "elu-lab data: ", "Write “list”");
  assert_fails ("data fetch", 2, "elu-lab data: ", "Write “list”");
  assert_fails ("data fetch minst --yes", 2, "elu-lab data: ", "Did you mean “mnist”?");
  assert_fails ("data import /no/such/place", 1, "elu-lab data: ", "/no/such/place");
}

/* Well-formed, but none of the sets: it is used where it is. */
static void
test_import_own (void)
{
  g_autofree char *folder = g_build_filename (home, "small", NULL);
  g_autofree char *arguments = g_strconcat ("data import ", folder, NULL);
  g_autofree char *first = g_build_filename (folder, "data_batch_1.bin", NULL);
  g_autofree char *test = g_build_filename (folder, "test_batch.bin", NULL);
  g_autofree char *own = own_folder ("cifar10");
  char records[2 * 3073] = { 0 };

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (first, records, sizeof records, NULL));
  g_assert_true (g_file_set_contents (test, records, sizeof records, NULL));
  assert_fails (arguments, 2, "elu-lab data: ", "Use it where it is: --data");
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

static void
test_verify (void)
{
  g_autofree char *folder = own_folder ("mnist");
  g_auto (Ran) before = run_command ("data verify", NULL);

  g_assert_cmpint (before.status, ==, 0);
  g_assert_nonnull (strstr (before.out, "mnist-sample    right"));
  write_text (folder, "train-images-idx3-ubyte", "no images");
  write_text (folder, "train-labels-idx1-ubyte", "no labels");
  write_text (folder, "t10k-images-idx3-ubyte", "no images");
  write_text (folder, "t10k-labels-idx1-ubyte", "no labels");
  {
    g_auto (Ran) after = run_command ("data verify", NULL);

    g_assert_cmpint (after.status, ==, 1);
    g_assert_nonnull (strstr (after.out, "mnist           damaged: "));
    g_assert_nonnull (strstr (after.out, "train-images-idx3-ubyte, byte 0: "));
  }
}

/* --- Little memory ---------------------------------------------------------------------------- */

/* The files of a whole CIFAR-10, all zeros, which are valid, and take no room on the disk. */
static char *
make_cifar (void)
{
  static const char *const names[] = { "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                       "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin" };
  char *folder = g_build_filename (home, "zeros", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      write_text (folder, names[i], "");
      g_assert_cmpint (truncate (path, 10000 * 3073), ==, 0);
    }
  return folder;
}

/* What the command says on both streams where it may have so many kB of addresses. */
static char *
run_within (int limit, const char *arguments, int *status)
{
  g_autofree char *line
      = g_strdup_printf ("ulimit -c 0; ulimit -v %d; exec \"$ELU_LAB\" %s 2>&1", limit, arguments);
  const char *argv[] = { "sh", "-c", line, NULL };
  char *said = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said,
                               NULL, status, NULL));
  return said;
}

/* From where even the libraries don't load to where all fits: a result or a sentence, and no abort. */
static void
test_little_memory (void)
{
  g_autofree char *folder = make_cifar ();
  g_autofree char *arguments = g_strdup_printf (
      "train --data %s --contestant elu --model dense10 --subset 100 --epochs 1", folder);
  int n_refused = 0;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  g_test_skip ("The sanitizers themselves need more addresses than that.");
  return;
#endif
  for (int limit = 140000; limit <= 440000; limit += 60000)
    {
      int status;
      g_autofree char *said = run_within (limit, arguments, &status);
      gboolean refused = strstr (said, "There is not enough memory. Close other") != NULL;
      gboolean unloaded = strstr (said, "while loading shared libraries") != NULL;

      if (!WIFEXITED (status) || (WEXITSTATUS (status) != 0 && !refused && !unloaded))
        g_error ("With %d kB: ended with %d and said “%s”", limit, status, said);
      n_refused += refused;
    }
  g_assert_cmpint (n_refused, >, 2);
}

int
main (int argc, char **argv)
{
  int status;

  home = g_dir_make_tmp ("elu-lab-home-XXXXXX", NULL);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_assert_cmpint (g_chdir (home), ==, 0);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/command/data/list", test_list);
  g_test_add_func ("/lab/command/data/list-json", test_list_json);
  g_test_add_func ("/lab/command/data/fetch-needs-consent", test_fetch_needs_consent);
  g_test_add_func ("/lab/command/data/refused", test_refused);
  g_test_add_func ("/lab/command/data/import-own", test_import_own);
  g_test_add_func ("/lab/command/data/verify", test_verify);
  g_test_add_func ("/lab/command/data/little-memory", test_little_memory);
  status = g_test_run ();
  remove_tree (home);
  g_free (home);
  return status;
}
