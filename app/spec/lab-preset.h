/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-preset.h - the models that can be trained by name, each with the settings it is known for
 *
 * A row of a table each.
 */

#pragma once

#include <glib.h>
#include "nn-model.h"

typedef struct {
  const char *name;      /* as a command takes it                                   */
  const char *title;     /* for people; run it through _()                          */
  const char *model;     /* as nn_model_parse () reads it                           */
  unsigned batch;        /* images of a step                                        */
  const char *optimizer; /* its name and learning rate, as --optimizer takes them   */
  int epochs;            /* at most                                                 */
  int patience;          /* epochs without a lower validation loss after which it
                             stops; 0: it does not stop early                        */
  const char *init;      /* of the weights: "he" or "glorot"                        */
} LabPreset;

/* The presets; the first is the usual one. */
const LabPreset *lab_preset_list (int *n_presets);

/* The preset of that name, letter case ignored, or NULL. */
const LabPreset *lab_preset_find (const char *name);
