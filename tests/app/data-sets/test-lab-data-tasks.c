/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-tasks.c - data sets downloaded and imported while a main loop goes on
 *
 * A server on this computer stands for the mirrors; it speaks TLS, since nothing else is used, and
 * can keep a client waiting in the middle of a file. Every test has folders of its own.
 */

#include <string.h>
#include <glib/gstdio.h>
#include "idx-files.h"
#include "lab-data-tasks.h"
#include "lab-paths.h"
#include "loopback-server.h"
#include "remove-tree.h"

enum { PATIENCE_MS = 20000 };

typedef enum { HONEST, HOLDS, MISSING } Behaviour;

/* clang-format off */
typedef struct {
  LoopbackServer server;
  GByteArray *file[IDX_N_FILES];      /* packed                                                 */
  char *sum[IDX_N_FILES];
  int behaviour;                      /* read by the server's thread                            */
  goffset asked_from;                 /* by the last request for the training images            */
  GPtrArray *held;                    /* connections that were left open                        */
  LabKnownSet sets[2];
  char *folder[2];                    /* the program's own for the two                          */
  LabDataModel *model;
  LabDataTasks *tasks;
  GString *chosen, *news, *own;       /* what the events said                                   */
  gboolean refuses;                   /* what is chosen                                         */
  int n_changes;
} Fixture;
/* clang-format on */

static char *home;

/* --- The server ------------------------------------------------------------------------------ */

/* The first half of the file, and then nothing. */
static void
hold (Fixture *fixture, SoupServerMessage *message, const GByteArray *file)
{
  g_autofree char *head
      = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %u\r\n\r\n", file->len);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  g_ptr_array_add (fixture->held,
                   loopback_server_send_raw (message, head, file->data, file->len / 2));
}

static void
send_from (SoupServerMessage *message, const GByteArray *file, goffset from)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (from > 0)
    soup_message_headers_set_content_range (headers, from, file->len - 1, file->len);
  soup_server_message_set_status (message, from > 0 ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK,
                                  NULL);
  soup_server_message_set_response (message, "application/gzip", SOUP_MEMORY_COPY,
                                    (const char *) file->data + from, file->len - from);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Fixture *fixture = data;
  goffset from = loopback_server_asked_from (message);
  int i = 0;

  while (strstr (path, idx_file_names[i]) == NULL)
    i++;
  if (i == 0)
    fixture->asked_from = from;
  switch (g_atomic_int_get (&fixture->behaviour))
    {
    case HOLDS:
      hold (fixture, message, fixture->file[i]);
      break;
    case MISSING:
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      break;
    default:
      send_from (message, fixture->file[i], MAX (from, 0));
    }
}

/* --- The tasks ------------------------------------------------------------------------------- */

static gboolean
chosen_cb (const char *spec, gpointer data)
{
  g_string_append (((Fixture *) data)->chosen, spec);
  return !((Fixture *) data)->refuses;
}

static void
news_cb (const char *sentence, gpointer data)
{
  g_string_append (((Fixture *) data)->news, sentence);
}

static void
own_changed_cb (const char *const *paths, gpointer data)
{
  g_autofree char *all = g_strjoinv (" ", (char **) paths);

  g_string_assign (((Fixture *) data)->own, all);
}

static void
set_changed_cb (LabDataModel *model, const char *name, Fixture *fixture)
{
  fixture->n_changes++;
}

static void
open_tasks (Fixture *fixture)
{
  const LabDataEvents events = { chosen_cb, news_cb, own_changed_cb, fixture };

  fixture->model = lab_data_model_new ();
  g_signal_connect (fixture->model, "set-changed", G_CALLBACK (set_changed_cb), fixture);
  fixture->tasks = lab_data_tasks_new (fixture->model, fixture->sets, 2, &events);
}

static void
close_tasks (Fixture *fixture)
{
  g_clear_pointer (&fixture->tasks, lab_data_tasks_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->model);
}

/* The folder itself stays: the tests run in it. */
static void
empty_home (void)
{
  g_autoptr (GDir) dir = g_dir_open (home, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (home, name, NULL);

      remove_tree (inner);
    }
}

static void
make_set (Fixture *fixture, int i, const char *name, const char *title)
{
  LabKnownSet *set = &fixture->sets[i];

  *set = (LabKnownSet){ .name = name,
                        .title = title,
                        .subject = "digits",
                        .credit = "nobody",
                        .shape = { 1, 28, 28 },
                        .n_train = IDX_N_TRAIN,
                        .n_test = IDX_N_TEST,
                        .n_files = IDX_N_FILES,
                        .mirror = { fixture->server.url } };
  for (int k = 0; k < IDX_N_FILES; k++)
    set->file[k] = (LabKnownFile){ g_strconcat (idx_file_names[k], ".gz", NULL), TRUE,
                                   fixture->sum[k], fixture->file[k]->len };
  fixture->folder[i] = lab_known_set_own_folder (set);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loopback_server_start (&fixture->server, TRUE, request_cb, fixture);
  loopback_server_trust (TRUE);
  for (int i = 0; i < IDX_N_FILES; i++)
    {
      g_autoptr (GByteArray) plain = idx_file_new (i < 2 ? IDX_N_TRAIN : IDX_N_TEST, i % 2 == 0);

      fixture->sum[i] = g_compute_checksum_for_data (G_CHECKSUM_SHA256, plain->data, plain->len);
      fixture->file[i] = idx_file_pack (plain->data, plain->len);
    }
  make_set (fixture, 0, "mnist", "MNIST");
  make_set (fixture, 1, "cifar10", "CIFAR-10");
  fixture->held = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->chosen = g_string_new (NULL);
  fixture->news = g_string_new (NULL);
  fixture->own = g_string_new (NULL);
  open_tasks (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_tasks (fixture);
  loopback_server_stop (&fixture->server);
  loopback_server_trust (FALSE);
  g_ptr_array_unref (fixture->held);
  for (int i = 0; i < IDX_N_FILES; i++)
    {
      g_free (fixture->sum[i]);
      g_byte_array_unref (fixture->file[i]);
      for (int k = 0; k < 2; k++)
        g_free ((char *) fixture->sets[k].file[i].name);
    }
  for (int k = 0; k < 2; k++)
    g_free (fixture->folder[k]);
  g_string_free (fixture->chosen, TRUE);
  g_string_free (fixture->news, TRUE);
  g_string_free (fixture->own, TRUE);
  empty_home ();
}

/* --- What is waited for ---------------------------------------------------------------------- */

static const LabDataSet *
row (Fixture *fixture, const char *name)
{
  return lab_data_model_find (fixture->model, name);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the main loop run until the set is in that state, and what is read has been read. */
static void
wait_for (Fixture *fixture, const char *name, LabSetState state)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * 1000;
  guint ticks = g_timeout_add (10, wake_cb, NULL);

  while (row (fixture, name) == NULL || row (fixture, name)->state != state)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (ticks);
}

static void
run_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;
  guint ticks = g_timeout_add (5, wake_cb, NULL);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (ticks);
}

static void
assert_says (const char *text, const char *what)
{
  if (text == NULL || strstr (text, what) == NULL)
    g_error ("“%s” does not say “%s”", text, what);
}

/* A download that has got the first half of the first file. */
static void
begin_and_hold (Fixture *fixture)
{
  fixture->behaviour = HOLDS;
  lab_data_tasks_scan (fixture->tasks);
  wait_for (fixture, "mnist", LAB_SET_MISSING);
  lab_data_tasks_download (fixture->tasks, "mnist");
  g_assert_cmpint (lab_data_set_offer (row (fixture, "mnist")), ==, LAB_OFFER_CANCEL);
  g_assert_true (lab_data_tasks_is_busy (fixture->tasks));
  while (row (fixture, "mnist")->done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (row (fixture, "mnist")->done, ==, fixture->file[0]->len / 2);
  g_assert_cmpint (row (fixture, "mnist")->file, ==, 1);
}

static char *
write_own (Fixture *fixture, const char *name)
{
  char *folder = g_build_filename (home, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (int i = 0; i < IDX_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (folder, fixture->sets[0].file[i].name, NULL);

      g_assert_true (g_file_set_contents (path, (const char *) fixture->file[i]->data,
                                          fixture->file[i]->len, NULL));
    }
  return folder;
}

/* --- The tests ------------------------------------------------------------------------------- */

static void
test_download (Fixture *fixture, gconstpointer data)
{
  lab_data_tasks_scan (fixture->tasks);
  wait_for (fixture, "mnist", LAB_SET_MISSING);
  g_assert_cmpint (lab_data_set_offer (row (fixture, "mnist")), ==, LAB_OFFER_DOWNLOAD);
  lab_data_tasks_download (fixture->tasks, "mnist");
  wait_for (fixture, "mnist", LAB_SET_FOUND);
  g_assert_cmpstr (row (fixture, "mnist")->place, ==, "~/elu-lab/data/mnist");
  g_assert_cmpstr (fixture->news->str, ==, "MNIST is here now");
  g_assert_cmpstr (fixture->chosen->str, ==, "");
  lab_data_tasks_choose (fixture->tasks, "mnist");
  lab_data_tasks_choose (fixture->tasks, "mnist");
  lab_data_tasks_choose (fixture->tasks, "cifar10"); /* it is not here */
  g_assert_cmpstr (fixture->chosen->str, ==, "mnist");
  g_assert_cmpstr (lab_data_model_get_chosen (fixture->model), ==, "mnist");
}

/* As while a training is under way: the mark stays where it is. */
static void
test_choice_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_own (fixture, "mine");

  fixture->refuses = TRUE;
  lab_data_tasks_import (fixture->tasks, folder);
  wait_for (fixture, folder, LAB_SET_FOUND);
  g_assert_cmpstr (fixture->chosen->str, ==, folder);
  g_assert_null (lab_data_model_get_chosen (fixture->model));
}

static void
test_two_at_once (Fixture *fixture, gconstpointer data)
{
  lab_data_tasks_download (fixture->tasks, "mnist");
  lab_data_tasks_download (fixture->tasks, "cifar10");
  wait_for (fixture, "mnist", LAB_SET_FOUND);
  wait_for (fixture, "cifar10", LAB_SET_FOUND);
}

static void
test_cancel_and_resume (Fixture *fixture, gconstpointer data)
{
  goffset half = fixture->file[0]->len / 2;

  begin_and_hold (fixture);
  lab_data_tasks_cancel (fixture->tasks, "mnist");
  wait_for (fixture, "mnist", LAB_SET_MISSING);
  g_assert_cmpint (row (fixture, "mnist")->had, ==, half);
  g_assert_cmpstr (fixture->news->str, ==, ""); /* who cancels knows */
  g_atomic_int_set (&fixture->behaviour, HONEST);
  lab_data_tasks_download (fixture->tasks, "mnist");
  wait_for (fixture, "mnist", LAB_SET_FOUND);
  g_assert_cmpint (fixture->asked_from, ==, half);
}

/* Progress is due while it is also being looked where all sets are, which has no name of a set. */
static void
test_progress_while_looking (Fixture *fixture, gconstpointer data)
{
  begin_and_hold (fixture);
  lab_data_tasks_scan (fixture->tasks);
  g_usleep (150000);
  run_for (300);
  g_assert_cmpint (row (fixture, "mnist")->state, ==, LAB_SET_WORKING);
}

/* While nothing comes the list is told ten times a second, and no more. */
static void
test_progress_is_calm (Fixture *fixture, gconstpointer data)
{
  begin_and_hold (fixture);
  fixture->n_changes = 0;
  run_for (1000);
  g_assert_cmpint (fixture->n_changes, >=, 3);
  g_assert_cmpint (fixture->n_changes, <=, 11);
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  fixture->behaviour = MISSING;
  lab_data_tasks_download (fixture->tasks, "mnist");
  wait_for (fixture, "mnist", LAB_SET_FAILED);
  assert_says (row (fixture, "mnist")->message, "404");
  assert_says (fixture->news->str, "MNIST could not be downloaded");
  g_assert_cmpint (lab_data_set_offer (row (fixture, "mnist")), ==, LAB_OFFER_RETRY);
  g_assert_false (lab_data_tasks_is_busy (fixture->tasks));
}

/* The window is closed in the middle: the next one goes on from there. */
static void
test_end_during_download (Fixture *fixture, gconstpointer data)
{
  gint64 before;

  begin_and_hold (fixture);
  before = g_get_monotonic_time ();
  close_tasks (fixture);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
  g_atomic_int_set (&fixture->behaviour, HONEST);
  open_tasks (fixture);
  lab_data_tasks_scan (fixture->tasks);
  wait_for (fixture, "mnist", LAB_SET_MISSING);
  g_assert_cmpint (lab_data_set_offer (row (fixture, "mnist")), ==, LAB_OFFER_RESUME);
  lab_data_tasks_download (fixture->tasks, "mnist");
  wait_for (fixture, "mnist", LAB_SET_FOUND);
  g_assert_cmpint (fixture->asked_from, ==, fixture->file[0]->len / 2);
}

/* Files of one's own are used where they are, chosen at once, and on the list next time. */
static void
test_import_own (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_own (fixture, "mine");
  const LabDataSet *mine;

  lab_data_tasks_import (fixture->tasks, folder);
  g_assert_cmpint (row (fixture, folder)->state, ==, LAB_SET_WORKING);
  wait_for (fixture, folder, LAB_SET_FOUND);
  mine = row (fixture, folder);
  g_assert_cmpstr (mine->title, ==, "mine");
  g_assert_cmpstr (mine->place, ==, "~/mine");
  g_assert_cmpstr (mine->detail, ==, "24 training and 5 test images, 28\302\240×\302\24028");
  g_assert_false (mine->is_similar);
  g_assert_cmpstr (fixture->chosen->str, ==, folder);
  g_assert_cmpstr (fixture->own->str, ==, folder);
  g_assert_false (g_file_test (fixture->folder[0], G_FILE_TEST_EXISTS));
}

static void
test_keep (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_own (fixture, "mine");

  lab_data_tasks_import (fixture->tasks, folder);
  wait_for (fixture, folder, LAB_SET_FOUND);
  lab_data_tasks_keep (fixture->tasks, folder, FALSE);
  g_assert_null (row (fixture, folder));
  g_assert_cmpstr (fixture->own->str, ==, "");
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  lab_data_tasks_keep (fixture->tasks, folder, TRUE);
  wait_for (fixture, folder, LAB_SET_FOUND);
  g_assert_cmpstr (fixture->own->str, ==, folder);
}

/* From the list of last time, but the files have gone; they come back. */
static void
test_own_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (home, "mine", NULL), *written = NULL;

  lab_data_tasks_add_own (fixture->tasks, folder);
  lab_data_tasks_scan (fixture->tasks);
  wait_for (fixture, folder, LAB_SET_FAILED);
  assert_says (row (fixture, folder)->message, "~/mine is not there any more");
  g_assert_cmpint (lab_data_set_offer (row (fixture, folder)), ==, LAB_OFFER_FORGET);
  written = write_own (fixture, "mine");
  lab_data_tasks_scan (fixture->tasks);
  wait_for (fixture, folder, LAB_SET_FOUND);
}

static void
assert_import_fails (Fixture *fixture, const char *path, const char *says)
{
  lab_data_tasks_import (fixture->tasks, path);
  wait_for (fixture, path, LAB_SET_FAILED);
  assert_says (row (fixture, path)->message, says);
  g_assert_cmpstr (fixture->chosen->str, ==, "");
  g_assert_cmpstr (fixture->own->str, ==, "");
}

static void
test_import_bad (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty = g_build_filename (home, "empty", NULL);
  g_autofree char *damaged = write_own (fixture, "damaged");
  g_autofree char *labels = g_build_filename (damaged, "t10k-labels-idx1-ubyte.gz", NULL);
  g_autofree char *nothing = g_build_filename (home, "nothing.tar.gz", NULL);

  g_mkdir (empty, 0700);
  g_assert_true (g_file_set_contents (labels, "no labels", -1, NULL));
  g_assert_true (g_file_set_contents (nothing, "no archive", -1, NULL));
  assert_import_fails (fixture, empty, "is missing");
  assert_import_fails (fixture, damaged, "t10k-labels-idx1-ubyte");
  assert_import_fails (fixture, nothing, "nothing.tar.gz");
  assert_import_fails (fixture, "/no/such/place", "/no/such/place");
  g_chmod (empty, 0);
  assert_import_fails (fixture, empty, "is missing");
  g_chmod (empty, 0700);
}

/* The program's own sample is told from files of one's own, and chosen by its name. */
static void
test_import_sample (Fixture *fixture, gconstpointer data)
{
  const LabDataEvents events = { chosen_cb, news_cb, own_changed_cb, fixture };
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);
  const char *sample = g_getenv ("ELU_LAB_SAMPLE");

  close_tasks (fixture);
  fixture->model = lab_data_model_new ();
  fixture->tasks = lab_data_tasks_new (fixture->model, sets, n_sets, &events);
  lab_data_tasks_import (fixture->tasks, sample);
  wait_for (fixture, "mnist-sample", LAB_SET_FOUND);
  g_assert_null (row (fixture, sample));
  g_assert_cmpstr (fixture->chosen->str, ==, "mnist-sample");
  g_assert_cmpstr (fixture->own->str, ==, "");
}

/* Cancelled before it was read: as if it had not been asked for. */
static void
test_import_cancelled (Fixture *fixture, gconstpointer data)
{
  const char *sample = g_getenv ("ELU_LAB_SAMPLE");

  lab_data_tasks_import (fixture->tasks, sample);
  lab_data_tasks_cancel (fixture->tasks, sample);
  while (lab_data_tasks_is_busy (fixture->tasks))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (row (fixture, sample));
  g_assert_cmpstr (fixture->chosen->str, ==, "");
}

/* What was read is not read again until it changes; then its damage is seen. */
static void
test_damaged_later (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_own (fixture, "mine");
  g_autofree char *labels = g_build_filename (folder, "train-labels-idx1-ubyte.gz", NULL);

  lab_data_tasks_import (fixture->tasks, folder);
  wait_for (fixture, folder, LAB_SET_FOUND);
  g_assert_true (g_file_set_contents (labels, "no labels", -1, NULL));
  lab_data_tasks_scan (fixture->tasks);
  wait_for (fixture, folder, LAB_SET_FAILED);
  assert_says (row (fixture, folder)->message, "train-labels-idx1-ubyte");
}

/* A training was set up with it last time: it is on the list, and marked, without an event. */
static void
test_chosen_before (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_own (fixture, "mine");

  lab_data_tasks_set_chosen (fixture->tasks, "MNIST");
  g_assert_cmpstr (lab_data_model_get_chosen (fixture->model), ==, "mnist");
  lab_data_tasks_set_chosen (fixture->tasks, folder);
  g_assert_cmpstr (lab_data_model_get_chosen (fixture->model), ==, folder);
  g_assert_nonnull (row (fixture, folder));
  g_assert_cmpstr (fixture->chosen->str, ==, "");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "download", test_download },
    { "choice-refused", test_choice_refused },
    { "two-at-once", test_two_at_once },
    { "cancel-and-resume", test_cancel_and_resume },
    { "progress-is-calm", test_progress_is_calm },
    { "progress-while-looking", test_progress_while_looking },
    { "failure", test_failure },
    { "end-during-download", test_end_during_download },
    { "import-own", test_import_own },
    { "keep", test_keep },
    { "own-gone", test_own_gone },
    { "import-bad", test_import_bad },
    { "import-sample", test_import_sample },
    { "import-cancelled", test_import_cancelled },
    { "damaged-later", test_damaged_later },
    { "chosen-before", test_chosen_before },
  };
  int status;

  home = g_dir_make_tmp ("elu-lab-home-XXXXXX", NULL);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_assert_cmpint (g_chdir (home), ==, 0);
  lab_paths_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/data-tasks/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  status = g_test_run ();
  remove_tree (home);
  g_free (home);
  return status;
}
