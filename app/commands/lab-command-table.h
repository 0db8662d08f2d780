/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-table.h - which commands there are
 *
 * One more command is one more row, and lab_command_NAME () in a file of its own.
 */

#pragma once

#include "lab-command.h"

typedef struct {
  const char *name;
  const char *arguments; /* as the usage has them, to be translated; NULL: none */
  const char *summary;   /* likewise                                            */
  gboolean (*run) (GOptionContext *context, char ***arguments, GError **error);
} LabCommand;

/* In the order of the table; ends with NULL. Owned by the table. */
const char *const *lab_command_names (void);

/* NULL if there is no such command. */
const LabCommand  *lab_command_find  (const char *name);

/* With the command's usage and summary, or with the program's. Free with g_option_context_free (). */
GOptionContext    *lab_command_new_context      (const LabCommand *command);
GOptionContext    *lab_command_new_main_context (void);

/* The options without a command. All but --version are left to the window, which gets argv as it is. */
gboolean           lab_command_parse_main_options (GOptionContext *context, char **argv,
                                                   gboolean *version, GError **error);

/* The operands of a command as its usage has them, in English, or NULL if it takes none; the commands
 * themselves for command NULL. Free with g_free ().                                             */
char              *lab_command_usage (const char *command);

/* What --help says of command, or of the program if NULL; or NULL if there is no such command. Free
 * with g_free ().                                                                               */
char              *lab_command_help  (const char *command);
