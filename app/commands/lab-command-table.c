/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-table.c - a row for each command; the options without a command; help from both */

#include "config.h"
#include "lab-command-table.h"

#include <glib/gi18n.h>
#include "lab-error.h"

static const LabCommand commands[] = {
  { "eval", N_("FUNCTION X…"),
    N_("Print the value of an activation function, or of a derivative, at each X."),
    lab_command_eval },
  { "plot", N_("FUNCTION… -o FILE"),
    N_("Draw activation functions and their derivatives into a PNG, SVG or PDF file."),
    lab_command_plot },
  { "train", NULL,
    N_("Train networks that differ only in their activation function, side by side."),
    lab_command_train },
  { "sweep", NULL,
    N_("Train each function with several seeds, and say whether they differ beyond the seed."),
    lab_command_sweep },
  { "data", N_("list | fetch SET | import PATH | verify"),
    N_("Show which data sets are here, and get more."), lab_command_data },
  { "runs", N_("list | show ID | export ID | rename ID NAME | delete ID | restore ID"),
    N_("List the trainings that were recorded, and export, rename or delete them."),
    lab_command_runs },
  { "bench", N_("[activation] [mlp] [cnn] [plot] [live]"),
    N_("Measure how fast the program is on this machine."), lab_command_bench },
};

const char *const *
lab_command_names (void)
{
  static const char *names[G_N_ELEMENTS (commands) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  return names;
}

const LabCommand *
lab_command_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

GOptionContext *
lab_command_new_context (const LabCommand *command)
{
  GOptionContext *context
      = g_option_context_new (command->arguments != NULL ? _(command->arguments) : NULL);

  g_option_context_set_summary (context, _(command->summary));
  return context;
}

static char *
describe_commands (void)
{
  GString *text = g_string_new (_("Commands, which need no display:"));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "\n  %-8s %s", commands[i].name, _(commands[i].summary));
  g_string_append (text, _("\n\n“elu-lab COMMAND --help” says more about each. Without a command, "
                           "the window opens."));
  return g_string_free (text, FALSE);
}

/* Options without a command: all but these two are left to the window, which gets argv as it is. */
gboolean
lab_command_parse_main_options (GOptionContext *context, char **argv, gboolean *version,
                                GError **error)
{
  gboolean exit_after_startup = FALSE;
  const GOptionEntry entries[]
      = { { "version", 0, 0, G_OPTION_ARG_NONE, version, N_("Print the version"), NULL },
          { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, &exit_after_startup,
            N_("Close the window as soon as it has been drawn"), NULL },
          G_OPTION_ENTRY_NULL };
  g_autofree char *description = describe_commands ();
  g_auto (GStrv) arguments = g_strdupv (argv);

  g_option_context_set_summary (context, _("See, compare and train activation functions."));
  g_option_context_set_description (context, description);
  if (!lab_command_parse_options (context, entries, &arguments, error))
    return FALSE;
  if (g_strv_length (arguments) == 1)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” cannot follow an option: a command comes first."), arguments[1]);
  return FALSE;
}

GOptionContext *
lab_command_new_main_context (void)
{
  return g_option_context_new (_("[COMMAND [ARGUMENT…]]"));
}

char *
lab_command_usage (const char *command)
{
  if (command != NULL)
    return g_strdup (lab_command_find (command)->arguments);
  return g_strjoinv (" | ", (char **) lab_command_names ());
}

/* A command adds its options, meets one that it does not have, and gives up before it does anything. */
char *
lab_command_help (const char *name)
{
  const LabCommand *command = name != NULL ? lab_command_find (name) : NULL;
  g_autoptr (GOptionContext) context = NULL;
  g_auto (GStrv) arguments = g_strsplit (PACKAGE_NAME " --\001", " ", -1);
  gboolean version;

  if (name != NULL && command == NULL)
    return NULL;
  context = command != NULL ? lab_command_new_context (command) : lab_command_new_main_context ();
  if (command != NULL)
    command->run (context, &arguments, NULL);
  else
    lab_command_parse_main_options (context, arguments, &version, NULL);
  return g_option_context_get_help (context, FALSE, NULL);
}
