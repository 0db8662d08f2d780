/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-train.c - elu-lab train: contestants learn side by side, without a window */

#include "lab-command.h"

#include <signal.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-data-sum.h"
#include "lab-number.h"
#include "lab-optimizer-spec.h"
#include "lab-train-record.h"

/* What is trained on what, with the settings that decide it, and that all start alike. */
static gboolean
introduce (LabTrainRun *run, GError **error)
{
  const nn_trainer_config *config = &run->options->config;
  const LabData *data = run->data;
  char model[NN_MODEL_TEXT_SIZE];
  g_autofree char *optimizer = lab_optimizer_describe (&config->optimizer);
  g_autofree char *hash = lab_train_run_hash (run, 0);
  g_autofree char *text = g_strdup_printf (
      _("%s: %zu images to train on, %zu for validation, %zu for the test.\n"
        "%s (%zu parameters, %.3g million operations an image), %s, %s, batch %zu, seed %llu, "
        "threads: %d.\n"
        "First weights, the same for all: SHA-256 %.16s…"),
      data->title, data->train.n_images, data->validation.n_images, data->test.n_images,
      nn_model_format (&config->model, model), nn_model_n_parameters (&config->model),
      nn_model_training_flops (&config->model) * 1e-6, optimizer,
      nn_initialization_get_info (config->initialization)->title, config->batch,
      (unsigned long long) config->seed, config->n_threads, hash);

  return lab_train_report_note (&run->report, text, error);
}

/* Ends at once: files are only ever replaced whole, and stdout holds whole lines only. The status is
 * the one a shell gives to a command that an interrupt ended. On a terminal the progress bar keeps
 * its line; should that write fail, there is nobody to be told.                                 */
static void
interrupted (int signal_number)
{
  ssize_t written = write (STDERR_FILENO, "\n", isatty (STDERR_FILENO) ? 1 : 0);

  (void) written;
  _exit (128 + signal_number);
}

static gboolean
parse (LabTrainOptions *options, GOptionContext *context, char ***arguments, GError **error)
{
  static const char *const usual[] = { "elu:1", "relu", NULL };
  g_auto (GStrv) contestants = NULL;
  g_autofree char *every = NULL;
  const GOptionEntry own[] = {
    { "contestant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &contestants,
      N_("A network with this function; give it up to six times (usually elu:1 and relu)"),
      N_("FUNCTION") },
    { "record", 0, 0, G_OPTION_ARG_NONE, &options->record,
      N_("Keep the run on disk while it is trained: curves, settings and weights"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_STRING, &options->resume,
      N_("Go on with a run that was interrupted, to the same end; its id, or how that begins"),
      N_("ID") },
    { "diagnostics", 0, 0, G_OPTION_ARG_FILENAME, &options->diagnostics,
      N_("Write what goes on in each layer to a CSV file"), N_("FILE.csv") },
    { "diagnostics-every", 0, 0, G_OPTION_ARG_STRING, &every,
      N_("Do so every N steps rather than after each epoch"), N_("N") },
    G_OPTION_ENTRY_NULL,
  };

  return lab_train_options_parse (options, context, own, arguments, error)
         && lab_activation_parse_list (
             contestants != NULL ? (const char *const *) contestants : usual, NN_MAX_CONTESTANTS,
             options->config.contestant, &options->config.n_contestants, error)
         && lab_number_parse_count ("diagnostics-every", every, 0, 1, G_MAXINT64,
                                    &options->diagnostics_every, error);
}

/* The model, the images and all settings: as typed, or those of the run that goes on. */
static gboolean
use_data (LabTrainOptions *options, LabData *data, const LabTrainingSetup *setup, GError **error)
{
  return options->resume != NULL ? lab_train_record_use_setup (options, data, setup, error)
                                 : lab_train_options_use_data (options, data, error);
}

static gboolean
begin (LabTrainRun *run, const LabTrainOptions *options, const LabData *data, const char *sum,
       GError **error)
{
  return lab_train_run_set_up (run, options, data, error)
         && lab_train_record_begin (run, sum, error)
         && (options->resume != NULL || introduce (run, error))
         && lab_train_record_tell (run, error);
}

gboolean
lab_command_train (GOptionContext *context, char ***arguments, GError **error)
{
  g_auto (LabTrainOptions) options = { 0 };
  g_autoptr (LabData) data = NULL;
  g_autofree char *sum = NULL;
  g_auto (LabTrainRun) run = { 0 };
  LabTrainingSetup setup;

  if (!lab_train_record_check_arguments (*arguments, error)
      || !parse (&options, context, arguments, error)
      || !lab_train_record_find (&options, &setup, error))
    return FALSE;
  signal (SIGINT, interrupted);
  data = lab_data_load_split (options.data, options.split, error);
  if (data == NULL)
    return FALSE;
  if (options.record || options.resume != NULL)
    sum = lab_data_sum (data);
  return use_data (&options, data, &setup, error) && begin (&run, &options, data, sum, error)
         && lab_train_run_train (&run, error);
}
