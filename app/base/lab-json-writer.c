/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-json-writer.c - text that grows, and the brackets that are open */

#include "lab-json-writer.h"

#include <math.h>
#include "lab-number.h"

struct LabJsonWriter {
  GString *text;
  char closing[LAB_JSON_WRITER_MOST_DEPTH]; /* of each bracket that is open */
  int depth;
  gboolean breaks; /* before the next value        */
};

LabJsonWriter *
lab_json_writer_new (void)
{
  LabJsonWriter *self = g_new0 (LabJsonWriter, 1);

  self->text = g_string_new (NULL);
  return self;
}

void
lab_json_writer_free (LabJsonWriter *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_free (self);
}

char *
lab_json_writer_end (LabJsonWriter *self)
{
  char *text;

  g_assert (self->depth == 0);
  if (self->breaks)
    g_string_append_c (self->text, '\n');
  text = g_string_free (self->text, FALSE);
  g_free (self);
  return text;
}

void
lab_json_writer_break_line (LabJsonWriter *self)
{
  self->breaks = TRUE;
}

static void
append_quoted (GString *json, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (json, '"');
  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (json, "\\%c", *p);
    else if (g_ascii_iscntrl (*p))
      g_string_append_printf (json, "\\u%04x", (guchar) *p);
    else
      g_string_append_c (json, *p);
  g_string_append_c (json, '"');
}

static gboolean
is_in_object (const LabJsonWriter *self)
{
  return self->depth > 0 && self->closing[self->depth - 1] == '}';
}

/* The separator from what stands before, and the key. */
static void
begin_value (LabJsonWriter *self, const char *key)
{
  GString *text = self->text;
  char last = text->len > 0 ? text->str[text->len - 1] : '\0';

  g_assert ((key != NULL) == is_in_object (self));
  if (text->len > 0 && last != '{' && last != '[')
    g_string_append_c (text, self->depth > 0 ? ',' : '\n');
  if (self->breaks)
    g_string_append_printf (text, "\n%*s", MAX (self->depth - 1, 0), "");
  self->breaks = FALSE;
  if (key == NULL)
    return;
  append_quoted (text, key);
  g_string_append_c (text, ':');
}

static void
add_plain (LabJsonWriter *self, const char *key, const char *value)
{
  begin_value (self, key);
  g_string_append (self->text, value);
}

static void
begin_bracket (LabJsonWriter *self, const char *key, const char *opening, char closing)
{
  g_assert (self->depth < LAB_JSON_WRITER_MOST_DEPTH);
  add_plain (self, key, opening);
  self->closing[self->depth++] = closing;
}

static void
end_bracket (LabJsonWriter *self, char closing)
{
  g_assert (self->depth > 0 && self->closing[self->depth - 1] == closing);
  self->depth--;
  self->breaks = FALSE;
  g_string_append_c (self->text, closing);
}

void
lab_json_writer_begin_object (LabJsonWriter *self, const char *key)
{
  begin_bracket (self, key, "{", '}');
}

void
lab_json_writer_end_object (LabJsonWriter *self)
{
  end_bracket (self, '}');
}

void
lab_json_writer_begin_array (LabJsonWriter *self, const char *key)
{
  begin_bracket (self, key, "[", ']');
}

void
lab_json_writer_end_array (LabJsonWriter *self)
{
  end_bracket (self, ']');
}

void
lab_json_writer_add_null (LabJsonWriter *self, const char *key)
{
  add_plain (self, key, "null");
}

void
lab_json_writer_add_text (LabJsonWriter *self, const char *key, const char *text)
{
  if (text == NULL)
    {
      lab_json_writer_add_null (self, key);
      return;
    }
  begin_value (self, key);
  append_quoted (self->text, text);
}

void
lab_json_writer_add_number (LabJsonWriter *self, const char *key, double value)
{
  char number[LAB_NUMBER_SIZE];

  add_plain (self, key, isfinite (value) ? lab_number_format_shortest (number, value) : "null");
}

void
lab_json_writer_add_rounded (LabJsonWriter *self, const char *key, int digits, double value)
{
  char number[LAB_NUMBER_SIZE];

  add_plain (self, key, isfinite (value) ? lab_number_format (number, digits, value) : "null");
}

void
lab_json_writer_add_count (LabJsonWriter *self, const char *key, guint64 value)
{
  begin_value (self, key);
  g_string_append_printf (self->text, "%" G_GUINT64_FORMAT, value);
}

void
lab_json_writer_add_integer (LabJsonWriter *self, const char *key, gint64 value)
{
  begin_value (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
lab_json_writer_add_switch (LabJsonWriter *self, const char *key, gboolean value)
{
  add_plain (self, key, value ? "true" : "false");
}

/* --- What was read --------------------------------------------------------------------------- */

static void
add_value (LabJsonWriter *self, const char *key, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    lab_json_writer_add_text (self, key, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    lab_json_writer_add_switch (self, key, json_node_get_boolean (node));
  else if (type == G_TYPE_INT64)
    lab_json_writer_add_integer (self, key, json_node_get_int (node));
  else
    lab_json_writer_add_number (self, key, json_node_get_double (node));
}

static void
member_cb (JsonObject *object, const char *name, JsonNode *node, gpointer self)
{
  lab_json_writer_add_node (self, name, node);
}

static void
element_cb (JsonArray *array, guint i, JsonNode *node, gpointer self)
{
  lab_json_writer_add_node (self, NULL, node);
}

void
lab_json_writer_add_node (LabJsonWriter *self, const char *key, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      lab_json_writer_begin_object (self, key);
      json_object_foreach_member (json_node_get_object (node), member_cb, self);
      lab_json_writer_end_object (self);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      lab_json_writer_begin_array (self, key);
      json_array_foreach_element (json_node_get_array (node), element_cb, self);
      lab_json_writer_end_array (self);
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    add_value (self, key, node);
  else
    lab_json_writer_add_null (self, key);
}
