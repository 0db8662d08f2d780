/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-json-writer.h - JSON, written piece by piece
 *
 * Commas, quotation marks and escapes are the writer's; the caller says what stands where. Numbers get
 * the shortest text that reads back as the same double, since json-glib's generator makes
 * 0.10000000000000001 of 0.1. Keys are NULL in an array and outside of everything, and text elsewhere;
 * a mistake in this, or brackets that do not match, end the program as an assertion does. What is
 * written outside of everything is separated by line feeds, so that several objects are JSON lines.
 */

#pragma once

#include <json-glib/json-glib.h>

/* So deep that lab_json_parse () still reads it. */
enum { LAB_JSON_WRITER_MOST_DEPTH = 32 };

typedef struct LabJsonWriter LabJsonWriter;

LabJsonWriter *lab_json_writer_new (void);
void lab_json_writer_free (LabJsonWriter *self);

/* The text, when all brackets are closed; frees the writer. Free with g_free (). */
char *lab_json_writer_end (LabJsonWriter *self);

void lab_json_writer_begin_object (LabJsonWriter *self, const char *key);
void lab_json_writer_end_object (LabJsonWriter *self);
void lab_json_writer_begin_array (LabJsonWriter *self, const char *key);
void lab_json_writer_end_array (LabJsonWriter *self);

/* text that is not UTF-8 is replaced by what is, and NULL by null; so is what is no finite number.
 * rounded: to so many significant digits, 1 to 17.                                               */
void lab_json_writer_add_text (LabJsonWriter *self, const char *key, const char *text);
void lab_json_writer_add_number (LabJsonWriter *self, const char *key, double value);
void lab_json_writer_add_rounded (LabJsonWriter *self, const char *key, int digits, double value);
void lab_json_writer_add_count (LabJsonWriter *self, const char *key, guint64 value);
void lab_json_writer_add_integer (LabJsonWriter *self, const char *key, gint64 value);
void lab_json_writer_add_switch (LabJsonWriter *self, const char *key, gboolean value);
void lab_json_writer_add_null (LabJsonWriter *self, const char *key);

/* Something that was read, with all that is in it. */
void lab_json_writer_add_node (LabJsonWriter *self, const char *key, JsonNode *node);

/* What comes next begins a new line, indented by a blank for each bracket but the first that is open; at
 * the end, the text ends with a line feed.                                                       */
void lab_json_writer_break_line (LabJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabJsonWriter, lab_json_writer_free)
