/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-training-facts.h"

#include <math.h>

void
lab_training_facts_copy (LabTrainingFacts *to, const LabTrainingFacts *from)
{
  LabTrainingFacts copy = *from;

  copy.data_title = g_strdup (from->data_title);
  copy.layers = g_strdup (from->layers);
  copy.problem = g_strdup (from->problem);
  copy.notice = g_strdup (from->notice);
  copy.kept = from->kept != NULL ? g_array_copy (from->kept) : NULL;
  lab_training_facts_clear (to);
  *to = copy;
}

void
lab_training_facts_clear (LabTrainingFacts *facts)
{
  g_clear_pointer (&facts->data_title, g_free);
  g_clear_pointer (&facts->layers, g_free);
  g_clear_pointer (&facts->problem, g_free);
  g_clear_pointer (&facts->notice, g_free);
  g_clear_pointer (&facts->kept, g_array_unref);
}

guint64
lab_training_facts_nearest (const LabTrainingFacts *facts, double step)
{
  guint64 nearest = 0;

  for (guint i = 0; facts->kept != NULL && i < facts->kept->len; i++)
    {
      guint64 kept = g_array_index (facts->kept, guint64, i);

      if (i == 0 || fabs ((double) kept - step) < fabs ((double) nearest - step))
        nearest = kept;
    }
  return nearest;
}
