/* SPDX-License-Identifier: GPL-3.0-or-later */
/* networks.h - networks, workspaces and batches for tests */

#pragma once

#include <glib.h>

#include "nn-network.h"
#include "nn-rng.h"

static inline nn_model
model_of_text (const char *text, nn_shape input, unsigned n_classes)
{
  nn_model model;

  g_assert_cmpint (nn_model_parse (text, input, n_classes, &model, NULL), ==, NN_MODEL_OK);
  return model;
}

static inline nn_network *
network_new (const nn_model *model, nn_activation f, bool learns_f)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_network *network = nn_network_new (model, f, learns_f, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (network);
  return network;
}

static inline nn_workspace *
workspace_new (const nn_network *network, size_t max_rows, bool keeps_z)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_workspace *workspace = nn_workspace_new (network, max_rows, keeps_z, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (workspace);
  return workspace;
}

/* Numbers of N(0, sigma^2), others for each stream. */
static inline void
fill_normal (float *x, size_t n, float sigma, int stream)
{
  nn_rng rng = nn_rng_stream (5, NN_RNG_PROBE, stream, 0);

  nn_rng_normal (&rng, sigma, n, x);
}

/* Inputs of N(0, 1) and labels that go around. */
static inline void
fill_batch (const nn_network *network, nn_workspace *workspace, size_t rows)
{
  const nn_model *model = nn_network_get_model (network);

  fill_normal (nn_workspace_input (workspace), rows * nn_shape_size (model->input), 1, 0);
  for (size_t r = 0; r < rows; r++)
    nn_workspace_labels (workspace)[r] = r % model->layer[model->n_layers - 1].units;
}

static inline void
forward (const nn_network *network, nn_workspace *workspace, size_t rows, const nn_dropout_key *key)
{
  g_assert_cmpint (nn_network_forward (network, workspace, rows, key), ==, NN_OK);
}

static inline nn_loss
pass (const nn_network *network, nn_workspace *workspace, size_t rows, float scale,
      const nn_dropout_key *key)
{
  nn_loss loss;

  forward (network, workspace, rows, key);
  g_assert_cmpint (nn_network_backward (network, workspace, rows, scale, &loss), ==, NN_OK);
  return loss;
}
