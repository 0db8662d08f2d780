/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-columns.h"

#include <glib/gi18n.h>
#include "lab-formula.h"
#include "nn-activation-moments.h"

static double
cursor_of (LabFunctionModel *model)
{
  return lab_function_model_get_cursor (model);
}

static char *
write_number (double value)
{
  char text[48];

  return g_strdup (lab_format_value (value, text, sizeof text));
}

static char *
write_value (LabFunctionModel *model, nn_activation f)
{
  return write_number (nn_activation_eval (f, 0, cursor_of (model)));
}

static char *
write_slope (LabFunctionModel *model, nn_activation f)
{
  return write_number (nn_activation_eval (f, 1, cursor_of (model)));
}

static char *
write_second (LabFunctionModel *model, nn_activation f)
{
  return write_number (nn_activation_eval (f, 2, cursor_of (model)));
}

static char *
write_value_substitution (LabFunctionModel *model, nn_activation f)
{
  return lab_formula_substitution (f, 0, cursor_of (model));
}

static char *
write_slope_substitution (LabFunctionModel *model, nn_activation f)
{
  return lab_formula_substitution (f, 1, cursor_of (model));
}

const LabColumn lab_value_columns[LAB_N_VALUE_COLUMNS] = {
  { "<i>f</i>(<i>x</i>)", TRUE, write_value },
  { N_("Substitution"), FALSE, write_value_substitution },
  { "<i>f</i> ′(<i>x</i>)", TRUE, write_slope },
  { N_("Substitution"), FALSE, write_slope_substitution },
  { "<i>f</i> ″(<i>x</i>)", TRUE, write_second },
};

static nn_moments
moments_of (LabFunctionModel *model, nn_activation f)
{
  return nn_activation_moments (f, lab_function_model_get_number (model, "mu"),
                                lab_function_model_get_number (model, "sigma"));
}

static char *
write_mean (LabFunctionModel *model, nn_activation f)
{
  return write_number (moments_of (model, f).mean);
}

static char *
write_square (LabFunctionModel *model, nn_activation f)
{
  return write_number (moments_of (model, f).square);
}

static char *
write_mean_slope (LabFunctionModel *model, nn_activation f)
{
  return write_number (moments_of (model, f).slope);
}

static char *
write_gain (LabFunctionModel *model, nn_activation f)
{
  return write_number (moments_of (model, f).gain);
}

const LabColumn lab_moment_columns[LAB_N_MOMENT_COLUMNS] = {
  { N_("mean E<i>f</i>"), TRUE, write_mean },
  { "E<i>f</i> ²", TRUE, write_square },
  { "E<i>f</i> ′", TRUE, write_mean_slope },
  { N_("gain"), TRUE, write_gain },
};

/* The slope between x + left h and x + right h. */
static char *
write_quotient (LabFunctionModel *model, nn_activation f, double left, double right)
{
  double x = cursor_of (model), h = lab_function_model_get_number (model, "step");
  double rise = nn_activation_eval (f, 0, x + right * h) - nn_activation_eval (f, 0, x + left * h);

  return write_number (rise / ((right - left) * h));
}

static char *
write_left_quotient (LabFunctionModel *model, nn_activation f)
{
  return write_quotient (model, f, -1, 0);
}

static char *
write_right_quotient (LabFunctionModel *model, nn_activation f)
{
  return write_quotient (model, f, 0, 1);
}

static char *
write_central_quotient (LabFunctionModel *model, nn_activation f)
{
  return write_quotient (model, f, -1, 1);
}

const LabColumn lab_quotient_columns[LAB_N_QUOTIENT_COLUMNS] = {
  { N_("left (<i>f</i>(<i>x</i>) − <i>f</i>(<i>x</i>−<i>h</i>))/<i>h</i>"), TRUE,
    write_left_quotient },
  { N_("right (<i>f</i>(<i>x</i>+<i>h</i>) − <i>f</i>(<i>x</i>))/<i>h</i>"), TRUE,
    write_right_quotient },
  { N_("central (<i>f</i>(<i>x</i>+<i>h</i>) − <i>f</i>(<i>x</i>−<i>h</i>))/2<i>h</i>"), TRUE,
    write_central_quotient },
  { "<i>f</i> ′(<i>x</i>)", TRUE, write_slope },
};
