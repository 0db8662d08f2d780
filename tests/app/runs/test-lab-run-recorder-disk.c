/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-recorder-disk.c - a run on bad disks: full, broken, slow, or none at all
 *
 * A short training is told to the recorder. Every call of the system fails once and for good, and is
 * the last one of a child that is killed there; afterwards the run goes on and must come out as if
 * nothing had been.
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "recorded-runs.h"

/* The last round waits for both files once more. */
enum { MANY_ROWS = 20000, CALLS_OF_CLOSING = 2, CALLS_OF_END = 80 };

/* --- Calls that fail ------------------------------------------------------------------------------- */

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

/* The id of the run, which is the caller's. */
static char *
begin_on_bad_disk (Run *run, Fault *fault)
{
  lab_disk_set_fault (fault_cb, fault);
  begin (run);
  return g_strdup (lab_run_recorder_get_id (run->recorder));
}

static int
count_calls_of_a_run (void)
{
  Fault fault = { .countdown = INT_MAX };
  g_autofree char *id = NULL;
  Run run;

  id = begin_on_bad_disk (&run, &fault);
  train_to_end (&run);
  assert_closed (run.recorder);
  lab_disk_set_fault (NULL, NULL);
  nn_trainer_free (run.trainer);
  remove_run (id);
  g_assert_cmpint (fault.n, >, 50);
  return fault.n;
}

/* A busy machine gives the thread time for a round of its own: the fewest of several are in each run. */
static int
count_calls (void)
{
  int n = INT_MAX;

  for (int i = 0; i < 3; i++)
    n = MIN (n, count_calls_of_a_run ());
  return n;
}

/* One call fails: the training does not notice, and the next round makes it good. */
static void
check_fails_once (int nth, int code)
{
  Fault fault = { nth, 1, code, 0 };
  g_autofree char *id = NULL;
  Run run;

  id = begin_on_bad_disk (&run, &fault);
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

  id = begin_on_bad_disk (&run, &fault);
  train_to_end (&run);
  g_assert_false (lab_run_recorder_flush (run.recorder, NULL));
  problem = lab_run_recorder_get_problem (run.recorder);
  g_assert_nonnull (strstr (problem, "No space left on device. Make room on that disk."));
  g_assert_nonnull (strstr (problem, "The training is not disturbed"));
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

/* FALSE: it came to its end before, with a call less than was counted. */
static gboolean
wait_for_killed (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) ? WTERMSIG (status) == SIGKILL : WEXITSTATUS (status) == 0);
  return WIFSIGNALED (status);
}

/* The only run that there is, or NULL. */
static char *
find_run (void)
{
  g_auto (GStrv) ids = lab_run_folder_list (FALSE, NULL);

  g_assert_cmpint (g_strv_length (ids), <=, 1);
  return g_strdup (ids[0]);
}

static gboolean
is_finished (const char *id)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);

  return record->problem == NULL && record->state == LAB_RUN_FINISHED;
}

typedef enum { TOO_EARLY, RESUMED, FINISHED, N_FATES } Fate;

/* Whatever says that it is finished has its last weights. */
static Fate
check_killed (int nth, int *n_kills)
{
  Fault fault = { nth, 1, 0, 0 };
  g_autofree char *id = NULL;
  Fate fate = TOO_EARLY;
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
  *n_kills += wait_for_killed (child);
  id = find_run ();
  if (is_finished (id))
    fate = FINISHED;
  else if (resume (&run, id))
    {
      fate = RESUMED;
      train_to_end (&run);
      assert_closed (run.recorder);
      nn_trainer_free (run.trainer);
    }
  if (fate != TOO_EARLY)
    assert_whole (id);
  remove_run (id);
  return fate;
}

static void
test_killed_at_every_call (void)
{
  const int n = count_calls (), stride = g_test_slow () ? 1 : 3;
  int n_kills = 0, n_of[N_FATES] = { 0 };

  /* The calls around the end are all tried. */
  for (int nth = 0; nth < n; nth += nth < n - CALLS_OF_END ? stride : 1)
    n_of[check_killed (nth, &n_kills)]++;
  g_test_message ("%d kills, %d before there was a record, %d resumed to the same end, %d finished",
                  n_kills, n_of[TOO_EARLY], n_of[RESUMED], n_of[FINISHED]);
  g_assert_cmpint (n_of[RESUMED], >, n_kills / 2);
  g_assert_cmpint (n_of[FINISHED], >, 0);
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

  id = begin_on_bad_disk (&run, &fault);
  record_step (&run);
  save (&run);
  assert_flushed (run.recorder);
  fault.countdown = 0;
  train_to_end (&run);
  g_assert_false (lab_run_recorder_close (run.recorder, &error));
  lab_disk_set_fault (NULL, NULL);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, "The end of the run could not be kept."));
  g_assert_nonnull (strstr (error->message, "makes it again, from step 1 on."));
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

int
main (int argc, char **argv)
{
  use_own_folder ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/run-recorder/bad-disk/every-call-fails", test_every_call_fails);
  g_test_add_func ("/lab/run-recorder/bad-disk/killed-at-every-call", test_killed_at_every_call);
  g_test_add_func ("/lab/run-recorder/bad-disk/never-blocks", test_never_blocks);
  g_test_add_func ("/lab/run-recorder/bad-disk/file-too-large", test_file_too_large);
  g_test_add_func ("/lab/run-recorder/bad-disk/full-to-the-end", test_full_to_the_end);
  g_test_add_func ("/lab/run-recorder/no-folder", test_no_folder);
  return run_recorder_tests ();
}
