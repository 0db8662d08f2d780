/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-clones-probe.c - see nn-clones-probe.h
 *
 * A training step goes through every loop under NN_CLONES: it gathers images, leaves out their zeros,
 * adds biases, sums their gradients and those of several lanes, checks them, and updates the parameters; and in a CNN it
 * gathers pixels side by side, adds up the gradients of chunks, pools, draws random numbers and
 * drops.
 */

#include "nn-clones-probe.h"

#include <string.h>

#include "nn-rng.h"
#include "nn-trainer.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_ (a, b)

/* A batch is three shards and a part of one; an epoch two batches, the second of one image. */
enum {
  BATCH = 3 * NN_SHARD_ROWS + 5,
  N_IMAGES = BATCH + 1,
  N_STEPS = 30,
  N_PIXELS = PROBE_CHANNELS * PROBE_HEIGHT * PROBE_WIDTH
};

static uint8_t pixels[N_IMAGES * N_PIXELS], labels[N_IMAGES];
static const nn_model models[] = {
  [PROBE_MLP]
  = { { PROBE_CHANNELS, PROBE_HEIGHT, PROBE_WIDTH },
      2,
      { { NN_LAYER_DENSE, .units = PROBE_HIDDEN }, { NN_LAYER_DENSE, .units = PROBE_CLASSES } } },
  [PROBE_CNN] = { { PROBE_CHANNELS, PROBE_HEIGHT, PROBE_WIDTH },
                  6,
                  { { NN_LAYER_CONV, .units = PROBE_FILTERS, .kernel = 3 },
                    { NN_LAYER_POOL, .kernel = 2 },
                    { NN_LAYER_DROPOUT, .rate = 0.25f },
                    { NN_LAYER_DENSE, .units = PROBE_HIDDEN },
                    { NN_LAYER_DROPOUT, .rate = 0.5f },
                    { NN_LAYER_DENSE, .units = PROBE_CLASSES } } },
};
static const nn_dataset noise
    = { N_IMAGES, { PROBE_CHANNELS, PROBE_HEIGHT, PROBE_WIDTH }, PROBE_CLASSES, pixels, labels };

/* one_in: of the pixels, so many are not 0. */
static void
make_noise (unsigned one_in)
{
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  for (int i = 0; i < N_IMAGES * N_PIXELS; i++)
    pixels[i] = nn_rng_below (&rng, one_in) == 0 ? (uint8_t) nn_rng_below (&rng, 256) : 0;
  for (int i = 0; i < N_IMAGES; i++)
    labels[i] = (uint8_t) nn_rng_below (&rng, PROBE_CLASSES);
}

__attribute__ ((visibility ("default"))) nn_status
JOIN (nn_clones_probe_, CLONE) (probe_model model, nn_optimizer_id optimizer,
                                float parameters[PROBE_MOST_PARAMETERS])
{
  nn_trainer_config config = {
    .model = models[model],
    .optimizer = nn_optimizer_default (optimizer),
    .learns_parameters = model == PROBE_CNN,
    .n_contestants = 1,
    .contestant = { nn_activation_default (NN_ELU) },
    .batch = BATCH,
    .seed = 42,
    .n_threads = 1,
  };
  nn_metrics metrics;
  nn_status status;
  nn_trainer *trainer;

  config.optimizer.weight_decay = 0.01; /* so that no product in an update is 0 */
  make_noise (model == PROBE_MLP ? 5 : 1);
  trainer = nn_trainer_new (&config, &noise, &status);
  for (int step = 0; step < N_STEPS && status == NN_OK; step++)
    {
      status = nn_trainer_step (trainer, &metrics);
      if (status == NN_OK)
        status = metrics.status;
    }
  memset (parameters, 0, PROBE_MOST_PARAMETERS * sizeof *parameters);
  if (status == NN_OK)
    {
      const nn_network *network = nn_trainer_get_network (trainer, 0);

      memcpy (parameters, nn_network_peek_parameters (network),
              nn_network_n_parameters (network) * sizeof *parameters);
    }
  nn_trainer_free (trainer);
  return status;
}
