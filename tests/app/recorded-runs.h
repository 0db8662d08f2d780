/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recorded-runs.h - a short training told to a recorder, as several tests of the recorder do it
 *
 * In a folder of the test's own. `whole` is what the uninterrupted run leaves behind.
 */

#pragma once

#include <glib.h>
#include "snapshots.h"
#include "lab-checkpoint.h"
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-run-folder.h"
#include "lab-run-recorder.h"
#include "own-folder.h"

enum { N_STEPS = 6 };

static nn_trainer_config config;

static inline void
make_config (void)
{
  config = rich_config (false, NN_ADAM, false);
}

static inline LabTrainingSetup
make_setup (void)
{
  LabTrainingSetup setup = lab_training_setup_default ();

  setup.n_contestants = N_CONTESTANTS;
  for (int i = 0; i < N_CONTESTANTS; i++)
    setup.contestant[i] = config.contestant[i];
  return setup;
}

static const LabRunFacts facts = { .data_name = "mnist-sample",
                                   .data_title = "MNIST sample",
                                   .data_sha256 = "ab",
                                   .n_train = 300,
                                   .n_validation = 20,
                                   .n_test = 30 };

static inline LabRunRecorder *
new_recorder (void)
{
  const LabTrainingSetup setup = make_setup ();
  g_autoptr (GError) error = NULL;
  LabRunRecorder *recorder = lab_run_recorder_new (&setup, &facts, &error);

  g_assert_no_error (error);
  return recorder;
}

static inline void
assert_closed (LabRunRecorder *recorder)
{
  g_autoptr (GError) error = NULL;

  lab_run_recorder_close (recorder, &error);
  g_assert_no_error (error);
}

static inline void
assert_flushed (LabRunRecorder *recorder)
{
  g_autoptr (GError) error = NULL;

  lab_run_recorder_flush (recorder, &error);
  g_assert_no_error (error);
}

static inline char *
file_of (const char *id, const char *name)
{
  g_autofree char *folder = lab_run_folder_path (id);

  return g_build_filename (folder, name, NULL);
}

static inline char *
read_of (const char *id, const char *name)
{
  g_autofree char *path = file_of (id, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static inline void
remove_run (const char *id)
{
  g_autofree char *folder = lab_run_folder_path (id);

  lab_disk_remove (folder);
}

/* --- A short training ------------------------------------------------------------------------ */

typedef struct {
  nn_trainer *trainer;
  LabRunRecorder *recorder;
} Run;

static inline double
epoch_of (const nn_trainer *trainer)
{
  return nn_trainer_get_step (trainer) / (double) nn_trainer_steps_per_epoch (trainer);
}

/* The seconds are the step, so that files can be compared. */
static inline void
record_step (Run *run)
{
  nn_metrics metrics[N_CONTESTANTS];
  const nn_layer_diagnostics layer = { .n_units = 19 };
  guint64 step;

  take_and_note (run->trainer, 1, metrics);
  step = nn_trainer_get_step (run->trainer);
  for (int i = 0; i < N_CONTESTANTS; i++)
    {
      lab_run_recorder_add_step (run->recorder, i, step, epoch_of (run->trainer), (double) step,
                                 metrics[i].loss, metrics[i].accuracy);
      lab_run_recorder_add_diagnostics (run->recorder, i, step, 0, &layer, 1);
    }
  if (nn_trainer_epoch_ended (run->trainer))
    lab_run_recorder_add_validation (run->recorder, 0, step, epoch_of (run->trainer), (double) step,
                                     1. / step, 0.5);
}

static inline void
save (Run *run)
{
  lab_run_recorder_save_snapshot (run->recorder, new_snapshot (run->trainer));
}

static inline void
change_alpha (Run *run, double from, double to)
{
  const nn_activation f = { NN_ELU, { to } };

  g_assert_cmpint (nn_trainer_set_activation (run->trainer, 0, f), ==, NN_OK);
  lab_run_recorder_add_event (run->recorder, nn_trainer_get_step (run->trainer), "alpha", 0, from,
                              to, "");
}

/* What is done after each step, also when it goes on from there. */
static inline void
after_step (Run *run)
{
  const guint64 step = nn_trainer_get_step (run->trainer);

  if (step == 2)
    change_alpha (run, 1, 0.5);
  if (step == 4)
    {
      save (run);
      change_alpha (run, 0.5, 0.25);
    }
  else
    save (run);
}

/* The test, and the checkpoint of the weights that were tested. */
static inline void
end (Run *run)
{
  const guint64 step = nn_trainer_get_step (run->trainer);

  nn_trainer_restore_best (run->trainer);
  for (int i = 0; i < N_CONTESTANTS; i++)
    lab_run_recorder_add_test (run->recorder, i, step, epoch_of (run->trainer), (double) step, 0.5,
                               0.25);
  save (run);
  lab_run_recorder_set_state (run->recorder, LAB_RUN_FINISHED);
}

/* Flushes as it goes, so that the calls of the system come in a fixed order. */
static inline void
train_to_end (Run *run)
{
  lab_run_recorder_flush (run->recorder, NULL);
  while (nn_trainer_get_step (run->trainer) < N_STEPS)
    {
      record_step (run);
      after_step (run);
      lab_run_recorder_flush (run->recorder, NULL);
    }
  end (run);
  lab_run_recorder_flush (run->recorder, NULL);
}

static inline void
begin (Run *run)
{
  run->trainer = new_trainer (&config, &stripes);
  run->recorder = new_recorder ();
}

/* What the whole run must have left behind, and its id. */
static struct {
  char *id, *metrics, *diagnostics;
  nn_snapshot *end;
} whole;

static inline void
make_whole (void)
{
  Run run;

  begin (&run);
  whole.id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  whole.end = new_snapshot (run.trainer);
  assert_closed (run.recorder);
  whole.metrics = read_of (whole.id, "metrics.csv");
  whole.diagnostics = read_of (whole.id, "diagnostics.csv");
  nn_trainer_free (run.trainer);
  remove_run (whole.id);
}

static inline void
assert_whole (const char *id)
{
  g_autofree char *metrics = read_of (id, "metrics.csv");
  g_autofree char *diagnostics = read_of (id, "diagnostics.csv"),
                  *folder = lab_run_folder_path (id);
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);
  nn_snapshot *saved = lab_checkpoint_load (folder, &config, NULL);

  g_assert_cmpstr (metrics, ==, whole.metrics);
  g_assert_cmpstr (diagnostics, ==, whole.diagnostics);
  g_assert_cmpstr (record->problem, ==, NULL);
  g_assert_cmpint (record->state, ==, LAB_RUN_FINISHED);
  g_assert_cmpint (record->events->len, ==, 2);
  g_assert_cmpfloat (record->result[0].validation_loss, ==, 1. / 5);
  g_assert_cmpfloat (record->result[0].test_accuracy, ==, 0.25);
  g_assert_nonnull (saved);
  assert_same_snapshot (saved, whole.end);
  nn_snapshot_free (saved);
}

/* Killed before there was a record there is nothing to go on with, and a sentence says so. */
static inline gboolean
resume (Run *run, const char *id)
{
  g_autoptr (GError) error = NULL;
  nn_snapshot *snapshot = NULL;

  run->recorder = lab_run_resume (id, &config, "ab", &snapshot, &error);
  if (run->recorder == NULL)
    {
      g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
      return FALSE;
    }
  run->trainer = new_trainer (&config, &stripes);
  if (snapshot == NULL)
    return TRUE;
  g_assert_cmpint (nn_snapshot_restore (snapshot, run->trainer), ==, NN_OK);
  g_assert_cmpfloat (lab_run_recorder_get_seconds (run->recorder), ==,
                     (double) nn_snapshot_step (snapshot));
  /* The event of step 4 comes after the snapshot of step 4. */
  if (nn_snapshot_step (snapshot) == 4
      && nn_snapshot_peek_contestant (snapshot, 0)->f.parameter[0] == 0.5)
    change_alpha (run, 0.5, 0.25);
  nn_snapshot_free (snapshot);
  return TRUE;
}

static inline guint
count_of (const char *text, const char *part)
{
  guint n = 0;

  while ((text = strstr (text, part)) != NULL)
    {
      text++;
      n++;
    }
  return n;
}

static inline guint
count_lines (const char *text)
{
  return count_of (text, "\n");
}

/* In a folder of its own, not in the person's. */
static char *data_home;

/* What every test needs; returns the status of the program. */
static inline int
run_recorder_tests (void)
{
  int result;

  make_stripes (cnn_shape);
  make_config ();
  make_whole ();
  result = g_test_run ();
  lab_disk_remove (data_home);
  return result;
}

static inline void
use_own_folder (void)
{
  data_home = own_folder_new ();
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
}
