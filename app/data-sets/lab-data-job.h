/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-job.h - a piece of work on a data set, in a thread of its own
 *
 * It can be cancelled, asked how far it is, waited for and abandoned: then nothing is called back.
 * What it finds out lies in its fields, which belong to the thread until done () is called.
 */

#pragma once

#include "lab-data-import.h"

typedef struct LabDataJob LabDataJob;

typedef void (*LabDataWork) (LabDataJob *job);                  /* in the thread               */
typedef void (*LabDataDone) (LabDataJob *job, gpointer owner);  /* in the main context         */

/* How far a download is: bytes of all files, and the file that is under way, from 1. */
typedef struct {
  goffset done, total;
  int file;
} LabDataProgress;

/* A place where a set was looked for; place is NULL if it is not there. */
typedef struct {
  char *name, *place;
  char *stamp;               /* differs when the files do                                      */
  goffset had;
} LabDataSight;

struct LabDataJob {
  char *name;                /* of the set, or a path                                          */
  const LabKnownSet *set;    /* NULL for a path                                                */
  GCancellable *cancellable;

  GError *error;             /* what came of it                                                */
  LabDataFound found;
  GPtrArray *sights;         /* of LabDataSight: to be looked for, and what was seen; or NULL  */

  LabDataWork work;
  LabDataDone done;
  gpointer owner;            /* NULL once abandoned                                            */
  GMutex lock;
  GCond ended;
  gboolean has_ended;
  LabDataProgress progress;
};

/* Starts it. The job lives until done () has returned, or for an abandoned one until the thread
 * ends.                                                                                          */
LabDataJob *lab_data_job_start     (const char *name, const LabKnownSet *set, GPtrArray *sights,
                                    LabDataWork work, LabDataDone done, gpointer owner);

/* Tells the thread to end, and that nobody wants to hear of it; waits for that end if asked to. The
 * job may be gone afterwards.                                                                    */
void        lab_data_job_abandon   (LabDataJob *job, gboolean wait);

/* From any thread. */
void            lab_data_job_set_progress (LabDataJob *job, const LabDataProgress *progress);
LabDataProgress lab_data_job_get_progress (LabDataJob *job);

LabDataSight *lab_data_sight_new  (const char *name);
void          lab_data_sight_free (gpointer sight);

/* The kinds of work. */
void lab_data_work_look     (LabDataJob *job);  /* fills in the sights                         */
void lab_data_work_check    (LabDataJob *job);  /* found, of the first sight's place           */
void lab_data_work_import   (LabDataJob *job);  /* name: found, and a sight of where it is now */
void lab_data_work_download (LabDataJob *job);  /* set: a sight of what is here in the end     */
