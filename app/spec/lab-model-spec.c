/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-model-spec.c - asks the presets first, then the core's parser */

#include "lab-model-spec.h"

#include "lab-model-problem.h"
#include "lab-preset.h"

gboolean
lab_model_spec_parse (const char *text, nn_shape input, unsigned n_classes, nn_model *model,
                      GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  const LabPreset *preset = lab_preset_find (name);
  const char *layers = preset != NULL ? preset->model : text;
  size_t offset;
  nn_model_problem problem = nn_model_parse (layers, input, n_classes, model, &offset);

  if (problem == NN_MODEL_OK)
    return TRUE;
  return lab_model_problem_set_error (error, problem, layers, offset, input, n_classes);
}
