/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-main.h - what main () asks: a command, or the window?
 *
 * A command reports a failure as a GError; how that becomes a line on stderr and an exit status is
 * decided once, here: 2 for what was typed, 1 for the rest.
 */

#pragma once

enum { LAB_EXIT_OK, LAB_EXIT_FAILURE, LAB_EXIT_USAGE, LAB_COMMAND_WINDOW = -1 };

/* Runs the command that argv names, or --help or --version, and returns the exit status. Returns
 * LAB_COMMAND_WINDOW if argv asks for the window instead; argv is not changed.                  */
int lab_command_main              (int argc, char **argv);

/* Says on stderr that there is no display and which commands need none; returns the exit status. */
int lab_command_report_no_display (void);
