/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-safetensors.h - reader and writer of the safetensors format for arrays of floats, over memory
 *
 * Format (Hugging Face, safetensors 0.3): the length of the header (8 bytes, little-endian), the
 * header, which is a JSON object of
 *
 *   "name": {"dtype": "F32", "shape": [784, 256], "data_offsets": [0, 802816]}
 *   "__metadata__": {"text": "text"}
 *
 * and blanks, then the data, which the offsets count from 0. Every byte of the data belongs to
 * exactly one array. The header is read by its grammar and not by any JSON: strings are printable
 * ASCII without escapes, every array is F32, and an object has the keys shown, in any order. A file
 * may come from anywhere: nothing is allocated, no recursion, no number is trusted.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  NN_SAFETENSORS_MAX_HEADER = 1 << 20, /* bytes                                                */
  NN_SAFETENSORS_MAX_TENSORS = 512,
  NN_SAFETENSORS_MAX_METADATA = 32,
  NN_SAFETENSORS_MAX_DIMENSIONS = 4,
  NN_SAFETENSORS_NAME_SIZE = 64,       /* with the 0 at its end, as the next                   */
  NN_SAFETENSORS_VALUE_SIZE = 1100
};

typedef struct {
  char name[NN_SAFETENSORS_NAME_SIZE];
  int n_dimensions;                    /* 0: a single number                                   */
  uint64_t dimension[NN_SAFETENSORS_MAX_DIMENSIONS];
  size_t n_values;                     /* the product; 0 is allowed                            */
  const uint8_t *bytes;                /* read: n_values floats of the caller's data,
                                          little-endian and not aligned                        */
} nn_safetensor;

typedef struct {
  char key[NN_SAFETENSORS_NAME_SIZE], value[NN_SAFETENSORS_VALUE_SIZE];
} nn_safetensors_text;

typedef struct {
  int n_tensors, n_texts;
  nn_safetensor tensor[NN_SAFETENSORS_MAX_TENSORS];
  nn_safetensors_text text[NN_SAFETENSORS_MAX_METADATA];
} nn_safetensors;

/* What is wrong, and the byte at which it shows. */
typedef enum {
  NN_SAFETENSORS_OK,
  NN_SAFETENSORS_TRUNCATED,  /* the data end before the header, or an array, does: their end       */
  NN_SAFETENSORS_TRAILING,   /* bytes after the last array: the first                             */
  NN_SAFETENSORS_HEADER,     /* the header's length is beyond NN_SAFETENSORS_MAX_HEADER: byte 0   */
  NN_SAFETENSORS_SYNTAX,     /* another character than the format has there: the character        */
  NN_SAFETENSORS_STRING,     /* empty name, too long, or a character that is not allowed: this, or
                                the string                                                        */
  NN_SAFETENSORS_NUMBER,     /* not a whole number from 0, or beyond 64 bits: the number          */
  NN_SAFETENSORS_KEY,        /* a key that the format does not have, or "}" before it had all     */
  NN_SAFETENSORS_DUPLICATE,  /* a name or key that was there before: the second one               */
  NN_SAFETENSORS_TYPE,       /* an array of another type than F32: the type                       */
  NN_SAFETENSORS_TOO_MANY,   /* arrays, texts or dimensions: the first one too many               */
  NN_SAFETENSORS_SIZE,       /* the shape is too large, or its size is not that of its offsets:
                                the array's name                                                  */
  NN_SAFETENSORS_OVERLAP,    /* a byte that belongs to two arrays                                 */
  NN_SAFETENSORS_GAP,        /* a byte that belongs to none                                       */
  NN_N_SAFETENSORS_PROBLEMS
} nn_safetensors_problem;

/* Reads data[0 .. length). On failure *out is without meaning and *offset the place in data. */
nn_safetensors_problem nn_safetensors_parse (const uint8_t *data, size_t length,
                                             nn_safetensors *out, size_t *offset);

/* NULL if there is none of that name. */
const nn_safetensor   *nn_safetensors_find  (const nn_safetensors *tensors, const char *name);
const char            *nn_safetensors_value (const nn_safetensors *tensors, const char *key);

/* What stands in front of the arrays when these follow in their order without gaps: the length and
 * the header, padded so that the data begin at a multiple of 8. Writes at most size bytes and
 * returns how many there are; out may be NULL if size is 0. Names and texts must be such as can
 * be read, and n_values the product of the dimensions.                                          */
size_t nn_safetensors_header (const nn_safetensors *tensors, uint8_t *out, size_t size);

/* n floats from and to their form in the file. */
void   nn_safetensors_decode (size_t n, const uint8_t *bytes, float *values);
void   nn_safetensors_encode (size_t n, const float *values, uint8_t *bytes);
