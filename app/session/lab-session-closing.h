/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-closing.h - runs that have ended and are not all on disk yet
 *
 * Each stays open, and goes on trying, until all of it is written or the program ends. Main thread; no
 * call waits but lab_session_closing_free ().
 */

#pragma once

#include "lab-run-recorder.h"

typedef struct LabSessionClosing LabSessionClosing;

/* looked is called after each look of its own, as long as there are any. */
LabSessionClosing *lab_session_closing_new  (void (*looked) (gpointer data), gpointer data);
void               lab_session_closing_free (LabSessionClosing *self);

/* Takes over recorder. */
void               lab_session_closing_add  (LabSessionClosing *self, LabRunRecorder *recorder);

/* Gives it back; NULL if it is on disk already. */
LabRunRecorder    *lab_session_closing_take (LabSessionClosing *self, const char *id);

/* Lets go of what is on disk. Returns whether nothing is left. */
gboolean           lab_session_closing_look (LabSessionClosing *self);

/* As lab_run_recorder_get_problem (), of the first one that has one. */
char              *lab_session_closing_get_problem (LabSessionClosing *self);
