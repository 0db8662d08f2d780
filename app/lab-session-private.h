/* lab-session-private.h - what the files of the session share
 *
 * lab-session.c starts and stops, lab-session-data.c finds out what the set-up amounts to,
 * lab-session-changes.c passes on what is changed while it trains, lab-session-events.c hands on
 * what was measured, lab-session-record.c keeps it, lab-session-runs.c takes up what was kept.
 */

#pragma once

#include "lab-run-recorder.h"
#include "lab-session.h"
#include "lab-training-config.h"
#include "lab-training-worker.h"

/* A change as it was made. */
typedef struct {
  guint64 step;
  LabChange change;
} LabSessionChange;

struct LabSession {
  LabTrainingModel *model;
  LabSessionState state;
  gulong setup_handler, view_handler;

  /* lab-session-data.c */
  LabData *data;               /* that setup names, or NULL                                     */
  char *data_sum;              /* lab_data_sum () of it, if runs are recorded                   */
  char *data_spec;             /* which data is, or is being read, or could not be              */
  GCancellable *loading;       /* not NULL while the data is being read                         */
  LabWorkerCommand first;      /* that the worker gets when the data is there                   */
  gboolean data_is_chosen;     /* by the person, so the model may have to give way              */
  LabTrainingFacts facts;
  LabTrainingConfig made;      /* of the set-up, where it can be trained                        */
  gboolean can_train;
  GCancellable *estimating;
  guint estimate_timeout;

  /* lab-session.c */
  LabMailbox *worker;           /* NULL at step 0                                                */
  GPtrArray *threads;          /* of GThread: the worker's, and those of workers told to quit   */
  gint64 rate_since;
  guint64 rate_from;

  /* lab-session-changes.c */
  LabTrainingSetup trained;    /* what the worker trains by                                     */
  guint change_timeout;

  /* lab-session-record.c */
  gboolean records;
  LabRunChanged run_changed;
  gpointer run_changed_data;
  LabRunRecorder *recorder;    /* of the run under way                                          */
  GPtrArray *unwritten;        /* of LabRunRecorder: ended runs that are not all on disk yet    */
  guint unwritten_timeout;     /* 0 if there are none                                           */
  char *unrecorded;            /* why the run that was begun last cannot be kept, or NULL       */
  GArray *changes;             /* of LabSessionChange: of this run                              */
  char *run_id;                /* of the run that is shown, or NULL                             */
  gboolean stopped;            /* by the person, before its end                                 */

  /* lab-session-runs.c */
  char *resume_id;             /* to be resumed as soon as its data is there                    */
  LabTrainingSetup resume_setup;
  GCancellable *resuming;
  const nn_snapshot *resume_snapshot;
  double resume_seconds;
};

void     lab_session_enter          (LabSession *session, LabSessionState state,
                                     const char *message);  /* NULL unless it has failed */

void     lab_session_data_init      (LabSession *session);
void     lab_session_data_clear     (LabSession *session);
void     lab_session_data_follow    (LabSession *session);  /* another set-up, nothing trained yet */
void     lab_session_publish_facts  (LabSession *session);

void     lab_session_changes_follow (LabSession *session);  /* another set-up, a worker trains     */
void     lab_session_changes_flush  (LabSession *session);  /* what is waiting, at once            */
void     lab_session_changes_forget (LabSession *session);

/* The words for a change that holds: "α 1.0 → 0.3". Free with g_free (). */
char    *lab_session_describe_change (const LabTrainingSetup *setup, const LabChange *change);

void     lab_session_apply          (LabSession *session, LabEvent *event);

void     lab_session_record_begin   (LabSession *session);
void     lab_session_record_end     (LabSession *session, LabRunState state);
void     lab_session_record_clear   (LabSession *session);  /* waits for the disk */
void     lab_session_record         (LabSession *session, LabEvent *event);  /* may take what it has */
void     lab_session_record_look    (LabSession *session);  /* whether the disk has room            */
void     lab_session_remember_run   (LabSession *session);  /* that the recorder writes is shown    */
void     lab_session_resume_loaded  (LabSession *session);
void     lab_session_resume_cancel  (LabSession *session);
void     lab_session_read_data      (LabSession *session, const char *spec);

void     lab_session_start_worker   (LabSession *session, LabWorkerCommand first);
void     lab_session_drop_worker    (LabSession *session);
