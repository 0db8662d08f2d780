/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-json.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"

/* All that JSON has outside strings. json-glib reads more than JSON: comments, texts in single quotes,
 * assignments. A quotation mark in one of these would make brackets look quoted to deepest ().   */
static gboolean
is_json (char c)
{
  return c != '\0' && strchr ("{}[]:, \t\r\n+-.0123456789eEtrufalsn", c) != NULL;
}

/* The depth of brackets outside strings, or -1 where something stands there that is no JSON: enough
 * to know before a recursive parser is let loose on it.                                          */
static int
deepest (const char *text, gsize length)
{
  int depth = 0, most = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && !is_json (text[i]))
      return -1;
    else if (!quoted && (text[i] == '{' || text[i] == '['))
      {
        depth++;
        most = MAX (most, depth);
      }
    else if (!quoted && (text[i] == '}' || text[i] == ']'))
      depth--;
  return most;
}

JsonNode *
lab_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  int depth = length <= LAB_JSON_MOST_BYTES ? deepest (text, length) : G_MAXINT;
  JsonNode *root;

  if (depth > LAB_JSON_MOST_DEPTH)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA,
                           _("it is larger or more deeply nested than any that was written here"));
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA, _("it is not text"));
      return NULL;
    }
  if (depth < 0 || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA, _("it breaks off, or is no JSON"));
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return json_node_copy (root);
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_DATA, _("it is empty or holds something else"));
  return NULL;
}

static JsonNode *
get_value (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

const char *
lab_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

double
lab_json_get_number (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;
}

gint64
lab_json_get_count (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = get_value (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64
                 && json_node_get_int (node) >= 0
             ? json_node_get_int (node)
             : otherwise;
}

JsonObject *
lab_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
lab_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
lab_json_get_item (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

gboolean
lab_json_get_switch (JsonObject *object, const char *name, gboolean *value)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}
