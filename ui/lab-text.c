/* lab-text.c - see the header */

#include "lab-text.h"

/* Digits of one width, so that numbers that change do not dance. */
#define FONT_FAMILY "Cantarell, Noto Sans CJK SC, sans-serif"

gboolean
lab_rect_overlaps (const LabRect *a, const LabRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

void
lab_painter_init (LabPainter *painter, cairo_t *cr, gboolean dark, double scale)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  *painter = (LabPainter){
    .cr = cr,
    .layout = pango_cairo_create_layout (cr),
    .font = pango_font_description_from_string (FONT_FAMILY),
    .theme = lab_palette_theme (dark),
    .dark = dark,
    .scale = scale,
  };
  pango_layout_set_attributes (painter->layout, attributes);
}

void
lab_painter_clear (LabPainter *painter)
{
  g_clear_object (&painter->layout);
  g_clear_pointer (&painter->font, pango_font_description_free);
}

static LabRect
set_text (LabPainter *painter, double x, double y, double xalign, double yalign, double size,
          const char *markup)
{
  g_autofree char *tabular = g_strdup_printf ("<span font_features=\"tnum\">%s</span>", markup);
  int width, height;

  pango_font_description_set_absolute_size (painter->font, size * painter->scale * PANGO_SCALE);
  pango_layout_set_font_description (painter->layout, painter->font);
  pango_layout_set_markup (painter->layout, tabular, -1);
  pango_layout_get_size (painter->layout, &width, &height);
  return (LabRect){
    .x = x - xalign * width / PANGO_SCALE,
    .y = y - yalign * height / PANGO_SCALE,
    .width = (double) width / PANGO_SCALE,
    .height = (double) height / PANGO_SCALE,
  };
}

LabRect
lab_text_measure (LabPainter *painter, double x, double y, double xalign, double yalign,
                  double size, const char *markup)
{
  return set_text (painter, x, y, xalign, yalign, size, markup);
}

LabRect
lab_text_draw (LabPainter *painter, double x, double y, double xalign, double yalign, double size,
               LabColor color, const char *markup)
{
  LabRect place = set_text (painter, x, y, xalign, yalign, size, markup);

  lab_color_set_source (color, painter->cr);
  cairo_move_to (painter->cr, place.x, place.y);
  pango_cairo_show_layout (painter->cr, painter->layout);
  return place;
}

/* A line around the letters, for files that keep their shapes. */
static void
stroke_halo (LabPainter *painter, const LabRect *place)
{
  cairo_move_to (painter->cr, place->x, place->y);
  pango_cairo_layout_path (painter->cr, painter->layout);
  cairo_set_line_width (painter->cr, 7 * painter->scale);
  cairo_set_line_join (painter->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (painter->cr);
}

static gboolean
is_color (PangoAttribute *attribute, gpointer unused)
{
  return attribute->klass->type == PANGO_ATTR_FOREGROUND
         || attribute->klass->type == PANGO_ATTR_FOREGROUND_ALPHA;
}

/* The letters themselves, moved by 3 pixels to all sides: on pixels hard to tell from a line around
 * them, and drawn in half the time, which counts where a dozen names follow a slider.           */
static void
smear_halo (LabPainter *painter, const LabRect *place)
{
  static const int offsets[][2]
      = { { -3, 0 }, { 3, 0 }, { 0, -3 }, { 0, 3 }, { -2, -2 }, { 2, -2 }, { -2, 2 }, { 2, 2 } };
  PangoAttrList *colored = pango_attr_list_ref (pango_layout_get_attributes (painter->layout));
  PangoAttrList *plain = pango_attr_list_copy (colored);
  PangoAttrList *colors = pango_attr_list_filter (plain, is_color, NULL);

  if (colors)
    pango_layout_set_attributes (painter->layout, plain);
  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      cairo_move_to (painter->cr, place->x + offsets[i][0] * painter->scale,
                     place->y + offsets[i][1] * painter->scale);
      pango_cairo_show_layout (painter->cr, painter->layout);
    }
  if (colors)
    pango_layout_set_attributes (painter->layout, colored);
  g_clear_pointer (&colors, pango_attr_list_unref);
  pango_attr_list_unref (plain);
  pango_attr_list_unref (colored);
}

LabRect
lab_text_draw_halo (LabPainter *painter, double x, double y, double xalign, double yalign,
                    double size, LabColor color, const char *markup)
{
  LabRect place = set_text (painter, x, y, xalign, yalign, size, markup);
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (painter->cr));

  cairo_save (painter->cr);
  lab_color_set_source (painter->theme->ground, painter->cr);
  if (type == CAIRO_SURFACE_TYPE_IMAGE || type == CAIRO_SURFACE_TYPE_RECORDING)
    smear_halo (painter, &place);
  else
    stroke_halo (painter, &place);
  cairo_restore (painter->cr);
  lab_color_set_source (color, painter->cr);
  cairo_move_to (painter->cr, place.x, place.y);
  pango_cairo_show_layout (painter->cr, painter->layout);
  return place;
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
