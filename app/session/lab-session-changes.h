/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-changes.h - a change of what is trained, in words */

#pragma once

#include "lab-training-mailbox.h"
#include "lab-training-setup.h"

/* The words for a change that holds: "α 1.0 → 0.3". Free with g_free (). */
char *lab_session_describe_change (const LabTrainingSetup *setup, const LabChange *change);
