/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-load.h"

#include <math.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-run-diagnostics.h"
#include "lab-run-metrics.h"

/* --- From the file to curves ----------------------------------------------------------------- */

typedef struct {
  const LabRunRecord *record;
  LabRunCurves *curves;
  guint64 n_left_out;
} Loading;

static gboolean
is_next (const LabSeries *series, guint64 step)
{
  guint n = lab_series_length (series);

  return n == 0 || lab_series_x (series, n - 1) < (double) step;
}

/* A step can only come once, and after those before it. */
static void
row_cb (const LabMetricsRow *row, gpointer data)
{
  Loading *loading = data;
  LabRunCurves *run = loading->curves;
  int c = lab_run_record_find_curves (loading->record, row->contestant);
  LabContestantCurves *curves = &run->curves[MAX (c, 0)];
  gboolean training = row->set == LAB_METRICS_TRAIN;

  if (c < 0
      || (row->set != LAB_METRICS_TEST
          && !is_next (training ? &curves->loss : &curves->validation_loss, row->step)))
    loading->n_left_out++;
  else if (row->set == LAB_METRICS_TEST)
    curves->test_accuracy = row->accuracy;
  else if (training)
    lab_run_curves_add_step (run, c, row->step, row->seconds, row->loss, row->accuracy);
  else
    lab_run_curves_add_validation (run, c, row->step, row->seconds, row->loss, row->accuracy);
  if (training && row->epoch > 0)
    run->steps_per_epoch = (guint) CLAMP (round ((double) row->step / row->epoch), 1, G_MAXINT);
}

static int
get_contestants (const LabRunRecord *record, nn_activation contestant[LAB_MAX_CONTESTANTS])
{
  int n = record->has_setup ? record->setup.n_contestants : record->n_results;

  for (int i = 0; i < n; i++)
    contestant[i] = record->has_setup ? record->setup.contestant[i] : record->result[i].activation;
  return n;
}

static gboolean
refuse (const LabRunRecord *record, const char *problem, GError **error)
{
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("The run “%s” cannot be shown. %s"),
               record->name, problem);
  return FALSE;
}

static void
note_diverged (const LabRunRecord *record, LabRunCurves *run)
{
  for (int i = 0; i < record->n_results; i++)
    {
      const LabRunResult *result = &record->result[i];
      int c = lab_run_record_find_curves (record, result->contestant);

      if (c < 0 || result->diverged_at < 0)
        continue;
      run->curves[c].diverged = TRUE;
      run->curves[c].diverged_at = (guint64) result->diverged_at;
    }
}

LabRunCurves *
lab_run_load_curves (const LabRunRecord *record, guint64 *n_left_out, GError **error)
{
  nn_activation contestant[LAB_MAX_CONTESTANTS];
  int n = get_contestants (record, contestant);
  g_autoptr (LabRunCurves) curves = lab_run_curves_new (record->name, n, contestant, 1);
  Loading loading = { record, curves, 0 };
  g_autoptr (GError) cause = NULL;

  if ((record->problem != NULL && !refuse (record, record->problem, error))
      || (!lab_run_metrics_read (record->id, row_cb, &loading, n_left_out, &cause)
          && !refuse (record, cause->message, error)))
    return NULL;
  *n_left_out += loading.n_left_out;
  note_diverged (record, curves);
  lab_run_diagnostics_read (record, curves);
  return g_steal_pointer (&curves);
}

/* --- From curves to a model ------------------------------------------------------------------ */

static void
set_up (LabTrainingModel *model, const LabRunRecord *record, const LabRunCurves *curves)
{
  LabTrainingSetup setup = record->has_setup ? record->setup : lab_training_setup_default ();
  guint n = setup.subset > 0 ? MIN (setup.subset, record->n_train) : record->n_train;

  setup.n_contestants = curves->n_contestants;
  for (int i = 0; i < curves->n_contestants; i++)
    setup.contestant[i] = curves->contestant[i];
  lab_training_model_set_setup (model, &setup);
  lab_training_model_set_data_size (model, n, record->n_validation, record->n_test);
}

void
lab_run_load_model (LabTrainingModel *model, const LabRunRecord *record, LabRunCurves *curves)
{
  lab_training_model_clear (model);
  set_up (model, record, curves);
  lab_training_model_set_run (model, curves);
  for (guint i = 0; i < record->events->len; i++)
    {
      const LabRunEvent *event = &g_array_index (record->events, LabRunEvent, i);

      lab_training_model_add_event (model, event->step, event->text);
    }
  lab_training_model_data_changed (model);
}

static void
apply_change (LabTrainingSetup *setup, const LabRunEvent *event)
{
  if (g_str_equal (event->kind, "learning-rate"))
    setup->learning_rate = event->to;
  else if (g_str_equal (event->kind, "dropout"))
    setup->dropout = event->to;
  else if (g_str_equal (event->kind, "alpha") && event->contestant >= 0
           && event->contestant < setup->n_contestants)
    setup->contestant[event->contestant].parameter[0] = event->to;
}

void
lab_run_apply_changes (const LabRunRecord *record, LabTrainingSetup *setup)
{
  for (guint i = 0; i < record->events->len; i++)
    {
      const LabRunEvent *event = &g_array_index (record->events, LabRunEvent, i);

      if (isfinite (event->to))
        apply_change (setup, event);
    }
}
