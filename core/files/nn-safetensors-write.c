/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-safetensors-write.c - headers, and floats as bytes; see nn-safetensors.h */

#include <assert.h>
#include <string.h>

#include "nn-safetensors.h"

enum { LENGTH_BYTES = 8, DATA_ALIGNMENT = 8, MOST_DIGITS = 20 };

/* Counts all bytes and keeps those that there is room for. */
typedef struct {
  uint8_t *out;
  size_t size, n;
} writer;

static void
put (writer *w, uint8_t byte)
{
  if (w->n < w->size)
    w->out[w->n] = byte;
  w->n++;
}

static void
put_text (writer *w, const char *text)
{
  for (; *text != '\0'; text++)
    put (w, (uint8_t) *text);
}

static void
put_string (writer *w, const char *text)
{
  assert (strpbrk (text, "\"\\") == NULL);
  put (w, '"');
  put_text (w, text);
  put (w, '"');
}

static void
put_number (writer *w, uint64_t value)
{
  char digits[MOST_DIGITS];
  int n = 0;

  do
    digits[n++] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);
  while (n > 0)
    put (w, (uint8_t) digits[--n]);
}

static void
put_numbers (writer *w, const uint64_t *values, int n)
{
  put (w, '[');
  for (int i = 0; i < n; i++)
    {
      put_text (w, i > 0 ? "," : "");
      put_number (w, values[i]);
    }
  put (w, ']');
}

static void
put_metadata (writer *w, const nn_safetensors *tensors)
{
  put_text (w, "\"__metadata__\":{");
  for (int i = 0; i < tensors->n_texts; i++)
    {
      put_text (w, i > 0 ? "," : "");
      put_string (w, tensors->text[i].key);
      put (w, ':');
      put_string (w, tensors->text[i].value);
    }
  put (w, '}');
}

static uint64_t
put_tensor (writer *w, const nn_safetensor *t, uint64_t begin)
{
  uint64_t offsets[2] = { begin, begin + t->n_values * sizeof (float) };

  put_string (w, t->name);
  put_text (w, ":{\"dtype\":\"F32\",\"shape\":");
  put_numbers (w, t->dimension, t->n_dimensions);
  put_text (w, ",\"data_offsets\":");
  put_numbers (w, offsets, 2);
  put (w, '}');
  return offsets[1];
}

size_t
nn_safetensors_header (const nn_safetensors *tensors, uint8_t *out, size_t size)
{
  writer w = { out, size, LENGTH_BYTES };
  uint64_t begin = 0;

  put (&w, '{');
  if (tensors->n_texts > 0)
    put_metadata (&w, tensors);
  for (int i = 0; i < tensors->n_tensors; i++)
    {
      put_text (&w, i > 0 || tensors->n_texts > 0 ? "," : "");
      begin = put_tensor (&w, &tensors->tensor[i], begin);
    }
  put (&w, '}');
  while (w.n % DATA_ALIGNMENT != 0)
    put (&w, ' ');
  assert (w.n - LENGTH_BYTES <= NN_SAFETENSORS_MAX_HEADER);
  for (size_t i = 0; i < LENGTH_BYTES && i < size; i++)
    out[i] = (uint8_t) ((uint64_t) (w.n - LENGTH_BYTES) >> 8 * i);
  return w.n;
}

void
nn_safetensors_decode (size_t n, const uint8_t *bytes, float *values)
{
  for (size_t i = 0; i < n; i++, bytes += sizeof (float))
    {
      uint32_t bits = (uint32_t) bytes[3] << 24 | (uint32_t) bytes[2] << 16
                      | (uint32_t) bytes[1] << 8 | bytes[0];

      memcpy (&values[i], &bits, sizeof bits);
    }
}

void
nn_safetensors_encode (size_t n, const float *values, uint8_t *bytes)
{
  for (size_t i = 0; i < n; i++, bytes += sizeof (float))
    {
      uint32_t bits;

      memcpy (&bits, &values[i], sizeof bits);
      for (int k = 0; k < 4; k++)
        bytes[k] = (uint8_t) (bits >> 8 * k);
    }
}
