/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-session-facts.h"

struct LabSessionFacts {
  LabTrainingModel *model;
  LabTrainingFacts facts;
};

LabSessionFacts *
lab_session_facts_new (LabTrainingModel *model)
{
  LabSessionFacts *self = g_new0 (LabSessionFacts, 1);

  self->model = g_object_ref (model);
  return self;
}

void
lab_session_facts_free (LabSessionFacts *self)
{
  lab_training_facts_clear (&self->facts);
  g_object_unref (self->model);
  g_free (self);
}

LabTrainingFacts *
lab_session_facts_get (LabSessionFacts *self)
{
  return &self->facts;
}

void
lab_session_facts_publish (LabSessionFacts *self)
{
  lab_training_model_set_facts (self->model, &self->facts);
}
