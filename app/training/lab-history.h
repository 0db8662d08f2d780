/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-history.h - the states that a live training can go back to
 *
 * Snapshots at even distances in steps. When they would cost more memory than they may, every
 * second one is let go and the distance doubles, so a run of any length keeps its whole past, thinned.
 * The first state is always there. Not thread-safe: the training's thread owns it.
 */

#pragma once

#include <glib.h>
#include "nn-snapshot.h"

enum { LAB_HISTORY_BYTES = 200 * 1000 * 1000 };

typedef struct LabHistory LabHistory;

/* budget: bytes that the snapshots may cost; three are kept whatever they cost. */
LabHistory *lab_history_new     (gsize budget);
void        lab_history_free    (LabHistory *history);

/* Keeps the trainer's state if it is due: at step 0, then at every distance. Returns whether it was
 * kept. Without memory for it, it is not, and what there is stays.                              */
gboolean    lab_history_offer   (LabHistory *history, const nn_trainer *trainer);

/* Keeps it in any case, unless it is there: before a pause, at the end. */
gboolean    lab_history_keep    (LabHistory *history, const nn_trainer *trainer);

/* The last state at that step or before it, or NULL. It is the history's. */
const nn_snapshot *lab_history_find (const LabHistory *history, guint64 step);

/* The state at step is looked at: it is not let go until another is, or -1 for none. */
void        lab_history_pin     (LabHistory *history, gint64 step);

/* Forgets what came after that step. */
void        lab_history_truncate (LabHistory *history, guint64 step);

/* The steps of all states, ascending, of guint64. Free with g_array_unref (). */
GArray     *lab_history_steps   (const LabHistory *history);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabHistory, lab_history_free)
