/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-recorder.c - what is to be kept is put where the thread takes it; see the header */

#include "config.h"
#include "lab-run-recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-activation-spec.h"
#include "lab-diagnostics-file.h"
#include "lab-error.h"
#include "lab-run-diagnostics.h"
#include "lab-run-folder.h"
#include "lab-run-recorder-private.h"

enum { MOST_AT_ONE_SECOND = 1000 };

/* --- Making and ending ----------------------------------------------------------------------- */

LabRunRecorder *
lab_run_recorder_make (LabRunRecord *record, const char *folder, int lock, gint64 metrics_length,
                       gint64 diagnostics_length, const LabRunFirst *first)
{
  LabRunRecorder *self = g_new0 (LabRunRecorder, 1);
  g_autofree char *metrics = g_build_filename (folder, LAB_RUN_METRICS, NULL);
  g_autofree char *diagnostics = g_build_filename (folder, LAB_RUN_DIAGNOSTICS, NULL);
  g_autofree char *header = g_strconcat (lab_run_metrics_header (), "\n", NULL);

  self->id = g_strdup (record->id);
  self->folder = g_strdup (folder);
  self->lock = lock;
  self->probe_set = "training";
  self->n_probe = MIN (record->n_train, LAB_PROBE_IMAGES);
  self->record = record;
  self->name_on_disk = g_strdup (record->name);
  self->record_changed = TRUE;
  self->rows = g_array_new (FALSE, FALSE, sizeof (LabRunRow));
  self->layers = g_array_new (FALSE, FALSE, sizeof (LabRunLayerRow));
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  lab_run_log_init (&self->metrics, metrics, metrics_length);
  lab_run_log_init (&self->diagnostics, diagnostics, diagnostics_length);
  self->numbers_diagnostics = diagnostics_length == 0 || lab_run_diagnostics_has_numbers (self->id);
  if (metrics_length == 0)
    lab_run_log_add (&self->metrics, header, 0);
  if (first != NULL)
    self->first = *first;
  lab_run_writer_start (self);
  return self;
}

static void
recorder_free (LabRunRecorder *self)
{
  g_thread_join (self->thread);
  if (self->first.free != NULL)
    self->first.free (self->first.data);
  if (self->lock >= 0)
    close (self->lock);
  lab_run_log_clear (&self->metrics);
  lab_run_log_clear (&self->diagnostics);
  nn_snapshot_free (self->snapshot);
  nn_snapshot_free (self->unsaved);
  g_array_unref (self->rows);
  g_array_unref (self->layers);
  lab_run_record_free (self->record);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->name_on_disk);
  g_free (self->unsaved_record);
  g_free (self->unsaved_end);
  g_free (self->problem);
  g_free (self->folder);
  g_free (self->id);
  g_free (self);
}

static gboolean
had_no_problem (LabRunRecorder *self, GError **error)
{
  g_autofree char *problem = lab_run_recorder_get_problem (self);

  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_OUTPUT, problem);
  return FALSE;
}

gboolean
lab_run_recorder_flush (LabRunRecorder *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  lab_run_writer_round (self, FALSE);
  return had_no_problem (self, error);
}

gboolean
lab_run_recorder_close (LabRunRecorder *self, GError **error)
{
  gboolean whole;

  if (self == NULL)
    return TRUE;
  lab_run_writer_round (self, TRUE);
  whole = had_no_problem (self, error);
  recorder_free (self);
  return whole;
}

/* --- A new run ------------------------------------------------------------------------------- */

/* "20261125-010203", or with -2, -3 ... behind it where there is one already. NULL and why not. */
static char *
make_folder (const char *root, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *shown = NULL;
  int code = g_mkdir_with_parents (root, 0777) == 0 ? EEXIST : errno;

  for (int i = 1; code == EEXIST && i <= MOST_AT_ONE_SECOND; i++)
    {
      g_autofree char *id = i == 1 ? g_strdup (time) : g_strdup_printf ("%s-%d", time, i);
      g_autofree char *path = g_build_filename (root, id, NULL);

      if (g_mkdir (path, 0777) == 0)
        return g_steal_pointer (&id);
      code = errno;
    }
  shown = g_filename_display_name (root);
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("This run cannot be kept: there can be no folder for it in “%s”: %s. Make room "
                 "there, or check that you may write there."),
               shown, g_strerror (code));
  return NULL;
}

static gboolean
has_twins (const LabTrainingSetup *setup)
{
  for (int i = 0; i < setup->n_contestants; i++)
    if (lab_training_setup_variant (setup, i) > 0)
      return TRUE;
  return FALSE;
}

/* "ELU, ReLU · MNIST"; where that does not tell them apart, "elu:1, elu:0.3 · MNIST" */
static char *
make_name (const LabTrainingSetup *setup, const char *data)
{
  GString *name = g_string_new (NULL);
  gboolean spelled = has_twins (setup);

  for (int i = 0; i < setup->n_contestants; i++)
    {
      g_autofree char *spec = lab_activation_format (setup->contestant[i]);

      g_string_append_printf (name, "%s%s", i > 0 ? ", " : "",
                              spelled ? spec
                                      : nn_activation_get_info (setup->contestant[i].id)->title);
    }
  if (data != NULL)
    g_string_append_printf (name, " · %s", data);
  return g_string_free (name, FALSE);
}

static LabRunRecord *
make_record (const char *id, const LabTrainingSetup *setup, const LabRunFacts *facts)
{
  LabRunRecord *record = lab_run_record_new (id);

  g_free (record->name);
  record->name
      = facts->name != NULL ? g_strdup (facts->name) : make_name (setup, facts->data_title);
  record->program = g_strdup (PACKAGE_NAME " " PACKAGE_VERSION);
  record->created = g_get_real_time () / G_USEC_PER_SEC;
  record->has_setup = TRUE;
  record->setup = *setup;
  record->data_name = g_strdup (facts->data_name);
  record->data_title = g_strdup (facts->data_title);
  record->data_sha256 = g_strdup (facts->data_sha256);
  record->n_train = facts->n_train;
  record->n_validation = facts->n_validation;
  record->n_test = facts->n_test;
  record->branched_from = g_strdup (facts->branched_from);
  record->branched_at = facts->branched_at;
  record->n_results = setup->n_contestants;
  for (int i = 0; i < setup->n_contestants; i++)
    record->result[i] = (LabRunResult){ i, setup->contestant[i], NAN, NAN, NAN, NAN, -1 };
  return record;
}

LabRunRecorder *
lab_run_recorder_new_with (const LabTrainingSetup *setup, const LabRunFacts *facts,
                           const LabRunFirst *first, GError **error)
{
  g_autofree char *root = lab_run_folder_root ();
  g_autofree char *id = make_folder (root, error);
  g_autofree char *folder = NULL;

  if (id == NULL)
    return NULL;
  folder = lab_run_folder_path (id);
  return lab_run_recorder_make (make_record (id, setup, facts), folder,
                                lab_run_folder_lock (id, NULL), 0, 0, first);
}

LabRunRecorder *
lab_run_recorder_new (const LabTrainingSetup *setup, const LabRunFacts *facts, GError **error)
{
  return lab_run_recorder_new_with (setup, facts, NULL, error);
}

/* --- What is to be kept ---------------------------------------------------------------------- */

/* Wakes the thread only where it waits for work: one that gathers lines takes the new ones by itself. */
static void
unlock (LabRunRecorder *self)
{
  if (self->idle)
    g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static LabRunResult *
result_of (LabRunRecorder *self, int contestant)
{
  g_assert (contestant >= 0 && contestant < self->record->n_results);
  return &self->record->result[contestant];
}

/* Locks, and leaves it to the caller to unlock. */
static LabRunResult *
add_row (LabRunRecorder *self, LabRunRow row)
{
  LabRunResult *result;

  g_mutex_lock (&self->mutex);
  result = result_of (self, row.contestant);
  row.f = result->activation;
  g_array_append_val (self->rows, row);
  self->record->step = MAX (self->record->step, row.step);
  self->record->seconds = row.seconds;
  self->record_aged = TRUE;
  return result;
}

void
lab_run_recorder_add_step (LabRunRecorder *self, int contestant, guint64 step, double epoch,
                           double seconds, double loss, double accuracy)
{
  add_row (self, (LabRunRow){
                     step, epoch, seconds, loss, accuracy, LAB_METRICS_TRAIN, contestant, { 0 } });
  unlock (self);
}

void
lab_run_recorder_add_validation (LabRunRecorder *self, int contestant, guint64 step, double epoch,
                                 double seconds, double loss, double accuracy)
{
  LabRunResult *result = add_row (
      self, (LabRunRow){
                step, epoch, seconds, loss, accuracy, LAB_METRICS_VALIDATION, contestant, { 0 } });

  result->validation_loss = loss;
  result->validation_accuracy = accuracy;
  unlock (self);
}

void
lab_run_recorder_add_test (LabRunRecorder *self, int contestant, guint64 step, double epoch,
                           double seconds, double loss, double accuracy)
{
  LabRunResult *result = add_row (
      self,
      (LabRunRow){ step, epoch, seconds, loss, accuracy, LAB_METRICS_TEST, contestant, { 0 } });

  result->test_loss = loss;
  result->test_accuracy = accuracy;
  self->record_changed = TRUE;
  unlock (self);
}

void
lab_run_recorder_set_probe (LabRunRecorder *self, const char *set, gsize n_images)
{
  g_mutex_lock (&self->mutex);
  self->probe_set = g_intern_string (set);
  self->n_probe = n_images;
  unlock (self);
}

void
lab_run_recorder_add_diagnostics (LabRunRecorder *self, int contestant, guint64 step,
                                  double network_median, const nn_layer_diagnostics *layers,
                                  int n_layers)
{
  g_mutex_lock (&self->mutex);
  for (int i = 0; i < n_layers; i++)
    {
      LabRunLayerRow row = { step, contestant, network_median,
                             result_of (self, contestant)->activation, layers[i] };

      g_array_append_val (self->layers, row);
    }
  unlock (self);
}

void
lab_run_recorder_set_diverged (LabRunRecorder *self, int contestant, guint64 step)
{
  g_mutex_lock (&self->mutex);
  result_of (self, contestant)->diverged_at = (gint64) MIN (step, G_MAXINT64);
  self->record_changed = TRUE;
  unlock (self);
}

void
lab_run_recorder_add_event (LabRunRecorder *self, guint64 step, const char *kind, int contestant,
                            double from, double to, const char *text)
{
  g_mutex_lock (&self->mutex);
  lab_run_record_add (
      self->record, (LabRunEvent){ step, contestant, from, to, g_strdup (kind), g_strdup (text) });
  if (g_str_equal (kind, "alpha") && contestant >= 0)
    result_of (self, contestant)->activation.parameter[0] = to;
  self->record_changed = TRUE;
  unlock (self);
}

void
lab_run_recorder_save_snapshot (LabRunRecorder *self, nn_snapshot *snapshot)
{
  g_mutex_lock (&self->mutex);
  nn_snapshot_free (self->snapshot);
  self->snapshot = snapshot;
  unlock (self);
}

void
lab_run_recorder_set_state (LabRunRecorder *self, LabRunState state)
{
  g_mutex_lock (&self->mutex);
  self->record_changed |= self->record->state != state;
  self->record->state = state;
  unlock (self);
}

void
lab_run_recorder_set_name (LabRunRecorder *self, const char *name)
{
  g_mutex_lock (&self->mutex);
  g_free (self->record->name);
  self->record->name = g_strdup (name);
  self->record_changed = TRUE;
  unlock (self);
}

const char *
lab_run_recorder_get_id (LabRunRecorder *self)
{
  return self->id;
}

double
lab_run_recorder_get_seconds (LabRunRecorder *self)
{
  return self->seconds;
}

char *
lab_run_recorder_get_problem (LabRunRecorder *self)
{
  char *problem;

  g_mutex_lock (&self->mutex);
  problem = g_strdup (self->problem);
  g_mutex_unlock (&self->mutex);
  return problem;
}
