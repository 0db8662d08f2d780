/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model-texts.h - models that several tests read from their text */

#pragma once

#include <glib.h>
#include "nn-model.h"

static const nn_shape digit = { 1, 28, 28 }, photo = { 3, 32, 32 };

static const char article_mlp[] = "784-256-128-64-10",
                  paper_mlp[] = "784-128-128-128-128-128-128-128-128-10",
                  article_cnn[] = "conv3x32 conv3x32 pool2 drop.25 conv3x64 conv3x64 pool2 drop.25 "
                                  "dense512 drop.5 dense10";

static inline nn_model
parse (const char *text, nn_shape input)
{
  nn_model model;
  size_t offset = 12345;

  g_assert_cmpint (nn_model_parse (text, input, 10, &model, &offset), ==, NN_MODEL_OK);
  g_assert_cmpuint (offset, ==, 12345);
  g_assert_cmpint (nn_model_check (&model, 10, NULL), ==, NN_MODEL_OK);
  return model;
}
