/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-safetensors-text.c - the strings, numbers and lists of a header; see nn-safetensors-private.h */

#include "nn-safetensors-private.h"

typedef nn_safetensors_reader reader;
typedef nn_safetensors_problem problem;

problem
nn_safetensors_fail_at (reader *r, size_t at, problem why)
{
  r->at = at;
  return why;
}

static bool
is_blank (uint8_t c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void
nn_safetensors_skip_blanks (reader *r)
{
  while (r->at < r->end && is_blank (r->data[r->at]))
    r->at++;
}

/* Steps over blanks and then over c, if it stands there. */
static bool
take (reader *r, char c)
{
  nn_safetensors_skip_blanks (r);
  if (r->at == r->end || r->data[r->at] != (uint8_t) c)
    return false;
  r->at++;
  return true;
}

static problem
expect (reader *r, char c)
{
  return take (r, c) ? OK : NN_SAFETENSORS_SYNTAX;
}

problem
nn_safetensors_read_list (reader *r, char opening, char closing, nn_safetensors_element read,
                          void *context)
{
  problem p = expect (r, opening);
  bool more = p == OK && !take (r, closing);

  while (p == OK && more)
    {
      p = read (r, context);
      more = p == OK && take (r, ',');
      if (p == OK && !more)
        p = expect (r, closing);
    }
  return p;
}

static bool
is_allowed (uint8_t c)
{
  return c >= 0x20 && c < 0x7f && c != '\\';
}

problem
nn_safetensors_read_string (reader *r, char *text, size_t size)
{
  size_t start, n = 0;

  if (!take (r, '"'))
    return NN_SAFETENSORS_SYNTAX;
  start = r->at - 1;
  for (; r->at < r->end && r->data[r->at] != '"'; r->at++)
    {
      if (!is_allowed (r->data[r->at]))
        return NN_SAFETENSORS_STRING;
      if (n + 1 == size)
        return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_STRING);
      text[n++] = (char) r->data[r->at];
    }
  text[n] = '\0';
  return expect (r, '"');
}

problem
nn_safetensors_read_key (reader *r, char key[NN_SAFETENSORS_NAME_SIZE], size_t *start)
{
  problem p;

  nn_safetensors_skip_blanks (r);
  *start = r->at;
  p = nn_safetensors_read_string (r, key, NN_SAFETENSORS_NAME_SIZE);
  if (p == OK && key[0] == '\0')
    return nn_safetensors_fail_at (r, *start, NN_SAFETENSORS_STRING);
  return p == OK ? expect (r, ':') : p;
}

static bool
is_digit (const reader *r)
{
  return r->at < r->end && r->data[r->at] >= '0' && r->data[r->at] <= '9';
}

/* What follows a whole number must not make another one of it, as in 1.5 or 1e3. */
static bool
number_ends (const reader *r)
{
  return r->at == r->end || is_blank (r->data[r->at]) || r->data[r->at] == ','
         || r->data[r->at] == ']';
}

static problem
read_digits (reader *r, uint64_t *value)
{
  size_t start;

  nn_safetensors_skip_blanks (r);
  start = r->at;
  *value = 0;
  for (; is_digit (r); r->at++)
    if (__builtin_mul_overflow (*value, 10, value)
        || __builtin_add_overflow (*value, (uint64_t) r->data[r->at] - '0', value))
      return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_NUMBER);
  if (r->at == start || (r->data[start] == '0' && r->at > start + 1) || !number_ends (r))
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_NUMBER);
  return OK;
}

problem
nn_safetensors_read_number (reader *r, void *context)
{
  nn_safetensors_numbers *list = context;

  nn_safetensors_skip_blanks (r);
  return list->n == list->most ? NN_SAFETENSORS_TOO_MANY : read_digits (r, &list->value[list->n++]);
}
