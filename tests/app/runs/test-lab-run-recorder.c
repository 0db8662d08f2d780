/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-recorder.c - a run on disk, letter by letter, and how it goes on from there */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "lab-run-metrics.h"
#include "recorded-runs.h"

/* --- Good disks ------------------------------------------------------------------------------ */

static const char metrics_text[] = "step,epoch,seconds,set,contestant,activation,loss,accuracy\n"
                                   "1,0.5,0.125,train,0,elu:1,2.5,0.125\n"
                                   "1,0.5,0.125,train,1,relu,0.333333333,1\n"
                                   "1,0.5,0.125,train,2,gelu,,\n"
                                   "2,1,0.25,train,0,elu:0.3,1e-09,0.5\n"
                                   "2,1,0.25,validation,0,elu:0.3,1.5,0.75\n"
                                   "2,1,0.5,test,0,elu:0.3,1.25,0.625\n";

static void
test_metrics (void)
{
  LabRunRecorder *recorder = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder)), *text = NULL;
  g_autoptr (LabRunRecord) record = NULL;

  lab_run_recorder_add_step (recorder, 0, 1, 0.5, 0.125, 2.5, 0.125);
  lab_run_recorder_add_step (recorder, 1, 1, 0.5, 0.125, 1. / 3, 1);
  lab_run_recorder_add_step (recorder, 2, 1, 0.5, 0.125, NAN, NAN);
  lab_run_recorder_set_diverged (recorder, 2, 1);
  lab_run_recorder_add_event (recorder, 1, "alpha", 0, 1, 0.3, "α: 1 → 0.3");
  lab_run_recorder_add_step (recorder, 0, 2, 1, 0.25, 1e-9, 0.5);
  lab_run_recorder_add_validation (recorder, 0, 2, 1, 0.25, 1.5, 0.75);
  lab_run_recorder_add_test (recorder, 0, 2, 1, 0.5, 1.25, 0.625);
  lab_run_recorder_set_state (recorder, LAB_RUN_FINISHED);
  assert_closed (recorder);

  g_assert_cmpstr (text = read_of (id, "metrics.csv"), ==, metrics_text);
  record = lab_run_record_load (id);
  g_assert_cmpstr (record->problem, ==, NULL);
  g_assert_cmpstr (record->name, ==, "ELU, ReLU, GELU · MNIST sample");
  g_assert_cmpint (ABS (record->created - g_get_real_time () / G_USEC_PER_SEC), <, 60);
  g_assert_cmpstr (record->data_sha256, ==, "ab");
  g_assert_true (record->has_setup);
  g_assert_cmpint (record->state, ==, LAB_RUN_FINISHED);
  g_assert_cmpuint (record->step, ==, 2);
  g_assert_cmpfloat (record->seconds, ==, 0.5);
  g_assert_cmpint (record->n_results, ==, 3);
  g_assert_cmpfloat (record->result[0].activation.parameter[0], ==, 0.3);
  g_assert_cmpfloat (record->result[0].validation_accuracy, ==, 0.75);
  g_assert_cmpfloat (record->result[0].test_loss, ==, 1.25);
  g_assert_true (isnan (record->result[1].test_loss));
  g_assert_cmpint (record->result[1].diverged_at, ==, -1);
  g_assert_cmpint (record->result[2].diverged_at, ==, 1);
  g_assert_cmpint (record->events->len, ==, 1);
  remove_run (id);
}

static void
test_comma (void)
{
  LabTrainingSetup setup = make_setup ();
  LabRunRecorder *recorder;
  g_autofree char *id = NULL, *text = NULL;

  setup.n_contestants = 1;
  setup.contestant[0] = (nn_activation){ NN_PELU, { 1, 2.5 } };
  recorder = lab_run_recorder_new (&setup, &facts, NULL);
  id = g_strdup (lab_run_recorder_get_id (recorder));
  lab_run_recorder_add_step (recorder, 0, 1, 0.5, 0.125, 2.5, 0.125);
  assert_closed (recorder);
  text = read_of (id, "metrics.csv");
  g_assert_nonnull (strstr (text, "1,0.5,0.125,train,0,\"pelu:1,2.5\",2.5,0.125\n"));
  remove_run (id);
}

static void
test_diagnostics (void)
{
  LabRunRecorder *recorder = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder)), *text = NULL;
  const nn_layer_diagnostics layers[2]
      = { { .layer = 0, .n_units = 19, .mean = 0.5 }, { .layer = 1, .n_units = 11, .n_dead = 3 } };
  g_auto (GStrv) lines = NULL;

  lab_run_recorder_set_probe (recorder, "validation", 250);
  lab_run_recorder_add_diagnostics (recorder, 1, 10, 0.25, layers, 2);
  lab_run_recorder_add_diagnostics (recorder, 1, 20, 0.25, layers, 2);
  assert_closed (recorder);
  text = read_of (id, "diagnostics.csv");
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpint (g_strv_length (lines), ==, 2 + 4 + 1);
  g_assert_true (g_str_has_prefix (lines[0], "# probe: the first 250 validation images"));
  g_assert_true (g_str_has_prefix (lines[1], "step,contestant,activation,layer,units,mean,median"));
  g_assert_true (g_str_has_prefix (lines[2], "10,1,\"relu\",0,19,0.5,0,0.25,0,"));
  g_assert_true (g_str_has_prefix (lines[5], "20,1,\"relu\",1,11,0,0,0.25,3,"));
  remove_run (id);
}

/* Nothing was measured: the run is there all the same, and can be listed and read. */
static void
test_empty (void)
{
  LabRunRecorder *recorder = new_recorder (), *other = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder)), *text = NULL;
  g_autofree char *other_id = g_strdup (lab_run_recorder_get_id (other));
  g_autoptr (LabRunRecord) record = NULL;

  g_assert_cmpstr (id, !=, other_id);
  assert_closed (recorder);
  assert_closed (other);
  record = lab_run_record_load (id);
  g_assert_cmpstr (record->problem, ==, NULL);
  g_assert_cmpint (record->state, ==, LAB_RUN_RUNNING);
  text = read_of (id, "metrics.csv");
  g_assert_cmpstr (text, ==, "step,epoch,seconds,set,contestant,activation,loss,accuracy\n");
  remove_run (id);
  remove_run (other_id);
}

static void
test_twins_are_spelled (void)
{
  LabTrainingSetup setup = make_setup ();
  LabRunRecorder *recorder;
  g_autofree char *id = NULL;
  g_autoptr (LabRunRecord) record = NULL;

  setup.n_contestants = 2;
  setup.contestant[1] = (nn_activation){ NN_ELU, { 0.3 } };
  recorder = lab_run_recorder_new (&setup, &facts, NULL);
  id = g_strdup (lab_run_recorder_get_id (recorder));
  assert_closed (recorder);
  record = lab_run_record_load (id);
  g_assert_cmpstr (record->name, ==, "elu:1, elu:0.3 · MNIST sample");
  remove_run (id);
}

/* Renamed by hand while it is recorded, as the store does. */
static void
test_renamed_meanwhile (void)
{
  LabRunRecorder *recorder = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder)), *text = NULL;
  g_autofree char *path = file_of (id, "run.json");
  g_autoptr (GString) renamed = NULL;
  g_autoptr (LabRunRecord) record = NULL;

  assert_flushed (recorder);
  renamed = g_string_new (text = read_of (id, "run.json"));
  g_string_replace (renamed, "ELU, ReLU, GELU · MNIST sample", "my run", 1);
  g_assert_true (g_file_set_contents (path, renamed->str, -1, NULL));
  lab_run_recorder_set_state (recorder, LAB_RUN_PAUSED);
  assert_closed (recorder);
  record = lab_run_record_load (id);
  g_assert_cmpstr (record->name, ==, "my run");
  g_assert_cmpint (record->state, ==, LAB_RUN_PAUSED);
  remove_run (id);
}

/* By the program itself. */
static void
test_named (void)
{
  LabRunRecorder *recorder = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder));
  g_autoptr (LabRunRecord) record = NULL;

  assert_flushed (recorder);
  lab_run_recorder_set_name (recorder, "another name");
  assert_flushed (recorder);
  lab_run_recorder_set_state (recorder, LAB_RUN_PAUSED);
  assert_closed (recorder);
  record = lab_run_record_load (id);
  g_assert_cmpstr (record->name, ==, "another name");
  remove_run (id);
}

/* Lines and events come to disk by themselves. */
static void
test_writes_by_itself (void)
{
  LabRunRecorder *recorder = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder));
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  gboolean there = FALSE;

  lab_run_recorder_add_step (recorder, 0, 1, 0.5, 0.125, 2.5, 0.125);
  while (!there && g_get_monotonic_time () < end)
    {
      g_autofree char *text = read_of (id, "metrics.csv");

      there = text != NULL && strstr (text, "1,0.5,0.125,train") != NULL;
      g_usleep (10000);
    }
  g_assert_true (there);
  assert_closed (recorder);
  remove_run (id);
}

/* --- Going on -------------------------------------------------------------------------------- */

static void
assert_not_resumed (const char *id, const char *sum, LabError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  nn_snapshot *snapshot = NULL;

  g_assert_null (lab_run_resume (id, &config, sum, &snapshot, &error));
  g_assert_null (snapshot);
  g_assert_error (error, LAB_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_what_cannot_go_on (void)
{
  Run run;
  g_autofree char *id = NULL;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  assert_flushed (run.recorder);
  assert_not_resumed (id, "ab", LAB_ERROR_USAGE, "another window or program");
  assert_closed (run.recorder);
  assert_not_resumed (id, "cd", LAB_ERROR_USAGE, "other images");
  remove_run (id);
  assert_not_resumed (id, "ab", LAB_ERROR_DATA, id);
  nn_trainer_free (run.trainer);

  begin (&run);
  g_free (id);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  assert_closed (run.recorder);
  assert_not_resumed (id, NULL, LAB_ERROR_USAGE, "This run is finished");
  nn_trainer_free (run.trainer);
  remove_run (id);
}

/* A crash left lines and events behind the checkpoint, and half a line. */
static void
test_later_lines_go (void)
{
  Run run;
  g_autofree char *id = NULL, *text = NULL, *path = NULL;
  g_autoptr (LabRunRecord) record = NULL;
  FILE *file;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  record_step (&run);
  record_step (&run);
  change_alpha (&run, 1, 0.5);
  save (&run);
  assert_flushed (run.recorder);
  record_step (&run);
  change_alpha (&run, 0.5, 0.125);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  file = fopen (path = file_of (id, "metrics.csv"), "a");
  fputs ("4,1.3,4,tra", file);
  fclose (file);

  g_assert_true (resume (&run, id));
  text = read_of (id, "metrics.csv");
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  g_assert_cmpuint (count_lines (text), ==, 1 + 2 * N_CONTESTANTS);
  g_assert_true (g_str_has_prefix (whole.metrics, text));
  record = lab_run_record_load (id);
  g_assert_cmpuint (record->step, ==, 2);
  g_assert_cmpint (record->events->len, ==, 1);
  g_assert_cmpfloat (record->result[0].activation.parameter[0], ==, 0.5);
  remove_run (id);
}

/* As an older version has written it: without contestants' numbers. */
static void
make_older (const char *id)
{
  g_autofree char *path = file_of (id, "diagnostics.csv"), *text = read_of (id, "diagnostics.csv");
  g_autoptr (GRegex) number = g_regex_new ("^(\\d+),\\d+,\"", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *lines = g_regex_replace (number, text, -1, 0, "\\1,\"", 0, NULL);
  g_autoptr (GString) older = g_string_new (lines);

  g_string_replace (older, "step,contestant,activation,", "step,contestant,", 1);
  g_assert_true (g_file_set_contents (path, older->str, -1, NULL));
}

/* A table has the same columns in every line: its run goes on as it began. */
static void
test_older_diagnostics_go_on (void)
{
  Run run;
  g_autofree char *id = NULL, *text = NULL, *expected = NULL;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  make_older (id);
  expected = read_of (id, "diagnostics.csv");
  remove_run (id);

  begin (&run);
  g_free (id);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  for (int step = 0; step < 3; step++)
    {
      record_step (&run);
      after_step (&run);
    }
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  make_older (id);
  g_assert_true (resume (&run, id));
  train_to_end (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  text = read_of (id, "diagnostics.csv");
  g_assert_cmpstr (text, ==, expected);
  remove_run (id);
}

int
main (int argc, char **argv)
{
  use_own_folder ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/run-recorder/metrics", test_metrics);
  g_test_add_func ("/lab/run-recorder/comma", test_comma);
  g_test_add_func ("/lab/run-recorder/diagnostics", test_diagnostics);
  g_test_add_func ("/lab/run-recorder/empty", test_empty);
  g_test_add_func ("/lab/run-recorder/twins-are-spelled", test_twins_are_spelled);
  g_test_add_func ("/lab/run-recorder/renamed-meanwhile", test_renamed_meanwhile);
  g_test_add_func ("/lab/run-recorder/named", test_named);
  g_test_add_func ("/lab/run-recorder/writes-by-itself", test_writes_by_itself);
  g_test_add_func ("/lab/run-recorder/what-cannot-go-on", test_what_cannot_go_on);
  g_test_add_func ("/lab/run-recorder/later-lines-go", test_later_lines_go);
  g_test_add_func ("/lab/run-recorder/older-diagnostics-go-on", test_older_diagnostics_go_on);
  return run_recorder_tests ();
}
