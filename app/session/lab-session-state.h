/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-state.h - what a session is doing, and what may be asked of it meanwhile
 *
 * One table says in which states each action is taken; what is not in it does nothing. Plain values.
 */

#pragma once

#include "lab-training-model.h"

typedef enum {
  LAB_SESSION_READY,      /* nothing trained yet                                                 */
  LAB_SESSION_LOADING,    /* told to start; reads the data first                                 */
  LAB_SESSION_RESUMING,   /* reads a run's data and checkpoint, to go on with it                 */
  LAB_SESSION_RUNNING,
  LAB_SESSION_SETTLING,   /* told to pause; the step under way is still to come                  */
  LAB_SESSION_ENDING,     /* told to stop: the test images are looked at                         */
  LAB_SESSION_GOING_BACK, /* told to branch off                                                  */
  LAB_SESSION_PAUSED,
  LAB_SESSION_FINISHED,
  LAB_SESSION_FAILED,     /* the message says why                                                */
  LAB_SESSION_N_STATES
} LabSessionState;

typedef enum {
  LAB_SESSION_START,
  LAB_SESSION_STEP,
  LAB_SESSION_PAUSE,
  LAB_SESSION_STOP,
  LAB_SESSION_BRANCH,
  LAB_SESSION_RESET,
  LAB_SESSION_REPLACE,    /* show or resume a recorded run                                       */
  LAB_SESSION_CHOOSE,     /* another preset or data set                                          */
  LAB_SESSION_EDIT,       /* the set-up, before it is trained                                    */
  LAB_SESSION_CHANGE,     /* what can be changed while it is trained                             */
  LAB_SESSION_FINISH,     /* before the program ends                                             */
  LAB_SESSION_N_ACTIONS
} LabSessionAction;

gboolean lab_session_state_allows  (LabSessionState state, LabSessionAction action);

/* Whether there is, or may be, more to come by itself. */
gboolean lab_session_state_is_busy (LabSessionState state);

/* What the page shows of it; before: what it shows now, which some states leave as it is. */
LabTrainingState lab_session_state_shown (LabSessionState state, LabTrainingState before);
