/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-cifar.c - see nn-cifar.h */

#include "nn-cifar.h"

#include <string.h>

static nn_status
check (const uint8_t *data, size_t length, unsigned n_classes, size_t *at)
{
  *at = length;
  if (length == 0 || length % NN_CIFAR_RECORD != 0)
    return NN_ERROR_TRUNCATED;
  for (*at = 0; *at < length; *at += NN_CIFAR_RECORD)
    if (data[*at] >= n_classes)
      return NN_ERROR_VALUE;
  return NN_OK;
}

nn_status
nn_cifar_check (const uint8_t *data, size_t length, unsigned n_classes, size_t *n_records,
                size_t *offset)
{
  size_t at;
  nn_status status = check (data, length, n_classes, &at);

  if (status == NN_OK)
    *n_records = length / NN_CIFAR_RECORD;
  else if (offset != NULL)
    *offset = at;
  return status;
}

void
nn_cifar_split (const uint8_t *data, size_t n_records, uint8_t *pixels, uint8_t *labels)
{
  for (size_t i = 0; i < n_records; i++)
    {
      labels[i] = data[i * NN_CIFAR_RECORD];
      memcpy (pixels + i * NN_CIFAR_PIXELS, data + i * NN_CIFAR_RECORD + 1, NN_CIFAR_PIXELS);
    }
}
