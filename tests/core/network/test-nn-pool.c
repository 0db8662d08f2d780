/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-pool.c - max-pooling against its definition, with rests, ties and NaN */

#include <math.h>
#include <string.h>

#include "conv-reference.h"
#include "networks.h"
#include "nn-network-private.h"

enum { ROWS = 9 };

typedef struct {
  const char *name;
  nn_shape in;
  int side;
} pool_case;

static const pool_case cases[] = {
  { "even", { 3, 8, 6 }, 2 },         { "rest-of-1", { 17, 7, 5 }, 2 },
  { "rest-of-2", { 5, 8, 11 }, 3 },   { "rest-below-only", { 1, 5, 4 }, 2 },
  { "whole-image", { 33, 4, 4 }, 4 }, { "largest-window", { 2, 16, 31 }, NN_MAX_KERNEL },
};

/* The convolution below makes pooling hand a gradient down. */
static nn_network *
network_of (const pool_case *c)
{
  const nn_model model = { c->in,
                           3,
                           { { NN_LAYER_CONV, .units = c->in.channels, .kernel = 1 },
                             { NN_LAYER_POOL, .kernel = c->side },
                             { NN_LAYER_DENSE, .units = 2 } } };

  return network_new (&model, nn_activation_default (NN_ELU), false);
}

static void
assert_same (float a, float b)
{
  if (isnan (b))
    g_assert_true (isnan (a));
  else
    g_assert_cmpfloat (a, ==, b);
}

/* Runs layer 1 on x, and back with 1, 2, 3, ... from above. */
static void
check (const pool_case *c, const float *x)
{
  nn_network *network = network_of (c);
  nn_workspace *w = workspace_new (network, ROWS, false);
  const size_t n_in = ROWS * network->layer[1].n_in, n_out = ROWS * network->layer[1].n_out;
  g_autofree float *y = g_new (float, n_out), *dx = g_new0 (float, n_in);
  g_autofree int *place = g_new (int, n_out);

  pool_reference (ROWS, c->in, c->side, x, y, place);
  memcpy (w->layer[1].x, x, n_in * sizeof *x);
  g_assert_cmpint (nn_pool_forward (network, w, ROWS, 1, NULL), ==, NN_OK);
  for (size_t i = 0; i < n_out; i++)
    {
      assert_same (w->layer[1].y[i], y[i]);
      w->delta[0][i] = dx[place[i]] = i + 1;
    }
  for (size_t i = 0; i < n_in; i++)
    w->delta[1][i] = NAN;
  g_assert_cmpint (nn_pool_backward (network, w, ROWS, 1, false, w->delta[0], w->delta[1]), ==,
                   NN_OK);
  for (size_t i = 0; i < n_in; i++)
    g_assert_cmpfloat (w->delta[1][i], ==, dx[i]);
  nn_workspace_free (w);
  nn_network_free (network);
}

static void
test_definition (gconstpointer data)
{
  const pool_case *c = data;
  const size_t n = ROWS * nn_shape_size (c->in);
  g_autofree float *x = g_new (float, n);

  fill_normal (x, n, 1, 1);
  check (c, x);
  /* Of a few whole numbers most windows have equal ones. */
  for (size_t i = 0; i < n; i++)
    x[i] = rintf (x[i]);
  check (c, x);
  for (size_t i = 0; i < n; i += 3)
    x[i] = i % 2 ? NAN : i % 5 ? -INFINITY : INFINITY;
  check (c, x);
}

/* 1 channel, 5 x 4: two rows of two windows, and a last row that is in none. */
static void
test_by_hand (void)
{
  static const pool_case c = { .in = { 1, 5, 4 }, .side = 2 };
  static const float x[20]
      = { 1, 2, 7, 7, 3, -1, 7, 7, -5, -4, NAN, 0, -3, -3, 9, 1, 100, 100, 100, 100 };
  static const float y[4] = { 3, 7, -3, NAN };
  static const int place[4] = { 4, 2, 12, 10 };
  nn_network *network = network_of (&c);
  nn_workspace *w = workspace_new (network, 1, false);

  memcpy (w->layer[1].x, x, sizeof x);
  nn_pool_forward (network, w, 1, 1, NULL);
  for (int i = 0; i < 4; i++)
    {
      assert_same (w->layer[1].y[i], y[i]);
      w->delta[0][i] = 10 + i;
    }
  nn_pool_backward (network, w, 1, 1, false, w->delta[0], w->delta[1]);
  for (int i = 0; i < 20; i++)
    {
      float expected = 0;

      for (int o = 0; o < 4; o++)
        expected += place[o] == i ? 10 + o : 0;
      g_assert_cmpfloat (w->delta[1][i], ==, expected);
    }
  nn_workspace_free (w);
  nn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/pool/by-hand", test_by_hand);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/pool/definition/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_definition);
    }
  return g_test_run ();
}
