/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-tasks.h - looks for data sets, downloads and imports them, while the window goes on
 *
 * Says in the model how far it is, at most ten times a second. The work is done in threads
 * (lab-data-job.h); every call here is for the main thread, and none blocks but
 * lab_data_tasks_free ().
 */

#pragma once

#include "lab-data-model.h"
#include "lab-known-sets.h"

typedef struct LabDataTasks LabDataTasks;

/* Any of them may be NULL. */
typedef struct {
  /* A person chose this one: what lab_data_load () takes. FALSE if it can't be used now. */
  gboolean (*chosen)  (const char *spec, gpointer data);
  /* A download has ended, well or not: a sentence. */
  void (*news)        (const char *sentence, gpointer data);
  /* The paths of a person's own files that are to be on the list next time. */
  void (*own_changed) (const char *const *paths, gpointer data);
  gpointer data;
} LabDataEvents;

/* Puts the sets, which must outlive the tasks, into the model, which must be empty. They are not
 * looked for yet.                                                                                */
LabDataTasks *lab_data_tasks_new        (LabDataModel *model, const LabKnownSet *sets, int n_sets,
                                         const LabDataEvents *events);

/* Cancels what is under way and waits for downloads to end, which is soon; what they have received
 * is kept and the next download goes on from there.                                              */
void          lab_data_tasks_free       (LabDataTasks *tasks);

/* A path that is on the list from before. */
void          lab_data_tasks_add_own    (LabDataTasks *tasks, const char *path);

/* Looks where the sets are, and reads those that it did not know or that have changed, to see what
 * they are.                                                                                      */
void          lab_data_tasks_scan       (LabDataTasks *tasks);

/* What is chosen, without an event: a known name or a path, which comes on the list. */
void          lab_data_tasks_set_chosen (LabDataTasks *tasks, const char *spec);

/* What a person asks for. A name is a set's; what makes no sense in its state does nothing. */
void          lab_data_tasks_choose     (LabDataTasks *tasks, const char *name);
void          lab_data_tasks_download   (LabDataTasks *tasks, const char *name);
void          lab_data_tasks_cancel     (LabDataTasks *tasks, const char *name);

/* Reads path and copies it if it is a known set; else it is used where it is. It is then chosen. */
void          lab_data_tasks_import     (LabDataTasks *tasks, const char *path);

/* Whether a person's own files are on the list; they are left alone in any case. */
void          lab_data_tasks_keep       (LabDataTasks *tasks, const char *path, gboolean keep);

/* Whether a download or an import is under way. */
gboolean      lab_data_tasks_is_busy    (LabDataTasks *tasks);
