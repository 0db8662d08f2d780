/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-actions.h - what the window's buttons, menus and keys do
 *
 * Widgets name actions; this file gives them their meaning, and keeps the live training's results
 * flowing into the window while there are any.
 */

#pragma once

#include "lab-session.h"
#include "lab-window.h"

typedef struct LabActions LabActions;

/* Adds the actions to the window, and their keys to its application. */
LabActions *lab_actions_new (LabWindow *window, LabSession *session);

/* Before the window is gone; its actions must not be activated after that, or after the session has
 * ended, which may be before.                                                                   */
void lab_actions_free (LabActions *actions);
