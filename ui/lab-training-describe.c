/* lab-training-describe.c - the Training picture in words, for those who do not see it
 *
 * Declared in lab-training-model.h.
 */

#include "config.h"
#include "lab-training-model.h"

#include <glib/gi18n.h>
#include "lab-formula.h"

static void
describe_contestant (LabTrainingModel *self, int contestant, GString *text)
{
  const LabContestantCurves *curves = lab_training_model_get_curves (self, contestant);
  g_autofree char *name
      = lab_formula_name (lab_training_model_get_setup (self)->contestant[contestant]);
  guint last = lab_series_length (&curves->loss) - 1;
  guint n_validation = lab_series_length (&curves->validation_accuracy);

  g_string_append_c (text, ' ');
  /* Translators: name of a function, its training loss, its training accuracy in per cent */
  g_string_append_printf (text, _ ("%s: training loss %.3f, training accuracy %.1f %%."), name,
                          lab_series_smooth (&curves->loss, last, LAB_USUAL_SMOOTHING),
                          100 * lab_series_smooth (&curves->accuracy, last, LAB_USUAL_SMOOTHING));
  if (n_validation > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("Validation accuracy %.1f %%."),
                              100 * lab_series_y (&curves->validation_accuracy, n_validation - 1));
    }
}

char *
lab_training_model_describe (LabTrainingModel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);

  if (lab_training_model_get_step (self) == 0)
    return g_strdup (_ ("Nothing trained yet. Press Start."));
  g_string_append_printf (text, _ ("Step %u of %u."), (guint) lab_training_model_get_step (self),
                          (guint) lab_training_model_get_n_steps (self));
  for (int i = 0; i < lab_training_model_get_n_contestants (self); i++)
    if (lab_series_length (&lab_training_model_get_curves (self, i)->loss) > 0)
      describe_contestant (self, i, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
