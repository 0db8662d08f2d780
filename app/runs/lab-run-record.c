/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-record.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-known-sets.h"
#include "lab-optimizer-spec.h"
#include "lab-preset.h"
#include "lab-run-events.h"
#include "lab-run-folder.h"
#include "lab-run-json.h"
#include "lab-run-progress.h"

/* What is interrupted was being trained when its last record was written. */
static const struct {
  const char *name, *title;
} states[LAB_RUN_N_STATES] = {
  [LAB_RUN_RUNNING] = { "running", N_("interrupted") },
  [LAB_RUN_PAUSED] = { "paused", N_("paused") },
  [LAB_RUN_FINISHED] = { "finished", N_("finished") },
  [LAB_RUN_STOPPED] = { "stopped", N_("stopped") },
};

const char *
lab_run_state_name (LabRunState state)
{
  return states[state].name;
}

const char *
lab_run_record_state_title (const LabRunRecord *record)
{
  return record->held && record->state == LAB_RUN_RUNNING ? _("being trained")
                                                          : _(states[record->state].title);
}

LabRunRecord *
lab_run_record_new (const char *id)
{
  LabRunRecord *record = g_new0 (LabRunRecord, 1);

  record->id = g_strdup (id);
  record->name = g_strdup (id);
  record->seconds = NAN;
  record->events = lab_run_events_new ();
  return record;
}

void
lab_run_record_free (LabRunRecord *record)
{
  if (record == NULL)
    return;
  g_array_unref (record->events);
  g_free (record->id);
  g_free (record->name);
  g_free (record->program);
  g_free (record->setup_problem);
  g_free (record->data_name);
  g_free (record->data_title);
  g_free (record->data_sha256);
  g_free (record->branched_from);
  g_free (record->problem);
  g_free (record);
}

void
lab_run_record_add (LabRunRecord *record, LabRunEvent event)
{
  g_array_append_val (record->events, event);
}

static gboolean
read_state (const char *name, LabRunState *state)
{
  for (int i = 0; name != NULL && i < LAB_RUN_N_STATES; i++)
    if (g_str_equal (states[i].name, name))
      {
        *state = (LabRunState) i;
        return TRUE;
      }
  return FALSE;
}

static gint64
read_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* A name on one line: control characters would break lists. */
static char *
read_name (const char *text, const char *otherwise)
{
  g_autofree char *name = g_strdup (text != NULL ? text : "");

  for (char *p = name; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_strstrip (name);
  return g_strdup (*name != '\0' ? name : otherwise);
}

static void
read_setup (LabRunRecord *record, JsonObject *setup)
{
  g_autoptr (GError) error = NULL;

  record->has_setup = setup != NULL && lab_run_json_read_setup (setup, &record->setup, &error);
  if (!record->has_setup)
    record->setup_problem
        = g_strdup_printf (_("It cannot be trained again, since its record is not complete: %s."),
                           setup != NULL ? error->message : _("it has no settings"));
}

static void
read_data (LabRunRecord *record, JsonObject *data)
{
  record->data_name = g_strdup (lab_json_get_string (data, "name"));
  record->data_title = g_strdup (lab_json_get_string (data, "title"));
  record->data_sha256 = g_strdup (lab_json_get_string (data, "sha256"));
  record->n_train = (guint) MIN (lab_json_get_count (data, "n_train", 0), G_MAXINT);
  record->n_validation = (guint) MIN (lab_json_get_count (data, "n_validation", 0), G_MAXINT);
  record->n_test = (guint) MIN (lab_json_get_count (data, "n_test", 0), G_MAXINT);
}

static void
read_events (LabRunRecord *record, JsonArray *events)
{
  for (guint i = 0; events != NULL && i < json_array_get_length (events); i++)
    {
      JsonObject *item = lab_json_get_item (events, i);
      const char *kind = lab_json_get_string (item, "kind");
      LabRunEvent event = {
        .step = (guint64) lab_json_get_count (item, "step", 0),
        .contestant = (int) MIN (lab_json_get_count (item, "contestant", -1), LAB_MAX_CONTESTANTS),
        .from = lab_json_get_number (item, "from"),
        .to = lab_json_get_number (item, "to"),
        .kind = g_strdup (kind != NULL ? kind : ""),
        .text = read_name (lab_json_get_string (item, "text"), ""),
      };

      lab_run_record_add (record, event);
    }
}

int
lab_run_record_find_curves (const LabRunRecord *record, int contestant)
{
  if (!record->has_setup)
    return lab_run_record_find_result (record, contestant);
  return contestant < record->setup.n_contestants ? contestant : -1;
}

/* A contestant whose function is not known has nothing to be compared by; it is left out, and so is a
 * second result of the same one. One without a number has that of its place.                     */
static void
read_results (LabRunRecord *record, JsonArray *results)
{
  for (guint i = 0; results != NULL && i < json_array_get_length (results)
                    && record->n_results < LAB_MAX_CONTESTANTS;
       i++)
    {
      JsonObject *item = lab_json_get_item (results, i);
      const char *activation = lab_json_get_string (item, "activation");
      gint64 contestant = lab_json_get_count (item, "contestant", i);
      LabRunResult *result = &record->result[record->n_results];

      if (activation == NULL || !lab_activation_parse (activation, &result->activation, NULL)
          || contestant >= LAB_MAX_CONTESTANTS
          || lab_run_record_find_result (record, (int) contestant) >= 0)
        continue;
      result->contestant = (int) contestant;
      result->validation_loss = lab_json_get_number (item, "validation_loss");
      result->validation_accuracy = lab_json_get_number (item, "validation_accuracy");
      result->test_loss = lab_json_get_number (item, "test_loss");
      result->test_accuracy = lab_json_get_number (item, "test_accuracy");
      result->diverged_at = lab_json_get_count (item, "diverged_at", -1);
      record->n_results++;
    }
}

static void
read_branch (LabRunRecord *record, JsonObject *branch)
{
  record->branched_from = g_strdup (lab_json_get_string (branch, "run"));
  record->branched_at = (guint64) lab_json_get_count (branch, "step", 0);
}

static void
read_members (LabRunRecord *record, JsonObject *object)
{
  char *name = read_name (lab_json_get_string (object, "name"), record->id);

  g_free (record->name);
  record->name = name;
  record->program = g_strdup (lab_json_get_string (object, "program"));
  record->created = read_time (lab_json_get_string (object, "created"));
  record->step = (guint64) lab_json_get_count (object, "step", 0);
  record->seconds = lab_json_get_number (object, "seconds");
  read_setup (record, lab_json_get_object (object, "setup"));
  read_data (record, lab_json_get_object (object, "data"));
  read_events (record, lab_json_get_array (object, "events"));
  read_results (record, lab_json_get_array (object, "result"));
  read_branch (record, lab_json_get_object (object, "branched_from"));
}

/* In the order in which they would be noticed. */
static char *
find_problem (LabRunRecord *record, JsonObject *object)
{
  gint64 format = lab_json_get_count (object, "format", 0);

  if (format > LAB_RUN_FORMAT)
    return g_strdup (_("A later version of ELU Lab recorded this run. Update the program to "
                       "open it."));
  if (format != LAB_RUN_FORMAT)
    return g_strdup (_("Its record does not say what it is: run.json has no format number."));
  if (!read_state (lab_json_get_string (object, "state"), &record->state))
    return g_strdup (_("Its record does not say how far it came: run.json has no state."));
  if (!record->has_setup && record->n_results == 0)
    return g_strdup (_("Its record names no functions that were trained."));
  return NULL;
}

LabRunRecord *
lab_run_record_parse (const char *id, const char *text, gsize length)
{
  LabRunRecord *record = lab_run_record_new (id);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = lab_json_parse (text, length, &error);

  record->state = LAB_RUN_STOPPED;
  if (root == NULL)
    {
      record->problem
          = g_strdup_printf (_("Its record, run.json, is damaged: %s."), error->message);
      return record;
    }
  read_members (record, json_node_get_object (root));
  record->problem = find_problem (record, json_node_get_object (root));
  return record;
}

LabRunRecord *
lab_run_record_load (const char *id)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *text
      = lab_run_folder_read (id, LAB_RUN_FILE, LAB_JSON_MOST_BYTES, &length, &error);
  LabRunRecord *record;

  if (text != NULL)
    {
      record = lab_run_record_parse (id, text, length);
      record->held = (record->state == LAB_RUN_RUNNING || record->state == LAB_RUN_PAUSED)
                     && lab_run_folder_is_held (id);
      if (record->problem == NULL && !record->held)
        lab_run_progress_read (record);
      return record;
    }
  record = lab_run_record_new (id);
  record->state = LAB_RUN_STOPPED;
  record->problem = g_strdup (error->message);
  return record;
}

/* --- In words -------------------------------------------------------------------------------- */

static const char *
data_title (const LabRunRecord *record)
{
  const LabKnownSet *set = lab_known_set_find (record->setup.data);

  return set != NULL                  ? _(set->title)
         : record->data_title != NULL ? record->data_title
                                      : record->setup.data;
}

static const char *
model_title (const LabRunRecord *record)
{
  const LabPreset *preset = lab_preset_find (record->setup.model);

  return preset != NULL ? _(preset->title) : record->setup.model;
}

char *
lab_run_record_describe_setup (const LabRunRecord *record)
{
  const LabTrainingSetup *setup = &record->setup;
  nn_optimizer_config config;
  g_autofree char *optimizer = NULL;

  if (!record->has_setup)
    return g_strdup (record->data_title != NULL ? record->data_title : "");
  config = nn_optimizer_default (setup->optimizer);
  config.learning_rate = setup->learning_rate;
  config.weight_decay = setup->weight_decay;
  optimizer = lab_optimizer_describe (&config);
  /* Translators: data set, model, method and learning rate, and numbers */
  return g_strdup_printf (_("%s · %s · %s · batch %u · %u epochs · seed %llu"), data_title (record),
                          model_title (record), optimizer, setup->batch, setup->epochs,
                          (unsigned long long) setup->seed);
}
