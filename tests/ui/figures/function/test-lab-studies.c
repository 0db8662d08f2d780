/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-studies.c - what the strip below the plot shows: histograms, products of slopes; and words */

#include <glib.h>
#include <math.h>
#include <string.h>
#include "lab-depth-figure.h"
#include "lab-distribution-figure.h"
#include "lab-function-describe.h"
#include "lab-palette.h"
#include "nn-activation-moments.h"

/* Half of a standard normal z lies at ReLU's 0, in one bin; ELU's halves part at 0. */
static void
test_histogram (void)
{
  nn_activation relu = { NN_RELU, { 0 } }, elu = { NN_ELU, { 1 } };
  double p[LAB_HISTOGRAM_BINS], below = 0, sum = 0;

  lab_distribution_histogram (relu, 0, 1, -1, 7, p);
  g_assert_cmpfloat (p[LAB_HISTOGRAM_BINS / 8], >=, 0.5);
  for (int i = 0; i < LAB_HISTOGRAM_BINS; i++)
    sum += p[i];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);

  lab_distribution_histogram (elu, 0, 1, -1, 7, p);
  for (int i = 0; i < LAB_HISTOGRAM_BINS / 8; i++)
    below += p[i];
  g_assert_cmpfloat_with_epsilon (below, 0.5, 1e-3);
}

/* The mean of the bins is the mean by quadrature, to half a bin. */
static void
test_histogram_mean (void)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      nn_activation f = nn_activation_default ((nn_activation_id) id);
      double p[LAB_HISTOGRAM_BINS], mean = 0, width = 18.0 / LAB_HISTOGRAM_BINS;

      lab_distribution_histogram (f, 0.3, 1.2, -9, 9, p);
      for (int i = 0; i < LAB_HISTOGRAM_BINS; i++)
        mean += p[i] * (-9 + (i + 0.5) * width);
      g_assert_cmpfloat_with_epsilon (mean, nn_activation_moments (f, 0.3, 1.2).mean,
                                      width / 2 + 1e-3);
    }
}

/* Eight layers at z = -1: (alpha / e)^8, as the literature's T4 has it. */
static void
test_depth (void)
{
  static const struct {
    double alpha, product;
  } rows[] = { { 0.1, 3.3546e-12 }, { 0.3, 2.2010e-8 }, { 1, 3.3546e-4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      nn_activation elu = { NN_ELU, { rows[i].alpha } };

      g_assert_cmpfloat_with_epsilon (lab_depth_product (elu, -1, 8) / rows[i].product, 1, 1e-4);
      g_assert_cmpfloat (lab_depth_product (elu, 1, 50), ==, 1);
    }
  g_assert_cmpfloat (lab_depth_product ((nn_activation){ NN_RELU, { 0 } }, -1, 8), ==, 0);
}

/* All pictures at all layers and at hostile numbers leave cairo and PLplot healthy. */
static void
test_figures_draw (void)
{
  static const double hostile[][2] = { { 0, 1 }, { 100, 0.01 }, { -100, 100 }, { 0, 0.01 } };
  LabFunctionScene scene;

  lab_function_scene_init (&scene);
  for (scene.n_curves = 0; scene.n_curves <= LAB_MAX_CURVES; scene.n_curves += 5)
    for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
      {
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 500, 180);
        cairo_t *cr = cairo_create (surface);

        for (int c = 0; c < scene.n_curves; c++)
          scene.curve[c] = nn_activation_default ((nn_activation_id) c);
        lab_distribution_figure_draw (cr, &scene, hostile[i][0], hostile[i][1], 500, 180, 1, i % 2);
        lab_depth_figure_draw (cr, &scene, hostile[i][0], 50, 500, 180, 1, i % 2);
        lab_depth_figure_draw (cr, &scene, hostile[i][0], 1, 500, 180, 2, i % 2);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

static void
assert_says (const char *text, const char *words)
{
  if (!strstr (text, words))
    g_error ("“%s” does not say “%s”", text, words);
}

static void
test_description (void)
{
  g_autofree char *usual = NULL, *full = NULL, *means = NULL, *depth = NULL;
  LabFunctionScene scene;

  lab_function_scene_init (&scene);
  usual = lab_function_describe (&scene, -1.2);
  assert_says (usual, "x from −5 to 2.5. Cursor at x = −1.20.");
  assert_says (usual, "ELU has no kink at 0");

  scene.curve[0].parameter[0] = 0.3;
  scene.gap = TRUE;
  scene.gap_g = 1;
  scene.tangent = TRUE;
  scene.n_ghosts = 2;
  scene.ghost[0] = 0.1;
  scene.ghost[1] = 1;
  lab_function_scene_set_panels (&scene, TRUE, TRUE);
  full = lab_function_describe (&scene, -1.2);
  assert_says (full, "ELU α = 0.30: value −0.2096, slope 0.0904, second derivative 0.0904.");
  assert_says (full, "the slope is 0.30 on its left and 1 on its right, a jump of 0.70.");
  assert_says (full, "Thin curves of ELU for alpha 0.1, 1.");
  assert_says (full, "A tangent touches ELU at the cursor, slope 0.0904.");
  assert_says (full, "ELU − ReLU: in view 0.2980, reached at x = −5.00");
  assert_says (full, "over all x α = 0.30, approached as x → −∞");

  scene.curve[0].parameter[0] = 1;
  means = lab_distribution_describe (&scene, 0, 1);
  assert_says (means, "ELU α = 1.00: mean 0.1605, second moment 0.6449.");
  assert_says (means, "ReLU: mean 0.3989, second moment 0.5000.");
  depth = lab_depth_describe (&scene, -1, 8);
  assert_says (depth, "ReLU: 0.");
}

/* Nobody needs colours to tell two curves apart. */
static void
test_dashes_differ (void)
{
  for (int a = 0; a < NN_N_ACTIVATIONS; a++)
    for (int b = 0; b < a; b++)
      {
        LabStyle first = lab_palette_style ((nn_activation_id) a, FALSE);
        LabStyle second = lab_palette_style ((nn_activation_id) b, FALSE);

        g_assert_false (first.n_dashes == second.n_dashes
                        && memcmp (first.dash, second.dash, sizeof first.dash) == 0);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/distribution/histogram", test_histogram);
  g_test_add_func ("/lab/distribution/mean", test_histogram_mean);
  g_test_add_func ("/lab/depth/product", test_depth);
  g_test_add_func ("/lab/studies/draw", test_figures_draw);
  g_test_add_func ("/lab/function/description", test_description);
  g_test_add_func ("/lab/palette/dashes-differ", test_dashes_differ);
  return g_test_run ();
}
