/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-run-json.c - a run.json of whatever bytes
 *
 * What is read must be such that it can be written, and then comes back as it was written. Nothing
 * that is nested more deeply than the guard allows gets past it.
 */

#include <string.h>

#include "fuzz.h"
#include "lab-json.h"
#include "lab-run-json.h"

static void
expect_round_trip (const LabRunRecord *record)
{
  char *text = lab_run_json_format (record), *again;
  LabRunRecord *back = lab_run_record_parse (record->id, text, strlen (text));

  fuzz_expect (back->problem == NULL && back->has_setup);
  again = lab_run_json_format (back);
  fuzz_expect (strcmp (text, again) == 0);
  lab_run_record_free (back);
  g_free (again);
  g_free (text);
}

static int depth_of (JsonNode *node);

static void
see_member (JsonObject *object, const char *name, JsonNode *node, gpointer most)
{
  const int depth = depth_of (node);

  *(int *) most = MAX (*(int *) most, depth);
}

static void
see_element (JsonArray *array, guint i, JsonNode *node, gpointer most)
{
  const int depth = depth_of (node);

  *(int *) most = MAX (*(int *) most, depth);
}

static int
depth_of (JsonNode *node)
{
  int most = 0;

  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), see_member, &most);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), see_element, &most);
  else
    return 0;
  return 1 + most;
}

static void
expect_shallow (const uint8_t *data, size_t size)
{
  g_autoptr (JsonNode) root = lab_json_parse ((const char *) data, size, NULL);

  fuzz_expect (root == NULL || depth_of (root) <= LAB_JSON_MOST_DEPTH);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  LabRunRecord *record = lab_run_record_parse ("a", (const char *) data, size);

  expect_shallow (data, size);
  fuzz_expect (record->name != NULL && record->n_results <= LAB_MAX_CONTESTANTS);
  fuzz_expect (record->has_setup || record->setup_problem != NULL || record->problem != NULL);
  if (record->has_setup && record->problem == NULL)
    expect_round_trip (record);
  lab_run_record_free (record);
  return 0;
}
