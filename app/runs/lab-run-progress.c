/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-progress.h"

#include <math.h>
#include "lab-checkpoint.h"
#include "lab-run-folder.h"

enum { TAIL_BYTES = 1 << 20 };

void
lab_run_progress_note (const LabMetricsRow *row, gpointer data)
{
  LabRunRecord *record = data;
  int i = lab_run_record_find_result (record, row->contestant);

  if (row->step > record->step || row->set == LAB_METRICS_TEST)
    return;
  record->seconds = row->seconds;
  if (row->set == LAB_METRICS_VALIDATION && i >= 0)
    {
      record->result[i].validation_loss = row->loss;
      record->result[i].validation_accuracy = row->accuracy;
    }
}

static void
note_last (const LabMetricsRow *row, gpointer data)
{
  LabRunRecord *record = data;

  record->step = MAX (record->step, row->step);
  lab_run_progress_note (row, record);
}

/* What the record says is of a later step, where a crash came between it and its checkpoint. */
static void
forget_validation (LabRunRecord *record)
{
  for (int i = 0; i < record->n_results; i++)
    record->result[i].validation_loss = record->result[i].validation_accuracy = NAN;
}

void
lab_run_progress_read (LabRunRecord *record)
{
  g_autofree char *folder = lab_run_folder_path (record->id);
  guint64 step = 0;
  gboolean found = lab_checkpoint_find (folder, &step);

  record->lacks_weights = record->state == LAB_RUN_FINISHED && !found
                          && record->branched_from == NULL && record->events->len == 0;
  if (record->state == LAB_RUN_STOPPED
      || (record->state == LAB_RUN_FINISHED && (!found || step >= record->step)))
    return;
  if (record->state == LAB_RUN_FINISHED)
    record->state = LAB_RUN_RUNNING;
  if (found && step < record->step)
    forget_validation (record);
  if (found)
    record->step = step;
  lab_run_metrics_read_end (record->id, TAIL_BYTES, found ? lab_run_progress_note : note_last,
                            record);
}
