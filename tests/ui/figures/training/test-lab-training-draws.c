/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-training-draws.c - the Training picture at any moment of a run */

#include <math.h>
#include "lab-training-figure.h"

/* Empty, one point, many, diverged: the training picture draws at any moment of a run. */
static void
test_training_draws_at_any_moment (void)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();

  lab_training_model_set_data_size (model, 9000, 1000, 2000);
  for (int step = 0; step < 300; step++)
    {
      if (step == 0 || step == 1 || step == 2 || step % 97 == 0)
        {
          cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 900, 600);
          cairo_t *cr = cairo_create (surface);
          LabTrainingLayout layout;

          lab_training_layout_init (&layout, model, 900, 600, 1, FALSE);
          lab_training_figure_draw (cr, model, &layout, step % 2, NULL, 1);
          g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
          cairo_destroy (cr);
          cairo_surface_destroy (surface);
        }
      lab_training_model_add_step (model, 0, (guint64) step + 1, step, 2.3 * exp (-step / 50.0),
                                   step / 300.0);
      lab_training_model_add_step (model, 1, (guint64) step + 1, step,
                                   step > 200 ? NAN : exp (step), 0.1);
      if (step % 71 == 70)
        lab_training_model_add_validation (model, 0, (guint64) step + 1, step, 0.3, 0.9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/training-figure/any-moment", test_training_draws_at_any_moment);
  return g_test_run ();
}
