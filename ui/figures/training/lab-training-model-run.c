/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-model-run.c - what is told of the run: its curves, changes made meanwhile, other runs
 *
 * See lab-training-model.h. The difference to a baseline follows the curves as they grow.
 */

#include "lab-training-model-private.h"

void
lab_training_model_clear (LabTrainingModel *self)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->rate = 0;
  lab_run_curves_clear (self->run);
  lab_training_model_truncate (self, 0);
  lab_training_model_data_changed (self);
}

void
lab_training_model_truncate (LabTrainingModel *self, guint64 step)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  lab_run_curves_truncate (self->run, step);
  self->step = MIN (self->step, step);
  self->scrub = -1;
  for (guint i = self->events->len; i > 0; i--)
    if (step == 0 || lab_training_model_get_event (self, i - 1)->step > step)
      g_array_remove_index (self->events, i - 1);
  lab_training_model_restart_difference (self);
}

static guint64
last_step (const LabRunCurves *run)
{
  double last = 0;

  for (int c = 0; c < run->n_contestants; c++)
    {
      guint n = lab_series_length (&run->curves[c].loss);

      if (n > 0)
        last = MAX (last, lab_series_x (&run->curves[c].loss, n - 1));
    }
  return (guint64) last;
}

void
lab_training_model_set_run (LabTrainingModel *self, LabRunCurves *run)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self) && run != NULL);
  g_return_if_fail (run->n_contestants == self->run->n_contestants);

  lab_run_curves_ref (run);
  run->steps_per_epoch = self->run->steps_per_epoch;
  lab_run_curves_unref (self->run);
  self->run = run;
  self->n_probe = run->n_probe;
  self->step = last_step (run);
  self->scrub = -1;
  lab_training_model_restart_difference (self);
}

void
lab_training_model_add_step (LabTrainingModel *self, int contestant, guint64 step, double seconds,
                             double loss, double accuracy)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  g_return_if_fail (contestant >= 0 && contestant < LAB_MAX_CONTESTANTS);

  lab_run_curves_add_step (self->run, contestant, step, seconds, loss, accuracy);
  self->step = step;
}

void
lab_training_model_add_validation (LabTrainingModel *self, int contestant, guint64 step,
                                   double seconds, double loss, double accuracy)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  g_return_if_fail (contestant >= 0 && contestant < LAB_MAX_CONTESTANTS);

  lab_run_curves_add_validation (self->run, contestant, step, seconds, loss, accuracy);
}

void
lab_training_model_set_layers (LabTrainingModel *self, int n_layers, const LabTrainingLayer *layers)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->generation++;
  lab_run_curves_set_layers (self->run, n_layers, layers);
}

void
lab_training_model_add_diagnostics (LabTrainingModel *self, int contestant, guint64 step,
                                    double seconds, int n_layers,
                                    const nn_layer_diagnostics *layers, double median)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  g_return_if_fail (contestant >= 0 && contestant < LAB_MAX_CONTESTANTS);

  lab_run_curves_add_diagnostics (self->run, contestant, step, seconds, n_layers, layers, median);
}

void
lab_training_model_set_n_probe (LabTrainingModel *self, guint n_images)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  self->n_probe = n_images;
}

guint
lab_training_model_get_n_probe (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->n_probe;
}

void
lab_training_model_set_test (LabTrainingModel *self, int contestant, double accuracy)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  self->run->curves[contestant].test_accuracy = accuracy;
}

void
lab_training_model_set_diverged (LabTrainingModel *self, int contestant, guint64 step)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  self->run->curves[contestant].diverged = TRUE;
  self->run->curves[contestant].diverged_at = step;
}

void
lab_training_model_set_rate (LabTrainingModel *self, double images_per_second)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  self->rate = images_per_second;
}

void
lab_training_model_data_changed (LabTrainingModel *self)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  if (self->difference)
    lab_run_curves_extend_difference (self->difference, self->run, self->view.baseline);
  lab_training_model_emit_data_changed (self);
}

void
lab_training_model_add_event (LabTrainingModel *self, guint64 step, const char *text)
{
  LabTrainingEvent event = { step, g_strdup (text) };

  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  g_array_append_val (self->events, event);
}

guint
lab_training_model_get_n_events (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->events->len;
}

const LabTrainingEvent *
lab_training_model_get_event (LabTrainingModel *self, guint i)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self) && i < self->events->len, NULL);
  return &g_array_index (self->events, LabTrainingEvent, i);
}

void
lab_training_model_add_overlay (LabTrainingModel *self, LabRunCurves *run)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self) && run != NULL);

  if (self->overlays->len < LAB_MAX_OVERLAYS)
    g_ptr_array_add (self->overlays, lab_run_curves_ref (run));
  self->generation++;
}

void
lab_training_model_clear_overlays (LabTrainingModel *self)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  g_ptr_array_set_size (self->overlays, 0);
  self->generation++;
}

guint
lab_training_model_get_n_overlays (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->overlays->len;
}

const LabRunCurves *
lab_training_model_get_overlay (LabTrainingModel *self, guint i)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self) && i < self->overlays->len, NULL);
  return g_ptr_array_index (self->overlays, i);
}

const LabRunCurves *
lab_training_model_get_run (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  return self->run;
}

const LabContestantCurves *
lab_training_model_get_curves (LabTrainingModel *self, int contestant)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  g_return_val_if_fail (contestant >= 0 && contestant < LAB_MAX_CONTESTANTS, NULL);
  return &self->run->curves[contestant];
}

const LabContestantCurves *
lab_training_model_get_shown (LabTrainingModel *self, int contestant)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  g_return_val_if_fail (contestant >= 0 && contestant < LAB_MAX_CONTESTANTS, NULL);
  return &(self->difference ? self->difference : self->run)->curves[contestant];
}

guint
lab_training_model_get_generation (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->generation;
}

guint64
lab_training_model_get_step (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->step;
}

double
lab_training_model_get_rate (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->rate;
}
