/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-plot-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-canvas.h"
#include "lab-function-describe.h"
#include "lab-function-figure.h"
#include "lab-function-view.h"

struct _LabFunctionPlot {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  LabCanvas *canvas;
  double pointer_x, pointer_y; /* of the last motion */
  LabFunctionWords words;      /* of the base as it was drawn last */
  gboolean dragged;            /* the press has become a drag */
  LabFunctionScene drag_scene; /* as it was at the press, or when two fingers touched */
  LabFunctionLayout drag_layout;
  int drag_panel;
  double pinch_x, pinch_y; /* between the fingers, then */
  gboolean has_margin;
};

G_DEFINE_FINAL_TYPE (LabFunctionPlot, lab_function_plot, GTK_TYPE_WIDGET)

enum { PROP_HAS_MARGIN = 1 };

static GParamSpec *margin_property;

static LabFunctionLayout
lay_out (LabFunctionPlot *self, int width, int height, double text_scale)
{
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);
  double scale = lab_text_fit_scale (text_scale, width, 260, height,
                                     lab_function_layout_needed_height (scene));
  LabFunctionLayout layout;

  lab_function_layout_init (&layout, scene, width, height, scale);
  return layout;
}

static gboolean
notify_margin (gpointer self)
{
  g_object_notify_by_pspec (self, margin_property);
  return G_SOURCE_REMOVE;
}

/* Not while it is drawn: whoever listens moves widgets about. */
static void
note_margin (LabFunctionPlot *self, gboolean has_margin)
{
  if (self->has_margin == has_margin)
    return;
  self->has_margin = has_margin;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, notify_margin, g_object_ref (self), g_object_unref);
}

static void
draw_base (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabFunctionPlot *self = owner;
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);
  LabFunctionLayout layout = lay_out (self, width, height, scale);

  lab_function_figure_draw (cr, scene, &layout, dark, &self->words);
  note_margin (self, layout.end_labels);
  /* Its range follows the size, too. */
  lab_canvas_queue_description (self->canvas);
}

static void
draw_overlay (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabFunctionPlot *self = owner;
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);
  LabFunctionLayout layout = lay_out (self, width, height, scale);

  lab_function_figure_draw_cursor (cr, scene, &layout, dark, &self->words,
                                   lab_function_model_get_cursor (self->model));
}

LabFunctionLayout
lab_function_plot_get_layout (LabFunctionPlot *self)
{
  return lay_out (self, gtk_widget_get_width (GTK_WIDGET (self)),
                  gtk_widget_get_height (GTK_WIDGET (self)),
                  lab_canvas_get_text_scale (self->canvas));
}

LabFunctionModel *
lab_function_plot_get_model (LabFunctionPlot *self)
{
  return self->model;
}

/* Of the range that is to be seen, which with equal scales may be wider than the one asked for. */
static char *
describe (gpointer owner)
{
  LabFunctionPlot *self = owner;
  LabFunctionScene shown = *lab_function_model_get_scene (self->model);
  LabFunctionLayout layout = lab_function_plot_get_layout (self);

  if (gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    {
      shown.x_low = lab_function_view_round (&layout, layout.x.low);
      shown.x_high = lab_function_view_round (&layout, layout.x.high);
    }
  return lab_function_describe (&shown, lab_function_model_get_cursor (self->model));
}

static void
point_at (LabFunctionPlot *self, double pixel)
{
  LabFunctionLayout layout = lab_function_plot_get_layout (self);
  double x = lab_axis_to_value (&layout.x, CLAMP (pixel, layout.x.start, layout.x.end));

  lab_function_model_set_cursor (self->model, lab_function_view_round (&layout, x));
}

/* GTK repeats the last motion after every new layout: a pointer at rest must not take the cursor
 * back from the keyboard. While the picture is dragged the cursor stays at its x.               */
static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, LabFunctionPlot *self)
{
  LabFunctionLayout layout = lab_function_plot_get_layout (self);

  if ((x == self->pointer_x && y == self->pointer_y) || self->dragged)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  if (x >= layout.x.start && x <= layout.x.end)
    point_at (self, x);
}

static void
press_cb (GtkGestureClick *gesture, int n, double x, double y, LabFunctionPlot *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (n == 2)
    lab_function_model_reset_view (self->model);
  else
    point_at (self, x);
}

/* Starts from the view at the press, so that the picture follows the pointer exactly. */
static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, LabFunctionPlot *self)
{
  self->dragged = FALSE;
  self->drag_scene = *lab_function_model_get_scene (self->model);
  self->drag_layout = lab_function_plot_get_layout (self);
  self->drag_panel
      = lab_function_view_panel_at (&self->drag_layout, self->drag_scene.n_panels, x, y);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, LabFunctionPlot *self)
{
  LabFunctionScene view = self->drag_scene;

  if (!self->dragged && !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    return;
  self->dragged = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (lab_function_view_pan (&view, &self->drag_layout, self->drag_panel, dx, dy))
    lab_function_model_set_view (self->model, &view);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, LabFunctionPlot *self)
{
  self->dragged = FALSE;
}

static void
zoom_at (LabFunctionPlot *self, double x, double y, double factor)
{
  LabFunctionScene view = *lab_function_model_get_scene (self->model);
  LabFunctionLayout layout = lab_function_plot_get_layout (self);

  if (lab_function_view_zoom (&view, &layout, x, y, factor))
    lab_function_model_set_view (self->model, &view);
}

/* About the cursor's point of the main curve, or the middle where that is out of sight. */
void
lab_function_plot_zoom (LabFunctionPlot *self, double factor)
{
  const LabFunctionScene *scene;
  LabFunctionLayout layout;
  double x, y;

  g_return_if_fail (LAB_IS_FUNCTION_PLOT (self));

  scene = lab_function_model_get_scene (self->model);
  layout = lab_function_plot_get_layout (self);
  x = lab_axis_to_pixel (&layout.x, lab_function_model_get_cursor (self->model));
  y = (layout.y[0].start + layout.y[0].end) / 2;
  if (x < layout.x.start || x > layout.x.end)
    x = (layout.x.start + layout.x.end) / 2;
  else if (lab_function_scene_get_main (scene) >= 0)
    y = lab_axis_to_pixel (&layout.y[0],
                           nn_activation_eval (scene->curve[lab_function_scene_get_main (scene)], 0,
                                               lab_function_model_get_cursor (self->model)));
  zoom_at (self, x, CLAMP (y, layout.y[0].end, layout.y[0].start), factor);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, LabFunctionPlot *self)
{
  LabFunctionScene view = *lab_function_model_get_scene (self->model);
  LabFunctionLayout layout = lab_function_plot_get_layout (self);

  if (dy != 0)
    zoom_at (self, self->pointer_x, self->pointer_y, pow (1.15, dy));
  if (dx != 0 && lab_function_view_pan (&view, &layout, -1, -40 * dx, 0))
    lab_function_model_set_view (self->model, &view);
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, LabFunctionPlot *self)
{
  self->drag_scene = *lab_function_model_get_scene (self->model);
  self->drag_layout = lab_function_plot_get_layout (self);
  gtk_gesture_get_bounding_box_center (gesture, &self->pinch_x, &self->pinch_y);
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, LabFunctionPlot *self)
{
  LabFunctionScene view = self->drag_scene;
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y)
      && lab_function_view_pinch (&view, &self->drag_layout, self->pinch_x, self->pinch_y, x, y,
                                  scale))
    lab_function_model_set_view (self->model, &view);
}

LabCanvasLook
lab_function_plot_get_look (LabFunctionPlot *self)
{
  LabCanvasLook look = { 0 };

  g_return_val_if_fail (LAB_IS_FUNCTION_PLOT (self), look);
  look = lab_canvas_get_look (self->canvas);
  look.scale = lab_function_plot_get_layout (self).scale;
  return look;
}

/* What lies below scrolls rather than that panels become stripes. */
static void
request_height (LabFunctionPlot *self)
{
  double needed = lab_function_layout_needed_height (lab_function_model_get_scene (self->model));

  gtk_widget_set_size_request (GTK_WIDGET (self->canvas), 300, MAX (240, (int) ceil (needed)));
}

static void
scene_changed_cb (LabFunctionPlot *self)
{
  request_height (self);
  lab_canvas_queue_base (self->canvas);
  lab_canvas_queue_description (self->canvas);
}

static void
cursor_changed_cb (LabFunctionPlot *self)
{
  lab_canvas_queue_overlay (self->canvas);
  lab_canvas_queue_description (self->canvas);
}

void
lab_function_plot_set_model (LabFunctionPlot *self, LabFunctionModel *model)
{
  g_return_if_fail (LAB_IS_FUNCTION_PLOT (self));
  g_return_if_fail (self->model == NULL && LAB_IS_FUNCTION_MODEL (model));

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "cursor-changed", G_CALLBACK (cursor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  request_height (self);
  lab_canvas_set_draw (self->canvas, draw_base, draw_overlay, self);
  lab_canvas_set_describe (self->canvas, _("Plot of the functions and their slopes"), describe);
}

static void
lab_function_plot_dispose (GObject *object)
{
  LabFunctionPlot *self = LAB_FUNCTION_PLOT (object);

  if (self->canvas)
    {
      lab_canvas_set_draw (self->canvas, NULL, NULL, NULL);
      gtk_widget_unparent (GTK_WIDGET (self->canvas));
      self->canvas = NULL;
    }
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_function_plot_parent_class)->dispose (object);
}

static void
lab_function_plot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, LAB_FUNCTION_PLOT (object)->has_margin);
}

static void
lab_function_plot_class_init (LabFunctionPlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_function_plot_dispose;
  G_OBJECT_CLASS (klass)->get_property = lab_function_plot_get_property;
  margin_property = g_param_spec_boolean ("has-margin", NULL, NULL, TRUE,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_HAS_MARGIN, margin_property);
  g_signal_new ("play", LAB_TYPE_FUNCTION_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_controllers (LabFunctionPlot *self)
{
  GtkWidget *canvas = GTK_WIDGET (self->canvas);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (),
             *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (press_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (canvas, motion);
  gtk_widget_add_controller (canvas, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (canvas, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (canvas, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (canvas, scroll);
}

static void
lab_function_plot_init (LabFunctionPlot *self)
{
  self->canvas
      = g_object_new (LAB_TYPE_CANVAS, "focusable", TRUE, "hexpand", TRUE, "vexpand", TRUE, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->canvas), GTK_WIDGET (self));
  self->has_margin = TRUE;
  add_controllers (self);
}
