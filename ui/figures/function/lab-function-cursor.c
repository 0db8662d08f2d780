/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-cursor.c - the cursor of the Function picture, drawn over the base with cairo alone
 *
 * Declared in lab-function-figure.h. Cheap enough to follow the pointer at any frame rate.
 */

#include "lab-function-figure.h"

#include <math.h>
#include "lab-function-samples.h"
#include "lab-function-style.h"

/* More values than this are not written into the picture. */
enum { MOST_READINGS = 3 };

/* Against 4 for each place where a curve runs through. */
enum { COST_OF_WORDS = 30 };

typedef struct {
  double y; /* pixel of the value */
  int curve;
  char text[48];
} Reading;

/* What a value's text must not stand on. */
typedef struct {
  const LabFunctionScene *scene;
  const LabFunctionLayout *layout;
  int panel;
  const LabFunctionWords *words;
  int n_taken;
  LabRect taken[LAB_MAX_CURVES];
  double dot_above, dot_below; /* the neighbours' levels, infinite where there is none */
} Surroundings;

static int
compare_readings (const void *a, const void *b)
{
  double first = ((const Reading *) a)->y, second = ((const Reading *) b)->y;

  return (first > second) - (first < second);
}

/* The words on which the line at x comes to stand at y or, if next, below it; NULL if none. */
static const LabRect *
word_in_line (const LabFunctionWords *words, double margin, double x, double y, gboolean next)
{
  const LabRect *found = NULL;

  for (int i = 0; words && i < words->n; i++)
    {
      const LabRect *place = &words->place[i];

      if (x < place->x - margin || x > place->x + place->width + margin)
        continue;
      if (next ? place->y > y && (!found || place->y < found->y)
               : place->y <= y && place->y + place->height > y)
        found = place;
    }
  return found;
}

/* From top to bottom, but for the words in its way: piece by piece, since a clip with holes makes
 * cairo 1.16 stop at an assertion.                                                              */
static void
trace_line (cairo_t *cr, const LabFunctionWords *words, double margin, double x, double top,
            double bottom)
{
  for (double y = top, end; y < bottom; y = end)
    {
      const LabRect *word = word_in_line (words, margin, x, y, FALSE);

      if (word)
        {
          end = word->y + word->height;
          continue;
        }
      word = word_in_line (words, margin, x, y, TRUE);
      end = word ? fmin (word->y, bottom) : bottom;
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x, end);
    }
}

static void
draw_line (LabPainter *painter, const LabFunctionLayout *layout, int n_panels,
           const LabFunctionWords *words, double x)
{
  static const double dash[] = { 2, 3 };
  cairo_t *cr = painter->cr;

  cairo_save (cr);
  lab_color_set_source (painter->theme->cursor, cr);
  cairo_set_line_width (cr, fmax (1, layout->scale));
  cairo_set_dash (cr, dash, 2, 0);
  trace_line (cr, words, 2 * layout->scale, floor (x) + 0.5, layout->y[0].end,
              layout->y[n_panels - 1].start);
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
      = g_strdup_printf ("<b><i>x</i> = %s</b>", lab_format_cursor (x, number, sizeof number));
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
  lab_text_draw (painter, box.x + box.width / 2, middle, 0.5, 0.5, 16, painter->theme->ground,
                 text);
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

  if (scene->order[panel] == LAB_PANEL_GAP)
    return 0;
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

static double
cost_of_curves (const Surroundings *around, const LabRect *place)
{
  const LabAxis *y = &around->layout->y[around->panel];
  double sum = 0;

  for (int c = 0; c < around->scene->n_curves; c++)
    {
      const LabFunctionSamples *samples = lab_function_samples_on (
          around->scene->curve[c], around->scene->order[around->panel], &around->layout->x);

      for (int i = 0; i <= 4; i++)
        {
          double x = lab_axis_to_value (&around->layout->x, place->x + place->width * i / 4);
          double at = lab_axis_to_pixel (y, lab_function_samples_at (samples, x));

          /* Digits fill the middle of their line. */
          sum += fabs (at - place->y - place->height / 2) < 0.35 * place->height ? 1 : 0;
        }
    }
  return sum;
}

static double
cost (const Surroundings *around, const LabRect *place)
{
  const LabAxis *x = &around->layout->x, *y = &around->layout->y[around->panel];
  double sum = 4 * cost_of_curves (around, place), space = 8 * around->layout->scale;
  LabRect apart = { place->x - space, place->y, place->width + 2 * space, place->height };

  /* Numbers have nothing below the line that they stand on, where the box goes on. */
  if (place->x < x->start || place->x + place->width > fmax (x->end, around->layout->width - 8)
      || place->y < y->end || place->y + 0.75 * place->height > y->start)
    sum += 100;
  /* Side by side with no space between them a name and a number read as one word. */
  for (int i = 0; around->words && i < around->words->n; i++)
    sum += lab_rect_overlaps (&apart, &around->words->place[i]) ? COST_OF_WORDS : 0;
  for (int i = 0; i < around->n_taken; i++)
    sum += lab_rect_overlaps (place, &around->taken[i]) ? 60 : 0;
  /* Beyond a neighbour's dot a number would be taken for the neighbour's. */
  if (place->y + place->height / 2 < around->dot_above
      || place->y + place->height / 2 > around->dot_below)
    sum += 8;
  return sum;
}

/* A rising curve leaves the place right below it free, a flat one any: above reads better there. */
static gboolean
is_rising (const Surroundings *around, nn_activation f, double pixel)
{
  const LabAxis *x = &around->layout->x, *y = &around->layout->y[around->panel];
  int order = around->scene->order[around->panel];
  double here = nn_activation_eval (f, order, lab_axis_to_value (x, pixel));
  double ahead = nn_activation_eval (f, order, lab_axis_to_value (x, pixel + 60));

  return lab_axis_to_pixel (y, here) - lab_axis_to_pixel (y, ahead) > 6;
}

/* Places around the dot, the usual ones first. FALSE if each would hide words. */
static gboolean
find_place (Surroundings *around, double pixel, double y, gboolean rising, LabRect *box)
{
  static const struct {
    double side, level;
  } places[] = { { 1, 0.7 },   { 1, -0.7 }, { -1, -0.7 }, { -1, 0.7 }, { 1, 1.6 },  { 1, -1.6 },
                 { -1, -1.6 }, { -1, 1.6 }, { 0, -1.1 },  { 0, 1.1 },  { 1, -2.5 }, { -1, -2.5 } };
  double gap = 12 * around->layout->scale, width = box->width, height = box->height;
  double least = COST_OF_WORDS;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double level = rising ? places[i].level : -places[i].level;
      LabRect place = { pixel + places[i].side * (gap + width / 2) - width / 2,
                        y + level * height - height / 2, width, height };
      double sum = cost (around, &place) + 0.5 * (double) i;

      if (sum < least)
        {
          least = sum;
          *box = place;
        }
    }
  if (least == COST_OF_WORDS)
    return FALSE;
  around->taken[around->n_taken++] = *box;
  return TRUE;
}

/* The level of the dot below the one of reading i and of those that share its text. */
static double
next_dot (const Reading *reading, int n, int i)
{
  for (int next = i + 1; next < n; next++)
    if (!g_str_equal (reading[next].text, reading[i].text))
      return reading[next].y;
  return INFINITY;
}

static void
draw_readings (LabPainter *painter, Surroundings *around, double pixel, double x)
{
  const LabFunctionScene *scene = around->scene;
  Reading reading[LAB_MAX_CURVES];
  int n = take_readings (scene, around->layout, around->panel, x, reading);
  double scale = around->layout->scale, size = 18;

  for (int i = n - 1; i >= 0; i--)
    {
      nn_activation f = scene->curve[reading[i].curve];

      draw_dot (painter, pixel, reading[i].y, (f.id == NN_ELU ? 7 : 6) * scale,
                lab_function_style (scene, reading[i].curve, painter->dark).line);
    }
  /* A crowd of numbers says nothing: the table has them. */
  for (int i = 0; i < n && n <= MOST_READINGS; i++)
    {
      nn_activation f = scene->curve[reading[i].curve];
      g_autofree char *text = g_strdup_printf ("<b>%s</b>", reading[i].text);
      LabRect box = lab_text_measure (painter, 0, 0, 0, 0, size, text);

      if (i > 0 && g_str_equal (reading[i].text, reading[i - 1].text))
        continue;
      around->dot_above = i > 0 ? reading[i - 1].y : -INFINITY;
      around->dot_below = next_dot (reading, n, i);
      if (!find_place (around, pixel, reading[i].y, is_rising (around, f, pixel), &box))
        continue;
      lab_text_draw_halo (painter, box.x, box.y, 0, 0, size,
                          lab_function_style (scene, reading[i].curve, painter->dark).label, text);
    }
}

/* The tangent's slope, clear of the numbers too. */
static void
write_slope (LabPainter *painter, const Surroundings *around, double x)
{
  LabFunctionWords all = { 0 };

  if (around->words)
    all = *around->words;
  for (int i = 0; i < around->n_taken && all.n < LAB_MAX_WORDS; i++)
    all.place[all.n++] = around->taken[i];
  lab_function_tangent_write (painter, around->scene, around->layout, &all, x);
}

void
lab_function_figure_draw_cursor (cairo_t *cr, const LabFunctionScene *scene,
                                 const LabFunctionLayout *layout, gboolean dark,
                                 const LabFunctionWords *words, double x)
{
  double pixel = lab_axis_to_pixel (&layout->x, x);
  LabPainter painter;

  if (!(pixel >= layout->x.start - 0.5 && pixel <= layout->x.end + 0.5))
    return;
  lab_painter_init (&painter, cr, dark, layout->scale);
  draw_line (&painter, layout, scene->n_panels, words, pixel);
  lab_function_tangent_draw (&painter, scene, layout, x);
  for (int p = 0; p < scene->n_panels; p++)
    {
      Surroundings around = { .scene = scene, .layout = layout, .panel = p, .words = words };

      draw_readings (&painter, &around, pixel, x);
      if (p == 0)
        write_slope (&painter, &around, x);
    }
  draw_pill (&painter, scene, layout, pixel, x);
  lab_painter_clear (&painter);
}
