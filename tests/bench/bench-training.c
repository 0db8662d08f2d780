/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-training.c - what a frame of the live Training picture costs
 *
 * usage: bench-training
 *
 * Draws the picture as the window does, into memory, at the size that it has in a window of 1440 x
 * 900, at the end of a run of 100,000 steps: 17 steps a frame, as 500 a second are at 30 frames.
 * Prints a line of JSON for 2 and for 6 contestants: processor time in milliseconds for a frame, its
 * median and 99th percentile, and for drawing everything anew, as when an axis moves; and the bytes
 * that a step takes in memory. Needs no display.
 */

#include <time.h>
#include "lab-training-figure.h"
#include "nn-statistics.h"
#include "training-runs.h"

enum { STEPS = 100000, FRAMES = 300, STEPS_A_FRAME = 17, WIDTH = 1128, HEIGHT = 785 };

static double
milliseconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1000 * (double) time.tv_sec + 1e-6 * (double) time.tv_nsec;
}

static double
draw (LabTrainingModel *model, LabTrainingCache *cache, cairo_surface_t *surface)
{
  double start = milliseconds ();
  cairo_t *cr = cairo_create (surface);
  LabTrainingLayout layout;

  lab_training_layout_init (&layout, model, WIDTH, HEIGHT, 1, FALSE);
  lab_training_figure_draw (cr, model, &layout, FALSE, cache, 1);
  cairo_destroy (cr);
  return milliseconds () - start;
}

static void
measure (int n_contestants)
{
  g_autoptr (LabTrainingModel) model = run_new (n_contestants, STEPS);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  LabTrainingCache *cache = lab_training_cache_new ();
  double ms[FRAMES], anew = draw (model, cache, surface);
  gsize bytes = lab_run_curves_memory (lab_training_model_get_run (model));

  for (guint64 i = 0; i < FRAMES; i++)
    {
      run_go_on (model, STEPS + i * STEPS_A_FRAME, STEPS + (i + 1) * STEPS_A_FRAME);
      ms[i] = draw (model, cache, surface);
    }
  nn_sort (FRAMES, ms);
  g_print ("{\"name\":\"training-picture\",\"steps\":%d,\"contestants\":%d,\"frame_p50_ms\":%.2f,"
           "\"frame_p99_ms\":%.2f,\"anew_ms\":%.1f,\"bytes_a_step\":%.1f}\n",
           STEPS, n_contestants, ms[FRAMES / 2], ms[FRAMES * 99 / 100], anew,
           (double) bytes / STEPS);
  lab_training_cache_free (cache);
  cairo_surface_destroy (surface);
}

int
main (void)
{
  measure (2);
  measure (6);
  return 0;
}
