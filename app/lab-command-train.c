/* lab-command-train.c - elu-lab train: contestants learn side by side, without a window */

#include "lab-command.h"

#include <signal.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-train-run.h"

static char *
describe_optimizer (const nn_optimizer_config *config)
{
  const char *title = nn_optimizer_get_info (config->id)->title;

  if (config->weight_decay == 0)
    return g_strdup_printf ("%s %g", title, config->learning_rate);
  return g_strdup_printf (_("%s %g, weight decay %g"), title, config->learning_rate,
                          config->weight_decay);
}

/* What is trained on what, with the settings that decide it, and that all start alike. */
static gboolean
introduce (LabTrainRun *run, GError **error)
{
  const nn_trainer_config *config = &run->options->config;
  const LabData *data = run->data;
  char model[NN_MODEL_TEXT_SIZE];
  g_autofree char *optimizer = describe_optimizer (&config->optimizer);
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

gboolean
lab_command_train (GOptionContext *context, char ***arguments, GError **error)
{
  g_auto (LabTrainOptions) options = { 0 };
  g_autoptr (LabData) data = NULL;
  g_auto (LabTrainRun) run = { 0 };

  if (!lab_train_options_parse (&options, context, arguments, error))
    return FALSE;
  signal (SIGINT, interrupted);
  data = lab_data_load_split (options.data, options.split, error);
  return data != NULL && lab_train_options_use_data (&options, data, error)
         && lab_train_run_set_up (&run, &options, data, error) && introduce (&run, error)
         && lab_train_run_train (&run, error);
}
