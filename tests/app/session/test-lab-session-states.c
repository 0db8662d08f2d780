/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-session-states.c - every action of the session in every state that it can be in
 *
 * Each cell of the matrix brings a session into the row's state, does the column's action without
 * letting the main loop turn in between, waits until nothing moves any more, and compares with the
 * letter that stands there. A second training thread, or one that is never joined, fails every cell.
 */

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "idx-files.h"
#include "lab-paths.h"
#include "lab-run-load.h"
#include "remove-tree.h"
#include "sessions.h"

enum { LONGEST_S = 60, N_RANDOM = 500 };

static char *data_folder, *run_id;
static int
    n_of_one; /* threads of one training: its own, and its trainer's pool, which inherit the name */

/* --- What the tests train --------------------------------------------------------------------- */

static void
write_data (const char *folder)
{
  for (int i = 0; i < IDX_N_FILES; i++)
    {
      g_autoptr (GByteArray) bytes = idx_file_new (i < 2 ? IDX_N_TRAIN : IDX_N_TEST, i % 2 == 0);
      g_autofree char *path = g_build_filename (folder, idx_file_names[i], NULL);

      g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
    }
}

static void
run_changed (const char *id, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup (id);
}

static void
edit (Fixture *fixture, void (*change) (LabTrainingSetup *setup))
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);

  change (&setup);
  lab_training_model_set_setup (fixture->model, &setup);
}

static void
use_small_data (LabTrainingSetup *setup)
{
  g_strlcpy (setup->data, data_folder, sizeof setup->data);
  strcpy (setup->model, "784-8-10");
  setup->batch = 10;
  setup->epochs = 100000;
  setup->pace = 200;
}

static void
use_no_data (LabTrainingSetup *setup)
{
  strcpy (setup->data, "/nowhere/at/all");
}

static void
move_alpha (LabTrainingSetup *setup)
{
  setup->contestant[0].parameter[0] = 0.5;
}

static void
turn (Fixture *fixture)
{
  g_main_context_iteration (NULL, FALSE);
  g_usleep (500);
}

static void
drain_until_still (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + LONGEST_S * G_TIME_SPAN_SECOND;

  while (lab_session_drain (fixture->session) && g_get_monotonic_time () < end)
    turn (fixture);
}

/* --- Rows: how a session gets into a state ----------------------------------------------------- */

static void
reach_ready (Fixture *fixture)
{
  const LabTrainingFacts *facts = lab_training_model_get_facts (fixture->model);

  lab_session_prepare (fixture->session);
  while (facts->data_title == NULL)
    turn (fixture);
}

static void
reach_loading (Fixture *fixture)
{
  lab_session_start (fixture->session);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_LOADING);
}

static void
begin_to_resume (Fixture *fixture)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (run_id);

  g_assert_null (record->problem);
  lab_session_resume (fixture->session, record);
}

/* Its data are there, and its checkpoint is being read. */
static void
reach_resuming (Fixture *fixture)
{
  const LabTrainingFacts *facts = lab_training_model_get_facts (fixture->model);

  begin_to_resume (fixture);
  while (facts->data_title == NULL)
    turn (fixture);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_LOADING);
}

static void
reach_running (Fixture *fixture)
{
  lab_session_start (fixture->session);
  wait_for_step (fixture, 3);
}

static void
reach_settling (Fixture *fixture)
{
  reach_running (fixture);
  lab_session_pause (fixture->session);
}

static void
reach_ending (Fixture *fixture)
{
  reach_running (fixture);
  lab_session_stop (fixture->session);
}

static void
reach_going_back (Fixture *fixture)
{
  reach_running (fixture);
  lab_session_branch (fixture->session, 0);
}

static void
reach_paused (Fixture *fixture)
{
  reach_settling (fixture);
  drain_until_still (fixture);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_PAUSED);
}

static void
reach_finished (Fixture *fixture)
{
  reach_ending (fixture);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
}

static void
reach_failed (Fixture *fixture)
{
  edit (fixture, use_no_data);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FAILED);
}

/* --- Columns ---------------------------------------------------------------------------------- */

static void
do_start (Fixture *fixture)
{
  lab_session_start (fixture->session);
}

static void
do_step (Fixture *fixture)
{
  lab_session_step (fixture->session);
}

static void
do_pause (Fixture *fixture)
{
  lab_session_pause (fixture->session);
}

static void
do_stop (Fixture *fixture)
{
  lab_session_stop (fixture->session);
}

static void
do_branch (Fixture *fixture)
{
  lab_session_branch (fixture->session, 0);
}

static void
do_reset (Fixture *fixture)
{
  lab_session_reset (fixture->session);
}

static void
do_new_seed (Fixture *fixture)
{
  lab_session_new_seed (fixture->session, 7);
}

static void
do_show (Fixture *fixture)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (run_id);
  guint64 n_left_out;
  g_autoptr (LabRunCurves) curves = lab_run_load_curves (record, &n_left_out, NULL);

  g_assert_nonnull (curves);
  lab_session_show_run (fixture->session, record, curves);
}

static void
do_preset (Fixture *fixture)
{
  lab_session_choose_preset (fixture->session, "article-mlp");
}

static void
do_data (Fixture *fixture)
{
  lab_session_choose_data (fixture->session, data_folder);
}

static void
do_edit (Fixture *fixture)
{
  edit (fixture, move_alpha);
}

static void
do_finish (Fixture *fixture)
{
  lab_session_finish (fixture->session);
}

/* --- The matrix ------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  void (*act) (Fixture *fixture);
} columns[] = {
  { "start", do_start },       { "step", do_step },           { "pause", do_pause },
  { "stop", do_stop },         { "branch", do_branch },       { "reset", do_reset },
  { "show", do_show },         { "resume", begin_to_resume }, { "preset", do_preset },
  { "data", do_data },         { "edit", do_edit },           { "finish", do_finish },
  { "new-seed", do_new_seed },
};

/* What it comes to: Y ready, R running, P paused, F finished, X failed; a letter for each column. */
static const struct {
  const char *name;
  void (*reach) (Fixture *fixture);
  const char *ends;
} rows[] = {
  { "ready", reach_ready, "RPYYYYFPYYYYY" },
  { "loading", reach_loading, "RRRRRYRRRRRRY" },
  { "resuming-its-data", begin_to_resume, "PPPPPYPPPPPPY" },
  { "resuming-its-state", reach_resuming, "PPPPPYPPPPPPY" },
  { "running", reach_running, "RRPFPYRRRRRPR" },
  { "settling", reach_settling, "RPPFPYPPPPPPY" },
  { "ending", reach_ending, "FFFFFYFFFFFFY" },
  { "going-back", reach_going_back, "PPPPPYPPPPPPY" },
  { "paused", reach_paused, "RPPFPYPPPPPPY" },
  { "finished", reach_finished, "RFFFPYFPFFFFY" },
  { "failed", reach_failed, "XXXXXYFPYYYXY" },
};

static char
letter_of (Fixture *fixture)
{
  static const char letters[] = {
    [LAB_TRAINING_READY] = 'Y',  [LAB_TRAINING_LOADING] = 'L',  [LAB_TRAINING_RUNNING] = 'R',
    [LAB_TRAINING_PAUSED] = 'P', [LAB_TRAINING_FINISHED] = 'F', [LAB_TRAINING_FAILED] = 'X',
  };

  return letters[lab_training_model_get_state (fixture->model)];
}

/* Results of other threads that are still on their way come through the main loop. */
static void
turn_for_a_while (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + 40 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    turn (fixture);
}

/* What is running goes on for ten steps; all else comes to rest. */
static char
wait_for_the_end (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + LONGEST_S * G_TIME_SPAN_SECOND;
  guint64 step = G_MAXUINT64;

  while (lab_session_drain (fixture->session) && g_get_monotonic_time () < end)
    {
      if (letter_of (fixture) == 'R')
        step = MIN (step, lab_training_model_get_step (fixture->model));
      if (letter_of (fixture) == 'R' && lab_training_model_get_step (fixture->model) >= step + 10)
        break;
      turn (fixture);
    }
  if (letter_of (fixture) != 'R')
    turn_for_a_while (fixture);
  return letter_of (fixture);
}

static int
count_threads (const char *wanted)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  int n = 0;

  while (tasks != NULL && (task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "comm", NULL);
      g_autofree char *name = NULL;

      n += g_file_get_contents (path, &name, NULL, NULL) && g_str_equal (g_strchomp (name), wanted);
    }
  return n;
}

/* One that was told to quit may still be at its last step. */
static void
assert_trainings (int most)
{
  gint64 end = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;

  while (count_threads ("training") > most * n_of_one && g_get_monotonic_time () < end)
    g_usleep (1000);
  g_assert_cmpint (count_threads ("training"), <=, most * n_of_one);
}

typedef struct {
  int row, column;
} Cell;

static void
test_cell (gconstpointer data)
{
  const Cell *cell = data;
  const char wanted = rows[cell->row].ends[cell->column];
  Fixture fixture;
  g_autofree char *id = NULL;
  char end;

  set_up (&fixture, NULL);
  edit (&fixture, use_small_data);
  lab_session_set_recording (fixture.session, run_changed, &id);
  alarm (LONGEST_S); /* a thread that is waited for in vain ends the program by a signal */
  rows[cell->row].reach (&fixture);
  columns[cell->column].act (&fixture);
  end = wait_for_the_end (&fixture);
  if (end != wanted)
    g_error ("%s in the state %s came to %c, not %c", columns[cell->column].name,
             rows[cell->row].name, end, wanted);
  if (wanted == 'Y' || wanted == 'X')
    g_assert_cmpuint (lab_training_model_get_step (fixture.model), ==, 0);
  assert_trainings (wanted == 'Y' || wanted == 'X' ? 0 : 1);
  tear_down (&fixture, NULL);
  assert_trainings (0);
  alarm (0);
}

static gboolean
is_written (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  while (!lab_session_is_written (fixture->session) && g_get_monotonic_time () < end)
    turn (fixture);
  return lab_session_is_written (fixture->session);
}

/* Actions at random, some of them before the one before has come to anything: in the end it rests, all is
 * on disk, and there is one training. GLib prints the seed.                                     */
static void
test_random_walk (void)
{
  Fixture fixture;
  g_autofree char *id = NULL;

  set_up (&fixture, NULL);
  edit (&fixture, use_small_data);
  lab_session_set_recording (fixture.session, run_changed, &id);
  alarm (LONGEST_S);
  for (int i = 0; i < N_RANDOM; i++)
    {
      columns[g_test_rand_int_range (0, G_N_ELEMENTS (columns))].act (&fixture);
      for (int turns = g_test_rand_int_range (0, 12); turns > 0; turns--)
        {
          turn (&fixture);
          lab_session_drain (fixture.session);
        }
    }
  wait_for_the_end (&fixture);
  lab_session_finish (fixture.session);
  drain_until_still (&fixture);
  g_assert_false (lab_session_state_is_busy (lab_session_get_state (fixture.session)));
  g_assert_true (is_written (&fixture));
  assert_trainings (1);
  tear_down (&fixture, NULL);
  assert_trainings (0);
  alarm (0);
}

/* A run that is paused at some step, to be resumed and shown. */
static void
record_run (void)
{
  Fixture fixture;

  set_up (&fixture, NULL);
  edit (&fixture, use_small_data);
  lab_session_set_recording (fixture.session, run_changed, &run_id);
  reach_running (&fixture);
  n_of_one = count_threads ("training");
  lab_session_finish (fixture.session);
  drain_until_still (&fixture);
  while (!lab_session_is_written (fixture.session))
    turn (&fixture);
  tear_down (&fixture, NULL);
}

static void
add_cells (void)
{
  static Cell cells[G_N_ELEMENTS (rows)][G_N_ELEMENTS (columns)];

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_assert_cmpuint (strlen (rows[r].ends), ==, G_N_ELEMENTS (columns));
      for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
        {
          g_autofree char *path
              = g_strdup_printf ("/lab/session/states/%s/%s", rows[r].name, columns[c].name);

          cells[r][c] = (Cell){ (int) r, (int) c };
          g_test_add_data_func (path, &cells[r][c], test_cell);
        }
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  lab_paths_init ();
  g_test_init (&argc, &argv, NULL);
  data_folder = g_build_filename (home, "data", NULL);
  g_assert_cmpint (g_mkdir (data_folder, 0777), ==, 0);
  write_data (data_folder);
  record_run ();
  add_cells ();
  g_test_add_func ("/lab/session/states/random-walk", test_random_walk);
  status = g_test_run ();
  remove_tree (home);
  g_free (data_folder);
  g_free (run_id);
  return status;
}
