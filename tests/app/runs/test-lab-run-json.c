/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-json.c - what is written down of a run, letter by letter, and what is refused */

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-json.h"
#include "lab-run-json.h"

static const char setup_text[]
    = "{\"data\":\"mnist-sample\",\"model\":\"article-mlp\",\"optimizer\":\"adam\","
      "\"learning_rate\":0.001,\"weight_decay\":0,\"schedule\":\"constant\","
      "\"initialization\":\"lecun\",\"dropout\":1,\"learns_parameters\":false,\"batch\":128,"
      "\"epochs\":10,\"patience\":0,\"subset\":0,\"pace\":-30,\"seed\":\"42\","
      "\"contestants\":[\"elu:1\",\"relu\"]}";

static gboolean
read_setup (const char *text, LabTrainingSetup *setup, GError **error)
{
  g_autoptr (JsonNode) root = lab_json_parse (text, strlen (text), error);

  return root != NULL && lab_run_json_read_setup (json_node_get_object (root), setup, error);
}

static void
test_default_setup (void)
{
  const LabTrainingSetup setup = lab_training_setup_default ();
  g_autofree char *text = lab_run_json_format_setup (&setup);

  g_assert_cmpstr (text, ==, setup_text);
}

/* Every setting differs from the default, and the numbers are awkward ones. */
static LabTrainingSetup
other_setup (void)
{
  return (LabTrainingSetup){
    .data = "/home/someone/\"my\" data\\数据",
    .model = "conv3x4 pool2 drop.25 dense10",
    .optimizer = NN_ADAMW,
    .learning_rate = 0.1,
    .weight_decay = 1e-7,
    .schedule = NN_SCHEDULE_COSINE,
    .initialization = NN_INITIALIZATION_GAIN,
    .dropout = 1. / 3,
    .learns_parameters = TRUE,
    .batch = 65536,
    .epochs = 1,
    .patience = 5,
    .subset = 1000,
    .seed = G_MAXUINT64,
    .pace = 0,
    .n_contestants = 3,
    .contestant = { { NN_PELU, { 1, 2 } }, { NN_ELU, { 0.3 } }, { NN_TANH, { 0 } } },
  };
}

static void
assert_same_setup (const LabTrainingSetup *a, const LabTrainingSetup *b)
{
  g_assert_cmpstr (a->data, ==, b->data);
  g_assert_cmpstr (a->model, ==, b->model);
  g_assert_cmpint (a->optimizer, ==, b->optimizer);
  g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
  g_assert_cmpfloat (a->weight_decay, ==, b->weight_decay);
  g_assert_cmpint (a->schedule, ==, b->schedule);
  g_assert_cmpint (a->initialization, ==, b->initialization);
  g_assert_cmpfloat (a->dropout, ==, b->dropout);
  g_assert_cmpint (a->learns_parameters, ==, b->learns_parameters);
  g_assert_cmpuint (a->batch, ==, b->batch);
  g_assert_cmpuint (a->epochs, ==, b->epochs);
  g_assert_cmpuint (a->patience, ==, b->patience);
  g_assert_cmpuint (a->subset, ==, b->subset);
  g_assert_cmpuint (a->seed, ==, b->seed);
  g_assert_cmpfloat (a->pace, ==, b->pace);
  g_assert_cmpint (a->n_contestants, ==, b->n_contestants);
  for (int i = 0; i < b->n_contestants; i++)
    g_assert_true (nn_activation_equal (a->contestant[i], b->contestant[i]));
}

static void
test_setup_comes_back (void)
{
  const LabTrainingSetup written = other_setup ();
  g_autofree char *text = lab_run_json_format_setup (&written);
  g_autoptr (GError) error = NULL;
  LabTrainingSetup found;

  read_setup (text, &found, &error);
  g_assert_no_error (error);
  assert_same_setup (&found, &written);
}

/* One part of the default's text replaced by another; what the refusal says. */
static const struct {
  const char *from, *to, *says;
} refusals[] = {
  { "\"data\":\"mnist-sample\",", "", "“data”" },
  { "\"mnist-sample\"", "\"\"", "“data”" },
  { "\"mnist-sample\"", "7", "“data”" },
  { "\"adam\"", "\"adamant\"", "“optimizer”" },
  { "\"adam\"", "null", "“optimizer”" },
  { "0.001", "0", "“learning_rate”" },
  { "0.001", "-1", "a number from 0 to 1e+30" },
  { "0.001", "1e999", "“learning_rate”" },
  { "0.001", "\"0.001\"", "“learning_rate”" },
  { "\"weight_decay\":0", "\"weight_decay\":1e9", "“learning_rate”" },
  { "\"constant\"", "\"\"", "“schedule”" },
  { "\"lecun\"", "[]", "“initialization”" },
  { "\"dropout\":1", "\"dropout\":1.5", "“dropout” must be a number from 0 to 1" },
  { "false", "0", "“learns_parameters”" },
  { "\"batch\":128", "\"batch\":0", "“batch” must be a whole number from 1 to 65536" },
  { "\"batch\":128", "\"batch\":12.5", "“batch”" },
  { "\"epochs\":10", "\"epochs\":1e12", "“epochs”" },
  { "\"patience\":0", "\"patience\":-1", "“patience”" },
  { "\"subset\":0", "\"subset\":{}", "“subset”" },
  { "\"pace\":-30", "\"pace\":-1000001", "“pace”" },
  { "\"42\"", "42", "“seed”" },
  { "\"42\"", "\"-42\"", "“seed”" },
  { "\"42\"", "\"18446744073709551616\"", "“seed”" },
  { "[\"elu:1\",\"relu\"]", "[]", "“contestants”" },
  { "[\"elu:1\",\"relu\"]", "\"elu\"", "“contestants”" },
  { "\"elu:1\"", "\"elu:-1\"", "“contestants”" },
  { "\"elu:1\"", "[\"elu:1\"]", "“contestants”" },
  { "\"elu:1\"", "\"relu\",\"relu\",\"relu\",\"relu\",\"relu\",\"relu\"", "“contestants”" },
  { "{\"data\"", "{\"colour\":1,\"data\"", "“colour”, which this version does not know" },
};

static void
test_setup_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GString) text = g_string_new (setup_text);
      g_autoptr (GError) error = NULL;
      LabTrainingSetup setup = { .n_contestants = -7 };

      g_assert_cmpuint (g_string_replace (text, refusals[i].from, refusals[i].to, 1), ==, 1);
      g_assert_false (read_setup (text->str, &setup, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, refusals[i].says));
      g_assert_cmpint (setup.n_contestants, ==, -7);
    }
}

static LabRunRecord *
full_record (void)
{
  LabRunRecord *record = lab_run_record_new ("20261125-010203");

  g_free (record->name);
  record->name = g_strdup ("ELU \"1\"\ngegen ReLU");
  record->program = g_strdup ("elu-lab 0.1.0");
  record->created = 1795568523;
  record->setup = lab_training_setup_default ();
  record->data_name = g_strdup ("mnist-sample");
  record->data_title = g_strdup ("MNIST sample");
  record->data_sha256 = g_strdup ("ab12");
  record->n_train = 9000;
  record->n_validation = 1000;
  record->n_test = 2000;
  record->state = LAB_RUN_PAUSED;
  record->step = 700;
  record->seconds = 12.5;
  record->n_results = 2;
  record->result[0] = (LabRunResult){ 0, { NN_ELU, { 0.3 } }, 0.25, 0.9375, NAN, NAN, -1 };
  record->result[1] = (LabRunResult){ 1, { NN_RELU, { 0 } }, NAN, NAN, NAN, NAN, 12 };
  lab_run_record_add (record,
                      (LabRunEvent){ 80, 0, 1, 0.3, g_strdup ("alpha"), g_strdup ("α 1 → 0.3") });
  lab_run_record_add (
      record, (LabRunEvent){ 90, -1, 0.001, NAN, g_strdup ("learning-rate"), g_strdup ("") });
  record->branched_from = g_strdup ("20261125-000000");
  record->branched_at = 60;
  return record;
}

static const char record_text[]
    = "{\"format\":1,\"id\":\"20261125-010203\",\"name\":\"ELU \\\"1\\\"\\u000agegen ReLU\","
      "\"created\":\"2026-11-25T01:02:03Z\",\"program\":\"elu-lab 0.1.0\",\n"
      "\"setup\":%s,\n"
      "\"data\":{\"name\":\"mnist-sample\",\"title\":\"MNIST sample\",\"sha256\":\"ab12\","
      "\"n_train\":9000,\"n_validation\":1000,\"n_test\":2000},\n"
      "\"state\":\"paused\",\"step\":700,\"seconds\":12.5,\n"
      "\"events\":[\n"
      " {\"step\":80,\"kind\":\"alpha\",\"contestant\":0,\"from\":1,\"to\":0.3,"
      "\"text\":\"α 1 → 0.3\"},\n"
      " {\"step\":90,\"kind\":\"learning-rate\",\"contestant\":-1,\"from\":0.001,\"to\":null,"
      "\"text\":\"\"}],\n"
      "\"result\":[\n"
      " {\"contestant\":0,\"activation\":\"elu:0.3\",\"validation_loss\":0.25,"
      "\"validation_accuracy\":0.9375,\"test_loss\":null,\"test_accuracy\":null,"
      "\"diverged_at\":null},\n"
      " {\"contestant\":1,\"activation\":\"relu\",\"validation_loss\":null,"
      "\"validation_accuracy\":null,\"test_loss\":null,\"test_accuracy\":null,"
      "\"diverged_at\":12}],\n"
      "\"branched_from\":{\"run\":\"20261125-000000\",\"step\":60}}\n";

static void
test_record (void)
{
  g_autoptr (LabRunRecord) record = full_record (), found = NULL;
  g_autofree char *text = lab_run_json_format (record), *again = NULL;
  g_autofree char *expected = g_strdup_printf (record_text, setup_text);

  g_assert_cmpstr (text, ==, expected);
  found = lab_run_record_parse (record->id, text, strlen (text));
  g_assert_cmpstr (found->problem, ==, NULL);
  g_assert_cmpstr (found->setup_problem, ==, NULL);
  g_assert_cmpint (found->created, ==, record->created);
  g_assert_cmpint (found->events->len, ==, 2);
  g_assert_cmpint (found->result[1].diverged_at, ==, 12);
  g_assert_true (isnan (found->result[0].test_loss));
  assert_same_setup (&found->setup, &record->setup);

  /* The reader makes a name one line; all else comes back. */
  g_assert_cmpstr (found->name, ==, "ELU \"1\" gegen ReLU");
  g_free (found->name);
  found->name = g_strdup (record->name);
  again = lab_run_json_format (found);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_empty_record (void)
{
  g_autoptr (LabRunRecord) record = lab_run_record_new ("a"), found = NULL;
  g_autofree char *text = NULL;

  record->setup = lab_training_setup_default ();
  text = lab_run_json_format (record);
  found = lab_run_record_parse ("a", text, strlen (text));
  g_assert_cmpstr (found->problem, ==, NULL);
  g_assert_true (found->has_setup);
  g_assert_cmpint (found->state, ==, LAB_RUN_RUNNING);
  g_assert_cmpint (found->n_results, ==, 0);
  g_assert_cmpstr (found->branched_from, ==, NULL);
}

/* A record with a setting that cannot be is listed all the same, and says what is wrong. */
static void
test_setup_problem (void)
{
  g_autoptr (LabRunRecord) record = full_record (), found = NULL;
  g_autofree char *text = NULL;

  record->setup.batch = 0;
  text = lab_run_json_format (record);
  found = lab_run_record_parse ("a", text, strlen (text));
  g_assert_cmpstr (found->problem, ==, NULL);
  g_assert_false (found->has_setup);
  g_assert_nonnull (strstr (found->setup_problem, "“batch” must be a whole number"));
}

/* Results say whose they are: one that cannot be read shifts no other. Each text, and the contestants
 * of the results that stay with their functions and the steps at which they diverged.            */
static const struct {
  const char *text;
  int n, contestant[3];
  const char *function[3];
  gint64 diverged_at[3];
} result_lists[] = {
  { "{\"contestant\":0,\"activation\":\"elu:1\",\"diverged_at\":7},"
    "{\"contestant\":1,\"activation\":\"later\",\"diverged_at\":8},"
    "{\"contestant\":2,\"activation\":\"relu\",\"diverged_at\":9}",
    2,
    { 0, 2 },
    { "elu:1", "relu" },
    { 7, 9 } },
  { "{\"contestant\":2,\"activation\":\"relu\"},{\"contestant\":0,\"activation\":\"elu:1\"}",
    2,
    { 2, 0 },
    { "relu", "elu:1" },
    { -1, -1 } },
  { "{\"activation\":\"elu:1\"},{\"activation\":\"later\"},{\"activation\":\"relu\"}",
    2,
    { 0, 2 },
    { "elu:1", "relu" },
    { -1, -1 } },
  { "{\"contestant\":1,\"activation\":\"elu:1\"},{\"contestant\":1,\"activation\":\"relu\"},"
    "{\"contestant\":6,\"activation\":\"relu\"}",
    1,
    { 1 },
    { "elu:1" },
    { -1 } },
};

static void
test_result_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (result_lists); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "{\"format\":1,\"state\":\"stopped\",\"result\":[%s]}", result_lists[i].text);
      g_autoptr (LabRunRecord) record = lab_run_record_parse ("a", text, strlen (text));

      g_assert_cmpint (record->n_results, ==, result_lists[i].n);
      for (int r = 0; r < record->n_results; r++)
        {
          const LabRunResult *result = &record->result[r];
          g_autofree char *function = lab_activation_format (result->activation);

          g_assert_cmpint (result->contestant, ==, result_lists[i].contestant[r]);
          g_assert_cmpstr (function, ==, result_lists[i].function[r]);
          g_assert_cmpint (result->diverged_at, ==, result_lists[i].diverged_at[r]);
          g_assert_cmpint (lab_run_record_find_result (record, result->contestant), ==, r);
          g_assert_cmpint (lab_run_record_find_curves (record, result->contestant), ==, r);
        }
    }
}

/* A deep one must not reach the parser, which would follow it until the stack ends. */
static void
test_deep (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *text = g_strconcat ("{\"setup\":", deep, NULL);
  g_autoptr (LabRunRecord) record = lab_run_record_parse ("a", text, strlen (text));

  g_assert_nonnull (strstr (record->problem, "nested"));
}

/* What json-glib reads though it is no JSON. A quotation mark within would hide the brackets behind it. */
static const char *const no_json[] = {
  "{\"a\":/*\"*/%s", "/*\"*/{\"a\":%s",      "{\"a\"://\"\n%s",         "{\"a\":#\"\n%s",
  "{'\"':%s",        "{\"a\":'\"',\"b\":%s", "var x = {\"a\":/*\"*/%s",
};

static void
test_no_json (void)
{
  enum { DEEP = 3000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (no_json); i++)
    for (int n = 0; n <= DEEP; n += DEEP)
      {
        g_auto (GStrv) part = g_strsplit (no_json[i], "%s", 2);
        g_autofree char *open = n > 0 ? g_strnfill (n, '[') : g_strdup ("1}");
        g_autofree char *text = g_strconcat (part[0], open, NULL);
        g_autoptr (LabRunRecord) record = lab_run_record_parse ("a", text, strlen (text));

        g_assert_nonnull (strstr (record->problem, "no JSON"));
      }
}

/* In a string they are text. */
static void
test_comment_in_string (void)
{
  static const char text[] = "{\"name\":\"/* it's */ // x = #1 \\\\\",\"format\":1}";
  g_autoptr (LabRunRecord) record = lab_run_record_parse ("a", text, strlen (text));

  g_assert_cmpstr (record->name, ==, "/* it's */ // x = #1 \\");
}

/* Many brackets beside one another are not deep. */
static void
test_many_events (void)
{
  g_autoptr (LabRunRecord) record = full_record (), found = NULL;
  g_autofree char *text = NULL;

  for (guint64 step = 100; step < 1100; step++)
    lab_run_record_add (
        record, (LabRunEvent){ step, 0, 1, 0.3, g_strdup ("alpha"), g_strdup ("α 1 → 0.3") });
  text = lab_run_json_format (record);
  found = lab_run_record_parse ("a", text, strlen (text));
  g_assert_cmpstr (found->problem, ==, NULL);
  g_assert_cmpuint (found->events->len, ==, 1002);
}

/* 32 levels are read, 33 are not. */
static void
test_depth (void)
{
  for (int n = 31; n <= 32; n++)
    {
      g_autofree char *open = g_strnfill (n, '['), *close = g_strnfill (n, ']');
      g_autofree char *text = g_strdup_printf ("{\"a\":%s%s}", open, close);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = lab_json_parse (text, strlen (text), &error);

      g_assert_true ((root != NULL) == (n + 1 <= LAB_JSON_MOST_DEPTH));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/run-json/default-setup", test_default_setup);
  g_test_add_func ("/lab/run-json/setup-comes-back", test_setup_comes_back);
  g_test_add_func ("/lab/run-json/setup-refused", test_setup_refused);
  g_test_add_func ("/lab/run-json/record", test_record);
  g_test_add_func ("/lab/run-json/empty-record", test_empty_record);
  g_test_add_func ("/lab/run-json/setup-problem", test_setup_problem);
  g_test_add_func ("/lab/run-json/result-numbers", test_result_numbers);
  g_test_add_func ("/lab/run-json/deep", test_deep);
  g_test_add_func ("/lab/run-json/depth", test_depth);
  g_test_add_func ("/lab/run-json/no-json", test_no_json);
  g_test_add_func ("/lab/run-json/comment-in-string", test_comment_in_string);
  g_test_add_func ("/lab/run-json/many-events", test_many_events);
  return g_test_run ();
}
