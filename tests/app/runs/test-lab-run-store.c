/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-store.c - runs on disk: listed, read, renamed, deleted, held; good, damaged and hostile */

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-run-export.h"
#include "lab-run-store.h"
#include "run-folders.h"

static void
test_list (gpointer fixture, gconstpointer data)
{
  static const char *const expected[] = { ODD_NAMED,
                                          GOOD,
                                          "20261120-080000-later",
                                          "20261123-000000-odd",
                                          "20261122-000000-no-record",
                                          "20261121-090000-cut" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = lab_run_store_list (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpstr (((LabRunRecord *) g_ptr_array_index (list, i))->id, ==, expected[i]);
}

static void
test_list_nothing (gpointer fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  remove_tree (runs);
  list = lab_run_store_list (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_good_record (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  const LabRunEvent *event;
  g_autofree char *settings = NULL;

  g_assert_cmpstr (record->problem, ==, NULL);
  g_assert_cmpstr (record->name, ==, "ELU against ReLU");
  g_assert_cmpint (record->created, ==, 1795515300); /* date -u -d 2026-11-24T10:15:00Z +%s */
  g_assert_cmpint (record->state, ==, LAB_RUN_FINISHED);
  g_assert_cmpuint (record->step, ==, 4);
  g_assert_cmpuint (record->n_train, ==, 9000);
  g_assert_true (record->has_setup);
  g_assert_cmpfloat (record->setup.contestant[0].parameter[0], ==, 1);
  g_assert_cmpint (record->n_results, ==, 2);
  g_assert_cmpint (record->result[0].activation.id, ==, NN_ELU);
  g_assert_cmpfloat (record->result[0].activation.parameter[0], ==, 0.3);
  g_assert_cmpfloat (record->result[1].test_accuracy, ==, 0.9375);
  g_assert_cmpint (record->result[1].diverged_at, ==, -1);
  settings = lab_run_record_describe_setup (record);
  g_assert_cmpstr (settings, ==,
                   "MNIST sample · Article MLP · Adam 0.001 · batch 128 · 2 epochs · seed 42");
  g_assert_cmpuint (record->events->len, ==, 1);
  event = &g_array_index (record->events, LabRunEvent, 0);
  g_assert_cmpuint (event->step, ==, 2);
  g_assert_cmpfloat (event->to, ==, 0.3);
  g_assert_cmpstr (record->branched_from, ==, "20261124-100000-z");
  g_assert_cmpuint (record->branched_at, ==, 1);
}

/* The folder decides what a run is called; what run.json claims does not lead anywhere. */
static void
test_claimed_id (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (ODD_NAMED);

  g_assert_cmpstr (record->id, ==, ODD_NAMED);
  g_assert_cmpstr (record->name, ==, "Three lines of name");
  g_assert_cmpint (record->result[0].diverged_at, ==, 3);
  g_assert_true (isnan (record->result[0].validation_accuracy));
  g_assert_cmpstr (record->problem, ==, NULL);
}

static void
test_odd_members (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load ("20261123-000000-odd");

  g_assert_cmpstr (record->name, ==, "20261123-000000-odd");
  g_assert_cmpint (record->created, ==, 0);
  g_assert_cmpuint (record->step, ==, 0);
  g_assert_cmpint (record->n_results, ==, 0);
  g_assert_true (isnan (record->seconds));
  g_assert_nonnull (strstr (record->problem, "names no functions"));
}

static void
assert_problem (const char *id, const char *says)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);

  g_assert_nonnull (record->problem);
  if (strstr (record->problem, says) == NULL)
    g_error ("%s: “%s” does not say “%s”", id, record->problem, says);
}

static void
test_damaged (gpointer fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (300000, '[');
  g_autofree char *pipe = place ("pipe/run.json");

  assert_problem ("20261120-080000-later", "later version");
  assert_problem ("20261121-090000-cut", "damaged: it breaks off");
  assert_problem ("20261122-000000-no-record", "run.json is missing");
  write_text ("x", "run.json", deep, -1);
  assert_problem ("x", "more deeply nested");
  write_text ("x", "run.json", "", 0);
  assert_problem ("x", "damaged: it is empty");
  write_text ("x", "run.json", "[1]", -1);
  assert_problem ("x", "holds something else");
  write_text ("x", "run.json", "{\"a\":\"\xff\xfe\"}", -1);
  assert_problem ("x", "not text");
  write_text ("x", "run.json", "{\"format\":1}", -1);
  assert_problem ("x", "no state");
  write_text ("x", "run.json", "{\"format\":1,\"state\":\"asleep\"}", -1);
  assert_problem ("x", "no state");
  write_text ("x", "run.json", "{\"state\":\"finished\"}", -1);
  assert_problem ("x", "no format number");
  write_text ("pipe", "other", "", 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_problem ("pipe", "is a link or something else");
}

/* A run that is a link, a record that is one, and a folder of deleted runs that is one. */
static void
test_links (gpointer fixture, gconstpointer data)
{
  g_autofree char *outside = g_build_filename (home, "witness", NULL);
  g_autofree char *file = g_build_filename (outside, "file", NULL);
  g_autofree char *link = place ("link");
  g_autofree char *record = place ("inner/run.json");
  g_autofree char *deleted = place (".deleted");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (outside, link), ==, 0);
  assert_problem ("link", "not followed");
  g_assert_cmpint (lab_run_folder_open ("link", "file", NULL), ==, -1);
  g_assert_false (lab_run_store_rename ("link", "New", NULL));

  write_text ("inner", "other", "", 0);
  g_assert_cmpint (symlink (file, record), ==, 0);
  assert_problem ("inner", "is a link");
  g_assert_false (lab_run_store_rename ("inner", "New", NULL));

  g_assert_cmpint (symlink (outside, deleted), ==, 0);
  g_assert_false (lab_run_store_delete (GOOD, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  lab_run_folder_purge (-1);
  g_assert_cmpint (g_remove (deleted), ==, 0);

  /* The links themselves can be deleted and purged. */
  g_assert_true (lab_run_store_delete ("link", NULL));
  g_assert_true (lab_run_store_delete ("inner", NULL));
  lab_run_folder_purge (-1);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

static void
test_ids (gpointer fixture, gconstpointer data)
{
  static const char *const refused[]
      = { "", ".", "..", "../..", "a/b", "/etc", ".deleted", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lab_run_folder_is_id (refused[i]));
      g_assert_null (lab_run_store_find (refused[i], FALSE, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
    }
}

static void
test_find (gpointer fixture, gconstpointer data)
{
  g_autoptr (GError) many = NULL, none = NULL;
  g_autofree char *one = lab_run_store_find ("20261124-12", FALSE, NULL);

  g_assert_cmpstr (one, ==, ODD_NAMED);
  g_assert_null (lab_run_store_find ("20261124", FALSE, &many));
  g_assert_nonnull (strstr (many->message, "2 runs begin"));
  g_assert_null (lab_run_store_find ("20261124-101500-c", FALSE, &none));
  g_assert_nonnull (strstr (none->message, "Did you mean “" GOOD "”?"));
}

static void
test_rename (gpointer fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunRecord) renamed = NULL;
  g_autofree char *path = place (ODD_NAMED "/run.json");
  g_autofree char *text = NULL, *good = NULL, *record = NULL;
  g_autofree char *longest = g_strnfill (LAB_RUN_LONGEST_NAME + 1, 'x');

  g_assert_true (lab_run_store_rename (GOOD, "  Stunde 3: α = 0,3 “gut”  ", &error));
  g_assert_no_error (error);
  renamed = lab_run_record_load (GOOD);
  g_assert_cmpstr (renamed->name, ==, "Stunde 3: α = 0,3 “gut”");
  g_assert_cmpfloat (renamed->result[1].validation_loss, ==, 0.125);

  /* Numbers keep their shortest form, and json-glib's reader finds all as it was. */
  good = place (GOOD "/run.json");
  g_assert_true (g_file_get_contents (good, &record, NULL, NULL));
  g_assert_nonnull (strstr (record, "\"to\":0.3,"));
  g_assert_nonnull (strstr (record, "\"learning_rate\":0.001,"));
  g_assert_null (strstr (record, "000000000"));
  g_assert_null (strstr (record, "999999999"));

  /* What this version doesn't know is kept. */
  g_assert_true (lab_run_store_rename (ODD_NAMED, "Other", NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "later_member"));
  g_assert_nonnull (strstr (text, "kept"));

  g_assert_false (lab_run_store_rename (GOOD, " ", NULL));
  g_assert_false (lab_run_store_rename (GOOD, "two\nlines", NULL));
  g_assert_false (lab_run_store_rename (GOOD, longest, NULL));
  g_assert_false (lab_run_store_rename ("20261120-080000-later", "x", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
}

static int
fail_nth (const char *path, gpointer countdown)
{
  return (*(int *) countdown)-- == 0 ? ENOSPC : 0;
}

/* Each call of the system fails once: the record has its old name or its new one, and nothing else lies
 * beside it.                                                                                     */
static void
test_rename_on_full_disk (gpointer fixture, gconstpointer data)
{
  g_autofree char *folder = place (GOOD);
  int n_failed = 0;

  for (int nth = 0;; nth++)
    {
      g_autofree char *name = g_strdup_printf ("name %d", nth);
      g_autoptr (GDir) dir = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LabRunRecord) record = NULL;
      int countdown = nth;
      gboolean renamed;

      lab_disk_set_fault (fail_nth, &countdown);
      renamed = lab_run_store_rename (GOOD, name, &error);
      lab_disk_set_fault (NULL, NULL);
      record = lab_run_record_load (GOOD);
      g_assert_cmpstr (record->problem, ==, NULL);
      dir = g_dir_open (folder, 0, NULL);
      for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
        g_assert_null (strstr (file, "part"));
      if (renamed)
        {
          g_assert_cmpstr (record->name, ==, name);
          break;
        }
      g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
      g_assert_nonnull (strstr (error->message, "Make room on that disk."));
      n_failed++;
    }
  g_assert_cmpint (n_failed, >=, 4);
}

/* --- Export ---------------------------------------------------------------------------------- */

static int
note_other_threads (const char *path, gpointer data)
{
  GThread **thread = data;

  g_assert_true (g_thread_self () != thread[0]);
  thread[1] = g_thread_self ();
  return 0;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError **error = data;

  g_assert_true (lab_run_export_numbers_finish (result, error) == (*error == NULL));
  if (*error == NULL)
    *error = g_error_new_literal (LAB_ERROR, LAB_ERROR_ENGINE, "done");
}

/* The thread that draws the window writes nothing, and hears of what went wrong. */
static void
test_export (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (home, "run.csv", NULL);
  g_autofree char *from = place (GOOD "/metrics.csv"), *before = NULL, *after = NULL;
  GThread *threads[2] = { g_thread_self (), NULL };
  g_autoptr (GError) end = NULL, refused = NULL;

  lab_disk_set_fault (note_other_threads, threads);
  lab_run_export_numbers_async (GOOD, path, NULL, exported_cb, &end);
  while (end == NULL)
    g_main_context_iteration (NULL, TRUE);
  lab_disk_set_fault (NULL, NULL);
  g_assert_error (end, LAB_ERROR, LAB_ERROR_ENGINE);
  g_assert_nonnull (threads[1]);
  g_assert_true (g_file_get_contents (from, &before, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);

  lab_run_export_numbers_async (GOOD, "/no/such/run.csv", NULL, exported_cb, &refused);
  while (refused == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (refused, LAB_ERROR, LAB_ERROR_OUTPUT);
}

/* --- Deleting -------------------------------------------------------------------------------- */

static void
test_delete_and_restore (gpointer fixture, gconstpointer data)
{
  g_autofree char *here = place (GOOD);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunRecord) record = NULL;
  g_autofree char *found = NULL;

  g_assert_true (lab_run_store_delete (GOOD, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (here, G_FILE_TEST_EXISTS));
  found = lab_run_store_find ("20261124-10", TRUE, &error);
  g_assert_cmpstr (found, ==, GOOD);
  lab_run_store_purge ();
  g_assert_true (lab_run_store_restore (GOOD, &error));
  g_assert_no_error (error);
  record = lab_run_record_load (GOOD);
  g_assert_cmpstr (record->problem, ==, NULL);

  /* Not twice, and not over another. */
  g_assert_false (lab_run_store_restore (GOOD, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_true (lab_run_store_delete (GOOD, NULL));
  write_text (GOOD, "run.json", "{}", -1);
  g_assert_false (lab_run_store_restore (GOOD, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
}

/* What is being trained stays as it is. */
static void
test_held (gpointer fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int lock = lab_run_folder_lock (ODD_NAMED, &error);
  g_autoptr (LabRunRecord) held = lab_run_record_load (ODD_NAMED);
  g_autoptr (LabRunRecord) released = NULL;

  g_assert_no_error (error);
  g_assert_true (held->held);
  g_assert_cmpstr (lab_run_record_state_title (held), ==, "being trained");
  g_assert_cmpint (lab_run_folder_lock (ODD_NAMED, NULL), ==, -1);
  g_assert_false (lab_run_store_delete (ODD_NAMED, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (lab_run_store_rename (ODD_NAMED, "New", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);

  g_assert_cmpint (close (lock), ==, 0);
  released = lab_run_record_load (ODD_NAMED);
  g_assert_false (released->held);
  g_assert_cmpstr (lab_run_record_state_title (released), ==, "interrupted");
  g_assert_true (lab_run_store_delete (ODD_NAMED, NULL));
}

static void
test_purge (gpointer fixture, gconstpointer data)
{
  g_autofree char *old = place (".deleted/" GOOD);
  g_autofree char *young = place (".deleted/" ODD_NAMED);
  struct timespec yesterday[2] = { 0 };

  write_text (GOOD, "deeper", "x", -1);
  g_assert_true (lab_run_store_delete (GOOD, NULL));
  g_assert_true (lab_run_store_delete (ODD_NAMED, NULL));
  yesterday[0].tv_sec = yesterday[1].tv_sec = g_get_real_time () / G_USEC_PER_SEC - 25 * 60 * 60;
  g_assert_cmpint (utimensat (AT_FDCWD, old, yesterday, 0), ==, 0);
  lab_run_store_purge ();
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_IS_DIR));
}

static const RunTest tests[] = {
  { "/lab/run-store/list/newest-first", test_list },
  { "/lab/run-store/list/nothing-trained", test_list_nothing },
  { "/lab/run-store/record/good", test_good_record },
  { "/lab/run-store/record/claimed-id", test_claimed_id },
  { "/lab/run-store/record/odd-members", test_odd_members },
  { "/lab/run-store/record/damaged", test_damaged },
  { "/lab/run-store/links-are-not-followed", test_links },
  { "/lab/run-store/ids-are-no-paths", test_ids },
  { "/lab/run-store/find", test_find },
  { "/lab/run-store/rename", test_rename },
  { "/lab/run-store/export", test_export },
  { "/lab/run-store/rename/full-disk", test_rename_on_full_disk },
  { "/lab/run-store/delete-and-restore", test_delete_and_restore },
  { "/lab/run-store/held", test_held },
  { "/lab/run-store/purge", test_purge },
};

int
main (int argc, char **argv)
{
  return run_run_tests (argc, argv, tests, G_N_ELEMENTS (tests));
}
