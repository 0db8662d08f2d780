/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-checkpoint.c - a training goes on from disk to the last bit, whatever happens to the disk
 *
 * Crashes are real: a child writes checkpoints and is killed, at every call of the system once, and
 * at random moments. -m slow: 1,000 of these.
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checkpoints.h"
#include "lab-run-folder.h"

enum { N_AFTER = 8, FEW_KILLS = 40, MANY_KILLS = 1000, LONGEST_LIFE = 12000 };

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "a b" of the names in folder, in their order. */
static char *
names_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, (gpointer) g_intern_string (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* --- Going on -------------------------------------------------------------------------------- */

static void
check_goes_on (const nn_trainer_config *config)
{
  g_autofree char *folder = own_folder_new ();
  nn_trainer *trainer = new_trainer (config, &stripes), *other = new_trainer (config, &stripes);
  nn_metrics before[N_BEFORE * N_CONTESTANTS], after[N_AFTER * N_CONTESTANTS],
      again[N_AFTER * N_CONTESTANTS];
  nn_snapshot *saved, *loaded, *end;

  take_and_note (trainer, N_BEFORE, before);
  move_settings (trainer);
  saved = new_snapshot (trainer);
  assert_saved (folder, saved);
  take_and_note (trainer, N_AFTER, after);
  end = new_snapshot (trainer);

  loaded = load (folder, config);
  assert_same_snapshot (loaded, saved);
  g_assert_cmpint (nn_snapshot_restore (loaded, other), ==, NN_OK);
  take_and_note (other, N_AFTER, again);
  assert_same_curve (after, again, N_AFTER * N_CONTESTANTS);
  assert_same_state (other, end);

  lab_disk_remove (folder);
  nn_snapshot_free (loaded);
  nn_snapshot_free (saved);
  nn_snapshot_free (end);
  nn_trainer_free (other);
  nn_trainer_free (trainer);
}

static void
test_goes_on (gconstpointer data)
{
  const guint which = GPOINTER_TO_UINT (data);
  const nn_trainer_config config = rich_config (which & 1, which >> 2, which & 2);

  check_goes_on (&config);
}

/* --- Crashes --------------------------------------------------------------------------------- */

typedef struct {
  int countdown, n_times; /* calls before the first that fails; how many fail */
  int code;               /* errno, or 0 to be killed                         */
} Fault;

static int
fault_cb (const char *path, gpointer data)
{
  Fault *fault = data;

  if (fault->countdown-- > 0 || fault->n_times-- <= 0)
    return 0;
  if (fault->code == 0)
    raise (SIGKILL);
  return fault->code;
}

static int
count_cb (const char *path, gpointer data)
{
  ++*(int *) data;
  return 0;
}

static int
count_calls (void)
{
  g_autofree char *folder = own_folder_new ();
  int n = 0;

  assert_saved (folder, moments.at[0]);
  lab_disk_set_fault (count_cb, &n);
  assert_saved (folder, moments.at[1]);
  lab_disk_set_fault (NULL, NULL);
  lab_disk_remove (folder);
  g_assert_cmpint (n, >, 10);
  return n;
}

static void
check_fault (int nth, int n_times, int code)
{
  g_autofree char *folder = own_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;
  Fault fault = { nth, n_times, code };
  gboolean saved;

  assert_saved (folder, moments.at[0]);
  lab_disk_set_fault (fault_cb, &fault);
  saved = lab_checkpoint_save (folder, moments.at[1], &error);
  lab_disk_set_fault (NULL, NULL);
  g_assert_false (saved);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_nonnull (strstr (error->message, g_strerror (code)));
  assert_whole (folder);
  g_assert_null (strstr (names = names_in (folder), "part"));

  /* With room again it goes on as if nothing had been. */
  assert_saved (folder, moments.at[1]);
  g_assert_cmpint (assert_whole (folder), ==, 1);
  lab_disk_remove (folder);
}

static void
test_every_call_fails (void)
{
  const int n = count_calls (), codes[] = { ENOSPC, EIO, EDQUOT };

  for (int nth = 0; nth < n; nth++)
    for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
      {
        check_fault (nth, 1, codes[i]);
        check_fault (nth, INT_MAX, codes[i]);
      }
}

static void
tidy (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY);

  lab_run_folder_tidy (fd);
  close (fd);
}

static void
wait_for (pid_t child, gboolean must_be_killed)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || (!must_be_killed && WIFEXITED (status)));
}

static void
test_killed_at_every_call (void)
{
  const int n = count_calls ();
  int n_of[2] = { 0 };

  for (int nth = 0; nth < n; nth++)
    {
      g_autofree char *folder = own_folder_new ();
      g_autofree char *names = NULL;
      Fault fault = { nth, 1, 0 };
      pid_t child;

      assert_saved (folder, moments.at[0]);
      child = fork ();
      if (child == 0)
        {
          lab_disk_set_fault (fault_cb, &fault);
          lab_checkpoint_save (folder, moments.at[1], NULL);
          _exit (0);
        }
      wait_for (child, TRUE);
      n_of[assert_whole (folder)]++;
      tidy (folder);
      g_assert_null (strstr (names = names_in (folder), "part"));
      assert_saved (folder, moments.at[1]);
      lab_disk_remove (folder);
    }
  /* The rename decides: one call comes after it. */
  g_assert_cmpint (n_of[0], >, 0);
  g_assert_cmpint (n_of[1], >, 0);
}

/* The child never stops by itself. */
static void
save_for_ever (const char *folder)
{
  for (int i = 0;; i++)
    lab_checkpoint_save (folder, moments.at[i % 2], NULL);
}

static void
test_killed_at_random (void)
{
  const int n_kills = g_test_slow () ? MANY_KILLS : FEW_KILLS;
  g_autofree char *folder = own_folder_new ();
  int n_left_over = 0;

  assert_saved (folder, moments.at[0]);
  for (int i = 0; i < n_kills; i++)
    {
      pid_t child = fork ();
      g_autofree char *names = NULL;

      if (child == 0)
        save_for_ever (folder);
      g_usleep ((gulong) g_test_rand_int_range (0, LONGEST_LIFE));
      kill (child, SIGKILL);
      wait_for (child, TRUE);
      assert_whole (folder);
      n_left_over += strstr (names = names_in (folder), "part") != NULL;
      tidy (folder);
    }
  g_test_message ("%d kills, %d with a half-written checkpoint; none lost or mixed", n_kills,
                  n_left_over);
  g_assert_cmpint (n_left_over, >, 0);
  lab_disk_remove (folder);
}

/* --- What lies there ------------------------------------------------------------------------- */

static void
test_one_is_kept (void)
{
  g_autofree char *folder = own_folder_new ();
  g_autofree char *first = NULL, *files = NULL, *second = NULL, *again = NULL;
  g_autofree char *inside = g_build_filename (folder, "checkpoint-7", NULL);
  guint64 step = 99;

  g_assert_false (lab_checkpoint_find (folder, &step));
  g_assert_cmpuint (step, ==, 99);
  assert_saved (folder, moments.at[0]);
  g_assert_cmpstr (first = names_in (folder), ==, "checkpoint-7");
  g_assert_cmpstr (files = names_in (inside), ==,
                   "1-elu-1.safetensors 2-relu.safetensors 3-gelu.safetensors");
  assert_saved (folder, moments.at[0]);
  g_assert_cmpstr (again = names_in (folder), ==, "checkpoint-7.1");
  assert_saved (folder, moments.at[1]);
  g_assert_cmpstr (second = names_in (folder), ==, "checkpoint-14");
  g_assert_true (lab_checkpoint_find (folder, &step));
  g_assert_cmpuint (step, ==, 14);
  lab_disk_remove (folder);
}

/* One contestant has diverged and another stopped early: so they stay. */
static void
test_ended_contestants (void)
{
  g_autofree char *folder = own_folder_new ();
  nn_status status;
  nn_snapshot *written = nn_snapshot_copy (moments.at[1], &status), *loaded;

  nn_snapshot_contestant_of (written, 0)->stopped = true;
  nn_snapshot_contestant_of (written, 0)->best_loss = INFINITY;
  nn_snapshot_contestant_of (written, 1)->finished = true;
  nn_snapshot_contestant_of (written, 1)->n_worse = 5;
  assert_saved (folder, written);
  loaded = load (folder, &moments.config);
  assert_same_snapshot (loaded, written);
  nn_snapshot_free (loaded);
  nn_snapshot_free (written);
  lab_disk_remove (folder);
}

/* Layer 1 has 19 units of 96 inputs; what Python prints is compared with the network's numbers. */
static const char python_program[]
    = "import json, struct, sys\n"
      "data = open (sys.argv[1], 'rb').read ()\n"
      "n = struct.unpack ('<Q', data[:8])[0]\n"
      "header = json.loads (data[8:8 + n])\n"
      "begin, end = header['layer1.weight']['data_offsets']\n"
      "values = struct.unpack ('<%df' % ((end - begin) // 4), data[8 + n + begin:8 + n + end])\n"
      "print (header['layer1.weight']['shape'], header['__metadata__']['step'],\n"
      "       header['__metadata__']['activation'], n % 8, len (values),\n"
      "       values[0].hex (), values[-1].hex ())\n";

static void
test_python_reads (void)
{
  const char *python = g_getenv ("ELU_LAB_PYTHON");
  g_autofree char *folder = own_folder_new (), *out = NULL, *expected = NULL;
  g_autofree char *path = g_build_filename (folder, "checkpoint-7", "1-elu-1.safetensors", NULL);
  const float *values = nn_snapshot_peek_contestant (moments.at[0], 0)->parameters;
  const char *const arguments[] = { python, "-c", python_program, path, NULL };
  double first, last;
  char *numbers;

  g_assert_nonnull (python);
  assert_saved (folder, moments.at[0]);
  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &out, NULL, NULL, NULL));
  expected = g_strdup_printf ("[96, 19] 7 elu:0.3 0 %d ", 96 * 19);
  g_assert_true (g_str_has_prefix (out, expected));
  first = g_ascii_strtod (out + strlen (expected), &numbers);
  last = g_ascii_strtod (numbers, NULL);
  g_assert_cmpfloat (first, ==, values[0]);
  g_assert_cmpfloat (last, ==, values[96 * 19 - 1]);
  lab_disk_remove (folder);
}

static void
add_goes_on (nn_optimizer_id optimizer, bool cnn)
{
  g_autofree char *path
      = g_strdup_printf ("/lab/checkpoint/goes-on/%s/%s", nn_optimizer_get_info (optimizer)->name,
                         cnn ? "cnn" : "mlp");
  const guint learns = optimizer % 2;

  g_test_add_data_func (path, GUINT_TO_POINTER (optimizer << 2 | learns << 1 | cnn), test_goes_on);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes (cnn_shape);
  make_moments ();
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    for (int cnn = 0; cnn < 2; cnn++)
      add_goes_on (id, cnn);
  g_test_add_func ("/lab/checkpoint/every-call-fails", test_every_call_fails);
  g_test_add_func ("/lab/checkpoint/killed-at-every-call", test_killed_at_every_call);
  g_test_add_func ("/lab/checkpoint/killed-at-random", test_killed_at_random);
  g_test_add_func ("/lab/checkpoint/one-is-kept", test_one_is_kept);
  g_test_add_func ("/lab/checkpoint/ended-contestants", test_ended_contestants);
  g_test_add_func ("/lab/checkpoint/python-reads", test_python_reads);
  return g_test_run ();
}
