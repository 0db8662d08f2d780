/* lab-function-plot.c - see the header */

#include "config.h"
#include "lab-function-plot.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-canvas.h"
#include "lab-function-figure.h"

struct _LabFunctionPlot {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  LabCanvas *canvas;
  double pointer_x, pointer_y; /* of the last motion */
  LabFunctionWords words;      /* of the base as it was drawn last */
};

G_DEFINE_FINAL_TYPE (LabFunctionPlot, lab_function_plot, GTK_TYPE_WIDGET)

static void
draw_base (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabFunctionPlot *self = owner;
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);
  LabFunctionLayout layout;

  lab_function_layout_init (&layout, scene, width, height, scale);
  lab_function_figure_draw (cr, scene, &layout, dark, &self->words);
}

static void
draw_overlay (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabFunctionPlot *self = owner;
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);
  LabFunctionLayout layout;

  lab_function_layout_init (&layout, scene, width, height, scale);
  lab_function_figure_draw_cursor (cr, scene, &layout, dark, &self->words,
                                   lab_function_model_get_cursor (self->model));
}

static char *
describe (gpointer owner)
{
  return lab_function_model_describe (LAB_FUNCTION_PLOT (owner)->model);
}

static LabFunctionLayout
current_layout (LabFunctionPlot *self)
{
  LabFunctionLayout layout;

  lab_function_layout_init (
      &layout, lab_function_model_get_scene (self->model), gtk_widget_get_width (GTK_WIDGET (self)),
      gtk_widget_get_height (GTK_WIDGET (self)), lab_canvas_get_text_scale (self->canvas));
  return layout;
}

/* To the hundredth: what the readout shows is what is computed. */
static void
point_at (LabFunctionPlot *self, double pixel)
{
  LabFunctionLayout layout = current_layout (self);
  double x = lab_axis_to_value (&layout.x, CLAMP (pixel, layout.x.start, layout.x.end));

  lab_function_model_set_cursor (self->model, round (x * 100) / 100 + 0.0);
}

/* GTK repeats the last motion after every new layout: a pointer at rest must not take the cursor
 * back from the keyboard.                                                                       */
static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, LabFunctionPlot *self)
{
  LabFunctionLayout layout = current_layout (self);

  if (x == self->pointer_x && y == self->pointer_y)
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
  point_at (self, x);
}

static void
move_cursor (LabFunctionPlot *self, double by)
{
  LabFunctionLayout layout = current_layout (self);
  double x = round ((lab_function_model_get_cursor (self->model) + by) * 100) / 100;

  lab_function_model_set_cursor (self->model, CLAMP (x, layout.x.low, layout.x.high) + 0.0);
}

static void
change_alpha (LabFunctionPlot *self, double by)
{
  double alpha = lab_function_model_get_alpha (self->model);

  lab_function_model_set_alpha (self->model, round ((alpha + by) * 100) / 100);
}

/* What each key does: to the cursor by so much, to alpha by so much. */
static const struct {
  guint key;
  double cursor, alpha;
} keys[] = {
  { GDK_KEY_Left, -0.1, 0 },    { GDK_KEY_KP_Left, -0.1, 0 },  { GDK_KEY_Right, 0.1, 0 },
  { GDK_KEY_KP_Right, 0.1, 0 }, { GDK_KEY_Up, 0, 0.05 },       { GDK_KEY_KP_Up, 0, 0.05 },
  { GDK_KEY_Down, 0, -0.05 },   { GDK_KEY_KP_Down, 0, -0.05 },
};

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        LabFunctionPlot *self)
{
  double factor = state & GDK_SHIFT_MASK ? 0.1 : 1;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  if (key == GDK_KEY_Home || key == GDK_KEY_KP_Home)
    {
      lab_function_model_set_cursor (self->model, 0);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key)
      {
        if (keys[i].cursor != 0)
          move_cursor (self, factor * keys[i].cursor);
        else
          change_alpha (self, factor < 1 ? 0.2 * keys[i].alpha : keys[i].alpha);
        return TRUE;
      }
  return FALSE;
}

static void
scene_changed_cb (LabFunctionPlot *self)
{
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
  lab_canvas_set_draw (self->canvas, draw_base, draw_overlay, self);
  lab_canvas_set_describe (self->canvas, _ ("Plot of the functions and their slopes"), describe);
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
lab_function_plot_class_init (LabFunctionPlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_function_plot_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_controllers (LabFunctionPlot *self)
{
  GtkWidget *canvas = GTK_WIDGET (self->canvas);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (press_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (canvas, motion);
  gtk_widget_add_controller (canvas, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (canvas, key);
}

static void
lab_function_plot_init (LabFunctionPlot *self)
{
  self->canvas
      = g_object_new (LAB_TYPE_CANVAS, "focusable", TRUE, "hexpand", TRUE, "vexpand", TRUE, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->canvas), GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self->canvas), 300, 240);
  add_controllers (self);
}
