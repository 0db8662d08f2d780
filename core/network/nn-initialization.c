/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-initialization.c - see nn-initialization.h */

#include "nn-initialization.h"

#include <assert.h>
#include <math.h>

/* In double: a sum of sizes could overflow. */
typedef double (*deviation_function) (double fan_in, double fan_out, nn_activation f);

static double
he (double fan_in, double fan_out, nn_activation f)
{
  return sqrt (2 / fan_in);
}

static double
glorot (double fan_in, double fan_out, nn_activation f)
{
  return sqrt (2 / (fan_in + fan_out));
}

static double
lecun (double fan_in, double fan_out, nn_activation f)
{
  return sqrt (1 / fan_in);
}

static double
gain (double fan_in, double fan_out, nn_activation f)
{
  return nn_activation_gain (f) / sqrt (fan_in);
}

static const struct {
  nn_initialization_info info;
  deviation_function deviation;
} rules[NN_N_INITIALIZATIONS] = {
  { { NN_INITIALIZATION_HE, "he", "He" }, he },
  { { NN_INITIALIZATION_GLOROT, "glorot", "Glorot" }, glorot },
  { { NN_INITIALIZATION_LECUN, "lecun", "LeCun" }, lecun },
  { { NN_INITIALIZATION_GAIN, "gain", "Gain" }, gain },
};

const nn_initialization_info *
nn_initialization_get_info (nn_initialization id)
{
  assert (id < NN_N_INITIALIZATIONS);
  return &rules[id].info;
}

double
nn_initialization_deviation (nn_initialization id, size_t fan_in, size_t fan_out, nn_activation f)
{
  assert (id < NN_N_INITIALIZATIONS);
  assert (fan_in > 0 && fan_out > 0);
  return rules[id].deviation ((double) fan_in, (double) fan_out, f);
}
