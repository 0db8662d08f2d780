/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-events.h"

static void
clear_event (gpointer data)
{
  LabRunEvent *event = data;

  g_free (event->kind);
  g_free (event->text);
}

GArray *
lab_run_events_new (void)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (LabRunEvent));

  g_array_set_clear_func (events, clear_event);
  return events;
}

GArray *
lab_run_events_copy (const GArray *events)
{
  GArray *copy = lab_run_events_new ();

  for (guint i = 0; i < events->len; i++)
    lab_run_events_add (copy, &g_array_index (events, LabRunEvent, i));
  return copy;
}

void
lab_run_events_add (GArray *events, const LabRunEvent *event)
{
  LabRunEvent copy = *event;

  copy.kind = g_strdup (event->kind);
  copy.text = g_strdup (event->text);
  g_array_append_val (events, copy);
}

/* Whether what the event says has changed is so. An event of another kind changes nothing there. */
static gboolean
holds (const LabRunEvent *event, const LabTrainingSetup *setup)
{
  if (g_str_equal (event->kind, "learning-rate"))
    return event->to == setup->learning_rate;
  if (g_str_equal (event->kind, "dropout"))
    return event->to == setup->dropout;
  if (g_str_equal (event->kind, "alpha") && event->contestant >= 0
      && event->contestant < setup->n_contestants)
    return event->to == setup->contestant[event->contestant].parameter[0];
  return TRUE;
}

void
lab_run_events_truncate (GArray *events, guint64 step, const LabTrainingSetup *setup)
{
  guint n = events->len;

  for (; n > 0; n--)
    {
      const LabRunEvent *event = &g_array_index (events, LabRunEvent, n - 1);

      if (event->step < step || (event->step == step && holds (event, setup)))
        break;
    }
  g_array_set_size (events, n);
}
