/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation.c - the table of activation functions, and what reads it
 *
 * A row names a function, its parameters and its kinks, and points to the formulas of the pieces
 * between them (nn-activation-piecewise.c, nn-activation-smooth.c). To add a function is to add a
 * row here and one in nn-activation-loops.c.
 */

#include "nn-activation.h"

#include <assert.h>
#include <math.h>

#include "nn-activation-formulas.h"

typedef struct {
  nn_activation_info info;
  const nn_piece *piece[NN_MAX_KINKS + 1]; /* from left to right: one more than there are kinks */
  int kinks_on_left;                       /* of the kinks, how many belong to the piece on their
                                              left; the others to that on their right           */
} activation_row;

/* clang-format off */
static const activation_row rows[NN_N_ACTIVATIONS] = {
  [NN_ELU] = {
    { NN_ELU, "elu", "ELU", 1, { { "alpha", 1.0, 0.0, 100.0, false } }, 1, { 0.0 } },
    { &nn_piece_elu, &nn_piece_identity }, 1 },
  [NN_RELU] = {
    { NN_RELU, "relu", "ReLU", 0, { { 0 } }, 1, { 0.0 } },
    { &nn_piece_zero, &nn_piece_identity }, 1 },
  [NN_LEAKY_RELU] = {
    { NN_LEAKY_RELU, "leaky-relu", "LeakyReLU", 1, { { "c", 0.01, 0.0, 100.0, false } },
      1, { 0.0 } },
    { &nn_piece_leaky_relu, &nn_piece_identity }, 1 },
  [NN_SELU] = {
    { NN_SELU, "selu", "SELU", 0, { { 0 } }, 1, { 0.0 } },
    { &nn_piece_selu, &nn_piece_selu_line }, 1 },
  [NN_CELU] = {
    { NN_CELU, "celu", "CELU", 1, { { "alpha", 1.0, 0.0, 100.0, true } }, 1, { 0.0 } },
    { &nn_piece_celu, &nn_piece_identity }, 1 },
  [NN_SOFTPLUS] = {
    { NN_SOFTPLUS, "softplus", "Softplus", 1, { { "beta", 1.0, 0.0, 100.0, true } }, 0, { 0 } },
    { &nn_piece_softplus }, 0 },
  [NN_GELU] = {
    { NN_GELU, "gelu", "GELU", 0, { { 0 } }, 0, { 0 } },
    { &nn_piece_gelu }, 0 },
  [NN_GELU_TANH] = {
    { NN_GELU_TANH, "gelu-tanh", "GELU (tanh)", 0, { { 0 } }, 0, { 0 } },
    { &nn_piece_gelu_tanh }, 0 },
  [NN_SILU] = {
    { NN_SILU, "silu", "SiLU", 1, { { "beta", 1.0, 0.0, 100.0, true } }, 0, { 0 } },
    { &nn_piece_silu }, 0 },
  [NN_MISH] = {
    { NN_MISH, "mish", "Mish", 0, { { 0 } }, 0, { 0 } },
    { &nn_piece_mish }, 0 },
  /* f' is 0 at -3 and 1 at 3, as oneDNN has it. */
  [NN_HARDSWISH] = {
    { NN_HARDSWISH, "hardswish", "Hardswish", 0, { { 0 } }, 2, { -3.0, 3.0 } },
    { &nn_piece_zero, &nn_piece_hardswish, &nn_piece_identity }, 1 },
  [NN_TANH] = {
    { NN_TANH, "tanh", "tanh", 0, { { 0 } }, 0, { 0 } },
    { &nn_piece_tanh }, 0 },
  [NN_SIGMOID] = {
    { NN_SIGMOID, "sigmoid", "sigmoid", 0, { { 0 } }, 0, { 0 } },
    { &nn_piece_sigmoid }, 0 },
  [NN_SHIFTED_RELU] = {
    { NN_SHIFTED_RELU, "shifted-relu", "shifted ReLU", 0, { { 0 } }, 1, { -1.0 } },
    { &nn_piece_minus_one, &nn_piece_identity }, 1 },
  [NN_PELU] = {
    { NN_PELU, "pelu", "PELU", 2,
      { { "a", 1.0, 0.0, 100.0, true }, { "b", 1.0, 0.0, 100.0, true } }, 1, { 0.0 } },
    { &nn_piece_pelu, &nn_piece_pelu_line }, 1 },
};
/* clang-format on */

static const activation_row *
row_of (nn_activation_id id)
{
  assert (id < NN_N_ACTIVATIONS);
  return &rows[id];
}

const nn_activation_info *
nn_activation_get_info (nn_activation_id id)
{
  return &row_of (id)->info;
}

nn_activation
nn_activation_default (nn_activation_id id)
{
  const nn_activation_info *info = nn_activation_get_info (id);
  nn_activation f = { .id = id };

  for (int k = 0; k < info->n_parameters; k++)
    f.parameter[k] = info->parameter[k].initial;
  return f;
}

static bool
parameter_is_valid (const nn_parameter_info *info, double value)
{
  return isfinite (value) && value <= info->maximum
         && (info->above_minimum ? value > info->minimum : value >= info->minimum);
}

bool
nn_activation_is_valid (nn_activation f)
{
  if (f.id >= NN_N_ACTIVATIONS)
    return false;

  const nn_activation_info *info = nn_activation_get_info (f.id);
  for (int k = 0; k < info->n_parameters; k++)
    if (!parameter_is_valid (&info->parameter[k], f.parameter[k]))
      return false;
  return true;
}

double
nn_activation_clamp_parameter (nn_activation f, int k, double value)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);
  assert (k >= 0 && k < info->n_parameters);
  const nn_parameter_info *p = &info->parameter[k];
  double lowest = p->above_minimum ? p->minimum + 1e-3 : p->minimum;

  return fmin (fmax (value, lowest), p->maximum);
}

bool
nn_activation_equal (nn_activation f, nn_activation g)
{
  if (f.id != g.id)
    return false;

  for (int k = 0; k < nn_activation_get_info (f.id)->n_parameters; k++)
    if (f.parameter[k] != g.parameter[k])
      return false;
  return true;
}

/* The piece that holds at x, the first kinks_on_left kinks belonging to the piece on their left. */
static const nn_piece *
piece_at (const activation_row *row, int kinks_on_left, double x)
{
  const double *kink = row->info.kink;
  int i = 0;

  while (i < row->info.n_kinks && (i < kinks_on_left ? x > kink[i] : x >= kink[i]))
    i++;
  return row->piece[i];
}

static double
eval (nn_activation f, int kinks_on_left, int order, double x)
{
  assert (order >= 0 && order <= 2);
  if (isnan (x))
    return x;
  return piece_at (row_of (f.id), kinks_on_left, x)->value (f.parameter, order, x);
}

double
nn_activation_eval (nn_activation f, int order, double x)
{
  return eval (f, row_of (f.id)->kinks_on_left, order, x);
}

double
nn_activation_eval_left (nn_activation f, int order, double x)
{
  return eval (f, NN_MAX_KINKS, order, x);
}

double
nn_activation_eval_right (nn_activation f, int order, double x)
{
  return eval (f, 0, order, x);
}

double
nn_activation_parameter_gradient (nn_activation f, int k, double x)
{
  const activation_row *row = row_of (f.id);
  assert (k >= 0 && k < row->info.n_parameters);
  if (isnan (x))
    return x;

  const nn_piece *piece = piece_at (row, row->kinks_on_left, x);
  return piece->gradient == NULL ? 0.0 : piece->gradient (f.parameter, k, x);
}
