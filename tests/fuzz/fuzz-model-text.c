/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-model-text.c - the text of a model, with whatever bytes and images of many sizes
 *
 * The first byte chooses the image; the rest is the text. What can be read must come back from its
 * own text; what cannot must have its place within the text and leave the model alone.
 */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "nn-model.h"

static const nn_shape inputs[] = {
  { 1, 28, 28 }, { 3, 32, 32 }, { 1, 1, 1 }, { 2, 5, 300 }, { 1, 1, INT32_MAX }, { 0, 28, 28 },
};

enum { N_INPUTS = sizeof inputs / sizeof inputs[0], N_CLASSES = 10, UNTOUCHED = -7 };

static void
expect_round_trip (const nn_model *model)
{
  char text[NN_MODEL_TEXT_SIZE], again[NN_MODEL_TEXT_SIZE];
  nn_model back;

  fuzz_expect (nn_model_check (model, N_CLASSES, NULL) == NN_MODEL_OK);
  nn_model_format (model, text);
  fuzz_expect (nn_model_parse (text, model->input, N_CLASSES, &back, NULL) == NN_MODEL_OK);
  fuzz_expect (strcmp (nn_model_format (&back, again), text) == 0);
  fuzz_expect (nn_model_n_parameters (&back) == nn_model_n_parameters (model));
  fuzz_expect (nn_model_training_flops (&back) > nn_model_forward_flops (model));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  nn_shape input = inputs[size > 0 ? data[0] % N_INPUTS : 0];
  char *text = calloc (size + 1, 1);
  nn_model model = { .n_layers = UNTOUCHED };
  size_t offset = SIZE_MAX;

  fuzz_expect (text != NULL);
  if (size > 1)
    memcpy (text, data + 1, size - 1);
  if (nn_model_parse (text, input, N_CLASSES, &model, &offset) == NN_MODEL_OK)
    expect_round_trip (&model);
  else
    fuzz_expect (offset <= strlen (text) && model.n_layers == UNTOUCHED);
  free (text);
  return 0;
}
