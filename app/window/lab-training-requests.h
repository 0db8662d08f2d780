/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-requests.h - what other windows ask of the training: data, runs
 *
 * A training that is under way is not thrown away for them: a toast says what to do first.
 */

#pragma once

#include "lab-session.h"
#include "lab-window.h"

/* Installs the actions for data sets and for runs. session must outlive the window's actions. */
void lab_training_requests_install (LabWindow *window, LabSession *session);
