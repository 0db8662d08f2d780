/* lab-session.h - a live training: its data, its thread, and the way its results reach the window
 *
 * The training runs in a thread (lab-training-worker.h); what it measures waits in a queue until
 * lab_session_drain () hands it to the model.
 * No call blocks but lab_session_free (), which joins (a step takes milliseconds).
 */

#pragma once

#include "lab-training-model.h"

typedef struct LabSession LabSession;

/* The model must outlive the session. Main thread, like every call here. */
LabSession *lab_session_new      (LabTrainingModel *model);
void        lab_session_free     (LabSession *session);

/* Reads the data set in the background, so that a start is at once. */
void        lab_session_prepare  (LabSession *session);

/* From the set-up in the model. Resumes if paused; starts anew if finished; if the data isn't there
 * yet, starts as soon as it is.                                                                  */
void        lab_session_start    (LabSession *session);
void        lab_session_pause    (LabSession *session);
void        lab_session_step     (LabSession *session);  /* one step, then paused */

/* Back to step 0: the next start has the same weights, or others after another seed. */
void        lab_session_reset    (LabSession *session);

/* Takes over a new pace from the set-up while running. */
void        lab_session_set_pace (LabSession *session, double steps_per_second);

/* Gives the model all that was measured since the last call; once a frame is enough. Returns
 * whether there is more to come: FALSE while nothing runs.                                      */
gboolean    lab_session_drain    (LabSession *session);
