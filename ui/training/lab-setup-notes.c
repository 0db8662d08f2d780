/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-setup-notes.h"

#include <glib/gi18n.h>
#include "lab-axis.h"

char *
lab_format_duration (double seconds)
{
  if (seconds < 10)
    /* Translators: seconds */
    return g_strdup_printf (_("%.2g s"), seconds);
  if (seconds < 100)
    return g_strdup_printf (_("%.0f s"), seconds);
  if (seconds < 100 * 60)
    /* Translators: minutes */
    return g_strdup_printf (_("%.0f min"), seconds / 60);
  /* Translators: hours */
  return g_strdup_printf (_("%.1f h"), seconds / 3600);
}

char *
lab_setup_describe_data (LabTrainingModel *model)
{
  const LabTrainingFacts *facts = lab_training_model_get_facts (model);
  char training[40], validation[40];

  if (facts->data_title == NULL)
    return g_strdup (facts->problem ? _("Not here") : _("Loading…"));
  /* Translators: a data set and its numbers of images */
  return g_strdup_printf (
      _("%s: %s to learn, %s to validate"), facts->data_title,
      lab_format_count (lab_training_model_get_n_training (model), training, sizeof training),
      lab_format_count (lab_training_model_get_n_validation (model), validation,
                        sizeof validation));
}

static void
add_time (GString *text, LabTrainingModel *model, double epoch_seconds)
{
  guint epochs = lab_training_model_get_setup (model)->epochs;
  g_autofree char *epoch = lab_format_duration (epoch_seconds);
  g_autofree char *all = lab_format_duration (epoch_seconds * epochs);

  /* Translators: durations, as measured on this machine; %u is the number of epochs */
  g_string_append_printf (text, _("At full speed an epoch takes about %s, all %u about %s."), epoch,
                          epochs, all);
}

char *
lab_setup_describe_estimate (LabTrainingModel *model)
{
  const LabTrainingFacts *facts = lab_training_model_get_facts (model);
  GString *text = g_string_new (NULL);
  char count[40];

  if (facts->n_parameters > 0)
    /* Translators: how many weights and biases a network has */
    g_string_append_printf (text, _("%s parameters each. "),
                            lab_format_count ((double) facts->n_parameters, count, sizeof count));
  if (facts->epoch_seconds > 0)
    add_time (text, model, facts->epoch_seconds);
  else if (facts->n_parameters > 0 && lab_training_model_get_state (model) == LAB_TRAINING_READY)
    g_string_append (text, _("Measuring how long an epoch takes…"));
  return g_strchomp (g_string_free (text, FALSE));
}

const char *
lab_setup_describe_common (LabTrainingModel *model)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (model);

  if (setup->initialization == NN_INITIALIZATION_GAIN)
    return _("Same batches for all; initial weights as large as each function needs");
  return setup->n_contestants == 2 ? _("Same initial weights and batches for both contestants")
                                   : _("Same initial weights and batches for all contestants");
}
