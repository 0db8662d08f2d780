/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-setup-words.h"

#include <glib/gi18n.h>
#include <string.h>
#include "lab-known-sets.h"
#include "lab-number.h"
#include "lab-optimizer-spec.h"
#include "lab-preset.h"

static nn_optimizer_config
optimizer_of (const LabTrainingSetup *setup)
{
  nn_optimizer_config config = nn_optimizer_default (setup->optimizer);

  config.learning_rate = setup->learning_rate;
  config.weight_decay = setup->weight_decay;
  return config;
}

static void
add_text (GString *line, const char *option, const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  gboolean plain = ascii[strspn (ascii, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789-./:_")]
                   == '\0';
  g_autofree char *quoted = plain ? g_strdup (ascii) : g_shell_quote (ascii);

  g_string_append_printf (line, "%s--%s=%s", line->len > 0 ? " " : "", option, quoted);
}

static void
add_number (GString *line, const char *option, double value)
{
  char number[LAB_NUMBER_SIZE];

  add_text (line, option, lab_number_format_shortest (number, value));
}

char *
lab_setup_format (const LabTrainingSetup *setup)
{
  GString *line = g_string_new (NULL);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, setup->seed);

  add_text (line, "data", setup->data);
  add_text (line, "model", setup->model);
  add_number (line, "epochs", setup->epochs);
  add_number (line, "batch", setup->batch);
  add_text (line, "optimizer", nn_optimizer_get_info (setup->optimizer)->name);
  add_number (line, "learning-rate", setup->learning_rate);
  add_number (line, "weight-decay", setup->weight_decay);
  add_text (line, "schedule", nn_schedule_get_info (setup->schedule)->name);
  add_text (line, "init", nn_initialization_get_info (setup->initialization)->name);
  add_number (line, "early-stopping", setup->patience);
  if (setup->subset > 0)
    add_number (line, "subset", setup->subset);
  if (setup->learns_parameters)
    g_string_append (line, " --learn-alpha");
  add_text (line, "seed", seed);
  /* No command has it. */
  if (setup->dropout != 1)
    g_string_append_printf (line, " # dropout x %g", setup->dropout);
  return g_string_free (line, FALSE);
}

char *
lab_setup_describe (const LabTrainingSetup *setup)
{
  const LabKnownSet *set = lab_known_set_find (setup->data);
  const LabPreset *preset = lab_preset_find (setup->model);
  nn_optimizer_config optimizer = optimizer_of (setup);
  g_autofree char *method = lab_optimizer_describe (&optimizer);
  g_autofree char *folder = g_path_get_basename (setup->data);
  g_autofree char *shown = g_filename_display_name (folder);

  /* Translators: data, model, optimiser with learning rate, and the images of a step */
  return g_strdup_printf (_("%s · %s · %s · batch %u"), set ? _(set->title) : shown,
                          preset ? _(preset->title) : setup->model, method, setup->batch);
}
