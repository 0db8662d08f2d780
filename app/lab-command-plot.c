/* lab-command-plot.c - elu-lab plot: the picture of the Function view in a file
 *
 * Reads and checks what was typed; how it is drawn is the user interface's matter, how it is
 * written lab-figure-file's.
 */

#include "lab-command.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-figure-file.h"
#include "lab-function-figure.h"
#include "lab-number.h"
#include "lab-plot.h"

enum { MOST_FUNCTIONS = 12, BOTH_PANELS = -1 };

G_STATIC_ASSERT ((int) MOST_FUNCTIONS <= (int) LAB_MAX_CURVES);

/* Ends beyond this, or nearer to each other than a millionth of the larger, have tick labels that
 * cannot be told apart, and curves whose steps single precision cannot follow.                  */
#define LARGEST_END 1e6
#define SMALLEST_WIDTH 1e-6

typedef struct {
  nn_activation f[MOST_FUNCTIONS];
  int n_functions;
  int order;
  double low, high;
  int width, height;
} Plot;

/* format has one %s, for text. */
static gboolean
refuse (const char *format, const char *text, GError **error)
{
  g_autofree char *shown = lab_error_printable (text);
  g_autofree char *message = g_strdup_printf (format, shown);

  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE, message);
  return FALSE;
}

static gboolean
check_range (const char *text, double low, double high, GError **error)
{
  double larger = fmax (fabs (low), fabs (high));

  if (!isfinite (low) || !isfinite (high))
    return refuse (_("The range “%s” is not finite. Both ends must be ordinary numbers, such as "
                     "-5:2.5."), text, error);
  if (low >= high)
    return refuse (_("The range “%s” does not begin below its end. Write the smaller number first, "
                     "such as -5:2.5."), text, error);
  if (larger > LARGEST_END)
    return refuse (_("The range “%s” is too wide to show anything. Keep both ends between -1000000 "
                     "and 1000000."), text, error);
  if (high - low < SMALLEST_WIDTH * fmax (larger, 1))
    return refuse (_("The range “%s” is too narrow: its points could not be told apart. Make it at "
                     "least 0.000001 wide, or a millionth of its larger end."), text, error);
  return TRUE;
}

static gboolean
parse_range (const char *text, Plot *plot, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, ":", -1);

  if (g_strv_length (ends) != 2)
    return refuse (_("“%s” is not a range. Write two numbers with a colon between them, such as "
                     "-5:2.5."), text, error);
  return lab_number_parse (ends[0], &plot->low, error)
         && lab_number_parse (ends[1], &plot->high, error)
         && check_range (text, plot->low, plot->high, error);
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
parse_size (const char *text, Plot *plot, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "x", -1);

  if (g_strv_length (sides) == 2 && parse_side (sides[0], &plot->width)
      && parse_side (sides[1], &plot->height))
    return TRUE;
  return refuse (_("“%s” is not a size. Write width x height, such as 1280x720, each from 64 to "
                   "16384."), text, error);
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

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const Plot *plot = data;

  lab_function_figure_draw_export (cr, width, height, plot->f, plot->n_functions, plot->order,
                                   plot->low, plot->high);
}

gboolean
lab_command_plot (GOptionContext *context, char ***arguments, GError **error)
{
  Plot plot = { .order = BOTH_PANELS, .low = -5, .high = 2.5, .width = 1280, .height = 720 };
  g_autofree char *range = NULL;
  g_autofree char *size = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "order", 0, 0, G_OPTION_ARG_INT, &plot.order,
      N_("Only the function (0) or a derivative (1, 2); without it, the function above its "
         "derivative"), "0|1|2" },
    { "range", 0, 0, G_OPTION_ARG_STRING, &range,
      N_("Part of the x axis (usually -5:2.5)"), N_("A:B") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &size,
      N_("Pixels, each side from 64 to 16384 (usually 1280x720)"), N_("WxH") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path,
      N_("File to write; its end, .png, .svg or .pdf, decides the format"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };

  if (!lab_command_parse (context, entries, arguments, error)
      || !lab_activation_parse_list ((const char *const *) *arguments + 1, MOST_FUNCTIONS, plot.f,
                                     &plot.n_functions, error)
      || !check_order (plot.order, error)
      || (range != NULL && !parse_range (range, &plot, error))
      || (size != NULL && !parse_size (size, &plot, error)))
    return FALSE;
  if (path == NULL)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("There is no file to draw into. Name one, such as -o elu.png."));
      return FALSE;
    }
  return check_driver (error)
         && lab_figure_file_write (path, plot.width, plot.height, draw, &plot, error);
}
