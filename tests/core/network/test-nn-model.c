/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-model.c - the checks of a model made by hand; shapes, parameters and operations against
 * arithmetic on paper
 */

#include <math.h>

#include "model-texts.h"

static void
assert_shape (nn_shape shape, int channels, int height, int width)
{
  g_assert_cmpint (shape.channels, ==, channels);
  g_assert_cmpint (shape.height, ==, height);
  g_assert_cmpint (shape.width, ==, width);
}

static void
test_shapes (void)
{
  nn_model model = parse (article_cnn, photo);
  nn_model odd = parse ("conv4x5v pool3 drop.5 conv3x7 dense10", (nn_shape){ 2, 29, 20 });

  assert_shape (nn_model_shape (&model, -1), 3, 32, 32);
  assert_shape (nn_model_shape (&model, 0), 32, 32, 32);
  assert_shape (nn_model_shape (&model, 1), 32, 32, 32);
  assert_shape (nn_model_shape (&model, 2), 32, 16, 16);
  assert_shape (nn_model_shape (&model, 3), 32, 16, 16);
  assert_shape (nn_model_shape (&model, 4), 64, 16, 16);
  assert_shape (nn_model_shape (&model, 6), 64, 8, 8);
  assert_shape (nn_model_shape (&model, 8), 512, 1, 1);
  assert_shape (nn_model_shape (&model, 10), 10, 1, 1);

  assert_shape (nn_model_shape (&odd, 0), 5, 26, 17);
  assert_shape (nn_model_shape (&odd, 1), 5, 8, 5);
  assert_shape (nn_model_shape (&odd, 3), 7, 8, 5);
}

static void
test_activated (void)
{
  nn_model model = parse (article_cnn, photo);
  const gboolean expected[]
      = { TRUE, TRUE, FALSE, FALSE, TRUE, TRUE, FALSE, FALSE, TRUE, FALSE, FALSE };

  g_assert_cmpint (model.n_layers, ==, G_N_ELEMENTS (expected));
  for (int l = 0; l < model.n_layers; l++)
    g_assert_cmpint (nn_model_is_activated (&model, l), ==, expected[l]);
}

/* 3 x 9 = 27 and 32 x 9 = 288 to a filter; 64 x 8 x 8 = 4096 to a dense unit. */
static void
test_fans (void)
{
  nn_model model = parse (article_cnn, photo);
  static const struct {
    int layer;
    gsize weights, fan_in, fan_out;
  } expected[] = {
    { 0, 864, 27, 288 },    { 1, 9216, 288, 288 },     { 2, 0, 0, 0 },        { 3, 0, 0, 0 },
    { 4, 18432, 288, 576 }, { 8, 2097152, 4096, 512 }, { 10, 5120, 512, 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpuint (nn_model_n_weights (&model, expected[i].layer), ==, expected[i].weights);
      g_assert_cmpuint (nn_model_fan_in (&model, expected[i].layer), ==, expected[i].fan_in);
      g_assert_cmpuint (nn_model_fan_out (&model, expected[i].layer), ==, expected[i].fan_out);
    }
}

/* On paper.
 *
 * Article MLP: weights 200704 + 32768 + 8192 + 640 = 242304, biases 458; forward twice the weights;
 * training 3 x 484608 - 2 x 200704.
 * Paper MLP: weights 100352 + 7 x 16384 + 1280 = 216320, biases 8 x 128 + 10 = 1034;
 * training 3 x 432640 - 2 x 100352.
 * Article CNN: 896 + 9248 + 18496 + 36928 + 2097664 + 5130 parameters; products 864 x 1024 + 9216 x
 * 1024 + 18432 x 256 + 36864 x 256 + 2097152 + 5120 = 26579968; training 3 x 53159936 - 2 x 884736.
 * Behind dropout: 784 x 10 products and nothing before them needs a gradient.
 * Unpadded: 3 x 3 of 1 x 4 x 5 to 2 filters at 2 x 3 places: 18 x 6 = 108 products, then 12 x 10.  */
static const struct {
  const char *name, *text;
  nn_shape input;
  gsize n_parameters;
  double forward, training;
} counts[] = {
  { "article-mlp", article_mlp, { 1, 28, 28 }, 242762, 484608, 1052416 },
  { "paper-mlp", paper_mlp, { 1, 28, 28 }, 217354, 432640, 1097216 },
  { "article-cnn", article_cnn, { 3, 32, 32 }, 2168362, 53159936, 157710336 },
  { "behind-dropout", "drop.5 dense10", { 1, 28, 28 }, 7850, 15680, 31360 },
  { "unpadded", "conv3x2v dense10", { 1, 4, 5 }, 20 + 130, 456, 1152 },
};

static void
test_counts (gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  nn_model model = parse (counts[i].text, counts[i].input);

  g_assert_cmpuint (nn_model_n_parameters (&model), ==, counts[i].n_parameters);
  g_assert_cmpfloat (nn_model_forward_flops (&model), ==, counts[i].forward);
  g_assert_cmpfloat (nn_model_training_flops (&model), ==, counts[i].training);
}

/* In the place of dense64 in "pool2 dense64 dense10". */
static const struct {
  nn_layer layer;
  nn_model_problem problem;
} by_hand[] = {
  { { NN_LAYER_DENSE, 0, 0, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DENSE, -5, 0, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DENSE, 65537, 0, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_CONV, 0, 3, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_CONV, 65537, 3, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_CONV, 8, 0, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_CONV, 8, -1, true, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_CONV, 8, 17, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_CONV, 8, 2, false, 0 }, NN_MODEL_EVEN_KERNEL },
  { { NN_LAYER_CONV, 8, 15, true, 0 }, NN_MODEL_TOO_SMALL },
  { { NN_LAYER_POOL, 0, 1, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_POOL, 0, 16, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_POOL, 0, 15, false, 0 }, NN_MODEL_TOO_SMALL },
  { { NN_LAYER_DROPOUT, 0, 0, false, 0 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DROPOUT, 0, 0, false, 1 }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DROPOUT, 0, 0, false, -0.5f }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DROPOUT, 0, 0, false, NAN }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DROPOUT, 0, 0, false, 1e-7f }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DROPOUT, 0, 0, false, 1 / 3.0f }, NN_MODEL_BAD_NUMBER },
  { { NN_LAYER_DROPOUT, 0, 0, false, 0.99999999f }, NN_MODEL_BAD_NUMBER },
  { { 4, 8, 3, false, 0 }, NN_MODEL_UNKNOWN_WORD },
  { { -1, 8, 3, false, 0 }, NN_MODEL_UNKNOWN_WORD },
  { { NN_LAYER_DROPOUT, -1, -1, true, 0.1f }, NN_MODEL_OK },
  { { NN_LAYER_DENSE, 5, -1, true, NAN }, NN_MODEL_OK },
};

static void
test_check_layer (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (by_hand); i++)
    {
      nn_model model = parse ("pool2 dense64 dense10", digit);
      int layer = -7;

      model.layer[1] = by_hand[i].layer;
      g_assert_cmpint (nn_model_check (&model, 10, &layer), ==, by_hand[i].problem);
      g_assert_cmpint (layer, ==, by_hand[i].problem == NN_MODEL_OK ? -7 : 1);
    }
}

static void
assert_wrong (const nn_model *model, unsigned n_classes, nn_model_problem problem, int expected)
{
  int layer = -7;

  g_assert_cmpint (nn_model_check (model, n_classes, &layer), ==, problem);
  g_assert_cmpint (layer, ==, expected);
  g_assert_cmpint (nn_model_check (model, n_classes, NULL), ==, problem);
}

static void
test_check_model (void)
{
  nn_model model = parse ("pool2 dense64 dense10", digit), wrong = model;

  assert_wrong (&model, 9, NN_MODEL_CLASSES, 2);
  assert_wrong (&model, 0, NN_MODEL_CLASSES, 2);
  assert_wrong (&model, G_MAXUINT, NN_MODEL_CLASSES, 2);
  wrong.n_layers = 0;
  assert_wrong (&wrong, 10, NN_MODEL_EMPTY, -1);
  wrong.n_layers = G_MININT;
  assert_wrong (&wrong, 10, NN_MODEL_EMPTY, -1);
  wrong.n_layers = 1;
  assert_wrong (&wrong, 10, NN_MODEL_LAST_LAYER, 0);
  for (int l = 0; l < NN_MAX_LAYERS; l++)
    wrong.layer[l] = model.layer[2];
  wrong.n_layers = 33;
  assert_wrong (&wrong, 10, NN_MODEL_TOO_MANY, 32);
  wrong.n_layers = G_MAXINT;
  assert_wrong (&wrong, 10, NN_MODEL_TOO_MANY, 32);
  wrong = model;
  wrong.layer[0].id = NN_LAYER_DENSE;
  wrong.layer[0].units = 64;
  wrong.layer[1] = model.layer[0];
  assert_wrong (&wrong, 10, NN_MODEL_AFTER_DENSE, 1);
}

static void
test_check_input (void)
{
  static const nn_shape none[] = { { 0, 28, 28 }, { 1, 0, 28 }, { 1, 28, 0 }, { -1, -28, 28 } };
  nn_model model = parse ("dense10", digit);

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    {
      model.input = none[i];
      assert_wrong (&model, 10, NN_MODEL_TOO_SMALL, -1);
    }
}

/* The sides multiply to what an int can count, or to one more: 2^31 - 1 is prime, and 2^31 is not. */
static void
test_check_input_size (void)
{
  static const nn_shape most[] = { { 1, 1, G_MAXINT }, { 1, G_MAXINT, 1 }, { G_MAXINT, 1, 1 } };
  static const nn_shape more[] = { { 65536, 32768, 1 },       { 32768, 1, 65536 },
                                   { 1, 65536, 32768 },       { 2048, 1024, 1024 },
                                   { G_MAXINT, 2, 1 },        { G_MAXINT, G_MAXINT, 1 },
                                   { 1, G_MAXINT, G_MAXINT }, { G_MAXINT, 1, G_MAXINT },
                                   { 65536, 65536, 65536 },   { G_MAXINT, G_MAXINT, G_MAXINT } };
  nn_model model = parse ("dense10", digit);

  model.layer[0].units = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (most); i++)
    {
      model.input = most[i];
      g_assert_cmpint (nn_model_check (&model, 1, NULL), ==, NN_MODEL_OK);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (more); i++)
    {
      model.input = more[i];
      assert_wrong (&model, 1, NN_MODEL_TOO_LARGE, -1);
    }
}

/* Weights of a layer, biases apart: 2^29 channels x 9 do not go into an int, and more units still
 * less; 32767 x 65536 do, and 32768 x 65536 don't.                                              */
static void
test_check_weights (void)
{
  nn_model wide = parse ("conv3x1 dense10", digit), many = parse ("dense65536 dense10", digit);

  wide.input = (nn_shape){ 1 << 29, 2, 1 };
  assert_wrong (&wide, 10, NN_MODEL_TOO_SMALL, 0);
  wide.input = (nn_shape){ (1 << 29) - 1, 2, 2 };
  assert_wrong (&wide, 10, NN_MODEL_TOO_LARGE, 0);
  wide.layer[0].units = NN_MAX_UNITS;
  assert_wrong (&wide, 10, NN_MODEL_TOO_LARGE, 0);
  many.input = (nn_shape){ 32767, 1, 1 };
  g_assert_cmpint (nn_model_check (&many, 10, NULL), ==, NN_MODEL_OK);
  many.input = (nn_shape){ 1, 32768, 1 };
  assert_wrong (&many, 10, NN_MODEL_TOO_LARGE, 0);
}

/* What a convolution gives: 65536 filters of one weight, at 32767 places and at one more. */
static void
test_check_values (void)
{
  nn_model model = parse ("conv1x65536 dense10", digit);

  model.layer[1].units = 1;
  model.input = (nn_shape){ 1, 32767, 1 };
  g_assert_cmpint (nn_model_check (&model, 1, NULL), ==, NN_MODEL_OK);
  model.input = (nn_shape){ 1, 1, 32768 };
  assert_wrong (&model, 1, NN_MODEL_TOO_LARGE, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/model/counts/%s", counts[i].name);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_counts);
    }
  g_test_add_func ("/nn/model/check/layer", test_check_layer);
  g_test_add_func ("/nn/model/check/model", test_check_model);
  g_test_add_func ("/nn/model/check/input", test_check_input);
  g_test_add_func ("/nn/model/check/input-size", test_check_input_size);
  g_test_add_func ("/nn/model/check/weights", test_check_weights);
  g_test_add_func ("/nn/model/check/values", test_check_values);
  g_test_add_func ("/nn/model/shapes", test_shapes);
  g_test_add_func ("/nn/model/activated", test_activated);
  g_test_add_func ("/nn/model/fans", test_fans);
  return g_test_run ();
}
