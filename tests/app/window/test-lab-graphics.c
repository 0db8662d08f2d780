/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The devices that tell a graphics processor from a mere screen. */

#include <glib.h>
#include <glib/gstdio.h>
#include "lab-graphics.h"
#include "remove-tree.h"

static const struct {
  const char *folder;
  const char *device;
  gboolean is_processor;
} devices[] = {
  { ".", "null", FALSE },     { "dri", "card0", FALSE },     { "dri", "renderD128", TRUE },
  { ".", "nvidiactl", TRUE }, { ".", "nvidia-caps", FALSE }, { ".", "dxg", TRUE },
};

static void
test_devices (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_autofree char *root = g_dir_make_tmp ("elu-lab-devices-XXXXXX", NULL);
      g_autofree char *folder = g_build_filename (root, devices[i].folder, NULL);
      g_autofree char *device = g_build_filename (folder, devices[i].device, NULL);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (device, "", 0, NULL));
      g_assert_cmpint (lab_graphics_has_processor (root), ==, devices[i].is_processor);
      remove_tree (root);
    }
}

static void
test_no_folder (void)
{
  g_assert_false (lab_graphics_has_processor ("/nonexistent"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/graphics/devices", test_devices);
  g_test_add_func ("/lab/graphics/no-folder-of-devices", test_no_folder);
  return g_test_run ();
}
