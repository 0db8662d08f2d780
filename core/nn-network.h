/* nn-network.h - a multilayer perceptron: its weights, forward and backward pass
 *
 * Layer l maps a_{l-1} (rows x fan_in) to z_l = a_{l-1} W_l^T + b_l and, but for the last layer,
 * a_l = f (z_l); the last layer's z are the logits. All parameters lie in one allocation, layer by
 * layer, W before b, so that an optimiser, a checkpoint and a hash see one array of floats.
 * The network holds no activations: a pass works in a workspace, one for each shard of a batch.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-activation.h"
#include "nn-loss.h"
#include "nn-status.h"

enum { NN_MAX_LAYERS = 32 };

/* Widths from input to output: {5, {784, 256, 128, 64, 10}}. */
typedef struct {
  int n_widths;
  int width[NN_MAX_LAYERS + 1];
} nn_mlp;

/* NN_OK if the model has at least one layer and positive widths (else NN_ERROR_ARGUMENT), and a
 * size that fits in memory (else NN_ERROR_SHAPE).                                              */
nn_status nn_mlp_check (const nn_mlp *model);

/* Number of weights and biases; the model must have passed nn_mlp_check (). */
size_t nn_mlp_n_parameters (const nn_mlp *model);

typedef struct nn_network nn_network;
typedef struct nn_workspace nn_workspace;

/* All parameters 0. NULL and *status on failure. */
nn_network *nn_network_new  (const nn_mlp *model, nn_activation f, nn_status *status);
void        nn_network_free (nn_network *network);

/* Weights ~ N(0, 2 / fan_in), biases 0 (He et al. 2015). The numbers follow from the seed and the
 * layer alone: networks that differ in their activation get the same weights.                  */
void nn_network_initialize (nn_network *network, uint64_t seed);

const nn_mlp *nn_network_get_model      (const nn_network *network);
nn_activation nn_network_get_activation (const nn_network *network);

/* All parameters, nn_mlp_n_parameters () of them; borrowed, 64-byte aligned. */
float       *nn_network_parameters     (nn_network *network);
const float *nn_network_peek_parameters (const nn_network *network);

/* Where layer l (from 0) keeps its weights (fan_out x fan_in, row by row) and its biases. */
size_t nn_network_weight_offset (const nn_network *network, int layer);
size_t nn_network_bias_offset   (const nn_network *network, int layer);

/* Memory for one pass over up to max_rows rows, gradients included. */
nn_workspace *nn_workspace_new  (const nn_network *network, size_t max_rows, nn_status *status);
void          nn_workspace_free (nn_workspace *workspace);

float       *nn_workspace_input    (nn_workspace *workspace);        /* max_rows x width[0]      */
uint8_t     *nn_workspace_labels   (nn_workspace *workspace);        /* max_rows                 */
const float *nn_workspace_logits   (const nn_workspace *workspace);  /* rows x classes           */
const float *nn_workspace_gradient (const nn_workspace *workspace);  /* as the parameters        */

/* a of hidden layer l (from 0) after a forward pass, rows x width[l + 1]. */
const float *nn_workspace_activations (const nn_workspace *workspace, int layer);

/* Reads the workspace's input, writes its logits; 1 <= rows <= max_rows. Allocates nothing, though
 * oneDNN may within its products. Runs on the calling thread alone, which it tells OpenMP.      */
nn_status nn_network_forward (const nn_network *network, nn_workspace *workspace, size_t rows);

/* The loss of the last forward pass against the workspace's labels. The logits are kept. */
nn_loss nn_network_loss (const nn_network *network, nn_workspace *workspace, size_t rows);

/* After forward: the gradient of scale * (sum of the rows' losses) with respect to every parameter
 * into the workspace, overwriting it; the loss itself, not scaled, into *loss. Logits and
 * activations are kept.                                                                         */
nn_status nn_network_backward (const nn_network *network, nn_workspace *workspace, size_t rows,
                               float scale, nn_loss *loss);

/* The same, but adds to the gradient that the workspace holds: a batch larger than max_rows. */
nn_status nn_network_backward_add (const nn_network *network, nn_workspace *workspace, size_t rows,
                                   float scale, nn_loss *loss);
