/* bench-window.c - how smoothly the window draws while it trains on all processors
 *
 * usage: tools/headless bench-window [SECONDS]
 *
 * Opens the real window with the Training view, trains at full speed and measures the frame clock.
 * Prints one line of JSON: fps, the 99th percentile of the time between frames in milliseconds,
 * steps a second.
 */

#include <adwaita.h>
#include <stdlib.h>
#include "lab-actions.h"
#include "lab-paths.h"
#include "nn-statistics.h"

typedef struct {
  double seconds;
  LabWindow *window;
  LabSession *session;
  LabTrainingModel *model;
  GArray *intervals;   /* of double, ms */
  gint64 last, end;
  guint64 first_step;
} Bench;

static void
report (Bench *bench)
{
  double *ms = (double *) (void *) bench->intervals->data, sum = 0;
  guint n = bench->intervals->len;

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    sum += ms[i];
  nn_sort (n, ms);
  g_print ("{\"name\":\"window\",\"fps\":%.1f,\"frame_p99_ms\":%.1f,\"frame_max_ms\":%.1f,"
           "\"steps_per_second\":%.0f}\n",
           1000 * n / sum, ms[(guint) (0.99 * (n - 1))], ms[n - 1],
           1000 * (double) (lab_training_model_get_step (bench->model) - bench->first_step) / sum);
}

/* Asks for every frame, so that what is measured is the clock and not how often there is news. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double interval = (double) (now - bench->last) / 1000;

  gtk_widget_queue_draw (widget);
  if (lab_training_model_get_step (bench->model) < 200)
    return G_SOURCE_CONTINUE; /* the data is being read, the first frames are drawn */
  if (bench->last == 0)
    {
      bench->end = now + (gint64) (bench->seconds * G_TIME_SPAN_SECOND);
      bench->first_step = lab_training_model_get_step (bench->model);
    }
  else
    g_array_append_val (bench->intervals, interval);
  bench->last = now;
  if (now < bench->end)
    return G_SOURCE_CONTINUE;
  report (bench);
  gtk_window_close (GTK_WINDOW (bench->window));
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, Bench *bench)
{
  LabTrainingSetup setup;

  bench->window = lab_window_new (application);
  bench->model = lab_training_page_get_model (lab_window_get_training_page (bench->window));
  bench->session = lab_session_new (bench->model);
  lab_actions_install (bench->window, bench->session);
  setup = *lab_training_model_get_setup (bench->model);
  setup.pace = 0;
  setup.epochs = 1000;
  lab_training_model_set_setup (bench->model, &setup);
  lab_window_show_page (bench->window, "training");
  gtk_window_present (GTK_WINDOW (bench->window));
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->window), tick_cb, bench, NULL);
  lab_session_start (bench->session);
}

int
main (int argc, char **argv)
{
  Bench bench = { .seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 10 };
  g_autoptr (AdwApplication) application = NULL;
  int status;

  lab_paths_init ();
  bench.intervals = g_array_new (FALSE, FALSE, sizeof (double));
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (application), 1, argv);
  lab_session_free (bench.session);
  g_array_unref (bench.intervals);
  return status;
}
