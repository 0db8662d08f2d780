/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-metrics.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-csv-reader.h"
#include "lab-error.h"
#include "lab-training-setup.h"

static const char header[] = "step,epoch,seconds,set,contestant,activation,loss,accuracy";

static const char *const sets[LAB_METRICS_N_SETS] = {
  [LAB_METRICS_TRAIN] = "train",
  [LAB_METRICS_VALIDATION] = "validation",
  [LAB_METRICS_TEST] = "test",
};

const char *
lab_run_metrics_set_name (LabMetricsSet set)
{
  return sets[set];
}

const char *
lab_run_metrics_header (void)
{
  return header;
}

/* In the order of the header. */
enum { STEP, EPOCH, SECONDS, SET, CONTESTANT, ACTIVATION, LOSS, ACCURACY, N_FIELDS };

static gboolean
read_set (const char *text, LabMetricsSet *set)
{
  for (int i = 0; i < LAB_METRICS_N_SETS; i++)
    if (strcmp (sets[i], text) == 0)
      {
        *set = (LabMetricsSet) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_row (char *line, LabMetricsRow *row)
{
  char *field[N_FIELDS + 1];
  guint64 contestant;

  if (lab_csv_split (line, field, N_FIELDS + 1) != N_FIELDS
      || !lab_csv_read_count (field[STEP], G_MAXINT64 / 16, &row->step)
      || !lab_csv_read_number (field[EPOCH], &row->epoch)
      || !lab_csv_read_number (field[SECONDS], &row->seconds) || !read_set (field[SET], &row->set)
      || !lab_csv_read_count (field[CONTESTANT], LAB_MAX_CONTESTANTS - 1, &contestant)
      || !lab_csv_read_number (field[LOSS], &row->loss)
      || !lab_csv_read_number (field[ACCURACY], &row->accuracy))
    return FALSE;
  row->contestant = (int) contestant;
  return TRUE;
}

gboolean
lab_run_metrics_read (const char *id, LabMetricsFunc func, gpointer data, guint64 *n_left_out,
                      GError **error)
{
  g_autoptr (LabCsvReader) reader = lab_csv_reader_open (id, LAB_RUN_METRICS, error);
  char *line = reader != NULL ? lab_csv_reader_next (reader) : NULL;
  LabMetricsRow row;

  *n_left_out = 0;
  if (reader == NULL)
    return FALSE;
  if (line == NULL || strcmp (line, header) != 0)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("Its file %s does not begin as a record of a training does."),
                   LAB_RUN_METRICS);
      return FALSE;
    }
  while ((line = lab_csv_reader_next (reader)) != NULL)
    if (read_row (line, &row))
      func (&row, data);
    else
      (*n_left_out)++;
  return lab_csv_reader_check (reader, error);
}

void
lab_run_metrics_read_end (const char *id, gsize most, LabMetricsFunc func, gpointer data)
{
  g_autoptr (LabCsvReader) reader = lab_csv_reader_open_end (id, LAB_RUN_METRICS, most, NULL);
  LabMetricsRow row;
  char *line;

  while (reader != NULL && (line = lab_csv_reader_next (reader)) != NULL)
    if (read_row (line, &row))
      func (&row, data);
}
