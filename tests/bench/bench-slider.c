/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-slider.c - whether the Function plot's memory grows while alpha is moved
 *
 * usage: tools/headless bench-slider [MOVES]
 *
 * Moves alpha of the real widget, painting every move. Prints one line of JSON: the resident memory in
 * MB after a tenth of the moves, when everything has been met once, and after all of them.
 */

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>
#include "lab-function-plot.h"

static double
resident_mb (void)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  at = strstr (text, "VmRSS:");
  return at ? g_ascii_strtod (at + strlen ("VmRSS:"), NULL) / 1024 : 0;
}

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

static void
run_for (gint64 ms)
{
  gint64 end = g_get_monotonic_time () + 1000 * ms;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

int
main (int argc, char **argv)
{
  int moves = argc > 1 ? atoi (argv[1]) : 100000;
  g_autoptr (LabFunctionModel) model = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 640, 480);
  cairo_t *cr = cairo_create (surface);
  GtkWidget *window, *plot;
  double early = 0;

  adw_init ();
  model = lab_function_model_new ();
  window = gtk_window_new ();
  plot = g_object_new (LAB_TYPE_FUNCTION_PLOT, NULL);
  lab_function_plot_set_model (LAB_FUNCTION_PLOT (plot), model);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 480);
  gtk_window_set_child (GTK_WINDOW (window), plot);
  gtk_window_present (GTK_WINDOW (window));
  run_for (300);
  for (int move = 1; move <= moves; move++)
    {
      lab_function_model_set_alpha (model, round (150 + 150 * sin (0.1 * move)) / 100);
      paint (plot, cr);
      if (move % 100 == 0)
        run_for (1); /* timeouts, such as that of the description */
      if (move == moves / 10)
        early = resident_mb ();
    }
  g_print ("{\"name\":\"slider\",\"moves\":%d,\"early_mb\":%.1f,\"late_mb\":%.1f}\n", moves, early,
           resident_mb ());
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
