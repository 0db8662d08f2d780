/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-main.c - from what was typed to a command, and from its end to an exit status */

#include "config.h"
#include "lab-command-main.h"

#include <locale.h>
#include <signal.h>
#include <glib/gi18n.h>
#include "lab-command-table.h"
#include "lab-complete.h"
#include "lab-error.h"
#include "lab-printable.h"
#include "lab-suggest.h"
#include "lab-terminal.h"

int
lab_command_report_no_display (void)
{
  g_autofree char *list = g_strjoinv (", ", (char **) lab_command_names ());

  /* TRANSLATORS: the list is of command names, which are not translated. */
  g_printerr (_("elu-lab: There is no display to open a window on. Start it from a desktop "
                "session, or use one of the commands that need none: %s.\n"),
              list);
  return LAB_EXIT_USAGE;
}

static int
report (const char *command, const GError *error)
{
  const char *space = command != NULL ? " " : "";
  const char *name = command != NULL ? command : "";
  gboolean misspelt = error->domain == G_OPTION_ERROR;
  g_autofree char *message = lab_printable_dup (error->message, 0);

  g_printerr ("elu-lab%s%s: %s", space, name, message);
  if (misspelt)
    g_printerr (_(". See “elu-lab%s%s --help”."), space, name);
  g_printerr ("\n");
  return misspelt || g_error_matches (error, LAB_ERROR, LAB_ERROR_USAGE) ? LAB_EXIT_USAGE
                                                                         : LAB_EXIT_FAILURE;
}

/* The exit status of what was done, unless its output was lost. */
static int
end (const char *command, gboolean done, GError *error)
{
  g_autoptr (GError) owned = error;

  if (!done && !g_error_matches (owned, LAB_ERROR, LAB_ERROR_HELP))
    return report (command, owned);
  g_clear_error (&owned);
  return lab_terminal_flush (&owned) ? LAB_EXIT_OK : report (command, owned);
}

static int
run_command (const LabCommand *command, int argc, char **argv)
{
  g_autofree char *usage = g_strconcat ("elu-lab ", command->name, NULL);
  g_autoptr (GOptionContext) context = lab_command_new_context (command);
  g_auto (GStrv) arguments = g_strdupv (argv + 1);
  GError *error = NULL;
  gboolean done;

  /* A pipe that nobody reads any more ends the process quietly, even if the parent ignored that. */
  signal (SIGPIPE, SIG_DFL);
  g_set_prgname (usage);
  done = command->run (context, &arguments, &error);
  return end (command->name, done, error);
}

static int
find_and_run (int argc, char **argv)
{
  const LabCommand *command = lab_command_find (argv[1]);
  const char *const *names = lab_command_names ();
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  if (command != NULL)
    return run_command (command, argc, argv);
  shown = lab_error_printable (argv[1]);
  question = lab_suggest_question (argv[1], names, g_strv_length ((char **) names));
  list = g_strjoinv (", ", (char **) names);
  g_printerr (_("elu-lab: There is no command “%s”.%s The commands are: %s.\n"), shown, question,
              list);
  return LAB_EXIT_USAGE;
}

static int
run_options (char **argv)
{
  g_autoptr (GOptionContext) context = lab_command_new_main_context ();
  GError *error = NULL;
  gboolean version = FALSE;
  gboolean parsed = lab_command_parse_main_options (context, argv, &version, &error);

  if (parsed && !version)
    return LAB_COMMAND_WINDOW;
  if (parsed)
    g_print ("%s %s\n", PACKAGE_NAME, PACKAGE_VERSION);
  return end (NULL, parsed, error);
}

/* Not among the commands: nobody types it but a shell. In English, since the usage and the help are
 * read here rather than shown.                                                                  */
static int
complete (const char *line)
{
  g_auto (GStrv) candidates = NULL;

  g_setenv ("LANGUAGE", "C", TRUE);
  setlocale (LC_MESSAGES, "C");
  candidates = lab_complete (line);
  for (int i = 0; candidates[i] != NULL; i++)
    g_print ("%s\n", candidates[i]);
  return end (NULL, TRUE, NULL);
}

int
lab_command_main (int argc, char **argv)
{
  g_set_prgname (PACKAGE_NAME);
  lab_terminal_init ();
  if (argc < 2)
    return LAB_COMMAND_WINDOW;
  if (argc == 3 && g_str_equal (argv[1], "complete"))
    return complete (argv[2]);
  return argv[1][0] == '-' ? run_options (argv) : find_and_run (argc, argv);
}
