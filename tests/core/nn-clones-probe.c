/* nn-clones-probe.c - see nn-clones-probe.h
 *
 * A training step goes through every loop under NN_CLONES: it gathers images, adds biases, sums
 * their gradients and those of several lanes, checks them, and updates the parameters.
 */

#include "nn-clones-probe.h"

#include <string.h>

#include "nn-rng.h"
#include "nn-trainer.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_ (a, b)

/* A batch is three shards and a part of one; an epoch two batches, the second of one image. */
enum { BATCH = 3 * NN_SHARD_ROWS + 5, N_IMAGES = BATCH + 1, N_STEPS = 30 };

static uint8_t pixels[N_IMAGES * PROBE_PIXELS], labels[N_IMAGES];
static const nn_dataset noise = { N_IMAGES, { 1, 1, PROBE_PIXELS }, PROBE_CLASSES, pixels, labels };

static void
make_noise (void)
{
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  for (int i = 0; i < N_IMAGES * PROBE_PIXELS; i++)
    pixels[i] = (uint8_t) nn_rng_below (&rng, 256);
  for (int i = 0; i < N_IMAGES; i++)
    labels[i] = (uint8_t) nn_rng_below (&rng, PROBE_CLASSES);
}

__attribute__ ((visibility ("default"))) nn_status
JOIN (nn_clones_probe_, CLONE) (nn_optimizer_id optimizer, float parameters[PROBE_PARAMETERS])
{
  nn_trainer_config config = {
    .model = { { 1, 1, PROBE_PIXELS }, 2, { { .id = NN_LAYER_DENSE, .units = PROBE_HIDDEN },
                                            { .id = NN_LAYER_DENSE, .units = PROBE_CLASSES } } },
    .optimizer = nn_optimizer_default (optimizer),
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
  make_noise ();
  trainer = nn_trainer_new (&config, &noise, &status);
  for (int step = 0; step < N_STEPS && status == NN_OK; step++)
    {
      status = nn_trainer_step (trainer, &metrics);
      if (status == NN_OK)
        status = metrics.status;
    }
  if (status == NN_OK)
    memcpy (parameters, nn_network_peek_parameters (nn_trainer_get_network (trainer, 0)),
            PROBE_PARAMETERS * sizeof *parameters);
  nn_trainer_free (trainer);
  return status;
}
