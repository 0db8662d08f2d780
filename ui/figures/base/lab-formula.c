/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-formula.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"

char *
lab_formula_name (nn_activation f)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);
  char a[32], b[32];

  lab_format_cursor (f.parameter[0], a, sizeof a);
  lab_format_cursor (f.parameter[1], b, sizeof b);
  if (info->n_parameters == 2)
    return g_strdup_printf ("%s %s, %s", info->title, a, b);
  if (info->n_parameters == 1 && g_str_equal (info->parameter[0].symbol, "alpha"))
    return g_strdup_printf ("%s α = %s", info->title, a);
  if (info->n_parameters == 1 && g_str_equal (info->parameter[0].symbol, "beta"))
    return f.parameter[0] == 1 ? g_strdup (info->title)
                               : g_strdup_printf ("%s β = %s", info->title, a);
  if (info->n_parameters == 1)
    return g_strdup_printf ("%s %s", info->title, a);
  return g_strdup (info->title);
}

char *
lab_formula_short_name (nn_activation f, int order)
{
  static const char *primes[] = { "", "′", "″" };

  g_return_val_if_fail (order >= 0 && order <= 2, NULL);
  return g_strconcat (nn_activation_get_info (f.id)->title, primes[order], NULL);
}

typedef struct {
  double x, value, exponential, parameter;
  const char *x_text;
} Numbers;

typedef char *(*Writer) (const Numbers *n);

#define X "<i>x</i>"

/* A number in parentheses if it is negative, as after a multiplication sign. */
static char *
factor (const char *number)
{
  return g_str_has_prefix (number, "\xe2\x88\x92") ? g_strdup_printf ("(%s)", number)
                                                   : g_strdup (number);
}

static char *
write_identity (const Numbers *n)
{
  return g_strdup_printf ("= %s, %s", n->x_text, X " &gt; 0");
}

static char *
write_one (const Numbers *n)
{
  (void) n;
  /* Translators: "since x > 0", the reason for a value; keep the markup */
  return g_strdup (_("since <i>x</i> &gt; 0"));
}

static char *
write_zero (const Numbers *n)
{
  (void) n;
  /* Translators: "since x ≤ 0", the reason for a value; keep the markup */
  return g_strdup (_("since <i>x</i> ≤ 0"));
}

static char *
write_elu (const Numbers *n)
{
  char a[32], e[32];

  lab_format_cursor (n->parameter, a, sizeof a);
  lab_format_value (n->exponential, e, sizeof e);
  return g_strdup_printf ("= %s · (e<sup>%s</sup> − 1) = %s · (%s − 1)", a, n->x_text, a, e);
}

static char *
write_elu_slope (const Numbers *n)
{
  char a[32];

  lab_format_cursor (n->parameter, a, sizeof a);
  return g_strdup_printf ("= %s · e<sup>%s</sup> = <i>f</i>(" X ") + α", a, n->x_text);
}

static char *
write_relu (const Numbers *n)
{
  return g_strdup_printf ("= max(0, %s)", n->x_text);
}

static char *
write_leaky (const Numbers *n)
{
  g_autofree char *x = factor (n->x_text);
  char c[32];

  lab_format_cursor (n->parameter, c, sizeof c);
  return g_strdup_printf ("= %s · %s", c, x);
}

static char *
write_parameter (const Numbers *n)
{
  char c[32];

  lab_format_cursor (n->parameter, c, sizeof c);
  return g_strdup_printf ("= %s", c);
}

static char *
write_selu (const Numbers *n)
{
  return g_strdup_printf ("= 1.0507 · 1.6733 · (e<sup>%s</sup> − 1)", n->x_text);
}

static char *
write_celu (const Numbers *n)
{
  char a[32];

  lab_format_cursor (n->parameter, a, sizeof a);
  return g_strdup_printf ("= %s · (e<sup>%s/%s</sup> − 1)", a, n->x_text, a);
}

static char *
write_celu_slope (const Numbers *n)
{
  char a[32];

  lab_format_cursor (n->parameter, a, sizeof a);
  return g_strdup_printf ("= e<sup>%s/%s</sup>", n->x_text, a);
}

/* One row a function: how f and f' are written left and right of 0. Where the same words serve
 * both sides, they stand twice; where only the general formula helps, it is the text.         */
/* clang-format off */
/* clang-format off */
static const struct {
  Writer writer[2][2];          /* [order][x > 0] */
  const char *text[2];          /* used where there is no writer */
} rows[NN_N_ACTIVATIONS] = {
  [NN_ELU] = { { { write_elu, write_identity }, { write_elu_slope, write_one } }, { 0 } },
  [NN_RELU] = { { { write_relu, write_relu }, { write_zero, write_one } }, { 0 } },
  [NN_LEAKY_RELU] = { { { write_leaky, write_identity }, { write_parameter, write_one } }, { 0 } },
  [NN_SELU] = { { { write_selu, NULL }, { NULL, NULL } },
                { "= 1.0507 · " X, "= 1.0507 · 1.6733 · e<sup>" X "</sup>, 1.0507" } },
  [NN_CELU] = { { { write_celu, write_identity }, { write_celu_slope, write_one } }, { 0 } },
  [NN_SOFTPLUS] = { { { 0 } }, { "= ln(1 + e<sup>β" X "</sup>) / β", "= σ(β" X ")" } },
  [NN_GELU] = { { { 0 } }, { "= " X " Φ(" X ")", "= Φ(" X ") + " X " φ(" X ")" } },
  [NN_GELU_TANH] = { { { 0 } },
                     { "= " X " (1 + tanh <i>u</i>) / 2", "= (1 + tanh <i>u</i>)/2 + …" } },
  [NN_SILU] = { { { 0 } }, { "= " X " σ(β" X ")", "= σ + β" X " σ(1 − σ)" } },
  [NN_MISH] = { { { 0 } }, { "= " X " tanh(ln(1 + e<sup>" X "</sup>))", "= T + " X "(1 − T²) σ" } },
  [NN_HARDSWISH] = { { { 0 } },
                     { "= " X " · clip(" X " + 3, 0, 6) / 6", "= (2" X " + 3) / 6, 0, 1" } },
  [NN_TANH] = { { { 0 } }, { "= tanh(" X ")", "= 1 − tanh²(" X ")" } },
  [NN_SIGMOID] = { { { 0 } }, { "= 1 / (1 + e<sup>−" X "</sup>)", "= σ(1 − σ)" } },
  [NN_SHIFTED_RELU] = { { { 0 } }, { "= max(−1, " X ")", "= 1 (" X " &gt; −1), 0" } },
  [NN_PELU] = { { { 0 } },
                { "= (a/b) " X ", a (e<sup>" X "/b</sup> − 1)", "= a/b, (a/b) e<sup>" X "/b</sup>" } },
};
/* clang-format on */
/* clang-format on */

char *
lab_formula_substitution (nn_activation f, int order, double x)
{
  char x_text[32];
  Numbers numbers = { .x = x,
                      .value = nn_activation_eval (f, order, x),
                      .exponential = exp (x),
                      .parameter = f.parameter[0],
                      .x_text = lab_format_cursor (x, x_text, sizeof x_text) };
  Writer writer;

  g_return_val_if_fail (order >= 0 && order <= 1, NULL);
  writer = rows[f.id].writer[order][x > 0];
  if (writer)
    return writer (&numbers);
  return g_strdup (rows[f.id].text[order] ? rows[f.id].text[order] : "");
}

const char *
lab_formula_symbol (const char *symbol)
{
  return g_str_equal (symbol, "alpha") ? "α" : g_str_equal (symbol, "beta") ? "β" : symbol;
}
