/* lab-run-json.c - the record, written by hand: json-glib prints 0.1 as 0.10000000000000001 */

#include "lab-run-json.h"

#include <math.h>
#include "lab-activation-spec.h"
#include "lab-number.h"

/* Closes the list or object that items have been added to with a comma each. */
static void
close_with (GString *json, const char *closing)
{
  if (json->str[json->len - 1] == ',')
    g_string_truncate (json, json->len - 1);
  g_string_append (json, closing);
}

static void
append_text (GString *json, const char *key, const char *value)
{
  g_string_append_printf (json, "\"%s\":", key);
  if (value != NULL)
    lab_json_append_string (json, value);
  else
    g_string_append (json, "null");
  g_string_append_c (json, ',');
}

static void
append_count (GString *json, const char *key, guint64 value)
{
  g_string_append_printf (json, "\"%s\":%llu,", key, (unsigned long long) value);
}

static void
append_number (GString *json, const char *key, double value)
{
  char number[LAB_NUMBER_SIZE];

  g_string_append_printf (json, "\"%s\":%s,", key,
                          isfinite (value) ? lab_number_format_shortest (number, value) : "null");
}

/* Before 1970 there were no runs; 0 is a time that is not known. */
static void
append_time (GString *json, const char *key, gint64 time)
{
  g_autoptr (GDateTime) date = time > 0 ? g_date_time_new_from_unix_utc (time) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  append_text (json, key, text);
}

static void
append_data (GString *json, const LabRunRecord *record)
{
  g_string_append (json, "\"data\":{");
  append_text (json, "name", record->data_name);
  append_text (json, "title", record->data_title);
  append_text (json, "sha256", record->data_sha256);
  append_count (json, "n_train", record->n_train);
  append_count (json, "n_validation", record->n_validation);
  append_count (json, "n_test", record->n_test);
  close_with (json, "},\n");
}

static void
append_events (GString *json, const GArray *events)
{
  g_string_append (json, "\"events\":[");
  for (guint i = 0; i < events->len; i++)
    {
      const LabRunEvent *event = &g_array_index (events, LabRunEvent, i);

      g_string_append (json, "\n {");
      append_count (json, "step", event->step);
      append_text (json, "kind", event->kind);
      g_string_append_printf (json, "\"contestant\":%d,", event->contestant);
      append_number (json, "from", event->from);
      append_number (json, "to", event->to);
      append_text (json, "text", event->text);
      close_with (json, "},");
    }
  close_with (json, "],\n");
}

static void
append_results (GString *json, const LabRunRecord *record)
{
  g_string_append (json, "\"result\":[");
  for (int i = 0; i < record->n_results; i++)
    {
      const LabRunResult *result = &record->result[i];
      g_autofree char *function = lab_activation_format (result->activation);

      g_string_append_printf (json, "\n {\"contestant\":%d,", result->contestant);
      append_text (json, "activation", function);
      append_number (json, "validation_loss", result->validation_loss);
      append_number (json, "validation_accuracy", result->validation_accuracy);
      append_number (json, "test_loss", result->test_loss);
      append_number (json, "test_accuracy", result->test_accuracy);
      if (result->diverged_at >= 0)
        append_count (json, "diverged_at", (guint64) result->diverged_at);
      else
        g_string_append (json, "\"diverged_at\":null");
      close_with (json, "},");
    }
  close_with (json, "],\n");
}

static void
append_branch (GString *json, const LabRunRecord *record)
{
  g_string_append (json, "\"branched_from\":");
  if (record->branched_from == NULL)
    {
      g_string_append (json, "null}\n");
      return;
    }
  g_string_append_c (json, '{');
  append_text (json, "run", record->branched_from);
  append_count (json, "step", record->branched_at);
  close_with (json, "}}\n");
}

/* A line for each part, so that a person can read it. */
char *
lab_run_json_format (const LabRunRecord *record)
{
  GString *json = g_string_new ("{");
  g_autofree char *setup = lab_run_json_format_setup (&record->setup);

  append_count (json, "format", LAB_RUN_FORMAT);
  append_text (json, "id", record->id);
  append_text (json, "name", record->name);
  append_time (json, "created", record->created);
  append_text (json, "program", record->program);
  g_string_append_printf (json, "\n\"setup\":%s,\n", setup);
  append_data (json, record);
  append_text (json, "state", lab_run_state_name (record->state));
  append_count (json, "step", record->step);
  append_number (json, "seconds", record->seconds);
  g_string_append_c (json, '\n');
  append_events (json, record->events);
  append_results (json, record);
  append_branch (json, record);
  return g_string_free (json, FALSE);
}
