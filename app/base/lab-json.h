/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-json.h - JSON that somebody else may have written: bounded, and asked with care
 *
 * json-glib follows any depth until the stack ends, accepts comments and other things that are no
 * JSON, and prints a warning about a member of another type. What is read here is checked for size,
 * depth and foreign characters first, and a member of another type counts as missing.
 */

#pragma once

#include <json-glib/json-glib.h>

enum { LAB_JSON_MOST_BYTES = 16 << 20, LAB_JSON_MOST_DEPTH = 32 };

/* An object, or NULL and LAB_ERROR_DATA, whose message is the end of a sentence ("it is not text").
 * text need not end with a zero byte.                                                           */
JsonNode   *lab_json_parse      (const char *text, gsize length, GError **error);

/* Members of object, which may be NULL: then, and where there is no such member of that type, they
 * return NULL, NaN or otherwise. What is returned belongs to object.                            */
const char *lab_json_get_string (JsonObject *object, const char *name);
double      lab_json_get_number (JsonObject *object, const char *name);
gint64      lab_json_get_count  (JsonObject *object, const char *name, gint64 otherwise);
JsonObject *lab_json_get_object (JsonObject *object, const char *name);
JsonArray  *lab_json_get_array  (JsonObject *object, const char *name);

/* Element i of array, if it is an object. */
JsonObject *lab_json_get_item   (JsonArray *array, guint i);

/* FALSE if there is no true or false of that name. */
gboolean    lab_json_get_switch (JsonObject *object, const char *name, gboolean *value);
