/* nn-status.c - the phrase of each status */

#include "nn-status.h"

#include <assert.h>

static const char *const phrases[NN_N_STATUS] = {
  [NN_OK] = "no error",
  [NN_ERROR_MEMORY] = "out of memory",
  [NN_ERROR_ARGUMENT] = "a setting is out of range",
  [NN_ERROR_SHAPE] = "sizes do not fit each other, or are too large",
  [NN_ERROR_TRUNCATED] = "the data end too early",
  [NN_ERROR_TRAILING] = "the data go on after their end",
  [NN_ERROR_MAGIC] = "the data are not of this format",
  [NN_ERROR_VALUE] = "the data hold a value that their format does not allow",
  [NN_ERROR_NOT_FINITE] = "a loss or a gradient is no longer finite",
  [NN_ERROR_BACKEND] = "oneDNN refused an operation",
};

const char *
nn_status_text (nn_status status)
{
  assert (status < NN_N_STATUS);
  return phrases[status];
}
