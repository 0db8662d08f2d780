/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session.h - a live training: its data, its thread, and the way its results reach the window
 *
 * The training runs in a thread (lab-training-worker.h); what it measures waits in a queue until
 * lab_session_drain () hands it to the model. The session follows the model's set-up: reads the data
 * that it names, says in the model's facts what it amounts to, and passes on what is changed while
 * it trains. No call waits but the last g_object_unref (), which joins (a step takes milliseconds).
 */

#pragma once

#include "lab-data-store.h"
#include "lab-run-record.h"
#include "lab-session-record.h"
#include "lab-session-state.h"
#include "lab-training-model.h"

#define LAB_TYPE_SESSION (lab_session_get_type ())
G_DECLARE_FINAL_TYPE (LabSession, lab_session, LAB, SESSION, GObject)

/* Properties: "state", a LabSessionState, and "message", a sentence on why it has failed, or NULL, are
 * read; "looked-at" is the step that the person looks back at, whose state is kept meanwhile, or -1. The
 * model shows all three. Main thread, like every call here.                                      */
LabSession *lab_session_new      (LabTrainingModel *model);

/* Any of the actions below does nothing in a state that does not allow it (lab-session-state.h). */
LabSessionState lab_session_get_state (LabSession *session);
const char *lab_session_get_message   (LabSession *session);
gint64      lab_session_get_looked_at (LabSession *session);
void        lab_session_set_looked_at (LabSession *session, gint64 step);
gboolean    lab_session_allows   (LabSession *session, LabSessionAction action);

/* Reads the data set in the background, so that a start is at once. */
void        lab_session_prepare  (LabSession *session);

/* Takes over a preset with all its settings, or data; as if the person had edited the set-up. A model
 * that doesn't fit the images of the new data gives way to a preset that does.                   */
void        lab_session_choose_preset (LabSession *session, const char *name);
void        lab_session_choose_data   (LabSession *session, const char *spec);

/* A reference of the data that the set-up names, if they have been read already, or NULL. */
LabData    *lab_session_ref_data (LabSession *session);

/* From the set-up in the model. Goes on if paused; starts anew if finished; if the data isn't there
 * yet, starts as soon as it is.                                                                  */
void        lab_session_start    (LabSession *session);
void        lab_session_pause    (LabSession *session);
void        lab_session_step     (LabSession *session);  /* one step, then paused */

/* Ends the run here: the test images are looked at, as at the end. */
void        lab_session_stop     (LabSession *session);

/* Back to step 0: the next start has the same weights. What was about to start or to be resumed is
 * not.                                                                                          */
void        lab_session_reset    (LabSession *session);

/* The same with another seed; one that was running starts again. */
void        lab_session_new_seed (LabSession *session, guint64 seed);

/* Goes on from the last state kept at that step or before: what came after it is forgotten, alphas
 * and rates are what they were then, and it is paused. Not at step 0.                            */
void        lab_session_branch   (LabSession *session, guint64 step);

/* Keeps each run on disk from its first step (lab-run-recorder.h). changed is called whenever another
 * run is the current one. Without this call nothing is written.                                 */
void        lab_session_set_recording (LabSession *session, LabRunChanged changed, gpointer data);

/* The run under way has another name. */
void        lab_session_rename_run (LabSession *session, const char *name);

/* In place of what is shown: a run as it ended; or a run that was interrupted, to go on with, paused,
 * once its data and its last checkpoint are read.                                                */
void        lab_session_show_run (LabSession *session, const LabRunRecord *record,
                                  LabRunCurves *curves);
void        lab_session_resume   (LabSession *session, const LabRunRecord *record);

/* Before the program ends: pauses, and has the state written to disk. lab_session_drain () is to be
 * called until it returns FALSE, and lab_session_is_written () until it returns TRUE or the model's
 * facts have a notice that says why not.                                                        */
void        lab_session_finish   (LabSession *session);

/* All runs of this session are on disk as far as they were trained, and paused or at their end. */
gboolean    lab_session_is_written (LabSession *session);

/* Gives the model all that was measured since the last call; once a frame is enough. Returns
 * whether there is more to come: FALSE while nothing runs.                                      */
gboolean    lab_session_drain    (LabSession *session);
