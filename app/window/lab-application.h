/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-application.h - elu-lab with a window */

#pragma once

enum { LAB_APPLICATION_NO_DISPLAY = -1 };

/* Runs until the window is closed; returns the exit status, or LAB_APPLICATION_NO_DISPLAY and has said
 * nothing. With --exit-after-startup the window is closed after its first frame, and the seconds that it
 * took are printed.                                                                             */
int lab_application_run (int argc, char **argv);
