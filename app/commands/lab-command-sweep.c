/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-sweep.c - elu-lab sweep: does alpha, or the function, matter more than the seed?
 *
 * An interrupt ends it between two steps; what is done by then is shown. A second one ends it at
 * once.
 */

#include "lab-command.h"

#include <math.h>
#include <signal.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-number.h"
#include "lab-optimizer-spec.h"
#include "lab-progress-bar.h"
#include "lab-sweep-report.h"
#include "lab-terminal.h"
#include "lab-train-options.h"

enum { USUAL_SEEDS = 5, POLL = G_USEC_PER_SEC / 10 };

static const char usual_alphas[] = "0,0.1,0.3,1";

static volatile sig_atomic_t interrupted;

static void
interrupt (int signal_number)
{
  interrupted = 1;
  signal (signal_number, SIG_DFL);
}

/* "0,0.1" is elu:0 and elu:0.1; all else about them is said where functions are read. */
static gboolean
parse_alphas (const char *alphas, LabSweepPlan *plan, GError **error)
{
  g_auto (GStrv) alpha = g_strsplit (alphas, ",", -1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; alpha[i] != NULL; i++)
    g_ptr_array_add (texts, g_strconcat ("elu:", g_strstrip (alpha[i]), NULL));
  if (texts->len == 0)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("There is no alpha in --alphas. Write them with commas between them: %s."),
                   usual_alphas);
      return FALSE;
    }
  g_ptr_array_add (texts, NULL);
  if (lab_activation_parse_list ((const char *const *) texts->pdata, LAB_SWEEP_MOST_FUNCTIONS,
                                 plan->function, &plan->n_functions, error))
    return TRUE;
  g_prefix_error (error, "--alphas: ");
  return FALSE;
}

static gboolean
parse_functions (const char *alphas, char **contestants, LabSweepPlan *plan, GError **error)
{
  if (contestants == NULL)
    return parse_alphas (alphas != NULL ? alphas : usual_alphas, plan, error);
  if (alphas == NULL)
    return lab_activation_parse_list ((const char *const *) contestants, LAB_SWEEP_MOST_FUNCTIONS,
                                      plan->function, &plan->n_functions, error);
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("--alphas and --contestant cannot go together: an alpha among other "
                         "functions is written as --contestant elu:ALPHA."));
  return FALSE;
}

static gboolean
parse_seeds (const char *text, const LabTrainOptions *options, LabSweepPlan *plan, GError **error)
{
  guint64 n;

  if (!lab_number_parse_count ("seeds", text, USUAL_SEEDS, 1, LAB_SWEEP_MOST_SEEDS, &n, error))
    return FALSE;
  plan->n_seeds = n;
  plan->first_seed = options->config.seed;
  if (plan->first_seed <= G_MAXUINT64 - (n - 1))
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("%llu seeds from %llu on would go beyond the largest, %llu. Choose a smaller "
                 "--seed."),
               (unsigned long long) n, (unsigned long long) plan->first_seed,
               (unsigned long long) G_MAXUINT64);
  return FALSE;
}

static gboolean
parse (LabTrainOptions *options, LabSweepPlan *plan, GOptionContext *context, char ***arguments,
       GError **error)
{
  g_autofree char *alphas = NULL;
  g_autofree char *seeds = NULL;
  g_autofree char *metric = NULL;
  g_auto (GStrv) contestants = NULL;
  const GOptionEntry own[] = {
    { "alphas", 0, 0, G_OPTION_ARG_STRING, &alphas,
      N_("The alphas of ELU to compare, up to 16; 0 is ReLU (usually 0,0.1,0.3,1)"), N_("LIST") },
    { "contestant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &contestants,
      N_("Compare this function instead; give it up to 16 times"), N_("FUNCTION") },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &seeds,
      N_("Train each with N seeds, up to 100, from --seed on (usually 5)"), N_("N") },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &metric,
      N_("What to compare: validation-accuracy (the usual), validation-loss or test-accuracy"),
      N_("METRIC") },
    G_OPTION_ENTRY_NULL,
  };

  return lab_train_options_parse (options, context, own, arguments, error)
         && parse_functions (alphas, contestants, plan, error)
         && parse_seeds (seeds, options, plan, error)
         && (metric == NULL || lab_metric_parse (metric, &plan->metric, error));
}

static gboolean
print (LabProgressBar *bar, const char *text, GError **error)
{
  lab_progress_bar_clear (bar);
  g_print ("%s\n", text);
  return lab_terminal_flush (error);
}

static gboolean
introduce (const LabTrainOptions *options, const LabSweepPlan *plan, const LabData *data,
           LabProgressBar *bar, GError **error)
{
  const nn_trainer_config *config = &plan->config;
  char model[NN_MODEL_TEXT_SIZE];
  g_autofree char *optimizer = lab_optimizer_describe (&config->optimizer);
  g_autofree char *text = g_strdup_printf (
      _("%s: %zu images to train on, %zu for validation, %zu for the test.\n"
        "%s (%zu parameters), %s, %s, batch %zu, epochs: %d, runs at a time: %d.\n"),
      data->title, data->train.n_images, data->validation.n_images, data->test.n_images,
      nn_model_format (&config->model, model), nn_model_n_parameters (&config->model), optimizer,
      nn_initialization_get_info (config->initialization)->title, config->batch, options->epochs,
      plan->n_threads);

  return options->json || print (bar, text, error);
}

/* Puts each run in its place and tells of it. *failure: the first status that ends all. */
static gboolean
collect (LabSweep *sweep, const LabSweepReport *report, LabSweepRun *runs, gboolean json,
         LabProgressBar *bar, nn_status *failure, GError **error)
{
  g_autoptr (GArray) ended = lab_sweep_take (sweep);
  gboolean written = TRUE;

  for (guint i = 0; i < ended->len && written; i++)
    {
      const LabSweepRun *run = &g_array_index (ended, LabSweepRun, i);
      g_autofree char *line = json ? lab_sweep_report_run_json (report, run) : NULL;
      g_autofree char *reason = NULL;

      runs[run->function * report->plan->n_seeds + run->seed] = *run;
      if (run->state == LAB_SWEEP_RUN_FAILED)
        {
          *failure = *failure == NN_OK ? run->status : *failure;
          continue;
        }
      if (run->state == LAB_SWEEP_RUN_STOPPED)
        {
          reason = lab_sweep_report_stopped (report, run);
          lab_progress_bar_clear (bar);
          g_printerr ("elu-lab sweep: %s\n", reason);
        }
      written = line == NULL || print (bar, line, error);
    }
  return written;
}

static int
count (const LabSweepPlan *plan, const LabSweepRun *runs, LabSweepRunState state)
{
  int n = 0;

  for (int i = 0; i < plan->n_functions * plan->n_seeds; i++)
    n += runs[i].state == state;
  return n;
}

static void
show_progress (LabSweep *sweep, const LabSweepPlan *plan, const LabSweepRun *runs,
               LabProgressBar *bar)
{
  int n = plan->n_functions * plan->n_seeds;
  g_autofree char *text = NULL;

  if (!lab_progress_bar_is_due (bar))
    return;
  text
      = g_strdup_printf (_("%d of %d runs done"), n - count (plan, runs, LAB_SWEEP_RUN_WAITING), n);
  lab_progress_bar_draw (bar, lab_sweep_get_progress (sweep), text);
}

/* All runs, or until an interrupt, a failure of the engine, or a reader who has gone. */
static gboolean
sweep_all (LabSweep *sweep, const LabSweepReport *report, LabSweepRun *runs, gboolean json,
           LabProgressBar *bar, nn_status *failure, GError **error)
{
  gboolean over = FALSE;

  while (!over)
    {
      lab_sweep_wait (sweep, POLL);
      over = lab_sweep_is_over (sweep);
      if (!collect (sweep, report, runs, json, bar, failure, error))
        return FALSE;
      if (interrupted || *failure != NN_OK)
        lab_sweep_cancel (sweep);
      show_progress (sweep, report->plan, runs, bar);
    }
  return TRUE;
}

/* The status is the one that a shell gives to a command that an interrupt ended. */
static void
end_interrupted (const LabSweepPlan *plan, const LabSweepRun *runs)
{
  int n = plan->n_functions * plan->n_seeds;

  g_printerr (_("elu-lab sweep: interrupted when %d of %d runs were done. Only they are shown.\n"),
              n - count (plan, runs, LAB_SWEEP_RUN_WAITING), n);
  _exit (128 + SIGINT);
}

static gboolean
conclude (const LabSweepReport *report, gboolean json, LabProgressBar *bar, nn_status failure,
          GError **error)
{
  const LabSweepPlan *plan = report->plan;
  g_autofree char *text = json ? lab_sweep_report_json (report) : lab_sweep_report_text (report);

  if (!print (bar, text, error))
    return FALSE;
  if (interrupted)
    end_interrupted (plan, report->runs);
  if (failure != NN_OK)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, failure);
  if (count (plan, report->runs, LAB_SWEEP_RUN_DONE) > 0)
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_ENGINE,
                       _("Every run stopped before the end. Choose a smaller learning rate."));
  return FALSE;
}

static gboolean
run (const LabTrainOptions *options, const LabSweepPlan *plan, const LabData *data, GError **error)
{
  LabSweepRun runs[LAB_SWEEP_MOST_FUNCTIONS * LAB_SWEEP_MOST_SEEDS];
  g_auto (LabSweepReport) report = { 0 };
  g_autoptr (LabSweep) sweep = NULL;
  nn_status failure = NN_OK;
  LabProgressBar bar;

  for (int i = 0; i < plan->n_functions * plan->n_seeds; i++)
    runs[i] = (LabSweepRun){ .value = NAN };
  lab_progress_bar_init (&bar);
  lab_sweep_report_init (&report, plan, runs);
  if (!introduce (options, plan, data, &bar, error))
    return FALSE;
  signal (SIGINT, interrupt);
  sweep = lab_sweep_new (plan, data);
  return sweep_all (sweep, &report, runs, options->json, &bar, &failure, error)
         && conclude (&report, options->json, &bar, failure, error);
}

gboolean
lab_command_sweep (GOptionContext *context, char ***arguments, GError **error)
{
  g_auto (LabTrainOptions) options = { 0 };
  g_autoptr (LabData) data = NULL;
  LabSweepPlan plan = { 0 };

  if (!parse (&options, &plan, context, arguments, error))
    return FALSE;
  data = lab_data_load_split (options.data, options.split, error);
  if (data == NULL || !lab_train_options_use_data (&options, data, error))
    return FALSE;
  plan.config = options.config;
  plan.dropout = 1;
  plan.n_threads = options.config.n_threads;
  return run (&options, &plan, data, error);
}
