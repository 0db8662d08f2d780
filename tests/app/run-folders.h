/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run-folders.h - every test begins with the same runs, in a data folder of its own
 *
 * The runs in the folder runs beside this file were written by hand. Around the data folder stands a
 * witness: a file that nothing here may change, whatever a run claims to be.
 */

#pragma once

#include <glib/gstdio.h>
#include "lab-run-folder.h"
#include "remove-tree.h"
#include "run-fixtures.h"

#define GOOD "20261124-101500-a"
#define ODD_NAMED "20261124-120000-b"

static char *home, *runs;

static inline char *
place (const char *name)
{
  return g_build_filename (runs, name, NULL);
}

static inline void
write_text (const char *id, const char *name, const char *text, gssize length)
{
  g_autofree char *folder = place (id);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* Every test begins with the same runs. */
static inline void
set_up (gpointer fixture, gconstpointer data)
{
  g_autofree char *witness = g_build_filename (home, "witness", "file", NULL);
  g_autofree char *folder = g_path_get_dirname (witness);

  run_fixtures_copy (home);
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (witness, "untouched", -1, NULL));
}

static inline void
tear_down (gpointer fixture, gconstpointer data)
{
  g_autofree char *witness = g_build_filename (home, "witness", "file", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (witness, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "untouched");
}

typedef struct {
  const char *path;
  void (*run) (gpointer fixture, gconstpointer data);
} RunTest;

static inline int
run_run_tests (int argc, char **argv, const RunTest *tests, gsize n)
{
  int status;

  home = g_dir_make_tmp ("elu-lab-runs-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  runs = lab_run_folder_root ();
  g_assert_true (g_str_has_prefix (runs, home));
  for (gsize i = 0; i < n; i++)
    g_test_add_vtable (tests[i].path, 0, NULL, set_up, tests[i].run, tear_down);
  status = g_test_run ();
  remove_tree (home);
  g_free (runs);
  g_free (home);
  return status;
}
