/* lab-function-cursor.c - the cursor of the Function picture, drawn over the base with cairo alone
 *
 * Declared in lab-function-figure.h. Cheap enough to follow the pointer at any frame rate.
 */

#include "lab-function-figure.h"

#include <math.h>

typedef struct {
  double y;          /* pixel of the value          */
  double label_y;    /* centre of its text          */
  double height;
  int curve;
  char text[48];
} Reading;

static int
compare_readings (const void *a, const void *b)
{
  double first = ((const Reading *) a)->y, second = ((const Reading *) b)->y;

  return (first > second) - (first < second);
}

static void
draw_line (LabPainter *painter, const LabFunctionLayout *layout, int n_panels, double x)
{
  static const double dash[] = { 2, 3 };
  cairo_t *cr = painter->cr;

  cairo_save (cr);
  lab_color_set_source (painter->theme->cursor, cr);
  cairo_set_line_width (cr, fmax (1, layout->scale));
  cairo_set_dash (cr, dash, 2, 0);
  cairo_move_to (cr, floor (x) + 0.5, layout->y[0].end);
  cairo_line_to (cr, floor (x) + 0.5, layout->y[n_panels - 1].start);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* x in a rounded label between the first two panels. */
static void
draw_pill (LabPainter *painter, const LabFunctionScene *scene, const LabFunctionLayout *layout,
           double pixel, double x)
{
  double scale = layout->scale, top = layout->y[0].start, radius = 13 * scale;
  double middle = scene->n_panels > 1 ? (top + layout->y[1].end) / 2 : layout->y[0].end + radius;
  char number[32];
  g_autofree char *text
      = g_strdup_printf ("<b><i>x</i> = %s</b>", lab_format_fixed (x, 2, number, sizeof number));
  LabRect box = lab_text_measure (painter, pixel, middle, 0.5, 0.5, 16, text);
  cairo_t *cr = painter->cr;

  box.x -= 15 * scale;
  box.width += 30 * scale;
  box.x = CLAMP (box.x, 0, layout->width - box.width);
  cairo_new_sub_path (cr);
  cairo_arc (cr, box.x + radius, middle, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, box.x + box.width - radius, middle, radius, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  lab_color_set_source (painter->theme->cursor, cr);
  cairo_fill (cr);
  lab_text_draw (painter, box.x + box.width / 2, middle, 0.5, 0.5, 16, painter->theme->ground, text);
}

static void
draw_dot (LabPainter *painter, double x, double y, double radius, LabColor color)
{
  lab_color_set_source (painter->theme->ground, painter->cr);
  cairo_arc (painter->cr, x, y, radius + 2 * painter->scale, 0, 2 * G_PI);
  cairo_fill (painter->cr);
  lab_color_set_source (color, painter->cr);
  cairo_arc (painter->cr, x, y, radius, 0, 2 * G_PI);
  cairo_fill (painter->cr);
}

/* The values in view, sorted from the top; equal ones share a place, so the later is left out. */
static int
take_readings (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel, double x,
               Reading *reading)
{
  const LabAxis *axis = &layout->y[panel];
  int n = 0;

  for (int c = 0; c < scene->n_curves; c++)
    {
      double value = nn_activation_eval (scene->curve[c], scene->order[panel], x);
      double y = lab_axis_to_pixel (axis, value);

      if (!(y >= axis->end && y <= axis->start))
        continue;
      reading[n].y = y;
      reading[n].curve = c;
      lab_format_value (value, reading[n].text, sizeof reading[n].text);
      n++;
    }
  qsort (reading, (size_t) n, sizeof *reading, compare_readings);
  return n;
}

/* Above its curve for the upper half of the values, below for the lower, then pushed apart. */
static void
place_readings (Reading *reading, int n, const LabAxis *axis, double height, double offset)
{
  double y[LAB_MAX_CURVES], heights[LAB_MAX_CURVES];

  for (int i = 0; i < n; i++)
    {
      y[i] = reading[i].y + (i < (n + 1) / 2 && n > 1 ? -offset : offset);
      heights[i] = height;
    }
  lab_text_spread (y, heights, n, axis->end, axis->start);
  for (int i = 0; i < n; i++)
    reading[i].label_y = y[i];
}

static void
draw_readings (LabPainter *painter, const LabFunctionScene *scene, const LabFunctionLayout *layout,
               int panel, double pixel, double x)
{
  Reading reading[LAB_MAX_CURVES];
  int n = take_readings (scene, layout, panel, x, reading);
  double scale = layout->scale, size = n > 4 ? 14 : 18;
  /* Left of the cursor where the right edge is near. */
  gboolean flip = pixel > layout->x.end - 90 * scale;
  double text_x = pixel + (flip ? -12 : 12) * scale;

  place_readings (reading, n, &layout->y[panel], size * 1.25 * scale, 18 * scale);
  for (int i = n - 1; i >= 0; i--)
    {
      nn_activation f = scene->curve[reading[i].curve];
      LabStyle style = lab_palette_style (f.id, painter->dark);
      g_autofree char *text = g_strdup_printf ("<b>%s</b>", reading[i].text);

      draw_dot (painter, pixel, reading[i].y, (f.id == NN_ELU ? 7 : 6) * scale, style.line);
      if (i > 0 && g_str_equal (reading[i].text, reading[i - 1].text))
        continue;
      lab_text_draw_halo (painter, text_x, reading[i].label_y, flip ? 1 : 0, 0.5, size, style.label,
                          text);
    }
}

void
lab_function_figure_draw_cursor (cairo_t *cr, const LabFunctionScene *scene,
                                 const LabFunctionLayout *layout, gboolean dark, double x)
{
  double pixel = lab_axis_to_pixel (&layout->x, x);
  LabPainter painter;

  if (!(pixel >= layout->x.start - 0.5 && pixel <= layout->x.end + 0.5))
    return;
  lab_painter_init (&painter, cr, dark, layout->scale);
  draw_line (&painter, layout, scene->n_panels, pixel);
  for (int p = 0; p < scene->n_panels; p++)
    draw_readings (&painter, scene, layout, p, pixel, x);
  draw_pill (&painter, scene, layout, pixel, x);
  lab_painter_clear (&painter);
}
