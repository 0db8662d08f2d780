/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "run-fixtures.h"

#include <glib.h>
#include <glib/gstdio.h>
#include "remove-tree.h"

static void
copy_tree (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_tree (source, target);
      else if (g_file_get_contents (source, &text, &length, NULL))
        g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
    }
}

void
run_fixtures_copy (const char *data_home)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "runs", NULL);
  g_autofree char *to = g_build_filename (data_home, "elu-lab", "runs", NULL);

  remove_tree (to);
  copy_tree (from, to);
}
