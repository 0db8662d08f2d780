/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-bench-live.c - see the header
 *
 * Phases alone and phases watched take turns, and each watched one is compared with the mean of the
 * two beside it: a machine shared with others slows down and recovers within a minute.
 */

#include "config.h"
#include "lab-bench-live.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <sys/resource.h>
#include "lab-actions.h"
#include "lab-error.h"
#include "lab-terminal.h"
#include "lab-training-config.h"
#include "nn-statistics.h"

enum { ROUNDS = 7, PHASE_MS = 3000, WARM_UP_MS = 1500, NICE = 10, WIDTH = 1440, HEIGHT = 900 };

typedef struct {
  const LabBenchOptions *options;
  GError *error;
  GtkApplication *application;
  LabWindow *window;
  LabSession *session;
  LabActions *actions;
  LabTrainingModel *model;
  LabData *data;
  LabTrainingConfig made;

  int round;
  double live[ROUNDS], alone[ROUNDS + 1]; /* steps a second               */
  GArray *intervals;                      /* of double: ms between frames */
  gint64 last_frame, phase_start;
  guint64 first_step;
} Bench;

/* --- The training alone ------------------------------------------------------------------------ */

typedef struct {
  Bench *bench;
  nn_trainer *trainer;
  gint64 end;
  guint64 n_steps;
  gint64 us;
} Alone;

static gpointer
alone_thread (gpointer data)
{
  Alone *alone = data;
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  gint64 start;

  setpriority (PRIO_PROCESS, 0, NICE);
  start = g_get_monotonic_time ();
  while (g_get_monotonic_time () < start + PHASE_MS * G_TIME_SPAN_MILLISECOND
         && nn_trainer_step (alone->trainer, metrics) == NN_OK)
    {
      alone->n_steps++;
      if (nn_trainer_epoch_ended (alone->trainer))
        nn_trainer_evaluate (alone->trainer, &alone->bench->data->validation, metrics);
    }
  alone->us = g_get_monotonic_time () - start;
  return NULL;
}

static gboolean
train_alone (Bench *bench)
{
  nn_status status;
  Alone alone = { .bench = bench };

  alone.trainer = nn_trainer_new (&bench->made.config, &bench->made.train, &status);
  if (alone.trainer == NULL)
    return lab_error_set_status (&bench->error, LAB_ERROR_ENGINE, status);
  g_thread_join (g_thread_new ("alone", alone_thread, &alone));
  nn_trainer_free (alone.trainer);
  bench->alone[bench->round] = (double) alone.n_steps / alone.us * G_TIME_SPAN_SECOND;
  return TRUE;
}

/* --- The training in the window ---------------------------------------------------------------- */

static gboolean begin_round (gpointer data);

static void
end_round (Bench *bench)
{
  guint64 step = lab_training_model_get_step (bench->model);
  double us = (double) (g_get_monotonic_time () - bench->phase_start);

  bench->live[bench->round++] = (double) (step - bench->first_step) / us * G_TIME_SPAN_SECOND;
  lab_session_pause (bench->session);
  gtk_widget_set_visible (GTK_WIDGET (bench->window), FALSE);
  g_timeout_add (200, begin_round, bench);
}

/* Runs at every frame, whether something is drawn or not. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double ms = (double) (now - bench->last_frame) / G_TIME_SPAN_MILLISECOND;

  if (bench->phase_start == 0)
    return G_SOURCE_CONTINUE;
  if (bench->last_frame != 0)
    g_array_append_val (bench->intervals, ms);
  bench->last_frame = now;
  if (g_get_monotonic_time () < bench->phase_start + PHASE_MS * G_TIME_SPAN_MILLISECOND)
    return G_SOURCE_CONTINUE;
  end_round (bench);
  return G_SOURCE_REMOVE;
}

/* The window stands and the training is at its pace. */
static gboolean
warm_cb (gpointer data)
{
  Bench *bench = data;

  bench->last_frame = 0;
  bench->first_step = lab_training_model_get_step (bench->model);
  bench->phase_start = g_get_monotonic_time ();
  return G_SOURCE_REMOVE;
}

static gboolean
begin_round (gpointer data)
{
  Bench *bench = data;

  if (!train_alone (bench) || bench->round == ROUNDS)
    {
      g_application_quit (G_APPLICATION (bench->application));
      return G_SOURCE_REMOVE;
    }
  bench->phase_start = 0;
  gtk_window_present (GTK_WINDOW (bench->window));
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->window), tick_cb, bench, NULL);
  lab_session_start (bench->session);
  g_timeout_add (WARM_UP_MS, warm_cb, bench);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, Bench *bench)
{
  LabTrainingSetup setup;

  bench->window = lab_window_new (application);
  bench->model = lab_training_page_get_model (lab_window_get_training_page (bench->window));
  bench->session = lab_session_new (bench->model);
  bench->actions = lab_actions_new (bench->window, bench->session);
  setup = lab_training_setup_default ();
  setup.pace = 0;
  setup.epochs = 10000;
  lab_training_model_set_setup (bench->model, &setup);
  if (lab_training_config_make (&setup, bench->data, &bench->made, &bench->error))
    {
      gtk_window_set_default_size (GTK_WINDOW (bench->window), WIDTH, HEIGHT);
      lab_window_show_page (bench->window, "training");
      g_idle_add (begin_round, bench);
    }
}

static void
print (gboolean json, const double values[5])
{
  static const char *const keys[] = { "fps", "frame_p99_ms", "training_slowdown",
                                      "steps_per_second", "steps_per_second_alone" };
  LabJsonWriter *line;

  if (!json)
    {
      g_print (_("live  %.1f frames a second, 99 of 100 within %.1f ms; the training loses "
                 "%.3f of its speed: %.0f steps a second of %.0f\n"),
               values[0], values[1], values[2], values[3], values[4]);
      return;
    }
  line = lab_bench_begin_line ("live");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    lab_json_writer_add_rounded (line, keys[i], LAB_BENCH_DIGITS, values[i]);
  lab_bench_print_line (line);
}

static void
report (Bench *bench)
{
  double slowdown[ROUNDS], sum = 0, *ms = (double *) (void *) bench->intervals->data;
  guint n = bench->intervals->len;

  for (int i = 0; i < ROUNDS; i++)
    slowdown[i] = 1 - 2 * bench->live[i] / (bench->alone[i] + bench->alone[i + 1]);
  for (guint i = 0; i < n; i++)
    sum += ms[i];
  nn_sort (ROUNDS, slowdown);
  nn_sort (ROUNDS, bench->live);
  nn_sort (ROUNDS + 1, bench->alone);
  nn_sort (n, ms);
  print (bench->options->json,
         (double[]){ 1000 * n / sum, ms[(guint) (0.99 * (n - 1))],
                     nn_sorted_median (ROUNDS, slowdown), nn_sorted_median (ROUNDS, bench->live),
                     nn_sorted_median (ROUNDS + 1, bench->alone) });
}

gboolean
lab_bench_live (const LabBenchOptions *options, GError **error)
{
  Bench bench = { .options = options, .data = lab_data_load (LAB_DATA_SAMPLE, error) };

  if (bench.data == NULL)
    return FALSE;
  bench.intervals = g_array_new (FALSE, FALSE, sizeof (double));
  bench.application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_signal_connect (bench.application, "activate", G_CALLBACK (activate_cb), &bench);
  g_application_run (G_APPLICATION (bench.application), 0, NULL);
  if (bench.error == NULL && bench.round == ROUNDS)
    report (&bench);
  g_clear_object (&bench.session);
  lab_actions_free (bench.actions);
  if (bench.window != NULL)
    gtk_window_destroy (GTK_WINDOW (bench.window));
  g_object_unref (bench.application);
  g_array_unref (bench.intervals);
  lab_data_unref (bench.data);
  if (bench.error == NULL)
    return lab_terminal_flush (error);
  g_propagate_error (error, bench.error);
  return FALSE;
}
