/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-figure.h"

#include <math.h>
#include "lab-activation-spec.h"
#include "lab-curve-file.h"
#include "lab-function-figure.h"
#include "lab-number.h"
#include "lab-text.h"

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const LabFigure *figure = data;

  lab_function_figure_draw_export (cr, width, height, &figure->scene, figure->cursor, figure->dark,
                                   figure->text_scale);
}

static void
add_number (GString *line, const char *option, double value)
{
  char number[LAB_NUMBER_SIZE];

  g_string_append_printf (line, " --%s=%s", option, lab_number_format_shortest (number, value));
}

static void
add_range (GString *line, const char *before, double low, double high)
{
  char a[LAB_NUMBER_SIZE], b[LAB_NUMBER_SIZE];

  g_string_append_printf (line, "%s%s:%s", before, lab_number_format_shortest (a, low),
                          lab_number_format_shortest (b, high));
}

/* The range as far as it was chosen; y of each panel, empty where it follows by itself. */
static void
add_view (GString *line, const LabFunctionScene *scene)
{
  g_autoptr (GString) y = g_string_new (NULL);
  gboolean chosen = FALSE;

  if (scene->moved || !scene->keep_aspect)
    add_range (line, " --range=", scene->x_low, scene->x_high);
  for (int i = 0; i < scene->n_panels; i++)
    {
      int order = scene->order[i];

      if (i > 0)
        g_string_append_c (y, ',');
      if (scene->moved && scene->y_low[order] < scene->y_high[order])
        {
          add_range (y, "", scene->y_low[order], scene->y_high[order]);
          chosen = TRUE;
        }
    }
  if (chosen)
    g_string_append_printf (line, " --y=%s", y->str);
}

static gboolean
has_panel (const LabFunctionScene *scene, int order)
{
  for (int i = 0; i < scene->n_panels; i++)
    if (scene->order[i] == order)
      return TRUE;
  return FALSE;
}

static void
add_options (GString *line, const LabFigure *figure)
{
  const LabFunctionScene *scene = &figure->scene;
  char number[LAB_NUMBER_SIZE];

  if (scene->n_panels == 1)
    g_string_append_printf (line, " --order=%d", scene->order[0]);
  else if (has_panel (scene, 2))
    g_string_append (line, " --second");
  if (scene->gap)
    g_string_append_printf (line, " --gap=%d:%d", scene->gap_f + 1, scene->gap_g + 1);
  for (int i = 0; i < scene->n_ghosts; i++)
    g_string_append_printf (line, "%s%s", i == 0 ? " --ghosts=" : ",",
                            lab_number_format_shortest (number, scene->ghost[i]));
  if (scene->keep_aspect)
    g_string_append (line, " --equal-aspect");
  if (!isnan (figure->cursor))
    add_number (line, "cursor", figure->cursor);
  if (scene->tangent)
    g_string_append (line, " --tangent");
  if (scene->h > 0)
    add_number (line, "step", scene->h);
  if (figure->dark)
    g_string_append (line, " --dark");
}

static void
add_font (GString *line)
{
  g_autofree char *family = NULL;

  if (lab_text_get_family () == NULL)
    return;
  family = g_shell_quote (lab_text_get_family ());
  g_string_append_printf (line, " --font=%s", family);
}

char *
lab_figure_format_command (const LabFigure *figure)
{
  GString *line = g_string_new ("elu-lab plot");

  for (int i = 0; i < figure->scene.n_curves; i++)
    {
      g_autofree char *name = lab_activation_format (figure->scene.curve[i]);

      g_string_append_printf (line, " %s", name);
    }
  add_view (line, &figure->scene);
  add_options (line, figure);
  g_string_append_printf (line, " --size=%dx%d", figure->width, figure->height);
  add_font (line);
  add_number (line, "text-scale", figure->text_scale);
  if (figure->density != 1)
    add_number (line, "density", figure->density);
  return g_string_free (line, FALSE);
}

gboolean
lab_figure_write (const LabFigure *figure, const char *path, GError **error)
{
  g_autofree char *command = lab_figure_format_command (figure);
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".csv"))
    return lab_curve_file_write (path, &figure->scene, command, error);
  return lab_figure_file_write (path, figure->width, figure->height, figure->density, command, draw,
                                (gpointer) figure, error);
}

GBytes *
lab_figure_to_png (const LabFigure *figure, GError **error)
{
  g_autofree char *command = lab_figure_format_command (figure);

  return lab_figure_file_render (".png", figure->width, figure->height, figure->density, command,
                                 draw, (gpointer) figure, error);
}
