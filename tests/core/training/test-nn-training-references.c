/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-training-references.c - 50 steps of the article's networks against PyTorch's, step by step
 *
 * The network and the optimiser alone, and the trainer, which cuts the batch up. Weights and batches
 * are those of make-training-references.py.
 */

#include <glib.h>
#include <math.h>

#include "training-references.h"
#include "nn-trainer.h"

/* A float keeps 6e-8, and Adam makes whole steps of the smallest gradients. */
static const double tolerance = 1e-4;

/* --- What the script makes ---------------------------------------------------------------------- */

static uint32_t
mix (uint32_t x)
{
  x = (x ^ x >> 16) * 0x7feb352d;
  x = (x ^ x >> 15) * 0x846ca68b;
  return x ^ x >> 16;
}

static uint32_t
number (int stream, size_t i)
{
  return mix (mix (stream) + (uint32_t) i);
}

static void
make_uniform (int stream, size_t n, float limit, float *x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = ((int) (number (stream, i) >> 8) - (1 << 23)) / (float) (1 << 23) * limit;
}

static void
make_parameters (const nn_network *network, float *p)
{
  const nn_model *model = nn_network_get_model (network);

  for (int l = 0; l < model->n_layers; l++)
    if (nn_model_n_weights (model, l) > 0)
      {
        make_uniform (REFERENCE_WEIGHTS + l, nn_model_n_weights (model, l),
                      (float) sqrt (3.0 / nn_model_fan_in (model, l)),
                      p + nn_network_weight_offset (network, l));
        make_uniform (REFERENCE_BIASES + l, model->layer[l].units, REFERENCE_LIMIT_OF_BIASES,
                      p + nn_network_bias_offset (network, l));
      }
}

static void
make_batch (int step, nn_dataset *batch)
{
  const size_t n_pixels = nn_shape_size (batch->shape);
  uint8_t *pixels = (uint8_t *) batch->pixels, *labels = (uint8_t *) batch->labels;

  for (size_t r = 0; r < batch->n_images; r++)
    {
      labels[r] = number (REFERENCE_LABELS + step, r) % REFERENCE_CLASSES;
      for (size_t p = 0; p < n_pixels; p++)
        pixels[r * n_pixels + p]
            = (uint8_t) (number (step, r * n_pixels + p) % REFERENCE_PIXELS
                         + REFERENCE_PATTERN
                               * (number (REFERENCE_PATTERNS + labels[r], p / 4) & 1));
    }
}

/* --- Models ------------------------------------------------------------------------------------- */

static nn_model
model_of (gsize row)
{
  const bool is_cnn = training_references[row].is_cnn;
  const nn_shape image = is_cnn ? (nn_shape){ 3, 32, 32 } : (nn_shape){ 1, 28, 28 };
  nn_model model;

  g_assert_cmpint (nn_model_parse (is_cnn ? "conv3x32 conv3x32 pool2 conv3x64 conv3x64 pool2 "
                                            "dense512 dense10"
                                          : "784-256-128-64-10",
                                   image, REFERENCE_CLASSES, &model, NULL),
                   ==, NN_MODEL_OK);
  return model;
}

static nn_optimizer_config
optimizer_of (gsize row)
{
  nn_optimizer_config adam = nn_optimizer_default (NN_ADAM);

  adam.learning_rate = training_references[row].learning_rate;
  return adam;
}

static nn_dataset
batch_new (gsize row, const nn_model *model)
{
  const size_t n = training_references[row].rows;

  return (nn_dataset){ n, model->input, REFERENCE_CLASSES,
                       g_malloc (n * nn_shape_size (model->input)), g_malloc (n) };
}

static void
batch_clear (nn_dataset *batch)
{
  g_free ((uint8_t *) batch->pixels);
  g_free ((uint8_t *) batch->labels);
}

static double
compare (gsize row, int step, double loss)
{
  const double expected = training_references[row].loss[step];

  g_assert_cmpfloat_with_epsilon (loss / expected, 1, tolerance);
  return fabs (loss / expected - 1);
}

/* --- Tests -------------------------------------------------------------------------------------- */

static double
take_step (nn_network *network, nn_workspace *workspace, nn_optimizer *optimizer,
           const nn_dataset *batch)
{
  const size_t n = batch->n_images;
  nn_loss loss;

  nn_dataset_gather (batch, n, NULL, nn_network_is_pixelwise (network),
                     nn_workspace_input (workspace), nn_workspace_labels (workspace));
  g_assert_cmpint (nn_network_forward (network, workspace, n, NULL), ==, NN_OK);
  g_assert_cmpint (nn_network_backward (network, workspace, n, 1 / (float) n, &loss), ==, NN_OK);
  nn_optimizer_begin_step (optimizer, 1);
  nn_optimizer_update (optimizer, 0, nn_network_n_parameters (network),
                       nn_workspace_gradient (workspace), nn_network_parameters (network));
  nn_network_clamp_activations (network);
  return loss.loss / n;
}

static void
test_network (gconstpointer data)
{
  const gsize row = GPOINTER_TO_SIZE (data);
  const nn_optimizer_config adam = optimizer_of (row);
  const nn_model model = model_of (row);
  nn_dataset batch = batch_new (row, &model);
  nn_status status;
  nn_network *network
      = nn_network_new (&model, nn_activation_default (training_references[row].activation),
                        training_references[row].learns_parameters, &status);
  nn_workspace *workspace = nn_workspace_new (network, batch.n_images, false, &status);
  const size_t n = nn_network_n_parameters (network);
  nn_optimizer *optimizer = nn_optimizer_new (&adam, n, n, &status);
  double worst = 0;

  make_parameters (network, nn_network_parameters (network));
  for (int step = 0; step < REFERENCE_STEPS; step++)
    {
      make_batch (step, &batch);
      worst = fmax (worst, compare (row, step, take_step (network, workspace, optimizer, &batch)));
    }
  g_test_message ("worst relative difference %.2g", worst);
  nn_optimizer_free (optimizer);
  nn_workspace_free (workspace);
  nn_network_free (network);
  batch_clear (&batch);
}

/* The set is the batch, and is another one before each step: in what order the trainer takes its
 * images makes no difference to their mean.                                                     */
static void
test_trainer (gconstpointer data)
{
  const gsize row = GPOINTER_TO_SIZE (data);
  nn_trainer_config config = {
    .model = model_of (row),
    .optimizer = optimizer_of (row),
    .learns_parameters = training_references[row].learns_parameters,
    .n_contestants = 1,
    .contestant = { nn_activation_default (training_references[row].activation) },
    .batch = training_references[row].rows,
    .n_threads = 2,
  };
  nn_dataset batch = batch_new (row, &config.model);
  nn_status status;
  nn_trainer *trainer;
  const nn_network *network;
  double worst = 0;

  make_batch (0, &batch);
  trainer = nn_trainer_new (&config, &batch, &status);
  g_assert_cmpint (status, ==, NN_OK);
  network = nn_trainer_get_network (trainer, 0);
  make_parameters (network, (float *) nn_network_peek_parameters (network));
  for (int step = 0; step < REFERENCE_STEPS; step++)
    {
      nn_metrics metrics;

      make_batch (step, &batch);
      g_assert_cmpint (nn_trainer_step (trainer, &metrics), ==, NN_OK);
      worst = fmax (worst, compare (row, step, metrics.loss));
    }
  g_test_message ("worst relative difference %.2g", worst);
  nn_trainer_free (trainer);
  batch_clear (&batch);
}

static void
add (const char *who, gsize row, GTestDataFunc test)
{
  g_autofree char *path
      = g_strdup_printf ("/nn/training-references/%s/%s", who, training_references[row].name);

  g_test_add_data_func (path, GSIZE_TO_POINTER (row), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize row = 0; row < G_N_ELEMENTS (training_references); row++)
    {
      add ("network", row, test_network);
      add ("trainer", row, test_trainer);
    }
  return g_test_run ();
}
