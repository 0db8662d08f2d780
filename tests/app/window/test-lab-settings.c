/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-settings.c - the window's size goes into the settings, whatever it is */

#include <gtk/gtk.h>
#include "lab-paths.h"
#include "lab-settings.h"

#define APP_ID "io.github.elu_lab.EluLab"

/* The least and the most that the schema allows. */
static const struct {
  const char *key;
  int least, most;
} keys[] = { { "window-width", 360, 16384 }, { "window-height", 300, 16384 } };

static void
test_any_size (gconstpointer data)
{
  const int sizes[] = { G_MININT, -1, 0, 1, 294, 300, 360, 1280, 16384, 16385, G_MAXINT };
  int i = GPOINTER_TO_INT (data);
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  /* Its "rise" stands for the size of a window, which needs a display: it is any int. */
  g_autoptr (GtkTextTag) object = gtk_text_tag_new (NULL);

  lab_settings_bind_in_range (settings, keys[i].key, G_OBJECT (object), "rise");
  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      int kept;

      g_object_set (object, "rise", sizes[k], NULL);
      g_assert_cmpint (g_settings_get_int (settings, keys[i].key), ==,
                       CLAMP (sizes[k], keys[i].least, keys[i].most));
      g_object_get (object, "rise", &kept, NULL);
      g_assert_cmpint (kept, ==, sizes[k]);
    }
}

static void
test_setting_first (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (GtkTextTag) object = gtk_text_tag_new (NULL);
  int taken;

  g_settings_set_int (settings, "window-width", 777);
  lab_settings_bind_in_range (settings, "window-width", G_OBJECT (object), "rise");
  g_object_get (object, "rise", &taken, NULL);
  g_assert_cmpint (taken, ==, 777);
}

int
main (int argc, char **argv)
{
  lab_paths_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/settings/any-size/", keys[i].key, NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_any_size);
    }
  g_test_add_func ("/lab/settings/setting-first", test_setting_first);
  return g_test_run ();
}
