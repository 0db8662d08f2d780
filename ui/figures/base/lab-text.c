/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-text.h"

#include <math.h>
#include "lab-recent.h"

/* Digits of one width, so that numbers that change do not dance. */
#define USUAL_FAMILIES "Cantarell, Noto Sans CJK SC, sans-serif"

gboolean
lab_rect_overlaps (const LabRect *a, const LabRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

/* A text that was laid out: what it says, how large, and what was made of that. */
typedef struct {
  char *markup;
  double size; /* px */
  PangoLayout *layout;
  cairo_surface_t *halo; /* NULL until it is wanted */
} Text;

static LabRecent recent;
static Text texts[LAB_RECENT_PLACES];
static char *family; /* chosen; NULL for the usual ones */
static guint family_serial;

void
lab_text_set_family (const char *chosen)
{
  if (g_strcmp0 (chosen, family) == 0)
    return;
  g_free (family);
  family = g_strdup (chosen);
  family_serial++;
  /* No text is asked for in size 0, so what is laid out is found no more. */
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    texts[i].size = 0;
}

const char *
lab_text_get_family (void)
{
  return family;
}

/* In any case of letters, as fontconfig takes them. */
static gboolean
is_family (const char *name)
{
  g_autofree PangoFontFamily **families = NULL;
  gboolean found = FALSE;
  int n;

  pango_font_map_list_families (pango_cairo_font_map_get_default (), &families, &n);
  for (int i = 0; i < n && !found; i++)
    found = g_ascii_strcasecmp (pango_font_family_get_name (families[i]), name) == 0;
  return found;
}

gboolean
lab_text_has_family (const char *families)
{
  g_auto (GStrv) names = g_strsplit (families, ",", -1);

  for (char **name = names; *name; name++)
    if (is_family (g_strstrip (*name)))
      return TRUE;
  return FALSE;
}

guint
lab_text_get_family_serial (void)
{
  return family_serial;
}

void
lab_painter_init (LabPainter *painter, cairo_t *cr, gboolean dark, double scale)
{
  /* One for all layouts, which lay themselves out anew where the next target's fonts differ. */
  static PangoContext *context;

  if (!context)
    context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_update_context (cr, context);
  *painter = (LabPainter){ .cr = cr,
                           .context = g_object_ref (context),
                           .theme = lab_palette_theme (dark),
                           .dark = dark,
                           .scale = scale };
}

void
lab_painter_clear (LabPainter *painter)
{
  g_clear_object (&painter->context);
}

/* Pango 1.50 has superscripts grow with the target's scale, so they are put in numbers: 0.7 of the
 * size, and as far above the line as what is left of an ascender.                                */
static char *
make_pango_markup (const char *markup, double size)
{
  GString *all = g_string_new (NULL);
  g_autofree char *raised
      = g_strdup_printf ("<span size=\"70%%\" rise=\"%d\">", (int) (0.35 * size * PANGO_SCALE));

  g_string_printf (all, "<span font_features=\"tnum\">%s</span>", markup);
  g_string_replace (all, "<sup>", raised, 0);
  g_string_replace (all, "</sup>", "</span>", 0);
  return g_string_free (all, FALSE);
}

static void
lay_out (Text *text, PangoContext *context, const char *markup, double size)
{
  g_autofree char *complete = make_pango_markup (markup, size);
  /* Beside a named one, a family such as "monospace" would count for little. */
  g_autofree char *families
      = family ? g_strdup_printf ("%s, sans-serif", family) : g_strdup (USUAL_FAMILIES);
  PangoFontDescription *font = pango_font_description_new ();

  g_clear_pointer (&text->halo, cairo_surface_destroy);
  if (!text->layout)
    text->layout = pango_layout_new (context);
  g_free (text->markup);
  text->markup = g_strdup (markup);
  text->size = size;
  pango_font_description_set_family (font, families);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (text->layout, font);
  pango_layout_set_markup (text->layout, complete, -1);
  pango_font_description_free (font);
}

static gboolean
is_text (int place, gconstpointer key)
{
  const Text *wanted = key;

  return texts[place].size == wanted->size && g_str_equal (texts[place].markup, wanted->markup);
}

static Text *
find_text (PangoContext *context, const char *markup, double size)
{
  Text wanted = { .markup = (char *) markup, .size = size };
  guint hash = g_str_hash (markup) ^ g_double_hash (&size);
  gboolean found;
  int place = lab_recent_look_up (&recent, hash, is_text, &wanted, &found);

  if (!found)
    lay_out (&texts[place], context, markup, size);
  return &texts[place];
}

static Text *
place_text (LabPainter *painter, double x, double y, double xalign, double yalign, double size,
            const char *markup, LabRect *place)
{
  Text *text = find_text (painter->context, markup, size * painter->scale);
  int width, height;

  pango_layout_get_size (text->layout, &width, &height);
  *place = (LabRect){
    .x = x - xalign * width / PANGO_SCALE,
    .y = y - yalign * height / PANGO_SCALE,
    .width = (double) width / PANGO_SCALE,
    .height = (double) height / PANGO_SCALE,
  };
  return text;
}

LabRect
lab_text_measure (LabPainter *painter, double x, double y, double xalign, double yalign,
                  double size, const char *markup)
{
  LabRect place;

  place_text (painter, x, y, xalign, yalign, size, markup, &place);
  return place;
}

/* The layout's top, moved so that its letters stand on whole pixels where the target has pixels. cairo
 * 1.16 has them do so by itself; 1.18 does not, which blurs them and, where a clip has several
 * rectangles, loses a row of them.                                                              */
static double
stand_on_pixels (cairo_t *cr, PangoLayout *layout, double y)
{
  double baseline = (double) pango_layout_get_baseline (layout) / PANGO_SCALE, x = 0, foot;

  if (cairo_surface_get_type (cairo_get_group_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE)
    return y;
  foot = y + baseline;
  cairo_user_to_device (cr, &x, &foot);
  foot = round (foot);
  cairo_device_to_user (cr, &x, &foot);
  return foot - baseline;
}

static void
show (LabPainter *painter, Text *text, const LabRect *place, LabColor color)
{
  lab_color_set_source (color, painter->cr);
  cairo_move_to (painter->cr, place->x, stand_on_pixels (painter->cr, text->layout, place->y));
  pango_cairo_show_layout (painter->cr, text->layout);
}

LabRect
lab_text_draw (LabPainter *painter, double x, double y, double xalign, double yalign, double size,
               LabColor color, const char *markup)
{
  LabRect place;
  Text *text = place_text (painter, x, y, xalign, yalign, size, markup, &place);

  show (painter, text, &place, color);
  return place;
}

/* The ground between the letters of each line: a grid line would show there in crumbs. */
static void
fill_lines (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  PangoLayoutIter *line = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle ink;

      pango_layout_iter_get_line_extents (line, &ink, NULL);
      cairo_rectangle (cr, x + (double) ink.x / PANGO_SCALE, y + (double) ink.y / PANGO_SCALE,
                       (double) ink.width / PANGO_SCALE, (double) ink.height / PANGO_SCALE);
    }
  while (pango_layout_iter_next_line (line));
  pango_layout_iter_free (line);
  cairo_fill (cr);
}

/* A line around the letters, for files that keep their shapes. */
static void
stroke_halo (LabPainter *painter, Text *text, const LabRect *place)
{
  fill_lines (painter->cr, text->layout, place->x, place->y);
  cairo_move_to (painter->cr, place->x, place->y);
  pango_cairo_layout_path (painter->cr, text->layout);
  cairo_set_line_width (painter->cr, 7 * painter->scale);
  cairo_set_line_join (painter->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (painter->cr);
}

/* Pixels that a halo needs around the text's rectangle, at scale 1. */
static const double halo_margin = 5;

/* The letters once, on pixels of their own. */
static cairo_surface_t *
draw_letters (Text *text, int width, int height, double margin)
{
  cairo_surface_t *letters = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (letters);

  cairo_move_to (cr, margin, margin);
  pango_cairo_show_layout (cr, text->layout);
  cairo_destroy (cr);
  return letters;
}

/* The letters moved by 3 pixels to all sides: hard to tell from a line around them. */
static cairo_surface_t *
make_halo (LabPainter *painter, Text *text, const LabRect *place)
{
  static const int offsets[][2]
      = { { -3, 0 }, { 3, 0 }, { 0, -3 }, { 0, 3 }, { -2, -2 }, { 2, -2 }, { -2, 2 }, { 2, 2 } };
  double margin = ceil (halo_margin * painter->scale);
  int width = (int) ceil (place->width + 2 * margin),
      height = (int) ceil (place->height + 2 * margin);
  cairo_surface_t *letters = draw_letters (text, width, height, margin);
  cairo_surface_t *halo = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (halo);

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      cairo_set_source_surface (cr, letters, round (offsets[i][0] * painter->scale),
                                round (offsets[i][1] * painter->scale));
      cairo_paint (cr);
    }
  cairo_set_source_rgb (cr, 0, 0, 0);
  fill_lines (cr, text->layout, margin, margin);
  cairo_destroy (cr);
  cairo_surface_destroy (letters);
  return halo;
}

/* On pixels a halo is kept with its text: a dozen names follow a slider. */
static void
lay_halo (LabPainter *painter, Text *text, const LabRect *place)
{
  double margin = ceil (halo_margin * painter->scale);

  if (!text->halo)
    text->halo = make_halo (painter, text, place);
  /* cairo puts letters on whole pixels, too. */
  cairo_mask_surface (painter->cr, text->halo, round (place->x) - margin,
                      round (place->y) - margin);
}

LabRect
lab_text_draw_halo (LabPainter *painter, double x, double y, double xalign, double yalign,
                    double size, LabColor color, const char *markup)
{
  LabRect place;
  Text *text = place_text (painter, x, y, xalign, yalign, size, markup, &place);
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (painter->cr));

  cairo_save (painter->cr);
  lab_color_set_source (painter->theme->ground, painter->cr);
  if (type == CAIRO_SURFACE_TYPE_IMAGE || type == CAIRO_SURFACE_TYPE_RECORDING)
    lay_halo (painter, text, &place);
  else
    stroke_halo (painter, text, &place);
  cairo_restore (painter->cr);
  show (painter, text, &place, color);
  return place;
}

double
lab_text_fit_scale (double wanted, double width, double needed_width, double height,
                    double needed_height)
{
  return fmin (wanted, fmax (1, fmin (width / needed_width, height / needed_height)));
}

char *
lab_text_colored (LabColor color, const char *text)
{
  char hex[8];

  lab_color_to_hex (color, hex);
  /* A label would lend the colour its own text's translucency. */
  return g_markup_printf_escaped ("<span color=\"%s\" alpha=\"100%%\">%s</span>", hex, text);
}

/* Labels that overlap move together: each pass shares the overlap of two neighbours between them,
 * and the ends are held within the range. Few labels, so a handful of passes settles it.       */
void
lab_text_spread (double *y, const double *height, int n, double low, double high)
{
  for (int pass = 0; pass < 60; pass++)
    {
      gboolean moved = FALSE;

      for (int i = 0; i + 1 < n; i++)
        {
          double overlap = y[i] + (height[i] + height[i + 1]) / 2 - y[i + 1];

          if (overlap > 0.01)
            {
              y[i] -= overlap / 2;
              y[i + 1] += overlap / 2;
              moved = TRUE;
            }
        }
      for (int i = n - 1; i >= 0; i--)
        y[i] = MIN (y[i], high - height[i] / 2);
      for (int i = 0; i < n; i++)
        y[i] = MAX (y[i], low + height[i] / 2);
      if (!moved)
        return;
    }
}
