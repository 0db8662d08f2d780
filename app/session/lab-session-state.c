/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-state.c - the table */

#include "lab-session-state.h"

enum { AS_BEFORE = -1 };

/* The actions by letters, in the order of LabSessionAction: Start, sTep, Pause, stOp, Branch, Reset,
 * replacE, Choose, eDit, cHange, Finish.                                                        */
static const char letters[LAB_SESSION_N_ACTIONS] = "STPOBRECDHF";

static const struct {
  const char *allowed;
  gboolean busy;
  int shown; /* a LabTrainingState, or AS_BEFORE */
} states[LAB_SESSION_N_STATES] = {
  [LAB_SESSION_READY] = { "ST   RECD  ", FALSE, LAB_TRAINING_READY },
  [LAB_SESSION_LOADING] = { "S    R  D  ", TRUE, LAB_TRAINING_LOADING },
  [LAB_SESSION_RESUMING] = { "     R     ", TRUE, LAB_TRAINING_LOADING },
  [LAB_SESSION_RUNNING] = { "  POBR   HF", TRUE, LAB_TRAINING_RUNNING },
  [LAB_SESSION_SETTLING] = { "ST OBR   HF", TRUE, LAB_TRAINING_PAUSED },
  [LAB_SESSION_ENDING] = { "     R     ", TRUE, AS_BEFORE },
  [LAB_SESSION_GOING_BACK] = { "     R     ", TRUE, AS_BEFORE },
  [LAB_SESSION_PAUSED] = { "ST OBR   HF", FALSE, LAB_TRAINING_PAUSED },
  [LAB_SESSION_FINISHED] = { "S   BRE    ", FALSE, LAB_TRAINING_FINISHED },
  [LAB_SESSION_FAILED] = { "S    RECD  ", FALSE, LAB_TRAINING_FAILED },
};

gboolean
lab_session_state_allows (LabSessionState state, LabSessionAction action)
{
  return states[state].allowed[action] == letters[action];
}

gboolean
lab_session_state_is_busy (LabSessionState state)
{
  return states[state].busy;
}

LabTrainingState
lab_session_state_shown (LabSessionState state, LabTrainingState before)
{
  return states[state].shown == AS_BEFORE ? before : (LabTrainingState) states[state].shown;
}
