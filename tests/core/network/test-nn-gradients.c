/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-gradients.c - every gradient against differences of the loss
 *
 * Of every kind of layer, along random directions, weights and biases and what an activation has
 * learned each by themselves; and of the article's CNN, along random halves of the gradient, since
 * in two million dimensions a random direction is at right angles to everything.
 */

#include <math.h>
#include <string.h>

#include "networks.h"
#include "nn-network-private.h"

enum { ROWS = 9, DIRECTIONS = 8 };

static const double tolerance = 1e-3;

typedef struct {
  const char *name, *model;
  nn_shape input;
  nn_activation f;
  bool learns_f, drops;
} gradient_case;

static const nn_dropout_key dropout_key = { .seed = 42, .step = 3 };

/* With many pre-activations some pass 0 on the way, so there the function must be smooth. */
static const gradient_case cases[] = {
  { "dense/elu-1", "5-7-6-3", { 1, 1, 5 }, { NN_ELU, { 1 } }, false, false },
  { "dense/elu-0.3", "5-7-6-3", { 1, 1, 5 }, { NN_ELU, { 0.3 } }, false, false },
  { "dense/tanh", "5-7-6-3", { 1, 1, 5 }, { NN_TANH, { 0 } }, false, false },
  { "dense/gelu", "5-7-6-3", { 1, 1, 5 }, { NN_GELU, { 0 } }, false, false },
  { "conv", "conv3x5 conv5x4v dense3", { 3, 7, 8 }, { NN_ELU, { 1 } }, false, false },
  { "conv/gelu", "conv3x5 conv5x4v dense3", { 3, 7, 8 }, { NN_GELU, { 0 } }, false, false },
  { "pool", "conv3x3 pool2 conv3x2 pool3 dense3", { 2, 7, 6 }, { NN_ELU, { 1 } }, false, false },
  { "pool-first", "pool2 conv3x4 dense3", { 3, 9, 8 }, { NN_ELU, { 1 } }, false, false },
  { "dropout",
    "conv3x5 drop.25 conv3x4 drop.25 dense8 drop.5 dense3",
    { 2, 6, 6 },
    { NN_ELU, { 1 } },
    false,
    true },
  { "dropout-first", "drop.25 dense8 drop.5 dense3", { 1, 1, 9 }, { NN_TANH, { 0 } }, false, true },
  { "learned/elu-alpha", "9-8-6-3", { 1, 1, 9 }, { NN_ELU, { 0.7 } }, true, false },
  { "learned/elu-alpha-of-conv",
    "conv3x4 dense6 dense3",
    { 2, 6, 7 },
    { NN_ELU, { 1 } },
    true,
    false },
  { "learned/leaky-relu-c", "9-8-6-3", { 1, 1, 9 }, { NN_LEAKY_RELU, { 0.6 } }, true, false },
  { "learned/pelu-a-and-b",
    "conv3x4 dense6 dense3",
    { 2, 6, 7 },
    { NN_PELU, { 1.2, 0.8 } },
    true,
    false },
  { "learned/celu-alpha", "9-8-6-3", { 1, 1, 9 }, { NN_CELU, { 0.7 } }, true, false },
  { "learned/silu-beta", "9-8-6-3", { 1, 1, 9 }, { NN_SILU, { 1.3 } }, true, false },
  { "learned/softplus-beta", "9-8-6-3", { 1, 1, 9 }, { NN_SOFTPLUS, { 1.3 } }, true, false },
};

static double
loss_at (nn_network *network, nn_workspace *workspace, size_t rows, const nn_dropout_key *key,
         size_t first, size_t n, const float *centre, const float *direction, double distance)
{
  float *p = nn_network_parameters (network) + first;

  for (size_t i = 0; i < n; i++)
    p[i] = (float) (centre[i] + distance * direction[i]);
  forward (network, workspace, rows, key);
  return nn_network_loss (network, workspace, rows).loss;
}

/* A number that changes when another value of some window becomes its greatest. */
static guint
choices_of (const nn_network *network, const nn_workspace *workspace, size_t rows)
{
  guint hash = 0;

  for (int l = 0; l < workspace->n_layers; l++)
    if (network->layer[l].row.id == NN_LAYER_POOL)
      for (size_t i = 0; i < rows * network->layer[l].n_out; i++)
        hash = hash * 31 + workspace->layer[l].choice[i];
  return hash;
}

/* Compares the gradient of parameters first .. first + n - 1 along direction, which is made one of
 * length 1, with a central difference. At a distance of 2^-9 the rounding of float32 logits puts
 * about 4e-4 into the difference. Returns how far they are apart; *has_kink, which may be NULL, tells
 * whether a window of pooling chooses otherwise on one side than on the other.                  */
static double
error_along (nn_network *network, nn_workspace *workspace, size_t rows, const nn_dropout_key *key,
             size_t first, size_t n, float *direction, bool *has_kink)
{
  const double h = 0x1p-9;
  float *p = nn_network_parameters (network) + first;
  g_autofree float *centre = g_memdup2 (p, n * sizeof *p);
  double length = 0, slope = 0, above, below, difference;
  guint choices;

  for (size_t i = 0; i < n; i++)
    length += (double) direction[i] * direction[i];
  for (size_t i = 0; i < n; i++)
    {
      direction[i] /= (float) sqrt (length);
      slope += (double) direction[i] * nn_workspace_gradient (workspace)[first + i];
    }
  above = loss_at (network, workspace, rows, key, first, n, centre, direction, h);
  choices = choices_of (network, workspace, rows);
  below = loss_at (network, workspace, rows, key, first, n, centre, direction, -h);
  memcpy (p, centre, n * sizeof *centre);
  if (has_kink != NULL)
    *has_kink = choices_of (network, workspace, rows) != choices;
  difference = (above - below) / (2 * h);
  return fabs (slope - difference) / (1 + fabs (difference));
}

static void
check_directions (nn_network *network, nn_workspace *workspace, const nn_dropout_key *key,
                  size_t first, size_t n)
{
  g_autofree float *direction = g_new (float, n);
  int n_checked = 0;

  for (int k = 0; k < DIRECTIONS; k++)
    {
      bool has_kink;
      double error;

      fill_normal (direction, n, 1, 100 * first + k);
      error = error_along (network, workspace, ROWS, key, first, n, direction, &has_kink);
      if (!has_kink)
        g_assert_cmpfloat (error, <, tolerance);
      n_checked += !has_kink;
    }
  g_assert_cmpint (n_checked, >=, DIRECTIONS / 2);
}

/* A direction for each parameter that the activations have learned. */
static void
check_learned (nn_network *network, nn_workspace *workspace, const nn_dropout_key *key)
{
  const size_t n_model = nn_model_n_parameters (nn_network_get_model (network));

  for (size_t i = n_model; i < nn_network_n_parameters (network); i++)
    {
      float direction = 1;

      g_assert_cmpfloat (fabsf (nn_workspace_gradient (workspace)[i]), >, 1e-3);
      g_assert_cmpfloat (error_along (network, workspace, ROWS, key, i, 1, &direction, NULL), <,
                         tolerance);
    }
}

static void
test_gradient (gconstpointer data)
{
  const gradient_case *c = data;
  const nn_model model = model_of_text (c->model, c->input, 3);
  const nn_dropout_key *key = c->drops ? &dropout_key : NULL;
  nn_network *network = network_new (&model, c->f, c->learns_f);
  nn_workspace *workspace = workspace_new (network, ROWS, false);

  nn_network_initialize (network, NN_INITIALIZATION_HE, 11);
  /* Biases away from 0, so that they are checked where they do something. */
  for (size_t i = 0; i < nn_model_n_parameters (&model); i++)
    nn_network_parameters (network)[i] += 0.05f * sinf (i + 1);
  fill_batch (network, workspace, ROWS);
  pass (network, workspace, ROWS, 1, key);
  for (int l = 0; l < model.n_layers; l++)
    if (nn_model_n_weights (&model, l) > 0)
      {
        const size_t weights = nn_network_weight_offset (network, l);
        const size_t biases = nn_network_bias_offset (network, l);

        check_directions (network, workspace, key, weights, biases - weights);
        check_directions (network, workspace, key, biases, model.layer[l].units);
      }
  check_directions (network, workspace, key, 0, nn_network_n_parameters (network));
  check_learned (network, workspace, key);
  nn_workspace_free (workspace);
  nn_network_free (network);
}

/* --- The article's CNN -------------------------------------------------------------------------- */

/* Some random half of the gradient of parameters first .. first + n - 1. A window of pooling that
 * chooses otherwise on one side than on the other is a kink; among 24,576 there always are some, and
 * nearer the centre, where there are none, rounding leaves no more digits: hence the tolerance. */
static void
check_halves (nn_network *network, nn_workspace *workspace, size_t rows, size_t first, size_t n)
{
  g_autofree float *direction = g_new (float, n);

  for (int k = 0; k < 3; k++)
    {
      nn_rng rng = nn_rng_stream (6, NN_RNG_PROBE, first, k);

      for (size_t i = 0; i < n; i++)
        direction[i] = nn_rng_below (&rng, 2) ? nn_workspace_gradient (workspace)[first + i] : 0;
      g_assert_cmpfloat (error_along (network, workspace, rows, NULL, first, n, direction, NULL), <,
                         4 * tolerance);
    }
}

/* Without dropout; the loss of two images, with weights of the size that the function asks for. */
static void
test_article_cnn (gconstpointer data)
{
  const nn_activation *f = data;
  const nn_model model = model_of_text ("conv3x32 conv3x32 pool2 drop.25 conv3x64 conv3x64 pool2 "
                                        "drop.25 flatten dense512 drop.5 dense10",
                                        (nn_shape){ 3, 32, 32 }, 10);
  const size_t rows = 2;
  nn_network *network = network_new (&model, *f, true);
  nn_workspace *workspace = workspace_new (network, rows, false);

  nn_network_initialize (network, NN_INITIALIZATION_GAIN, 11);
  fill_batch (network, workspace, rows);
  pass (network, workspace, rows, 1, NULL);
  for (int l = 0; l < model.n_layers; l++)
    if (nn_model_n_weights (&model, l) > 0)
      {
        const size_t weights = nn_network_weight_offset (network, l);
        const size_t biases = nn_network_bias_offset (network, l);

        check_halves (network, workspace, rows, weights, biases - weights);
        check_halves (network, workspace, rows, biases, model.layer[l].units);
      }
  check_halves (network, workspace, rows, 0, nn_network_n_parameters (network));
  nn_workspace_free (workspace);
  nn_network_free (network);
}

int
main (int argc, char **argv)
{
  static const nn_activation elu = { NN_ELU, { 1 } }, gelu = { NN_GELU, { 0 } };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/gradients/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_gradient);
    }
  g_test_add_data_func ("/nn/gradients/article-cnn/elu", &elu, test_article_cnn);
  g_test_add_data_func ("/nn/gradients/article-cnn/gelu", &gelu, test_article_cnn);
  return g_test_run ();
}
