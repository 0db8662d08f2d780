/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-runner.h - runs the built elu-lab as a person would from a terminal without a display
 *
 * The path of the executable comes from the environment (ELU_LAB). Output is collected whole.
 */

#pragma once

#include <gio/gio.h>

typedef struct {
  int status;         /* exit status, or -1 if a signal ended it   */
  char *out, *err;
} Ran;

/* arguments: as typed after elu-lab, parted by single blanks. input may be NULL. */
Ran  run_command (const char *arguments, const char *input);
void ran_clear   (Ran *ran);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ran, ran_clear)

/* A child that is to be looked at while it runs; its stdout is a pipe. */
GSubprocess *start_command (const char *arguments);

/* That the command ends with this status, prints nothing on stdout and one line on stderr that
 * begins with prefix and says so.                                                              */
void assert_fails (const char *arguments, int status, const char *prefix, const char *says);
