/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-desktop.h - how a training gets on with the desktop
 *
 * It keeps the computer awake, says that it has ended when nobody looks, is asked about before its
 * window closes, and finds its set-up and its last run again at the next start.
 */

#pragma once

#include "lab-run-actions.h"
#include "lab-session.h"
#include "lab-window.h"

typedef struct LabDesktop LabDesktop;

/* Begins to record runs, and says to the actions for runs which is the current one. All four must
 * outlive it.                                                                                   */
LabDesktop *lab_desktop_new     (LabWindow *window, LabSession *session, GSettings *settings,
                                 LabRunActions *runs);
void        lab_desktop_free    (LabDesktop *desktop);

/* The set-up of last time, before the window is shown; and its run, once it is. */
void        lab_desktop_restore_setup (LabDesktop *desktop);
void        lab_desktop_restore_run   (LabDesktop *desktop);
