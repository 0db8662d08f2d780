/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-dropout.c - what dropout drops, how often, and that all networks lose the same */

#include <math.h>
#include <string.h>

#include "networks.h"
#include "nn-network-private.h"

/* Widths that no group of random numbers ends with. */
enum { ROWS = 20, WIDTH = 301 };

static const nn_dropout_key key = { .seed = 42, .step = 7 };

static nn_network *
network_of (float rate, nn_activation_id f)
{
  const nn_model model = { { 1, 1, WIDTH },
                           4,
                           { { NN_LAYER_DENSE, .units = WIDTH },
                             { NN_LAYER_DROPOUT, .rate = rate },
                             { NN_LAYER_DROPOUT, .rate = rate },
                             { NN_LAYER_DENSE, .units = 2 } } };

  return network_new (&model, nn_activation_default (f), false);
}

/* Layer l of a network for ones. */
static const float *
drop_ones (const nn_network *network, nn_workspace *w, size_t rows, int l,
           const nn_dropout_key *with)
{
  for (size_t i = 0; i < rows * WIDTH; i++)
    w->layer[l].x[i] = 1;
  g_assert_cmpint (nn_dropout_forward (network, w, rows, l, with), ==, NN_OK);
  return w->layer[l].y;
}

/* Of n values a share p is dropped with a standard error of sqrt (p (1 - p) / n), and what stays is
 * 1 / (1 - p): so the mean is 1 with an error 1 / (1 - p) times as large. p is within 2^-17 of the
 * rate.                                                                                         */
static void
test_rate (gconstpointer data)
{
  const float rate = GPOINTER_TO_INT (data) / 100.0f;
  const size_t rows = 1000, n = rows * WIDTH;
  const double error = 4 * sqrt (rate * (1 - rate) / n);
  nn_network *network = network_of (rate, NN_ELU);
  nn_workspace *w = workspace_new (network, rows, false);
  const float *y = drop_ones (network, w, rows, 1, &key);
  double sum = 0;
  size_t n_dropped = 0;

  for (size_t i = 0; i < n; i++)
    {
      if (y[i] != 0)
        g_assert_cmpfloat_with_epsilon (y[i], 1 / (1 - rate), 1e-5 / ((1 - rate) * (1 - rate)));
      n_dropped += y[i] == 0;
      sum += y[i];
    }
  g_assert_cmpfloat_with_epsilon (n_dropped / (double) n, rate, error);
  g_assert_cmpfloat_with_epsilon (sum / n, 1, error / (1 - rate));
  nn_workspace_free (w);
  nn_network_free (network);
}

/* No column and no row is dropped more often than chance allows: of 1000 values a quarter, with a
 * standard error of 13.7; 5 of them in either of 301 columns has a chance of 2e-4.              */
static void
test_even (void)
{
  const size_t rows = 1000;
  nn_network *network = network_of (0.25f, NN_ELU);
  nn_workspace *w = workspace_new (network, rows, false);
  const float *y = drop_ones (network, w, rows, 1, &key);

  for (size_t i = 0; i < WIDTH; i++)
    {
      int n = 0;

      for (size_t r = 0; r < rows; r++)
        n += y[r * WIDTH + i] == 0;
      g_assert_cmpfloat_with_epsilon (n, 250, 5 * 13.7);
    }
  nn_workspace_free (w);
  nn_network_free (network);
}

/* The mask as the kept values of ones. */
static float *
mask_of (const nn_network *network, int l, const nn_dropout_key *with)
{
  nn_workspace *w = workspace_new (network, ROWS, false);
  float *mask = g_memdup2 (drop_ones (network, w, ROWS, l, with), ROWS * WIDTH * sizeof *mask);

  nn_workspace_free (w);
  return mask;
}

static void
test_same_for_all_networks (void)
{
  nn_network *a = network_of (0.5f, NN_ELU), *b = network_of (0.5f, NN_TANH);
  g_autofree float *of_a = NULL, *of_b = NULL;

  nn_network_initialize (a, NN_INITIALIZATION_HE, 1);
  nn_network_initialize (b, NN_INITIALIZATION_GAIN, 2);
  of_a = mask_of (a, 1, &key);
  of_b = mask_of (b, 1, &key);
  g_assert_cmpmem (of_a, ROWS * WIDTH * sizeof *of_a, of_b, ROWS * WIDTH * sizeof *of_b);
  nn_network_free (a);
  nn_network_free (b);
}

/* Another seed, step, layer or row: half of the values go another way. */
static void
test_others_differ (void)
{
  nn_network *network = network_of (0.5f, NN_ELU);
  g_autofree float *mask = mask_of (network, 1, &key);
  float *others[] = {
    mask_of (network, 1, &(nn_dropout_key){ 43, 7, 0 }),
    mask_of (network, 1, &(nn_dropout_key){ 42, 8, 0 }),
    mask_of (network, 1, &(nn_dropout_key){ 42, 7 + (1ull << 32), 0 }),
    mask_of (network, 1, &(nn_dropout_key){ 42, 7, ROWS }),
    mask_of (network, 2, &key),
  };

  for (gsize k = 0; k < G_N_ELEMENTS (others); k++)
    {
      int n_same = 0;

      for (int i = 0; i < ROWS * WIDTH; i++)
        n_same += mask[i] == others[k][i];
      g_assert_cmpfloat_with_epsilon (n_same / (double) (ROWS * WIDTH), 0.5, 0.03);
      g_free (others[k]);
    }
  nn_network_free (network);
}

/* Random numbers come in groups of 128 values: no group of a row is one of the next row's. */
static void
test_rows_differ (void)
{
  enum { GROUP = 128 };
  nn_network *network = network_of (0.5f, NN_ELU);
  g_autofree float *mask = mask_of (network, 1, &key);

  for (int r = 0; r + 1 < ROWS; r++)
    for (int from = 0; from + GROUP <= WIDTH; from += GROUP)
      for (int to = 0; to + GROUP <= WIDTH; to += GROUP)
        g_assert_cmpint (
            memcmp (mask + r * WIDTH + from, mask + (r + 1) * WIDTH + to, GROUP * sizeof *mask), !=,
            0);
  nn_network_free (network);
}

/* 20 rows at once, or as 1, 7 and 12. */
static void
test_cut_of_the_batch (void)
{
  nn_network *network = network_of (0.25f, NN_ELU);
  nn_workspace *w = workspace_new (network, ROWS, false);
  g_autofree float *whole = mask_of (network, 1, &key);
  static const size_t cuts[] = { 0, 1, 8, ROWS };

  for (gsize k = 0; k + 1 < G_N_ELEMENTS (cuts); k++)
    {
      const size_t rows = cuts[k + 1] - cuts[k];
      const nn_dropout_key part = { key.seed, key.step, cuts[k] };
      const float *y = drop_ones (network, w, rows, 1, &part);

      g_assert_cmpmem (y, rows * WIDTH * sizeof *y, whole + cuts[k] * WIDTH,
                       rows * WIDTH * sizeof *y);
    }
  nn_workspace_free (w);
  nn_network_free (network);
}

static void
test_none_in_evaluation (void)
{
  nn_network *network = network_of (0.5f, NN_ELU);
  nn_workspace *w = workspace_new (network, ROWS, false);
  const size_t size = ROWS * WIDTH * sizeof (float);

  nn_network_initialize (network, NN_INITIALIZATION_HE, 1);
  fill_batch (network, w, ROWS);
  forward (network, w, ROWS, &key);
  g_assert_cmpint (memcmp (w->layer[2].y, w->layer[1].x, size), !=, 0);
  forward (network, w, ROWS, NULL);
  g_assert_cmpmem (w->layer[2].y, size, w->layer[1].x, size);
  /* And what follows such a pass is not masked either. */
  fill_normal (w->delta[0], ROWS * WIDTH, 1, 1);
  nn_dropout_backward (network, w, ROWS, 1, false, w->delta[0], w->delta[1]);
  g_assert_cmpmem (w->delta[1], size, w->delta[0], size);
  nn_workspace_free (w);
  nn_network_free (network);
}

static void
test_gradient_is_masked_alike (void)
{
  nn_network *network = network_of (0.25f, NN_ELU);
  nn_workspace *w = workspace_new (network, ROWS, false);
  const float *y;

  forward (network, w, ROWS, &key); /* so that the workspace knows that values were dropped */
  y = drop_ones (network, w, ROWS, 1, &key);
  fill_normal (w->delta[0], ROWS * WIDTH, 1, 1);
  nn_dropout_backward (network, w, ROWS, 1, false, w->delta[0], w->delta[1]);
  for (int i = 0; i < ROWS * WIDTH; i++)
    g_assert_cmpfloat (w->delta[1][i], ==, w->delta[0][i] * y[i]);
  nn_workspace_free (w);
  nn_network_free (network);
}

/* Half of a rate of one half is a quarter, to the same bits; of none nothing is lost. What a higher
 * rate keeps a lower one keeps too.                                                             */
static void
test_factor (void)
{
  nn_network *half = network_of (0.5f, NN_ELU), *quarter = network_of (0.25f, NN_ELU);
  g_autofree float *of_half = mask_of (half, 1, &key), *of_quarter = mask_of (quarter, 1, &key);
  g_autofree float *halved = NULL, *none = NULL;

  nn_network_set_dropout (half, 0.5);
  halved = mask_of (half, 1, &key);
  nn_network_set_dropout (half, 0);
  none = mask_of (half, 1, &key);
  g_assert_cmpmem (halved, ROWS * WIDTH * sizeof *halved, of_quarter,
                   ROWS * WIDTH * sizeof *of_quarter);
  for (int i = 0; i < ROWS * WIDTH; i++)
    {
      g_assert_cmpfloat (none[i], ==, 1);
      if (of_half[i] != 0)
        g_assert_cmpfloat (of_quarter[i], !=, 0);
    }
  nn_network_free (half);
  nn_network_free (quarter);
}

/* The nearest multiple of 2^-16 of 0.999999 is 1: everything is dropped, and nothing is NaN. */
static void
test_almost_everything (void)
{
  nn_network *network = network_of (0.999999f, NN_ELU);
  nn_workspace *w = workspace_new (network, ROWS, false);
  nn_loss loss;

  nn_network_initialize (network, NN_INITIALIZATION_HE, 1);
  fill_batch (network, w, ROWS);
  loss = pass (network, w, ROWS, 1, &key);
  g_assert_cmpfloat_with_epsilon (loss.loss, ROWS * G_LN2, 1e-4);
  for (size_t i = 0; i < nn_network_n_parameters (network); i++)
    g_assert_true (isfinite (nn_workspace_gradient (w)[i]));
  nn_workspace_free (w);
  nn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/nn/dropout/rate/1", GINT_TO_POINTER (1), test_rate);
  g_test_add_data_func ("/nn/dropout/rate/25", GINT_TO_POINTER (25), test_rate);
  g_test_add_data_func ("/nn/dropout/rate/50", GINT_TO_POINTER (50), test_rate);
  g_test_add_data_func ("/nn/dropout/rate/90", GINT_TO_POINTER (90), test_rate);
  g_test_add_func ("/nn/dropout/even", test_even);
  g_test_add_func ("/nn/dropout/same-for-all-networks", test_same_for_all_networks);
  g_test_add_func ("/nn/dropout/others-differ", test_others_differ);
  g_test_add_func ("/nn/dropout/rows-differ", test_rows_differ);
  g_test_add_func ("/nn/dropout/cut-of-the-batch", test_cut_of_the_batch);
  g_test_add_func ("/nn/dropout/none-in-evaluation", test_none_in_evaluation);
  g_test_add_func ("/nn/dropout/gradient-is-masked-alike", test_gradient_is_masked_alike);
  g_test_add_func ("/nn/dropout/factor", test_factor);
  g_test_add_func ("/nn/dropout/almost-everything", test_almost_everything);
  return g_test_run ();
}
