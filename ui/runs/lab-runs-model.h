/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-runs-model.h - the recorded runs, as a list model of LabRunItem in no particular order
 *
 * The application pushes what it found on disk; an item stays the same object, chosen or not, as
 * long as its run is there. Main thread only.
 */

#pragma once

#include "lab-run-item.h"

G_BEGIN_DECLS

#define LAB_TYPE_RUNS_MODEL (lab_runs_model_get_type ())
G_DECLARE_FINAL_TYPE (LabRunsModel, lab_runs_model, LAB, RUNS_MODEL, GObject)

/* Signals: "updated", after lab_runs_model_update () and _set_problem (); "chosen-changed". */
LabRunsModel *lab_runs_model_new         (void);

/* These are all the runs there are. */
void          lab_runs_model_update      (LabRunsModel *self, const LabRunInfo *infos, guint n);

/* Why the runs cannot be listed, translated; the next update forgets it. */
void          lab_runs_model_set_problem (LabRunsModel *self, const char *problem);
const char   *lab_runs_model_get_problem (LabRunsModel *self);

/* FALSE until the first of the two. */
gboolean      lab_runs_model_is_known    (LabRunsModel *self);

/* NULL if there is none. Borrowed. */
LabRunItem   *lab_runs_model_find        (LabRunsModel *self, const char *id);

/* The ids of the chosen runs; free with g_strfreev (). */
GStrv         lab_runs_model_dup_chosen  (LabRunsModel *self);
void          lab_runs_model_choose_none (LabRunsModel *self);

G_END_DECLS
