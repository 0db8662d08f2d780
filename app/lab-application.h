/* lab-application.h - elu-lab with a window */

#pragma once

/* Runs until the window is closed; returns the exit status, 2 if there is no display. With
 * --exit-after-startup the window is closed after its first frame, and the seconds that it took are
 * printed.                                                                                      */
int lab_application_run (int argc, char **argv);
