/* lab-command.c - the table of commands, usage, and how errors end a process */

#include "config.h"
#include "lab-command.h"

#include <locale.h>
#include <signal.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-complete.h"
#include "lab-error.h"
#include "lab-printable.h"
#include "lab-suggest.h"
#include "lab-terminal.h"

typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean (*run) (GOptionContext *context, char ***arguments, GError **error);
} LabCommand;

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
    N_("Show which data sets are here, and get more."),
    lab_command_data },
  { "runs", N_("list | show ID | export ID | rename ID NAME | delete ID | restore ID"),
    N_("List the trainings that were recorded, and export, rename or delete them."),
    lab_command_runs },
  { "bench", N_("[activation] [mlp] [cnn] [plot] [live]"),
    N_("Measure how fast the program is on this machine."),
    lab_command_bench },
};

static void
list_names (const char *names[G_N_ELEMENTS (commands) + 1])
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  names[G_N_ELEMENTS (commands)] = NULL;
}

int
lab_report_no_display (void)
{
  const char *names[G_N_ELEMENTS (commands) + 1];
  g_autofree char *list = NULL;

  list_names (names);
  list = g_strjoinv (", ", (char **) names);
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
        "Parameters left out are the usual ones. The functions are:\n%s."), names);

  g_option_context_set_description (context, description);
  return lab_command_parse_options (context, entries, arguments, error);
}

static const LabCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

static GOptionContext *
new_context (const LabCommand *command)
{
  GOptionContext *context
      = g_option_context_new (command->arguments != NULL ? _(command->arguments) : NULL);

  g_option_context_set_summary (context, _(command->summary));
  return context;
}

static int
run_command (const LabCommand *command, int argc, char **argv)
{
  g_autofree char *usage = g_strconcat ("elu-lab ", command->name, NULL);
  g_autoptr (GOptionContext) context = new_context (command);
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
  const LabCommand *command = find_command (argv[1]);
  const char *names[G_N_ELEMENTS (commands) + 1];
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  if (command != NULL)
    return run_command (command, argc, argv);
  list_names (names);
  shown = lab_error_printable (argv[1]);
  question = lab_suggest_question (argv[1], names, G_N_ELEMENTS (commands));
  list = g_strjoinv (", ", (char **) names);
  g_printerr (_("elu-lab: There is no command “%s”.%s The commands are: %s.\n"), shown, question,
              list);
  return LAB_EXIT_USAGE;
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
static gboolean
parse_options (GOptionContext *context, char **argv, gboolean *version, GError **error)
{
  gboolean exit_after_startup = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, version, N_("Print the version"), NULL },
    { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, &exit_after_startup,
      N_("Close the window as soon as it has been drawn"), NULL },
    G_OPTION_ENTRY_NULL
  };
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

static GOptionContext *
new_main_context (void)
{
  return g_option_context_new (_("[COMMAND [ARGUMENT…]]"));
}

static int
run_options (char **argv)
{
  g_autoptr (GOptionContext) context = new_main_context ();
  GError *error = NULL;
  gboolean version = FALSE;
  gboolean parsed = parse_options (context, argv, &version, &error);

  if (parsed && !version)
    return LAB_COMMAND_WINDOW;
  if (parsed)
    g_print ("%s %s\n", PACKAGE_NAME, PACKAGE_VERSION);
  return end (NULL, parsed, error);
}

char *
lab_command_usage (const char *command)
{
  const char *names[G_N_ELEMENTS (commands) + 1];

  if (command != NULL)
    return g_strdup (find_command (command)->arguments);
  list_names (names);
  return g_strjoinv (" | ", (char **) names);
}

/* A command adds its options, meets one that it does not have, and gives up before it does anything. */
char *
lab_command_help (const char *name)
{
  const LabCommand *command = name != NULL ? find_command (name) : NULL;
  g_autoptr (GOptionContext) context = NULL;
  g_auto (GStrv) arguments = g_strsplit (PACKAGE_NAME " --\001", " ", -1);
  gboolean version;

  if (name != NULL && command == NULL)
    return NULL;
  context = command != NULL ? new_context (command) : new_main_context ();
  if (command != NULL)
    command->run (context, &arguments, NULL);
  else
    parse_options (context, arguments, &version, NULL);
  return g_option_context_get_help (context, FALSE, NULL);
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
