/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-watch.h - says when the runs on disk have changed, a moment later and not too often */

#pragma once

#include "lab-run-store.h"

typedef struct LabRunWatch LabRunWatch;

/* changed is called on the main thread, at most twice a second, until lab_run_watch_free (). */
LabRunWatch *lab_run_watch_new    (void (*changed) (gpointer data), gpointer data);
void         lab_run_watch_free   (LabRunWatch *watch);

/* Which of the runs are looked into: those that are not finished change from within. */
void         lab_run_watch_follow (LabRunWatch *watch, GPtrArray *records);
