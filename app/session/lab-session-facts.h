/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-facts.h - what a session has found out, for the page to show
 *
 * The parts of a session write into it what they know, and publish it when they are done.
 */

#pragma once

#include "lab-training-model.h"

typedef struct LabSessionFacts LabSessionFacts;

/* Takes a reference of the model. */
LabSessionFacts  *lab_session_facts_new     (LabTrainingModel *model);
void              lab_session_facts_free    (LabSessionFacts *self);

/* To be changed; what it points to is its own. */
LabTrainingFacts *lab_session_facts_get     (LabSessionFacts *self);

/* Hands a copy to the model. */
void              lab_session_facts_publish (LabSessionFacts *self);
