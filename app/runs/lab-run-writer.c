/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-writer.c - the recorder's thread; see lab-run-recorder-private.h
 *
 * It works in rounds, a quarter of a second apart while there is something to write: takes what waits,
 * unlocks, and writes lines, record and checkpoint in this order. So a checkpoint never stands for
 * lines or events that a crash could still lose. That a run has ended is said in a second record, behind
 * its last checkpoint: what is finished on disk has its last weights. A round that fails leaves the rest
 * to the next one.
 */

#include "lab-run-recorder-private.h"

#include <math.h>
#include "lab-activation-spec.h"
#include "lab-checkpoint.h"
#include "lab-diagnostics-file.h"
#include "lab-disk.h"
#include "lab-number.h"
#include "lab-run-json.h"

#define BETWEEN_ROUNDS  (G_TIME_SPAN_SECOND / 4)
#define AFTER_A_FAILURE (3 * G_TIME_SPAN_SECOND)

/* How old the step that the record says may be, and how long a checkpoint is good for: each costs
 * several waits for the disk.                                                                   */
#define RECORD_AGE     (10 * G_TIME_SPAN_SECOND)
#define CHECKPOINT_AGE (1 * G_TIME_SPAN_SECOND)

/* --- Lines ----------------------------------------------------------------------------------- */

static void
append_number (GString *text, double value)
{
  char number[LAB_NUMBER_SIZE];

  g_string_append_c (text, ',');
  if (!isnan (value))
    g_string_append (text, lab_number_format (number, 9, value));
}

/* A function and its text, which takes longer to make than the rest of a line. */
typedef struct {
  nn_activation f;
  char *text;
} FunctionText;

/* "pelu:1,2" has a comma. */
static const char *
text_of (FunctionText *last, nn_activation f)
{
  g_autofree char *name = NULL;

  if (last->text != NULL && nn_activation_equal (last->f, f))
    return last->text;
  name = lab_activation_format (f);
  g_free (last->text);
  last->f = f;
  last->text = g_strdup_printf (strchr (name, ',') != NULL ? "\"%s\"" : "%s", name);
  return last->text;
}

static void
append_row (GString *text, const LabRunRow *row, const char *function)
{
  g_string_append_printf (text, "%llu", (unsigned long long) row->step);
  append_number (text, row->epoch);
  append_number (text, row->seconds);
  g_string_append_printf (text, ",%s,%d,%s", lab_run_metrics_set_name (row->set), row->contestant,
                          function);
  append_number (text, row->loss);
  append_number (text, row->accuracy);
  g_string_append_c (text, '\n');
}

static void
log_rows (LabRunRecorder *self, const GArray *rows)
{
  g_autoptr (GString) text = g_string_new (NULL);
  FunctionText last[LAB_MAX_CONTESTANTS] = { 0 };

  for (guint i = 0; i < rows->len; i++)
    {
      const LabRunRow *row = &g_array_index (rows, LabRunRow, i);

      append_row (text, row, text_of (&last[row->contestant], row->f));
    }
  for (int i = 0; i < LAB_MAX_CONTESTANTS; i++)
    g_free (last[i].text);
  lab_run_log_add (&self->metrics, text->str, rows->len);
}

static void
log_layers (LabRunRecorder *self, const GArray *layers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (layers->len == 0)
    return;
  if (self->diagnostics.length == 0 && self->diagnostics.waiting->len == 0)
    lab_diagnostics_append_header (text, self->probe_set, self->n_probe);
  for (guint i = 0; i < layers->len; i++)
    {
      const LabRunLayerRow *row = &g_array_index (layers, LabRunLayerRow, i);
      g_autofree char *name = lab_activation_format (row->f);

      lab_diagnostics_append_line (text, row->step,
                                   self->numbers_diagnostics ? row->contestant : -1, name,
                                   &row->layer, row->network_median);
    }
  lab_run_log_add (&self->diagnostics, text->str, layers->len);
}

/* --- A round --------------------------------------------------------------------------------- */

/* A person may have renamed the run meanwhile. Under the mutex, which it lets go of. */
static void
keep_name (LabRunRecorder *self)
{
  g_autoptr (LabRunRecord) on_disk = NULL;

  g_mutex_unlock (&self->mutex);
  on_disk = lab_run_record_load (self->id);
  g_mutex_lock (&self->mutex);
  if (on_disk->problem != NULL || g_str_equal (on_disk->name, self->name_on_disk))
    return;
  g_free (self->record->name);
  self->record->name = g_strdup (on_disk->name);
}

static gboolean
record_is_due (const LabRunRecorder *self)
{
  return self->record_changed || (self->record_aged && self->closing)
         || (self->record_aged && g_get_monotonic_time () - self->record_time > RECORD_AGE);
}

static gboolean
has_ended (const LabRunRecorder *self)
{
  return self->record->state == LAB_RUN_FINISHED || self->record->state == LAB_RUN_STOPPED;
}

static char *
format_as (LabRunRecord *record, LabRunState state)
{
  LabRunState actual = record->state;
  char *text;

  record->state = state;
  text = lab_run_json_format (record);
  record->state = actual;
  return text;
}

static void
take_record (LabRunRecorder *self)
{
  gboolean ends = has_ended (self) && (self->snapshot != NULL || self->unsaved != NULL);
  LabRunState state = self->record->state;

  g_free (self->unsaved_record);
  g_free (self->unsaved_end);
  self->unsaved_record = format_as (self->record, ends ? LAB_RUN_RUNNING : state);
  self->unsaved_end = ends ? format_as (self->record, state) : NULL;
  g_free (self->name_on_disk);
  self->name_on_disk = g_strdup (self->record->name);
  self->record_changed = self->record_aged = FALSE;
  self->record_time = g_get_monotonic_time ();
}

static gboolean
is_urgent (const LabRunRecorder *self)
{
  return self->closing || self->wanted > self->done;
}

static gboolean
checkpoint_is_due (const LabRunRecorder *self)
{
  return self->snapshot != NULL
         && (is_urgent (self) || has_ended (self)
             || g_get_monotonic_time () - self->checkpoint_time > CHECKPOINT_AGE);
}

static void
take_snapshot (LabRunRecorder *self)
{
  nn_snapshot_free (self->unsaved);
  self->unsaved = g_steal_pointer (&self->snapshot);
  self->checkpoint_time = g_get_monotonic_time ();
}

/* What waits becomes the thread's. Under the mutex. */
static void
take (LabRunRecorder *self, GArray **rows, GArray **layers)
{
  *rows = self->rows;
  *layers = self->layers;
  self->rows = g_array_new (FALSE, FALSE, sizeof (LabRunRow));
  self->layers = g_array_new (FALSE, FALSE, sizeof (LabRunLayerRow));
  if (checkpoint_is_due (self))
    take_snapshot (self);
}

static gboolean
write_record (LabRunRecorder *self, char **text, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, LAB_RUN_FILE, NULL);

  if (*text == NULL)
    return TRUE;
  if (!lab_disk_replace (path, *text, strlen (*text), error))
    return FALSE;
  g_clear_pointer (text, g_free);
  return TRUE;
}

static gboolean
write_checkpoint (LabRunRecorder *self, GError **error)
{
  if (self->unsaved == NULL)
    return TRUE;
  if (!lab_checkpoint_save (self->folder, self->unsaved, error))
    return FALSE;
  g_clear_pointer (&self->unsaved, nn_snapshot_free);
  return TRUE;
}

static gboolean
write_all (LabRunRecorder *self, gboolean closing, GError **error)
{
  gboolean sync = closing || self->unsaved != NULL;

  return lab_run_log_flush (&self->metrics, sync, error)
         && lab_run_log_flush (&self->diagnostics, sync, error)
         && write_record (self, &self->unsaved_record, error) && write_checkpoint (self, error)
         && write_record (self, &self->unsaved_end, error);
}

static void
end_round (LabRunRecorder *self, guint64 round, gboolean closing, const GError *error)
{
  self->writing = FALSE;
  self->failed = error != NULL;
  g_clear_pointer (&self->problem, g_free);
  if (error != NULL)
    self->problem = lab_run_recorder_describe_problem (self, error, closing);
  self->done = MAX (self->done, round);
  g_cond_broadcast (&self->changed);
}

/* Likewise under the mutex. */
static gboolean
do_first (LabRunRecorder *self, GError **error)
{
  gboolean done;

  if (self->first.run == NULL)
    return TRUE;
  self->writing = TRUE;
  g_mutex_unlock (&self->mutex);
  done = self->first.run (self, self->first.data, error);
  g_mutex_lock (&self->mutex);
  if (done)
    {
      self->first.free (self->first.data);
      self->first = (LabRunFirst){ NULL, NULL, NULL };
    }
  return done;
}

/* Under the mutex, which it lets go of while it writes. */
static void
do_round (LabRunRecorder *self)
{
  g_autoptr (GArray) rows = NULL, layers = NULL;
  g_autoptr (GError) error = NULL;
  gboolean closing = self->closing;
  guint64 round = self->wanted;

  if (!do_first (self, &error))
    {
      end_round (self, round, closing, error);
      return;
    }
  if (record_is_due (self))
    {
      keep_name (self);
      take_record (self);
    }
  take (self, &rows, &layers);
  self->writing = TRUE;
  g_mutex_unlock (&self->mutex);
  log_rows (self, rows);
  log_layers (self, layers);
  write_all (self, closing, &error);

  g_mutex_lock (&self->mutex);
  end_round (self, round, closing, error);
}

/* --- The thread ------------------------------------------------------------------------------ */

static gboolean
has_work (const LabRunRecorder *self)
{
  return self->rows->len > 0 || self->layers->len > 0 || self->snapshot != NULL
         || self->record_changed || self->failed || self->first.run != NULL;
}

static void
wait_for_work (LabRunRecorder *self, gint64 last)
{
  gint64 next = last + (self->failed ? AFTER_A_FAILURE : BETWEEN_ROUNDS);

  while (!is_urgent (self) && !has_work (self))
    {
      self->idle = TRUE;
      g_cond_wait (&self->changed, &self->mutex);
      self->idle = FALSE;
    }
  while (!is_urgent (self) && g_cond_wait_until (&self->changed, &self->mutex, next))
    ;
}

static gpointer
writer_thread (gpointer data)
{
  LabRunRecorder *self = data;
  gint64 last = 0;
  gboolean closing;

  g_mutex_lock (&self->mutex);
  do
    {
      wait_for_work (self, last);
      closing = self->closing;
      do_round (self);
      last = g_get_monotonic_time ();
    }
  while (!closing);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

void
lab_run_writer_start (LabRunRecorder *self)
{
  self->thread = g_thread_new ("recorder", writer_thread, self);
}

void
lab_run_writer_round (LabRunRecorder *self, gboolean closing)
{
  guint64 round;

  g_mutex_lock (&self->mutex);
  round = ++self->wanted;
  self->closing = closing;
  g_cond_broadcast (&self->changed);
  while (self->done < round)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
lab_run_recorder_hurry (LabRunRecorder *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->wanted++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

gboolean
lab_run_recorder_is_written (LabRunRecorder *self)
{
  gboolean written;

  g_return_val_if_fail (self != NULL, TRUE);

  g_mutex_lock (&self->mutex);
  written = !self->writing && !is_urgent (self) && !has_work (self);
  g_mutex_unlock (&self->mutex);
  return written;
}
