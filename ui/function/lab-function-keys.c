/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-keys.c - a table of keys, each with what it moves or does */

#include "lab-function-keys.h"

#include <math.h>
#include "lab-function-plot-private.h"
#include "lab-function-view.h"

static void
move_cursor (LabFunctionPlot *self, double by)
{
  LabFunctionLayout layout = lab_function_plot_get_layout (self);
  double x = lab_function_model_get_cursor (lab_function_plot_get_model (self));

  /* A tenth at the usual range; as fine as the range asks for when it is another. */
  x += by * pow (10, round (log10 ((layout.x.high - layout.x.low) / 7.5)));
  lab_function_model_set_cursor (
      lab_function_plot_get_model (self),
      lab_function_view_round (&layout, CLAMP (x, layout.x.low, layout.x.high)));
}

static void
change_alpha (LabFunctionPlot *self, double by)
{
  double alpha
      = round ((lab_function_model_get_alpha (lab_function_plot_get_model (self)) + by) * 100)
        / 100;

  lab_function_model_set_alpha (lab_function_plot_get_model (self), fmax (0, alpha));
}

static void
pan (LabFunctionPlot *self, double dx, double dy)
{
  LabFunctionScene view = *lab_function_model_get_scene (lab_function_plot_get_model (self));
  LabFunctionLayout layout = lab_function_plot_get_layout (self);

  if (lab_function_view_pan (&view, &layout, 0, dx, dy))
    lab_function_model_set_view (lab_function_plot_get_model (self), &view);
}

/* Zoom factors of a key or a button. */
static const double nearer = 0.8;

/* What each key does: to the cursor by so much, to alpha by so much; with Alt, pixels of the picture. */
static const struct {
  guint key;
  double cursor, alpha, pan_x, pan_y;
} arrows[] = {
  { GDK_KEY_Left, -0.1, 0, 60, 0 },   { GDK_KEY_KP_Left, -0.1, 0, 60, 0 },
  { GDK_KEY_Right, 0.1, 0, -60, 0 },  { GDK_KEY_KP_Right, 0.1, 0, -60, 0 },
  { GDK_KEY_Up, 0, 0.05, 0, 60 },     { GDK_KEY_KP_Up, 0, 0.05, 0, 60 },
  { GDK_KEY_Down, 0, -0.05, 0, -60 }, { GDK_KEY_KP_Down, 0, -0.05, 0, -60 },
};

static void
zoom_nearer (LabFunctionPlot *self)
{
  lab_function_plot_zoom (self, nearer);
}

static void
zoom_farther (LabFunctionPlot *self)
{
  lab_function_plot_zoom (self, 1 / nearer);
}

static void
reset (LabFunctionPlot *self)
{
  lab_function_model_reset_view (lab_function_plot_get_model (self));
}

static void
cursor_home (LabFunctionPlot *self)
{
  lab_function_model_set_cursor (lab_function_plot_get_model (self), 0);
}

static void
play (LabFunctionPlot *self)
{
  g_signal_emit_by_name (self, "play");
}

static const struct {
  guint key;
  void (*act) (LabFunctionPlot *self);
} keys[] = {
  { GDK_KEY_Home, cursor_home },
  { GDK_KEY_KP_Home, cursor_home },
  { GDK_KEY_plus, zoom_nearer },
  { GDK_KEY_equal, zoom_nearer },
  { GDK_KEY_KP_Add, zoom_nearer },
  { GDK_KEY_minus, zoom_farther },
  { GDK_KEY_KP_Subtract, zoom_farther },
  { GDK_KEY_0, reset },
  { GDK_KEY_KP_0, reset },
  { GDK_KEY_space, play },
};

static gboolean
press_arrow (LabFunctionPlot *self, gsize row, GdkModifierType state)
{
  double factor = state & GDK_SHIFT_MASK ? 0.1 : 1;

  if (state & GDK_ALT_MASK)
    pan (self, arrows[row].pan_x, arrows[row].pan_y);
  else if (arrows[row].cursor != 0)
    move_cursor (self, factor * arrows[row].cursor);
  else
    change_alpha (self, factor < 1 ? 0.2 * arrows[row].alpha : arrows[row].alpha);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                LabFunctionPlot *self)
{
  if (state & GDK_CONTROL_MASK)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (arrows[i].key == key)
      return press_arrow (self, i, state);
  for (gsize i = 0; i < G_N_ELEMENTS (keys) && !(state & GDK_ALT_MASK); i++)
    if (keys[i].key == key)
      {
        keys[i].act (self);
        return TRUE;
      }
  return FALSE;
}

void
lab_function_keys_attach (LabFunctionPlot *plot)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_pressed_cb), plot);
  gtk_widget_add_controller (GTK_WIDGET (plot), controller);
}
