/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-log.h - a file of lines that grows, and loses none when the disk is full
 *
 * Lines wait in memory until they are written. A write that fails halfway is undone before the next
 * one, so the file has whole lines only; one that a crash has cut is taken off when the file is gone
 * on with. One thread at a time.
 */

#pragma once

#include <glib.h>

typedef struct {
  char *path;
  int fd;                /* -1 until something is written                                      */
  gint64 length;         /* of what is known to be whole                                       */
  gboolean ragged;       /* there may be more in the file than that                            */
  GString *waiting;
  guint n_waiting;       /* lines                                                              */
} LabRunLog;

/* Nothing is written yet. length: of an old file that stays, whatever it has behind that goes. */
void     lab_run_log_init  (LabRunLog *log, const char *path, gint64 length);
void     lab_run_log_clear (LabRunLog *log);

/* text: one whole line or more; n_lines of them. */
void     lab_run_log_add   (LabRunLog *log, const char *text, guint n_lines);

/* Takes off what is behind the whole lines and writes what waits; with sync also to the disk itself. On failure it still waits. */
gboolean lab_run_log_flush (LabRunLog *log, gboolean sync, GError **error);

/* The first length bytes of fd, which are whole lines, to the file and in front of all else: nothing was
 * added yet but what comes in their place. After a failure it goes on where it was. fd may be -1 with
 * length 0.                                                                                     */
gboolean lab_run_log_copy  (LabRunLog *log, int fd, gint64 length, GError **error);

/* Where the lines end that belong to a run up to this step: those whose first field is at most step,
 * and the header. Lines of later steps come behind them all. So do those whose fourth field is closing
 * (NULL: none), which end a run and come anew when it has gone on. *seconds: the third field of the
 * line with the highest step that stays, 0 if there is none. 0 if fd is -1.                       */
gint64   lab_run_log_find_end (int fd, guint64 step, const char *closing, double *seconds);
