/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-network-private.h - what the files of the network share
 *
 * nn-network.c has the parameters, nn-workspace.c the memory of a pass, nn-network-pass.c runs the
 * layers, and each kind of layer has a file with its forward and backward: nn-dense.c, nn-conv.c
 * (and what nn-conv-pass.h names), nn-pool.c, nn-dropout.c. nn-activate.c has the activation that
 * dense layers and convolutions end with.
 */

#pragma once

#include <stdbool.h>
#include "nn-conv-pass.h"
#include "nn-floats.h"
#include "nn-network.h"
#include "nn-sparse.h"

typedef struct {
  nn_layer row;              /* of the model                                               */
  size_t n_in, n_out;        /* values of a row                                            */
  nn_shape in, out;
  size_t weight, bias;       /* offsets in parameters                                      */
  size_t f_parameters;       /* likewise, where they are learned                           */
  bool activated;
  bool passes_gradient;      /* a layer below has weights                                  */
  nn_conv *conv;             /* of a convolution                                           */
} nn_network_layer;

struct nn_network {
  nn_model model;
  nn_activation f;
  bool learns_f, pixelwise;
  double dropout_factor;
  nn_network_layer layer[NN_MAX_LAYERS];
  size_t n_decayed;          /* weights and biases: those before the activations' own      */
  size_t n_parameters;
  float *parameters;
};

typedef struct {
  float *x;                  /* what the layer reads: the y of the one below, or the input  */
  float *y;
  float *z;                  /* y where nobody needs the pre-activations                    */
  uint8_t *choice;           /* pooling: which of the window; dropout: 1 for kept           */
  nn_conv_pass *conv;
  double f_gradient[NN_MAX_PARAMETERS];
} nn_workspace_layer;

struct nn_workspace {
  size_t max_rows;
  int n_layers;
  bool keeps_z;
  bool drops;                       /* the last forward pass did                             */
  float *memory;                    /* all arrays lie in it                                  */
  nn_workspace_layer layer[NN_MAX_LAYERS];
  nn_sparse input;                  /* that of a dense first layer, where most of it is 0    */
  nn_sparse input_columns;          /* the same transposed                                   */
  bool input_is_sparse;             /* in the last forward pass                              */
  float *conv_work;                 /* of the convolution whose turn it is                   */
  float *delta[2];                  /* dy of two neighbouring layers: read one, write other  */
  float *gradient;
  uint8_t *labels;
};

/* Forward and backward of a kind of layer, on layer l. dy is the gradient by y and may be
 * overwritten; dx, the gradient by x, is NULL where nobody needs it. add: to the gradient of the
 * parameters rather than over it.                                                               */
typedef nn_status (*nn_layer_forward)  (const nn_network *network, nn_workspace *w, size_t rows,
                                        int l, const nn_dropout_key *key);
typedef nn_status (*nn_layer_backward) (const nn_network *network, nn_workspace *w, size_t rows,
                                        int l, bool add, float *dy, float *dx);

nn_status nn_dense_forward    (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               const nn_dropout_key *key);
nn_status nn_dense_backward   (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               bool add, float *dy, float *dx);
nn_status nn_conv_forward     (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               const nn_dropout_key *key);
nn_status nn_conv_backward    (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               bool add, float *dy, float *dx);
nn_status nn_pool_forward     (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               const nn_dropout_key *key);
nn_status nn_pool_backward    (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               bool add, float *dy, float *dx);
nn_status nn_dropout_forward  (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               const nn_dropout_key *key);
nn_status nn_dropout_backward (const nn_network *network, nn_workspace *w, size_t rows, int l,
                               bool add, float *dy, float *dx);

/* y = f (z) for rows first .. first + rows - 1 of layer l; and back, dy becoming dz. Where the
 * layer has no activation both do nothing.                                                      */
void nn_activate          (const nn_network *network, nn_workspace *w, int l, size_t first,
                           size_t rows);
void nn_activate_backward (const nn_network *network, nn_workspace *w, int l, size_t first,
                           size_t rows, float *dy);
