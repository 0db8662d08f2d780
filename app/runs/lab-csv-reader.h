/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-csv-reader.h - a run's table, line by line and field by field
 *
 * For files of any length: one part of the file is in memory at a time. A last line that was cut off
 * is left out, since that is what an interruption leaves. Any thread.
 */

#pragma once

#include <glib.h>

typedef struct LabCsvReader LabCsvReader;

/* A file of run id; NULL and LAB_ERROR_DATA if it is missing. */
LabCsvReader *lab_csv_reader_open   (const char *id, const char *file, GError **error);

/* The same from the first line on that begins in the last most bytes. */
LabCsvReader *lab_csv_reader_open_end (const char *id, const char *file, gsize most,
                                       GError **error);
void          lab_csv_reader_free   (LabCsvReader *self);

/* The next line without its end, to be changed at will until the next call; NULL after the last one.
 * A line that is longer than any of ours comes in pieces, none of which makes sense.             */
char         *lab_csv_reader_next   (LabCsvReader *self);

/* After the last line: FALSE and LAB_ERROR_DATA if it was the last because of the disk. */
gboolean      lab_csv_reader_check  (LabCsvReader *self, GError **error);

/* Cuts line at its commas, those within quotation marks ("pelu:1,2") left alone, and says how many
 * fields that gave. What comes after the first most of them stays as it is.                      */
int           lab_csv_split         (char *line, char **field, int most);

/* All of text as a number; empty is NaN. */
gboolean      lab_csv_read_number   (const char *text, double *value);

/* All of text as a whole number from 0 to most. */
gboolean      lab_csv_read_count    (const char *text, guint64 most, guint64 *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCsvReader, lab_csv_reader_free)
