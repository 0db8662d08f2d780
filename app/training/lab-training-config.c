/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-training-config.h"

#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-model-spec.h"
#include "nn-parallel.h"

static gboolean
check_sizes (const LabTrainingSetup *setup, const LabData *data, GError **error)
{
  gsize n = setup->subset > 0 ? setup->subset : data->train.n_images;

  if (setup->subset > data->train.n_images)
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("%s has %zu images to learn from, fewer than %u. Choose fewer, or 0 for all."),
                 data->title, data->train.n_images, setup->subset);
  else if (setup->batch > n)
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("A batch of %u images is more than the %zu that are learned from. Choose a "
                   "smaller batch."),
                 setup->batch, n);
  else
    return TRUE;
  return FALSE;
}

static gboolean
drops (const nn_model *model)
{
  for (int l = 0; l < model->n_layers; l++)
    if (model->layer[l].id == NN_LAYER_DROPOUT && model->layer[l].rate > 0)
      return TRUE;
  return FALSE;
}

static nn_trainer_config
plain_config (const LabTrainingSetup *setup)
{
  nn_trainer_config config = {
    .optimizer = nn_optimizer_default (setup->optimizer),
    .schedule = nn_schedule_default (setup->schedule),
    .initialization = setup->initialization,
    .learns_parameters = setup->learns_parameters,
    .patience = (int) setup->patience,
    .n_contestants = setup->n_contestants,
    .batch = setup->batch,
    .seed = setup->seed,
    .n_threads = (int) CLAMP (g_get_num_processors (), 1, NN_MAX_THREADS),
  };

  config.optimizer.learning_rate = setup->learning_rate;
  config.optimizer.weight_decay = setup->weight_decay;
  for (int i = 0; i < setup->n_contestants; i++)
    config.contestant[i] = setup->contestant[i];
  return config;
}

static gboolean
check_rates (const LabTrainingSetup *setup, GError **error)
{
  nn_trainer_config config = plain_config (setup);

  if (nn_optimizer_check (&config.optimizer) == NN_OK)
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("The learning rate must be above 0, and together with the weight decay "
                         "(their product) at most 1."));
  return FALSE;
}

gboolean
lab_training_config_make (const LabTrainingSetup *setup, const LabData *data,
                          LabTrainingConfig *out, GError **error)
{
  LabTrainingConfig made = { .config = plain_config (setup), .train = data->train };

  if (!check_sizes (setup, data, error) || !check_rates (setup, error)
      || !lab_model_spec_parse (setup->model, data->train.shape, data->train.n_classes,
                                &made.config.model, error))
    return FALSE;
  if (setup->subset > 0)
    made.train = nn_dataset_slice (&data->train, 0, setup->subset);
  made.n_steps = (made.train.n_images + setup->batch - 1) / setup->batch * setup->epochs;
  made.config.total_steps = made.n_steps;
  made.dropout = setup->dropout;
  made.has_dropout = drops (&made.config.model);
  *out = made;
  return TRUE;
}

int
lab_training_config_layers (const nn_model *model, LabTrainingLayer *layers)
{
  int n = 0;

  for (int l = 0; l < model->n_layers - 1; l++)
    if (model->layer[l].id == NN_LAYER_DENSE || model->layer[l].id == NN_LAYER_CONV)
      {
        LabTrainingLayer *layer = &layers[n++];

        /* Translators: of a network, from below */
        g_snprintf (layer->title, sizeof layer->title, _("Layer %d"), n);
        layer->n_units = model->layer[l].units;
      }
  return n;
}
