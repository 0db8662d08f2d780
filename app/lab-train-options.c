/* lab-train-options.c - the options of elu-lab train */

#include "lab-train-options.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-command.h"
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-number.h"
#include "lab-suggest.h"
#include "nn-parallel.h"

enum { USUAL_EPOCHS = 10, MOST_EPOCHS = 1000000, USUAL_BATCH = 128, USUAL_SEED = 42 };

/* Texts as they were typed; NULL where an option was left out. */
typedef struct {
  char *data, *model, *epochs, *batch, *seed, *threads, *optimizer, *learning_rate, *weight_decay;
  char **contestants;
  gboolean json;
} Typed;

static void
typed_clear (Typed *typed)
{
  char *texts[]
      = { typed->data,    typed->model,     typed->epochs,        typed->batch,       typed->seed,
          typed->threads, typed->optimizer, typed->learning_rate, typed->weight_decay };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (typed->contestants);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* Whole numbers all go through here, since GOption knows none that are unsigned. */
static gboolean
parse_count (const char *option, const char *text, guint64 usual, guint64 minimum, guint64 maximum,
             guint64 *value, GError **error)
{
  g_autofree char *shown = NULL;

  *value = usual;
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  shown = lab_error_printable (text);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” is not possible for --%s: write a whole number from %llu to %llu."),
               shown, option, (unsigned long long) minimum, (unsigned long long) maximum);
  return FALSE;
}

static gboolean
parse_counts (const Typed *typed, LabTrainOptions *options, GError **error)
{
  nn_trainer_config *config = &options->config;
  guint64 epochs, batch, threads;

  if (!parse_count ("epochs", typed->epochs, USUAL_EPOCHS, 1, MOST_EPOCHS, &epochs, error)
      || !parse_count ("batch", typed->batch, USUAL_BATCH, 1, NN_MAX_BATCH, &batch, error)
      || !parse_count ("seed", typed->seed, USUAL_SEED, 0, G_MAXUINT64, &config->seed, error)
      || !parse_count ("threads", typed->threads, MIN (g_get_num_processors (), NN_MAX_THREADS), 1,
                       NN_MAX_THREADS, &threads, error))
    return FALSE;
  options->epochs = epochs;
  config->batch = batch;
  config->n_threads = threads;
  return TRUE;
}

static gboolean
find_optimizer (const char *name, nn_optimizer_config *config, GError **error)
{
  const char *names[NN_N_OPTIMIZERS + 1] = { NULL };
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  for (int i = 0; i < NN_N_OPTIMIZERS; i++)
    {
      names[i] = nn_optimizer_get_info (i)->name;
      if (g_str_equal (names[i], name))
        {
          *config = nn_optimizer_default (i);
          return TRUE;
        }
    }
  shown = lab_error_printable (name);
  question = lab_suggest_question (name, names, NN_N_OPTIMIZERS);
  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no optimiser “%s”.%s The optimisers are: %s."), shown, question, list);
  return FALSE;
}

/* By itself: whether the weight decay suits it is told apart below. */
static gboolean
parse_learning_rate (const char *text, nn_optimizer_config *config, GError **error)
{
  nn_optimizer_config alone = *config;
  g_autofree char *shown = NULL;

  if (!lab_number_parse (text, &config->learning_rate, error))
    {
      g_prefix_error (error, "--learning-rate: ");
      return FALSE;
    }
  alone.learning_rate = config->learning_rate;
  alone.weight_decay = 0;
  if (nn_optimizer_check (&alone) == NN_OK)
    return TRUE;
  shown = lab_error_printable (text);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("A learning rate of “%s” cannot train: it must be above 0 and at most %g, such as "
                 "0.001."),
               shown, NN_MAX_LEARNING_RATE);
  return FALSE;
}

/* Needs the learning rate, which bounds it. */
static gboolean
parse_weight_decay (const Typed *typed, nn_optimizer_config *config, GError **error)
{
  char usual[LAB_NUMBER_SIZE];
  g_autofree char *shown = NULL;

  lab_number_format_shortest (usual, config->weight_decay);
  if (typed->weight_decay != NULL
      && !lab_number_parse (typed->weight_decay, &config->weight_decay, error))
    {
      g_prefix_error (error, "--weight-decay: ");
      return FALSE;
    }
  if (nn_optimizer_check (config) == NN_OK)
    return TRUE;
  shown = lab_error_printable (typed->weight_decay != NULL ? typed->weight_decay : usual);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("A weight decay of “%s” is not possible: with a learning rate of %g it must be "
                 "from 0 to %g, or a step would throw the weights beyond 0. Set another with "
                 "--weight-decay."),
               shown, config->learning_rate,
               MIN (1 / config->learning_rate, NN_MAX_WEIGHT_DECAY));
  return FALSE;
}

/* "adam", "adam:0.001", or "adam" and a rate of its own. */
static gboolean
parse_optimizer (const Typed *typed, nn_optimizer_config *config, GError **error)
{
  const char *text = typed->optimizer != NULL ? typed->optimizer : "adam";
  const char *colon = strchr (text, ':');
  g_autofree char *name = colon != NULL ? g_strndup (text, colon - text) : g_strdup (text);
  const char *rate = colon != NULL ? colon + 1 : typed->learning_rate;

  if (!find_optimizer (name, config, error))
    return FALSE;
  if (colon != NULL && typed->learning_rate != NULL)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("The learning rate was given twice. Write it after the optimiser's "
                             "name or with --learning-rate, not both."));
      return FALSE;
    }
  return rate == NULL || parse_learning_rate (rate, config, error);
}

static gboolean
parse_contestants (const Typed *typed, nn_trainer_config *config, GError **error)
{
  static const char *const usual[] = { "elu:1", "relu", NULL };

  return lab_activation_parse_list (typed->contestants != NULL
                                        ? (const char *const *) typed->contestants : usual,
                                    NN_MAX_CONTESTANTS, config->contestant,
                                    &config->n_contestants, error);
}

static gboolean
interpret (Typed *typed, LabTrainOptions *options, GError **error)
{
  options->json = typed->json;
  options->data = typed->data != NULL ? g_steal_pointer (&typed->data) : g_strdup (LAB_DATA_SAMPLE);
  options->model = lab_model_find (typed->model != NULL ? typed->model : "article-mlp", error);
  if (options->model == NULL)
    return FALSE;
  options->config.model = options->model->mlp;
  return parse_contestants (typed, &options->config, error)
         && parse_counts (typed, options, error)
         && parse_optimizer (typed, &options->config.optimizer, error)
         && parse_weight_decay (typed, &options->config.optimizer, error);
}

gboolean
lab_train_options_parse (LabTrainOptions *options, GOptionContext *context, char ***arguments,
                         GError **error)
{
  g_auto (Typed) typed = { 0 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &typed.data,
      N_("mnist-sample (the usual), or a folder with the four files of MNIST"), N_("SET|FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &typed.model, N_("article-mlp (the usual)"), N_("NAME") },
    { "contestant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed.contestants,
      N_("A network with this function; give it up to six times (usually elu:1 and relu)"),
      N_("FUNCTION") },
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &typed.epochs,
      N_("How often all of the data is seen (usually 10)"), N_("N") },
    { "batch", 0, 0, G_OPTION_ARG_STRING, &typed.batch, N_("Images of a step (usually 128)"), N_("N") },
    { "optimizer", 0, 0, G_OPTION_ARG_STRING, &typed.optimizer,
      N_("sgd, momentum, nesterov, adam (the usual), adamw or rmsprop, and its learning rate if "
         "you like"),
      "NAME[:RATE]" },
    { "learning-rate", 0, 0, G_OPTION_ARG_STRING, &typed.learning_rate,
      N_("The learning rate, if not the optimiser's usual one"), N_("RATE") },
    { "weight-decay", 0, 0, G_OPTION_ARG_STRING, &typed.weight_decay,
      N_("How strongly weights are drawn to 0 (usually 0, with adamw 0.01)"), "X" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &typed.seed,
      N_("Decides the first weights and the order of the images (usually 42)"), N_("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &typed.threads,
      N_("Processors to use (usually all); the results are the same for any number"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json,
      N_("Print one JSON object a line instead of text"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!lab_command_parse (context, entries, arguments, error))
    return FALSE;
  if ((*arguments)[1] != NULL)
    {
      g_autofree char *shown = lab_error_printable ((*arguments)[1]);

      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("“%s” does not belong here. A function is given as --contestant FUNCTION."),
                   shown);
      return FALSE;
    }
  return interpret (&typed, options, error);
}

void
lab_train_options_clear (LabTrainOptions *options)
{
  g_clear_pointer (&options->data, g_free);
}
