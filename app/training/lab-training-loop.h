/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-loop.h - what the thread of a live training does, from its first step to its last */

#pragma once

#include "lab-training-mailbox.h"
#include "lab-training-plan.h"

/* Returns when it is told to quit, or the engine has refused. */
void    lab_training_loop_run      (LabMailbox *mailbox, const LabTrainingPlan *plan);
