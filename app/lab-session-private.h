/* lab-session-private.h - what the files of the session share
 *
 * lab-session.c starts and stops, lab-session-data.c finds out what the set-up amounts to,
 * lab-session-changes.c passes on what is changed while it trains, lab-session-events.c hands on
 * what was measured.
 */

#pragma once

#include "lab-session.h"
#include "lab-training-config.h"
#include "lab-training-worker.h"

struct LabSession {
  LabTrainingModel *model;
  gulong setup_handler;

  /* lab-session-data.c */
  LabData *data;               /* that setup names, or NULL                                     */
  char *data_spec;             /* which data is, or is being read, or could not be              */
  GCancellable *loading;       /* not NULL while the data is being read                         */
  gboolean start_when_loaded, step_when_loaded;
  gboolean data_is_chosen;     /* by the person, so the model may have to give way              */
  LabTrainingFacts facts;
  LabTrainingConfig made;      /* of the set-up, where it can be trained                        */
  gboolean can_train;
  GCancellable *estimating;
  guint estimate_timeout;

  /* lab-session.c */
  LabWorker *worker;           /* NULL at step 0                                                */
  GPtrArray *threads;          /* of GThread: the worker's, and those of workers told to quit   */
  gboolean settling;           /* told to pause; the step that was under way is still to come   */
  gint64 rate_since;
  guint64 rate_from;

  /* lab-session-changes.c */
  LabTrainingSetup trained;    /* what the worker trains by                                     */
  guint change_timeout;
};

void     lab_session_data_init      (LabSession *session);
void     lab_session_data_clear     (LabSession *session);
void     lab_session_data_follow    (LabSession *session);  /* another set-up, nothing trained yet */
void     lab_session_publish_facts  (LabSession *session);

void     lab_session_changes_follow (LabSession *session);  /* another set-up, a worker trains     */
void     lab_session_changes_flush  (LabSession *session);  /* what is waiting, at once            */
void     lab_session_changes_forget (LabSession *session);

/* The words for a change that holds: "α 1.0 → 0.3". Free with g_free (). */
char    *lab_session_describe_change (const LabTrainingSetup *setup, const LabChange *change);

void     lab_session_apply          (LabSession *session, const LabEvent *event);

void     lab_session_start_worker   (LabSession *session, LabWorkerCommand first);
void     lab_session_drop_worker    (LabSession *session);
