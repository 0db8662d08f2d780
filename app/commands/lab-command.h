/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command.h - the commands of elu-lab: what needs no window */

#pragma once

#include <glib.h>

/* The commands. context has their usage and summary; they add their options, parse arguments with
 * it and do their work.                                                                         */
gboolean lab_command_bench (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_data  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_eval  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_plot  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_runs  (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_train (GOptionContext *context, char ***arguments, GError **error);
gboolean lab_command_sweep (GOptionContext *context, char ***arguments, GError **error);

/* Adds entries and parses. Where help is asked for, prints it and fails with LAB_ERROR_HELP. */
gboolean lab_command_parse_options (GOptionContext *context, const GOptionEntry *entries,
                                    char ***arguments, GError **error);

/* Likewise, with the list of functions in the help. */
gboolean lab_command_parse         (GOptionContext *context, const GOptionEntry *entries,
                                    char ***arguments, GError **error);
