/* SPDX-License-Identifier: GPL-3.0-or-later */
/* optimizer-steps.h - an optimiser for a few parameters, and a step of it */

#pragma once

#include <glib.h>

#include "nn-optimizer.h"

enum { N = 3 };

static inline nn_optimizer *
new_decaying (nn_optimizer_id id, double learning_rate, double weight_decay, size_t n,
              size_t n_decayed)
{
  nn_optimizer_config config = nn_optimizer_default (id);
  nn_status status;
  nn_optimizer *optimizer;

  config.learning_rate = learning_rate;
  config.weight_decay = weight_decay;
  optimizer = nn_optimizer_new (&config, n, n_decayed, &status);
  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (optimizer);
  return optimizer;
}

static inline nn_optimizer *
new_optimizer (nn_optimizer_id id, double learning_rate, size_t n)
{
  return new_decaying (id, learning_rate, 0, n, n);
}

static inline void
take_step (nn_optimizer *optimizer, const float *gradient, float *p)
{
  nn_optimizer_begin_step (optimizer, 1);
  nn_optimizer_update (optimizer, 0, N, gradient, p);
}
