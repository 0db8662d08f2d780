/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-describe.c - the Training picture in words, for those who do not see it
 *
 * Declared in lab-training-model.h.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-training-figure-private.h"

/* A panel as far as values and their formats depend on it. */
static const LabTrainingPanel loss = { .kind = LAB_PANEL_LOSS },
                              accuracy = { .kind = LAB_PANEL_ACCURACY };

static void
describe_values (LabTrainingModel *self, int contestant, gint64 step, GString *text)
{
  const LabTrainingPanel *panels[] = { &loss, &accuracy };
  char number[2][2][64];

  for (int p = 0; p < 2; p++)
    for (int validation = 0; validation <= 1; validation++)
      {
        double value = lab_training_value (self, panels[p], contestant, validation, step);

        lab_training_format (self, panels[p], value, number[p][validation], sizeof number[0][0]);
      }
  /* Translators: after a function's name: its training loss, its training accuracy with % */
  g_string_append_printf (text, _("training loss %s, training accuracy %s."), number[0][0],
                          number[1][0]);
  if (isfinite (lab_training_value (self, &loss, contestant, TRUE, step)))
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("Validation loss %s, validation accuracy %s."), number[0][1],
                              number[1][1]);
    }
}

static void
describe_contestant (LabTrainingModel *self, int contestant, gint64 step, GString *text)
{
  const LabContestantCurves *curves = lab_training_model_get_curves (self, contestant);
  g_autofree char *name = lab_training_name (self, contestant);

  if (lab_series_length (&curves->loss) > 0)
    {
      g_string_append_printf (text, " %s: ", name);
      describe_values (self, contestant, step, text);
    }
  if (curves->diverged && (step < 0 || (guint64) step >= curves->diverged_at))
    {
      char at[40];

      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("%s diverged at step %s: its loss is no longer a number."),
                              name, lab_format_count ((double) curves->diverged_at, at, sizeof at));
    }
}

/* With a baseline, its curve is the zero line. */
static void
describe_contestants (LabTrainingModel *self, gint64 step, GString *text)
{
  int baseline = lab_training_model_get_view (self)->baseline;

  if (baseline >= 0)
    {
      g_autofree char *name = lab_training_name (self, baseline);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("All values are differences to %s."), name);
    }
  for (int c = 0; c < lab_training_model_get_n_contestants (self); c++)
    if (c != baseline)
      describe_contestant (self, c, step, text);
}

static void
describe_layer (LabTrainingModel *self, const LabTrainingPanel *panel, GString *text)
{
  g_autofree char *heading = lab_training_heading (self, panel);

  g_string_append_printf (text, " %s:", heading);
  for (int c = 0; c < lab_training_model_get_n_contestants (self); c++)
    {
      g_autofree char *name = lab_training_name (self, c);
      double value
          = lab_training_value (self, panel, c, FALSE, lab_training_model_get_scrub (self));
      char number[64];

      if (!isfinite (value))
        continue;
      lab_training_format (self, panel, value, number, sizeof number);
      g_string_append_printf (text, " %s %s,", name, number);
    }
  text->str[text->len - 1] = '.';
}

static void
describe_diagnostic (LabTrainingModel *self, GString *text)
{
  const LabDiagnosticInfo *info
      = lab_diagnostic_get_info (lab_training_model_get_view (self)->diagnostic);
  const LabRunCurves *run = lab_training_model_get_run (self);

  if (!info->definition || !run->diagnostics[0])
    return;
  g_string_append_printf (text, " %s.", _(info->title));
  for (int l = info->all_layers ? -1 : 0; l < run->n_layers; l++)
    describe_layer (self, &(LabTrainingPanel){ .kind = LAB_PANEL_DIAGNOSTIC, .layer = l }, text);
}

static void
describe_events (LabTrainingModel *self, GString *text)
{
  for (guint i = 0; i < lab_training_model_get_n_events (self); i++)
    {
      const LabTrainingEvent *event = lab_training_model_get_event (self, i);
      char at[40];

      g_string_append_c (text, ' ');
      /* Translators: a step of the training and what was changed there: "α 1.0 → 0.3" */
      g_string_append_printf (text, _("Changed at step %s: %s."),
                              lab_format_count ((double) event->step, at, sizeof at), event->text);
    }
}

static void
describe_overlays (LabTrainingModel *self, GString *text)
{
  guint n = lab_training_model_get_n_overlays (self);

  if (n > 0)
    g_string_append_printf (text, " %s", _("For comparison:"));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s %s", i > 0 ? "," : "",
                            lab_training_model_get_overlay (self, i)->name);
  if (n > 0)
    g_string_append_c (text, '.');
}

char *
lab_training_model_describe (LabTrainingModel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 scrub;

  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);

  scrub = lab_training_model_get_scrub (self);
  if (lab_training_model_get_step (self) == 0 && scrub < 0)
    g_string_append (text, _("Nothing trained yet. Press Start."));
  else if (scrub < 0)
    g_string_append_printf (text, _("Step %u of %u."), (guint) lab_training_model_get_step (self),
                            (guint) lab_training_model_get_n_steps (self));
  else
    g_string_append_printf (text, _("Looking back at step %u of %u."), (guint) scrub,
                            (guint) lab_training_model_get_step (self));
  describe_contestants (self, scrub, text);
  describe_diagnostic (self, text);
  describe_events (self, text);
  describe_overlays (self, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
lab_training_model_describe_step (LabTrainingModel *self, guint64 step)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char count[40];

  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);

  g_string_append_printf (text, _("At step %s:"),
                          lab_format_count ((double) step, count, sizeof count));
  describe_contestants (self, (gint64) step, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
