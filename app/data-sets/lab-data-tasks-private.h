/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-tasks-private.h - what the files of lab-data-tasks.h share
 *
 * lab-data-tasks.c and lab-data-own.c call lab-data-scan.c, and all three lab-data-jobs.c.
 */

#pragma once

#include "lab-data-job.h"
#include "lab-data-tasks.h"

struct LabDataTasks {
  LabDataModel *model;
  const LabKnownSet *sets;
  int n_sets;
  LabDataEvents events;
  GPtrArray *jobs;       /* under way, borrowed: each is its thread's                           */
  GPtrArray *own;        /* paths that are to be on the list next time                          */
  GPtrArray *to_check;   /* of LabDataSight                                                     */
  GHashTable *checked;   /* the stamps with which places were read                              */
  guint poll;            /* 0 while nothing is downloaded or imported                           */
};

/* The first job of this work for the set of this name, or for any if that is NULL; or NULL. */
LabDataJob *lab_data_jobs_find  (LabDataTasks *tasks, LabDataWork work, const char *name);

/* Takes sights over; done () must begin with lab_data_jobs_end (). */
void        lab_data_jobs_start (LabDataTasks *tasks, const char *name, const LabKnownSet *set,
                                 GPtrArray *sights, LabDataWork work, LabDataDone done);
void        lab_data_jobs_end   (LabDataTasks *tasks, LabDataJob *job);

/* Not known any more where it is: it is looked for. */
void        lab_data_tasks_look_again  (LabDataTasks *tasks, const LabDataSet *row);

/* Where row's set was seen, and what was read there (or why it could not be). */
void        lab_data_tasks_show_place  (LabDataTasks *tasks, const LabDataSet *row,
                                        const LabDataSight *sight);
void        lab_data_tasks_show_found  (LabDataTasks *tasks, const LabDataSet *row,
                                        const LabDataFound *found, const GError *error);
