/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-model-problem.c - the table from nn_model_problem to sentences */

#include "lab-model-problem.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-preset.h"
#include "lab-suggest.h"

/* What was typed, and the word in it that is wrong. Between dashes a width counts as a word. */
typedef struct {
  const char *text;
  size_t offset;
  nn_shape input;
  unsigned n_classes;
  char *word;    /* as it was typed                        */
  char *place;   /* “conv4x32” (word 2)                    */
  int character; /* of the word, from 1: where offset is   */
} Fault;

static void
fault_clear (Fault *fault)
{
  g_free (fault->word);
  g_free (fault->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fault, fault_clear)

/* The words, and how each is written: a format for the limits of its numbers. */
/* clang-format off */
static const struct {
  const char *letters, *rule;
  int limits[2];
} words[] = {
  { "conv",
    N_("Write a convolution as conv3x32, or without padding as conv3x32v: its kernel is at most "
        "%d, and it has at most %d filters."),
    { NN_MAX_KERNEL, NN_MAX_UNITS } },
  { "pool",
    N_("Write pooling as pool2: its window is from %d to %d."),
    { NN_MIN_POOL, NN_MAX_KERNEL } },
  { "drop",
    N_("Write dropout as drop.25: the probability is above 0 and below 1, with a point and at "
        "most 6 digits after it."),
    { 0 } },
  { "flatten", N_("Write flatten alone: it has no number."), { 0 } },
  { "dense",
    N_("Write a dense layer as dense64: it has from %d to %d units."),
    { 1, NN_MAX_UNITS } },
  { "",
    N_("Write widths with single dashes between them, such as 784-256-10: each is a whole number "
        "from %d to %d."),
    { 1, NN_MAX_UNITS } },
};
/* clang-format on */

enum { N_WORDS = G_N_ELEMENTS (words) - 1 };

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Whether the text begins as widths do, and offset is among them. */
static gboolean
is_among_widths (const char *text, size_t offset)
{
  size_t first = strspn (text, " \t");

  return g_ascii_isdigit (text[first]) && offset <= first + strcspn (text + first, " \t");
}

static int
count_words (const char *text, size_t end)
{
  int n = 0;

  for (size_t i = 0; i < end; i++)
    n += !is_blank (text[i]) && (i == 0 || is_blank (text[i - 1]));
  return n;
}

static int
count_dashes (const char *text, size_t end)
{
  int n = 0;

  for (size_t i = 0; i < end; i++)
    n += text[i] == '-';
  return n;
}

static size_t
find_start (const char *text, size_t offset, const char *ends)
{
  while (offset > 0 && strchr (ends, text[offset - 1]) == NULL)
    offset--;
  return offset;
}

/* Where a width is missing, the one before it and its dash are shown. */
static void
find_word (Fault *fault)
{
  const char *text = fault->text;
  gboolean width = is_among_widths (text, fault->offset);
  const char *ends = width ? " \t-" : " \t";
  size_t start = find_start (text, fault->offset, ends);
  size_t end = fault->offset + strcspn (text + fault->offset, ends);
  int n = width ? count_dashes (text, end) + 1 : count_words (text, end);
  g_autofree char *shown = NULL;

  if (start == end && start > 0)
    start = find_start (text, start - 1, ends);
  fault->word = g_strndup (text + start, end - start);
  fault->character = fault->offset - start + 1;
  shown = lab_error_printable (fault->word);
  fault->place = g_strdup_printf (width ? _("“%s” (width %d)") : _("“%s” (word %d)"), shown, n);
}

static char *
list_presets (void)
{
  GString *list = g_string_new (NULL);
  int n;
  const LabPreset *presets = lab_preset_list (&n);

  for (int i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", presets[i].name);
  return g_string_free (list, FALSE);
}

static char *
say_empty (const Fault *fault)
{
  g_autofree char *list = list_presets ();

  return g_strdup_printf (
      _("The model has no layer, and at least one is needed. Name a model (%s), "
        "or write its layers, such as %zu-256-%u."),
      list, nn_shape_size (fault->input), fault->n_classes);
}

/* " Did you mean “conv3x32”?": the word with each of the right letters, and the presets. */
static char *
suggest (const char *word, gboolean with_presets)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *rest = word;
  int n;
  const LabPreset *presets = lab_preset_list (&n);

  while (g_ascii_isalpha (*rest))
    rest++;
  for (int i = 0; i < N_WORDS; i++)
    g_ptr_array_add (names, g_strconcat (words[i].letters, rest, NULL));
  for (int i = 0; i < n && with_presets; i++)
    g_ptr_array_add (names, g_strdup (presets[i].name));
  return lab_suggest_question (word, (const char *const *) names->pdata, names->len);
}

static char *
say_unknown_layer (const Fault *fault)
{
  g_autofree char *question = suggest (fault->word, FALSE);

  return g_strdup_printf (_("There is no layer %s.%s The layers are: conv3x32, pool2, drop.25, "
                            "flatten, dense64, with numbers of your own."),
                          fault->place, question);
}

/* A word alone may have been meant to be the name of a model. */
static char *
say_unknown_model (const Fault *fault)
{
  g_autofree char *question = suggest (fault->word, TRUE);
  g_autofree char *shown = lab_error_printable (fault->word);
  g_autofree char *list = list_presets ();

  return g_strdup_printf (
      _("There is no model “%s”.%s The models are: %s. Or write its layers, "
        "such as conv3x16 pool2 dense%u, or the widths of dense layers, such as "
        "%zu-256-%u."),
      shown, question, list, fault->n_classes, nn_shape_size (fault->input), fault->n_classes);
}

static char *
say_unknown_word (const Fault *fault)
{
  if (g_ascii_isdigit (fault->word[0])
      || g_ascii_isdigit (fault->text[strspn (fault->text, " \t")]))
    return g_strdup_printf (
        _("%s does not belong here: widths must be all of the text. Write either "
          "widths alone, such as 784-256-10, or words alone, such as dense256 "
          "dense10."),
        fault->place);
  return count_words (fault->text, strlen (fault->text)) == 1 ? say_unknown_model (fault)
                                                              : say_unknown_layer (fault);
}

static gboolean
has_letters (const char *word, const char *letters)
{
  return g_ascii_strncasecmp (word, letters, strlen (letters)) == 0;
}

static char *
say_bad_number (const Fault *fault)
{
  gboolean at_end = fault->word[fault->character - 1] == '\0';
  g_autofree char *rule = NULL;
  int i = 0;

  while (i < N_WORDS && !has_letters (fault->word, words[i].letters))
    i++;
  rule = g_strdup_printf (_(words[i].rule), words[i].limits[0], words[i].limits[1]);
  if (at_end)
    return g_strdup_printf (_("Something is missing at the end of %s. %s"), fault->place, rule);
  return g_strdup_printf (_("%s is not right at its character %d. %s"), fault->place,
                          fault->character, rule);
}

static char *
say_too_many (const Fault *fault)
{
  if (fault->offset >= NN_MODEL_TEXT_SIZE - 1)
    return g_strdup_printf (_("The text of the model has %zu bytes, and %d are the most. Leave out "
                              "layers or blanks."),
                            strlen (fault->text), NN_MODEL_TEXT_SIZE - 1);
  return g_strdup_printf (_("%s is one layer too many: a model has at most %d. Leave some out."),
                          fault->place, NN_MAX_LAYERS);
}

static char *
say_input_width (const Fault *fault)
{
  const char *rest = fault->text + fault->offset + strlen (fault->word);
  nn_shape in = fault->input;
  g_autofree char *better = g_strdup_printf ("%zu%s", nn_shape_size (in), rest);

  return g_strdup_printf (_("The model is for images of %s values, but these images have %d × %d × "
                            "%d = %zu. Write %s."),
                          fault->word, in.channels, in.height, in.width, nn_shape_size (in),
                          g_strchomp (better));
}

/* The size of the image that reaches the word: what is before it is a model but for its end. */
static gboolean
find_image (const Fault *fault, nn_shape *image)
{
  g_autofree char *before
      = g_strdup_printf ("%.*s dense%u", (int) fault->offset, fault->text, fault->n_classes);
  nn_model model;

  if (nn_model_parse (before, fault->input, fault->n_classes, &model, NULL) != NN_MODEL_OK)
    return FALSE;
  *image = nn_model_shape (&model, model.n_layers - 2);
  return TRUE;
}

static char *
say_too_small (const Fault *fault)
{
  nn_shape image = fault->input;

  if (!find_image (fault, &image))
    return g_strdup_printf (_("The image is too small for %s. Choose a smaller window there, or "
                              "leave out a pooling before it."),
                            fault->place);
  return g_strdup_printf (
      _("The image, which is %d × %d there, is too small for %s. Choose a smaller "
        "window, or leave out a pooling before it."),
      image.height, image.width, fault->place);
}

static char *
say_even_kernel (const Fault *fault)
{
  char *rest;
  int kernel = (int) g_ascii_strtoull (fault->word + fault->character - 1, &rest, 10);
  g_autofree char *less = g_strdup_printf ("conv%d%s", kernel - 1, rest);
  g_autofree char *more = g_strdup_printf ("conv%d%s", kernel + 1, rest);

  return g_strdup_printf (_("%s has an even window, which has no middle to be padded around. Write "
                            "%s or %s, or without padding %sv."),
                          fault->place, less, more, fault->word);
}

static char *
say_after_dense (const Fault *fault)
{
  return g_strdup_printf (_("%s comes after a dense layer or flatten, where there is no image any "
                            "more. Move it before them, or leave it out."),
                          fault->place);
}

static char *
say_last_layer (const Fault *fault)
{
  return g_strdup_printf (
      _("%s cannot be the last layer: a model ends with a dense layer that has a "
        "unit for each class. Write dense%u at the end."),
      fault->place, fault->n_classes);
}

static char *
say_classes (const Fault *fault)
{
  return g_strdup_printf (_("The last layer, %s, must have a unit for each class. Write %u as its "
                            "number."),
                          fault->place, fault->n_classes);
}

static char *
say_too_large (const Fault *fault)
{
  return g_strdup_printf (_("The model becomes too large at %s: more weights or values than can be "
                            "counted. Use fewer units or filters there and before it, or more "
                            "pooling."),
                          fault->place);
}

static char *(*const sentences[NN_N_MODEL_PROBLEMS]) (const Fault *fault) = {
  [NN_MODEL_EMPTY] = say_empty,
  [NN_MODEL_UNKNOWN_WORD] = say_unknown_word,
  [NN_MODEL_BAD_NUMBER] = say_bad_number,
  [NN_MODEL_TOO_MANY] = say_too_many,
  [NN_MODEL_INPUT_WIDTH] = say_input_width,
  [NN_MODEL_TOO_SMALL] = say_too_small,
  [NN_MODEL_EVEN_KERNEL] = say_even_kernel,
  [NN_MODEL_AFTER_DENSE] = say_after_dense,
  [NN_MODEL_LAST_LAYER] = say_last_layer,
  [NN_MODEL_CLASSES] = say_classes,
  [NN_MODEL_TOO_LARGE] = say_too_large,
};

gboolean
lab_model_problem_set_error (GError **error, nn_model_problem problem, const char *text,
                             size_t offset, nn_shape input, unsigned n_classes)
{
  g_auto (Fault) fault = { text, offset, input, n_classes, NULL, NULL, 0 };
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (problem > NN_MODEL_OK && problem < NN_N_MODEL_PROBLEMS, FALSE);
  find_word (&fault);
  sentence = sentences[problem](&fault);
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE, sentence);
  return FALSE;
}
