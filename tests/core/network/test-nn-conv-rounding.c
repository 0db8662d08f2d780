/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-conv-rounding.c - how coarsely the 3 x 3 convolutions round, for each set of instructions
 *
 * Root mean square of the error against sums in double, relative to that of the results: forward, and
 * the gradients by images and weights, for the methods that the engine takes for them and for those that
 * it does not.
 */

#include <math.h>
#include <string.h>

#include "conv-reference.h"
#include "networks.h"
#include "nn-conv-pass.h"
#include "nn-floats.h"

/* Winograd's F(4 x 4, 3 x 3) as the engine has it; the sum of the definition stays well below. */
static const double most_of_results = 7e-7, most_of_weights = 1e-6;

/* A plain sum of n values that go either way is off by about 2^-24 sqrt (n / 6); n is up to 16,384. */
static const double most_of_bias = 3.1e-6;

typedef struct {
  nn_shape in;
  int filters, rows;
  bool valid;
} layer_case;

/* The article's layers, fewer images; one with as many images as a training's shard; and others whose
 * channels and sides are no multiples of anything. The last two have few channels.            */
static const layer_case layers[] = {
  { { 32, 32, 32 }, 32, 8, false }, { { 32, 16, 16 }, 64, 8, false },
  { { 64, 16, 16 }, 64, 8, false }, { { 32, 16, 16 }, 32, 64, false },
  { { 16, 13, 9 }, 48, 11, false }, { { 17, 10, 7 }, 33, 9, true },
  { { 8, 5, 31 }, 9, 3, false },    { { 3, 32, 32 }, 32, 8, false },
  { { 1, 28, 28 }, 5, 9, true },
};

typedef struct {
  conv_case shape;
  size_t n_in, n_out, n_weights;
  float *x, *w, *bias, *dz;
  double *z, *dw, *db, *dx;
} problem;

/* Room for whole chunks; what lies behind the images is 0. */
static float *
new_values (size_t rows, size_t width, float sigma, int stream)
{
  size_t room = (rows + NN_CHUNK_ROWS - 1) / NN_CHUNK_ROWS * NN_CHUNK_ROWS;
  float *values = nn_floats_new (room * width);

  memset (values, 0, room * width * sizeof *values);
  if (sigma > 0)
    fill_normal (values, rows * width, sigma, stream);
  return values;
}

static problem
problem_new (const layer_case *layer)
{
  problem p = { .shape = conv_case_of (layer->rows, layer->in, layer->filters, 3, layer->valid) };
  g_autofree double *dz = NULL;

  p.n_in = nn_shape_size (layer->in);
  p.n_out = nn_shape_size (p.shape.out);
  p.n_weights = (size_t) layer->filters * layer->in.channels * 9;
  p.x = new_values (layer->rows, p.n_in, 1, 1);
  p.dz = new_values (layer->rows, p.n_out, 1, 2);
  p.w = new_values (1, p.n_weights, 1 / sqrtf (layer->in.channels * 9), 3);
  p.bias = new_values (1, layer->filters, 0.1f, 4); /* large ones would hide the error */
  p.z = g_new (double, layer->rows *p.n_out);
  p.dx = g_new (double, layer->rows *p.n_in);
  p.dw = g_new (double, p.n_weights);
  p.db = g_new (double, layer->filters);
  dz = g_new (double, layer->rows *p.n_out);
  for (size_t i = 0; i < layer->rows * p.n_out; i++)
    dz[i] = p.dz[i];
  conv_reference_forward (&p.shape, p.x, p.w, p.bias, p.z);
  conv_reference_backward (&p.shape, p.x, p.w, dz, p.dw, p.db, p.dx);
  return p;
}

static void
problem_clear (problem *p)
{
  float *floats[] = { p->x, p->w, p->bias, p->dz };
  double *doubles[] = { p->z, p->dw, p->db, p->dx };

  for (gsize i = 0; i < 4; i++)
    {
      free (floats[i]);
      g_free (doubles[i]);
    }
}

static void
assert_error (const char *what, const float *actual, const double *expected, size_t n, double most)
{
  double error = 0, size = 0;

  for (size_t i = 0; i < n; i++)
    {
      error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      size += expected[i] * expected[i];
    }
  g_test_message ("%s: %.2e", what, sqrt (error / size));
  g_assert_cmpfloat (sqrt (error / size), <=, most);
}

static void
check (nn_conv *conv, const problem *p)
{
  nn_status status;
  float *work = nn_floats_new (nn_conv_n_work (conv));
  nn_conv_pass *pass = nn_conv_pass_new (conv, work, &status);
  float *z = new_values (p->shape.rows, p->n_out, 0, 0);
  float *dx = new_values (p->shape.rows, p->n_in, 0, 0);
  float *dw = new_values (1, p->n_weights, 0, 0);
  float *db = new_values (1, p->shape.out.channels, 0, 0);

  g_assert_cmpint (status, ==, NN_OK);
  nn_conv_pass_load (pass, p->w, p->bias);
  nn_conv_pass_begin_backward (pass, p->w);
  for (int r = 0; r < p->shape.rows; r += NN_CHUNK_ROWS)
    {
      const size_t n = MIN (NN_CHUNK_ROWS, p->shape.rows - r);

      nn_conv_pass_forward (pass, n, p->x + r * p->n_in, z + r * p->n_out, NULL);
      nn_conv_pass_backward (pass, n, p->x + r * p->n_in, p->dz + r * p->n_out, NULL,
                             dx + r * p->n_in);
    }
  nn_conv_pass_end_backward (pass, false, dw, db);
  assert_error ("forward", z, p->z, p->shape.rows * p->n_out, most_of_results);
  assert_error ("by images", dx, p->dx, p->shape.rows * p->n_in, most_of_results);
  assert_error ("by weights", dw, p->dw, p->n_weights, most_of_weights);
  assert_error ("by bias", db, p->db, p->shape.out.channels, most_of_bias);
  free (z);
  free (dx);
  free (dw);
  free (db);
  nn_conv_pass_free (pass);
  nn_conv_free (conv);
  free (work);
}

static void
test_layer (gconstpointer data)
{
  const layer_case *layer = data;
  const nn_conv_kernels *const *sets = nn_conv_kernels_available ();
  problem p = problem_new (layer);
  nn_status status;

  for (; *sets != NULL; sets++)
    for (int direct = 0; direct < 2; direct++)
      {
        g_test_message ("%s, %s", (*sets)->name, direct ? "direct" : "Winograd");
        check (nn_conv_own_new (direct ? (*sets)->direct : (*sets)->winograd, layer->in,
                                p.shape.out, layer->valid, true, &status),
               &p);
      }
  problem_clear (&p);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      const layer_case *l = &layers[i];
      g_autofree char *path
          = g_strdup_printf ("/nn/conv/rounding/%dx%dx%d-to-%d/%d-images", l->in.channels,
                             l->in.height, l->in.width, l->filters, l->rows);

      g_test_add_data_func (path, l, test_layer);
    }
  return g_test_run ();
}
