/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-train-run.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-train-record.h"

void
lab_train_run_clear (LabTrainRun *run)
{
  lab_run_recorder_close (run->recorder, NULL);
  g_clear_pointer (&run->diagnostics, lab_diagnostics_file_free);
  g_clear_pointer (&run->trainer, nn_trainer_free);
  for (int i = 0; i < run->n; i++)
    g_free (run->name[i]);
}

static gboolean
any_at_work (const LabTrainRun *run)
{
  for (int i = 0; i < run->n; i++)
    if (run->alive[i] && !run->finished[i])
      return TRUE;
  return FALSE;
}

/* How many images the step that comes next looks at: the last one of an epoch takes the rest. */
static gsize
rows_of_next_step (const LabTrainRun *run)
{
  gsize n = run->data->train.n_images;
  gsize batch = MIN (nn_trainer_get_config (run->trainer)->batch, n);
  gsize done = nn_trainer_get_step (run->trainer) % nn_trainer_steps_per_epoch (run->trainer);

  return MIN (batch, n - done * batch);
}

static void
note_stopped (LabTrainRun *run, const nn_metrics *metrics)
{
  for (int i = 0; i < run->n; i++)
    if (run->alive[i] && metrics[i].status != NN_OK)
      {
        run->alive[i] = FALSE;
        lab_train_report_stopped (&run->report, run->name[i], nn_trainer_get_step (run->trainer),
                                  lab_error_sentence (metrics[i].status));
      }
}

/* Whether the diagnostics are due after step steps. */
static gboolean
diagnostics_due (const LabTrainRun *run, guint64 step)
{
  guint64 every = run->options->diagnostics_every != 0 ? run->options->diagnostics_every
                                                       : nn_trainer_steps_per_epoch (run->trainer);

  return run->diagnostics != NULL && step % every == 0;
}

/* Before a step after which they are due: its size is one of them. */
static void
note_diagnostics (LabTrainRun *run)
{
  if (diagnostics_due (run, nn_trainer_get_step (run->trainer) + 1))
    lab_diagnostics_file_note (run->diagnostics, run->trainer);
}

static gboolean
diagnose (LabTrainRun *run, gboolean epoch_ended, GError **error)
{
  guint64 step = nn_trainer_get_step (run->trainer);
  gboolean measured = FALSE;

  for (int i = 0; i < run->n && diagnostics_due (run, step); i++)
    if (run->alive[i] && !run->finished[i])
      {
        if (!lab_diagnostics_file_measure (run->diagnostics, run->trainer, i, run->name[i], error))
          return FALSE;
        measured = TRUE;
      }
  return run->diagnostics == NULL || !(measured || epoch_ended)
         || lab_diagnostics_file_save (run->diagnostics, error);
}

/* One step, its sums over images added to epoch's; *seen: images so far. */
static gboolean
step (LabTrainRun *run, LabEpochMetrics *epoch, double *seen, GError **error)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  double rows = rows_of_next_step (run);
  nn_status status;

  note_diagnostics (run);
  status = nn_trainer_step (run->trainer, metrics);
  if (status != NN_OK && status != NN_ERROR_NOT_FINITE)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  lab_train_record_step (run, metrics);
  note_stopped (run, metrics);
  *seen += rows;
  for (int i = 0; i < run->n; i++)
    {
      epoch[i].train_loss += rows * metrics[i].loss;
      epoch[i].train_accuracy += rows * metrics[i].accuracy;
    }
  return diagnose (run, nn_trainer_epoch_ended (run->trainer), error);
}

static gboolean
evaluate (LabTrainRun *run, const nn_dataset *data, nn_metrics *metrics, GError **error)
{
  nn_status status = nn_trainer_evaluate (run->trainer, data, metrics);

  if (status != NN_OK && status != NN_ERROR_NOT_FINITE)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  return TRUE;
}

static gboolean
train_epoch (LabTrainRun *run, int number, LabEpochMetrics *epoch, GError **error)
{
  nn_metrics validation[NN_MAX_CONTESTANTS];
  gsize n_steps = nn_trainer_steps_per_epoch (run->trainer);
  gsize first = nn_trainer_get_step (run->trainer) % n_steps;
  double seen = 0;

  /* A run that goes on may do so in the middle of an epoch. */
  for (gsize done = first; done < n_steps && any_at_work (run); done++)
    {
      double epochs_done = number - 1 + (double) done / n_steps;

      lab_train_report_progress (&run->report, number, epochs_done / run->options->epochs);
      if (!step (run, epoch, &seen, error))
        return FALSE;
    }
  if (!evaluate (run, &run->data->validation, validation, error))
    return FALSE;
  for (int i = 0; i < run->n; i++)
    {
      epoch[i].train_loss /= seen;
      epoch[i].train_accuracy /= seen;
      epoch[i].validation_loss = validation[i].loss;
      epoch[i].validation_accuracy = validation[i].accuracy;
    }
  lab_train_record_validation (run, validation);
  nn_trainer_note_validation (run->trainer, validation);
  lab_train_record_checkpoint (run);
  return TRUE;
}

static gboolean
report_epoch (LabTrainRun *run, int number, LabEpochMetrics *epoch, GError **error)
{
  double seconds = lab_train_record_seconds (run);

  for (int i = 0; i < run->n; i++)
    {
      if (run->finished[i])
        continue;
      if (!run->alive[i])
        epoch[i] = (LabEpochMetrics){ NAN, NAN, NAN, NAN, 0 };
      epoch[i].seconds = seconds;
      if (!lab_train_report_epoch (&run->report, number, run->name[i], &epoch[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Says which contestants early stopping has ended in this epoch. */
static gboolean
report_finished (LabTrainRun *run, GError **error)
{
  gsize per_epoch = nn_trainer_steps_per_epoch (run->trainer);

  for (int i = 0; i < run->n; i++)
    if (run->alive[i] && !run->finished[i] && nn_trainer_is_finished (run->trainer, i))
      {
        run->finished[i] = TRUE;
        if (!lab_train_report_finished (&run->report, run->name[i], run->options->config.patience,
                                        nn_trainer_best_step (run->trainer, i) / per_epoch, error))
          return FALSE;
      }
  return TRUE;
}

char *
lab_train_run_hash (const LabTrainRun *run, int contestant)
{
  const nn_network *network = nn_trainer_get_network (run->trainer, contestant);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const float *parameters = nn_network_peek_parameters (network);
  gsize n = nn_network_n_parameters (network);

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, &parameters[i], sizeof bits);
      bits = GUINT32_TO_LE (bits);
      g_checksum_update (checksum, (const guchar *) &bits, sizeof bits);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
report_end (LabTrainRun *run, GError **error)
{
  nn_metrics test[NN_MAX_CONTESTANTS];

  if (!evaluate (run, &run->data->test, test, error))
    return FALSE;
  lab_train_record_test (run, test);
  for (int i = 0; i < run->n; i++)
    {
      g_autofree char *hash = lab_train_run_hash (run, i);
      double accuracy = run->alive[i] ? test[i].accuracy : NAN;

      if (!lab_train_report_end (&run->report, run->name[i], accuracy, hash, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_epoch (LabTrainRun *run, int number, GError **error)
{
  LabEpochMetrics epoch[NN_MAX_CONTESTANTS] = { 0 };

  return (!any_at_work (run) || train_epoch (run, number, epoch, error))
         && report_epoch (run, number, epoch, error) && report_finished (run, error);
}

/* A contestant that diverged has its line to the end; one that early stopping has ended has not. */
static gboolean
all_finished (const LabTrainRun *run)
{
  for (int i = 0; i < run->n; i++)
    if (!run->finished[i])
      return FALSE;
  return TRUE;
}

static gboolean
any_alive (const LabTrainRun *run)
{
  for (int i = 0; i < run->n; i++)
    if (run->alive[i])
      return TRUE;
  return FALSE;
}

gboolean
lab_train_run_train (LabTrainRun *run, GError **error)
{
  guint64 done = nn_trainer_get_step (run->trainer) / nn_trainer_steps_per_epoch (run->trainer);

  run->start = g_get_monotonic_time ();
  for (int number = (int) done + 1; number <= run->options->epochs && !all_finished (run); number++)
    if (!run_epoch (run, number, error))
      return FALSE;
  nn_trainer_restore_best (run->trainer);
  if (!report_end (run, error) || !lab_train_record_end (run, error))
    return FALSE;
  if (any_alive (run))
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_ENGINE,
                       _("Every contestant stopped before the end. Choose a smaller learning "
                         "rate."));
  return FALSE;
}

/* The same rule for the first weights is the same weights, unless the rule looks at the function. */
static gboolean
check_same_start (const LabTrainRun *run, GError **error)
{
  gsize n = nn_model_n_parameters (&run->options->config.model);
  const float *first = nn_network_peek_parameters (nn_trainer_get_network (run->trainer, 0));

  for (int i = 1; i < run->n && run->options->config.initialization != NN_INITIALIZATION_GAIN; i++)
    if (memcmp (first, nn_network_peek_parameters (nn_trainer_get_network (run->trainer, i)),
                n * sizeof *first)
        != 0)
      return lab_error_set_status (error, LAB_ERROR_ENGINE, NN_ERROR_BACKEND);
  return TRUE;
}

gboolean
lab_train_run_set_up (LabTrainRun *run, const LabTrainOptions *options, const LabData *data,
                      GError **error)
{
  nn_status status;

  run->options = options;
  run->data = data;
  run->trainer = nn_trainer_new (&options->config, &data->train, &status);
  if (run->trainer == NULL)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  for (; run->n < options->config.n_contestants; run->n++)
    {
      run->name[run->n] = lab_activation_format (options->config.contestant[run->n]);
      run->alive[run->n] = TRUE;
    }
  lab_train_report_init (&run->report, options->epochs, options->json);
  if (options->diagnostics != NULL)
    {
      run->diagnostics
          = lab_diagnostics_file_new (options->diagnostics, run->trainer, &data->train, error);
      if (run->diagnostics == NULL)
        return FALSE;
    }
  return check_same_start (run, error);
}
