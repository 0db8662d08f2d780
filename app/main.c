/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - elu-lab: a command, or the window
 *
 * Decides which of the two argv asks for and nothing more. Commands, --help and --version never
 * touch the display.
 */

#include <malloc.h>
#include <glib.h>
#include "lab-application.h"
#include "lab-command-main.h"
#include "lab-graphics.h"
#include "lab-paths.h"

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

/* Pictures as large as the window are made and thrown away with every frame. Left to itself the C
 * library gives their memory back each time, and the kernel clears it anew, which takes longer than to
 * draw into it.                                                                                 */
static void
keep_freed_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 32 * 1024 * 1024);
  mallopt (M_TRIM_THRESHOLD, 128 * 1024 * 1024);
#endif
}

int
main (int argc, char **argv)
{
  int status;

  keep_freed_memory ();
  lab_graphics_init ();
  lab_paths_init ();
  status = lab_command_main (argc, argv);
  if (status != LAB_COMMAND_WINDOW)
    return status;
  /* Said here rather than by GTK, which would load half of itself first to find out. */
  status = is_set ("DISPLAY") || is_set ("WAYLAND_DISPLAY") ? lab_application_run (argc, argv)
                                                            : LAB_APPLICATION_NO_DISPLAY;
  return status == LAB_APPLICATION_NO_DISPLAY ? lab_command_report_no_display () : status;
}
