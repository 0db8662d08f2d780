/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-json-writer.c - what is written, letter by letter, and how json-glib reads it */

#include <math.h>
#include <string.h>
#include "lab-json-writer.h"
#include "lab-json.h"

enum { RANDOM_NUMBERS = 20000, RANDOM_TEXTS = 2000, RANDOM_TREES = 500 };

static JsonNode *
read_json (const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
test_layout (void)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *text = NULL;

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_count (json, "count", G_MAXUINT64);
  lab_json_writer_add_integer (json, "integer", G_MININT64);
  lab_json_writer_add_switch (json, "true", 7);
  lab_json_writer_add_switch (json, "false", 0);
  lab_json_writer_add_null (json, "null");
  lab_json_writer_add_text (json, "no \"text\"", NULL);
  lab_json_writer_break_line (json);
  lab_json_writer_begin_array (json, "array");
  lab_json_writer_break_line (json);
  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_end_object (json);
  lab_json_writer_break_line (json);
  lab_json_writer_add_text (json, NULL, "{");
  lab_json_writer_add_text (json, NULL, "[");
  lab_json_writer_add_rounded (json, NULL, 3, 1234.5678);
  lab_json_writer_add_rounded (json, NULL, 3, NAN);
  lab_json_writer_end_array (json);
  lab_json_writer_begin_array (json, "empty");
  lab_json_writer_break_line (json);
  lab_json_writer_end_array (json);
  lab_json_writer_end_object (json);
  lab_json_writer_break_line (json);
  text = lab_json_writer_end (json);
  g_assert_cmpstr (text, ==,
                   "{\"count\":18446744073709551615,\"integer\":-9223372036854775808,\"true\":true,"
                   "\"false\":false,\"null\":null,\"no \\\"text\\\"\":null,\n"
                   "\"array\":[\n {},\n \"{\",\"[\",1.23e+03,null],\"empty\":[]}\n");
}

/* Objects one after the other are lines. */
static void
test_lines (void)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *text = NULL;

  for (int i = 0; i < 3; i++)
    {
      lab_json_writer_begin_object (json, NULL);
      lab_json_writer_add_integer (json, "i", i);
      lab_json_writer_end_object (json);
    }
  text = lab_json_writer_end (json);
  g_assert_cmpstr (text, ==, "{\"i\":0}\n{\"i\":1}\n{\"i\":2}");
}

/* --- Numbers --------------------------------------------------------------------------------- */

static char *
write_number (double value)
{
  LabJsonWriter *json = lab_json_writer_new ();

  lab_json_writer_begin_array (json, NULL);
  lab_json_writer_add_number (json, NULL, value);
  lab_json_writer_end_array (json);
  return lab_json_writer_end (json);
}

static void
test_numbers (void)
{
  static const struct {
    double value;
    const char *text;
  } numbers[] = {
    { 0, "[0]" },
    { -0.0, "[-0]" },
    { 0.1, "[0.1]" },
    { 0.3, "[0.3]" },
    { 1. / 3, "[0.3333333333333333]" },
    { 100, "[100]" },
    { 1e-8, "[1e-08]" },
    { 1e30, "[1e+30]" },
    { 0.1 + 0.2, "[0.30000000000000004]" },
    { 5e-324, "[5e-324]" },
    { 1.7976931348623157e308, "[1.7976931348623157e+308]" },
    { NAN, "[null]" },
    { INFINITY, "[null]" },
    { -INFINITY, "[null]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = write_number (numbers[i].value);

      g_assert_cmpstr (text, ==, numbers[i].text);
    }
}

/* Doubles of any bits; the program prints the seed. json-glib's reader gets the same bits, and no text is
 * longer than that of 17 digits.                                                                 */
static void
test_random_numbers (void)
{
  for (int i = 0; i < RANDOM_NUMBERS; i++)
    {
      guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      double value, found;
      g_autofree char *text = NULL, *longest = NULL;
      g_autoptr (JsonNode) root = NULL;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      text = write_number (value);
      longest = g_strdup_printf ("[%.17g]", value);
      root = read_json (text);
      found = json_array_get_double_element (json_node_get_array (root), 0);
      g_assert_true (memcmp (&found, &value, sizeof value) == 0);
      g_assert_cmpuint (strlen (text), <=, strlen (longest));
    }
}

/* --- Texts ----------------------------------------------------------------------------------- */

static char *
round_trip (const char *text)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *written = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) names = NULL;

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, text, text);
  lab_json_writer_end_object (json);
  written = lab_json_writer_end (json);
  root = read_json (written);
  names = json_object_get_members (json_node_get_object (root));
  g_assert_cmpuint (g_list_length (names), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), names->data), ==,
                   names->data);
  return g_strdup (names->data);
}

static void
append_random_letter (GString *text)
{
  static const gunichar ends[] = { 0x20, 0x80, 0x800, 0x10000, 0x110000 };
  gunichar c = (gunichar) g_test_rand_int_range (1, (gint32) ends[g_test_rand_int_range (0, 5)]);

  if (g_unichar_validate (c))
    g_string_append_unichar (text, c);
}

static void
test_texts (void)
{
  g_autofree char *invalid = round_trip ("a\xff\xfe");

  g_assert_cmpstr (invalid, ==, "a\357\277\275\357\277\275");
  for (int i = 0; i < RANDOM_TEXTS; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *back = NULL;

      for (int n = g_test_rand_int_range (0, 30); n > 0; n--)
        append_random_letter (text);
      back = round_trip (text->str);
      g_assert_cmpstr (back, ==, text->str);
    }
}

/* --- Trees ----------------------------------------------------------------------------------- */

/* The same value by both: the writer's text, read by json-glib, is what json-glib's builder has made. */
static void
add_random (LabJsonWriter *json, JsonBuilder *builder, const char *key, int depth)
{
  int kind = g_test_rand_int_range (0, depth < 6 ? 8 : 6);
  double number = g_test_rand_double_range (-1e3, 1e3) + 0.001;

  if (key != NULL)
    json_builder_set_member_name (builder, key);
  switch (kind)
    {
    case 0:
      lab_json_writer_add_null (json, key);
      json_builder_add_null_value (builder);
      break;
    case 1:
      lab_json_writer_add_switch (json, key, depth % 2);
      json_builder_add_boolean_value (builder, depth % 2);
      break;
    case 2:
      lab_json_writer_add_integer (json, key, (gint64) (number * 1e9));
      json_builder_add_int_value (builder, (gint64) (number * 1e9));
      break;
    case 3:
      lab_json_writer_add_count (json, key, (guint64) fabs (number));
      json_builder_add_int_value (builder, (gint64) fabs (number));
      break;
    case 4:
      lab_json_writer_add_number (json, key, number);
      json_builder_add_double_value (builder, number);
      break;
    case 5:
      lab_json_writer_add_text (json, key, "“\\\"\n");
      json_builder_add_string_value (builder, "“\\\"\n");
      break;
    case 6:
      lab_json_writer_begin_array (json, key);
      json_builder_begin_array (builder);
      for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
        add_random (json, builder, NULL, depth + 1);
      lab_json_writer_end_array (json);
      json_builder_end_array (builder);
      break;
    default:
      lab_json_writer_begin_object (json, key);
      json_builder_begin_object (builder);
      for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
        {
          char name[] = { (char) ('a' + n), '\0' };

          if (g_test_rand_bit ())
            lab_json_writer_break_line (json);
          add_random (json, builder, name, depth + 1);
        }
      lab_json_writer_end_object (json);
      json_builder_end_object (builder);
    }
}

static void
test_random_trees (void)
{
  for (int i = 0; i < RANDOM_TREES; i++)
    {
      LabJsonWriter *json = lab_json_writer_new (), *again = lab_json_writer_new ();
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autoptr (JsonNode) expected = NULL, found = NULL, copied = NULL;
      g_autofree char *text = NULL, *copy = NULL;

      lab_json_writer_begin_array (json, NULL);
      json_builder_begin_array (builder);
      add_random (json, builder, NULL, 1);
      lab_json_writer_end_array (json);
      json_builder_end_array (builder);
      text = lab_json_writer_end (json);
      expected = json_builder_get_root (builder);
      found = read_json (text);
      g_assert_true (json_node_equal (found, expected));

      lab_json_writer_add_node (again, NULL, found);
      copy = lab_json_writer_end (again);
      copied = read_json (copy);
      g_assert_true (json_node_equal (copied, expected));
    }
}

/* As deep as is read, and no deeper. */
static void
test_depth (void)
{
  LabJsonWriter *json = lab_json_writer_new ();
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  for (int i = 0; i < LAB_JSON_WRITER_MOST_DEPTH; i++)
    lab_json_writer_begin_object (json, i > 0 ? "a" : NULL);
  for (int i = 0; i < LAB_JSON_WRITER_MOST_DEPTH; i++)
    lab_json_writer_end_object (json);
  text = lab_json_writer_end (json);
  root = lab_json_parse (text, strlen (text), NULL);
  g_assert_nonnull (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/json-writer/layout", test_layout);
  g_test_add_func ("/lab/json-writer/lines", test_lines);
  g_test_add_func ("/lab/json-writer/numbers", test_numbers);
  g_test_add_func ("/lab/json-writer/random-numbers", test_random_numbers);
  g_test_add_func ("/lab/json-writer/texts", test_texts);
  g_test_add_func ("/lab/json-writer/random-trees", test_random_trees);
  g_test_add_func ("/lab/json-writer/depth", test_depth);
  return g_test_run ();
}
