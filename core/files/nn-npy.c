/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-npy.c - see nn-npy.h
 *
 * A cursor walks over the bytes; where it stands when something does not fit is the place that a
 * person is shown.
 */

#include "nn-npy.h"

#include <stdbool.h>
#include <string.h>

static const uint8_t magic[] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };

enum { MAGIC_LENGTH = sizeof magic, VERSION_LENGTH = 2, LAST_VERSION = 3 };

typedef struct {
  const uint8_t *data;
  size_t at, end; /* end: of the data, then of the header's dictionary */
} cursor;

typedef enum { KEY_DESCR, KEY_ORDER, KEY_SHAPE, N_KEYS } key;

static void
skip_blanks (cursor *c)
{
  while (c->at < c->end && (c->data[c->at] == ' ' || c->data[c->at] == '\n'))
    c->at++;
}

/* Steps over blanks and then over word, if it stands there. */
static bool
take (cursor *c, const char *word)
{
  size_t n = strlen (word);

  skip_blanks (c);
  if (c->end - c->at < n || memcmp (c->data + c->at, word, n) != 0)
    return false;
  c->at += n;
  return true;
}

/* The same for word between quotes of either kind. */
static bool
take_quoted (cursor *c, const char *word)
{
  size_t n = strlen (word);
  const uint8_t *p;

  skip_blanks (c);
  p = c->data + c->at;
  if (c->end - c->at < n + 2 || (p[0] != '\'' && p[0] != '"') || memcmp (p + 1, word, n) != 0
      || p[n + 1] != p[0])
    return false;
  c->at += n + 2;
  return true;
}

/* Bytes have no order of bytes, so both ways to write that there is none mean the same. */
static nn_status
parse_descr (cursor *c)
{
  return take_quoted (c, "|u1") || take_quoted (c, "u1") ? NN_OK : NN_ERROR_MAGIC;
}

static nn_status
parse_order (cursor *c)
{
  return take (c, "False") ? NN_OK : NN_ERROR_MAGIC;
}

static bool
is_digit (const cursor *c)
{
  return c->at < c->end && c->data[c->at] >= '0' && c->data[c->at] <= '9';
}

static nn_status
parse_number (cursor *c, uint32_t *value)
{
  size_t start;

  skip_blanks (c);
  start = c->at;
  *value = 0;
  for (; is_digit (c); c->at++)
    if (__builtin_mul_overflow (*value, 10, value)
        || __builtin_add_overflow (*value, c->data[c->at] - '0', value))
      {
        c->at = start;
        return NN_ERROR_SHAPE;
      }
  if (c->at == start)
    return NN_ERROR_MAGIC;
  if (*value == 0)
    {
      c->at = start;
      return NN_ERROR_VALUE;
    }
  /* Python 2 wrote its long numbers with an L. */
  if (c->at < c->end && c->data[c->at] == 'L')
    c->at++;
  return NN_OK;
}

static nn_status
parse_dimension (cursor *c, nn_npy *npy)
{
  size_t start = c->at;
  uint32_t *value = &npy->dimension[npy->n_dimensions];
  nn_status status;

  if (npy->n_dimensions == NN_NPY_MAX_DIMENSIONS)
    return NN_ERROR_MAGIC;
  status = parse_number (c, value);
  if (status != NN_OK)
    return status;
  npy->n_dimensions++;
  if (!__builtin_mul_overflow (npy->n_bytes, *value, &npy->n_bytes))
    return NN_OK;
  c->at = start;
  return NN_ERROR_SHAPE;
}

static nn_status
parse_shape (cursor *c, nn_npy *npy)
{
  nn_status status = take (c, "(") ? NN_OK : NN_ERROR_MAGIC;

  npy->n_bytes = 1;
  while (status == NN_OK)
    {
      status = parse_dimension (c, npy);
      if (status != NN_OK)
        break;
      /* A comma follows every dimension but the last, and that one too where it is the only one. */
      if (take (c, ","))
        {
          if (take (c, ")"))
            break;
        }
      else
        {
          if (npy->n_dimensions == 1 || !take (c, ")"))
            status = NN_ERROR_MAGIC;
          break;
        }
    }
  return status;
}

static key
take_key (cursor *c)
{
  static const char *const names[N_KEYS] = { "descr", "fortran_order", "shape" };
  key k = 0;

  while (k < N_KEYS && !take_quoted (c, names[k]))
    k++;
  return k;
}

static nn_status
parse_value (cursor *c, key k, nn_npy *npy)
{
  if (k == KEY_SHAPE)
    return parse_shape (c, npy);
  return k == KEY_DESCR ? parse_descr (c) : parse_order (c);
}

static nn_status
parse_entry (cursor *c, bool seen[N_KEYS], nn_npy *npy)
{
  size_t start;
  key k;

  skip_blanks (c);
  start = c->at;
  k = take_key (c);
  if (k == N_KEYS || seen[k])
    {
      c->at = start;
      return NN_ERROR_MAGIC;
    }
  seen[k] = true;
  return take (c, ":") ? parse_value (c, k, npy) : NN_ERROR_MAGIC;
}

static nn_status
parse_dictionary (cursor *c, nn_npy *npy)
{
  bool seen[N_KEYS] = { false };
  nn_status status = take (c, "{") ? NN_OK : NN_ERROR_MAGIC;
  bool comma = true;

  while (status == NN_OK && !take (c, "}"))
    {
      status = comma ? parse_entry (c, seen, npy) : NN_ERROR_MAGIC;
      comma = take (c, ",");
    }
  if (status == NN_OK && !(seen[KEY_DESCR] && seen[KEY_ORDER] && seen[KEY_SHAPE]))
    status = NN_ERROR_MAGIC;
  if (status != NN_OK)
    return status;
  skip_blanks (c);
  return c->at == c->end ? NN_OK : NN_ERROR_MAGIC;
}

/* Magic, version and length; leaves the cursor at the dictionary, with its end. */
static nn_status
parse_preamble (cursor *c)
{
  size_t n_length, header = 0;

  for (; c->at < MAGIC_LENGTH; c->at++)
    if (c->at == c->end)
      return NN_ERROR_TRUNCATED;
    else if (c->data[c->at] != magic[c->at])
      return NN_ERROR_MAGIC;

  if (c->end - c->at < VERSION_LENGTH)
    return c->at = c->end, NN_ERROR_TRUNCATED;
  if (c->data[c->at] < 1 || c->data[c->at] > LAST_VERSION || c->data[c->at + 1] != 0)
    return NN_ERROR_MAGIC;
  n_length = c->data[c->at] == 1 ? 2 : 4;
  c->at += VERSION_LENGTH;
  if (c->end - c->at < n_length)
    return c->at = c->end, NN_ERROR_TRUNCATED;
  for (size_t i = n_length; i-- > 0;)
    header = header << 8 | c->data[c->at + i];
  c->at += n_length;
  if (c->end - c->at < header)
    return c->at = c->end, NN_ERROR_TRUNCATED;
  c->end = c->at + header;
  return NN_OK;
}

static nn_status
parse (cursor *c, size_t length, nn_npy *npy)
{
  nn_status status = parse_preamble (c);

  if (status == NN_OK)
    status = parse_dictionary (c, npy);
  if (status != NN_OK)
    return status;

  npy->bytes = c->data + c->end;
  c->at = length;
  if (length - c->end < npy->n_bytes)
    return NN_ERROR_TRUNCATED;
  c->at = c->end + npy->n_bytes;
  return c->at < length ? NN_ERROR_TRAILING : NN_OK;
}

nn_status
nn_npy_parse (const uint8_t *data, size_t length, nn_npy *out, size_t *offset)
{
  nn_npy npy = { 0 };
  cursor c = { data, 0, length };
  nn_status status = parse (&c, length, &npy);

  if (status == NN_OK)
    *out = npy;
  else if (offset != NULL)
    *offset = c.at;
  return status;
}
