/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-train-options.c - the options of every command that trains, one row of a table each */

#include "lab-train-options.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-command.h"
#include "lab-error.h"
#include "lab-model-spec.h"
#include "lab-number.h"
#include "lab-optimizer-spec.h"
#include "nn-parallel.h"

/* clang-format off */
enum {
  MOST_EPOCHS = 1000000, MOST_IMAGES = 100000000, MOST_PATIENCE = 1000000, USUAL_SEED = 42
};
/* clang-format on */

/* Texts as they were typed; NULL where an option was left out. */
typedef struct {
  char *data, *model, *epochs, *batch, *seed, *threads, *optimizer, *learning_rate, *weight_decay,
      *init, *schedule, *early_stopping, *subset, *split;
  gboolean json, learn_alpha;
} Typed;

static void
typed_clear (Typed *typed)
{
  char *texts[] = { typed->data,         typed->model,   typed->epochs,    typed->batch,
                    typed->seed,         typed->threads, typed->optimizer, typed->learning_rate,
                    typed->weight_decay, typed->init,    typed->schedule,  typed->early_stopping,
                    typed->subset,       typed->split };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static gboolean
parse_counts (const Typed *typed, const LabPreset *usual, LabTrainOptions *options, GError **error)
{
  nn_trainer_config *config = &options->config;
  guint64 epochs, batch, threads, patience, subset;
  guint64 usual_threads = MIN (g_get_num_processors (), NN_MAX_THREADS);
  const struct {
    const char *option, *text;
    guint64 usual, minimum, maximum, *value;
  } counts[] = {
    { "epochs", typed->epochs, usual->epochs, 1, MOST_EPOCHS, &epochs },
    { "batch", typed->batch, usual->batch, 1, NN_MAX_BATCH, &batch },
    { "seed", typed->seed, USUAL_SEED, 0, G_MAXUINT64, &config->seed },
    { "threads", typed->threads, usual_threads, 1, NN_MAX_THREADS, &threads },
    { "early-stopping", typed->early_stopping, usual->patience, 0, MOST_PATIENCE, &patience },
    { "subset", typed->subset, 0, 1, MOST_IMAGES, &subset },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!lab_number_parse_count (counts[i].option, counts[i].text, counts[i].usual,
                                 counts[i].minimum, counts[i].maximum, counts[i].value, error))
      return FALSE;
  options->epochs = epochs;
  options->subset = subset;
  config->batch = batch;
  config->n_threads = threads;
  config->patience = patience;
  return TRUE;
}

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
               shown, config->learning_rate, MIN (1 / config->learning_rate, NN_MAX_WEIGHT_DECAY));
  return FALSE;
}

/* "adam", "adam:0.001", or "adam" and a rate of its own. */
static gboolean
parse_optimizer (const Typed *typed, const LabPreset *usual, nn_optimizer_config *config,
                 GError **error)
{
  const char *text = typed->optimizer != NULL ? typed->optimizer : usual->optimizer;

  if (!lab_optimizer_parse (text, config, error))
    return FALSE;
  if (typed->learning_rate == NULL)
    return TRUE;
  if (typed->optimizer != NULL && strchr (text, ':') != NULL)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("The learning rate was given twice. Write it after the optimiser's "
                             "name or with --learning-rate, not both."));
      return FALSE;
    }
  return parse_learning_rate (typed->learning_rate, config, error);
}

static gboolean
parse_split (const char *text, LabDataSplit *split, GError **error)
{
  static const char *const names[]
      = { [LAB_SPLIT_STANDARD] = "standard", [LAB_SPLIT_ARTICLE] = "article" };
  g_autofree char *shown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (text == NULL || g_ascii_strcasecmp (text, names[i]) == 0)
      {
        *split = i;
        return TRUE;
      }
  shown = lab_error_printable (text);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no split “%s”. The splits are: standard, article."), shown);
  return FALSE;
}

/* The settings of a model that is no preset are those of the first one. */
static gboolean
interpret (Typed *typed, LabTrainOptions *options, GError **error)
{
  int n_presets;
  const LabPreset *usual = lab_preset_list (&n_presets);
  nn_trainer_config *config = &options->config;

  options->json = typed->json;
  options->data = typed->data != NULL ? g_steal_pointer (&typed->data) : g_strdup (LAB_DATA_SAMPLE);
  options->model = typed->model != NULL ? g_steal_pointer (&typed->model) : g_strdup (usual->name);
  options->preset = lab_preset_find (options->model);
  config->learns_parameters = typed->learn_alpha;
  if (options->preset != NULL)
    usual = options->preset;
  return parse_split (typed->split, &options->split, error)
         && parse_counts (typed, usual, options, error)
         && parse_optimizer (typed, usual, &config->optimizer, error)
         && parse_weight_decay (typed, &config->optimizer, error)
         && lab_initialization_parse (typed->init != NULL ? typed->init : usual->init,
                                      &config->initialization, error)
         && lab_schedule_parse (typed->schedule != NULL ? typed->schedule : "constant",
                                &config->schedule, error);
}

gboolean
lab_train_options_use_data (LabTrainOptions *options, LabData *data, GError **error)
{
  nn_trainer_config *config = &options->config;
  guint64 per_epoch;

  if (options->subset > data->train.n_images)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("--subset %zu is more than the %zu training images of %s. Ask for fewer, or "
                     "leave it out to take all."),
                   options->subset, data->train.n_images, data->title);
      return FALSE;
    }
  if (!lab_model_spec_parse (options->model, data->train.shape, data->train.n_classes,
                             &config->model, error))
    return FALSE;
  if (options->subset > 0)
    data->train = nn_dataset_slice (&data->train, 0, options->subset);
  per_epoch = (data->train.n_images + config->batch - 1) / config->batch;
  config->total_steps = per_epoch * options->epochs;
  return TRUE;
}

gboolean
lab_train_options_parse (LabTrainOptions *options, GOptionContext *context, const GOptionEntry *own,
                         char ***arguments, GError **error)
{
  g_auto (Typed) typed = { 0 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &typed.data,
      N_("A data set's name, such as mnist-sample (the usual), or the place of its files"),
      N_("SET|PATH") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &typed.model,
      N_("article-mlp (the usual), paper-mlp, article-cnn, live-cnn, or layers: 784-64-10, or "
         "\"conv3x16 pool2 dense64 drop.5 dense10\""),
      N_("PRESET|LAYERS") },
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &typed.epochs,
      N_("How often all of the data is seen, at most (usually the preset's: 10)"), N_("N") },
    { "batch", 0, 0, G_OPTION_ARG_STRING, &typed.batch,
      N_("Images of a step (usually the preset's: 128)"), N_("N") },
    { "optimizer", 0, 0, G_OPTION_ARG_STRING, &typed.optimizer,
      N_("sgd, momentum, nesterov, adam (the usual), adamw or rmsprop, and its learning rate if "
         "you like"),
      "OPTIMIZER[:RATE]" },
    { "learning-rate", 0, 0, G_OPTION_ARG_STRING, &typed.learning_rate,
      N_("The learning rate, if not the optimiser's usual one"), N_("RATE") },
    { "weight-decay", 0, 0, G_OPTION_ARG_STRING, &typed.weight_decay,
      N_("How strongly weights are drawn to 0 (usually 0, with adamw 0.01)"), "X" },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &typed.schedule,
      N_("How the learning rate falls: constant (the usual), step:FACTOR:EPOCHS, cosine:FLOOR"),
      N_("SCHEDULE") },
    { "init", 0, 0, G_OPTION_ARG_STRING, &typed.init,
      N_("The size of the first weights: he, glorot, lecun, or gain, which fits the function "
         "(usually the preset's)"),
      N_("RULE") },
    { "early-stopping", 0, 0, G_OPTION_ARG_STRING, &typed.early_stopping,
      N_("End a network after N epochs without a lower validation loss and keep its best weights; "
         "0 for never"),
      N_("N") },
    { "subset", 0, 0, G_OPTION_ARG_STRING, &typed.subset,
      N_("Train on the first N training images only"), N_("N") },
    { "learn-alpha", 0, 0, G_OPTION_ARG_NONE, &typed.learn_alpha,
      N_("Let each layer learn the parameters of its function"), NULL },
    { "split", 0, 0, G_OPTION_ARG_STRING, &typed.split,
      N_("standard (the usual): the set's own test images; article: a fifth of all images"),
      "standard|article" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &typed.seed,
      N_("Decides the first weights and the order of the images (usually 42)"), N_("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &typed.threads,
      N_("Processors to use (usually all); the results are the same for any number"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json,
      N_("Print one JSON object a line instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);
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
  g_clear_pointer (&options->model, g_free);
  g_clear_pointer (&options->diagnostics, g_free);
  g_clear_pointer (&options->resume, g_free);
}
