/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-load.c - the numbers of a run on disk: its lines, curves and diagnostics, good and damaged */

#include <math.h>
#include <string.h>
#include "lab-error.h"
#include "lab-run-diagnostics.h"
#include "lab-run-load.h"
#include "lab-run-metrics.h"
#include "run-folders.h"

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
  g_test_minimized_result ((double) (g_get_monotonic_time () - started) / N, "%.2f us a line",
                           (double) (g_get_monotonic_time () - started) / N);
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

/* A file of an older version, which names functions alone: ELU is known again after its alpha was moved. Its last measure was cut. */
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

  g_assert_false (lab_run_diagnostics_has_numbers (GOOD));
  lab_run_load_model (model, record, curves);
  shown = lab_training_model_get_run (model);
  g_assert_cmpuint (lab_training_model_get_n_probe (model), ==, 250);
  g_assert_cmpfloat (diagnostic (shown, 1, 1, LAB_QUANTITY_DEAD, 1), ==, 48 / 128.0);
  g_assert_cmpfloat (diagnostic (shown, 0, 0, LAB_QUANTITY_MEDIAN, 1), ==, 0.875);
  g_assert_cmpfloat (lab_series_y (&shown->median[1], 0), ==, 0.75);
}

/* In the order of no rule, at one step, and with a function that no set-up or event names. */
static void
test_numbered_diagnostics (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  guint64 n_left_out;
  g_autoptr (LabRunCurves) curves = NULL;

  write_text (
      GOOD, "diagnostics.csv",
      "# probe: the first 250 validation images; and so on\n"
      "step,contestant,activation,layer,units,mean,median,network_median,dead,saturated,born,"
      "revived,gradient_norm,weight_norm,update_ratio,parameter1,parameter2,z_from_-8\n"
      "1,1,\"relu\",0,16,1,0,0.5,0,0,0,0,0,0,0,0,0,1\n"
      "1,0,\"pelu:1,2\",0,16,2,0,0.25,0,0,0,0,0,0,0,0,0,1\n"
      "2,0,\"relu\",0,16,3,0,0.25,0,0,0,0,0,0,0,0,0,1\n"
      "2,1,\"relu\",0,16,4,0,0.5,0,0,0,0,0,0,0,0,0,1\n"
      "3,2,\"relu\",0,16,5,0,0.5,0,0,0,0,0,0,0,0,0,1\n"
      "4,6,\"relu\",0,16,6,0,0.5,0,0,0,0,0,0,0,0,0,1\n"
      "5,,\"relu\",0,16,7,0,0.5,0,0,0,0,0,0,0,0,0,1\n",
      -1);
  curves = lab_run_load_curves (record, &n_left_out, NULL);
  g_assert_cmpuint (curves->n_probe, ==, 250);
  for (int c = 0; c < 2; c++)
    {
      g_assert_cmpuint (lab_series_length (&curves->median[c]), ==, 2);
      g_assert_cmpfloat (diagnostic (curves, c, 0, LAB_QUANTITY_MEAN, 0), ==, c == 0 ? 2 : 1);
      g_assert_cmpfloat (diagnostic (curves, c, 0, LAB_QUANTITY_MEAN, 1), ==, c == 0 ? 3 : 4);
      g_assert_cmpfloat (lab_series_y (&curves->median[c], 0), ==, c == 0 ? 0.25 : 0.5);
    }
  g_assert_true (lab_run_diagnostics_has_numbers (GOOD));
}

/* A run can do without them, and values out of their range are left out. */
static void
test_odd_diagnostics (gpointer fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "", "# probe\n", "# probe\nstep,value\n1,2\n",
    "# probe\nstep,contestant,layer,units,mean,median,network_median,dead,saturated,born,revived,"
    "gradient_norm,weight_norm,update_ratio,parameter1,parameter2,z\n"
    "1,gelu,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1,relu,99,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n"
    "x,relu,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1,relu,0,-2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1\n",
    "# "
    "probe\nstep,contestant,activation,layer,units,mean,median,network_median,dead,saturated,born,"
    "revived,gradient_norm,weight_norm,update_ratio,parameter1,parameter2,z\n"
    "1,relu,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n1,relu,1,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n"
    "1,1,relu,0,2,0,0,0,0,0,0,0,0,0,0,0,0\n1,-1,relu,0,2,0,0,0,0,0,0,0,0,0,0,0,0,1\n"
  };

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
              "2,0.2,2,train,1,relu,2,0.5\n2,0.2,2,train,0,relu,1,0.5\n",
              -1);
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

/* What was read is what is shown: of a run that is long enough to be thinned, the worst loss stays where
 * it was, though its value has long given way to its block; and the training goes on in these curves. */
static void
test_long_run_keeps_its_peak (gpointer fixture, gconstpointer data)
{
  enum { N = 300000, PEAK = 1000 };
  g_autoptr (GString) text
      = g_string_new ("step,epoch,seconds,set,contestant,activation,loss,accuracy\n");
  g_autoptr (LabRunRecord) record = lab_run_record_load (GOOD);
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  g_autoptr (LabRunCurves) curves = NULL;
  const LabSeries *loss;
  guint64 n_left_out;

  for (int i = 1; i <= N; i++)
    g_string_append_printf (text, "%d,,,train,0,elu:1,%s,0.5\n", i, i == PEAK ? "50" : "1");
  g_string_append_printf (text, "%d,,,train,1,relu,1,0.5\n", N - 1);
  write_text (GOOD, "metrics.csv", text->str, (gssize) text->len);
  curves = lab_run_load_curves (record, &n_left_out, NULL);
  lab_run_load_model (model, record, curves);
  g_assert_true (lab_training_model_get_run (model) == curves);
  g_assert_cmpuint (lab_training_model_get_step (model), ==, N);
  loss = &lab_training_model_get_curves (model, 0)->loss;
  g_assert_cmpuint (lab_series_length (loss), ==, N);
  g_assert_cmpfloat (lab_series_y (loss, PEAK - 1), <, 50);
  g_assert_cmpfloat (lab_series_span (loss, PEAK - 100, PEAK + 100).high, ==, 50);

  lab_training_model_add_step (model, 0, N + 1, 1e6, 60, 0.5);
  g_assert_cmpuint (lab_training_model_get_step (model), ==, N + 1);
  g_assert_cmpfloat (lab_series_span (&curves->curves[0].loss, N, N + 1).high, ==, 60);
}

/* The function of contestant 0 comes from a later version: the other's results, curves and end stay its
 * own, and the lines of the unknown one are left out.                                            */
static void
test_unknown_function (gpointer fixture, gconstpointer data)
{
  g_autoptr (LabRunRecord) record = NULL;
  g_autoptr (LabRunCurves) curves = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_left_out;

  write_text (GOOD, "run.json",
              "{\"format\":1,\"state\":\"stopped\",\"step\":4,\"result\":["
              "{\"contestant\":0,\"activation\":\"later\",\"diverged_at\":1},"
              "{\"contestant\":1,\"activation\":\"relu\",\"diverged_at\":4}]}",
              -1);
  record = lab_run_record_load (GOOD);
  g_assert_false (record->has_setup);
  curves = lab_run_load_curves (record, &n_left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpint (curves->n_contestants, ==, 1);
  g_assert_cmpint (curves->contestant[0].id, ==, NN_RELU);
  g_assert_cmpuint (n_left_out, ==, 7);
  g_assert_cmpuint (lab_series_length (&curves->curves[0].loss), ==, 4);
  g_assert_cmpfloat (lab_series_y (&curves->curves[0].loss, 2), ==, 0.625);
  g_assert_cmpfloat (curves->curves[0].test_accuracy, ==, 0.9375);
  g_assert_cmpuint (curves->curves[0].diverged_at, ==, 4);
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

static const RunTest tests[] = {
  { "/lab/run-metrics/good", test_metrics },
  { "/lab/run-metrics/damaged", test_damaged_metrics },
  { "/lab/run-metrics/long", test_long_metrics },
  { "/lab/run-load/curves", test_curves },
  { "/lab/run-load/damaged", test_damaged_curves },
  { "/lab/run-load/diagnostics", test_diagnostics },
  { "/lab/run-load/numbered-diagnostics", test_numbered_diagnostics },
  { "/lab/run-load/odd-diagnostics", test_odd_diagnostics },
  { "/lab/run-load/model", test_model },
  { "/lab/run-load/peak", test_long_run_keeps_its_peak },
  { "/lab/run-load/unknown-function", test_unknown_function },
  { "/lab/run-load/changes-until-its-end", test_changes },
};

int
main (int argc, char **argv)
{
  return run_run_tests (argc, argv, tests, G_N_ELEMENTS (tests));
}
