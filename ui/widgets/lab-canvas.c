/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-canvas.h"

#include <adwaita.h>
#include "lab-palette.h"
#include "lab-text.h"
#include "lab-tiles.h"

struct _LabCanvas {
  GtkWidget parent_instance;

  cairo_surface_t *base; /* the base as it was painted last; NULL before the first time */
  gboolean base_is_stale, base_is_new;
  int base_width, base_height, base_factor;
  double base_scale; /* of its text */
  guint base_family; /* likewise, by its serial */
  LabCanvasDraw draw_base, draw_overlay;
  LabCanvasDescribe describe;
  gpointer owner;
  guint description_timeout;
  LabCanvasUpdate update;  /* of a live picture; else NULL */
  LabTiles *tiles;         /* likewise                     */
  cairo_region_t *changed; /* of it by the last update; NULL: all */
  GskRenderNode *overlay;  /* over it, kept as it was; NULL: nothing */
  gboolean overlay_is_stale;
};

G_DEFINE_FINAL_TYPE (LabCanvas, lab_canvas, GTK_TYPE_WIDGET)

enum { DESCRIPTION_DELAY_MS = 200 };

static const double usual_font_px = 11 * 96 / 72.0;

double
lab_canvas_get_text_scale (LabCanvas *self)
{
  g_return_val_if_fail (LAB_IS_CANVAS (self), 1);
  return lab_widget_get_text_scale (GTK_WIDGET (self));
}

double
lab_widget_get_text_scale (GtkWidget *widget)
{
  PangoContext *context;
  const PangoFontDescription *font;
  double size;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  context = gtk_widget_get_pango_context (widget);
  font = pango_context_get_font_description (context);
  size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  return CLAMP (size / usual_font_px, 0.5, 4);
}

LabCanvasLook
lab_canvas_get_look (LabCanvas *self)
{
  LabCanvasLook look = { 0 };

  g_return_val_if_fail (LAB_IS_CANVAS (self), look);

  look.width = gtk_widget_get_width (GTK_WIDGET (self));
  look.height = gtk_widget_get_height (GTK_WIDGET (self));
  look.scale = lab_canvas_get_text_scale (self);
  look.dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  return look;
}

static void
paint (LabCanvas *self, LabCanvasDraw draw, cairo_t *cr, int width, int height)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  lab_palette_set_high_contrast (adw_style_manager_get_high_contrast (style));
  draw (cr, width, height, adw_style_manager_get_dark (style), lab_canvas_get_text_scale (self),
        self->owner);
}

static gboolean
fits (LabCanvas *self, int width, int height, int factor)
{
  return self->base && self->base_width == width && self->base_height == height
         && self->base_factor == factor;
}

/* Of a live picture, whose tiles are copies, the surface is used again; FALSE if there was none that
 * fits. Otherwise it is a new one each time: the last frame's nodes still hold the old one, and cairo
 * would copy it.                                                                                */
static gboolean
begin_base (LabCanvas *self, int width, int height, int factor)
{
  if (self->tiles && fits (self, width, height, factor)
      && self->base_family == lab_text_get_family_serial ())
    return TRUE;
  g_clear_pointer (&self->base, cairo_surface_destroy);
  self->base = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * factor, height * factor);
  return FALSE;
}

static void
draw_live (LabCanvas *self, cairo_t *cr, int width, int height, gboolean kept)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_clear_pointer (&self->changed, cairo_region_destroy);
  lab_palette_set_high_contrast (adw_style_manager_get_high_contrast (style));
  self->changed = self->update (cr, width, height, adw_style_manager_get_dark (style),
                                lab_canvas_get_text_scale (self), kept, self->owner);
}

/* As pixels, so that a moved pointer costs a copy and not the curves once more. */
static void
paint_base (LabCanvas *self, int width, int height, int factor)
{
  gboolean kept = begin_base (self, width, height, factor);
  cairo_t *cr = cairo_create (self->base);

  cairo_scale (cr, factor, factor);
  if (self->update)
    draw_live (self, cr, width, height, kept);
  else
    paint (self, self->draw_base, cr, width, height);
  cairo_destroy (cr);
  self->base_width = width;
  self->base_height = height;
  self->base_factor = factor;
  self->base_scale = lab_canvas_get_text_scale (self);
  self->base_family = lab_text_get_family_serial ();
  self->base_is_stale = FALSE;
}

static gboolean
base_is_current (LabCanvas *self, int width, int height, int factor)
{
  return !self->base_is_stale && fits (self, width, height, factor)
         && self->base_scale == lab_canvas_get_text_scale (self)
         && self->base_family == lab_text_get_family_serial ();
}

/* A node just as large as what is drawn: most of the time that is nothing, and NULL. */
static GskRenderNode *
make_overlay (LabCanvas *self, int width, int height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (record);
  double x, y, w, h;

  paint (self, self->draw_overlay, cr, width, height);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (record, &x, &y, &w, &h);
  if (w > 0 && h > 0)
    {
      cr = gtk_snapshot_append_cairo (
          snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) w, (float) h));
      cairo_set_source_surface (cr, record, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
    }
  cairo_surface_destroy (record);
  return gtk_snapshot_free_to_node (snapshot);
}

/* The node of the last frame, unless there is a reason for another: what GTK knows already it neither
 * paints nor sends.                                                                             */
static void
snapshot_overlay (LabCanvas *self, GtkSnapshot *snapshot, int width, int height, gboolean anew)
{
  if (anew || self->overlay_is_stale)
    {
      g_clear_pointer (&self->overlay, gsk_render_node_unref);
      self->overlay = make_overlay (self, width, height);
      self->overlay_is_stale = FALSE;
    }
  if (self->overlay)
    gtk_snapshot_append_node (snapshot, self->overlay);
}

static void
snapshot_live (LabCanvas *self, GtkSnapshot *snapshot, int width, int height, int factor)
{
  gboolean painted = !base_is_current (self, width, height, factor);

  if (painted)
    paint_base (self, width, height, factor);
  self->base_is_new = FALSE;
  lab_tiles_snapshot (self->tiles, snapshot, self->base, factor, self->changed);
  if (self->draw_overlay)
    snapshot_overlay (self, snapshot, width, height, painted && !self->changed);
}

static void
lab_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LabCanvas *self = LAB_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int factor = gtk_widget_get_scale_factor (widget);
  cairo_t *cr;

  if (!(self->draw_base || self->update) || width < 1 || height < 1)
    return;
  if (self->tiles)
    {
      snapshot_live (self, snapshot, width, height, factor);
      return;
    }
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->base_is_new)
    {
      /* It may change with every frame; its pixels are worth keeping from the second one on. */
      paint (self, self->draw_base, cr, width, height);
      self->base_is_new = FALSE;
    }
  else
    {
      if (!base_is_current (self, width, height, factor))
        paint_base (self, width, height, factor);
      cairo_save (cr);
      cairo_scale (cr, 1.0 / factor, 1.0 / factor);
      cairo_set_source_surface (cr, self->base, 0, 0);
      cairo_paint (cr);
      cairo_restore (cr);
    }
  if (self->draw_overlay)
    paint (self, self->draw_overlay, cr, width, height);
  cairo_destroy (cr);
}

static gboolean
update_description (gpointer data)
{
  LabCanvas *self = data;
  g_autofree char *text = self->describe ? self->describe (self->owner) : NULL;

  self->description_timeout = 0;
  if (text)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text, -1);
  return G_SOURCE_REMOVE;
}

void
lab_canvas_queue_description (LabCanvas *self)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  if (self->describe && self->description_timeout == 0)
    self->description_timeout = g_timeout_add (DESCRIPTION_DELAY_MS, update_description, self);
}

void
lab_canvas_set_describe (LabCanvas *self, const char *label, LabCanvasDescribe describe)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  self->describe = describe;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (describe)
    update_description (self);
}

void
lab_canvas_set_draw (LabCanvas *self, LabCanvasDraw base, LabCanvasDraw overlay, gpointer owner)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  self->draw_base = base;
  self->draw_overlay = overlay;
  self->owner = owner;
  self->base_is_stale = self->overlay_is_stale = TRUE;
  if (!owner)
    {
      self->describe = NULL;
      self->update = NULL;
    }
}

void
lab_canvas_set_update (LabCanvas *self, LabCanvasUpdate update)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  self->update = update;
  g_clear_pointer (&self->tiles, lab_tiles_free);
  if (update)
    self->tiles = lab_tiles_new ();
  lab_canvas_queue_base (self);
}

void
lab_canvas_queue_base (LabCanvas *self)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  self->base_is_stale = self->base_is_new = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lab_canvas_queue_overlay (LabCanvas *self)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  self->overlay_is_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lab_canvas_dispose (GObject *object)
{
  LabCanvas *self = LAB_CANVAS (object);

  g_clear_handle_id (&self->description_timeout, g_source_remove);
  g_clear_pointer (&self->base, cairo_surface_destroy);
  g_clear_pointer (&self->tiles, lab_tiles_free);
  g_clear_pointer (&self->changed, cairo_region_destroy);
  g_clear_pointer (&self->overlay, gsk_render_node_unref);
  G_OBJECT_CLASS (lab_canvas_parent_class)->dispose (object);
}

static void
lab_canvas_class_init (LabCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_canvas_dispose;
  widget_class->snapshot = lab_canvas_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "canvas");
}

static void
lab_canvas_init (LabCanvas *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (lab_canvas_queue_base), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (lab_canvas_queue_base), self, G_CONNECT_SWAPPED);
}
