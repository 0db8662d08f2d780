/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-activation-spec.c - reading and writing of functions as people type them
 *
 * And the numbers, suggestions and sentences that it rests on.
 */

#include <math.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-number.h"
#include "lab-suggest.h"

static const struct {
  const char *text;
  nn_activation f;
  const char *canonical;
} accepted[] = {
  { "elu", { NN_ELU, { 1 } }, "elu:1" },
  { "ELU:0.3", { NN_ELU, { 0.3 } }, "elu:0.3" },
  { "elu:0", { NN_ELU, { 0 } }, "elu:0" },
  { "elu:-0", { NN_ELU, { 0 } }, "elu:0" },
  { "elu:0.10", { NN_ELU, { 0.1 } }, "elu:0.1" },
  { "elu:1e-8", { NN_ELU, { 1e-8 } }, "elu:1e-08" },
  { "elu:10", { NN_ELU, { 10 } }, "elu:10" },
  { "elu:0x1p-2", { NN_ELU, { 0.25 } }, "elu:0.25" },
  { "elu:0.1234567890123456", { NN_ELU, { 0.1234567890123456 } }, "elu:0.1234567890123456" },
  { "relu", { NN_RELU, { 0 } }, "relu" },
  { "leaky-relu", { NN_LEAKY_RELU, { 0.01 } }, "leaky-relu:0.01" },
  { "pelu", { NN_PELU, { 1, 1 } }, "pelu:1,1" },
  { "pelu:2", { NN_PELU, { 2, 1 } }, "pelu:2,1" },
  { "pelu:2,0.5", { NN_PELU, { 2, 0.5 } }, "pelu:2,0.5" },
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical = NULL;
      nn_activation f;

      g_assert_true (lab_activation_parse (accepted[i].text, &f, &error));
      g_assert_no_error (error);
      g_assert_true (nn_activation_equal (f, accepted[i].f));
      canonical = lab_activation_format (f);
      g_assert_cmpstr (canonical, ==, accepted[i].canonical);
    }
}

/* What must be refused, and a word that the message must have. */
static const struct {
  const char *text, *says;
} refused[] = {
  { "", "There is no function" },
  { "ell", "Did you mean “elu”?" },
  { "leakyrelu", "Did you mean “leaky-relu”?" },
  { "banana", "elu, relu, leaky-relu" },
  { "elu:", "A number is missing" },
  { "elu:x", "is not a number" },
  { "elu:0.3abc", "at character 4" },
  { "elu: 1", "at character 1" },
  { "elu:-1", "alpha of ELU cannot be -1" },
  { "elu:nan", "alpha of ELU cannot be nan" },
  { "elu:inf", "alpha of ELU cannot be inf" },
  { "elu:1e999", "too large" },
  { "elu:1,2", "Leave out the rest" },
  { "relu:1", "has no parameter" },
  { "relu:", "has no parameter" },
  { "pelu:0", "must be above 0" },
  { "pelu:1,", "A number is missing" },
  { "elu:0,3", "Leave out the rest" },
  { "\xff\n", "\\u000a" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      nn_activation f = { NN_TANH, { 0 } };

      g_assert_false (lab_activation_parse (refused[i].text, &f, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, refused[i].says));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpint (f.id, ==, NN_TANH); /* left alone */
    }
}

/* Every function, at its usual parameters and at its limits, comes back from its own text. */
static void
test_round_trip (void)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    for (int limit = 0; limit < 2; limit++)
      {
        const nn_activation_info *info = nn_activation_get_info (id);
        nn_activation f = nn_activation_default (id), back;
        g_autofree char *text = NULL;

        if (limit == 1 && info->n_parameters > 0)
          f.parameter[0] = info->parameter[0].maximum;
        text = lab_activation_format (f);
        g_assert_true (lab_activation_parse (text, &back, NULL));
        g_assert_true (nn_activation_equal (f, back));
      }
}

static void
test_list (void)
{
  const char *good[] = { "elu", "relu", "elu:0.5", NULL };
  const char *twins[] = { "elu", "relu", "elu:1.0", NULL };
  const char *none[] = { NULL };
  const char *const *bad[] = { twins, none, good };
  g_autoptr (GError) error = NULL;
  nn_activation f[3];
  int n;

  g_assert_true (lab_activation_parse_list (good, 3, f, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (lab_activation_parse_list (bad[i], i == 2 ? 2 : 3, f, &n, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
      g_clear_error (&error);
    }
}

/* clang-format off */
static const struct {
  double value;
  const char *text;
} shortest[] = {
  { 0, "0" }, { -0.0, "-0" }, { 1, "1" }, { 100, "100" }, { 0.1, "0.1" },
  { 1.0 / 3, "0.3333333333333333" },
  { 1e-8, "1e-08" }, { 1e22, "1e+22" }, { 123456, "123456" }, { 5e-324, "5e-324" },
  { NAN, "nan" }, { -NAN, "nan" }, { INFINITY, "inf" }, { -INFINITY, "-inf" },
};
/* clang-format on */

static void
test_number_shortest (void)
{
  char buffer[LAB_NUMBER_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (shortest); i++)
    g_assert_cmpstr (lab_number_format_shortest (buffer, shortest[i].value), ==, shortest[i].text);
}

static void
test_number_parse (void)
{
  g_autoptr (GError) error = NULL;
  double value;

  g_assert_true (lab_number_parse ("-1.5e-3", &value, &error));
  g_assert_cmpfloat (value, ==, -1.5e-3);
  g_assert_true (lab_number_parse ("-inf", &value, &error));
  g_assert_cmpfloat (value, ==, -INFINITY);
  g_assert_true (lab_number_parse ("NaN", &value, &error));
  g_assert_true (isnan (value));
  g_assert_true (lab_number_parse ("1e-999", &value, &error));
  g_assert_cmpfloat (value, ==, 0);
  g_assert_no_error (error);
  g_assert_false (lab_number_parse ("-1e999", &value, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (lab_number_parse ("1,5", &value, &error));
  g_assert_nonnull (strstr (error->message, "at character 2"));
}

static void
test_suggest (void)
{
  static const char *const names[] = { "eval", "plot", "train" };

  g_assert_cmpstr (lab_suggest ("trian", names, 3), ==, "train");
  g_assert_cmpstr (lab_suggest ("Plot", names, 3), ==, "plot");
  g_assert_cmpstr (lab_suggest ("evaal", names, 3), ==, "eval");
  g_assert_null (lab_suggest ("", names, 3));
  g_assert_null (lab_suggest ("benchmark", names, 3));
  g_assert_null (lab_suggest ("evaluate-with-a-very-long-name-indeed", names, 3));
}

static void
test_status_sentences (void)
{
  for (int status = 0; status < NN_N_STATUS; status++)
    g_assert_true (g_str_has_suffix (lab_error_sentence (status), "."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/activation-spec/accepted", test_accepted);
  g_test_add_func ("/lab/activation-spec/refused", test_refused);
  g_test_add_func ("/lab/activation-spec/round-trip", test_round_trip);
  g_test_add_func ("/lab/activation-spec/list", test_list);
  g_test_add_func ("/lab/number/shortest", test_number_shortest);
  g_test_add_func ("/lab/number/parse", test_number_parse);
  g_test_add_func ("/lab/suggest", test_suggest);
  g_test_add_func ("/lab/error/a-sentence-for-every-status", test_status_sentences);
  return g_test_run ();
}
