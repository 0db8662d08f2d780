/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-safetensors-private.h - what the files of the reader share
 *
 * A cursor walks over the header; where it stands when something does not fit is the place that a
 * person is shown. nn-safetensors-text.c reads what JSON is made of, nn-safetensors.c what a header
 * is made of.
 */

#pragma once

#include "nn-safetensors.h"

#define OK NN_SAFETENSORS_OK

typedef struct {
  uint64_t begin, end;
} nn_safetensors_span;

typedef struct {
  const uint8_t *data;
  size_t at, end;                            /* of the header                                     */
  size_t length;                             /* of the file                                       */
  nn_safetensors *out;
  nn_safetensors_span place[NN_SAFETENSORS_MAX_TENSORS];   /* of each array, from the header's end */
  bool has_metadata;
} nn_safetensors_reader;

typedef struct {
  uint64_t *value;
  int n, most;
} nn_safetensors_numbers;

/* Reads one element of an array, or one key with its value. */
typedef nn_safetensors_problem (*nn_safetensors_element) (nn_safetensors_reader *r, void *context);

/* Sets the place and returns why. */
nn_safetensors_problem nn_safetensors_fail_at (nn_safetensors_reader *r, size_t at,
                                               nn_safetensors_problem why);

void nn_safetensors_skip_blanks (nn_safetensors_reader *r);

/* Elements with commas between them. */
nn_safetensors_problem nn_safetensors_read_list (nn_safetensors_reader *r, char opening,
                                                 char closing, nn_safetensors_element read,
                                                 void *context);

/* A string with its quotes into text, which has room for size bytes. */
nn_safetensors_problem nn_safetensors_read_string (nn_safetensors_reader *r, char *text,
                                                   size_t size);

/* A string that is not empty and the colon after it; *start: where it stands. */
nn_safetensors_problem nn_safetensors_read_key (nn_safetensors_reader *r,
                                                char key[NN_SAFETENSORS_NAME_SIZE],
                                                size_t *start);

/* An element of nn_safetensors_numbers. */
nn_safetensors_problem nn_safetensors_read_number (nn_safetensors_reader *r, void *context);
