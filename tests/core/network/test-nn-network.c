/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-network.c - the parameters of a network, and an MLP against an example worked by hand */

#include <math.h>
#include <string.h>

#include "networks.h"

static const nn_model article_mlp = {
  { 1, 28, 28 }, 4, { { .units = 256 }, { .units = 128 }, { .units = 64 }, { .units = 10 } }
};
static const nn_model small_mlp
    = { { 1, 1, 5 }, 3, { { .units = 7 }, { .units = 6 }, { .units = 3 } } };

static nn_activation
elu (double alpha)
{
  nn_activation f = nn_activation_default (NN_ELU);

  f.parameter[0] = alpha;
  return f;
}

/* --- The model ------------------------------------------------------------------------------- */

static void
test_model (void)
{
  nn_network *network = network_new (&article_mlp, elu (1), false);

  g_assert_cmpuint (nn_network_n_parameters (network), ==, 242762);
  g_assert_false (nn_network_is_pixelwise (network));
  g_assert_cmpuint (nn_network_weight_offset (network, 0), ==, 0);
  g_assert_cmpuint (nn_network_bias_offset (network, 0), ==, 200704);
  g_assert_cmpuint (nn_network_weight_offset (network, 1), ==, 200960);
  g_assert_cmpuint (nn_network_weight_offset (network, 3), ==, 242112);
  g_assert_cmpuint (nn_network_bias_offset (network, 3), ==, 242752);
  g_assert_cmpuint ((guintptr) nn_network_parameters (network) % 64, ==, 0);
  g_assert_true (nn_network_peek_parameters (network) == nn_network_parameters (network));
  g_assert_cmpmem (nn_network_get_model (network), sizeof article_mlp, &article_mlp,
                   sizeof article_mlp);
  g_assert_true (nn_activation_equal (nn_network_get_activation (network), elu (1)));
  for (int i = 0; i < 242762; i++)
    g_assert_cmpfloat (nn_network_parameters (network)[i], ==, 0);
  nn_network_free (network);
}

/* What is wrong with a model is the business of test-nn-model.c; here, that it is asked. */
static void
test_model_refused (void)
{
  static const nn_model wrong[] = {
    { { 1, 1, 5 }, 0, { { 0 } } },
    { { 1, 1, 5 }, NN_MAX_LAYERS + 1, { { .units = 3 } } },
    { { 1, 1, 5 }, 1, { { .units = 0 } } },
    { { 1, 1, 5 }, 2, { { .units = 3 }, { NN_LAYER_POOL, .kernel = 2 } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      nn_status status = NN_OK;

      g_assert_null (nn_network_new (&wrong[i], elu (1), false, &status));
      g_assert_cmpint (status, ==, NN_ERROR_SHAPE);
    }
}

static void
test_activation_refused (void)
{
  nn_status status = NN_OK;

  g_assert_null (nn_network_new (&small_mlp, elu (NAN), false, &status));
  g_assert_cmpint (status, ==, NN_ERROR_ARGUMENT);
  nn_network_free (NULL);
}

static void
test_workspace_refused (void)
{
  nn_network *network = network_new (&small_mlp, elu (1), false);
  nn_status status = NN_OK;

  g_assert_null (nn_workspace_new (network, 0, false, &status));
  g_assert_cmpint (status, ==, NN_ERROR_ARGUMENT);
  g_assert_null (nn_workspace_new (network, G_MAXSIZE / 4, false, &status));
  g_assert_cmpint (status, ==, NN_ERROR_SHAPE);
  /* Fits in size_t, at 144 bytes a row, but no object may be larger than PTRDIFF_MAX. */
  g_assert_null (nn_workspace_new (network, G_MAXSIZE / 200, false, &status));
  g_assert_cmpint (status, ==, NN_ERROR_SHAPE);
  nn_workspace_free (NULL);
  nn_network_free (network);
}

/* --- Initial weights ------------------------------------------------------------------------- */

/* He: N(0, 2 / fan_in). Of 200704 weights the standard errors are 0.0022 sigma for the mean and
 * 0.0016 sigma for the deviation, and 640 in the last layer have 0.04 and 0.028.                 */
static void
test_initial_weights (void)
{
  nn_network *network = network_new (&article_mlp, elu (1), false);
  const float *p = nn_network_peek_parameters (network);

  nn_network_initialize (network, NN_INITIALIZATION_HE, 42);
  for (int l = 0; l < 4; l++)
    {
      const size_t first = nn_network_weight_offset (network, l);
      const size_t end = nn_network_bias_offset (network, l);
      const double sigma = sqrt (2.0 / nn_model_fan_in (&article_mlp, l)), n = end - first;
      const double tolerance = 4 * sigma / sqrt (n);
      double sum = 0, squares = 0;

      for (size_t i = first; i < end; i++)
        {
          sum += p[i];
          squares += p[i] * p[i];
        }
      g_assert_cmpfloat_with_epsilon (sum / n, 0, tolerance);
      g_assert_cmpfloat_with_epsilon (sqrt (squares / n), sigma, tolerance);
      for (int i = 0; i < article_mlp.layer[l].units; i++)
        g_assert_cmpfloat (p[end + i], ==, 0);
    }
  nn_network_free (network);
}

static void
test_initial_weights_follow_seed (void)
{
  nn_network *a = network_new (&small_mlp, elu (1), false);
  nn_network *b = network_new (&small_mlp, nn_activation_default (NN_TANH), false);
  const size_t size = nn_model_n_parameters (&small_mlp) * sizeof (float);

  nn_network_initialize (a, NN_INITIALIZATION_HE, 42);
  nn_network_initialize (b, NN_INITIALIZATION_HE, 42);
  g_assert_cmpmem (nn_network_parameters (a), size, nn_network_parameters (b), size);
  nn_network_parameters (b)[nn_network_bias_offset (b, 1)] = 1;
  nn_network_initialize (b, NN_INITIALIZATION_HE, 42);
  g_assert_cmpmem (nn_network_parameters (a), size, nn_network_parameters (b), size);
  nn_network_initialize (b, NN_INITIALIZATION_HE, 43);
  g_assert_cmpint (memcmp (nn_network_parameters (a), nn_network_parameters (b), size), !=, 0);
  nn_network_free (a);
  nn_network_free (b);
}

/* --- Forward and backward -------------------------------------------------------------------- */

/* x = (1, 2); z = x W1 + b1 = (-0.9, 1.5); a = (e^-0.9 - 1, 1.5); and so on, in double. Parameters
 * in their order: W1, b1, W2, b2.                                                               */
static const nn_model hand_mlp = { { 1, 1, 2 }, 2, { { .units = 2 }, { .units = 2 } } };
static const float hand_parameters[12] = { 1, 0.5f, -1, 2, 0.1f, -3, 1, -1, 1, 2, 0, 0.5f };
static const double hand_logits[2] = { 0.9065696597405991, 4.093430340259401 };
static const double hand_loss = 3.2273318861814473;
static const double hand_gradient[12] = {
  -0.7808876253403689, 0.9603368163755669, -1.5617752506807379, 1.9206736327511338,
  -0.7808876253403689, 0.9603368163755669, 0.5698930037053824,  -0.5698930037053824,
  -1.4405052245633503, 1.4405052245633503, -0.9603368163755669, 0.9603368163755669,
};

static void
test_hand_example (void)
{
  nn_network *network = network_new (&hand_mlp, elu (1), false);
  nn_workspace *workspace = workspace_new (network, 1, false);
  nn_loss loss;

  memcpy (nn_network_parameters (network), hand_parameters, sizeof hand_parameters);
  nn_workspace_input (workspace)[0] = 1;
  nn_workspace_input (workspace)[1] = 2;
  nn_workspace_labels (workspace)[0] = 0;
  loss = pass (network, workspace, 1, 1, NULL);

  g_assert_cmpfloat_with_epsilon (nn_workspace_activations (workspace, 0)[0], expm1 (-0.9), 1e-7);
  g_assert_cmpfloat_with_epsilon (nn_workspace_activations (workspace, 0)[1], 1.5, 1e-7);
  for (int i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (nn_workspace_logits (workspace)[i], hand_logits[i], 1e-6);
  g_assert_cmpfloat_with_epsilon (loss.loss, hand_loss, 1e-6);
  g_assert_cmpuint (loss.n_correct, ==, 0);
  for (int i = 0; i < 12; i++)
    g_assert_cmpfloat_with_epsilon (nn_workspace_gradient (workspace)[i], hand_gradient[i], 1e-6);
  nn_workspace_free (workspace);
  nn_network_free (network);
}

enum { ROWS = 9 };

/* scale is in the gradient and not in the loss; a second pass overwrites; logits are kept. */
static void
test_scale_and_repeat (void)
{
  nn_network *network = network_new (&small_mlp, elu (1), false);
  nn_workspace *workspace = workspace_new (network, ROWS, false);
  const size_t n = nn_model_n_parameters (&small_mlp), size = n * sizeof (float);
  g_autofree float *gradient = NULL;
  nn_loss loss, of_logits, half;

  nn_network_initialize (network, NN_INITIALIZATION_HE, 11);
  fill_batch (network, workspace, ROWS);
  loss = pass (network, workspace, ROWS, 1, NULL);
  of_logits = nn_network_loss (network, workspace, ROWS);
  g_assert_cmpfloat (loss.loss, ==, of_logits.loss);
  g_assert_cmpuint (loss.n_correct, ==, of_logits.n_correct);
  gradient = g_memdup2 (nn_workspace_gradient (workspace), size);
  pass (network, workspace, ROWS, 1, NULL);
  g_assert_cmpmem (nn_workspace_gradient (workspace), size, gradient, size);

  half = pass (network, workspace, ROWS, 0.5f, NULL);
  g_assert_cmpfloat (half.loss, ==, loss.loss);
  for (size_t i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (nn_workspace_gradient (workspace)[i], gradient[i] / 2,
                                    1e-6f * (1 + fabsf (gradient[i])));
  nn_workspace_free (workspace);
  nn_network_free (network);
}

/* Rows in two parts, added up, against all rows at once: the same sums in another order. */
static void
test_backward_add (void)
{
  nn_network *network = network_new (&small_mlp, elu (1), false);
  nn_workspace *whole = workspace_new (network, ROWS, false),
               *part = workspace_new (network, ROWS, false);
  const int n_pixels = 5, first = 4;
  nn_loss loss, of_whole;

  nn_network_initialize (network, NN_INITIALIZATION_HE, 11);
  fill_batch (network, whole, ROWS);
  of_whole = pass (network, whole, ROWS, 1, NULL);

  memcpy (nn_workspace_input (part), nn_workspace_input (whole), first * n_pixels * sizeof (float));
  memcpy (nn_workspace_labels (part), nn_workspace_labels (whole), first);
  loss = pass (network, part, first, 1, NULL);
  memcpy (nn_workspace_input (part), nn_workspace_input (whole) + first * n_pixels,
          (ROWS - first) * n_pixels * sizeof (float));
  memcpy (nn_workspace_labels (part), nn_workspace_labels (whole) + first, ROWS - first);
  of_whole.loss -= loss.loss;
  g_assert_cmpint (nn_network_forward (network, part, ROWS - first, NULL), ==, NN_OK);
  g_assert_cmpint (nn_network_backward_add (network, part, ROWS - first, 1, &loss), ==, NN_OK);

  g_assert_cmpfloat_with_epsilon (loss.loss, of_whole.loss, 1e-5);
  for (size_t i = 0; i < nn_model_n_parameters (&small_mlp); i++)
    g_assert_cmpfloat_with_epsilon (nn_workspace_gradient (part)[i],
                                    nn_workspace_gradient (whole)[i], 5e-6);
  nn_workspace_free (part);
  nn_workspace_free (whole);
  nn_network_free (network);
}

/* A row's logits do not depend on its neighbours; blocks of rows end where they should. */
static void
test_rows_are_independent (void)
{
  enum { MANY = 64 };
  nn_network *network = network_new (&article_mlp, nn_activation_default (NN_GELU), false);
  nn_workspace *many = workspace_new (network, MANY, false),
               *one = workspace_new (network, 1, false);

  nn_network_initialize (network, NN_INITIALIZATION_HE, 1);
  fill_batch (network, many, MANY);
  g_assert_cmpint (nn_network_forward (network, many, MANY, NULL), ==, NN_OK);
  for (int r = 0; r < MANY; r += 9)
    {
      memcpy (nn_workspace_input (one), nn_workspace_input (many) + r * 784, 784 * sizeof (float));
      g_assert_cmpint (nn_network_forward (network, one, 1, NULL), ==, NN_OK);
      for (int c = 0; c < 10; c++)
        g_assert_cmpfloat_with_epsilon (nn_workspace_logits (one)[c],
                                        nn_workspace_logits (many)[r * 10 + c], 1e-4);
    }
  nn_workspace_free (one);
  nn_workspace_free (many);
  nn_network_free (network);
}

/* One layer only: no activation, and nothing below it to hand a gradient to. */
static void
test_single_layer (void)
{
  static const nn_model softmax_regression = { { 1, 1, 3 }, 1, { { .units = 2 } } };
  nn_network *network = network_new (&softmax_regression, elu (1), false);
  nn_workspace *workspace = workspace_new (network, 1, false);
  static const double expected[8] = { -0.5, 0.5, -1, 1, 1.5, -1.5, -0.5, 0.5 };
  nn_loss loss;

  memcpy (nn_workspace_input (workspace), (const float[]){ 1, 2, -3 }, 3 * sizeof (float));
  nn_workspace_labels (workspace)[0] = 0;
  loss = pass (network, workspace, 1, 1, NULL);
  g_assert_cmpfloat_with_epsilon (loss.loss, G_LN2, 1e-15);
  for (int i = 0; i < 8; i++)
    g_assert_cmpfloat (nn_workspace_gradient (workspace)[i], ==, expected[i]);
  nn_workspace_free (workspace);
  nn_network_free (network);
}

static void
test_nan_weight (void)
{
  nn_network *network = network_new (&small_mlp, elu (1), false);
  nn_workspace *workspace = workspace_new (network, ROWS, false);

  nn_network_initialize (network, NN_INITIALIZATION_HE, 11);
  nn_network_parameters (network)[3] = NAN;
  fill_batch (network, workspace, ROWS);
  g_assert_true (isnan (pass (network, workspace, ROWS, 1, NULL).loss));
  nn_workspace_free (workspace);
  nn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/network/model/sizes", test_model);
  g_test_add_func ("/nn/network/model/refused", test_model_refused);
  g_test_add_func ("/nn/network/activation-refused", test_activation_refused);
  g_test_add_func ("/nn/network/workspace-refused", test_workspace_refused);
  g_test_add_func ("/nn/network/initial-weights/he", test_initial_weights);
  g_test_add_func ("/nn/network/initial-weights/seed", test_initial_weights_follow_seed);
  g_test_add_func ("/nn/network/hand-example", test_hand_example);
  g_test_add_func ("/nn/network/scale-and-repeat", test_scale_and_repeat);
  g_test_add_func ("/nn/network/backward-add", test_backward_add);
  g_test_add_func ("/nn/network/rows-are-independent", test_rows_are_independent);
  g_test_add_func ("/nn/network/single-layer", test_single_layer);
  g_test_add_func ("/nn/network/nan-weight", test_nan_weight);
  return g_test_run ();
}
