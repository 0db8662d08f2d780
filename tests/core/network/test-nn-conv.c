/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-conv.c - the convolution layer against its definition
 *
 * Forward, and the gradients by weights, biases and images, over a table of shapes. The layer is
 * called by itself (nn-network-private.h), so that any gradient may come from above.
 */

#include <math.h>
#include <string.h>

#include "conv-reference.h"
#include "networks.h"
#include "nn-network-private.h"

/* Of sums in float of up to a few thousand products. */
static const double tolerance = 1e-5;

typedef struct {
  nn_shape in;
  int filters, kernel;
  bool valid, first; /* first: no layer with weights below */
  int rows;
  bool large; /* too slow for the definition        */
} shape_case;

/* What a layer is given and what should come of it. */
typedef struct {
  conv_case shape;
  float *x, *dy;
  double *z, *dw, *db, *dx;
} expectation;

/* A convolution of 1 x 1 below it makes the layer one that has to hand a gradient down. */
static nn_network *
network_of (const shape_case *s)
{
  nn_model model = {
    s->in,
    3,
    { { NN_LAYER_CONV, .units = s->in.channels, .kernel = 1 },
      { NN_LAYER_CONV, .units = s->filters, .kernel = s->kernel, .valid = s->valid },
      { NN_LAYER_DENSE, .units = 2 } },
  };

  if (s->first)
    {
      memmove (model.layer, model.layer + 1, 2 * sizeof *model.layer);
      model.n_layers = 2;
    }
  return network_new (&model, nn_activation_default (NN_ELU), false);
}

static expectation
expect (const shape_case *s, const float *w, const float *bias)
{
  expectation e = { .shape = conv_case_of (s->rows, s->in, s->filters, s->kernel, s->valid) };
  const size_t n_in = s->rows * nn_shape_size (s->in);
  const size_t n_out = s->rows * nn_shape_size (e.shape.out);
  const nn_activation f = nn_activation_default (NN_ELU);
  g_autofree double *dz = g_new (double, n_out);

  e.x = g_new (float, n_in);
  e.dy = g_new (float, n_out);
  e.z = g_new (double, n_out);
  e.dw = g_new (double, bias - w);
  e.db = g_new (double, s->filters);
  e.dx = g_new (double, n_in);
  fill_normal (e.x, n_in, 1, 1);
  fill_normal (e.dy, n_out, 1, 2);
  (s->large ? conv_im2col_forward : conv_reference_forward) (&e.shape, e.x, w, bias, e.z);
  for (size_t i = 0; i < n_out; i++)
    dz[i] = e.dy[i] * nn_activation_eval (f, 1, e.z[i]);
  (s->large ? conv_im2col_backward : conv_reference_backward) (&e.shape, e.x, w, dz, e.dw, e.db,
                                                               e.dx);
  return e;
}

static void
expectation_clear (expectation *e)
{
  g_free (e->x);
  g_free (e->dy);
  g_free (e->z);
  g_free (e->dw);
  g_free (e->db);
  g_free (e->dx);
}

/* typical: the size of such sums, in case that a few of them happen to be small. */
static void
assert_close (const float *actual, const double *expected, size_t n, double typical)
{
  for (size_t i = 0; i < n; i++)
    typical = fmax (typical, fabs (expected[i]));
  for (size_t i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (actual[i], expected[i], tolerance * typical);
}

static void
assert_gradient (const expectation *e, const float *dw, const float *db, size_t n_weights)
{
  const nn_shape out = e->shape.out;
  const double typical = sqrt (e->shape.rows * out.height * out.width);

  assert_close (dw, e->dw, n_weights, typical);
  assert_close (db, e->db, out.channels, typical);
}

static void
assert_forward (const expectation *e, const nn_workspace_layer *layer, size_t n_out)
{
  const nn_activation f = nn_activation_default (NN_ELU);

  assert_close (layer->z, e->z, n_out, 1);
  for (size_t i = 0; i < n_out; i++)
    g_assert_cmpfloat_with_epsilon (layer->y[i], nn_activation_eval (f, 0, layer->z[i]), 1e-6);
}

/* values, and NaN behind them as far as the last chunk goes: none of it may be used. */
static void
place (float *where, const float *values, size_t rows, size_t width)
{
  size_t rest = (NN_CHUNK_ROWS - rows % NN_CHUNK_ROWS) % NN_CHUNK_ROWS;

  memcpy (where, values, rows * width * sizeof *values);
  for (size_t i = 0; i < rest * width; i++)
    where[rows * width + i] = NAN;
}

static void
check (const shape_case *s)
{
  nn_network *network = network_of (s);
  nn_workspace *w = workspace_new (network, s->rows, true);
  const int l = s->first ? 0 : 1;
  const size_t weight = nn_network_weight_offset (network, l);
  const size_t bias = nn_network_bias_offset (network, l);
  const size_t n_in = network->layer[l].n_in, n_out = network->layer[l].n_out;
  float *p = nn_network_parameters (network);
  float *dx = s->first ? NULL : w->delta[1];
  expectation e;

  fill_normal (p, nn_network_n_parameters (network),
               1 / sqrtf (s->in.channels * s->kernel * s->kernel), 3);
  e = expect (s, p + weight, p + bias);
  g_assert_true (nn_shape_equal (network->layer[l].out, e.shape.out));

  place (w->layer[l].x, e.x, s->rows, n_in);
  g_assert_cmpint (nn_conv_forward (network, w, s->rows, l, NULL), ==, NN_OK);
  assert_forward (&e, &w->layer[l], s->rows * n_out);

  place (w->delta[0], e.dy, s->rows, n_out);
  g_assert_cmpint (nn_conv_backward (network, w, s->rows, l, false, w->delta[0], dx), ==, NN_OK);
  assert_gradient (&e, w->gradient + weight, w->gradient + bias, bias - weight);
  if (dx != NULL)
    assert_close (dx, e.dx, s->rows * n_in, 1);

  /* Added to what is there: three times the gradient. */
  for (int i = 0; i < 2; i++)
    {
      place (w->delta[0], e.dy, s->rows, n_out);
      nn_conv_backward (network, w, s->rows, l, true, w->delta[0], dx);
    }
  for (size_t i = weight; i < bias + s->filters; i++)
    w->gradient[i] /= 3;
  assert_gradient (&e, w->gradient + weight, w->gradient + bias, bias - weight);

  expectation_clear (&e);
  nn_workspace_free (w);
  nn_network_free (network);
}

/* --- Tests -------------------------------------------------------------------------------------- */

static const int channels[] = { 1, 3, 5, 17, 33 };
static const int kernels[] = { 1, 3, 5, 7 };
static const int row_counts[] = { 1, 7, 8, 9, 20 };

/* One number of channels and one kernel; filters, rows and images go around with them. */
static void
test_table (gconstpointer data)
{
  const int at = GPOINTER_TO_INT (data), c = at / 4, k = at % 4;

  for (int variant = 0; variant < 4; variant++)
    check (&(shape_case){
        .in = { channels[c], variant % 2 ? 11 : 7, variant % 2 ? 8 : 10 },
        .filters = channels[(c + k + variant) % 5],
        .kernel = kernels[k],
        .valid = variant & 1,
        .first = variant & 2,
        .rows = row_counts[(c + 2 * k + variant) % 5],
    });
}

static void
test_rows (void)
{
  for (int rows = 1; rows <= 20; rows++)
    check (&(shape_case){ .in = { 3, 5, 6 }, .filters = 17, .kernel = 3, .rows = rows });
}

static void
test_even_kernel (void)
{
  for (int first = 0; first < 2; first++)
    check (&(shape_case){
        .in = { 5, 6, 9 }, .filters = 3, .kernel = 4, .valid = true, .first = first, .rows = 9 });
}

/* The window covers the image; and half of the padded one's weights see the padding only once. */
static void
test_edges (void)
{
  check (&(shape_case){ .in = { 2, 5, 5 }, .filters = 4, .kernel = 5, .valid = true, .rows = 3 });
  check (&(shape_case){ .in = { 2, 3, 4 }, .filters = 4, .kernel = 5, .rows = 3 });
  check (&(shape_case){ .in = { 1, 1, 1 }, .filters = 1, .kernel = 1, .rows = 1, .first = true });
  check (&(shape_case){ .in = { 1, 1, 30 }, .filters = 2, .kernel = 1, .rows = 2 });
}

/* That im2col may stand for the definition where that is too slow. */
static void
test_im2col (void)
{
  for (int large = 0; large < 2; large++)
    check (
        &(shape_case){ .in = { 5, 7, 6 }, .filters = 17, .kernel = 3, .rows = 9, .large = large });
}

/* The article's: 3 to 32 and 32 to 32 channels at 32 x 32, 32 to 64 and 64 to 64 at 16 x 16. */
static void
test_article (void)
{
  static const shape_case layers[] = {
    { { 3, 32, 32 }, 32, 3, .first = true, .rows = 20, .large = true },
    { { 32, 32, 32 }, 32, 3, .rows = 20, .large = true },
    { { 32, 16, 16 }, 64, 3, .rows = 20, .large = true },
    { { 64, 16, 16 }, 64, 3, .rows = 20, .large = true },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    check (&layers[i]);
}

/* Wide layers, which go by Winograd's way where the processor has it: whole tiles of 4 x 4 and cut ones,
 * with and without padding, few images and several chunks.                                       */
static void
test_wide (void)
{
  static const shape_case layers[] = {
    { { 32, 9, 13 }, 48, 3, .rows = 1 },
    { { 48, 10, 11 }, 32, 3, .valid = true, .rows = 9 },
    { { 32, 8, 8 }, 32, 3, .first = true, .rows = 8 },
    { { 64, 11, 19 }, 32, 3, .valid = true, .first = true, .rows = 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    check (&layers[i]);
}

/* Worked by hand: 1 x 3 x 3 image 1 .. 9, kernel 2 x 2 of 1, 2, 3, 4 without padding, bias 0.5:
 * 1 + 4 + 12 + 20 + 0.5 at the first place, then 10 more for each step right, 30 for one down.
 */
static void
test_by_hand (void)
{
  static const float x[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  static const double z[4] = { 37.5, 47.5, 67.5, 77.5 };
  nn_network *network = network_of (
      &(shape_case){ .in = { 1, 3, 3 }, .filters = 1, .kernel = 2, .valid = true, .first = true });
  nn_workspace *w = workspace_new (network, 1, true);

  memcpy (nn_network_parameters (network), (const float[]){ 1, 2, 3, 4, 0.5f }, 5 * sizeof (float));
  memcpy (nn_workspace_input (w), x, sizeof x);
  forward (network, w, 1, NULL);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (nn_workspace_pre_activations (w, 0)[i], ==, z[i]);
  nn_workspace_free (w);
  nn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/conv/by-hand", test_by_hand);
  for (int c = 0; c < 5; c++)
    for (int k = 0; k < 4; k++)
      {
        g_autofree char *path = g_strdup_printf ("/nn/conv/definition/%d-channels/kernel-%d",
                                                 channels[c], kernels[k]);

        g_test_add_data_func (path, GINT_TO_POINTER (c * 4 + k), test_table);
      }
  g_test_add_func ("/nn/conv/rows", test_rows);
  g_test_add_func ("/nn/conv/even-kernel", test_even_kernel);
  g_test_add_func ("/nn/conv/edges", test_edges);
  g_test_add_func ("/nn/conv/im2col", test_im2col);
  g_test_add_func ("/nn/conv/article", test_article);
  g_test_add_func ("/nn/conv/wide", test_wide);
  return g_test_run ();
}
