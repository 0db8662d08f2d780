/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-actions.h - what the window's buttons, menus and keys do
 *
 * Widgets name actions; this file gives them their meaning, and keeps the live training's results
 * flowing into the window while there are any.
 */

#pragma once

#include "lab-session.h"
#include "lab-window.h"

/* Adds the actions to the window, and their keys to its application. The session must outlive the
 * window.                                                                                       */
void lab_actions_install (LabWindow *window, LabSession *session);
