/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trainers.h - data that a small network learns within a few hundred steps, and its trainers
 *
 * Three classes of noisy stripes. Whoever includes this makes them first.
 */

#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-rng.h"
#include "nn-trainer.h"

enum { N_IMAGES = 300, N_PIXELS = 24, MOST_PIXELS = 96, N_CLASSES = 3, MANY_IMAGES = 1300 };

static uint8_t pixels[MANY_IMAGES * MOST_PIXELS], labels[MANY_IMAGES];
static nn_dataset stripes, many_stripes;

/* Every third pixel of an image is bright, which one being its class. */
static inline void
make_stripes (nn_shape shape)
{
  const int n_pixels = nn_shape_size (shape);
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  g_assert_cmpint (n_pixels, <=, MOST_PIXELS);
  many_stripes = (nn_dataset){ MANY_IMAGES, shape, N_CLASSES, pixels, labels };
  stripes = nn_dataset_slice (&many_stripes, 0, N_IMAGES);
  for (int i = 0; i < MANY_IMAGES; i++)
    {
      labels[i] = (uint8_t) nn_rng_below (&rng, N_CLASSES);
      for (int p = 0; p < n_pixels; p++)
        {
          uint32_t bright = p % 3 == labels[i] ? 75 : 0;

          pixels[i * n_pixels + p] = (uint8_t) (bright + nn_rng_below (&rng, 180));
        }
    }
}

static inline nn_trainer_config
config_of (int n_contestants, size_t batch, int n_threads)
{
  nn_trainer_config config = {
    .model
    = { { 1, 1, N_PIXELS }, 3, { { .units = 19 }, { .units = 11 }, { .units = N_CLASSES } } },
    .optimizer = nn_optimizer_default (NN_ADAM),
    .n_contestants = n_contestants,
    .contestant = { nn_activation_default (NN_ELU), nn_activation_default (NN_RELU),
                    nn_activation_default (NN_GELU) },
    .batch = batch,
    .seed = 42,
    .n_threads = n_threads,
  };

  return config;
}

/* A small CNN with all kinds of layers, for images of cnn_shape. */
static const nn_shape cnn_shape = { 2, 6, 8 };

static inline nn_trainer_config
cnn_config_of (int n_contestants, size_t batch, int n_threads)
{
  nn_trainer_config config = config_of (n_contestants, batch, n_threads);

  g_assert_cmpint (nn_model_parse ("conv3x5 pool2 drop.25 conv3x7 dense9 drop.5 dense3", cnn_shape,
                                   N_CLASSES, &config.model, NULL),
                   ==, NN_MODEL_OK);
  return config;
}

static inline nn_trainer *
new_trainer (const nn_trainer_config *config, const nn_dataset *data)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_trainer *trainer = nn_trainer_new (config, data, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (trainer);
  return trainer;
}

static inline size_t
parameters_size (const nn_trainer *trainer)
{
  return nn_network_n_parameters (nn_trainer_get_network (trainer, 0)) * sizeof (float);
}

static inline const float *
parameters_of (const nn_trainer *trainer, int contestant)
{
  return nn_network_peek_parameters (nn_trainer_get_network (trainer, contestant));
}

/* metrics: n_steps of n_contestants each. */
static inline void
take_steps (nn_trainer *trainer, int n_steps, nn_metrics *metrics)
{
  const int n = nn_trainer_get_config (trainer)->n_contestants;

  for (int i = 0; i < n_steps; i++)
    g_assert_cmpint (nn_trainer_step (trainer, metrics + i * n), ==, NN_OK);
}

static inline void
assert_same_curve (const nn_metrics *a, const nn_metrics *b, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpmem (&a[i].loss, sizeof a[i].loss, &b[i].loss, sizeof b[i].loss);
      g_assert_cmpfloat (a[i].accuracy, ==, b[i].accuracy);
      g_assert_cmpint (a[i].status, ==, b[i].status);
    }
}
