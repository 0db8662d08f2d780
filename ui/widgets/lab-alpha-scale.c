/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-alpha-scale.h"

#include <math.h>
#include "lab-axis.h"

struct _LabAlphaScale {
  GtkScale parent_instance;

  PangoLayout *layout;
  gboolean dragged;
};

G_DEFINE_FINAL_TYPE (LabAlphaScale, lab_alpha_scale, GTK_TYPE_SCALE)

typedef struct {
  double alpha;
  const char *label;
} Mark;

static const Mark marks[] = {
  { 0, "0" }, { 0.1, "0.1" }, { 0.3, "0.3" }, { 0.5, "0.5" }, { 1, "1" }, { 2, "2" }, { 3, "3" },
};

static const Mark far_marks[] = {
  { 0, "0" }, { 0.3, "0.3" }, { 1, "1" }, { 3, "3" }, { 10, "10" }, { 30, "30" }, { 100, "100" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (marks) == G_N_ELEMENTS (far_marks));

/* Pixels: the knob's radius, the trough's height, what marks and labels take below. */
static const float knob = 10, trough = 8, padding = 2;
static const int height_above = 24, height_marks = 8;

static double
position_of (double alpha, double reach)
{
  LabAxis axis = lab_axis_for_alpha (reach, 0, 1);

  return lab_axis_to_pixel (&axis, alpha);
}

static double
value_at (double position, double reach)
{
  LabAxis axis = lab_axis_for_alpha (reach, 0, 1);

  return lab_axis_to_value (&axis, CLAMP (position, 0, 1));
}

double
lab_alpha_scale_position (double alpha)
{
  return position_of (alpha, 3);
}

double
lab_alpha_scale_value (double position)
{
  return value_at (position, 3);
}

static double
snap (double position, double within, double reach)
{
  const Mark *near_by = reach > 3 ? far_marks : marks;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (fabs (position - position_of (near_by[i].alpha, reach)) <= within)
      return near_by[i].alpha;
  return round (value_at (position, reach) * 100) / 100;
}

double
lab_alpha_scale_snap (double position, double reach)
{
  return snap (position, reach, 3);
}

static double
reach_of (LabAlphaScale *self)
{
  return gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (self)));
}

static double
pixel_of (LabAlphaScale *self, double alpha)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * knob;

  return knob + width * position_of (alpha, reach_of (self));
}

static void
move_to (LabAlphaScale *self, double x)
{
  double width = MAX (1, gtk_widget_get_width (GTK_WIDGET (self)) - 2 * knob);

  gtk_range_set_value (GTK_RANGE (self), snap ((x - knob) / width, 5 / width, reach_of (self)));
}

gboolean
lab_alpha_scale_is_dragged (LabAlphaScale *self)
{
  g_return_val_if_fail (LAB_IS_ALPHA_SCALE (self), FALSE);
  return self->dragged;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, LabAlphaScale *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragged = TRUE;
  move_to (self, x);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, LabAlphaScale *self)
{
  self->dragged = FALSE;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, LabAlphaScale *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  move_to (self, x + dx);
}

static GdkRGBA
look_up (GtkWidget *widget, const char *name)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (style, name, &color))
    gtk_style_context_get_color (style, &color);
  return color;
}

static GdkRGBA
foreground (GtkWidget *widget, float alpha)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= alpha;
  return color;
}

static void
fill_rounded (GtkSnapshot *snapshot, float x, float y, float width, float height, GdkRGBA color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, width, height);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &bounds, height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_marks (LabAlphaScale *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA tick = foreground (widget, 0.4f), text = foreground (widget, 0.7f);
  double width = gtk_widget_get_width (widget);
  const Mark *mark = reach_of (self) > 3 ? far_marks : marks;
  double end = -INFINITY; /* of the label before */

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++, mark++)
    {
      double x = pixel_of (self, mark->alpha);
      int label_width;

      gtk_snapshot_append_color (snapshot, &tick,
                                 &GRAPHENE_RECT_INIT ((float) floor (x), height_above + 1, 1, 5));
      pango_layout_set_text (self->layout, mark->label, -1);
      pango_layout_get_pixel_size (self->layout, &label_width, NULL);
      x = round (CLAMP (x - label_width / 2.0, 0, width - label_width));
      /* Large type: the mark is there, its number has no room. */
      if (x < end + 3)
        continue;
      end = x + label_width;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT ((float) x, height_above + height_marks));
      gtk_snapshot_append_layout (snapshot, self->layout, &text);
      gtk_snapshot_restore (snapshot);
    }
}

static void
snapshot_knob (GtkWidget *widget, GtkSnapshot *snapshot, float x, float y)
{
  GdkRGBA white = { 1, 1, 1, 1 }, shadow = { 0, 0, 0, 0.28f };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x - knob, y - knob, 2 * knob, 2 * knob);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &bounds, knob);
  gtk_snapshot_append_outset_shadow (snapshot, &circle, &shadow, 0, 1, 0.5f, 3);
  fill_rounded (snapshot, x - knob, y - knob, 2 * knob, 2 * knob, white);
  if (gtk_widget_has_visible_focus (widget))
    {
      GdkRGBA ring = look_up (widget, "accent_color");
      float widths[4] = { 2, 2, 2, 2 };
      GdkRGBA colors[4] = { ring, ring, ring, ring };

      gsk_rounded_rect_shrink (&circle, -3, -3, -3, -3);
      gtk_snapshot_append_border (snapshot, &circle, widths, colors);
    }
}

static void
lab_alpha_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LabAlphaScale *self = LAB_ALPHA_SCALE (widget);
  float y = height_above / 2.0f, width = (float) gtk_widget_get_width (widget);
  float x = (float) pixel_of (self, gtk_range_get_value (GTK_RANGE (self)));
  gboolean dimmed = !gtk_widget_is_sensitive (widget);

  if (dimmed)
    gtk_snapshot_push_opacity (snapshot, 0.5);
  fill_rounded (snapshot, padding, y - trough / 2, width - 2 * padding, trough,
                foreground (widget, 0.15f));
  fill_rounded (snapshot, padding, y - trough / 2, x - padding, trough,
                look_up (widget, "accent_bg_color"));
  snapshot_marks (self, snapshot);
  snapshot_knob (widget, snapshot, x, y);
  if (dimmed)
    gtk_snapshot_pop (snapshot);
}

static void
lab_alpha_scale_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  LabAlphaScale *self = LAB_ALPHA_SCALE (widget);
  int label_height;

  pango_layout_set_text (self->layout, "0", -1);
  pango_layout_get_pixel_size (self->layout, NULL, &label_height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 180;
      *natural = 240;
    }
  else
    *minimum = *natural = height_above + height_marks + label_height;
  *minimum_baseline = *natural_baseline = -1;
}

static void
lab_alpha_scale_dispose (GObject *object)
{
  g_clear_object (&LAB_ALPHA_SCALE (object)->layout);
  G_OBJECT_CLASS (lab_alpha_scale_parent_class)->dispose (object);
}

static void
lab_alpha_scale_class_init (LabAlphaScaleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_alpha_scale_dispose;
  widget_class->snapshot = lab_alpha_scale_snapshot;
  widget_class->measure = lab_alpha_scale_measure;
}

/* 12.5 px where the interface has its usual 14.7; the person's text scale comes with the context. */
static PangoLayout *
make_label_layout (GtkWidget *widget)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
lab_alpha_scale_init (LabAlphaScale *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->layout = make_label_layout (GTK_WIDGET (self));
  gtk_scale_set_draw_value (GTK_SCALE (self), FALSE);
  /* Ahead of the range's own gestures, whose positions are linear. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (self, "value-changed", G_CALLBACK (gtk_widget_queue_draw), NULL);
}
