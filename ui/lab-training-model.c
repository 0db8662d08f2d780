/* lab-training-model.c - see the header */

#include "config.h"
#include "lab-training-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"

struct _LabTrainingModel {
  GObject parent_instance;

  LabTrainingSetup setup;
  LabTrainingState state;
  char *message;
  LabContestantCurves curves[LAB_MAX_CONTESTANTS];
  guint n_training, n_validation, n_test;
  guint64 step;
  double rate;
};

G_DEFINE_FINAL_TYPE (LabTrainingModel, lab_training_model, G_TYPE_OBJECT)

enum { SETUP_CHANGED, STATE_CHANGED, DATA_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

const LabTrainingSetup *
lab_training_model_get_setup (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  return &self->setup;
}

void
lab_training_model_set_setup (LabTrainingModel *self, const LabTrainingSetup *setup)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->setup = *setup;
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

static gboolean
has_twins (const LabTrainingSetup *setup)
{
  for (int i = 0; i < setup->n_contestants; i++)
    for (int j = 0; j < i; j++)
      if (nn_activation_equal (setup->contestant[i], setup->contestant[j]))
        return TRUE;
  return FALSE;
}

char *
lab_training_model_check_setup (LabTrainingModel *self)
{
  const LabTrainingSetup *setup;

  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);

  setup = &self->setup;
  if (has_twins (setup))
    return g_strdup (
        _ ("Two contestants are the same function. Choose another function or another α "
           "for one of them, so that there is something to compare."));
  if (!(setup->learning_rate > 0) || !isfinite (setup->learning_rate))
    return g_strdup (_ ("The learning rate must be above 0, or nothing is learned."));
  return NULL;
}

int
lab_training_model_get_n_contestants (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->setup.n_contestants;
}

LabTrainingState
lab_training_model_get_state (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), LAB_TRAINING_READY);
  return self->state;
}

const char *
lab_training_model_get_message (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  return self->message;
}

void
lab_training_model_set_state (LabTrainingModel *self, LabTrainingState state, const char *message)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  if (self->state == state && g_strcmp0 (self->message, message) == 0)
    return;
  self->state = state;
  g_free (self->message);
  self->message = g_strdup (message);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
lab_training_model_set_data_size (LabTrainingModel *self, guint training, guint validation,
                                  guint test)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->n_training = training;
  self->n_validation = validation;
  self->n_test = test;
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

guint
lab_training_model_get_n_training (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->n_training;
}

guint
lab_training_model_get_n_validation (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->n_validation;
}

void
lab_training_model_clear (LabTrainingModel *self)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->step = 0;
  self->rate = 0;
  for (int i = 0; i < LAB_MAX_CONTESTANTS; i++)
    {
      LabContestantCurves *curves = &self->curves[i];

      lab_series_empty (&curves->loss);
      lab_series_empty (&curves->accuracy);
      lab_series_empty (&curves->validation_loss);
      lab_series_empty (&curves->validation_accuracy);
      curves->test_accuracy = NAN;
      curves->diverged = FALSE;
    }
  lab_training_model_data_changed (self);
}

void
lab_training_model_add_step (LabTrainingModel *self, int contestant, guint64 step, double loss,
                             double accuracy)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  lab_series_append (&self->curves[contestant].loss, (double) step, loss);
  lab_series_append (&self->curves[contestant].accuracy, (double) step, accuracy);
  self->step = step;
}

void
lab_training_model_add_validation (LabTrainingModel *self, int contestant, guint64 step,
                                   double loss, double accuracy)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  lab_series_append (&self->curves[contestant].validation_loss, (double) step, loss);
  lab_series_append (&self->curves[contestant].validation_accuracy, (double) step, accuracy);
}

void
lab_training_model_set_test (LabTrainingModel *self, int contestant, double accuracy)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  self->curves[contestant].test_accuracy = accuracy;
}

void
lab_training_model_set_diverged (LabTrainingModel *self, int contestant)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));
  self->curves[contestant].diverged = TRUE;
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
  g_signal_emit (self, signals[DATA_CHANGED], 0);
}

const LabContestantCurves *
lab_training_model_get_curves (LabTrainingModel *self, int contestant)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  g_return_val_if_fail (contestant >= 0 && contestant < LAB_MAX_CONTESTANTS, NULL);
  return &self->curves[contestant];
}

guint64
lab_training_model_get_step (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->step;
}

guint
lab_training_model_get_steps_per_epoch (LabTrainingModel *self)
{
  guint batch;

  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 1);

  batch = CLAMP (self->setup.batch, 1, MAX (1, self->n_training));
  return MAX (1, (self->n_training + batch - 1) / batch);
}

guint64
lab_training_model_get_n_steps (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return (guint64) lab_training_model_get_steps_per_epoch (self) * self->setup.epochs;
}

double
lab_training_model_get_rate (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return self->rate;
}

static void
describe_contestant (LabTrainingModel *self, int contestant, GString *text)
{
  const LabContestantCurves *curves = &self->curves[contestant];
  g_autofree char *name = lab_formula_name (self->setup.contestant[contestant]);
  guint last = lab_series_length (&curves->loss) - 1;
  guint n_validation = lab_series_length (&curves->validation_accuracy);

  g_string_append_c (text, ' ');
  /* Translators: name of a function, its training loss, its training accuracy in per cent */
  g_string_append_printf (text, _ ("%s: training loss %.3f, training accuracy %.1f %%."), name,
                          lab_series_smooth (&curves->loss, last),
                          100 * lab_series_smooth (&curves->accuracy, last));
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

  if (self->step == 0)
    return g_strdup (_ ("Nothing trained yet. Press Start."));
  g_string_append_printf (text, _ ("Step %u of %u."), (guint) self->step,
                          (guint) lab_training_model_get_n_steps (self));
  for (int i = 0; i < self->setup.n_contestants; i++)
    if (lab_series_length (&self->curves[i].loss) > 0)
      describe_contestant (self, i, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
lab_training_model_finalize (GObject *object)
{
  LabTrainingModel *self = LAB_TRAINING_MODEL (object);

  for (int i = 0; i < LAB_MAX_CONTESTANTS; i++)
    {
      lab_series_clear (&self->curves[i].loss);
      lab_series_clear (&self->curves[i].accuracy);
      lab_series_clear (&self->curves[i].validation_loss);
      lab_series_clear (&self->curves[i].validation_accuracy);
    }
  g_free (self->message);
  G_OBJECT_CLASS (lab_training_model_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, LAB_TYPE_TRAINING_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
lab_training_model_class_init (LabTrainingModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_training_model_finalize;
  signals[SETUP_CHANGED] = add_signal ("setup-changed");
  signals[STATE_CHANGED] = add_signal ("state-changed");
  signals[DATA_CHANGED] = add_signal ("data-changed");
}

static void
lab_training_model_init (LabTrainingModel *self)
{
  self->setup = lab_training_setup_default ();
  for (int i = 0; i < LAB_MAX_CONTESTANTS; i++)
    {
      lab_series_init (&self->curves[i].loss);
      lab_series_init (&self->curves[i].accuracy);
      lab_series_init (&self->curves[i].validation_loss);
      lab_series_init (&self->curves[i].validation_accuracy);
      self->curves[i].test_accuracy = NAN;
    }
}

LabTrainingModel *
lab_training_model_new (void)
{
  return g_object_new (LAB_TYPE_TRAINING_MODEL, NULL);
}
