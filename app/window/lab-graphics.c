/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-graphics.c - whether the machine has a graphics processor, and what to do when it has none */

#include "lab-graphics.h"

#include <glob.h>
#include <gtk/gtk.h>

/* What a kernel's graphics driver offers to programs that draw: Linux's own drivers a render node
 * (card nodes exist for mere screens too), NVIDIA's and a virtual Windows machine's one of their own.
 */
static const char *const device_patterns[] = { "dri/renderD*", "nvidiactl", "dxg", "mali*" };

gboolean
lab_graphics_has_processor (const char *devices)
{
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (device_patterns) && !found; i++)
    {
      g_autofree char *pattern = g_build_filename (devices, device_patterns[i], NULL);
      glob_t matches = { 0 };

      found = glob (pattern, GLOB_NOSORT, NULL, &matches) == 0;
      globfree (&matches);
    }
  return found;
}

void
lab_graphics_init (void)
{
  if (lab_graphics_has_processor ("/dev"))
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  /* From GTK 4.16 on, features are switched off by a variable of their own. */
  if (gtk_get_minor_version () >= 16)
    g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
  else
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}

gboolean
lab_graphics_start (void)
{
  /* GTK would call setlocale (LC_ALL, "") and undo what lab_locale_init () has done. */
  gtk_disable_setlocale ();
  return gtk_init_check ();
}
