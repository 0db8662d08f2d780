/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-model.c - see the header; the set-up, the state, how to look at it */

#include "config.h"
#include "lab-training-model-private.h"

#include <glib/gi18n.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (LabTrainingModel, lab_training_model, G_TYPE_OBJECT)

enum { SETUP_CHANGED, DATA_CHANGED, VIEW_CHANGED, FACTS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

enum { PROP_0, PROP_STATE, PROP_MESSAGE, PROP_SCRUB, N_PROPS };

static GParamSpec *properties[N_PROPS];

const LabTrainingSetup *
lab_training_model_get_setup (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  return &self->setup;
}

void
lab_training_model_restart_difference (LabTrainingModel *self)
{
  self->generation++;
  g_clear_pointer (&self->difference, lab_run_curves_unref);
  if (self->view.baseline < 0)
    return;
  self->difference = lab_run_curves_new (NULL, self->run->n_contestants, self->run->contestant,
                                         self->run->steps_per_epoch);
  lab_run_curves_extend_difference (self->difference, self->run, self->view.baseline);
}

/* Curves that have begun keep to the contestants that they began with; their parameters may move. */
static void
follow_setup (LabTrainingModel *self)
{
  int n = CLAMP (self->setup.n_contestants, 0, LAB_MAX_CONTESTANTS);

  self->run->n_contestants = n;
  for (int c = 0; c < n; c++)
    self->run->contestant[c] = self->setup.contestant[c];
  self->run->steps_per_epoch = lab_training_model_get_steps_per_epoch (self);
  if (self->view.baseline >= n)
    {
      self->view.baseline = -1;
      lab_training_model_restart_difference (self);
    }
}

void
lab_training_model_set_setup (LabTrainingModel *self, const LabTrainingSetup *setup)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->setup = *setup;
  follow_setup (self);
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

const LabTrainingFacts *
lab_training_model_get_facts (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  return &self->facts;
}

void
lab_training_model_set_facts (LabTrainingModel *self, const LabTrainingFacts *facts)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  lab_training_facts_copy (&self->facts, facts);
  g_signal_emit (self, signals[FACTS_CHANGED], 0);
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
        _("Two contestants are the same function. Choose another function or another α "
          "for one of them, so that there is something to compare."));
  if (!(setup->learning_rate > 0) || !isfinite (setup->learning_rate))
    return g_strdup (_("The learning rate must be above 0, or nothing is learned."));
  return g_strdup (self->facts.problem);
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

  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
lab_training_model_set_data_size (LabTrainingModel *self, guint training, guint validation,
                                  guint test)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  self->n_training = training;
  self->n_validation = validation;
  self->n_test = test;
  follow_setup (self);
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
lab_training_model_set_scrub (LabTrainingModel *self, gint64 step)
{
  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  step = MAX (-1, step);
  if (step == self->scrub)
    return;
  self->scrub = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCRUB]);
}

gint64
lab_training_model_get_scrub (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), -1);
  return self->scrub;
}

const LabTrainingView *
lab_training_model_get_view (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), NULL);
  return &self->view;
}

void
lab_training_model_emit_data_changed (LabTrainingModel *self)
{
  g_signal_emit (self, signals[DATA_CHANGED], 0);
}

static gboolean
views_equal (const LabTrainingView *a, const LabTrainingView *b)
{
  return a->x == b->x && a->log_y == b->log_y && a->recent == b->recent
         && a->smoothing == b->smoothing && a->baseline == b->baseline
         && a->diagnostic == b->diagnostic && a->plot == b->plot;
}

void
lab_training_model_set_view (LabTrainingModel *self, const LabTrainingView *view)
{
  LabTrainingView wanted = *view;
  int baseline;

  g_return_if_fail (LAB_IS_TRAINING_MODEL (self));

  baseline = self->view.baseline;
  wanted.smoothing = CLAMP (wanted.smoothing, 1, LAB_MAX_SMOOTHING);
  wanted.x = MIN (wanted.x, LAB_N_X_UNITS - 1);
  wanted.diagnostic = MIN (wanted.diagnostic, LAB_N_DIAGNOSTICS - 1);
  wanted.plot = MIN (wanted.plot, LAB_PLOT_DIAGNOSTIC);
  if (wanted.baseline < 0 || wanted.baseline >= self->run->n_contestants)
    wanted.baseline = -1;
  if (views_equal (&self->view, &wanted))
    return;
  self->view = wanted;
  if (wanted.baseline != baseline)
    lab_training_model_restart_difference (self);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

guint
lab_training_model_get_steps_per_epoch (LabTrainingModel *self)
{
  guint n, batch;

  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 1);

  n = self->setup.subset > 0 ? MIN (self->setup.subset, self->n_training) : self->n_training;
  batch = CLAMP (self->setup.batch, 1, MAX (1, n));
  return MAX (1, (n + batch - 1) / batch);
}

guint64
lab_training_model_get_n_steps (LabTrainingModel *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_MODEL (self), 0);
  return (guint64) lab_training_model_get_steps_per_epoch (self) * self->setup.epochs;
}

static void
lab_training_model_finalize (GObject *object)
{
  LabTrainingModel *self = LAB_TRAINING_MODEL (object);

  lab_run_curves_unref (self->run);
  lab_run_curves_unref (self->difference);
  g_array_unref (self->events);
  g_ptr_array_unref (self->overlays);
  g_free (self->message);
  lab_training_facts_clear (&self->facts);
  G_OBJECT_CLASS (lab_training_model_parent_class)->finalize (object);
}

static void
lab_training_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LabTrainingModel *self = LAB_TRAINING_MODEL (object);

  if (id == PROP_STATE)
    g_value_set_uint (value, self->state);
  else if (id == PROP_MESSAGE)
    g_value_set_string (value, self->message);
  else
    g_value_set_int64 (value, self->scrub);
}

static void
lab_training_model_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LabTrainingModel *self = LAB_TRAINING_MODEL (object);

  if (id == PROP_STATE)
    lab_training_model_set_state (self, (LabTrainingState) g_value_get_uint (value), self->message);
  else if (id == PROP_MESSAGE)
    lab_training_model_set_state (self, self->state, g_value_get_string (value));
  else
    lab_training_model_set_scrub (self, g_value_get_int64 (value));
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
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  G_OBJECT_CLASS (klass)->get_property = lab_training_model_get_property;
  G_OBJECT_CLASS (klass)->set_property = lab_training_model_set_property;
  G_OBJECT_CLASS (klass)->finalize = lab_training_model_finalize;
  properties[PROP_STATE]
      = g_param_spec_uint ("state", NULL, NULL, 0, LAB_TRAINING_FAILED, LAB_TRAINING_READY, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_SCRUB] = g_param_spec_int64 ("scrub", NULL, NULL, -1, G_MAXINT64, -1, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SETUP_CHANGED] = add_signal ("setup-changed");
  signals[DATA_CHANGED] = add_signal ("data-changed");
  signals[VIEW_CHANGED] = add_signal ("view-changed");
  signals[FACTS_CHANGED] = add_signal ("facts-changed");
}

static void
clear_event (gpointer event)
{
  g_free (((LabTrainingEvent *) event)->text);
}

static void
lab_training_model_init (LabTrainingModel *self)
{
  self->setup = lab_training_setup_default ();
  self->view = (LabTrainingView){ .log_y = TRUE,
                                  .smoothing = LAB_USUAL_SMOOTHING,
                                  .baseline = -1,
                                  .diagnostic = LAB_DIAGNOSTIC_MEAN };
  self->scrub = -1;
  self->events = g_array_new (FALSE, FALSE, sizeof (LabTrainingEvent));
  g_array_set_clear_func (self->events, clear_event);
  self->overlays = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_run_curves_unref);
  self->run = lab_run_curves_new (NULL, self->setup.n_contestants, self->setup.contestant, 1);
}

LabTrainingModel *
lab_training_model_new (void)
{
  return g_object_new (LAB_TYPE_TRAINING_MODEL, NULL);
}
