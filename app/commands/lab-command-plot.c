/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-plot.c - elu-lab plot: the picture of the Function view in a file
 *
 * Reads and checks what was typed; what comes of it is lab-figure's matter. Whatever the window can
 * show has an option here, so that its exports can name the command that makes them again.
 */

#include "lab-command.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-figure.h"
#include "lab-function-view.h"
#include "lab-number.h"
#include "lab-plot.h"
#include "lab-text.h"

enum { BOTH_PANELS = -1 };

/* What was typed, and NULL where nothing was. */
typedef struct {
  int order;
  gboolean second, equal_aspect, tangent, dark;
  char *range, *y, *size, *gap, *ghosts, *cursor, *step, *text_scale, *density, *font, *path;
} Typed;

/* format has one %s, for text. */
static gboolean
refuse (const char *format, const char *text, GError **error)
{
  g_autofree char *shown = lab_error_printable (text);
  g_autofree char *message = g_strdup_printf (format, shown);

  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE, message);
  return FALSE;
}

/* By LabRangeProblem. */
static const char *const range_problems[] = {
  [LAB_RANGE_NOT_FINITE] = N_("The range “%s” is not finite. Both ends must be ordinary numbers, "
                              "such as -5:2.5."),
  [LAB_RANGE_NOT_RISING] = N_("The range “%s” does not begin below its end. Write the smaller "
                              "number first, such as -5:2.5."),
  [LAB_RANGE_TOO_WIDE] = N_("The range “%s” is too wide to show anything. Keep both ends between "
                            "-1000000 and 1000000."),
  [LAB_RANGE_TOO_NARROW] = N_("The range “%s” is too narrow: its points could not be told apart. "
                              "Make it at least 0.000001 wide, or a millionth of its larger end."),
};

static gboolean
parse_range (const char *text, double *low, double *high, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, ":", -1);
  LabRangeProblem problem;

  if (g_strv_length (ends) != 2)
    return refuse (_("“%s” is not a range. Write two numbers with a colon between them, such as "
                     "-5:2.5."),
                   text, error);
  if (!lab_number_parse (ends[0], low, error) || !lab_number_parse (ends[1], high, error))
    return FALSE;
  problem = lab_range_check (*low, *high);
  return problem == LAB_RANGE_OK || refuse (_(range_problems[problem]), text, error);
}

/* A range for each panel from the top, with commas between them; empty for an automatic one. */
static gboolean
parse_y (const char *text, LabFunctionScene *scene, GError **error)
{
  g_auto (GStrv) ranges = g_strsplit (text, ",", -1);

  if (g_strv_length (ranges) > (guint) scene->n_panels)
    return refuse (_("“%s” has more ranges than the picture has panels. Leave some out."), text,
                   error);
  scene->moved = TRUE;
  for (int i = 0; ranges[i] != NULL; i++)
    if (*ranges[i] != '\0'
        && !parse_range (ranges[i], &scene->y_low[scene->order[i]], &scene->y_high[scene->order[i]],
                         error))
      return FALSE;
  return TRUE;
}

static gboolean
parse_side (const char *text, int *side)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, LAB_FIGURE_MIN_SIDE, LAB_FIGURE_MAX_SIDE, &value,
                                   NULL))
    return FALSE;
  *side = value;
  return TRUE;
}

static gboolean
parse_size (const char *text, LabFigure *figure, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "x", -1);

  if (g_strv_length (sides) == 2 && parse_side (sides[0], &figure->width)
      && parse_side (sides[1], &figure->height))
    return TRUE;
  return refuse (_("“%s” is not a size. Write width x height, such as 1280x720, each from 64 to "
                   "16384."),
                 text, error);
}

static gboolean
parse_within (const char *option, const char *text, double low, double high, double *value,
              GError **error)
{
  char a[LAB_NUMBER_SIZE], b[LAB_NUMBER_SIZE];
  g_autofree char *shown = NULL;

  if (text == NULL)
    return TRUE;
  if (!lab_number_parse (text, value, error))
    return FALSE;
  if (*value >= low && *value <= high)
    return TRUE;
  shown = lab_error_printable (text);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("--%s cannot be “%s”: it must be between %s and %s."), option, shown,
               lab_number_format_shortest (a, low), lab_number_format_shortest (b, high));
  return FALSE;
}

/* "1:2": the first function minus the second. */
static gboolean
parse_gap (const char *text, LabFunctionScene *scene, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, ":", -1);
  guint64 f, g;

  if (g_strv_length (sides) != 2
      || !g_ascii_string_to_unsigned (sides[0], 10, 1, scene->n_curves, &f, NULL)
      || !g_ascii_string_to_unsigned (sides[1], 10, 1, scene->n_curves, &g, NULL) || f == g)
    return refuse (_("“%s” does not name two of the functions. Write their places, such as 1:2 for "
                     "the first minus the second."),
                   text, error);
  scene->gap = TRUE;
  scene->gap_f = (int) f - 1;
  scene->gap_g = (int) g - 1;
  return TRUE;
}

static gboolean
parse_ghosts (const char *text, LabFunctionScene *scene, GError **error)
{
  g_auto (GStrv) alphas = g_strsplit (text, ",", -1);

  if (g_strv_length (alphas) > LAB_MAX_GHOSTS)
    return refuse (_("“%s” are too many ghosts: there is room for 12. Leave some out."), text,
                   error);
  for (scene->n_ghosts = 0; alphas[scene->n_ghosts] != NULL; scene->n_ghosts++)
    if (!parse_within ("ghosts", alphas[scene->n_ghosts], 0, 100, &scene->ghost[scene->n_ghosts],
                       error))
      return FALSE;
  return TRUE;
}

static gboolean
check_order (int order, GError **error)
{
  if (order >= BOTH_PANELS && order <= 2)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no derivative of order %d to draw. Write 0 for the function, 1 or 2, or "
                 "leave --order out for the function above its derivative."),
               order);
  return FALSE;
}

/* PLplot without its driver would ask for another on standard input. */
static gboolean
check_driver (GError **error)
{
  if (lab_plot_is_available ())
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_OUTPUT,
                       _("PLplot's cairo driver is missing, so nothing can be drawn. Install the "
                         "package plplot-driver-cairo and try again."));
  return FALSE;
}

static gboolean
parse_scene (const Typed *typed, LabFunctionScene *scene, GError **error)
{
  if (!check_order (typed->order, error)
      || (typed->gap != NULL && !parse_gap (typed->gap, scene, error)))
    return FALSE;
  lab_function_scene_set_panels (scene, typed->second, scene->gap);
  if (typed->order != BOTH_PANELS)
    {
      scene->n_panels = 1;
      scene->order[0] = typed->order;
    }
  scene->keep_aspect = typed->equal_aspect;
  scene->tangent = typed->tangent;
  scene->moved = typed->range != NULL && scene->keep_aspect;
  return (typed->range == NULL || parse_range (typed->range, &scene->x_low, &scene->x_high, error))
         && (typed->y == NULL || parse_y (typed->y, scene, error))
         && (typed->ghosts == NULL || parse_ghosts (typed->ghosts, scene, error))
         && parse_within ("step", typed->step, 1e-6, 2, &scene->h, error);
}

static gboolean
check_font (const char *family, GError **error)
{
  if (lab_text_has_family (family))
    return TRUE;
  return refuse (_("There is no font “%s” on this computer. Leave --font out, or name one that "
                   "fc-list shows."),
                 family, error);
}

static gboolean
parse_figure (const Typed *typed, LabFigure *figure, GError **error)
{
  if (!parse_scene (typed, &figure->scene, error)
      || (typed->size != NULL && !parse_size (typed->size, figure, error)))
    return FALSE;
  figure->dark = typed->dark;
  figure->text_scale = CLAMP (figure->height / 720.0, 0.4, 4);
  return (typed->font == NULL || check_font (typed->font, error))
         && parse_within ("cursor", typed->cursor, -LAB_RANGE_LARGEST_END, LAB_RANGE_LARGEST_END,
                          &figure->cursor, error)
         && parse_within ("text-scale", typed->text_scale, 0.1, 8, &figure->text_scale, error)
         && parse_within ("density", typed->density, 0.25, 8, &figure->density, error);
}

static void
clear_typed (Typed *typed)
{
  char *texts[] = { typed->range,   typed->y,      typed->size, typed->gap,
                    typed->ghosts,  typed->cursor, typed->step, typed->text_scale,
                    typed->density, typed->font,   typed->path };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, clear_typed)

static gboolean
parse (GOptionContext *context, char ***arguments, Typed *typed, GError **error)
{
  const GOptionEntry entries[] = {
    { "order", 0, 0, G_OPTION_ARG_INT, &typed->order,
      N_("Only the function (0) or a derivative (1, 2); without it, the function above its "
         "derivative"),
      "0|1|2" },
    { "second", 0, 0, G_OPTION_ARG_NONE, &typed->second,
      N_("The second derivative below the first"), NULL },
    { "range", 0, 0, G_OPTION_ARG_STRING, &typed->range, N_("Part of the x axis (usually -5:2.5)"),
      N_("A:B") },
    { "y", 0, 0, G_OPTION_ARG_STRING, &typed->y,
      N_("Part of the y axes, panel by panel from the top; empty for an automatic one"),
      N_("A:B,…") },
    { "equal-aspect", 0, 0, G_OPTION_ARG_NONE, &typed->equal_aspect,
      N_("A slope of 1 rises at 45 degrees"), NULL },
    { "cursor", 0, 0, G_OPTION_ARG_STRING, &typed->cursor, N_("Show the values at X"), N_("X") },
    { "tangent", 0, 0, G_OPTION_ARG_NONE, &typed->tangent, N_("The tangent at the cursor"), NULL },
    { "step", 0, 0, G_OPTION_ARG_STRING, &typed->step,
      N_("The secants of the difference quotients of step H at the cursor"), N_("H") },
    { "gap", 0, 0, G_OPTION_ARG_STRING, &typed->gap,
      N_("The gap between two of the functions, by their places"), N_("I:J") },
    { "ghosts", 0, 0, G_OPTION_ARG_STRING, &typed->ghosts,
      N_("Thin curves of ELU with these alphas"), N_("ALPHA,…") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &typed->dark, N_("On a dark ground"), NULL },
    { "size", 0, 0, G_OPTION_ARG_STRING, &typed->size,
      N_("Pixels, each side from 64 to 16384 (usually 1280x720)"), N_("WxH") },
    { "text-scale", 0, 0, G_OPTION_ARG_STRING, &typed->text_scale,
      N_("Size of text and lines (usually such that 1 fits a height of 720)"), N_("S") },
    { "density", 0, 0, G_OPTION_ARG_STRING, &typed->density,
      N_("Pixels of a PNG for each of the size (usually 1)"), N_("D") },
    { "font", 0, 0, G_OPTION_ARG_STRING, &typed->font,
      N_("Family of the text (usually that of the GNOME desktop)"), N_("FAMILY") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &typed->path,
      N_("File to write; its end, .png, .svg, .pdf or .csv, decides the format"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  return lab_command_parse (context, entries, arguments, error);
}

gboolean
lab_command_plot (GOptionContext *context, char ***arguments, GError **error)
{
  g_auto (Typed) typed = { .order = BOTH_PANELS };
  LabFigure figure = { .cursor = NAN, .width = 1280, .height = 720, .density = 1 };
  LabFunctionScene *scene = &figure.scene;

  lab_function_scene_init (scene);
  if (!parse (context, arguments, &typed, error)
      || !lab_activation_parse_list ((const char *const *) *arguments + 1, LAB_MAX_CURVES,
                                     scene->curve, &scene->n_curves, error)
      || !parse_figure (&typed, &figure, error))
    return FALSE;
  if (typed.path == NULL)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("There is no file to draw into. Name one, such as -o elu.png."));
      return FALSE;
    }
  lab_text_set_family (typed.font);
  return check_driver (error) && lab_figure_write (&figure, typed.path, error);
}
