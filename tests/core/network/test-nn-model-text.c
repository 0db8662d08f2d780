/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-model-text.c - every word of a model's text, every way in which it can be wrong with the
 * place, and that what is written is read back
 */

#include <string.h>

#include "model-texts.h"
#include "nn-rng.h"

static void
assert_layer (nn_layer layer, nn_layer expected)
{
  g_assert_cmpint (layer.id, ==, expected.id);
  g_assert_cmpint (layer.units, ==, expected.units);
  g_assert_cmpint (layer.kernel, ==, expected.kernel);
  g_assert_cmpint (layer.valid, ==, expected.valid);
  g_assert_cmpfloat (layer.rate, ==, expected.rate);
}

/* A word before dense10, and what it is. */
static const struct {
  const char *word;
  nn_layer layer;
  nn_shape shape; /* of 1 x 28 x 28 */
} accepted[] = {
  { "conv3x32", { NN_LAYER_CONV, 32, 3, false, 0 }, { 32, 28, 28 } },
  { "conv3x32v", { NN_LAYER_CONV, 32, 3, true, 0 }, { 32, 26, 26 } },
  { "CONV3X32V", { NN_LAYER_CONV, 32, 3, true, 0 }, { 32, 26, 26 } },
  { "conv1x1", { NN_LAYER_CONV, 1, 1, false, 0 }, { 1, 28, 28 } },
  { "conv15x7", { NN_LAYER_CONV, 7, 15, false, 0 }, { 7, 28, 28 } },
  { "conv14x7v", { NN_LAYER_CONV, 7, 14, true, 0 }, { 7, 15, 15 } },
  { "conv1x65536", { NN_LAYER_CONV, 65536, 1, false, 0 }, { 65536, 28, 28 } },
  { "pool2", { NN_LAYER_POOL, 0, 2, false, 0 }, { 1, 14, 14 } },
  { "Pool3", { NN_LAYER_POOL, 0, 3, false, 0 }, { 1, 9, 9 } },
  { "pool15", { NN_LAYER_POOL, 0, 15, false, 0 }, { 1, 1, 1 } },
  { "drop.25", { NN_LAYER_DROPOUT, 0, 0, false, 0.25f }, { 1, 28, 28 } },
  { "drop0.25", { NN_LAYER_DROPOUT, 0, 0, false, 0.25f }, { 1, 28, 28 } },
  { "dRoP.250000", { NN_LAYER_DROPOUT, 0, 0, false, 0.25f }, { 1, 28, 28 } },
  { "drop.000001", { NN_LAYER_DROPOUT, 0, 0, false, 1e-6f }, { 1, 28, 28 } },
  { "drop0.999999", { NN_LAYER_DROPOUT, 0, 0, false, 0.999999f }, { 1, 28, 28 } },
  { "dense1", { NN_LAYER_DENSE, 1, 0, false, 0 }, { 1, 1, 1 } },
  { "DENSE65536", { NN_LAYER_DENSE, 65536, 0, false, 0 }, { 65536, 1, 1 } },
  { "flatten dense5", { NN_LAYER_DENSE, 5, 0, false, 0 }, { 5, 1, 1 } },
};

static void
test_word (gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  g_autofree char *text = g_strconcat (accepted[i].word, " dense10", NULL);
  nn_model model = parse (text, digit);

  g_assert_cmpint (model.n_layers, ==, 2);
  assert_layer (model.layer[0], accepted[i].layer);
  assert_layer (model.layer[1], (nn_layer){ .id = NN_LAYER_DENSE, .units = 10 });
  g_assert_true (nn_shape_equal (nn_model_shape (&model, 0), accepted[i].shape));
}

/* Texts that have several layers, and their canonical form. */
static const struct {
  const char *text;
  nn_shape input;
  const char *canonical;
} canonical[] = {
  { article_mlp, { 1, 28, 28 }, "784-256-128-64-10" },
  { article_cnn, { 3, 32, 32 }, article_cnn },
  { "784-10", { 1, 28, 28 }, "784-10" },
  { "\t 784-10 \t", { 1, 28, 28 }, "784-10" },
  { "3072-10", { 3, 32, 32 }, "3072-10" },
  { "dense10", { 3, 32, 32 }, "3072-10" },
  { "flatten dense64 dense10", { 1, 28, 28 }, "784-64-10" },
  { "  Conv3x32V\t\tPOOL2   flatten drop0.50 dense10 ",
    { 3, 32, 32 },
    "conv3x32v pool2 drop.5 dense10" },
  { "drop.1 dense64 drop0.123456 drop.020 dense10",
    { 1, 28, 28 },
    "drop.1 dense64 drop.123456 drop.02 dense10" },
};

static void
test_canonical (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (canonical); i++)
    {
      nn_model model = parse (canonical[i].text, canonical[i].input);
      char text[NN_MODEL_TEXT_SIZE];

      g_assert_true (nn_model_format (&model, text) == text);
      g_assert_cmpstr (text, ==, canonical[i].canonical);
    }
}

/* On images of 1 x 28 x 28 with 10 classes. */
static const struct {
  const char *text;
  nn_model_problem problem;
  gsize offset;
} refused[] = {
  { "", NN_MODEL_EMPTY, 0 },
  { " \t ", NN_MODEL_EMPTY, 3 },
  { "784", NN_MODEL_EMPTY, 3 },
  { "flatten", NN_MODEL_EMPTY, 7 },
  { "10", NN_MODEL_EMPTY, 2 },

  { "banana dense10", NN_MODEL_UNKNOWN_WORD, 0 },
  { "pool2 banana dense10", NN_MODEL_UNKNOWN_WORD, 6 },
  { "convx32 dense10", NN_MODEL_UNKNOWN_WORD, 0 },
  { "con", NN_MODEL_UNKNOWN_WORD, 0 },
  { "densely5", NN_MODEL_UNKNOWN_WORD, 0 },
  { "\xce\xb1 dense10", NN_MODEL_UNKNOWN_WORD, 0 },
  { "+784-10", NN_MODEL_UNKNOWN_WORD, 0 },
  { "-784-10", NN_MODEL_UNKNOWN_WORD, 0 },
  { ", dense10", NN_MODEL_UNKNOWN_WORD, 0 },
  { "784-256 dense10", NN_MODEL_UNKNOWN_WORD, 8 },
  { "784-10 784-10", NN_MODEL_UNKNOWN_WORD, 7 },
  { "784 -10", NN_MODEL_UNKNOWN_WORD, 4 },
  { "dense64 64-10", NN_MODEL_UNKNOWN_WORD, 8 },
  { "\ndense10", NN_MODEL_UNKNOWN_WORD, 0 },

  { "784-256-10x", NN_MODEL_BAD_NUMBER, 10 },
  { "784-256x", NN_MODEL_BAD_NUMBER, 7 },
  { "784-", NN_MODEL_BAD_NUMBER, 4 },
  { "784--10", NN_MODEL_BAD_NUMBER, 4 },
  { "784-+10", NN_MODEL_BAD_NUMBER, 4 },
  { "784-0-10", NN_MODEL_BAD_NUMBER, 4 },
  { "784-064-10", NN_MODEL_BAD_NUMBER, 4 },
  { "784-65537-10", NN_MODEL_BAD_NUMBER, 4 },
  { "784-99999999999999999999999-10", NN_MODEL_BAD_NUMBER, 4 },
  { "784,256,10", NN_MODEL_BAD_NUMBER, 3 },
  { "784-1e2-10", NN_MODEL_BAD_NUMBER, 5 },
  { "784-0x10-10", NN_MODEL_BAD_NUMBER, 4 },
  { "784-64.0-10", NN_MODEL_BAD_NUMBER, 6 },
  { "0784-10", NN_MODEL_BAD_NUMBER, 0 },
  { "2147483648-10", NN_MODEL_BAD_NUMBER, 0 },
  { "3conv3 dense10", NN_MODEL_BAD_NUMBER, 1 },
  { "784-10\n", NN_MODEL_BAD_NUMBER, 6 },
  { "conv", NN_MODEL_BAD_NUMBER, 4 },
  { "conv dense10", NN_MODEL_BAD_NUMBER, 4 },
  { "conv3", NN_MODEL_BAD_NUMBER, 5 },
  { "conv3 dense10", NN_MODEL_BAD_NUMBER, 5 },
  { "conv3x", NN_MODEL_BAD_NUMBER, 6 },
  { "conv3x32w", NN_MODEL_BAD_NUMBER, 8 },
  { "conv3x32vv", NN_MODEL_BAD_NUMBER, 9 },
  { "conv3y32", NN_MODEL_BAD_NUMBER, 5 },
  { "conv3x3x32", NN_MODEL_BAD_NUMBER, 7 },
  { "conv-3x32", NN_MODEL_BAD_NUMBER, 4 },
  { "conv0x32", NN_MODEL_BAD_NUMBER, 4 },
  { "conv16x32", NN_MODEL_BAD_NUMBER, 4 },
  { "conv3x0", NN_MODEL_BAD_NUMBER, 6 },
  { "conv3x65537", NN_MODEL_BAD_NUMBER, 6 },
  { "conv3x32,pool2 dense10", NN_MODEL_BAD_NUMBER, 8 },
  { "pool", NN_MODEL_BAD_NUMBER, 4 },
  { "pool0", NN_MODEL_BAD_NUMBER, 4 },
  { "pool1", NN_MODEL_BAD_NUMBER, 4 },
  { "pool16", NN_MODEL_BAD_NUMBER, 4 },
  { "pool2x2", NN_MODEL_BAD_NUMBER, 5 },
  { "dense", NN_MODEL_BAD_NUMBER, 5 },
  { "dense+5", NN_MODEL_BAD_NUMBER, 5 },
  { "dense0", NN_MODEL_BAD_NUMBER, 5 },
  { "dense{5", NN_MODEL_BAD_NUMBER, 5 },
  { "dense65537", NN_MODEL_BAD_NUMBER, 5 },
  { "pool2 dense5\xff", NN_MODEL_BAD_NUMBER, 12 },
  { "flatten2 dense10", NN_MODEL_BAD_NUMBER, 7 },
  { "drop", NN_MODEL_BAD_NUMBER, 4 },
  { "drop.", NN_MODEL_BAD_NUMBER, 5 },
  { "drop0.", NN_MODEL_BAD_NUMBER, 6 },
  { "drop0", NN_MODEL_BAD_NUMBER, 4 },
  { "drop1", NN_MODEL_BAD_NUMBER, 4 },
  { "drop1.0", NN_MODEL_BAD_NUMBER, 4 },
  { "drop25", NN_MODEL_BAD_NUMBER, 4 },
  { "drop00.5", NN_MODEL_BAD_NUMBER, 4 },
  { "drop.0", NN_MODEL_BAD_NUMBER, 4 },
  { "drop0.000000", NN_MODEL_BAD_NUMBER, 4 },
  { "drop.0000001", NN_MODEL_BAD_NUMBER, 4 },
  { "drop.1234567", NN_MODEL_BAD_NUMBER, 11 },
  { "drop.5.5", NN_MODEL_BAD_NUMBER, 6 },
  { "drop-.5", NN_MODEL_BAD_NUMBER, 4 },
  { "drop,5", NN_MODEL_BAD_NUMBER, 4 },
  { "drop.2e1", NN_MODEL_BAD_NUMBER, 6 },
  { "dense64 drop0,5 dense10", NN_MODEL_BAD_NUMBER, 12 },

  { "783-10", NN_MODEL_INPUT_WIDTH, 0 },
  { "  3072-10", NN_MODEL_INPUT_WIDTH, 2 },
  { "2147483647-10", NN_MODEL_INPUT_WIDTH, 0 },
  { "783-12", NN_MODEL_INPUT_WIDTH, 0 },
  { "783-10x", NN_MODEL_BAD_NUMBER, 6 },

  { "pool15 pool2 dense10", NN_MODEL_TOO_SMALL, 7 },
  { "pool2 pool2 pool2 pool2 pool2 dense10", NN_MODEL_TOO_SMALL, 24 },
  { "pool7 conv5x8v dense10", NN_MODEL_TOO_SMALL, 6 },
  { "pool7 conv9x8 dense10", NN_MODEL_TOO_SMALL, 6 },
  { "pool15 conv3x8 dense10", NN_MODEL_TOO_SMALL, 7 },

  { "conv4x32 dense10", NN_MODEL_EVEN_KERNEL, 4 },
  { "pool2 conv14x32 dense10", NN_MODEL_EVEN_KERNEL, 10 },

  { "dense64 conv3x32 dense10", NN_MODEL_AFTER_DENSE, 8 },
  { "dense64 conv1x32v dense10", NN_MODEL_AFTER_DENSE, 8 },
  { "dense64 drop.5 pool2 dense10", NN_MODEL_AFTER_DENSE, 15 },
  { "dense10 flatten", NN_MODEL_AFTER_DENSE, 8 },
  { "flatten flatten dense10", NN_MODEL_AFTER_DENSE, 8 },
  { "flatten pool2 dense10", NN_MODEL_AFTER_DENSE, 8 },
  { "flatten drop.5 conv1x1 dense10", NN_MODEL_AFTER_DENSE, 15 },

  { "conv3x32", NN_MODEL_LAST_LAYER, 0 },
  { "dense64 drop.5", NN_MODEL_LAST_LAYER, 8 },
  { "dense10 drop.5", NN_MODEL_LAST_LAYER, 8 },
  { "conv3x8 pool2 flatten", NN_MODEL_LAST_LAYER, 8 },

  { "dense12", NN_MODEL_CLASSES, 5 },
  { "conv3x8 dense10 dense1", NN_MODEL_CLASSES, 21 },
  { "784-256-9", NN_MODEL_CLASSES, 8 },

  /* 65536 x 32768 = 2^31 weights; 784 x 65536 x 128 values make too many weights as well. */
  { "dense65536 dense32768 dense10", NN_MODEL_TOO_LARGE, 11 },
  { "784-65536-32768-10", NN_MODEL_TOO_LARGE, 10 },
  { "conv1x65536 dense128 dense10", NN_MODEL_TOO_LARGE, 12 },
  { "conv1x65536 conv1x65536 dense10", NN_MODEL_TOO_LARGE, 12 },
  { "pool7 conv1x10000 conv15x1000v dense10", NN_MODEL_TOO_SMALL, 18 },
  { "conv1x65536 conv15x150 dense10", NN_MODEL_TOO_LARGE, 12 },
};

static void
assert_refused (const char *text, nn_shape input, nn_model_problem problem, gsize offset)
{
  nn_model model = { .n_layers = -7 };
  size_t at = 12345;

  g_assert_cmpint (nn_model_parse (text, input, 10, &model, &at), ==, problem);
  g_assert_cmpuint (at, ==, offset);
  g_assert_cmpint (model.n_layers, ==, -7);
  g_assert_cmpint (nn_model_parse (text, input, 10, &model, NULL), ==, problem);
}

static void
test_refused (gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);

  g_autofree char *shown = g_strescape (refused[i].text, NULL);

  g_test_message ("\"%s\"", shown);
  assert_refused (refused[i].text, digit, refused[i].problem, refused[i].offset);
}

static void
test_every_problem_occurs (void)
{
  gboolean occurs[NN_N_MODEL_PROBLEMS] = { [NN_MODEL_OK] = TRUE, [NN_MODEL_TOO_MANY] = TRUE };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    occurs[refused[i].problem] = TRUE;
  for (int problem = 0; problem < NN_N_MODEL_PROBLEMS; problem++)
    g_assert_true (occurs[problem]);
}

/* 1,023 bytes can be read, whatever they are; the 1,024th cannot. */
static void
test_length (void)
{
  g_autofree char *fits = g_strnfill (1023, ' ');
  g_autofree char *beyond = g_strnfill (1024, ' ');
  g_autofree char *far = g_strnfill (100000, '1');

  memcpy (fits, "dense10", 7);
  memcpy (beyond, "dense10", 7);
  parse (fits, digit);
  assert_refused (beyond, digit, NN_MODEL_TOO_MANY, 1023);
  assert_refused (far, digit, NN_MODEL_TOO_MANY, 1023);
}

/* start, n times more, and end. */
static char *
repeat (const char *start, const char *more, int n, const char *end)
{
  GString *text = g_string_new (start);

  for (int i = 0; i < n; i++)
    g_string_append (text, more);
  g_string_append (text, end);
  return g_string_free (text, FALSE);
}

static void
test_most_layers (void)
{
  g_autofree char *words = repeat ("", "drop.5 ", 31, "flatten dense10");
  g_autofree char *words_beyond = repeat ("", "drop.5 ", 32, "dense10");
  g_autofree char *widths = repeat ("784", "-12", 31, "-10");
  g_autofree char *widths_beyond = repeat ("784", "-12", 32, "-10");

  g_assert_cmpint (parse (words, digit).n_layers, ==, 32);
  g_assert_cmpint (parse (widths, digit).n_layers, ==, 32);
  assert_refused (words_beyond, digit, NN_MODEL_TOO_MANY, 32 * 7);
  assert_refused (widths_beyond, digit, NN_MODEL_TOO_MANY, 3 + 32 * 3 + 1);
}

/* 2^31 - 1 = 2147483647 values or weights are the most; 65536 x 32767 = 2147418112. */
static void
test_limits_of_size (void)
{
  const nn_shape beyond = { 2, 1, 1 << 30 }, far = { G_MAXINT, G_MAXINT, G_MAXINT };

  parse ("dense65536 dense32767 drop.5 dense10", digit);
  parse ("pool15 dense10", (nn_shape){ 1, 15, 143165576 });
  assert_refused ("dense10", (nn_shape){ 1, 1, G_MAXINT }, NN_MODEL_TOO_LARGE, 0);
  assert_refused ("drop.5 dense10", (nn_shape){ 1, 1, G_MAXINT }, NN_MODEL_TOO_LARGE, 7);
  assert_refused ("  dense10", beyond, NN_MODEL_TOO_LARGE, 0);
  assert_refused ("dense10", far, NN_MODEL_TOO_LARGE, 0);
}

/* A padded convolution may be wider than the image, as long as each weight meets a part of it. */
static void
test_small_images (void)
{
  parse ("pool7 conv7x8 dense10", digit);
  parse ("pool14 conv3x8 conv3x8 pool2 conv1x8 dense10", digit);
  parse ("pool7 conv4x8v dense10", digit);
  assert_refused ("conv3x8 dense10", (nn_shape){ 1, 1, 28 }, NN_MODEL_TOO_SMALL, 0);
  assert_refused ("conv2x8v dense10", (nn_shape){ 1, 28, 1 }, NN_MODEL_TOO_SMALL, 0);
  assert_refused ("pool2 dense10", (nn_shape){ 1, 28, 1 }, NN_MODEL_TOO_SMALL, 0);
}

enum { N_MODELS = 500, N_MUTATIONS = 100000, MOST_BYTES = 200 };

/* Of 1 to n; now and then as large as can be. */
static int
random_number (nn_rng *rng, int n, int most)
{
  return nn_rng_below (rng, 8) == 0 ? most - (int) nn_rng_below (rng, 2)
                                    : 1 + (int) nn_rng_below (rng, n);
}

static nn_layer
random_layer (nn_rng *rng)
{
  nn_layer layer = { .id = nn_rng_below (rng, 4) };

  if (layer.id == NN_LAYER_DENSE || layer.id == NN_LAYER_CONV)
    layer.units = random_number (rng, 40, 65536);
  if (layer.id == NN_LAYER_CONV || layer.id == NN_LAYER_POOL)
    layer.kernel = random_number (rng, 4, 15);
  layer.valid = layer.id == NN_LAYER_CONV && nn_rng_below (rng, 2) == 1;
  if (layer.id == NN_LAYER_DROPOUT)
    layer.rate = (float) (random_number (rng, 999999, 999999) / 1e6);
  return layer;
}

/* Keeps of the layers that come those which fit: nothing else says what a model may be. */
static nn_model
random_model (nn_rng *rng)
{
  const nn_layer last = { .id = NN_LAYER_DENSE, .units = 10 };
  nn_model model = { .input = { random_number (rng, 4, 64), random_number (rng, 40, 224),
                                random_number (rng, 40, 224) } };
  int wanted = nn_rng_below (rng, NN_MAX_LAYERS);

  for (int tries = 0; tries < 200 && model.n_layers < wanted; tries++)
    {
      nn_model longer = model;

      longer.layer[longer.n_layers++] = random_layer (rng);
      longer.layer[longer.n_layers++] = last;
      if (nn_model_check (&longer, 10, NULL) == NN_MODEL_OK)
        {
          model = longer;
          model.n_layers--;
        }
    }
  model.layer[model.n_layers++] = last;
  return model;
}

static void
assert_comes_back (const nn_model *model)
{
  char text[NN_MODEL_TEXT_SIZE], again[NN_MODEL_TEXT_SIZE];
  nn_model back = parse (nn_model_format (model, text), model->input);

  g_assert_cmpint (back.n_layers, ==, model->n_layers);
  for (int l = 0; l < back.n_layers; l++)
    assert_layer (back.layer[l], model->layer[l]);
  g_assert_cmpstr (nn_model_format (&back, again), ==, text);
}

static void
test_round_trip (void)
{
  nn_rng rng = nn_rng_stream (3, NN_RNG_PROBE, 0, 0);
  int n_with[4] = { 0 }, n_dense = 0;

  for (int i = 0; i < N_MODELS; i++)
    {
      nn_model model = random_model (&rng);
      int n_of[4] = { 0 };

      assert_comes_back (&model);
      for (int l = 0; l < model.n_layers; l++)
        n_of[model.layer[l].id]++;
      for (int id = 0; id < 4; id++)
        n_with[id] += n_of[id] > 0;
      n_dense += n_of[NN_LAYER_DENSE] == model.n_layers;
    }
  /* That they are not all of one kind. */
  for (int id = 0; id < 4; id++)
    g_assert_cmpint (n_with[id], >=, 100);
  g_assert_cmpint (n_dense, >=, 10);
}

/* The longest text that a model can have. */
static void
test_longest_text (void)
{
  nn_model model = { .input = { 1, 28, 28 }, .n_layers = 32 };
  char text[NN_MODEL_TEXT_SIZE];

  for (int l = 0; l < 31; l++)
    model.layer[l] = (nn_layer){ .id = NN_LAYER_DROPOUT, .rate = 0.123456f };
  model.layer[31] = (nn_layer){ .id = NN_LAYER_DENSE, .units = 10 };
  g_assert_cmpint (nn_model_check (&model, 10, NULL), ==, NN_MODEL_OK);
  assert_comes_back (&model);
  g_assert_cmpuint (strlen (nn_model_format (&model, text)), ==, 31 * 12 + 7);
}

/* One random change: a byte exchanged, put in or taken out, or a part repeated elsewhere. */
static void
mutate (nn_rng *rng, GString *text)
{
  static const char bytes[] = "0123456789999-..xvdp \tXconvpoldrpflatensd+,e\n\x80\xff";
  gsize at = nn_rng_below (rng, text->len + 1), from = nn_rng_below (rng, text->len + 1);
  char byte = bytes[nn_rng_below (rng, sizeof bytes - 1)];
  g_autofree char *part = g_strndup (text->str + from, nn_rng_below (rng, 12));

  switch (nn_rng_below (rng, 4))
    {
    case 0:
      if (at < text->len)
        text->str[at] = byte;
      break;
    case 1:
      g_string_insert_c (text, at, byte);
      break;
    case 2:
      g_string_erase (text, at, at < text->len);
      break;
    default:
      g_string_insert (text, at, part);
    }
  g_string_truncate (text, MIN (text->len, MOST_BYTES));
}

/* Whatever is typed is read and comes back, or has its fault within the text, and nothing is
 * touched.                                                                                      */
static void
test_mutations (void)
{
  static const char *const seeds[]
      = { article_mlp, article_cnn, "conv3x32v pool2 flatten dense10" };
  nn_rng rng = nn_rng_stream (5, NN_RNG_PROBE, 0, 0);
  g_autoptr (GString) text = g_string_new (NULL);
  int n_read = 0;

  for (int i = 0; i < N_MUTATIONS; i++)
    {
      nn_model model = { .n_layers = -7 };
      size_t offset = 12345;

      if (i % 10 == 0)
        g_string_assign (text, seeds[nn_rng_below (&rng, G_N_ELEMENTS (seeds))]);
      mutate (&rng, text);
      if (nn_model_parse (text->str, digit, 10, &model, &offset) == NN_MODEL_OK)
        {
          assert_comes_back (&model);
          n_read++;
        }
      else
        {
          g_assert_cmpuint (offset, <=, text->len);
          g_assert_cmpint (model.n_layers, ==, -7);
        }
    }
  g_assert_cmpint (n_read, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/model/parse/word/%s", accepted[i].word);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_word);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/model/parse/refused/%zu", i);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_refused);
    }
  g_test_add_func ("/nn/model/parse/every-problem-occurs", test_every_problem_occurs);
  g_test_add_func ("/nn/model/parse/length", test_length);
  g_test_add_func ("/nn/model/parse/most-layers", test_most_layers);
  g_test_add_func ("/nn/model/parse/limits-of-size", test_limits_of_size);
  g_test_add_func ("/nn/model/parse/small-images", test_small_images);
  g_test_add_func ("/nn/model/parse/mutations", test_mutations);
  g_test_add_func ("/nn/model/format/canonical", test_canonical);
  g_test_add_func ("/nn/model/format/round-trip", test_round_trip);
  g_test_add_func ("/nn/model/format/longest-text", test_longest_text);
  return g_test_run ();
}
