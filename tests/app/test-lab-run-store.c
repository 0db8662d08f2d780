/* test-lab-run-store.c - runs on disk: good, damaged and hostile ones, in a data folder of their own
 *
 * The runs in the folder runs beside this file were written by hand. Around the data folder stands a
 * witness: a file that nothing here may change, whatever a run claims to be.
 */

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "lab-error.h"
#include "lab-run-folder.h"
#include "lab-run-load.h"
#include "lab-run-metrics.h"
#include "lab-run-store.h"
#include "remove-tree.h"
#include "run-fixtures.h"

#define GOOD "20261124-101500-a"
#define ODD_NAMED "20261124-120000-b"

static char *home, *runs;

static char *
place (const char *name)
{
  return g_build_filename (runs, name, NULL);
}

static void
write_text (const char *id, const char *name, const char *text, gssize length)
{
  g_autofree char *folder = place (id);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* Every test begins with the same runs. */
static void
set_up (gpointer fixture, gconstpointer data)
{
  g_autofree char *witness = g_build_filename (home, "witness", "file", NULL);
  g_autofree char *folder = g_path_get_dirname (witness);

  run_fixtures_copy (home);
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (witness, "untouched", -1, NULL));
}

static void
tear_down (gpointer fixture, gconstpointer data)
{
  g_autofree char *witness = g_build_filename (home, "witness", "file", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (witness, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "untouched");
}

static void
test_list (gpointer fixture, gconstpointer data)
{
  static const char *const expected[] = { ODD_NAMED, GOOD, "20261120-080000-later",
                                          "20261123-000000-odd", "20261122-000000-no-record",
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
  g_assert_cmpfloat (lab_run_record_best (record), ==, 0.96875);
  settings = lab_run_record_describe_setup (record);
  g_assert_cmpstr (settings, ==, "MNIST sample · Article MLP · Adam 0.001 · batch 128 · 2 epochs · seed 42");
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
  lab_run_folder_sweep (-1);
  g_assert_cmpint (g_remove (deleted), ==, 0);

  /* The links themselves can be deleted and swept. */
  g_assert_true (lab_run_store_delete ("link", NULL));
  g_assert_true (lab_run_store_delete ("inner", NULL));
  lab_run_folder_sweep (-1);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

static void
test_ids (gpointer fixture, gconstpointer data)
{
  static const char *const refused[] = { "", ".", "..", "../..", "a/b", "/etc", ".deleted", "\xff" };

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
  g_autoptr (LabRunRecord) renamed = NULL, other = NULL;
  g_autofree char *path = place (ODD_NAMED "/run.json");
  g_autofree char *text = NULL;
  g_autofree char *longest = g_strnfill (LAB_RUN_LONGEST_NAME + 1, 'x');

  g_assert_true (lab_run_store_rename (GOOD, "  Stunde 3: α = 0,3 “gut”  ", &error));
  g_assert_no_error (error);
  renamed = lab_run_record_load (GOOD);
  g_assert_cmpstr (renamed->name, ==, "Stunde 3: α = 0,3 “gut”");
  g_assert_cmpfloat (renamed->result[1].validation_loss, ==, 0.125);

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
  lab_run_store_sweep ();
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
test_sweep (gpointer fixture, gconstpointer data)
{
  g_autofree char *old = place (".deleted/" GOOD);
  g_autofree char *young = place (".deleted/" ODD_NAMED);
  struct timespec yesterday[2] = { 0 };

  write_text (GOOD, "deeper", "x", -1);
  g_assert_true (lab_run_store_delete (GOOD, NULL));
  g_assert_true (lab_run_store_delete (ODD_NAMED, NULL));
  yesterday[0].tv_sec = yesterday[1].tv_sec = g_get_real_time () / G_USEC_PER_SEC - 25 * 60 * 60;
  g_assert_cmpint (utimensat (AT_FDCWD, old, yesterday, 0), ==, 0);
  lab_run_store_sweep ();
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_IS_DIR));
}

static void
collect_cb (const LabMetricsRow *row, gpointer rows)
{
  g_array_append_val ((GArray *) rows, *row);
}

static GArray *
read_metrics (const char *id, guint64 *n_left_out, GError **error)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (LabMetricsRow));

  if (lab_run_metrics_read (id, collect_cb, rows, n_left_out, error))
    return rows;
  g_array_unref (rows);
  return NULL;
}

static void
test_metrics (gpointer fixture, gconstpointer data)
{
  guint64 n_left_out;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = read_metrics (GOOD, &n_left_out, &error);
  const LabMetricsRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 14);
  g_assert_cmpuint (n_left_out, ==, 0);
  row = &g_array_index (rows, LabMetricsRow, 5);
  g_assert_cmpint (row->set, ==, LAB_METRICS_VALIDATION);
  g_assert_cmpint (row->contestant, ==, 1);
  g_assert_cmpuint (row->step, ==, 2);
  g_assert_cmpfloat (row->seconds, ==, 0.25);
  g_assert_cmpfloat (row->accuracy, ==, 0.8125);
  row = &g_array_index (rows, LabMetricsRow, 9);
  g_assert_true (isnan (row->loss) && isnan (row->accuracy));
}

static void
test_damaged_metrics (gpointer fixture, gconstpointer data)
{
  guint64 n_left_out;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = read_metrics (ODD_NAMED, &n_left_out, &error);

  /* The line that was cut off is no surprise; five others are. */
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpuint (n_left_out, ==, 5);
  g_assert_cmpfloat (g_array_index (rows, LabMetricsRow, 1).loss, ==, 1e30);

  g_assert_null (read_metrics ("20261123-000000-odd", &n_left_out, &error));
  g_assert_nonnull (strstr (error->message, "does not begin as"));
  g_clear_error (&error);
  g_assert_null (read_metrics ("20261120-080000-later", &n_left_out, &error));
  g_assert_nonnull (strstr (error->message, "metrics.csv is missing"));
}

static void
count_cb (const LabMetricsRow *row, gpointer sum)
{
  *(guint64 *) sum += row->step;
}

/* Of any length: lines that lie across the reader's buffer, and one that is longer than it. */
static void
test_long_metrics (gpointer fixture, gconstpointer data)
{
  enum { N = 200000, LONG = 600000 };
  g_autoptr (GString) text
      = g_string_new ("step,epoch,seconds,set,contestant,activation,loss,accuracy\n");
  g_autofree char *line = g_strnfill (LONG, '7');
  guint64 sum = 0, n_left_out;
  gint64 started;

  for (int i = 1; i <= N; i++)
    g_string_append_printf (text, "%d,%g,%g,train,%d,elu:1,%.9g,%.9g\n", i, i / 500.0, i / 1000.0,
                            i % 6, 2.3 / i, 1 - 0.9 / i);
  g_string_append_printf (text, "%s\n1,1,1,train,0,elu:1,1,1\n", line);
  write_text ("long", "metrics.csv", text->str, (gssize) text->len);
  started = g_get_monotonic_time ();
  g_assert_true (lab_run_metrics_read ("long", count_cb, &sum, &n_left_out, NULL));
  g_test_minimized_result ((double) (g_get_monotonic_time () - started) / N,
                           "%.2f us a line", (double) (g_get_monotonic_time () - started) / N);
  g_assert_cmpuint (sum, ==, (guint64) N * (N + 1) / 2 + 1);
  g_assert_cmpuint (n_left_out, >=, 1);
}

static void
test_curves (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  guint64 n_left_out;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunCurves) curves = lab_run_load_curves (record, &n_left_out, &error);
  const LabContestantCurves *relu;

  g_assert_no_error (error);
  g_assert_cmpuint (n_left_out, ==, 0);
  g_assert_cmpstr (curves->name, ==, "ELU against ReLU");
  g_assert_cmpint (curves->n_contestants, ==, 2);
  g_assert_cmpuint (curves->steps_per_epoch, ==, 2);
  relu = &curves->curves[1];
  g_assert_cmpuint (lab_series_length (&relu->loss), ==, 4);
  g_assert_cmpfloat (lab_series_y (&relu->loss, 2), ==, 0.625);
  g_assert_true (isnan (lab_series_y (&relu->loss, 3)));
  g_assert_cmpuint (lab_series_length (&relu->validation_accuracy), ==, 2);
  g_assert_cmpfloat (lab_series_x (&relu->validation_accuracy, 1), ==, 4);
  g_assert_cmpfloat (relu->test_accuracy, ==, 0.9375);
  g_assert_cmpfloat (lab_run_curves_x (curves, LAB_X_SECONDS, 3), ==, 0.375);
}

static double
diagnostic (const LabRunCurves *curves, int contestant, int layer, LabQuantity quantity, guint i)
{
  return lab_series_y (lab_run_curves_get_diagnostics (curves, contestant, layer, quantity), i);
}

/* The file names functions: ELU is known again after its alpha was moved. Its last measure was cut. */
static void
test_diagnostics (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  guint64 n_left_out;
  g_autoptr (LabRunCurves) curves = lab_run_load_curves (record, &n_left_out, NULL);
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  const LabRunCurves *shown;

  g_assert_cmpint (curves->n_layers, ==, 2);
  g_assert_cmpuint (curves->n_probe, ==, 250);
  g_assert_cmpuint (curves->layer[1].n_units, ==, 128);
  g_assert_cmpuint (lab_series_length (&curves->median[0]), ==, 2);
  g_assert_cmpuint (lab_series_length (&curves->median[1]), ==, 2);
  g_assert_cmpfloat (lab_series_x (&curves->median[0], 1), ==, 3);
  g_assert_cmpfloat (diagnostic (curves, 0, 1, LAB_QUANTITY_MEAN, 1), ==, 1.75);
  g_assert_cmpfloat (diagnostic (curves, 1, 0, LAB_QUANTITY_DEAD, 1), ==, 48 / 256.0);
  g_assert_cmpfloat (diagnostic (curves, 1, 0, LAB_QUANTITY_BORN, 1), ==, 16);
  g_assert_cmpfloat (diagnostic (curves, 0, 0, LAB_QUANTITY_UPDATE, 0), ==, 0.0625);

  lab_run_load_model (model, record, curves);
  shown = lab_training_model_get_run (model);
  g_assert_cmpuint (lab_training_model_get_n_probe (model), ==, 250);
  g_assert_cmpfloat (diagnostic (shown, 1, 1, LAB_QUANTITY_DEAD, 1), ==, 48 / 128.0);
  g_assert_cmpfloat (diagnostic (shown, 0, 0, LAB_QUANTITY_MEDIAN, 1), ==, 0.875);
  g_assert_cmpfloat (lab_series_y (&shown->median[1], 0), ==, 0.75);
}

/* A run can do without them, and what makes no sense is not believed. */
static void
test_odd_diagnostics (gpointer fixture, gconstpointer data)
{
  static const char *const texts[]
      = { "", "# probe\n", "# probe\nstep,value\n1,2\n",
          "# probe\nstep,contestant,layer,units,mean,median,network_median,dead,saturated,born,revived,"
          "gradient_norm,weight_norm,update_ratio,parameter1,parameter2,z\n"
          "1,gelu,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1,relu,99,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n"
          "x,relu,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1,relu,0,-2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
      guint64 n_left_out;
      g_autoptr (LabRunCurves) curves = NULL;

      write_text (GOOD, "diagnostics.csv", texts[i], -1);
      curves = lab_run_load_curves (record, &n_left_out, NULL);
      g_assert_nonnull (curves);
      g_assert_cmpuint (lab_series_length (&curves->median[0]), ==, 0);
      g_assert_cmpuint (lab_series_length (&curves->median[1]), ==, 0);
    }
}

/* What came twice, or belongs to nobody, is left out; the record itself must be in order. */
static void
test_damaged_curves (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (ODD_NAMED);
  g_autoptr (LabRunRecord) later = lab_run_record_load ("20261120-080000-later");
  guint64 n_left_out;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunCurves) curves = NULL;

  write_text (ODD_NAMED, "metrics.csv",
              "step,epoch,seconds,set,contestant,activation,loss,accuracy\n"
              "1,0.1,1,train,0,relu,2,0.5\n1,0.1,1,train,0,relu,3,0.5\n"
              "2,0.2,2,train,1,relu,2,0.5\n2,0.2,2,train,0,relu,1,0.5\n", -1);
  curves = lab_run_load_curves (record, &n_left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_left_out, ==, 2);
  g_assert_cmpuint (lab_series_length (&curves->curves[0].loss), ==, 2);
  g_assert_cmpfloat (lab_series_y (&curves->curves[0].loss, 0), ==, 2);
  g_assert_true (curves->curves[0].diverged);
  g_assert_cmpuint (curves->curves[0].diverged_at, ==, 3);

  g_assert_null (lab_run_load_curves (later, &n_left_out, &error));
  g_assert_nonnull (strstr (error->message, "later version"));
}

/* ELU's alpha went from 1 to 0.3 at step 2. */
static void
test_changes (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  LabTrainingSetup setup = record->setup;

  g_assert_cmpfloat (setup.contestant[0].parameter[0], ==, 1);
  lab_run_apply_changes (record, &setup);
  g_assert_cmpfloat (setup.contestant[0].parameter[0], ==, 0.3);
  g_assert_cmpfloat (setup.learning_rate, ==, record->setup.learning_rate);
}

static void
test_model (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  guint64 n_left_out;
  g_autoptr (LabRunCurves) curves = lab_run_load_curves (record, &n_left_out, NULL);
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();

  lab_run_load_model (model, record, curves);
  g_assert_cmpuint (lab_training_model_get_steps_per_epoch (model), ==, 2);
  g_assert_cmpuint (lab_training_model_get_n_steps (model), ==, 4);
  g_assert_cmpint (lab_training_model_get_n_contestants (model), ==, 2);
  g_assert_cmpuint (lab_training_model_get_step (model), ==, 4);
  g_assert_cmpuint (lab_training_model_get_n_events (model), ==, 1);
  g_assert_cmpfloat (
      lab_series_y (&lab_training_model_get_curves (model, 0)->validation_accuracy, 1), ==, 0.9375);
  g_assert_cmpfloat (lab_training_model_get_curves (model, 1)->test_accuracy, ==, 0.9375);
}

static const struct {
  const char *path;
  void (*run) (gpointer fixture, gconstpointer data);
} tests[] = {
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
  { "/lab/run-store/delete-and-restore", test_delete_and_restore },
  { "/lab/run-store/held", test_held },
  { "/lab/run-store/sweep", test_sweep },
  { "/lab/run-metrics/good", test_metrics },
  { "/lab/run-metrics/damaged", test_damaged_metrics },
  { "/lab/run-metrics/long", test_long_metrics },
  { "/lab/run-load/curves", test_curves },
  { "/lab/run-load/damaged", test_damaged_curves },
  { "/lab/run-load/diagnostics", test_diagnostics },
  { "/lab/run-load/odd-diagnostics", test_odd_diagnostics },
  { "/lab/run-load/model", test_model },
  { "/lab/run-load/changes-until-its-end", test_changes },
};

int
main (int argc, char **argv)
{
  int status;

  home = g_dir_make_tmp ("elu-lab-runs-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  runs = lab_run_folder_root ();
  g_assert_true (g_str_has_prefix (runs, home));
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_vtable (tests[i].path, 0, NULL, set_up, tests[i].run, tear_down);
  status = g_test_run ();
  remove_tree (home);
  g_free (runs);
  g_free (home);
  return status;
}
