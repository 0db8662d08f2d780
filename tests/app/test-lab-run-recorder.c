/* test-lab-run-recorder.c - a run on disk, letter by letter, on good disks and on bad ones
 *
 * A short training is told to the recorder. Every call of the system fails once and for good, and is
 * the last one of a child that is killed there; afterwards the run goes on and must come out as if
 * nothing had been.
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../core/snapshots.h"
#include "lab-checkpoint.h"
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-run-folder.h"
#include "lab-run-metrics.h"
#include "lab-run-recorder.h"
#include "own-folder.h"

/* The last round writes the record anew (5 calls) and waits for both files. */
enum { N_STEPS = 6, MANY_ROWS = 20000, CALLS_OF_CLOSING = 8 };

static nn_trainer_config config;

static void
make_config (void)
{
  config = rich_config (false, NN_ADAM, false);
}

static LabTrainingSetup
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

static LabRunRecorder *
new_recorder (void)
{
  const LabTrainingSetup setup = make_setup ();
  g_autoptr (GError) error = NULL;
  LabRunRecorder *recorder = lab_run_recorder_new (&setup, &facts, &error);

  g_assert_no_error (error);
  return recorder;
}

static void
assert_closed (LabRunRecorder *recorder)
{
  g_autoptr (GError) error = NULL;

  lab_run_recorder_close (recorder, &error);
  g_assert_no_error (error);
}

static void
assert_flushed (LabRunRecorder *recorder)
{
  g_autoptr (GError) error = NULL;

  lab_run_recorder_flush (recorder, &error);
  g_assert_no_error (error);
}

static char *
file_of (const char *id, const char *name)
{
  g_autofree char *folder = lab_run_folder_path (id);

  return g_build_filename (folder, name, NULL);
}

static char *
read_of (const char *id, const char *name)
{
  g_autofree char *path = file_of (id, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
remove_run (const char *id)
{
  g_autofree char *folder = lab_run_folder_path (id);

  lab_disk_remove (folder);
}

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
  g_assert_true (g_str_has_prefix (lines[1], "step,contestant,layer,units,mean,median"));
  g_assert_true (g_str_has_prefix (lines[2], "10,\"relu\",0,19,0.5,0,0.25,0,"));
  g_assert_true (g_str_has_prefix (lines[5], "20,\"relu\",1,11,0,0,0.25,3,"));
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

/* --- A short training ------------------------------------------------------------------------ */

typedef struct {
  nn_trainer *trainer;
  LabRunRecorder *recorder;
} Run;

static double
epoch_of (const nn_trainer *trainer)
{
  return nn_trainer_get_step (trainer) / (double) nn_trainer_steps_per_epoch (trainer);
}

/* The seconds are the step, so that files can be compared. */
static void
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

static void
save (Run *run)
{
  lab_run_recorder_save_snapshot (run->recorder, new_snapshot (run->trainer));
}

static void
change_alpha (Run *run, double from, double to)
{
  const nn_activation f = { NN_ELU, { to } };

  g_assert_cmpint (nn_trainer_set_activation (run->trainer, 0, f), ==, NN_OK);
  lab_run_recorder_add_event (run->recorder, nn_trainer_get_step (run->trainer), "alpha", 0, from,
                              to, "");
}

/* What is done after each step, also when it goes on from there. */
static void
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

/* Flushes as it goes, so that the calls of the system come in a fixed order. */
static void
train_to_end (Run *run)
{
  while (nn_trainer_get_step (run->trainer) < N_STEPS)
    {
      record_step (run);
      after_step (run);
      lab_run_recorder_flush (run->recorder, NULL);
    }
  lab_run_recorder_set_state (run->recorder, LAB_RUN_FINISHED);
}

static void
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

static void
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

static void
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
  g_assert_nonnull (saved);
  assert_same_snapshot (saved, whole.end);
  nn_snapshot_free (saved);
}

/* --- Bad disks ------------------------------------------------------------------------------- */

typedef struct {
  int countdown, n_times; /* calls before the first that fails; how many fail */
  int code;               /* errno, or 0 to be killed                         */
  int n;                  /* calls so far                                     */
} Fault;

static int
fault_cb (const char *path, gpointer data)
{
  Fault *fault = data;

  fault->n++;
  if (fault->countdown-- > 0 || fault->n_times-- <= 0)
    return 0;
  if (fault->code == 0)
    kill (getpid (), SIGKILL);
  return fault->code;
}

static int
count_calls (void)
{
  Fault fault = { .countdown = INT_MAX };
  g_autofree char *id = NULL;
  Run run;

  lab_disk_set_fault (fault_cb, &fault);
  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  assert_closed (run.recorder);
  lab_disk_set_fault (NULL, NULL);
  nn_trainer_free (run.trainer);
  remove_run (id);
  g_assert_cmpint (fault.n, >, 50);
  return fault.n;
}

/* One call fails: the training does not notice, and the next round makes it good. */
static void
check_fails_once (int nth, int code)
{
  Fault fault = { nth, 1, code, 0 };
  g_autofree char *id = NULL;
  Run run;

  lab_disk_set_fault (fault_cb, &fault);
  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  lab_run_recorder_flush (run.recorder, NULL);
  assert_flushed (run.recorder);
  assert_closed (run.recorder);
  lab_disk_set_fault (NULL, NULL);
  nn_trainer_free (run.trainer);
  assert_whole (id);
  remove_run (id);
}

/* From the n-th call on all fail: a person is told, the training goes on, and when there is room
 * again nothing is missing.                                                                     */
static void
check_fails_for_good (int nth)
{
  Fault fault = { nth, INT_MAX, ENOSPC, 0 };
  g_autofree char *id = NULL, *problem = NULL;
  Run run;

  lab_disk_set_fault (fault_cb, &fault);
  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  g_assert_false (lab_run_recorder_flush (run.recorder, NULL));
  problem = lab_run_recorder_get_problem (run.recorder);
  g_assert_nonnull (strstr (problem, "No space left on device. Make room on that disk."));
  g_assert_nonnull (strstr (problem, "The training goes on"));
  fault.n_times = 0;
  assert_closed (run.recorder);
  lab_disk_set_fault (NULL, NULL);
  nn_trainer_free (run.trainer);
  assert_whole (id);
  remove_run (id);
}

static void
test_every_call_fails (void)
{
  const int n = count_calls () - CALLS_OF_CLOSING, stride = g_test_slow () ? 1 : 3;

  for (int nth = 0; nth < n; nth += stride)
    {
      check_fails_once (nth, nth % 2 ? ENOSPC : EIO);
      check_fails_for_good (nth);
    }
}

static void
wait_for_killed (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

/* The only run that there is, or NULL. */
static char *
find_run (void)
{
  g_auto (GStrv) ids = lab_run_folder_list (FALSE, NULL);

  g_assert_cmpint (g_strv_length (ids), <=, 1);
  return g_strdup (ids[0]);
}

/* Killed before there was a checkpoint there is nothing to go on from, and a sentence says so. */
static gboolean
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

static gboolean
check_killed (int nth)
{
  Fault fault = { nth, 1, 0, 0 };
  g_autofree char *id = NULL;
  gboolean resumed;
  Run run;
  pid_t child = fork ();

  if (child == 0)
    {
      lab_disk_set_fault (fault_cb, &fault);
      begin (&run);
      train_to_end (&run);
      lab_run_recorder_close (run.recorder, NULL);
      _exit (0);
    }
  wait_for_killed (child);
  id = find_run ();
  resumed = resume (&run, id);
  if (resumed)
    {
      train_to_end (&run);
      assert_closed (run.recorder);
      nn_trainer_free (run.trainer);
      assert_whole (id);
    }
  remove_run (id);
  return resumed;
}

static void
test_killed_at_every_call (void)
{
  const int n = count_calls () - CALLS_OF_CLOSING, stride = g_test_slow () ? 1 : 3;
  int n_resumed = 0, n_kills = 0;

  /* Behind it the state is "finished": there is nothing to go on with. */
  for (int nth = 0; nth < n; nth += stride, n_kills++)
    n_resumed += check_killed (nth);
  g_test_message ("%d kills, %d before the first checkpoint, %d resumed to the same end", n_kills,
                  n_kills - n_resumed, n_resumed);
  g_assert_cmpint (n_resumed, >, n_kills / 2);
}

/* --- A disk that does not answer ------------------------------------------------------------- */

static struct {
  GMutex mutex;
  GCond changed;
  gboolean hangs, is_hanging;
} disk;

static int
hanging_cb (const char *path, gpointer data)
{
  g_mutex_lock (&disk.mutex);
  while (disk.hangs)
    {
      disk.is_hanging = TRUE;
      g_cond_broadcast (&disk.changed);
      g_cond_wait (&disk.changed, &disk.mutex);
    }
  g_mutex_unlock (&disk.mutex);
  return 0;
}

static void
set_hanging (gboolean hangs)
{
  g_mutex_lock (&disk.mutex);
  disk.hangs = hangs;
  g_cond_broadcast (&disk.changed);
  while (hangs && !disk.is_hanging)
    g_cond_wait (&disk.changed, &disk.mutex);
  g_mutex_unlock (&disk.mutex);
}

static guint
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

static guint
count_lines (const char *text)
{
  return count_of (text, "\n");
}

/* While the thread hangs in a call, no call of ours does: if one did, this would never end. */
static void
test_never_blocks (void)
{
  Run run;
  g_autofree char *id = NULL, *text = NULL, *problem = NULL;

  disk.hangs = TRUE;
  lab_disk_set_fault (hanging_cb, NULL);
  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  set_hanging (TRUE);
  for (int i = 1; i <= MANY_ROWS; i++)
    lab_run_recorder_add_step (run.recorder, 0, (guint64) i, 1, 1, 0.5, 0.5);
  save (&run);
  save (&run);
  lab_run_recorder_add_event (run.recorder, 1, "dropout", -1, 1, 0.5, "");
  lab_run_recorder_set_state (run.recorder, LAB_RUN_PAUSED);
  problem = lab_run_recorder_get_problem (run.recorder);
  g_assert_null (problem);
  set_hanging (FALSE);
  assert_closed (run.recorder);
  lab_disk_set_fault (NULL, NULL);
  text = read_of (id, "metrics.csv");
  g_assert_cmpuint (count_lines (text), ==, MANY_ROWS + 1);
  nn_trainer_free (run.trainer);
  remove_run (id);
}

/* A real limit of the system, within which a write ends halfway: no line is cut or doubled. */
static void
test_file_too_large (void)
{
  LabRunRecorder *recorder = new_recorder ();
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (recorder)), *text = NULL;
  g_autofree char *problem = NULL;
  struct rlimit unlimited, limited;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  limited = unlimited;
  limited.rlim_cur = 4000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  for (int i = 1; i <= 1000; i++)
    {
      lab_run_recorder_add_step (recorder, 0, (guint64) i, 1, 1, 0.5, 0.5);
      if (i % 10 == 0)
        lab_run_recorder_flush (recorder, NULL);
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  problem = lab_run_recorder_get_problem (recorder);
  g_assert_nonnull (strstr (problem, "metrics.csv"));
  g_assert_nonnull (strstr (problem, "lines of the run wait in memory"));
  assert_closed (recorder);
  text = read_of (id, "metrics.csv");
  g_assert_cmpuint (count_lines (text), ==, 1001);
  for (int i = 1; i <= 1000; i++)
    {
      g_autofree char *line = g_strdup_printf ("\n%d,1,1,train,0,elu:1,0.5,0.5\n", i);
      g_assert_cmpuint (count_of (text, line), ==, 1);
    }
  remove_run (id);
}

/* Without room to the end something is lost, and the last call says so; what was whole stays. */
static void
test_full_to_the_end (void)
{
  Fault fault = { INT_MAX, INT_MAX, ENOSPC, 0 };
  g_autofree char *id = NULL, *metrics = NULL;
  g_autoptr (GError) error = NULL;
  Run run;

  lab_disk_set_fault (fault_cb, &fault);
  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  record_step (&run);
  save (&run);
  assert_flushed (run.recorder);
  fault.countdown = 0;
  train_to_end (&run);
  g_assert_false (lab_run_recorder_close (run.recorder, &error));
  lab_disk_set_fault (NULL, NULL);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, "The last part of the run could not be kept."));
  nn_trainer_free (run.trainer);

  metrics = read_of (id, "metrics.csv");
  g_assert_cmpuint (count_lines (metrics), ==, 1 + N_CONTESTANTS);
  g_assert_true (resume (&run, id));
  train_to_end (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  assert_whole (id);
  remove_run (id);
}

/* Nobody may write there. */
static void
test_no_folder (void)
{
  const LabTrainingSetup setup = make_setup ();
  g_autofree char *root = lab_run_folder_root (), *aside = g_strconcat (root, "-aside", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rename (root, aside), ==, 0);
  g_assert_true (g_file_set_contents (root, "a file", -1, NULL));
  g_assert_null (lab_run_recorder_new (&setup, &facts, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, root));
  g_assert_cmpint (g_unlink (root), ==, 0);
  g_assert_cmpint (g_rename (aside, root), ==, 0);
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
  assert_not_resumed (id, "ab", LAB_ERROR_DATA, "no checkpoint to go on from");
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

/* In a folder of its own, not in the person's. */
static char *data_home;

static void
use_own_folder (void)
{
  data_home = own_folder_new ();
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
}

int
main (int argc, char **argv)
{
  int result;

  use_own_folder ();
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  make_config ();
  make_whole ();
  g_test_add_func ("/lab/run-recorder/metrics", test_metrics);
  g_test_add_func ("/lab/run-recorder/comma", test_comma);
  g_test_add_func ("/lab/run-recorder/diagnostics", test_diagnostics);
  g_test_add_func ("/lab/run-recorder/empty", test_empty);
  g_test_add_func ("/lab/run-recorder/twins-are-spelled", test_twins_are_spelled);
  g_test_add_func ("/lab/run-recorder/renamed-meanwhile", test_renamed_meanwhile);
  g_test_add_func ("/lab/run-recorder/named", test_named);
  g_test_add_func ("/lab/run-recorder/writes-by-itself", test_writes_by_itself);
  g_test_add_func ("/lab/run-recorder/bad-disk/every-call-fails", test_every_call_fails);
  g_test_add_func ("/lab/run-recorder/bad-disk/killed-at-every-call", test_killed_at_every_call);
  g_test_add_func ("/lab/run-recorder/bad-disk/never-blocks", test_never_blocks);
  g_test_add_func ("/lab/run-recorder/bad-disk/file-too-large", test_file_too_large);
  g_test_add_func ("/lab/run-recorder/bad-disk/full-to-the-end", test_full_to_the_end);
  g_test_add_func ("/lab/run-recorder/no-folder", test_no_folder);
  g_test_add_func ("/lab/run-recorder/what-cannot-go-on", test_what_cannot_go_on);
  g_test_add_func ("/lab/run-recorder/later-lines-go", test_later_lines_go);
  result = g_test_run ();
  lab_disk_remove (data_home);
  return result;
}
