/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-data.c - elu-lab data: which data sets there are, and how to get more
 *
 * A row of a table per verb. Downloads only after a yes, typed or given as --yes; copies only what
 * has been read and found to be in order.
 */

#include "lab-command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-data-import.h"
#include "lab-download.h"
#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-suggest.h"
#include "lab-terminal.h"

typedef struct {
  gboolean json, yes;
} DataOptions;

typedef struct {
  const char *name;
  int n_arguments;
  gboolean (*run) (const DataOptions *options, const char *argument, GError **error);
} Verb;

/* --- list ------------------------------------------------------------------------------------ */

static void
print_set_json (const LabKnownSet *set, const char *place)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *line = NULL;

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "name", set->name);
  lab_json_writer_add_count (json, "images", set->n_train);
  lab_json_writer_add_count (json, "test_images", set->n_test);
  lab_json_writer_add_text (json, "credit", set->credit);
  lab_json_writer_add_text (json, "place", place);
  lab_json_writer_end_object (json);
  line = lab_json_writer_end (json);
  g_print ("%s\n", line);
}

static void
print_set (const LabKnownSet *set, const char *place)
{
  lab_terminal_say (_("%-15s %zu + %zu images of %d × %d, %s\n"), set->name, set->n_train,
                    set->n_test, set->shape.width, set->shape.height, _(set->credit));
  if (place != NULL)
    lab_terminal_say (_("                in %s\n"), place);
  else if (set->n_files > 0)
    lab_terminal_say (_("                not here; “elu-lab data fetch %s” downloads it\n"),
                      set->name);
  else
    lab_terminal_say (
        _("                not part of this program; “elu-lab data fetch %s” downloads the "
          "whole set\n"),
        lab_known_set_whole (set)->name);
}

static gboolean
list (const DataOptions *options, const char *argument, GError **error)
{
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  for (int i = 0; i < n_sets; i++)
    {
      g_autofree char *place = lab_known_set_locate (&sets[i]);

      (options->json ? print_set_json : print_set) (&sets[i], place);
    }
  return TRUE;
}

/* --- fetch ----------------------------------------------------------------------------------- */

static const LabKnownSet *
find_set (const char *name, GError **error)
{
  const LabKnownSet *set = lab_known_set_find (name);
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);
  g_autofree const char **names = g_new0 (const char *, n_sets + 1);
  g_autofree char *shown = lab_error_printable (name);
  g_autofree char *question = NULL;
  g_autofree char *all = NULL;

  if (set != NULL)
    return set;
  for (int i = 0; i < n_sets; i++)
    names[i] = sets[i].name;
  question = lab_suggest_question (name, names, n_sets);
  all = g_strjoinv (", ", (char **) names);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no data set “%s” to fetch.%s The sets are: %s."), shown, question, all);
  return NULL;
}

/* Says what would be downloaded from where, and waits for a yes. */
static gboolean
ask_consent (const LabKnownSet *set, const DataOptions *options, GError **error)
{
  g_autofree char *folder = lab_known_set_own_folder (set);
  char answer[16] = "";

  g_printerr (_("%s (%s), %.0f MB, would be downloaded from %s into %s.\n"), _(set->title),
              _(set->credit), (double) lab_known_set_download_size (set) / 1e6, set->mirror[0],
              folder);
  if (options->yes)
    return TRUE;
  if (isatty (STDIN_FILENO))
    {
      g_printerr (_("Download it? [y/N] "));
      if (fgets (answer, sizeof answer, stdin) != NULL
          && (g_ascii_tolower (answer[0]) == 'y' || g_str_has_prefix (answer, _("y"))))
        return TRUE;
    }
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("Nothing was downloaded. Add --yes to agree without being asked."));
  return FALSE;
}

static void
show_progress (int file, int n_files, goffset done, goffset total, gpointer data)
{
  gint64 *shown = data, now = g_get_monotonic_time ();

  if (!isatty (STDERR_FILENO) || (now - *shown < G_USEC_PER_SEC / 10 && done != total))
    return;
  *shown = now;
  lab_terminal_clear_line ();
  if (total > 0)
    g_printerr (_("File %d of %d: %.1f of %.1f MB"), file + 1, n_files, done / 1e6, total / 1e6);
  else
    g_printerr (_("File %d of %d: %.1f MB"), file + 1, n_files, done / 1e6);
}

static gboolean
fetch (const DataOptions *options, const char *argument, GError **error)
{
  const LabKnownSet *set = find_set (argument, error);
  g_autofree char *place = set != NULL ? lab_known_set_locate (set) : NULL;
  gint64 shown = 0;
  gboolean success;

  if (set == NULL)
    return FALSE;
  if (place != NULL)
    {
      lab_terminal_say (_("%s is here already, in %s.\n"), _(set->title), place);
      return TRUE;
    }
  if (set->n_files > 0 && !ask_consent (set, options, error))
    return FALSE;
  success = lab_download_set (set, show_progress, &shown, NULL, error);
  if (shown != 0)
    g_printerr ("\n");
  if (success)
    lab_terminal_say (_("%s is here now: “--data %s”.\n"), _(set->title), set->name);
  return success;
}

/* --- import ---------------------------------------------------------------------------------- */

static gboolean
import (const DataOptions *options, const char *argument, GError **error)
{
  LabDataFound found;

  if (!lab_data_import (argument, &found, NULL, error))
    return FALSE;
  if (!lab_data_is_to_be_kept (&found))
    {
      g_set_error (
          error, LAB_ERROR, LAB_ERROR_USAGE,
          _("“%s” is in order, but it is none of the sets that have a name. Use it where it "
            "is: --data “%s”."),
          argument, argument);
      return FALSE;
    }
  if (found.is_original)
    lab_terminal_say (_("%s was imported: “--data %s”.\n"), _(found.set->title), found.set->name);
  else
    lab_terminal_say (_("Images like those of %s were imported: “--data %s”. They are not the "
                        "original files, so results can differ from published ones.\n"),
                      _(found.set->title), found.set->name);
  return TRUE;
}

/* --- verify ---------------------------------------------------------------------------------- */

static gboolean
verify_set (const LabKnownSet *set, const char *place)
{
  g_autoptr (GError) error = NULL;
  LabDataFound found;

  if (!lab_data_check (place, &found, &error))
    lab_terminal_say (_("%-15s damaged: %s\n"), set->name, error->message);
  else if (found.is_original && found.set == set)
    lab_terminal_say (_("%-15s right, in %s\n"), set->name, place);
  else
    lab_terminal_say (_("%-15s well-formed, but not the original files, in %s\n"), set->name,
                      place);
  return error == NULL;
}

static gboolean
verify (const DataOptions *options, const char *argument, GError **error)
{
  int n_sets, n_damaged = 0;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  for (int i = 0; i < n_sets; i++)
    {
      g_autofree char *place = lab_known_set_locate (&sets[i]);

      if (place != NULL && !verify_set (&sets[i], place))
        n_damaged++;
    }
  if (n_damaged == 0)
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA,
                       _("Something is damaged. Delete it, then fetch or import it again."));
  return FALSE;
}

/* --- The command ----------------------------------------------------------------------------- */

static const Verb verbs[] = {
  { "list", 0, list },
  { "fetch", 1, fetch },
  { "import", 1, import },
  { "verify", 0, verify },
};

static const Verb *
find_verb (char **arguments, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (arguments[0] != NULL && g_str_equal (verbs[i].name, arguments[0])
        && (int) g_strv_length (arguments) == 1 + verbs[i].n_arguments)
      return &verbs[i];
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("Write “list”, “fetch SET”, “import PATH” or “verify”."));
  return NULL;
}

gboolean
lab_command_data (GOptionContext *context, char ***arguments, GError **error)
{
  DataOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &options.yes, N_("Download without asking"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_("Print one JSON object a line instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const Verb *verb;

  if (!lab_command_parse_options (context, entries, arguments, error))
    return FALSE;
  verb = find_verb (*arguments + 1, error);
  return verb != NULL && verb->run (&options, (*arguments)[2], error);
}
