/* lab-command-train.c - elu-lab train: contestants learn side by side, without a window
 *
 * Drives the core's trainer epoch by epoch and hands figures to lab-train-report. Writes no file:
 * an interrupted run leaves nothing behind.
 */

#include "lab-command.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-train-options.h"
#include "lab-train-report.h"

typedef struct {
  const LabTrainOptions *options;
  const LabData *data;
  nn_trainer *trainer;
  int n;                             /* contestants                                  */
  char *name[NN_MAX_CONTESTANTS];
  gboolean alive[NN_MAX_CONTESTANTS];
  LabTrainReport report;
  gint64 start;                      /* when training began, in microseconds         */
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->trainer, nn_trainer_free);
  for (int i = 0; i < run->n; i++)
    g_free (run->name[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
any_alive (const Run *run)
{
  for (int i = 0; i < run->n; i++)
    if (run->alive[i])
      return TRUE;
  return FALSE;
}

/* How many images the step that comes next looks at: the last one of an epoch takes the rest. */
static gsize
rows_of_next_step (const Run *run)
{
  gsize n = run->data->train.n_images;
  gsize batch = MIN (nn_trainer_get_config (run->trainer)->batch, n);
  gsize done = nn_trainer_get_step (run->trainer) % nn_trainer_steps_per_epoch (run->trainer);

  return MIN (batch, n - done * batch);
}

static void
note_stopped (Run *run, const nn_metrics *metrics)
{
  for (int i = 0; i < run->n; i++)
    if (run->alive[i] && metrics[i].status != NN_OK)
      {
        run->alive[i] = FALSE;
        lab_train_report_stopped (&run->report, run->name[i], nn_trainer_get_step (run->trainer),
                                  lab_error_sentence (metrics[i].status));
      }
}

/* One step, its sums over images added to epoch's. */
static gboolean
step (Run *run, LabEpochMetrics *epoch, GError **error)
{
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  double rows = rows_of_next_step (run);
  nn_status status = nn_trainer_step (run->trainer, metrics);

  if (status != NN_OK && status != NN_ERROR_NOT_FINITE)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  note_stopped (run, metrics);
  for (int i = 0; i < run->n; i++)
    {
      epoch[i].train_loss += rows * metrics[i].loss;
      epoch[i].train_accuracy += rows * metrics[i].accuracy;
    }
  return TRUE;
}

static gboolean
evaluate (Run *run, const nn_dataset *data, nn_metrics *metrics, GError **error)
{
  nn_status status = nn_trainer_evaluate (run->trainer, data, metrics);

  if (status != NN_OK && status != NN_ERROR_NOT_FINITE)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  return TRUE;
}

static gboolean
train_epoch (Run *run, int number, LabEpochMetrics *epoch, GError **error)
{
  nn_metrics validation[NN_MAX_CONTESTANTS];
  gsize n_steps = nn_trainer_steps_per_epoch (run->trainer);

  for (gsize done = 0; done < n_steps && any_alive (run); done++)
    {
      double epochs_done = number - 1 + (double) done / n_steps;

      lab_train_report_progress (&run->report, number, epochs_done / run->options->epochs);
      if (!step (run, epoch, error))
        return FALSE;
    }
  if (!evaluate (run, &run->data->validation, validation, error))
    return FALSE;
  for (int i = 0; i < run->n; i++)
    {
      epoch[i].train_loss /= run->data->train.n_images;
      epoch[i].train_accuracy /= run->data->train.n_images;
      epoch[i].validation_loss = validation[i].loss;
      epoch[i].validation_accuracy = validation[i].accuracy;
    }
  return TRUE;
}

static gboolean
report_epoch (Run *run, int number, LabEpochMetrics *epoch, GError **error)
{
  double seconds = (g_get_monotonic_time () - run->start) / (double) G_USEC_PER_SEC;

  for (int i = 0; i < run->n; i++)
    {
      if (!run->alive[i])
        epoch[i] = (LabEpochMetrics) { NAN, NAN, NAN, NAN, 0 };
      epoch[i].seconds = seconds;
      if (!lab_train_report_epoch (&run->report, number, run->name[i], &epoch[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Of all parameters as little-endian floats, layer by layer, weights before biases. */
static char *
hash_weights (const nn_network *network)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const float *parameters = nn_network_peek_parameters (network);
  gsize n = nn_mlp_n_parameters (nn_network_get_model (network));

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
report_end (Run *run, GError **error)
{
  nn_metrics test[NN_MAX_CONTESTANTS];

  if (!evaluate (run, &run->data->test, test, error))
    return FALSE;
  for (int i = 0; i < run->n; i++)
    {
      g_autofree char *hash = hash_weights (nn_trainer_get_network (run->trainer, i));
      double accuracy = run->alive[i] ? test[i].accuracy : NAN;

      if (!lab_train_report_end (&run->report, run->name[i], accuracy, hash, error))
        return FALSE;
    }
  return TRUE;
}

static char *
describe_optimizer (const nn_optimizer_config *config)
{
  const char *title = nn_optimizer_get_info (config->id)->title;

  if (config->weight_decay == 0)
    return g_strdup_printf ("%s %g", title, config->learning_rate);
  return g_strdup_printf (_("%s %g, weight decay %g"), title, config->learning_rate,
                          config->weight_decay);
}

static gboolean
introduce (Run *run, GError **error)
{
  const nn_trainer_config *config = &run->options->config;
  const LabData *data = run->data;
  g_autofree char *widths = lab_model_format_widths (&config->model);
  g_autofree char *optimizer = describe_optimizer (&config->optimizer);
  g_autofree char *text = g_strdup_printf (
      _("%s: %zu images to train on, %zu for validation, %zu for the test. %s %s, %s, "
        "batch %zu, seed %llu, threads: %d."),
      data->title, data->train.n_images, data->validation.n_images, data->test.n_images,
      _(run->options->model->title), widths, optimizer, config->batch,
      (unsigned long long) config->seed, config->n_threads);

  return lab_train_report_note (&run->report, text, error);
}

static gboolean
train (Run *run, GError **error)
{
  run->start = g_get_monotonic_time ();
  for (int number = 1; number <= run->options->epochs; number++)
    {
      LabEpochMetrics epoch[NN_MAX_CONTESTANTS] = { 0 };

      if ((any_alive (run) && !train_epoch (run, number, epoch, error))
          || !report_epoch (run, number, epoch, error))
        return FALSE;
    }
  if (!report_end (run, error))
    return FALSE;
  if (any_alive (run))
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_ENGINE,
                       _("Every contestant stopped before the end. Choose a smaller learning "
                         "rate."));
  return FALSE;
}

static gboolean
set_up (Run *run, const LabTrainOptions *options, const LabData *data, GError **error)
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
  return TRUE;
}

/* Ends at once: there is no file to put in order, and stdout holds whole lines only. The status is
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
  g_auto (Run) run = { 0 };

  if (!lab_train_options_parse (&options, context, arguments, error))
    return FALSE;
  signal (SIGINT, interrupted);
  data = lab_data_load (options.data, error);
  return data != NULL && set_up (&run, &options, data, error) && introduce (&run, error)
         && train (&run, error);
}
