/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-idx.c - see nn-idx.h
 *
 * Bytes are checked in the order in which they stand, so the offset of the first wrong one is
 * also the reason that a person is shown.
 */

#include "nn-idx.h"

/* Zero, zero, unsigned byte; the number of dimensions follows. */
static const uint8_t magic[] = { 0, 0, 8 };

enum { MAGIC_LENGTH = sizeof magic, DIMENSIONS_AT = MAGIC_LENGTH + 1, DIMENSION_LENGTH = 4 };

static size_t
header_length (int n_dimensions)
{
  return DIMENSIONS_AT + (size_t) n_dimensions * DIMENSION_LENGTH;
}

static uint32_t
read_big_endian (const uint8_t *p)
{
  return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 | (uint32_t) p[2] << 8 | p[3];
}

static nn_status
parse_magic (const uint8_t *data, size_t length, nn_idx *idx, size_t *at)
{
  for (*at = 0; *at < MAGIC_LENGTH; (*at)++)
    {
      if (*at == length)
        return NN_ERROR_TRUNCATED;
      if (data[*at] != magic[*at])
        return NN_ERROR_MAGIC;
    }
  if (*at == length)
    return NN_ERROR_TRUNCATED;
  if (data[*at] < 1 || data[*at] > NN_IDX_MAX_DIMENSIONS)
    return NN_ERROR_MAGIC;
  idx->n_dimensions = data[*at];
  return NN_OK;
}

static nn_status
parse_dimensions (const uint8_t *data, size_t length, nn_idx *idx, size_t *at)
{
  idx->n_bytes = 1;
  for (int i = 0; i < idx->n_dimensions; i++)
    {
      *at = header_length (i);
      if (length - *at < DIMENSION_LENGTH)
        {
          *at = length;
          return NN_ERROR_TRUNCATED;
        }
      idx->dimension[i] = read_big_endian (data + *at);
      if (idx->dimension[i] == 0)
        return NN_ERROR_VALUE;
      if (__builtin_mul_overflow (idx->n_bytes, idx->dimension[i], &idx->n_bytes))
        return NN_ERROR_SHAPE;
    }
  return NN_OK;
}

static nn_status
parse (const uint8_t *data, size_t length, nn_idx *idx, size_t *at)
{
  nn_status status = parse_magic (data, length, idx, at);
  size_t header;

  if (status == NN_OK)
    status = parse_dimensions (data, length, idx, at);
  if (status != NN_OK)
    return status;

  header = header_length (idx->n_dimensions);
  idx->bytes = data + header;
  *at = length;
  if (length - header < idx->n_bytes)
    return NN_ERROR_TRUNCATED;
  *at = header + idx->n_bytes;
  return *at < length ? NN_ERROR_TRAILING : NN_OK;
}

nn_status
nn_idx_parse (const uint8_t *data, size_t length, nn_idx *out, size_t *offset)
{
  nn_idx idx = { 0 };
  size_t at = 0;
  nn_status status = parse (data, length, &idx, &at);

  if (status == NN_OK)
    *out = idx;
  else if (offset != NULL)
    *offset = at;
  return status;
}

nn_status
nn_idx_check_labels (const nn_idx *labels, unsigned n_classes, size_t *offset)
{
  nn_status status = labels->n_dimensions == 1 ? NN_OK : NN_ERROR_SHAPE;
  size_t at = MAGIC_LENGTH;

  for (size_t i = 0; i < labels->n_bytes && status == NN_OK; i++)
    if (labels->bytes[i] >= n_classes)
      {
        status = NN_ERROR_VALUE;
        at = header_length (1) + i;
      }
  if (status != NN_OK && offset != NULL)
    *offset = at;
  return status;
}
