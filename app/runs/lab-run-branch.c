/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-branch.c - a run that begins with the past of another one; see lab-run-recorder.h
 *
 * The lines of the other run's files are copied as they are, by the new recorder's thread and before
 * anything else of it is written, so that they say what was measured and by which alpha.
 */

#include <math.h>
#include <unistd.h>
#include "lab-run-diagnostics.h"
#include "lab-run-export.h"
#include "lab-run-folder.h"
#include "lab-run-progress.h"
#include "lab-run-recorder-private.h"

typedef struct {
  LabRunRecorder *parent; /* whose last lines may not be on disk yet, or NULL */
  char *id;
  guint64 step;
} Past;

static void
past_free (gpointer data)
{
  Past *past = data;

  lab_run_recorder_close (past->parent, NULL);
  g_free (past->id);
  g_free (past);
}

/* Of a file that is gone there is no past. */
static gboolean
copy_lines (const Past *past, const char *file, LabRunLog *log, GError **error)
{
  const char *test = lab_run_metrics_set_name (LAB_METRICS_TEST);
  int fd = lab_run_folder_open (past->id, file, NULL);
  double seconds;
  gint64 end = lab_run_log_find_end (fd, past->step, test, &seconds);
  gboolean copied = lab_run_log_copy (log, fd, end, error);

  if (fd >= 0)
    close (fd);
  return copied;
}

static void
keep_results (LabRunRecord *record, const LabRunRecord *past)
{
  for (int i = 0; i < record->n_results; i++)
    if (isnan (record->result[i].validation_accuracy))
      {
        record->result[i].validation_loss = past->result[i].validation_loss;
        record->result[i].validation_accuracy = past->result[i].validation_accuracy;
      }
  if (isnan (record->seconds))
    record->seconds = past->seconds;
  record->step = MAX (record->step, past->step);
}

/* The results up to there, unless there are later ones already. */
static void
note_results (LabRunRecorder *self, guint64 step)
{
  g_autoptr (LabRunRecord) past = lab_run_record_new (self->id);
  guint64 n_left_out;

  g_mutex_lock (&self->mutex);
  past->n_results = self->record->n_results;
  for (int i = 0; i < past->n_results; i++)
    past->result[i] = self->record->result[i];
  g_mutex_unlock (&self->mutex);
  past->step = step;
  lab_run_metrics_read (self->id, lab_run_progress_note, past, &n_left_out, NULL);
  g_mutex_lock (&self->mutex);
  keep_results (self->record, past);
  self->record_changed = TRUE;
  g_mutex_unlock (&self->mutex);
}

/* What could not be done is done the next time. */
static gboolean
write_past (LabRunRecorder *self, gpointer data, GError **error)
{
  Past *past = data;

  if (past->parent != NULL && !lab_run_recorder_flush (past->parent, error))
    return FALSE;
  lab_run_recorder_close (g_steal_pointer (&past->parent), NULL);
  if (!copy_lines (past, LAB_RUN_METRICS, &self->metrics, error)
      || !copy_lines (past, LAB_RUN_DIAGNOSTICS, &self->diagnostics, error))
    return FALSE;
  self->numbers_diagnostics
      = self->diagnostics.length == 0 || lab_run_diagnostics_has_numbers (self->id);
  note_results (self, past->step);
  return TRUE;
}

LabRunRecorder *
lab_run_recorder_branch (const LabTrainingSetup *setup, const LabRunFacts *facts,
                         LabRunRecorder *parent, GError **error)
{
  Past *past = g_new0 (Past, 1);
  LabRunFirst first = { write_past, past, past_free };
  LabRunRecorder *self;

  past->id = g_strdup (facts->branched_from);
  past->step = facts->branched_at;
  past->parent = parent;
  self = lab_run_recorder_new_with (setup, facts, &first, error);
  if (self == NULL)
    {
      past->parent = NULL; /* remains the caller's */
      past_free (past);
    }
  return self;
}
