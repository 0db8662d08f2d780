/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-runs.c - elu-lab runs: the trainings that were recorded, and what can be done with them
 *
 * A row of a table per verb. An id may be cut short as long as one run alone begins so. Nothing is
 * deleted for good: "restore" has it back for a day.
 */

#include "lab-command.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-figure-file.h"
#include "lab-plot.h"
#include "lab-run-export.h"
#include "lab-run-folder.h"
#include "lab-run-json.h"
#include "lab-run-store.h"
#include "lab-suggest.h"
#include "lab-terminal.h"

typedef struct {
  gboolean json;
  char *output;
} RunsOptions;

typedef struct {
  const char *name;
  int n_arguments;
  gboolean (*run) (const RunsOptions *options, char **arguments, GError **error);
} Verb;

/* --- JSON ------------------------------------------------------------------------------------ */

static void
print_json (const LabRunRecord *record)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *created = lab_run_json_format_time (record->created);
  g_autofree char *settings = lab_run_record_describe_setup (record);
  g_autofree char *text = NULL;

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "id", record->id);
  lab_json_writer_add_text (json, "name", record->name);
  lab_json_writer_add_text (json, "created", created);
  lab_json_writer_add_text (json, "state",
                            record->problem == NULL ? lab_run_state_name (record->state) : NULL);
  lab_json_writer_add_text (json, "settings", settings);
  lab_json_writer_add_count (json, "step", record->step);
  lab_json_writer_add_number (json, "seconds", record->seconds);
  lab_json_writer_begin_array (json, "result");
  for (int i = 0; i < record->n_results; i++)
    lab_run_json_add_result (json, &record->result[i]);
  lab_json_writer_end_array (json);
  lab_json_writer_add_text (json, "problem", record->problem);
  lab_json_writer_end_object (json);
  text = lab_json_writer_end (json);
  g_print ("%s\n", text);
}

/* --- For people ------------------------------------------------------------------------------ */

/* The same in every language, and it sorts. */
static char *
format_time (gint64 created)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (created);

  return created > 0 && time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/* "elu:1            validation 97.5 %, test 97.2 %". */
static char *
describe_result (const LabRunResult *result)
{
  g_autofree char *activation = lab_activation_format (result->activation);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%-16s", activation);
  if (isfinite (result->validation_accuracy))
    g_string_append_printf (text, _(" validation %.1f %%"), 100 * result->validation_accuracy);
  if (isfinite (result->test_accuracy))
    g_string_append_printf (text, _(", test %.1f %%"), 100 * result->test_accuracy);
  if (result->diverged_at >= 0)
    g_string_append_printf (text, _(" (diverged at step %lld)"), (long long) result->diverged_at);
  return g_string_free (text, FALSE);
}

static void
print_indented (const char *text)
{
  if (*text != '\0')
    lab_terminal_say ("    %s\n", text);
}

static void
print_run (const LabRunRecord *record)
{
  g_autofree char *time = format_time (record->created);
  g_autofree char *settings = lab_run_record_describe_setup (record);
  g_autofree char *state = NULL;

  lab_terminal_say ("%s  %s\n", record->id, record->name);
  if (record->problem != NULL)
    {
      print_indented (record->problem);
      return;
    }
  /* Translators: a date, a state such as "finished", and a number */
  state = g_strdup_printf (_("%s · %s · step %llu"), time, lab_run_record_state_title (record),
                           (unsigned long long) record->step);
  print_indented (state);
  print_indented (settings);
  for (int i = 0; i < record->n_results; i++)
    {
      g_autofree char *result = describe_result (&record->result[i]);

      print_indented (result);
    }
}

static gboolean
list (const RunsOptions *options, char **arguments, GError **error)
{
  g_autoptr (GPtrArray) records = lab_run_store_list (error);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    (options->json ? print_json : print_run) (g_ptr_array_index (records, i));
  if (records->len == 0 && !options->json)
    lab_terminal_say (_("There are no runs yet. Each training in the window is recorded and listed "
                        "here.\n"));
  return TRUE;
}

static void
print_details (const LabRunRecord *record)
{
  g_autofree char *folder = lab_run_folder_path (record->id);

  for (guint i = 0; i < record->events->len; i++)
    {
      const LabRunEvent *event = &g_array_index (record->events, LabRunEvent, i);

      lab_terminal_say (_("    at step %llu: %s\n"), (unsigned long long) event->step, event->text);
    }
  if (record->branched_from != NULL)
    lab_terminal_say (_("    goes on from %s at step %llu\n"), record->branched_from,
                      (unsigned long long) record->branched_at);
  if (record->n_train > 0)
    lab_terminal_say (_("    %u images to learn from, %u for validation, %u for the test\n"),
                      record->n_train, record->n_validation, record->n_test);
  if (isfinite (record->seconds))
    lab_terminal_say (_("    trained for %.1f s\n"), record->seconds);
  if (record->program != NULL)
    lab_terminal_say (_("    recorded by %s\n"), record->program);
  lab_terminal_say (_("    in %s\n"), folder);
}

static gboolean
show (const RunsOptions *options, char **arguments, GError **error)
{
  g_autofree char *id = lab_run_store_find (arguments[0], FALSE, error);
  g_autoptr (LabRunRecord) record = id != NULL ? lab_run_record_load (id) : NULL;

  if (record == NULL)
    return FALSE;
  (options->json ? print_json : print_run) (record);
  if (!options->json)
    print_details (record);
  return TRUE;
}

/* --- Export ---------------------------------------------------------------------------------- */

static gboolean
export_numbers (const char *id, const char *path, GError **error)
{
  g_autofree char *diagnostics = NULL;

  if (!lab_run_export_numbers (id, path, &diagnostics, error))
    return FALSE;
  if (diagnostics != NULL)
    lab_terminal_say (_("The diagnostics are in %s.\n"), diagnostics);
  return TRUE;
}

static gboolean
export_picture (const char *id, const char *path, GError **error)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);
  guint64 n_left_out;
  g_autoptr (LabRunCurves) curves = NULL;

  if (!lab_plot_is_available ())
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_OUTPUT,
                           _("PLplot's cairo driver is missing, so nothing can be drawn. Install "
                             "the package plplot-driver-cairo and try again."));
      return FALSE;
    }
  curves = lab_run_load_curves (record, &n_left_out, error);
  if (curves == NULL || !lab_run_export_picture (record, curves, path, error))
    return FALSE;
  if (n_left_out > 0)
    g_printerr (_("%llu lines of the run's record make no sense and were left out.\n"),
                (unsigned long long) n_left_out);
  return TRUE;
}

static gboolean
export_run (const RunsOptions *options, char **arguments, GError **error)
{
  g_autofree char *id = lab_run_store_find (arguments[0], FALSE, error);
  g_autofree char *lower = NULL;

  if (id == NULL)
    return FALSE;
  if (options->output == NULL)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("There is no file to export to. Name one, such as --output run.csv or "
                             "--output run.png."));
      return FALSE;
    }
  lower = g_ascii_strdown (options->output, -1);
  return (g_str_has_suffix (lower, ".csv") ? export_numbers : export_picture) (id, options->output,
                                                                               error);
}

/* --- Changing -------------------------------------------------------------------------------- */

static gboolean
rename_run (const RunsOptions *options, char **arguments, GError **error)
{
  g_autofree char *id = lab_run_store_find (arguments[0], FALSE, error);

  return id != NULL && lab_run_store_rename (id, arguments[1], error);
}

static gboolean
delete_run (const RunsOptions *options, char **arguments, GError **error)
{
  g_autofree char *id = lab_run_store_find (arguments[0], FALSE, error);

  if (id == NULL || !lab_run_store_delete (id, error))
    return FALSE;
  lab_terminal_say (_("%s was deleted. “elu-lab runs restore %s” has it back for a day.\n"), id,
                    id);
  return TRUE;
}

static gboolean
restore_run (const RunsOptions *options, char **arguments, GError **error)
{
  g_autofree char *id = lab_run_store_find (arguments[0], TRUE, error);

  if (id == NULL || !lab_run_store_restore (id, error))
    return FALSE;
  lab_terminal_say (_("%s is back.\n"), id);
  return TRUE;
}

/* --- The command ----------------------------------------------------------------------------- */

/* clang-format off */
static const Verb verbs[] = {
  { "list", 0, list },           { "show", 1, show },          { "export", 1, export_run },
  { "rename", 2, rename_run },   { "delete", 1, delete_run },  { "restore", 1, restore_run },
};
/* clang-format on */

static gboolean
refuse (const char *typed, GError **error)
{
  const char *names[G_N_ELEMENTS (verbs)];
  g_autofree char *question = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      names[i] = verbs[i].name;
      if (g_strcmp0 (names[i], typed) == 0)
        typed = NULL; /* known, but with too few or too many words behind it */
    }
  question
      = typed != NULL ? lab_suggest_question (typed, names, G_N_ELEMENTS (names)) : g_strdup ("");
  g_set_error (
      error, LAB_ERROR, LAB_ERROR_USAGE,
      _("Write “list”, “show ID”, “export ID --output FILE”, “rename ID NAME”, “delete ID” "
        "or “restore ID”.%s A name with blanks goes between quotation marks."),
      question);
  return FALSE;
}

static gboolean
run_verb (const RunsOptions *options, char **arguments, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (arguments[0] != NULL && g_str_equal (verbs[i].name, arguments[0])
        && (int) g_strv_length (arguments) == 1 + verbs[i].n_arguments)
      return verbs[i].run (options, arguments + 1, error);
  return refuse (arguments[0], error);
}

gboolean
lab_command_runs (GOptionContext *context, char ***arguments, GError **error)
{
  RunsOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_("File to export to: .csv for the numbers, .png, .svg or .pdf for the picture"),
      N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_("Print one JSON object a line instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  gboolean success;

  success = lab_command_parse_options (context, entries, arguments, error);
  if (success)
    lab_run_store_tidy ();
  success = success && run_verb (&options, *arguments + 1, error);
  g_free (options.output);
  return success;
}
