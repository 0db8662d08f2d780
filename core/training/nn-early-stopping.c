/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-early-stopping.c - ends a contestant that has stopped getting better; see nn-trainer.h
 *
 * Prechelt, "Early stopping - but when?", 1998, in its simplest form: so many epochs without a
 * lower validation loss. Each contestant ends by itself; the batches of the others do not change.
 */

#include "nn-trainer-private.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static void
copy_parameters (nn_contestant *c, bool back)
{
  size_t bytes = nn_network_n_parameters (c->network) * sizeof (float);
  float *parameters = nn_network_parameters (c->network);

  memcpy (back ? parameters : c->best, back ? c->best : parameters, bytes);
}

/* It may have been the one at step 0. */
static bool
has_best (const nn_contestant *c)
{
  return c->best_loss < INFINITY;
}

static void
note (nn_contestant *c, double loss, uint64_t step, int patience)
{
  if (loss < c->best_loss)
    {
      c->best_loss = loss;
      c->best_step = step;
      c->n_worse = 0;
      copy_parameters (c, false);
    }
  else if (++c->n_worse >= patience)
    {
      c->finished = true;
      if (has_best (c))
        copy_parameters (c, true);
    }
}

void
nn_trainer_note_validation (nn_trainer *trainer, const nn_metrics *metrics)
{
  if (trainer->config.patience == 0)
    return;
  for (int i = 0; i < trainer->config.n_contestants; i++)
    {
      nn_contestant *c = &trainer->contestant[i];

      if (!c->stopped && !c->finished)
        note (c, metrics[i].loss, trainer->step, trainer->config.patience);
    }
}

void
nn_trainer_restore_best (nn_trainer *trainer)
{
  for (int i = 0; i < trainer->config.n_contestants; i++)
    if (has_best (&trainer->contestant[i]))
      copy_parameters (&trainer->contestant[i], true);
}

bool
nn_trainer_is_finished (const nn_trainer *trainer, int contestant)
{
  assert (contestant >= 0 && contestant < trainer->config.n_contestants);
  return trainer->contestant[contestant].finished;
}

uint64_t
nn_trainer_best_step (const nn_trainer *trainer, int contestant)
{
  assert (contestant >= 0 && contestant < trainer->config.n_contestants);
  return trainer->contestant[contestant].best_step;
}
