/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-runs.c - elu-lab runs from outside, over runs that were written by hand */

#include <string.h>
#include <glib/gstdio.h>
#include "command-runner.h"
#include "remove-tree.h"
#include "run-fixtures.h"

#define GOOD "20261124-101500-a"

static char *home;

static void
set_up (gpointer fixture, gconstpointer data)
{
  run_fixtures_copy (home);
}

static void
assert_says (const char *arguments, const char *const *says, gsize n)
{
  g_auto (Ran) ran = run_command (arguments, NULL);

  g_assert_cmpint (ran.status, ==, 0);
  for (gsize i = 0; i < n; i++)
    if (strstr (ran.out, says[i]) == NULL)
      g_error ("elu-lab %s: “%s” does not say “%s”", arguments, ran.out, says[i]);
}

static void
test_list (gpointer fixture, gconstpointer data)
{
  static const char *const says[] = {
    GOOD "  ELU against ReLU\n    2026-11-24 10:15 · finished · step 4\n",
    "elu:0.3          validation 93.8 %, test 87.5 %\n",
    "pelu:1,2         (diverged at step 3)\n",
    "20261122-000000-no-record\n    Its file run.json is missing.\n",
    "From the future\n    A later version of ELU Lab recorded this run.",
  };

  assert_says ("runs list", says, G_N_ELEMENTS (says));
}

static void
test_list_json (gpointer fixture, gconstpointer data)
{
  static const char *const says[] = {
    "{\"id\":\"" GOOD "\",\"name\":\"ELU against ReLU\",\"created\":\"2026-11-24T10:15:00Z\","
    "\"state\":\"finished\",",
    "\"step\":4,\"seconds\":0.5,\"result\":[{\"contestant\":0,\"activation\":\"elu:0.3\","
    "\"validation_loss\":0.25,",
    "\"validation_accuracy\":null,\"test_loss\":null,\"test_accuracy\":null,\"diverged_at\":3}],"
    "\"problem\":null}\n",
    "\"state\":null,\"settings\":\"\",\"step\":0,\"seconds\":null,\"result\":[],\"problem\":\"Its "
    "file "
    "run.json is missing.\"}\n",
  };

  assert_says ("runs list --json", says, G_N_ELEMENTS (says));
}

static void
test_list_nothing (gpointer fixture, gconstpointer data)
{
  static const char *const says[] = { "There are no runs yet." };
  g_autofree char *runs = g_build_filename (home, "elu-lab", "runs", NULL);
  g_auto (Ran) json = { 0 };

  remove_tree (runs);
  assert_says ("runs list", says, 1);
  json = run_command ("runs list --json", NULL);
  g_assert_cmpstr (json.out, ==, "");
}

static void
test_show (gpointer fixture, gconstpointer data)
{
  static const char *const says[] = {
    "at step 2: alpha 1 to 0.3\n",
    "goes on from 20261124-100000-z at step 1\n",
    "9000 images to learn from, 1000 for validation, 2000 for the test\n",
    "/elu-lab/runs/" GOOD "\n",
  };

  assert_says ("runs show 20261124-10", says, G_N_ELEMENTS (says));
}

static void
test_export_numbers (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (home, "run.csv", NULL);
  g_autofree char *beside = g_build_filename (home, "run-diagnostics.csv", NULL);
  g_autofree char *from = g_build_filename (home, "elu-lab/runs/" GOOD "/metrics.csv", NULL);
  g_autofree char *command = g_strconcat ("runs export " GOOD " --output ", path, NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_auto (Ran) ran = run_command (command, NULL);
  g_auto (Ran) again = { 0 };

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_nonnull (strstr (ran.out, "run-diagnostics.csv"));
  g_assert_true (g_file_get_contents (from, &before, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  g_assert_true (g_file_test (beside, G_FILE_TEST_IS_REGULAR));

  /* Diagnostics of before give way. */
  again = run_command (command, NULL);
  g_assert_cmpint (again.status, ==, 0);

  /* A file that only happens to have that name stays. */
  g_assert_true (g_file_set_contents (beside, "my own", -1, NULL));
  assert_fails (command, 1, "elu-lab runs: ", "another file of that name");
  g_remove (path);
  g_remove (beside);
}

static void
test_export_pictures (gpointer fixture, gconstpointer data)
{
  static const char *const starts[][2]
      = { { "png", "\x89PNG" }, { "svg", "<?xml" }, { "pdf", "%PDF" } };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/run.%s", home, starts[i][0]);
      g_autofree char *command = g_strdup_printf ("runs export %s -o %s", GOOD, path);
      g_autofree char *text = NULL;
      g_auto (Ran) ran = run_command (command, NULL);

      g_assert_cmpint (ran.status, ==, 0);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, starts[i][1]));
      g_remove (path);
    }
}

static void
test_changes (gpointer fixture, gconstpointer data)
{
  static const char *const renamed[] = { "New\n" };
  g_auto (Ran) rename = run_command ("runs rename " GOOD " New", NULL);
  g_auto (Ran) delete = run_command ("runs delete " GOOD, NULL);

  g_assert_cmpint (rename.status + delete.status, ==, 0);
  assert_fails ("runs show " GOOD, 2, "elu-lab runs: ", "There is no run");
  {
    g_auto (Ran) restore = run_command ("runs restore " GOOD, NULL);

    g_assert_cmpint (restore.status, ==, 0);
  }
  assert_says ("runs show " GOOD, renamed, 1);
}

static void
test_refused (gpointer fixture, gconstpointer data)
{
  assert_fails ("runs", 2, "elu-lab runs: ", "Write “list”");
  assert_fails ("runs lsit", 2, "elu-lab runs: ", "Did you mean “list”?");
  assert_fails ("runs rename " GOOD, 2, "elu-lab runs: ", "quotation marks");
  assert_fails ("runs show 2026", 2, "elu-lab runs: ", "6 runs begin with");
  assert_fails ("runs delete ../..", 2, "elu-lab runs: ", "There is no run “../..”");
  assert_fails ("runs restore ../" GOOD, 2, "elu-lab runs: ", "There is no deleted run");
  assert_fails ("runs export " GOOD, 2, "elu-lab runs: ", "--output run.csv");
  assert_fails ("runs export " GOOD " -o run.doc", 2, "elu-lab runs: ", "End the name with");
  assert_fails ("runs export " GOOD " -o /no/such/run.csv", 1,
                "elu-lab runs: ", "could not be written");
  assert_fails ("runs export 20261120 -o run.png", 1, "elu-lab runs: ", "later version");
  assert_fails ("runs rename 20261120 x", 1, "elu-lab runs: ", "not renamed");
}

/* --- Names of others -------------------------------------------------------------------------- */

/* A folder that clears the screen and poses as two runs, if a terminal obeys its name. */
#define EVIL       "evil\033[2J\302\233m\n" GOOD "-again"
#define EVIL_SHOWN "evil\\u001b[2J\\u009bm\\u000a" GOOD "-again"

/* A run in that folder whose record is full of the same. */
static void
make_evil_run (const char *name)
{
  static const char *const files[] = { "run.json", "metrics.csv" };
  static const char *const changes[][2] = { { "MNIST sample", "\\u001b[31m\\u202e" },
                                            { "alpha 1 to 0.3", "\\u001b]0;title\\u0007" },
                                            { "20261124-100000-z", "\\u001b[A" } };
  g_autofree char *folder = g_build_filename (home, "elu-lab/runs", EVIL, NULL);

  g_mkdir_with_parents (folder, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (home, "elu-lab/runs/" GOOD, files[i], NULL);
      g_autofree char *to = g_build_filename (folder, files[i], NULL);
      g_autofree char *text = NULL;
      g_autoptr (GString) changed = NULL;

      g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
      changed = g_string_new (text);
      g_string_replace (changed, "ELU against ReLU", name, 0);
      for (gsize k = 0; k < G_N_ELEMENTS (changes); k++)
        g_string_replace (changed, changes[k][0], changes[k][1], 0);
      g_assert_true (g_file_set_contents (to, changed->str, -1, NULL));
    }
}

/* Nothing that a terminal would obey, beside the ends of lines. */
static void
assert_harmless (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (*p != '\n' && g_unichar_iscntrl (g_utf8_get_char (p)))
      g_error ("U+%04X at byte %zd of “%s”", g_utf8_get_char (p), p - text, text);
}

static void
test_names_of_others (gpointer fixture, gconstpointer data)
{
  static const char *const commands[] = {
    "runs list",
    "runs list --json",
    "runs show evil",
    "runs show evil --json",
    "runs show evil.x",
    "runs export evil -o /no/such/folder/run.csv",
    "runs delete evil",
    "runs delete evil",
    "runs restore evil",
    "runs list",
    "runs export evil",
    "runs rename evil",
    "runs rename evil New",
    "runs show " EVIL,
    "runs show evil\033",
  };
  g_autofree char *many = g_strnfill (4000, 'x');
  const char *const names[] = { "<b>&\\\"'", many, "\\u009b31mred\\n\\u202e" };

  for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
    {
      make_evil_run (names[n]);
      for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
        {
          g_auto (Ran) ran = run_command (commands[i], NULL);

          g_assert_cmpint (ran.status, >=, 0);
          assert_harmless (ran.out);
          assert_harmless (ran.err);
        }
    }
}

/* It is told on one line, by which it can be told from others. */
static void
test_evil_name_is_shown (gpointer fixture, gconstpointer data)
{
  static const char *const says[] = { EVIL_SHOWN "  <b>&\"'\n    2026" };
  g_auto (Ran) pictures = { 0 };

  make_evil_run ("<b>&\\\"'");
  assert_says ("runs list", says, 1);
  assert_says ("runs show evil", says, 1);
  pictures = run_command ("runs export evil -o run.svg", NULL);
  g_assert_cmpstr (pictures.err, ==, "");
  g_assert_cmpint (pictures.status, ==, 0);
  g_remove ("run.svg");
}

static void
test_long_name_is_refused (gpointer fixture, gconstpointer data)
{
  g_autofree char *many = g_strnfill (4000, 'x');
  g_autofree char *command = g_strconcat ("runs rename " GOOD " ", many, NULL);

  assert_fails (command, 2, "elu-lab runs: ", "Choose one of 1 to 80 characters");
  assert_fails ("runs rename " GOOD " \033[31m", 2, "elu-lab runs: ", "on one line");
}

static const struct {
  const char *path;
  void (*run) (gpointer fixture, gconstpointer data);
} tests[] = {
  { "/lab/command/runs/list", test_list },
  { "/lab/command/runs/list-json", test_list_json },
  { "/lab/command/runs/list-nothing", test_list_nothing },
  { "/lab/command/runs/show", test_show },
  { "/lab/command/runs/export-numbers", test_export_numbers },
  { "/lab/command/runs/export-pictures", test_export_pictures },
  { "/lab/command/runs/rename-delete-restore", test_changes },
  { "/lab/command/runs/refused", test_refused },
  { "/lab/command/runs/names-of-others", test_names_of_others },
  { "/lab/command/runs/evil-name-is-shown", test_evil_name_is_shown },
  { "/lab/command/runs/long-name-is-refused", test_long_name_is_refused },
};

int
main (int argc, char **argv)
{
  int status;

  home = g_dir_make_tmp ("elu-lab-home-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("TZ", "UTC", TRUE);
  g_assert_cmpint (g_chdir (home), ==, 0);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_vtable (tests[i].path, 0, NULL, set_up, tests[i].run, NULL);
  status = g_test_run ();
  remove_tree (home);
  g_free (home);
  return status;
}
