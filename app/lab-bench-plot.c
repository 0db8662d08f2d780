/* lab-bench-plot.c - see the header */

#include "config.h"
#include "lab-bench-plot.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-error.h"
#include "lab-function-plot.h"

enum { WARM_UP = 20, MOVES = 300 };

typedef struct {
  int width, height, n_functions;
} Case;

static const Case cases[] = { { 1280, 720, 1 },  { 1280, 720, 12 },  { 1920, 1080, 1 },
                              { 1920, 1080, 12 }, { 3840, 2160, 1 }, { 3840, 2160, 12 } };

static int
compare (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The plot as the window shows it, over and over until nothing is left to lay out. */
static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 4;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* What GTK does for a frame: collect the widget's nodes, then paint them. */
static void
paint (GtkWidget *plot, GdkPaintable *paintable, GskRenderer *renderer)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) pixels = NULL;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gtk_widget_get_width (plot),
                          gtk_widget_get_height (plot));
  node = gtk_snapshot_to_node (snapshot);
  pixels = gsk_renderer_render_texture (renderer, node, NULL);
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
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (plot);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (plot));

  for (int move = -WARM_UP; move < MOVES; move++)
    {
      gint64 start = g_get_monotonic_time ();

      lab_function_model_set_alpha (model, alpha_of (move));
      /* The paintable takes the widget's new nodes from the frame that GTK draws. */
      while (gdk_frame_clock_get_current_timings (gtk_widget_get_frame_clock (plot)) == NULL)
        g_main_context_iteration (NULL, TRUE);
      paint (plot, paintable, renderer);
      if (move >= 0)
        ms[move] = (double) (g_get_monotonic_time () - start) / 1000;
    }
  qsort (ms, MOVES, sizeof *ms, compare);
}
