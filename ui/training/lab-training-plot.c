/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-training-plot.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-canvas.h"
#include "lab-training-figure.h"
#include "lab-training-fold.h"

/* The eye asks for no more; and what stands under the pointer holds still in between. */
enum { REDRAW_MS = 33, READOUT_MS = 500 };

struct _LabTrainingPlot {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  LabTrainingCache *cache;
  GtkWidget *overlay;
  LabCanvas *canvas;
  LabTrainingChoices choices;
  LabTrainingFold fold;
  gboolean compact; /* as the page wants it                    */
  guint redraw;
  gint64 drawn;    /* monotonic time of the last redraw       */
  gint64 read_out; /* likewise, of the table under the pointer */
  gint64 hover;
  int n_layers; /* of the run as the choices know it       */
  double pointer_x, pointer_y;
};

G_DEFINE_FINAL_TYPE (LabTrainingPlot, lab_training_plot, GTK_TYPE_WIDGET)

static LabTrainingLayout
make_layout (LabTrainingPlot *self, int width, int height, double scale)
{
  LabTrainingLayout layout;

  lab_training_layout_init (&layout, self->model, width, height, scale, self->compact);
  return layout;
}

static LabTrainingLayout
current_layout (LabTrainingPlot *self)
{
  return make_layout (self, MAX (1, gtk_widget_get_width (GTK_WIDGET (self))),
                      MAX (1, gtk_widget_get_height (GTK_WIDGET (self))),
                      lab_canvas_get_text_scale (self->canvas));
}

static cairo_region_t *
update_base (cairo_t *cr, int width, int height, gboolean dark, double scale, gboolean kept,
             gpointer owner)
{
  LabTrainingPlot *self = owner;
  LabTrainingLayout layout = make_layout (self, width, height, scale);

  return lab_training_figure_update (cr, self->model, &layout, dark, self->cache,
                                     gtk_widget_get_scale_factor (GTK_WIDGET (self)), kept);
}

static void
draw_overlay (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabTrainingPlot *self = owner;
  LabTrainingLayout layout;

  if (self->hover < 0)
    return;
  layout = make_layout (self, width, height, scale);
  lab_training_figure_draw_hover (cr, self->model, &layout, dark, self->hover);
}

static char *
describe (gpointer owner)
{
  LabTrainingPlot *self = owner;
  g_autofree char *state = lab_training_model_describe (self->model);
  g_autofree char *step = NULL;

  if (self->hover < 0)
    return g_steal_pointer (&state);
  step = lab_training_model_describe_step (self->model, (guint64) self->hover);
  return g_strdup_printf ("%s %s", state, step);
}

gint64
lab_training_plot_get_hover (LabTrainingPlot *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_PLOT (self), -1);
  return self->hover;
}

void
lab_training_plot_set_hover (LabTrainingPlot *self, gint64 step)
{
  gint64 last;

  g_return_if_fail (LAB_IS_TRAINING_PLOT (self));

  last = (gint64) lab_training_model_get_step (self->model);
  step = last > 0 ? CLAMP (step, -1, last) : -1;
  if (step == self->hover)
    return;
  self->hover = step;
  lab_canvas_queue_overlay (self->canvas);
  lab_canvas_queue_description (self->canvas);
}

/* GTK repeats the last motion after every new layout: a pointer at rest must not take the line back
 * from the keyboard. */
static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, LabTrainingPlot *self)
{
  LabTrainingLayout layout = current_layout (self);
  int panel = lab_training_layout_panel_at (&layout, x, y);

  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  if (panel < 0)
    lab_training_plot_set_hover (self, -1);
  else
    lab_training_plot_set_hover (
        self, (gint64) lab_training_layout_step (self->model, &layout.panel[panel].x, x));
}

static void
leave_cb (GtkEventControllerMotion *controller, LabTrainingPlot *self)
{
  self->pointer_x = self->pointer_y = -1;
  lab_training_plot_set_hover (self, -1);
}

static void
press_cb (GtkGestureClick *gesture, int n, double x, double y, LabTrainingPlot *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* What each key does to the line: so many pixels, or single steps with Shift; or to an end. */
static const struct {
  guint key;
  double pixels;
  enum { BY_PIXELS, TO_START, TO_END, AWAY } how;
} keys[] = {
  { GDK_KEY_Left, -1, BY_PIXELS },      { GDK_KEY_KP_Left, -1, BY_PIXELS },
  { GDK_KEY_Right, 1, BY_PIXELS },      { GDK_KEY_KP_Right, 1, BY_PIXELS },
  { GDK_KEY_Page_Up, -40, BY_PIXELS },  { GDK_KEY_KP_Page_Up, -40, BY_PIXELS },
  { GDK_KEY_Page_Down, 40, BY_PIXELS }, { GDK_KEY_KP_Page_Down, 40, BY_PIXELS },
  { GDK_KEY_Home, 0, TO_START },        { GDK_KEY_KP_Home, 0, TO_START },
  { GDK_KEY_End, 0, TO_END },           { GDK_KEY_KP_End, 0, TO_END },
  { GDK_KEY_Escape, 0, AWAY },
};

/* At least by one step, and no farther than the axis. */
static void
move_hover (LabTrainingPlot *self, double pixels, gboolean one_step)
{
  LabTrainingLayout layout = current_layout (self);
  const LabAxis *x = &layout.panel[0].x;
  double last = (double) lab_training_model_get_step (self->model);
  double from = self->hover < 0 ? last : (double) self->hover, first;
  double to = lab_training_layout_step (self->model, x,
                                        lab_training_layout_pixel (self->model, x, from) + pixels);

  if (self->hover < 0 && pixels < 0)
    to = from;
  else if (one_step || fabs (to - from) < 1)
    to = from + (pixels > 0 ? 1 : -1);
  first = lab_training_layout_step (self->model, x, x->start);
  lab_training_plot_set_hover (self, (gint64) CLAMP (to, fmin (first, last), last));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        LabTrainingPlot *self)
{
  LabTrainingLayout layout = current_layout (self);

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (keys[i].key != key || (keys[i].how == AWAY && self->hover < 0))
        continue;
      if (keys[i].how == BY_PIXELS)
        move_hover (self, keys[i].pixels, (state & GDK_SHIFT_MASK) != 0);
      else if (keys[i].how == TO_START)
        lab_training_plot_set_hover (
            self, (gint64) lab_training_layout_step (self->model, &layout.panel[0].x,
                                                     layout.panel[0].x.start));
      else
        lab_training_plot_set_hover (
            self, keys[i].how == AWAY ? -1 : (gint64) lab_training_model_get_step (self->model));
      return TRUE;
    }
  return FALSE;
}

static void
queue_readout (LabTrainingPlot *self)
{
  self->read_out = g_get_monotonic_time ();
  lab_canvas_queue_overlay (self->canvas);
}

static void
queue_picture (LabTrainingPlot *self)
{
  lab_canvas_queue_base (self->canvas);
  lab_canvas_queue_description (self->canvas);
  self->drawn = g_get_monotonic_time ();
}

static void
follow_layout (LabTrainingPlot *self)
{
  LabTrainingLayout layout = current_layout (self);

  lab_training_fold_follow (&self->fold, &layout);
}

static void
layers_changed (LabTrainingPlot *self)
{
  self->n_layers = lab_training_model_get_run (self->model)->n_layers;
  lab_training_choices_show (&self->choices);
  follow_layout (self);
}

static gboolean
redraw_cb (gpointer data)
{
  LabTrainingPlot *self = data;

  self->redraw = 0;
  if (lab_training_model_get_run (self->model)->n_layers != self->n_layers)
    layers_changed (self);
  if (self->hover > (gint64) lab_training_model_get_step (self->model))
    lab_training_plot_set_hover (self, -1);
  /* It says what was at one step, but makes way for curves that grow under it. */
  if (self->hover >= 0 && g_get_monotonic_time () - self->read_out > READOUT_MS * 1000)
    queue_readout (self);
  queue_picture (self);
  return G_SOURCE_REMOVE;
}

static void
data_changed_cb (LabTrainingPlot *self)
{
  gint64 since = (g_get_monotonic_time () - self->drawn) / 1000;

  if (self->redraw == 0)
    self->redraw = g_timeout_add ((guint) CLAMP (REDRAW_MS - since, 0, REDRAW_MS), redraw_cb, self);
}

static gboolean
place_cb (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *place, LabTrainingPlot *self)
{
  LabTrainingLayout layout;
  GtkRequisition size;

  if (child != self->fold.diagnostic_row || !self->model)
    return FALSE;
  layout = current_layout (self);
  gtk_widget_get_preferred_size (child, NULL, &size);
  *place = (GdkRectangle){ (int) layout.panel[0].x.start - 12, (int) layout.diagnostic_top,
                           MIN (size.width, (int) layout.width - 12), size.height };
  return TRUE;
}

static void
view_changed_cb (LabTrainingPlot *self)
{
  lab_training_choices_show (&self->choices);
  follow_layout (self);
  gtk_widget_queue_allocate (self->overlay);
  queue_readout (self);
  queue_picture (self);
}

void
lab_training_plot_set_compact (LabTrainingPlot *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_TRAINING_PLOT (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  queue_picture (self);
}

void
lab_training_plot_set_model (LabTrainingPlot *self, LabTrainingModel *model)
{
  g_return_if_fail (LAB_IS_TRAINING_PLOT (self));
  g_return_if_fail (self->model == NULL && LAB_IS_TRAINING_MODEL (model));

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "data-changed", G_CALLBACK (data_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::state", G_CALLBACK (data_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "setup-changed", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "view-changed", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::scrub", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  lab_canvas_set_draw (self->canvas, NULL, draw_overlay, self);
  lab_canvas_set_update (self->canvas, update_base);
  lab_training_choices_connect (&self->choices, model);
  layers_changed (self);
  lab_canvas_set_describe (self->canvas, _("Plot of loss and accuracy"), describe);
}

static void
lab_training_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (LAB_TRAINING_PLOT (widget)->overlay, orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
lab_training_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LabTrainingPlot *self = LAB_TRAINING_PLOT (widget);

  gtk_widget_allocate (self->overlay, width, height, baseline, NULL);
  if (self->model)
    follow_layout (self);
}

static void
lab_training_plot_dispose (GObject *object)
{
  LabTrainingPlot *self = LAB_TRAINING_PLOT (object);

  g_clear_handle_id (&self->redraw, g_source_remove);
  lab_training_fold_clear (&self->fold);
  if (self->canvas)
    lab_canvas_set_draw (self->canvas, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_TRAINING_PLOT);
  g_clear_pointer (&self->cache, lab_training_cache_free);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_training_plot_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabTrainingPlot, child)

static void
lab_training_plot_class_init (LabTrainingPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_training_plot_dispose;
  widget_class->measure = lab_training_plot_measure;
  widget_class->size_allocate = lab_training_plot_size_allocate;
  g_type_ensure (LAB_TYPE_CANVAS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-training-plot.ui");
  BIND (overlay), BIND (canvas);
  lab_training_fold_bind (widget_class, G_STRUCT_OFFSET (LabTrainingPlot, fold));
  lab_training_choices_bind (widget_class, G_STRUCT_OFFSET (LabTrainingPlot, choices));
}

static void
add_controllers (LabTrainingPlot *self)
{
  GtkWidget *canvas = GTK_WIDGET (self->canvas);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (press_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (canvas, motion);
  gtk_widget_add_controller (canvas, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (canvas, key);
}

static void
lab_training_plot_init (LabTrainingPlot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->hover = -1;
  self->pointer_x = self->pointer_y = -1;
  self->n_layers = -1;
  self->cache = lab_training_cache_new ();
  lab_training_fold_init (&self->fold, &self->choices);
  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (place_cb), self);
  add_controllers (self);
}
