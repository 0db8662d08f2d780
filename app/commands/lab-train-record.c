/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-train-record.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-known-sets.h"
#include "lab-run-store.h"
#include "lab-training-config.h"

/* --- What was typed -------------------------------------------------------------------------- */

static gboolean
is_option (const char *argument, const char *option)
{
  gsize n = strlen (option);

  return strncmp (argument, option, n) == 0 && (argument[n] == '\0' || argument[n] == '=');
}

static gboolean
goes_with_resume (const char *argument)
{
  static const char *const options[] = { "--resume", "--json", "--threads", "--help" };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (is_option (argument, options[i]))
      return TRUE;
  return !g_str_has_prefix (argument, "--");
}

gboolean
lab_train_record_check_arguments (char **arguments, GError **error)
{
  gboolean resumes = FALSE;

  for (int i = 0; arguments[i] != NULL; i++)
    resumes |= is_option (arguments[i], "--resume");
  for (int i = 0; arguments[i] != NULL && resumes; i++)
    if (!goes_with_resume (arguments[i]))
      {
        g_autofree char *shown = lab_error_printable (arguments[i]);

        g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                     _("“%s” cannot be given with --resume: a run goes on with the settings that "
                       "it was started with. Leave it out, or start a new run."),
                     shown);
        return FALSE;
      }
  return TRUE;
}

/* --- Going on -------------------------------------------------------------------------------- */

gboolean
lab_train_record_find (LabTrainOptions *options, LabTrainingSetup *setup, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (LabRunRecord) record = NULL;

  if (options->resume == NULL)
    return TRUE;
  id = lab_run_store_find (options->resume, FALSE, error);
  if (id == NULL)
    return FALSE;
  record = lab_run_record_load (id);
  if (record->problem != NULL || !record->has_setup)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA,
                           record->problem != NULL ? record->problem : record->setup_problem);
      return FALSE;
    }
  *setup = record->setup;
  g_free (options->resume);
  options->resume = g_steal_pointer (&id);
  g_free (options->data);
  options->data = g_strdup (setup->data);
  return TRUE;
}

/* As many processors as were typed. */
gboolean
lab_train_record_use_setup (LabTrainOptions *options, LabData *data, const LabTrainingSetup *setup,
                            GError **error)
{
  const int n_threads = options->config.n_threads;
  LabTrainingConfig made;

  if (!lab_training_config_make (setup, data, &made, error))
    return FALSE;
  options->config = made.config;
  options->config.n_threads = n_threads;
  options->epochs = (int) setup->epochs;
  data->train = made.train;
  return TRUE;
}

static void
restore (LabTrainRun *run, const nn_snapshot *snapshot)
{
  for (int i = 0; i < run->n; i++)
    {
      run->alive[i] = !nn_snapshot_peek_contestant (snapshot, i)->stopped;
      run->finished[i] = nn_snapshot_peek_contestant (snapshot, i)->finished;
    }
  if (nn_snapshot_restore (snapshot, run->trainer) != NN_OK)
    g_assert_not_reached (); /* lab_run_resume () has read it for this config */
}

/* The window lets it be moved before the first step, and no option here says it. */
static void
begin_anew (LabTrainRun *run)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (run->options->resume);

  nn_trainer_set_dropout (run->trainer, record->setup.dropout);
}

static gboolean
go_on (LabTrainRun *run, const char *data_sum, GError **error)
{
  nn_snapshot *snapshot = NULL;

  run->recorder
      = lab_run_resume (run->options->resume, &run->options->config, data_sum, &snapshot, error);
  if (run->recorder == NULL)
    return FALSE;
  if (snapshot != NULL)
    restore (run, snapshot);
  else
    begin_anew (run);
  nn_snapshot_free (snapshot);
  run->seconds_before = lab_run_recorder_get_seconds (run->recorder);
  return TRUE;
}

/* --- A new run ------------------------------------------------------------------------------- */

static gboolean
fill_text (char *text, const char *value, GError **error)
{
  if (g_strlcpy (text, value, LAB_SETUP_TEXT) < LAB_SETUP_TEXT)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("This cannot be kept with --record: “%.40s…” is longer than %d bytes. Use a "
                 "shorter one, or leave --record out."),
               value, LAB_SETUP_TEXT - 1);
  return FALSE;
}

/* A path is kept whole, since the run may go on from another folder. */
static gboolean
fill_data (LabTrainingSetup *setup, const char *spec, GError **error)
{
  g_autofree char *path
      = lab_known_set_find (spec) != NULL ? g_strdup (spec) : g_canonicalize_filename (spec, NULL);

  return fill_text (setup->data, path, error);
}

/* The window's set-up has no place for these. */
static gboolean
check_possible (const LabTrainOptions *options, GError **error)
{
  const nn_schedule *schedule = &options->config.schedule;
  const nn_schedule usual = nn_schedule_default (schedule->id);

  if (options->split == LAB_SPLIT_STANDARD && schedule->gamma == usual.gamma
      && schedule->n_epochs == usual.n_epochs && schedule->floor == usual.floor)
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("--record keeps a run that the window can go on with, and it knows "
                         "neither --split article nor a --schedule with numbers. Leave these or "
                         "--record out."));
  return FALSE;
}

static gboolean
make_setup (const LabTrainOptions *options, LabTrainingSetup *setup, GError **error)
{
  const nn_trainer_config *config = &options->config;

  *setup = (LabTrainingSetup){
    .optimizer = config->optimizer.id,
    .learning_rate = config->optimizer.learning_rate,
    .weight_decay = config->optimizer.weight_decay,
    .schedule = config->schedule.id,
    .initialization = config->initialization,
    .dropout = 1,
    .learns_parameters = config->learns_parameters,
    .batch = (guint) config->batch,
    .epochs = (guint) options->epochs,
    .patience = (guint) config->patience,
    .subset = (guint) options->subset,
    .seed = config->seed,
    .n_contestants = config->n_contestants,
  };
  for (int i = 0; i < config->n_contestants; i++)
    setup->contestant[i] = config->contestant[i];
  return check_possible (options, error) && fill_data (setup, options->data, error)
         && fill_text (setup->model, options->model, error);
}

static gboolean
start (LabTrainRun *run, const char *data_sum, GError **error)
{
  const LabRunFacts facts = { .data_name = run->data->name,
                              .data_title = run->data->title,
                              .data_sha256 = data_sum,
                              .n_train = (guint) run->data->train.n_images,
                              .n_validation = (guint) run->data->validation.n_images,
                              .n_test = (guint) run->data->test.n_images };
  LabTrainingSetup setup;

  if (!make_setup (run->options, &setup, error))
    return FALSE;
  run->recorder = lab_run_recorder_new (&setup, &facts, error);
  return run->recorder != NULL;
}

gboolean
lab_train_record_begin (LabTrainRun *run, const char *data_sum, GError **error)
{
  const LabTrainOptions *options = run->options;

  if (options->record || options->resume != NULL)
    lab_run_store_tidy ();
  if (options->resume != NULL)
    return go_on (run, data_sum, error);
  return !options->record || start (run, data_sum, error);
}

gboolean
lab_train_record_tell (LabTrainRun *run, GError **error)
{
  return run->recorder == NULL
         || lab_train_report_run (&run->report, lab_run_recorder_get_id (run->recorder),
                                  nn_trainer_get_step (run->trainer), error);
}

/* --- While it trains ------------------------------------------------------------------------- */

double
lab_train_record_seconds (const LabTrainRun *run)
{
  return run->seconds_before + (g_get_monotonic_time () - run->start) / (double) G_USEC_PER_SEC;
}

typedef void (*Add) (LabRunRecorder *recorder, int contestant, guint64 step, double epoch,
                     double seconds, double loss, double accuracy);

/* Of those that are still at work, or of all. */
static void
add (LabTrainRun *run, Add add_row, const nn_metrics *metrics, gboolean all)
{
  const guint64 step = nn_trainer_get_step (run->trainer);
  const double epoch = (double) step / (double) nn_trainer_steps_per_epoch (run->trainer);
  const double seconds = lab_train_record_seconds (run);

  for (int i = 0; i < run->n && run->recorder != NULL; i++)
    if (all || (run->alive[i] && !run->finished[i]))
      {
        add_row (run->recorder, i, step, epoch, seconds, metrics[i].loss, metrics[i].accuracy);
        if (run->alive[i] && metrics[i].status == NN_ERROR_NOT_FINITE)
          lab_run_recorder_set_diverged (run->recorder, i, step);
      }
}

void
lab_train_record_step (LabTrainRun *run, const nn_metrics *metrics)
{
  add (run, lab_run_recorder_add_step, metrics, FALSE);
}

void
lab_train_record_validation (LabTrainRun *run, const nn_metrics *metrics)
{
  add (run, lab_run_recorder_add_validation, metrics, FALSE);
}

void
lab_train_record_test (LabTrainRun *run, const nn_metrics *metrics)
{
  add (run, lab_run_recorder_add_test, metrics, TRUE);
}

static void
tell_problem (LabTrainRun *run)
{
  g_autofree char *problem = lab_run_recorder_get_problem (run->recorder);

  if (problem != NULL && !run->tells_problem)
    {
      lab_progress_bar_clear (&run->report.bar);
      g_printerr ("elu-lab train: %s\n", problem);
    }
  run->tells_problem = problem != NULL;
}

void
lab_train_record_checkpoint (LabTrainRun *run)
{
  nn_status status;
  nn_snapshot *snapshot;

  if (run->recorder == NULL)
    return;
  tell_problem (run);
  snapshot = nn_snapshot_new (run->trainer, &status);
  /* Without memory for it the one before stays; the training has its own. */
  if (snapshot == NULL)
    return;
  nn_snapshot_take (snapshot, run->trainer);
  lab_run_recorder_save_snapshot (run->recorder, snapshot);
}

/* The last checkpoint has the weights that were tested. */
gboolean
lab_train_record_end (LabTrainRun *run, GError **error)
{
  if (run->recorder == NULL)
    return TRUE;
  lab_train_record_checkpoint (run);
  lab_run_recorder_set_state (run->recorder, LAB_RUN_FINISHED);
  return lab_run_recorder_close (g_steal_pointer (&run->recorder), error);
}
