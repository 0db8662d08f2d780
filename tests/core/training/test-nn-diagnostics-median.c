/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-diagnostics-median.c - the median over all units of a network, by hand
 *
 * Without weights a unit is its bias for every image, so the mean activations are known.
 */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-diagnostics.h"

static const guint8 pixels[2 * 4] = { 0, 50, 100, 150, 200, 250, 3, 7 };
static const guint8 labels[2] = { 0, 1 };
static const nn_dataset probe = { 2, { 1, 2, 2 }, 2, pixels, labels };

static nn_network *
network_of_biases (const char *text, const float *biases)
{
  nn_model model;
  nn_network *network;
  nn_status status;
  size_t offset;

  g_assert_cmpint (nn_model_parse (text, probe.shape, probe.n_classes, &model, &offset), ==,
                   NN_MODEL_OK);
  network = nn_network_new (&model, nn_activation_default (NN_RELU), false, &status);
  g_assert_cmpint (status, ==, NN_OK);
  memset (nn_network_parameters (network), 0, nn_network_n_parameters (network) * sizeof (float));
  for (int l = 0; l < model.n_layers; l++)
    for (unsigned u = 0; nn_model_is_activated (&model, l) && u < model.layer[l].units; u++)
      nn_network_parameters (network)[nn_network_bias_offset (network, l) + u] = *biases++;
  return network;
}

static double
measure (const char *text, const float *biases, double *first, double *second)
{
  nn_network *network = network_of_biases (text, biases);
  nn_layer_diagnostics layer[NN_MAX_LAYERS];
  nn_status status;
  nn_diagnostics *diagnostics = nn_diagnostics_new (network, &probe, &status);
  double median;

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_true (isnan (nn_diagnostics_median (diagnostics)));
  g_assert_cmpint (nn_diagnostics_measure (diagnostics, network, layer), ==, NN_OK);
  median = nn_diagnostics_median (diagnostics);
  *first = layer[0].median;
  *second = layer[1].median;
  nn_diagnostics_reset (diagnostics);
  g_assert_true (isnan (nn_diagnostics_median (diagnostics)));
  nn_diagnostics_free (diagnostics);
  nn_network_free (network);
  return median;
}

/* ReLU makes 0 of -1. The median of both layers is not the median of their medians. */
static void
test_odd (void)
{
  static const float biases[] = { 8, -1, 2, 4, 3 };
  double first, second;

  g_assert_cmpfloat (measure ("4-3-2-2", biases, &first, &second), ==, 3);
  g_assert_cmpfloat (first, ==, 2);
  g_assert_cmpfloat (second, ==, 3.5);
}

static void
test_even (void)
{
  static const float biases[] = { 1, 16, 64, 2, 4, 8 };
  double first, second;

  g_assert_cmpfloat (measure ("4-3-3-2", biases, &first, &second), ==, 6);
  g_assert_cmpfloat (first, ==, 16);
  g_assert_cmpfloat (second, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/diagnostics/network-median/odd", test_odd);
  g_test_add_func ("/nn/diagnostics/network-median/even", test_even);
  return g_test_run ();
}
