/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-json.c - the record; its set-up is in lab-run-json-setup.c */

#include "lab-run-json.h"

#include "lab-activation-spec.h"

/* Before 1970 there were no runs. */
char *
lab_run_json_format_time (gint64 time)
{
  g_autoptr (GDateTime) date = time > 0 ? g_date_time_new_from_unix_utc (time) : NULL;

  return date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static void
add_data (LabJsonWriter *json, const LabRunRecord *record)
{
  lab_json_writer_break_line (json);
  lab_json_writer_begin_object (json, "data");
  lab_json_writer_add_text (json, "name", record->data_name);
  lab_json_writer_add_text (json, "title", record->data_title);
  lab_json_writer_add_text (json, "sha256", record->data_sha256);
  lab_json_writer_add_count (json, "n_train", record->n_train);
  lab_json_writer_add_count (json, "n_validation", record->n_validation);
  lab_json_writer_add_count (json, "n_test", record->n_test);
  lab_json_writer_end_object (json);
}

static void
add_events (LabJsonWriter *json, const GArray *events)
{
  lab_json_writer_break_line (json);
  lab_json_writer_begin_array (json, "events");
  for (guint i = 0; i < events->len; i++)
    {
      const LabRunEvent *event = &g_array_index (events, LabRunEvent, i);

      lab_json_writer_break_line (json);
      lab_json_writer_begin_object (json, NULL);
      lab_json_writer_add_count (json, "step", event->step);
      lab_json_writer_add_text (json, "kind", event->kind);
      lab_json_writer_add_integer (json, "contestant", event->contestant);
      lab_json_writer_add_number (json, "from", event->from);
      lab_json_writer_add_number (json, "to", event->to);
      lab_json_writer_add_text (json, "text", event->text);
      lab_json_writer_end_object (json);
    }
  lab_json_writer_end_array (json);
}

void
lab_run_json_add_result (LabJsonWriter *json, const LabRunResult *result)
{
  g_autofree char *function = lab_activation_format (result->activation);

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_integer (json, "contestant", result->contestant);
  lab_json_writer_add_text (json, "activation", function);
  lab_json_writer_add_number (json, "validation_loss", result->validation_loss);
  lab_json_writer_add_number (json, "validation_accuracy", result->validation_accuracy);
  lab_json_writer_add_number (json, "test_loss", result->test_loss);
  lab_json_writer_add_number (json, "test_accuracy", result->test_accuracy);
  if (result->diverged_at >= 0)
    lab_json_writer_add_integer (json, "diverged_at", result->diverged_at);
  else
    lab_json_writer_add_null (json, "diverged_at");
  lab_json_writer_end_object (json);
}

static void
add_results (LabJsonWriter *json, const LabRunRecord *record)
{
  lab_json_writer_break_line (json);
  lab_json_writer_begin_array (json, "result");
  for (int i = 0; i < record->n_results; i++)
    {
      lab_json_writer_break_line (json);
      lab_run_json_add_result (json, &record->result[i]);
    }
  lab_json_writer_end_array (json);
}

static void
add_branch (LabJsonWriter *json, const LabRunRecord *record)
{
  lab_json_writer_break_line (json);
  if (record->branched_from == NULL)
    {
      lab_json_writer_add_null (json, "branched_from");
      return;
    }
  lab_json_writer_begin_object (json, "branched_from");
  lab_json_writer_add_text (json, "run", record->branched_from);
  lab_json_writer_add_count (json, "step", record->branched_at);
  lab_json_writer_end_object (json);
}

char *
lab_run_json_format (const LabRunRecord *record)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *created = lab_run_json_format_time (record->created);

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_count (json, "format", LAB_RUN_FORMAT);
  lab_json_writer_add_text (json, "id", record->id);
  lab_json_writer_add_text (json, "name", record->name);
  lab_json_writer_add_text (json, "created", created);
  lab_json_writer_add_text (json, "program", record->program);
  lab_json_writer_break_line (json);
  lab_run_json_add_setup (json, "setup", &record->setup);
  add_data (json, record);
  lab_json_writer_break_line (json);
  lab_json_writer_add_text (json, "state", lab_run_state_name (record->state));
  lab_json_writer_add_count (json, "step", record->step);
  lab_json_writer_add_number (json, "seconds", record->seconds);
  add_events (json, record->events);
  add_results (json, record);
  add_branch (json, record);
  lab_json_writer_end_object (json);
  lab_json_writer_break_line (json);
  return lab_json_writer_end (json);
}
