/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-recorder-private.h - what the files of the recorder share
 *
 * lab-run-recorder.c takes what is to be kept, lab-run-writer.c is the thread that writes it,
 * lab-run-resume.c goes on with an old run, lab-run-branch.c begins one with the past of another.
 */

#pragma once

#include "lab-run-log.h"
#include "lab-run-metrics.h"
#include "lab-run-recorder.h"

/* A line of metrics.csv. */
typedef struct {
  guint64 step;
  double epoch, seconds, loss, accuracy;
  LabMetricsSet set;
  int contestant;
  nn_activation f;                 /* at that step */
} LabRunRow;

/* A line of diagnostics.csv. */
typedef struct {
  guint64 step;
  int contestant;
  double network_median;
  nn_activation f;
  nn_layer_diagnostics layer;
} LabRunLayerRow;

/* What the thread does before it writes anything of its own; again, as long as it fails. run: NULL for
 * nothing.                                                                                      */
typedef struct {
  gboolean (*run) (LabRunRecorder *self, gpointer data, GError **error);
  gpointer data;
  GDestroyNotify free;
} LabRunFirst;

struct LabRunRecorder {
  char *id, *folder;               /* these are for all threads: they never change               */
  double seconds;
  GThread *thread;

  GMutex mutex;
  GCond changed;
  LabRunRecord *record;            /* under mutex, like all down to done                         */
  char *name_on_disk;              /* as it was written, or read, last                           */
  gboolean record_changed;         /* to be written soon                                         */
  gboolean record_aged;            /* only the step has changed: this has time                   */
  gint64 record_time;              /* when it was taken last                                     */
  GArray *rows, *layers;           /* of LabRunRow and LabRunLayerRow                            */
  nn_snapshot *snapshot;           /* to be written, or NULL                                     */
  gint64 checkpoint_time;          /* when the last one was taken                                */
  const char *probe_set;           /* what diagnostics are measured on, set before the first     */
  gsize n_probe;
  char *problem;
  LabRunFirst first;
  gboolean idle;                   /* the thread waits for something to do                       */
  gboolean writing;                /* it is in a round                                           */
  gboolean closing;
  guint64 wanted, done;            /* rounds of writing: asked for at least, finished            */

  LabRunLog metrics, diagnostics;  /* these are the thread's                                     */
  gboolean numbers_diagnostics;    /* their lines have the contestant's number; older files' not */
  nn_snapshot *unsaved;            /* what could not be written yet, or NULL                     */
  char *unsaved_record;            /* likewise, run.json                                         */
  char *unsaved_end;               /* likewise, which says that it has ended: after unsaved      */
  gboolean failed;                 /* the last round did                                         */
  int lock;                        /* the folder, held against other programs; -1 for none       */
};

/* A recorder for the run in folder, whose record it takes over, with nothing written yet; lengths of
 * the two files that stay. lock is taken over too, and so is what first has; NULL for nothing.  */
LabRunRecorder *lab_run_recorder_make     (LabRunRecord *record, const char *folder, int lock,
                                           gint64 metrics_length, gint64 diagnostics_length,
                                           const LabRunFirst *first);

/* As lab_run_recorder_new (). On failure what first has stays the caller's. */
LabRunRecorder *lab_run_recorder_new_with (const LabTrainingSetup *setup, const LabRunFacts *facts,
                                           const LabRunFirst *first, GError **error);

/* What a round that failed has come to, translated; closing: it was the last one. Under the mutex. Free
 * with g_free ().                                                                               */
char           *lab_run_recorder_describe_problem (const LabRunRecorder *self, const GError *error,
                                                   gboolean closing);

/* Starts the thread, lab-run-writer.c's. */
void            lab_run_writer_start      (LabRunRecorder *self);

/* Waits for one round of writing from now on; with closing the thread ends after it. */
void            lab_run_writer_round      (LabRunRecorder *self, gboolean closing);
