/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-diagnostics.c - small networks whose means, dead units and norms are known by hand */

#include <math.h>
#include <string.h>

#include "networks.h"
#include "nn-diagnostics.h"

/* --- Networks ----------------------------------------------------------------------------------- */

static nn_diagnostics *
diagnostics_new (const nn_network *network, const nn_dataset *probe)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_diagnostics *diagnostics = nn_diagnostics_new (network, probe, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (diagnostics);
  return diagnostics;
}

static nn_layer_diagnostics
measure (nn_diagnostics *diagnostics, const nn_network *network)
{
  nn_layer_diagnostics out[NN_MAX_LAYERS];

  g_assert_cmpint (nn_diagnostics_measure (diagnostics, network, out), ==, NN_OK);
  return out[0];
}

/* Bins and their counts, in pairs up to a count of 0; all others are empty. */
static void
assert_histogram (const nn_layer_diagnostics *d, const int (*expected)[2])
{
  int count[NN_HISTOGRAM_BINS] = { 0 };

  for (; (*expected)[1] > 0; expected++)
    count[(*expected)[0]] = (*expected)[1];
  for (int i = 0; i < NN_HISTOGRAM_BINS; i++)
    g_assert_cmpuint (d->histogram[i], ==, count[i]);
}

/* The four corners of a square, one with each label in turn. */
static const uint8_t corners[8] = { 0, 0, 0, 255, 255, 0, 255, 255 },
                     corner_labels[4] = { 0, 1, 0, 1 };
static const nn_dataset square = { 4, { 1, 1, 2 }, 2, corners, corner_labels };
static const nn_model two_three_two = { { 1, 1, 2 }, 2, { { .units = 3 }, { .units = 2 } } };

/* Weights of two inputs to three units, their biases, three units to two classes, their biases. */
static nn_network *
square_network (nn_activation_id f, const float *first)
{
  static const float second[8] = { 1, 0, 0.5f, 0, 0, 1, 0, 0.5f };
  nn_network *network = network_new (&two_three_two, nn_activation_default (f), false);

  memcpy (nn_network_parameters (network), first, 9 * sizeof (float));
  memcpy (nn_network_parameters (network) + 9, second, sizeof second);
  return network;
}

/* Its units see 0, 2, 1, 3; then 0, -1, -1, -2; then 0.5, -0.5, 1.5, 0.5. */
static const float relu_weights[9] = { 1, -1, 1, 2, -1, -1, 0, 0, 0.5f };

/* --- Tests -------------------------------------------------------------------------------------- */

/* Means 1.5, 0 and 2.5 / 4; the gradient's norm is computed in double by another program. */
static void
test_relu (void)
{
  static const int histogram[][2] = { { 40, 2 }, { 50, 1 }, { 45, 1 }, { 55, 1 }, { 35, 2 },
                                      { 30, 1 }, { 42, 2 }, { 37, 1 }, { 47, 1 }, { 0, 0 } };
  nn_network *network = square_network (NN_RELU, relu_weights);
  nn_diagnostics *diagnostics = diagnostics_new (network, &square);
  nn_layer_diagnostics d = measure (diagnostics, network);

  g_assert_cmpint (nn_diagnostics_n_layers (diagnostics), ==, 1);
  g_assert_cmpuint (nn_diagnostics_n_images (diagnostics), ==, 4);
  g_assert_cmpint (d.layer, ==, 0);
  g_assert_cmpuint (d.n_units, ==, 3);
  g_assert_cmpfloat_with_epsilon (d.mean, 2.125 / 3, 1e-7);
  g_assert_cmpfloat_with_epsilon (d.median, 0.625, 1e-7);
  g_assert_cmpuint (d.n_dead, ==, 1);
  g_assert_cmpuint (d.n_saturated, ==, 0);
  g_assert_cmpuint (d.n_born + d.n_revived, ==, 0);
  g_assert_cmpfloat_with_epsilon (d.gradient_norm, 0.5578272633729716, 1e-6);
  g_assert_cmpfloat_with_epsilon (d.weight_norm, sqrt (9.25), 1e-6);
  g_assert_true (isnan (d.update_ratio));
  assert_histogram (&d, histogram);
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

/* The second unit sees -6 alone, where the slope is 0.0025; the third -8.5 and -7.5, but 1.5 too. */
static void
test_elu (void)
{
  static const float weights[9] = { 1, 0, 1, 2, 0, -9, 0, -6, 0.5f };
  static const int histogram[][2] = { { 40, 1 }, { 50, 1 }, { 45, 1 }, { 55, 1 }, { 10, 4 },
                                      { 42, 1 }, { 0, 1 },  { 47, 1 }, { 2, 1 },  { 0, 0 } };
  nn_network *network = square_network (NN_ELU, weights);
  nn_diagnostics *diagnostics = diagnostics_new (network, &square);
  nn_layer_diagnostics d = measure (diagnostics, network);

  g_assert_cmpfloat_with_epsilon (d.mean, 0.16755596345381865, 1e-7);
  g_assert_cmpfloat_with_epsilon (d.median, 0.00018913818478960565, 1e-7);
  g_assert_cmpuint (d.n_dead, ==, 0);
  g_assert_cmpuint (d.n_saturated, ==, 1);
  g_assert_cmpfloat_with_epsilon (d.gradient_norm, 0.6498559864136537, 1e-6);
  g_assert_cmpfloat_with_epsilon (d.weight_norm, 11.10180165558726, 1e-5);
  g_assert_cmpfloat (d.parameter[0], ==, 1);
  assert_histogram (&d, histogram);
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

static void
assert_lives (const nn_layer_diagnostics *d, size_t n_dead, size_t n_born, size_t n_revived)
{
  g_assert_cmpuint (d->n_dead, ==, n_dead);
  g_assert_cmpuint (d->n_born, ==, n_born);
  g_assert_cmpuint (d->n_revived, ==, n_revived);
}

static void
test_births_and_revivals (void)
{
  nn_network *network = square_network (NN_RELU, relu_weights);
  nn_diagnostics *diagnostics = diagnostics_new (network, &square);
  float *bias = nn_network_parameters (network) + nn_network_bias_offset (network, 0);
  nn_layer_diagnostics d = measure (diagnostics, network);

  assert_lives (&d, 1, 0, 0);
  d = measure (diagnostics, network);
  assert_lives (&d, 1, 0, 0);
  bias[1] = 1; /* one corner is above 0 now */
  bias[0] = bias[2] = -10;
  d = measure (diagnostics, network);
  assert_lives (&d, 2, 2, 1);
  bias[0] = 0;
  d = measure (diagnostics, network);
  assert_lives (&d, 1, 0, 1);
  bias[0] = -10;
  nn_diagnostics_reset (diagnostics);
  d = measure (diagnostics, network);
  assert_lives (&d, 2, 0, 0);
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

/* A change of 3 and 4 tenths has the length 0.5. */
static void
test_update_ratio (void)
{
  nn_network *network = square_network (NN_RELU, relu_weights);
  nn_diagnostics *diagnostics = diagnostics_new (network, &square);
  float *p = nn_network_parameters (network);
  nn_layer_diagnostics d;

  nn_diagnostics_note (diagnostics, network);
  d = measure (diagnostics, network);
  g_assert_cmpfloat (d.update_ratio, ==, 0);
  p[1] += 0.3f;
  p[8] += 0.4f; /* a bias */
  p[9] += 100;  /* of the layer above */
  d = measure (diagnostics, network);
  g_assert_cmpfloat_with_epsilon (d.update_ratio, 0.5 / sqrt (9.25), 1e-6);
  nn_diagnostics_reset (diagnostics);
  d = measure (diagnostics, network);
  g_assert_true (isnan (d.update_ratio));
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

/* Two filters of 1 x 1 on two images of 2 x 2: the one sees the pixels, of which 6 of 8 are 1, the
 * other the same turned negative.                                                               */
static void
test_convolution (void)
{
  static const uint8_t images[8] = { 0, 255, 255, 0, 255, 255, 255, 255 },
                       image_labels[2] = { 0, 1 };
  static const int histogram[][2] = { { 40, 4 }, { 45, 6 }, { 35, 6 }, { 0, 0 } };
  static const int shifted[][2] = { { 40, 2 }, { 45, 6 }, { 41, 2 }, { 36, 6 }, { 0, 0 } };
  const nn_dataset probe = { 2, { 1, 2, 2 }, 2, images, image_labels };
  const nn_model model = model_of_text ("conv1x2 pool2 drop.5 dense3 dense2", probe.shape, 2);
  nn_network *network = network_new (&model, nn_activation_default (NN_RELU), false);
  nn_diagnostics *diagnostics = diagnostics_new (network, &probe);
  nn_layer_diagnostics d[2];

  memcpy (nn_network_parameters (network), (const float[]){ 1, -1 }, 2 * sizeof (float));
  g_assert_cmpint (nn_diagnostics_n_layers (diagnostics), ==, 2);
  g_assert_cmpint (nn_diagnostics_measure (diagnostics, network, d), ==, NN_OK);
  g_assert_cmpint (d[0].layer, ==, 0);
  g_assert_cmpuint (d[0].n_units, ==, 2);
  g_assert_cmpfloat_with_epsilon (d[0].mean, 0.375, 1e-7);
  g_assert_cmpfloat_with_epsilon (d[0].median, 0.375, 1e-7);
  g_assert_cmpuint (d[0].n_dead, ==, 1);
  assert_histogram (&d[0], histogram);
  /* The dense layer's weights are all 0. */
  g_assert_cmpint (d[1].layer, ==, 3);
  g_assert_cmpuint (d[1].n_units, ==, 3);
  g_assert_cmpuint (d[1].n_dead, ==, 3);
  assert_histogram (&d[1], (const int[][2]){ { 40, 6 }, { 0, 0 } });

  /* Alive at two places of one image: alive. */
  nn_network_parameters (network)[nn_network_bias_offset (network, 0) + 1] = 0.25f;
  g_assert_cmpint (nn_diagnostics_measure (diagnostics, network, d), ==, NN_OK);
  assert_lives (&d[0], 0, 0, 1);
  g_assert_cmpfloat_with_epsilon (d[0].mean, (0.75 + 0.0625) / 2, 1e-7);
  assert_histogram (&d[0], shifted);
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

/* What lies outside goes into the outermost bins, and NaN into none. */
static void
test_ends_of_the_histogram (void)
{
  static const float weights[9] = { 0, 0, 0, 0, 0, 0, 100, -1e30f, NAN };
  nn_network *network = square_network (NN_RELU, weights);
  nn_diagnostics *diagnostics = diagnostics_new (network, &square);
  nn_layer_diagnostics d = measure (diagnostics, network);

  assert_histogram (&d, (const int[][2]){ { 79, 4 }, { 0, 4 }, { 0, 0 } });
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

/* --- A probe of several shards ------------------------------------------------------------------ */

enum { MANY = 150 };

static uint8_t many_pixels[MANY * 2], many_labels[MANY];
static const nn_dataset many = { MANY, { 1, 1, 2 }, 2, many_pixels, many_labels };

/* All images are dark but the last, which alone makes the second unit live. */
static void
test_last_image_counts (void)
{
  static const float weights[9] = { 0, 1, 0, 0, 0, 0, 1, -0.5f, 0 };
  nn_network *network = square_network (NN_RELU, weights);
  nn_diagnostics *diagnostics = diagnostics_new (network, &many);
  nn_layer_diagnostics d;

  memset (many_pixels, 0, sizeof many_pixels);
  many_pixels[(MANY - 1) * 2] = 255;
  d = measure (diagnostics, network);
  g_assert_cmpuint (d.n_dead, ==, 1);
  g_assert_cmpfloat_with_epsilon (d.mean, (1 + 0.5 / MANY) / 3, 1e-7);
  g_assert_cmpfloat_with_epsilon (d.median, 0.5 / MANY, 1e-7);
  assert_histogram (
      &d, (const int[][2]){ { 45, MANY }, { 37, MANY - 1 }, { 42, 1 }, { 40, MANY }, { 0, 0 } });
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

/* The gradient of three shards is that of all images at once. */
static void
test_gradient_of_all_images (void)
{
  nn_network *network = square_network (NN_RELU, relu_weights);
  nn_workspace *w = workspace_new (network, MANY, false);
  nn_diagnostics *diagnostics = diagnostics_new (network, &many);
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);
  double squares = 0;

  for (int i = 0; i < MANY * 2; i++)
    many_pixels[i] = (uint8_t) nn_rng_below (&rng, 256);
  for (int i = 0; i < MANY; i++)
    many_labels[i] = (uint8_t) nn_rng_below (&rng, 2);
  nn_dataset_gather (&many, MANY, NULL, false, nn_workspace_input (w), nn_workspace_labels (w));
  pass (network, w, MANY, 1.0f / MANY, NULL);
  for (int i = 0; i < 9; i++)
    squares += (double) nn_workspace_gradient (w)[i] * nn_workspace_gradient (w)[i];
  g_assert_cmpfloat (squares, >, 1e-4);
  g_assert_cmpfloat_with_epsilon (measure (diagnostics, network).gradient_norm, sqrt (squares),
                                  1e-6);
  nn_diagnostics_free (diagnostics);
  nn_workspace_free (w);
  nn_network_free (network);
}

/* --- Looking changes nothing -------------------------------------------------------------------- */

static void
test_network_stays (void)
{
  const nn_model model = model_of_text ("drop.5 dense6 drop.5 dense2", square.shape, 2);
  nn_network *network = network_new (&model, (nn_activation){ NN_ELU, { 0.5 } }, true);
  const size_t size = nn_network_n_parameters (network) * sizeof (float);
  nn_diagnostics *diagnostics = diagnostics_new (network, &square);
  g_autofree float *before = NULL;
  nn_layer_diagnostics d, undropped;

  nn_network_initialize (network, NN_INITIALIZATION_HE, 1);
  nn_network_parameters (network)[size / sizeof (float) - 1] = 0.75f; /* learned by now */
  before = g_memdup2 (nn_network_peek_parameters (network), size);
  d = measure (diagnostics, network);
  g_assert_cmpmem (nn_network_peek_parameters (network), size, before, size);
  g_assert_cmpfloat (d.parameter[0], ==, 0.75);
  nn_network_set_dropout (network, 0);
  undropped = measure (diagnostics, network);
  g_assert_cmpfloat (undropped.mean, ==, d.mean);
  g_assert_cmpfloat (undropped.gradient_norm, ==, d.gradient_norm);
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
}

static void
test_refused (void)
{
  nn_network *network = square_network (NN_RELU, relu_weights);
  nn_dataset wrong[3] = { square, square, square };

  wrong[0].n_images = 0;
  wrong[1].shape.width = 3;
  wrong[2].n_classes = 3;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      nn_status status = NN_OK;

      g_assert_null (nn_diagnostics_new (network, &wrong[i], &status));
      g_assert_cmpint (status, ==, NN_ERROR_SHAPE);
    }
  nn_diagnostics_free (NULL);
  nn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/diagnostics/relu", test_relu);
  g_test_add_func ("/nn/diagnostics/elu", test_elu);
  g_test_add_func ("/nn/diagnostics/births-and-revivals", test_births_and_revivals);
  g_test_add_func ("/nn/diagnostics/update-ratio", test_update_ratio);
  g_test_add_func ("/nn/diagnostics/convolution", test_convolution);
  g_test_add_func ("/nn/diagnostics/ends-of-the-histogram", test_ends_of_the_histogram);
  g_test_add_func ("/nn/diagnostics/last-image-counts", test_last_image_counts);
  g_test_add_func ("/nn/diagnostics/gradient-of-all-images", test_gradient_of_all_images);
  g_test_add_func ("/nn/diagnostics/network-stays", test_network_stays);
  g_test_add_func ("/nn/diagnostics/refused", test_refused);
  return g_test_run ();
}
