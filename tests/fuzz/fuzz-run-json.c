/* fuzz-run-json.c - a run.json of whatever bytes
 *
 * What is read must be such that it can be written, and then comes back as it was written.
 */

#include <string.h>

#include "fuzz.h"
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

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  LabRunRecord *record = lab_run_record_parse ("a", (const char *) data, size);

  fuzz_expect (record->name != NULL && record->n_results <= LAB_MAX_CONTESTANTS);
  fuzz_expect (record->has_setup || record->setup_problem != NULL || record->problem != NULL);
  if (record->has_setup && record->problem == NULL)
    expect_round_trip (record);
  lab_run_record_free (record);
  return 0;
}
