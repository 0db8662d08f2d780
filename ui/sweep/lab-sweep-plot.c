/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-plot.h"

#include <glib/gi18n.h>
#include "lab-sweep-figure.h"

struct _LabSweepPlot {
  GtkWidget parent_instance;

  LabSweepModel *model;
  LabCanvas *canvas;
  double pointer_x, pointer_y; /* of the last motion */
};

G_DEFINE_FINAL_TYPE (LabSweepPlot, lab_sweep_plot, GTK_TYPE_WIDGET)

/* Pixels from the pointer to a dot that it means. */
static const double reach = 28;

static void
draw_base (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabSweepPlot *self = owner;
  LabSweepLayout layout;

  lab_sweep_layout_init (&layout, self->model, width, height, scale);
  lab_sweep_figure_draw (cr, self->model, &layout, dark);
}

static void
draw_overlay (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabSweepPlot *self = owner;
  LabSweepLayout layout;

  lab_sweep_layout_init (&layout, self->model, width, height, scale);
  lab_sweep_figure_draw_selection (cr, self->model, &layout, dark);
}

static char *
describe (gpointer owner)
{
  return lab_sweep_model_describe (LAB_SWEEP_PLOT (owner)->model);
}

/* GTK repeats the last motion after every new layout: a pointer at rest must not take the selection
 * back from the keyboard.                                                                       */
static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, LabSweepPlot *self)
{
  LabCanvasLook look = lab_canvas_get_look (self->canvas);
  LabSweepLayout layout;
  int alpha, seed;

  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  lab_sweep_layout_init (&layout, self->model, look.width, look.height, look.scale);
  if (lab_sweep_layout_find (&layout, self->model, x, y, reach, &alpha, &seed))
    lab_sweep_model_select (self->model, alpha, seed);
  else
    lab_sweep_model_select_none (self->model);
}

static void
leave_cb (GtkEventControllerMotion *controller, LabSweepPlot *self)
{
  lab_sweep_model_select_none (self->model);
}

static void
press_cb (GtkGestureClick *gesture, int n, double x, double y, LabSweepPlot *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* To the next run that has ended in that direction; the first key takes the first of them. */
static void
move_selection (LabSweepPlot *self, int by_alpha, int by_seed)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self->model);
  int alpha, seed;

  if (!lab_sweep_model_get_selected (self->model, &alpha, &seed))
    alpha = seed = by_alpha = by_seed = 0;
  do
    {
      alpha += by_alpha;
      seed += by_seed;
      if (alpha < 0 || alpha >= shown->n_alphas || seed < 0 || seed >= shown->n_seeds)
        return;
      if (lab_sweep_model_get_point (self->model, alpha, seed)->state != LAB_POINT_WAITING)
        {
          lab_sweep_model_select (self->model, alpha, seed);
          return;
        }
    }
  while (by_alpha != 0 || by_seed != 0);
}

static const struct {
  guint key;
  int alpha, seed;
} keys[] = {
  { GDK_KEY_Left, -1, 0 },    { GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 },
  { GDK_KEY_KP_Right, 1, 0 }, { GDK_KEY_Up, 0, 1 },       { GDK_KEY_KP_Up, 0, 1 },
  { GDK_KEY_Down, 0, -1 },    { GDK_KEY_KP_Down, 0, -1 },
};

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        LabSweepPlot *self)
{
  int alpha, seed;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key)
      {
        move_selection (self, keys[i].alpha, keys[i].seed);
        return TRUE;
      }
  if (key != GDK_KEY_Escape || !lab_sweep_model_get_selected (self->model, &alpha, &seed))
    return FALSE;
  lab_sweep_model_select_none (self->model);
  return TRUE;
}

static void
picture_changed_cb (LabSweepPlot *self)
{
  lab_canvas_queue_base (self->canvas);
  lab_canvas_queue_description (self->canvas);
}

static void
selection_changed_cb (LabSweepPlot *self)
{
  lab_canvas_queue_overlay (self->canvas);
  lab_canvas_queue_description (self->canvas);
}

LabCanvasLook
lab_sweep_plot_get_look (LabSweepPlot *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_PLOT (self), (LabCanvasLook){ 0 });
  return lab_canvas_get_look (self->canvas);
}

void
lab_sweep_plot_set_model (LabSweepPlot *self, LabSweepModel *model)
{
  static const char *const changes[] = { "setup-changed", "state-changed", "data-changed" };

  g_return_if_fail (LAB_IS_SWEEP_PLOT (self));
  g_return_if_fail (self->model == NULL && LAB_IS_SWEEP_MODEL (model));

  self->model = g_object_ref (model);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (model, changes[i], G_CALLBACK (picture_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  lab_canvas_set_draw (self->canvas, draw_base, draw_overlay, self);
  lab_canvas_set_describe (self->canvas, _("Plot of the sweep"), describe);
}

static void
lab_sweep_plot_dispose (GObject *object)
{
  LabSweepPlot *self = LAB_SWEEP_PLOT (object);

  if (self->canvas)
    {
      lab_canvas_set_draw (self->canvas, NULL, NULL, NULL);
      gtk_widget_unparent (GTK_WIDGET (self->canvas));
      self->canvas = NULL;
    }
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_sweep_plot_parent_class)->dispose (object);
}

static void
lab_sweep_plot_class_init (LabSweepPlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_sweep_plot_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lab_sweep_plot_init (LabSweepPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkWidget *canvas;

  self->canvas
      = g_object_new (LAB_TYPE_CANVAS, "focusable", TRUE, "hexpand", TRUE, "vexpand", TRUE, NULL);
  canvas = GTK_WIDGET (self->canvas);
  gtk_widget_set_parent (canvas, GTK_WIDGET (self));
  gtk_widget_set_size_request (canvas, 300, 220);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (press_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (canvas, motion);
  gtk_widget_add_controller (canvas, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (canvas, key);
}
