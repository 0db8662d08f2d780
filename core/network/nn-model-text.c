/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-model-text.c - the text form of a model, read and written
 *
 * A word is a row of a table: its letters, and what is read after them. Reading goes from left to
 * right, stops at the first byte that cannot belong there, and remembers where each layer stands,
 * so that what nn_model_check () finds can be pointed at.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nn-model.h"

enum { N_PARTS = 4, RATE_DIGITS = 6 };

/* Where a layer stands in the text, and its numbers. */
typedef struct {
  const char *word, *units, *kernel;
} places;

typedef struct {
  const char *text, *at;
  nn_model model;
  places place[NN_MAX_LAYERS];
  bool flat;         /* no image any more: a dense layer, or flatten, was read */
  const char *input; /* the number of the input, where there is one            */
  int input_width;
} reader;

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static bool
is_word_end (char c)
{
  return c == '\0' || is_blank (c);
}

/* Of ASCII alone and in every locale. */
static char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool
is_letter (char c)
{
  return lower (c) >= 'a' && lower (c) <= 'z';
}

/* Skips blanks, and says whether the text goes on. */
static bool
find_next (reader *r)
{
  while (is_blank (*r->at))
    r->at++;
  return *r->at != '\0';
}

static bool
skip (reader *r, char c)
{
  if (lower (*r->at) != c)
    return false;
  r->at++;
  return true;
}

/* These read what r->at points at; on failure they leave it at the byte that is wrong. */
static bool
read_number (reader *r, int least, int most, int *value)
{
  const char *start = r->at;
  int64_t number = 0;

  for (; is_digit (*r->at); r->at++)
    if (number <= most)
      number = 10 * number + (*r->at - '0');
  if (r->at == start)
    return false;
  if (*start == '0' || number < least || number > most)
    {
      r->at = start;
      return false;
    }
  *value = (int) number;
  return true;
}

static bool
read_units (reader *r, nn_layer *layer, places *place)
{
  place->units = r->at;
  return read_number (r, 1, NN_MAX_UNITS, &layer->units);
}

static bool
read_kernel (reader *r, nn_layer *layer, places *place)
{
  place->kernel = r->at;
  return read_number (r, 1, NN_MAX_KERNEL, &layer->kernel);
}

static bool
read_window (reader *r, nn_layer *layer, places *place)
{
  return read_number (r, NN_MIN_POOL, NN_MAX_KERNEL, &layer->kernel);
}

static bool
read_times (reader *r, nn_layer *layer, places *place)
{
  return skip (r, 'x');
}

static bool
read_valid (reader *r, nn_layer *layer, places *place)
{
  layer->valid = skip (r, 'v');
  return true;
}

static bool
read_rate (reader *r, nn_layer *layer, places *place)
{
  const char *start = r->at, *fraction;
  int millionths = 0, unit = 1000000;

  if (r->at[0] == '0' && r->at[1] == '.')
    r->at++;
  if (!skip (r, '.'))
    return false;
  for (fraction = r->at; is_digit (*r->at) && r->at < fraction + RATE_DIGITS; r->at++)
    {
      unit /= 10;
      millionths += unit * (*r->at - '0');
    }
  if (r->at == fraction)
    return false;
  layer->rate = (float) (millionths / 1e6);
  if (millionths == 0)
    r->at = start;
  return millionths > 0;
}

static const struct {
  const char *letters;
  bool is_layer, needs_image, flattens;
  nn_layer_id id;
  bool (*read[N_PARTS + 1]) (reader *r, nn_layer *layer, places *place);
} words[] = {
  { "conv", true, true, false, NN_LAYER_CONV, { read_kernel, read_times, read_units, read_valid } },
  { "pool", true, true, false, NN_LAYER_POOL, { read_window } },
  { "drop", true, false, false, NN_LAYER_DROPOUT, { read_rate } },
  { "flatten", false, true, true, 0, { NULL } },
  { "dense", true, false, true, NN_LAYER_DENSE, { read_units } },
};

enum { N_WORDS = sizeof words / sizeof words[0] };

static bool
begins_with (const char *at, const char *letters)
{
  while (*letters != '\0' && lower (*at) == *letters)
    at++, letters++;
  return *letters == '\0' && !is_letter (*at);
}

static int
find_word (const char *at)
{
  int w = 0;

  while (w < N_WORDS && !begins_with (at, words[w].letters))
    w++;
  return w;
}

static nn_model_problem
add_layer (reader *r, const nn_layer *layer, const places *place)
{
  int n = r->model.n_layers;

  if (n == NN_MAX_LAYERS)
    {
      r->at = place->word;
      return NN_MODEL_TOO_MANY;
    }
  r->model.layer[n] = *layer;
  r->place[n] = *place;
  r->model.n_layers++;
  return NN_MODEL_OK;
}

/* What follows the letters of a word, to the end of the word. */
static bool
read_parts (reader *r, int w, nn_layer *layer, places *place)
{
  for (int i = 0; words[w].read[i] != NULL; i++)
    if (!words[w].read[i](r, layer, place))
      return false;
  return is_word_end (*r->at);
}

static nn_model_problem
read_word (reader *r)
{
  places place = { .word = r->at };
  int w = find_word (r->at);
  nn_layer layer;

  if (w == N_WORDS)
    return NN_MODEL_UNKNOWN_WORD;
  layer = (nn_layer){ .id = words[w].id };
  r->at += strlen (words[w].letters);
  if (!read_parts (r, w, &layer, &place))
    return NN_MODEL_BAD_NUMBER;
  if (r->flat && words[w].needs_image)
    {
      r->at = place.word;
      return NN_MODEL_AFTER_DENSE;
    }
  r->flat = r->flat || words[w].flattens;
  return words[w].is_layer ? add_layer (r, &layer, &place) : NN_MODEL_OK;
}

static nn_model_problem
read_words (reader *r)
{
  nn_model_problem problem = NN_MODEL_OK;

  while (problem == NN_MODEL_OK && find_next (r))
    problem = read_word (r);
  return problem;
}

static nn_model_problem
read_width (reader *r)
{
  places place = { .word = r->at };
  nn_layer layer = { .id = NN_LAYER_DENSE };

  return read_units (r, &layer, &place) ? add_layer (r, &layer, &place) : NN_MODEL_BAD_NUMBER;
}

static nn_model_problem
read_widths (reader *r)
{
  nn_model_problem problem = NN_MODEL_OK;

  r->input = r->at;
  if (!read_number (r, 1, INT32_MAX, &r->input_width))
    return NN_MODEL_BAD_NUMBER;
  while (problem == NN_MODEL_OK && skip (r, '-'))
    problem = read_width (r);
  if (problem != NN_MODEL_OK)
    return problem;
  if (!is_word_end (*r->at))
    return NN_MODEL_BAD_NUMBER;
  return find_next (r) ? NN_MODEL_UNKNOWN_WORD : NN_MODEL_OK;
}

static nn_model_problem
read_text (reader *r)
{
  nn_model_problem problem;

  if (strnlen (r->text, NN_MODEL_TEXT_SIZE) == NN_MODEL_TEXT_SIZE)
    {
      r->at = r->text + NN_MODEL_TEXT_SIZE - 1;
      return NN_MODEL_TOO_MANY;
    }
  problem = find_next (r) && is_digit (*r->at) ? read_widths (r) : read_words (r);
  return problem == NN_MODEL_OK && r->model.n_layers == 0 ? NN_MODEL_EMPTY : problem;
}

static const char *
place_of (const reader *r, nn_model_problem problem, int l)
{
  if (l < 0)
    return r->text;
  if (problem == NN_MODEL_CLASSES)
    return r->place[l].units;
  return problem == NN_MODEL_EVEN_KERNEL ? r->place[l].kernel : r->place[l].word;
}

static nn_model_problem
check_what_was_read (reader *r, unsigned n_classes)
{
  nn_model_problem problem;
  int l;

  if (r->input != NULL && r->input_width != nn_shape_size (r->model.input))
    {
      r->at = r->input;
      return NN_MODEL_INPUT_WIDTH;
    }
  problem = nn_model_check (&r->model, n_classes, &l);
  if (problem != NN_MODEL_OK)
    r->at = place_of (r, problem, l);
  return problem;
}

nn_model_problem
nn_model_parse (const char *text, nn_shape input, unsigned n_classes, nn_model *out, size_t *offset)
{
  reader r = { .text = text, .at = text, .model = { .input = input } };
  nn_model_problem problem = read_text (&r);

  if (problem == NN_MODEL_OK)
    problem = check_what_was_read (&r, n_classes);
  if (problem == NN_MODEL_OK)
    *out = r.model;
  else if (offset != NULL)
    *offset = r.at - text;
  return problem;
}

/* Each of these writes fewer than LONGEST_WORD bytes, and the text of a model has room for that. */
enum { LONGEST_WORD = 24 };
_Static_assert((NN_MAX_LAYERS + 1) * LONGEST_WORD <= NN_MODEL_TEXT_SIZE, "texts are not cut");

static int
format_width (char *text, const nn_layer *layer)
{
  return sprintf (text, "-%d", layer->units);
}

static int
format_dense (char *text, const nn_layer *layer)
{
  return sprintf (text, "dense%d", layer->units);
}

static int
format_conv (char *text, const nn_layer *layer)
{
  return sprintf (text, "conv%dx%d%s", layer->kernel, layer->units, layer->valid ? "v" : "");
}

static int
format_pool (char *text, const nn_layer *layer)
{
  return sprintf (text, "pool%d", layer->kernel);
}

/* "%g" would have the locale's point. */
static int
format_dropout (char *text, const nn_layer *layer)
{
  int millionths = (int) lrint (layer->rate * 1e6), digits = RATE_DIGITS;

  for (; millionths % 10 == 0; digits--)
    millionths /= 10;
  return sprintf (text, "drop.%0*d", digits, millionths);
}

static int (*const format_word[]) (char *text, const nn_layer *layer) = {
  [NN_LAYER_DENSE] = format_dense,
  [NN_LAYER_CONV] = format_conv,
  [NN_LAYER_POOL] = format_pool,
  [NN_LAYER_DROPOUT] = format_dropout,
};

static bool
all_dense (const nn_model *model)
{
  int l = 0;

  while (l < model->n_layers && model->layer[l].id == NN_LAYER_DENSE)
    l++;
  return l == model->n_layers;
}

char *
nn_model_format (const nn_model *model, char text[NN_MODEL_TEXT_SIZE])
{
  bool widths = all_dense (model);
  int length = widths ? sprintf (text, "%zu", nn_shape_size (model->input)) : 0;

  for (int l = 0; l < model->n_layers; l++)
    {
      const nn_layer *layer = &model->layer[l];

      if (l > 0 && !widths)
        text[length++] = ' ';
      length += widths ? format_width (text + length, layer)
                       : format_word[layer->id](text + length, layer);
    }
  return text;
}
