/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run-fixtures.h - the runs in the folder runs beside this file, written by hand: good and bad ones */

#pragma once

/* Puts fresh copies of them, and nothing else, where a program with data_home as its XDG_DATA_HOME
 * looks for its runs.                                                                           */
void run_fixtures_copy (const char *data_home);
