/* lab-command.h - the commands of elu-lab: what needs no window
 *
 * A row of a table per command. A command reports a failure as a GError; how that becomes a line
 * on stderr and an exit status is decided once, in lab-command.c: 2 for what was typed, 1 for the
 * rest.
 */

#pragma once

#include <glib.h>

enum { LAB_EXIT_OK, LAB_EXIT_FAILURE, LAB_EXIT_USAGE, LAB_COMMAND_WINDOW = -1 };

/* Runs the command that argv names, or --help or --version, and returns the exit status. Returns
 * LAB_COMMAND_WINDOW if argv asks for the window instead; argv is not changed.                  */
int lab_command_main (int argc, char **argv);

/* Says on stderr that there is no display and which commands need none; returns the exit status. */
int lab_report_no_display (void);

/* The commands. context has their usage and summary; they add their options, parse arguments with
 * it and do their work.                                                                         */
gboolean lab_command_bench (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_data  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_eval  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_plot  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_runs  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_train (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_sweep (GOptionContext *context, char ***arguments, GError **error);

/* The operands of a command as its usage has them, in English, or NULL if it takes none; the commands
 * themselves for command NULL. Free with g_free ().                                             */
char *lab_command_usage (const char *command);

/* What --help says of command, or of the program if NULL; or NULL if there is no such command. Free
 * with g_free ().                                                                               */
char *lab_command_help  (const char *command);

/* Adds entries and parses. Where help is asked for, prints it and fails with LAB_ERROR_HELP. */
gboolean lab_command_parse_options (GOptionContext *context, const GOptionEntry *entries,
                                    char ***arguments, GError **error);

/* Likewise, with the list of functions in the help. */
gboolean lab_command_parse         (GOptionContext *context, const GOptionEntry *entries,
                                    char ***arguments, GError **error);
