/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-session-changes.h"

#include <glib/gi18n.h>
#include "lab-formula.h"

static char *
describe_parameter (const LabTrainingSetup *setup, const LabChange *change)
{
  const nn_activation_info *info = nn_activation_get_info (change->f.id);
  const char *symbol = lab_formula_symbol (info->parameter[0].symbol);
  gboolean several = FALSE;

  for (int i = 0; i < setup->n_contestants; i++)
    several |= i != change->contestant
               && nn_activation_get_info (setup->contestant[i].id)->n_parameters > 0;
  if (several)
    return g_strdup_printf ("%s %s %.4g → %.4g", info->title, symbol, change->from, change->to);
  return g_strdup_printf ("%s %.4g → %.4g", symbol, change->from, change->to);
}

char *
lab_session_describe_change (const LabTrainingSetup *setup, const LabChange *change)
{
  if (change->kind == LAB_CHANGE_PARAMETER)
    return describe_parameter (setup, change);
  if (change->kind == LAB_CHANGE_LEARNING_RATE)
    /* Translators: what the learning rate was and what it is now; shown on the curves, so short */
    return g_strdup_printf (_("rate %.4g → %.4g"), change->from, change->to);
  /* Translators: parts of the model's dropout, in per cent */
  return g_strdup_printf (_("dropout %.0f %% → %.0f %%"), 100 * change->from, 100 * change->to);
}
