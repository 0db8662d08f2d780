/* lab-canvas.c - see the header */

#include "lab-canvas.h"

#include <adwaita.h>

struct _LabCanvas {
  GtkWidget parent_instance;

  GtkWidget *stack; /* the GtkOverlay that holds the two layers */
  GtkWidget *base, *overlay;
  LabCanvasDraw draw_base, draw_overlay;
  LabCanvasDescribe describe;
  gpointer owner;
  guint description_timeout;
};

G_DEFINE_FINAL_TYPE (LabCanvas, lab_canvas, GTK_TYPE_WIDGET)

enum { DESCRIPTION_DELAY_MS = 200 };

static const double usual_font_px = 11 * 96 / 72.0;

double
lab_canvas_get_text_scale (LabCanvas *self)
{
  PangoContext *context;
  const PangoFontDescription *font;
  double size;

  g_return_val_if_fail (LAB_IS_CANVAS (self), 1);

  context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  font = pango_context_get_font_description (context);
  size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  return CLAMP (size / usual_font_px, 0.5, 4);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  LabCanvas *self = data;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  LabCanvasDraw draw = GTK_WIDGET (area) == self->base ? self->draw_base : self->draw_overlay;

  if (draw)
    draw (cr, width, height, dark, lab_canvas_get_text_scale (self), self->owner);
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
  if (!owner)
    self->describe = NULL;
}

void
lab_canvas_queue_base (LabCanvas *self)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  gtk_widget_queue_draw (self->base);
  lab_canvas_queue_overlay (self);
}

void
lab_canvas_queue_overlay (LabCanvas *self)
{
  g_return_if_fail (LAB_IS_CANVAS (self));

  gtk_widget_queue_draw (self->overlay);
}

static GtkWidget *
new_layer (LabCanvas *self)
{
  GtkWidget *area
      = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                      "hexpand", TRUE, "vexpand", TRUE, "can-target", FALSE, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, self, NULL);
  return area;
}

static void
lab_canvas_dispose (GObject *object)
{
  LabCanvas *self = LAB_CANVAS (object);

  g_clear_handle_id (&self->description_timeout, g_source_remove);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (lab_canvas_parent_class)->dispose (object);
}

static void
lab_canvas_class_init (LabCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_canvas_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "canvas");
}

static void
lab_canvas_init (LabCanvas *self)
{
  self->base = new_layer (self);
  self->overlay = new_layer (self);
  self->stack = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->stack), self->base);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->stack), self->overlay);
  gtk_widget_set_can_target (self->stack, FALSE);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (lab_canvas_queue_base), self, G_CONNECT_SWAPPED);
}
