/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-progress-bar.h - how far a command has come, on a terminal
 *
 * One line on stderr that is drawn over and over, and only if stderr is a terminal. What is printed
 * in between clears it first; it comes back with the next progress.
 */

#pragma once

#include <glib.h>

typedef struct {
  gboolean shown;  /* stderr is a terminal                           */
  gint64 drawn;    /* when, in microseconds; 0: it is not on screen  */
} LabProgressBar;

void     lab_progress_bar_init  (LabProgressBar *bar);

/* Whether it is time to draw again, which is ten times a second. */
gboolean lab_progress_bar_is_due (const LabProgressBar *bar);

/* fraction: of all the work, 0 .. 1. text: what is being done, translated. */
void     lab_progress_bar_draw  (LabProgressBar *bar, double fraction, const char *text);
void     lab_progress_bar_clear (LabProgressBar *bar);
