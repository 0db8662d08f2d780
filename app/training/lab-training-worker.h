/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-worker.h - the thread of a live training
 *
 * It owns its trainer and touches no widget: what it is told and what it measures goes through its
 * mailbox.
 */

#pragma once

#include "lab-training-mailbox.h"
#include "lab-training-plan.h"

/* Starts the thread with its first command; *thread is to be joined, after it was told to quit. plan
 * is copied. Unref the mailbox when it is done with; the thread lives on until it quits. NULL without
 * memory for the copy of plan's start.                                                           */
LabMailbox *lab_worker_start (const LabTrainingPlan *plan, LabWorkerCommand first, GThread **thread);
