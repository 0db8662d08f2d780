/* nn-network-private.h - what the files of the network share
 *
 * nn-network.c has the parameters, nn-workspace.c the memory of a pass, and nn-network-pass.c the
 * passes.
 */

#pragma once

#include <stdbool.h>
#include "nn-network.h"

enum {
  NN_ALIGNMENT = 64, /* bytes: a cache line, and the widest vector */
  NN_ALIGNED_FLOATS = NN_ALIGNMENT / sizeof (float)
};

struct nn_network {
  nn_mlp model;
  nn_activation f;
  int n_layers;
  size_t weight[NN_MAX_LAYERS], bias[NN_MAX_LAYERS];  /* offsets in parameters */
  size_t n_parameters;
  float *parameters;
};

struct nn_workspace {
  int n_layers;
  size_t max_rows;
  float *memory;                    /* everything below lies in it                           */
  float *a[NN_MAX_LAYERS + 1];      /* a[0] is the input, a[n_layers] the logits             */
  float *z[NN_MAX_LAYERS + 1];      /* z[l] is a[l] where f needs no pre-activations         */
  float *delta[2];                  /* dz of two neighbouring layers: read one, write other  */
  float *gradient;
  uint8_t *labels;
};

/* Adds count * size to *total; false if that overflows. */
bool   nn_size_grow   (size_t *total, size_t count, size_t size);

/* n_floats zeros, aligned; NULL if there is no memory. Free with free (). */
float *nn_floats_new  (size_t n_floats);
