/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-safetensors.c - see nn-safetensors.h
 *
 * Array by array as the header has them; what the offsets promise is checked at the end, when all
 * are known.
 */

#include "nn-safetensors-private.h"

#include <string.h>

typedef nn_safetensors_reader reader;
typedef nn_safetensors_span span;
typedef nn_safetensors_problem problem;

enum { LENGTH_BYTES = 8 };

static problem
read_type (reader *r, int tensor)
{
  char type[NN_SAFETENSORS_NAME_SIZE];
  size_t start;
  problem p;

  nn_safetensors_skip_blanks (r);
  start = r->at;
  p = nn_safetensors_read_string (r, type, sizeof type);
  return p != OK || strcmp (type, "F32") == 0
             ? p
             : nn_safetensors_fail_at (r, start, NN_SAFETENSORS_TYPE);
}

static problem
read_shape (reader *r, int tensor)
{
  nn_safetensor *t = &r->out->tensor[tensor];
  nn_safetensors_numbers list = { t->dimension, 0, NN_SAFETENSORS_MAX_DIMENSIONS };
  problem p = nn_safetensors_read_list (r, '[', ']', nn_safetensors_read_number, &list);

  t->n_dimensions = list.n;
  return p;
}

static problem
read_offsets (reader *r, int tensor)
{
  uint64_t offset[2];
  nn_safetensors_numbers list = { offset, 0, 2 };
  problem p = nn_safetensors_read_list (r, '[', ']', nn_safetensors_read_number, &list);

  if (p != OK)
    return p;
  if (list.n < 2)
    return nn_safetensors_fail_at (r, r->at - 1, NN_SAFETENSORS_SYNTAX);
  r->place[tensor] = (span){ offset[0], offset[1] };
  return OK;
}

static const struct {
  const char *key;
  problem (*read) (reader *r, int tensor);
} fields[] = {
  { "dtype", read_type },
  { "shape", read_shape },
  { "data_offsets", read_offsets },
};

enum { N_FIELDS = sizeof fields / sizeof fields[0] };

typedef struct {
  int tensor;
  unsigned seen; /* a bit for each of the fields */
} tensor_fields;

static problem
read_field (reader *r, void *context)
{
  tensor_fields *of = context;
  char key[NN_SAFETENSORS_NAME_SIZE];
  size_t start;
  problem p = nn_safetensors_read_key (r, key, &start);
  int i = 0;

  if (p != OK)
    return p;
  while (i < N_FIELDS && strcmp (key, fields[i].key) != 0)
    i++;
  if (i == N_FIELDS)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_KEY);
  if (of->seen & 1u << i)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_DUPLICATE);
  of->seen |= 1u << i;
  return fields[i].read (r, of->tensor);
}

/* The size that the shape has is the one that the offsets have. */
static bool
size_fits (const reader *r, int tensor)
{
  nn_safetensor *t = &r->out->tensor[tensor];
  const span *s = &r->place[tensor];
  size_t n_values = 1, n_bytes;

  for (int i = 0; i < t->n_dimensions; i++)
    if (__builtin_mul_overflow (n_values, t->dimension[i], &n_values))
      return false;
  if (__builtin_mul_overflow (n_values, sizeof (float), &n_bytes))
    return false;
  t->n_values = n_values;
  return s->end >= s->begin && s->end - s->begin == n_bytes;
}

static problem
read_fields (reader *r, int tensor)
{
  tensor_fields of = { tensor, 0 };
  problem p = nn_safetensors_read_list (r, '{', '}', read_field, &of);

  if (p == OK && of.seen != (1u << N_FIELDS) - 1)
    return nn_safetensors_fail_at (r, r->at - 1, NN_SAFETENSORS_KEY);
  return p;
}

static problem
read_tensor (reader *r, const char *name, size_t start)
{
  int n = r->out->n_tensors;
  problem p;

  if (nn_safetensors_find (r->out, name) != NULL)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_DUPLICATE);
  if (n == NN_SAFETENSORS_MAX_TENSORS)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_TOO_MANY);
  strcpy (r->out->tensor[n].name, name);
  p = read_fields (r, n);
  if (p == OK && !size_fits (r, n))
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_SIZE);
  r->out->n_tensors++;
  return p;
}

static problem
read_text (reader *r, void *unused)
{
  char key[NN_SAFETENSORS_NAME_SIZE];
  nn_safetensors_text *text = &r->out->text[r->out->n_texts];
  size_t start;
  problem p = nn_safetensors_read_key (r, key, &start);

  if (p != OK)
    return p;
  if (nn_safetensors_value (r->out, key) != NULL)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_DUPLICATE);
  if (r->out->n_texts == NN_SAFETENSORS_MAX_METADATA)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_TOO_MANY);
  strcpy (text->key, key);
  p = nn_safetensors_read_string (r, text->value, sizeof text->value);
  r->out->n_texts += p == OK;
  return p;
}

static problem
read_metadata (reader *r, size_t start)
{
  if (r->has_metadata)
    return nn_safetensors_fail_at (r, start, NN_SAFETENSORS_DUPLICATE);
  r->has_metadata = true;
  return nn_safetensors_read_list (r, '{', '}', read_text, NULL);
}

static problem
read_entry (reader *r, void *unused)
{
  char name[NN_SAFETENSORS_NAME_SIZE];
  size_t start;
  problem p = nn_safetensors_read_key (r, name, &start);

  if (p != OK)
    return p;
  return strcmp (name, "__metadata__") == 0 ? read_metadata (r, start)
                                            : read_tensor (r, name, start);
}

static problem
read_header (reader *r)
{
  problem p = nn_safetensors_read_list (r, '{', '}', read_entry, NULL);

  if (p != OK)
    return p;
  nn_safetensors_skip_blanks (r);
  return r->at == r->end ? OK : NN_SAFETENSORS_SYNTAX;
}

static bool
lies_before (const span *a, const span *b)
{
  return a->begin < b->begin || (a->begin == b->begin && a->end < b->end);
}

/* The arrays in the order of their places, by insertion: most files have them so. */
static void
sort_places (const span *place, int n, uint16_t *order)
{
  for (int i = 0; i < n; i++)
    {
      int k = i;

      for (; k > 0 && lies_before (&place[i], &place[order[k - 1]]); k--)
        order[k] = order[k - 1];
      order[k] = (uint16_t) i;
    }
}

/* Every byte behind the header belongs to one array. */
static problem
check_places (reader *r)
{
  uint16_t order[NN_SAFETENSORS_MAX_TENSORS];
  size_t n_data = r->length - r->end, reached = 0;

  sort_places (r->place, r->out->n_tensors, order);
  for (int i = 0; i < r->out->n_tensors; i++)
    {
      const span *s = &r->place[order[i]];

      if (s->end > n_data)
        return nn_safetensors_fail_at (r, r->length, NN_SAFETENSORS_TRUNCATED);
      if (s->begin != reached)
        return s->begin < reached
                   ? nn_safetensors_fail_at (r, r->end + s->begin, NN_SAFETENSORS_OVERLAP)
                   : nn_safetensors_fail_at (r, r->end + reached, NN_SAFETENSORS_GAP);
      reached = s->end;
      r->out->tensor[order[i]].bytes = r->data + r->end + s->begin;
    }
  return reached == n_data ? OK
                           : nn_safetensors_fail_at (r, r->end + reached, NN_SAFETENSORS_TRAILING);
}

static problem
read_length (reader *r)
{
  uint64_t header = 0;

  if (r->length < LENGTH_BYTES)
    return nn_safetensors_fail_at (r, r->length, NN_SAFETENSORS_TRUNCATED);
  for (int i = LENGTH_BYTES; i-- > 0;)
    header = header << 8 | r->data[i];
  if (header > NN_SAFETENSORS_MAX_HEADER)
    return nn_safetensors_fail_at (r, 0, NN_SAFETENSORS_HEADER);
  if (header > r->length - LENGTH_BYTES)
    return nn_safetensors_fail_at (r, r->length, NN_SAFETENSORS_TRUNCATED);
  r->at = LENGTH_BYTES;
  r->end = LENGTH_BYTES + header;
  return OK;
}

nn_safetensors_problem
nn_safetensors_parse (const uint8_t *data, size_t length, nn_safetensors *out, size_t *offset)
{
  reader r = { .data = data, .length = length, .out = out };
  problem p;

  out->n_tensors = out->n_texts = 0;
  p = read_length (&r);
  if (p == OK)
    p = read_header (&r);
  if (p == OK)
    p = check_places (&r);
  if (p != OK)
    *offset = r.at;
  return p;
}

const nn_safetensor *
nn_safetensors_find (const nn_safetensors *tensors, const char *name)
{
  for (int i = 0; i < tensors->n_tensors; i++)
    if (strcmp (tensors->tensor[i].name, name) == 0)
      return &tensors->tensor[i];
  return NULL;
}

const char *
nn_safetensors_value (const nn_safetensors *tensors, const char *key)
{
  for (int i = 0; i < tensors->n_texts; i++)
    if (strcmp (tensors->text[i].key, key) == 0)
      return tensors->text[i].value;
  return NULL;
}
