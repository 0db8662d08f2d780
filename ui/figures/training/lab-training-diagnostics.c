/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-training-diagnostics.h"

#include <glib/gi18n.h>
#include "lab-axis.h"

/* clang-format off */
static const LabDiagnosticInfo infos[LAB_N_DIAGNOSTICS] = {
  [LAB_DIAGNOSTIC_NONE] = { .title = N_("No diagnostic"), .least_span = 1 },
  [LAB_DIAGNOSTIC_MEAN] = { .title = N_("Mean activation per layer"),
                            .definition = N_("Each unit's output averaged over the images, then "
                                              "averaged over the units. ELU pulls it towards 0."),
                            .quantity = LAB_QUANTITY_MEAN,
                            .least_span = 0.1 },
  [LAB_DIAGNOSTIC_MEDIAN]
  = { .title = N_("Median activation per layer"),
      .definition = N_("Each unit's output averaged over the images, then the median over the "
                        "units; “All layers” takes the units of the whole network together, as "
                        "Clevert et al. 2015 do in Fig. 2."),
      .quantity = LAB_QUANTITY_MEDIAN,
      .all_layers = TRUE,
      .least_span = 0.1 },
  [LAB_DIAGNOSTIC_DEAD]
  = { .title = N_("Dead units per layer"),
      .definition = N_("Units whose slope f′ is exactly 0 on every image: no gradient passes. ▲ "
                        "units have died since the measure before, ▽ units have come back."),
      .quantity = LAB_QUANTITY_DEAD,
      .percent = TRUE,
      .least_span = 0.05 },
  [LAB_DIAGNOSTIC_SATURATED]
  = { .title = N_("Saturated units per layer"),
      .definition = N_("Units that are not dead, but whose slope is below 0.01 in size on every "
                        "image: they hardly learn."),
      .quantity = LAB_QUANTITY_SATURATED,
      .percent = TRUE,
      .least_span = 0.05 },
  [LAB_DIAGNOSTIC_GRADIENT]
  = { .title = N_("Gradient norm per layer"),
      .definition = N_("The length of the gradient of the mean loss over the images, by the "
                        "layer's weights and biases."),
      .quantity = LAB_QUANTITY_GRADIENT,
      .logarithmic = TRUE },
  [LAB_DIAGNOSTIC_UPDATE]
  = { .title = N_("Update ratio per layer"),
      .definition = N_("How far the last step moved the layer's weights and biases, relative to "
                        "their length. Around 0.001 is usual."),
      .quantity = LAB_QUANTITY_UPDATE,
      .logarithmic = TRUE },
  [LAB_DIAGNOSTIC_PARAMETER]
  = { .title = N_("α per layer"),
      .definition = N_("The activation's first parameter in this layer. It stands still unless "
                        "it is learned or moved."),
      .quantity = LAB_QUANTITY_PARAMETER,
      .least_span = 0.1 },
};
/* clang-format on */

const LabDiagnosticInfo *
lab_diagnostic_get_info (LabDiagnostic diagnostic)
{
  g_return_val_if_fail (diagnostic < LAB_N_DIAGNOSTICS, &infos[0]);
  return &infos[diagnostic];
}

const LabSeries *
lab_training_diagnostic_series (const LabRunCurves *run, int contestant, int layer,
                                const LabDiagnosticInfo *info)
{
  nn_activation_id id = run->contestant[contestant].id;

  if (!info->definition || !run->diagnostics[contestant])
    return NULL;
  if (info->quantity == LAB_QUANTITY_PARAMETER && nn_activation_get_info (id)->n_parameters == 0)
    return NULL;
  if (layer < 0)
    return &run->median[contestant];
  return lab_run_curves_get_diagnostics (run, contestant, layer, info->quantity);
}

char *
lab_diagnostic_definitions (LabTrainingModel *model)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = lab_training_model_get_n_probe (model);
  char count[40];

  g_string_append_printf (text,
                          ngettext ("Measured on %s image that stays the same throughout the run, "
                                    "with dropout off.",
                                    "Measured on %s images that stay the same throughout the run, "
                                    "with dropout off.",
                                    n),
                          lab_format_count (n, count, sizeof count));
  g_string_append_c (text, ' ');
  g_string_append (text, _("A unit is an output of a dense layer, or a filter of a convolution at "
                           "all its places."));
  for (int d = LAB_DIAGNOSTIC_NONE + 1; d < LAB_N_DIAGNOSTICS; d++)
    g_string_append_printf (text, "\n\n<b>%s</b>\n%s", _(infos[d].title), _(infos[d].definition));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
