/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-describe.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-function-gap.h"
#include "nn-activation-gap.h"

static void
add_range (GString *text, const LabFunctionScene *scene, double x)
{
  char low[48], high[48], at[48];

  if (scene->n_panels > 2 && scene->order[2] == 2)
    g_string_append (text, _("Functions above, their slopes and second derivatives below."));
  else
    g_string_append (text, _("Functions above, their slopes below."));
  g_string_append_c (text, ' ');
  /* Translators: each %s is a number */
  g_string_append_printf (text, _("x from %s to %s. Cursor at x = %s."),
                          lab_format_shortest (scene->x_low, low, sizeof low),
                          lab_format_shortest (scene->x_high, high, sizeof high),
                          lab_format_cursor (x, at, sizeof at));
}

static void
add_curve (GString *text, const LabFunctionScene *scene, nn_activation f, double x)
{
  g_autofree char *name = lab_formula_name (f);
  char value[48], slope[48], second[48];

  lab_format_value (nn_activation_eval (f, 0, x), value, sizeof value);
  lab_format_value (nn_activation_eval (f, 1, x), slope, sizeof slope);
  lab_format_value (nn_activation_eval (f, 2, x), second, sizeof second);
  g_string_append_c (text, ' ');
  if (scene->n_panels > 2 && scene->order[2] == 2)
    /* Translators: name of a function, its value, slope and second derivative at the cursor */
    g_string_append_printf (text, _("%s: value %s, slope %s, second derivative %s."), name, value,
                            slope, second);
  else
    /* Translators: name of a function, its value and its slope at the cursor */
    g_string_append_printf (text, _("%s: value %s, slope %s."), name, value, slope);
}

static void
add_kink (GString *text, double alpha)
{
  char left[48], jump[48];

  g_string_append_c (text, ' ');
  if (alpha == 1)
    g_string_append (text, _("ELU has no kink at 0: both slopes are 1."));
  else
    /* Translators: each %s is a number */
    g_string_append_printf (
        text,
        _("ELU has a kink at 0: the slope is %s on its left and 1 on its right, a jump of %s."),
        lab_format_fixed (alpha, 2, left, sizeof left),
        lab_format_fixed (1 - alpha, 2, jump, sizeof jump));
}

static void
add_ghosts (GString *text, const LabFunctionScene *scene)
{
  g_autoptr (GString) list = g_string_new (NULL);
  char alpha[48];

  for (int i = 0; i < scene->n_ghosts; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            lab_format_shortest (scene->ghost[i], alpha, sizeof alpha));
  g_string_append_c (text, ' ');
  /* Translators: %s is a list of numbers */
  g_string_append_printf (text, _("Thin curves of ELU for alpha %s."), list->str);
}

static void
add_tangent (GString *text, const LabFunctionScene *scene, double x)
{
  nn_activation f = scene->curve[lab_function_scene_get_main (scene)];
  char slope[48];

  g_string_append_c (text, ' ');
  /* Translators: name of a function, and a number */
  g_string_append_printf (text, _("A tangent touches %s at the cursor, slope %s."),
                          nn_activation_get_info (f.id)->title,
                          lab_format_value (nn_activation_eval (f, 1, x), slope, sizeof slope));
}

static void
add_gap (GString *text, const LabFunctionScene *scene)
{
  g_autofree char *gap = lab_function_gap_sentence (scene);

  g_string_append_printf (text, " %s", gap);
}

char *
lab_function_describe (const LabFunctionScene *scene, double x)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const nn_activation *elu = lab_function_scene_get_elu (scene);

  if (scene->n_curves == 0)
    return g_strdup (_("No curve is switched on."));
  add_range (text, scene, x);
  for (int i = 0; i < scene->n_curves; i++)
    add_curve (text, scene, scene->curve[i], x);
  if (elu && scene->annotate)
    add_kink (text, elu->parameter[0]);
  if (scene->n_ghosts > 0)
    add_ghosts (text, scene);
  if (scene->tangent)
    add_tangent (text, scene, x);
  if (scene->gap)
    add_gap (text, scene);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
