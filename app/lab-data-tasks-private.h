/* lab-data-tasks-private.h - what lab-data-tasks.c, lab-data-scan.c and lab-data-own.c share */

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

LabDataJob *lab_data_tasks_find_job    (LabDataTasks *tasks, LabDataWork work, const char *name);

/* Takes sights over; done () must begin with lab_data_tasks_end (). */
void        lab_data_tasks_start       (LabDataTasks *tasks, const char *name,
                                        const LabKnownSet *set, GPtrArray *sights, LabDataWork work,
                                        LabDataDone done);
void        lab_data_tasks_end         (LabDataTasks *tasks, LabDataJob *job);

/* Not known any more where it is: it is looked for. */
void        lab_data_tasks_look_again  (LabDataTasks *tasks, const LabDataSet *row);

/* Where row's set was seen, and what was read there (or why it could not be). */
void        lab_data_tasks_show_place  (LabDataTasks *tasks, const LabDataSet *row,
                                        const LabDataSight *sight);
void        lab_data_tasks_show_found  (LabDataTasks *tasks, const LabDataSet *row,
                                        const LabDataFound *found, const GError *error);
