/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-preset.c - the presets, and what a person is told about a model that cannot be */

#include <string.h>
#include "lab-error.h"
#include "lab-model-spec.h"
#include "lab-preset.h"

static const nn_shape digit = { 1, 28, 28 }, photo = { 3, 32, 32 };

/* Each can be trained on images of one size at least; parameters by arithmetic on paper. The live
 * CNN on 3 x 32 x 32: 448 + 4640 + (32 x 8 x 8) x 64 + 64 + 650.                                */
static const struct {
  const char *name;
  gboolean digits, photos;
  gsize n_parameters;
} expected[] = {
  { "article-mlp", TRUE, FALSE, 242762 },
  { "paper-mlp", TRUE, FALSE, 217354 },
  { "article-cnn", TRUE, TRUE, 2168362 },
  { "live-cnn", TRUE, TRUE, 136874 },
};

static void
test_presets (void)
{
  int n;
  const LabPreset *presets = lab_preset_list (&n);

  g_assert_cmpint (n, ==, G_N_ELEMENTS (expected));
  for (int i = 0; i < n; i++)
    {
      nn_model model;
      nn_shape input = expected[i].photos ? photo : digit;

      g_assert_cmpstr (presets[i].name, ==, expected[i].name);
      g_assert_true (lab_preset_find (presets[i].name) == &presets[i]);
      g_assert_cmpint (lab_model_spec_parse (presets[i].name, digit, 10, &model, NULL), ==,
                       expected[i].digits);
      g_assert_cmpint (lab_model_spec_parse (presets[i].name, photo, 10, &model, NULL), ==,
                       expected[i].photos);
      g_assert_true (lab_model_spec_parse (presets[i].name, input, 10, &model, NULL));
      g_assert_cmpuint (nn_model_n_parameters (&model), ==, expected[i].n_parameters);
      g_assert_cmpuint (presets[i].batch, >, 0);
      g_assert_cmpint (presets[i].epochs, >, presets[i].patience);
    }
  g_assert_null (lab_preset_find ("article"));
  g_assert_null (lab_preset_find (""));
}

static void
test_accepted (void)
{
  static const char *const texts[] = { " Article-CNN ", "784-32-10", "conv3x8 pool2 dense10" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      nn_model model;

      g_assert_true (lab_model_spec_parse (texts[i], digit, 10, &model, &error));
      g_assert_no_error (error);
    }
}

/* On 1 x 28 x 28: what is refused, and what the message must say of the place and the way out. */
static const struct {
  const char *text, *place, *way_out;
} refused[] = {
  { "", "has no layer", "such as 784-256-10" },
  { "784", "has no layer", "article-mlp, paper-mlp, article-cnn, live-cnn" },
  { "banana", "no model “banana”.", "The models are: article-mlp" },
  { "artcle-mlp", "no model “artcle-mlp”.", "Did you mean “article-mlp”?" },
  { " pool2  cnv3x32 dense10", "“cnv3x32” (word 2)", "Did you mean “conv3x32”?" },
  { "pol2 dense10", "“pol2” (word 1)", "Did you mean “pool2”?" },
  { "dense64 64-10", "“64-10” (word 2) does not belong", "dense256 dense10" },
  { "784-10 relu", "“relu” (word 2) does not belong", "dense256 dense10" },
  { "\xff\n dense10", "\\u000a” (word 1)", "The layers are" },
  { "784-256x-10", "“256x” (width 2) is not right at its character 4", "such as 784-256-10" },
  { "784-", "at the end of “784-” (width 2)", "from 1 to 65536" },
  { "784-256-", "at the end of “256-” (width 3)", "from 1 to 65536" },
  { "784--10", "at the end of “784-” (width 2)", "single dashes" },
  { "conv", "missing at the end of “conv” (word 1)", "conv3x32" },
  { "Conv3x dense10", "missing at the end of “Conv3x” (word 1)", "at most 15" },
  { "pool2 conv3x0 dense10", "“conv3x0” (word 2) is not right at its character 7",
    "at most 65536" },
  { "pool99 dense10", "“pool99” (word 1) is not right at its character 5", "from 2 to 15" },
  { "drop25 dense10", "“drop25” (word 1) is not right at its character 5", "drop.25" },
  { "drop0,5 dense10", "“drop0,5” (word 1) is not right at its character 5", "with a point" },
  { "flatten2 dense10", "“flatten2” (word 1) is not right at its character 8", "no number" },
  { "dense70000", "“dense70000” (word 1) is not right at its character 6", "1 to 65536" },
  { " 3072-256-10 ", "for images of 3072 values", "1 × 28 × 28 = 784. Write 784-256-10." },
  { "pool7 pool5 dense10", "which is 4 × 4 there, is too small for “pool5” (word 2)", "smaller" },
  { "conv4x32 dense10", "“conv4x32” (word 1)",
    "Write conv3x32 or conv5x32, or without padding conv4x32v." },
  { "dense64 pool2 dense10", "“pool2” (word 2) comes after", "before" },
  { "dense64 drop.5", "“drop.5” (word 2) cannot be the last", "Write dense10 at the end" },
  { "dense64 dense11", "“dense11” (word 2), must have", "Write 10" },
  { "784-256-11", "“11” (width 3), must have", "Write 10" },
  { "dense65536 dense65536 dense10", "too large at “dense65536” (word 2)", "fewer" },
};

static void
assert_refused (const char *text, nn_shape input, const char *place, const char *way_out)
{
  g_autoptr (GError) error = NULL;
  nn_model model = { .n_layers = -7 };

  g_assert_false (lab_model_spec_parse (text, input, 10, &model, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, place));
  g_assert_nonnull (strstr (error->message, way_out));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (model.n_layers, ==, -7);
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i].text, digit, refused[i].place, refused[i].way_out);
}

static void
test_too_many (void)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 33; i++)
    g_string_append (text, "dense10 ");
  assert_refused (text->str, digit, "“dense10” (word 33) is one layer too many", "at most 32");
  for (int i = 0; i < 1000; i++)
    g_string_append_c (text, ' ');
  assert_refused (text->str, digit, "has 1264 bytes", "1023 are the most");
  g_string_free (text, TRUE);
}

/* The widths of a preset are those of digits: the message has the widths for these images. */
static void
test_preset_of_other_images (void)
{
  assert_refused ("article-mlp", photo, "for images of 784 values",
                  "3 × 32 × 32 = 3072. Write 3072-256-128-64-10.");
  assert_refused ("paper-mlp", photo, "for images of 784 values", "Write 3072-128-");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/preset/presets", test_presets);
  g_test_add_func ("/lab/preset/accepted", test_accepted);
  g_test_add_func ("/lab/preset/refused", test_refused);
  g_test_add_func ("/lab/preset/too-many", test_too_many);
  g_test_add_func ("/lab/preset/of-other-images", test_preset_of_other_images);
  return g_test_run ();
}
