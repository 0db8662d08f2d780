/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-history.h"

enum { FEWEST = 3, FIRST_DISTANCE = 10 };

struct LabHistory {
  GPtrArray *states; /* of nn_snapshot, by ascending step */
  gsize budget;
  guint64 distance;
  gint64 pinned; /* step; -1: none */
};

LabHistory *
lab_history_new (gsize budget)
{
  LabHistory *history = g_new0 (LabHistory, 1);

  history->states = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_snapshot_free);
  history->budget = budget;
  history->distance = FIRST_DISTANCE;
  history->pinned = -1;
  return history;
}

void
lab_history_free (LabHistory *history)
{
  if (history == NULL)
    return;
  g_ptr_array_unref (history->states);
  g_free (history);
}

static nn_snapshot *
state_at (const LabHistory *history, guint i)
{
  return g_ptr_array_index (history->states, i);
}

/* Lets go of what does not lie on the doubled distance. */
static void
thin (LabHistory *history)
{
  history->distance *= 2;
  for (guint i = history->states->len; i-- > 1;)
    {
      guint64 step = nn_snapshot_step (state_at (history, i));

      if (step % history->distance != 0 && (gint64) step != history->pinned)
        g_ptr_array_remove_index (history->states, i);
    }
}

/* All are of the same size. */
static gboolean
is_full (const LabHistory *history)
{
  guint n = history->states->len;

  return n >= FEWEST && (n + 1) * nn_snapshot_size (state_at (history, 0)) > history->budget;
}

gboolean
lab_history_keep (LabHistory *history, const nn_trainer *trainer)
{
  guint n = history->states->len;
  nn_snapshot *state;
  nn_status status;

  if (n > 0 && nn_snapshot_step (state_at (history, n - 1)) >= nn_trainer_get_step (trainer))
    return FALSE;
  if (is_full (history))
    thin (history);
  state = nn_snapshot_new (trainer, &status);
  if (state == NULL)
    return FALSE;
  nn_snapshot_take (state, trainer);
  g_ptr_array_add (history->states, state);
  return TRUE;
}

gboolean
lab_history_offer (LabHistory *history, const nn_trainer *trainer)
{
  if (nn_trainer_get_step (trainer) % history->distance != 0)
    return FALSE;
  if (is_full (history))
    {
      thin (history);
      return lab_history_offer (history, trainer);
    }
  return lab_history_keep (history, trainer);
}

const nn_snapshot *
lab_history_find (const LabHistory *history, guint64 step)
{
  for (guint i = history->states->len; i-- > 0;)
    if (nn_snapshot_step (state_at (history, i)) <= step)
      return state_at (history, i);
  return NULL;
}

void
lab_history_pin (LabHistory *history, gint64 step)
{
  history->pinned = step;
}

void
lab_history_truncate (LabHistory *history, guint64 step)
{
  for (guint i = history->states->len; i-- > 0;)
    if (nn_snapshot_step (state_at (history, i)) > step)
      g_ptr_array_remove_index (history->states, i);
}

GArray *
lab_history_steps (const LabHistory *history)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < history->states->len; i++)
    {
      guint64 step = nn_snapshot_step (state_at (history, i));

      g_array_append_val (steps, step);
    }
  return steps;
}
