/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-bench-plot.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-bench-engine.h"
#include "lab-error.h"
#include "lab-function-plot.h"
#include "lab-graphics.h"
#include "nn-statistics.h"

enum { WARM_UP = 20, MOVES = 300 };

typedef struct {
  int width, height, n_functions;
} Case;

static const Case cases[] = { { 1280, 720, 1 },   { 1280, 720, 12 }, { 1920, 1080, 1 },
                              { 1920, 1080, 12 }, { 3840, 2160, 1 }, { 3840, 2160, 12 } };

/* Until the window has its size and everything in it its place. */
static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 4;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* What GTK does for a frame: collects the widget's nodes and paints them. */
static void
paint (GtkWidget *plot, cairo_t *cr)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  GTK_WIDGET_GET_CLASS (plot)->snapshot (plot, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
}

/* Back and forth over the slider, in steps that no two moves share. */
static double
alpha_of (int move)
{
  return 1.5 + 1.5 * sin (0.1 * move);
}

static void
measure (GtkWidget *plot, LabFunctionModel *model, double *ms)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, gtk_widget_get_width (plot), gtk_widget_get_height (plot));
  cairo_t *cr = cairo_create (surface);

  for (int move = -WARM_UP; move < MOVES; move++)
    {
      gint64 start = g_get_monotonic_time ();

      lab_function_model_set_alpha (model, alpha_of (move));
      paint (plot, cr);
      if (move >= 0)
        ms[move] = (double) (g_get_monotonic_time () - start) / 1000;
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  nn_sort (MOVES, ms);
}

static void
print (const Case *c, const double *ms, gboolean json)
{
  LabJsonWriter *line;

  if (!json)
    {
      g_print ("plot  %4d x %4d  %2d functions  median %6.2f ms  99th percentile %6.2f ms\n",
               c->width, c->height, c->n_functions, ms[MOVES / 2], ms[MOVES * 99 / 100]);
      return;
    }
  line = lab_bench_begin_line ("plot");
  lab_json_writer_add_integer (line, "width", c->width);
  lab_json_writer_add_integer (line, "height", c->height);
  lab_json_writer_add_integer (line, "functions", c->n_functions);
  lab_json_writer_add_rounded (line, "p50_ms", LAB_BENCH_DIGITS, ms[MOVES / 2]);
  lab_json_writer_add_rounded (line, "p99_ms", LAB_BENCH_DIGITS, ms[MOVES * 99 / 100]);
  lab_bench_print_line (line);
}

static void
run (const Case *c, gboolean json)
{
  g_autoptr (LabFunctionModel) model = lab_function_model_new ();
  GtkWidget *window = gtk_window_new (), *plot = g_object_new (LAB_TYPE_FUNCTION_PLOT, NULL);
  double ms[MOVES];

  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    lab_function_model_set_shown (model, (nn_activation_id) id, id < c->n_functions);
  lab_function_plot_set_model (LAB_FUNCTION_PLOT (plot), model);
  gtk_widget_set_size_request (plot, c->width, c->height);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), plot);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  measure (plot, model, ms);
  print (c, ms, json);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

gboolean
lab_bench_plot (gboolean json, GError **error)
{
  if (!lab_graphics_start ())
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("There is no display to draw on. Start it from a desktop session, or "
                             "under xvfb-run."));
      return FALSE;
    }
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    run (&cases[i], json);
  return TRUE;
}
