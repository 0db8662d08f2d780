/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-names.c - names, styles, values and numbers of the Training picture
 *
 * What the painters and the words for a screen reader share. See lab-training-figure-private.h.
 */

#include "config.h"
#include "lab-training-figure-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"

LabStyle
lab_training_style (LabTrainingModel *model, int contestant, gboolean dark)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (model);

  return lab_palette_variant (setup->contestant[contestant].id,
                              lab_training_setup_variant (setup, contestant), dark);
}

static gboolean
has_twin (const LabTrainingSetup *setup, int contestant)
{
  for (int c = 0; c < setup->n_contestants; c++)
    if (c != contestant && setup->contestant[c].id == setup->contestant[contestant].id)
      return TRUE;
  return FALSE;
}

char *
lab_training_name (LabTrainingModel *model, int contestant)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (model);
  nn_activation f = setup->contestant[contestant];
  g_autofree char *title = lab_formula_short_name (f, 0);
  char number[40];

  if (!has_twin (setup, contestant) || nn_activation_get_info (f.id)->n_parameters == 0)
    return g_steal_pointer (&title);
  return g_strdup_printf ("%s %s", title,
                          lab_format_shortest (f.parameter[0], number, sizeof number));
}

const LabSeries *
lab_training_curve (LabTrainingModel *model, const LabTrainingPanel *panel, int contestant,
                    gboolean validation)
{
  const LabContestantCurves *shown = lab_training_model_get_shown (model, contestant);
  const LabDiagnosticInfo *info;

  if (panel->kind == LAB_PANEL_LOSS)
    return validation ? &shown->validation_loss : &shown->loss;
  if (panel->kind == LAB_PANEL_ACCURACY)
    return validation ? &shown->validation_accuracy : &shown->accuracy;
  info = lab_diagnostic_get_info (lab_training_model_get_view (model)->diagnostic);
  return validation ? NULL
                    : lab_training_diagnostic_series (lab_training_model_get_run (model),
                                                      contestant, panel->layer, info);
}

double
lab_training_value (LabTrainingModel *model, const LabTrainingPanel *panel, int contestant,
                    gboolean validation, gint64 step)
{
  const LabSeries *series = lab_training_curve (model, panel, contestant, validation);
  gboolean smoothed = !validation && panel->kind != LAB_PANEL_DIAGNOSTIC;
  guint n = series ? lab_series_length (series) : 0;

  if (n > 0 && step >= 0)
    n = MIN (n, lab_series_find (series, (double) step + 0.5));
  if (n == 0)
    return NAN;
  return smoothed
             ? lab_series_smooth (series, n - 1, lab_training_model_get_view (model)->smoothing)
             : lab_series_y (series, n - 1);
}

static void
format_percent (double value, gboolean difference, char *buffer, gsize size)
{
  char digits[40];
  const char *sign = difference && value > 0 ? "+" : "";

  lab_format_fixed (100 * value, fabs (value) < 0.99995 || difference ? 1 : 0, digits,
                    sizeof digits);
  /* Translators: a share in per cent, such as 98.9 %; the first %s is its sign if it has one */
  g_snprintf (buffer, size, _("%s%s %%"), sign, digits);
}

static void
format_number (double value, gboolean difference, char *buffer, gsize size)
{
  char digits[48];
  double magnitude = fabs (value);
  const char *sign = difference && value > 0 ? "+" : "";

  if (magnitude >= 1e5 || (magnitude < 1e-4 && value != 0 && !difference))
    lab_tick_label (&(LabTicks){ 0 }, value, digits, sizeof digits);
  else
    lab_format_fixed (value,
                      magnitude < 1e-3 && value != 0 && !difference ? 5
                      : magnitude < 10                              ? 3
                      : magnitude < 100                             ? 2
                                                                    : 1,
                      digits, sizeof digits);
  g_snprintf (buffer, size, "%s%s", sign, digits);
}

void
lab_training_format (LabTrainingModel *model, const LabTrainingPanel *panel, double value,
                     char *buffer, gsize size)
{
  const LabTrainingView *view = lab_training_model_get_view (model);
  const LabDiagnosticInfo *info = lab_diagnostic_get_info (view->diagnostic);
  gboolean diagnostic = panel->kind == LAB_PANEL_DIAGNOSTIC;
  gboolean difference = !diagnostic && view->baseline >= 0;

  if (!isfinite (value))
    g_strlcpy (buffer, "\xe2\x80\x93", size);
  else if (panel->kind == LAB_PANEL_ACCURACY || (diagnostic && info->percent))
    format_percent (value, difference, buffer, size);
  else if (diagnostic && !info->logarithmic && fabs (value) < 1e4)
    lab_format_fixed (value, 2, buffer, size);
  else
    format_number (value, difference, buffer, size);
}

static char *
difference_heading (LabTrainingModel *model, gboolean accuracy)
{
  g_autofree char *name = lab_training_name (model, lab_training_model_get_view (model)->baseline);

  /* Translators: headings of plots; %s is a contestant, "ReLU"; keep the markup */
  return accuracy ? g_strdup_printf (
             _("<b>Accuracy minus %s's</b>  <small>above 0: better than %s</small>"), name, name)
                  : g_strdup_printf (
                      _("<b>Loss minus %s's</b>  <small>below 0: better than %s</small>"), name,
                      name);
}

char *
lab_training_heading (LabTrainingModel *model, const LabTrainingPanel *panel)
{
  const LabRunCurves *run = lab_training_model_get_run (model);
  const LabTrainingLayer *layer = &run->layer[MAX (0, panel->layer)];

  if (panel->kind == LAB_PANEL_DIAGNOSTIC)
    {
      if (panel->layer < 0)
        return g_strdup (_("All layers"));
      /* Translators: a layer and its size: "Layer 1 · 256 units" */
      return g_markup_printf_escaped (
          ngettext ("%s · %u unit", "%s · %u units", (gulong) layer->n_units), layer->title,
          (guint) layer->n_units);
    }
  if (lab_training_model_get_view (model)->baseline >= 0)
    return difference_heading (model, panel->kind == LAB_PANEL_ACCURACY);
  if (panel->kind == LAB_PANEL_ACCURACY)
    return g_strdup (_("<b>Accuracy</b>"));
  /* Translators: heading of a plot; keep the markup */
  return g_strdup (_("<b>Loss</b>  <small>cross-entropy</small>"));
}

const char *
lab_training_x_name (LabTrainingModel *model)
{
  static const char *const names[LAB_N_X_UNITS] = {
    [LAB_X_STEPS] = N_("steps"),
    [LAB_X_EPOCHS] = N_("epochs"),
    [LAB_X_SECONDS] = N_("seconds"),
  };

  return _(names[lab_training_model_get_view (model)->x]);
}
