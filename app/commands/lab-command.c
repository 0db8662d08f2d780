/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command.c - how every command reads its options */

#include "config.h"
#include "lab-command.h"

#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"

static gboolean
asks_for_help (char **arguments)
{
  static const char *const spellings[] = { "--help", "--help-all", "-h", "-?", NULL };

  for (char **word = arguments + 1; *word != NULL && !g_str_equal (*word, "--"); word++)
    if (g_strv_contains (spellings, *word))
      return TRUE;
  return FALSE;
}

/* GOption answers --help itself, but then ends the process, whether it could be written or not. */
gboolean
lab_command_parse_options (GOptionContext *context, const GOptionEntry *entries, char ***arguments,
                           GError **error)
{
  g_autofree char *help = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!asks_for_help (*arguments))
    return g_option_context_parse_strv (context, arguments, error);
  help = g_option_context_get_help (context, TRUE, NULL);
  g_print ("%s", help);
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_HELP, "");
  return FALSE;
}

gboolean
lab_command_parse (GOptionContext *context, const GOptionEntry *entries, char ***arguments,
                   GError **error)
{
  g_autofree char *names = lab_activation_names ();
  g_autofree char *description = g_strdup_printf (
      _("FUNCTION is a name and, after a colon, its parameters: elu:0.3, relu, pelu:1,2.\n"
        "Parameters left out are the usual ones. The functions are:\n%s."),
      names);

  g_option_context_set_description (context, description);
  return lab_command_parse_options (context, entries, arguments, error);
}
