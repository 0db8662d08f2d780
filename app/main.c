/* main.c - elu-lab: a command, or the window
 *
 * Decides which of the two argv asks for and nothing more. Commands, --help and --version never
 * touch the display.
 */

#include <glib.h>
#include "lab-application.h"
#include "lab-command.h"
#include "lab-paths.h"

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

int
main (int argc, char **argv)
{
  int status;

  lab_paths_init ();
  status = lab_command_main (argc, argv);
  if (status != LAB_COMMAND_WINDOW)
    return status;
  /* Said here rather than by GTK, which would load half of itself first to find out. */
  if (!is_set ("DISPLAY") && !is_set ("WAYLAND_DISPLAY"))
    return lab_report_no_display ();
  return lab_application_run (argc, argv);
}
