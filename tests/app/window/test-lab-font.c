/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-font.c - a font that somebody has chosen stays, whatever it is called */

#include "lab-font.h"
#include "remove-tree.h"

/* What GTK's file of settings has, and what the program is written in then. */
static const struct {
  const char *name, *settings, *font;
} rows[] = {
  { "nothing", NULL, "Cantarell,Noto Sans CJK SC 11" },
  { "something-else", "[Settings]\ngtk-cursor-blink=false\n", "Cantarell,Noto Sans CJK SC 11" },
  { "sans-10", "[Settings]\ngtk-font-name=Sans 10\n", "Sans 10" },
  { "another", "[Settings]\ngtk-font-name=DejaVu Sans 13\n", "DejaVu Sans 13" },
};

/* In a process of its own: GTK reads the file once. */
static void
print_font (void)
{
  g_autofree char *font = NULL;

  gtk_init ();
  lab_font_choose ();
  g_object_get (gtk_settings_get_default (), "gtk-font-name", &font, NULL);
  g_print ("font: %s.\n", font);
}

static void
run_in_home (int row)
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-font-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (home, "gtk-4.0", NULL);
  g_autofree char *file = g_build_filename (folder, "settings.ini", NULL);
  g_autofree char *expected = g_strdup_printf ("*font: %s.*", rows[row].font);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (rows[row].settings != NULL)
    g_assert_true (g_file_set_contents (file, rows[row].settings, -1, NULL));
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout (expected);
  remove_tree (home);
}

static void
test_font (gconstpointer row)
{
  if (g_test_subprocess ())
    print_font ();
  else
    run_in_home (GPOINTER_TO_INT (row));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int row = 0; row < (int) G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *path = g_strconcat ("/lab/font/", rows[row].name, NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (row), test_font);
    }
  return g_test_run ();
}
