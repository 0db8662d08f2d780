/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-network.h - a network of layers: its parameters, forward and backward pass
 *
 * The layers are those of a model (nn-model.h). A dense layer maps x (rows x fan_in) to
 * z = x W + b and y = f (z), W being fan_in x fan_out; a convolution does the same at every place
 * of an image. The last layer's z are the logits. All parameters lie in one allocation, layer by
 * layer, W before b, and behind them the activations' own parameters where these are learned: so an
 * optimiser, a checkpoint and a hash see one array of floats.
 *
 * In a network with convolutions a row is an image pixel by pixel (height, width, channel), so what
 * a dense layer above them reads is in that order too; without them it is as the data have it.
 * The network holds no activations: a pass works in a workspace, one for each shard of a batch.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include "nn-activation.h"
#include "nn-initialization.h"
#include "nn-loss.h"
#include "nn-model.h"
#include "nn-status.h"

typedef struct nn_network nn_network;
typedef struct nn_workspace nn_workspace;

/* All parameters 0. With learns_f the parameters of the activation function (alpha) are parameters
 * of the network, one set for each layer that it follows, and start at f's. The last layer's units
 * are the classes. NULL and *status on failure: NN_ERROR_ARGUMENT for an f that is not valid,
 * NN_ERROR_SHAPE for a model that nn_model_check () refuses.                                    */
nn_network *nn_network_new  (const nn_model *model, nn_activation f, bool learns_f,
                             nn_status *status);
void        nn_network_free (nn_network *network);

/* How many parameters such a network has, of a model that has passed nn_model_check (). */
size_t      nn_network_count_parameters (const nn_model *model, nn_activation f, bool learns_f);

/* Weights ~ N(0, sigma^2) with the sigma of the rule for each layer, biases 0, learned parameters of
 * the activation as f has them. The numbers follow from the seed and the layer alone: networks that
 * differ in their activation get the same weights (but for NN_INITIALIZATION_GAIN).             */
void nn_network_initialize (nn_network *network, nn_initialization rule, uint64_t seed);

const nn_model *nn_network_get_model      (const nn_network *network);
nn_activation   nn_network_get_activation (const nn_network *network);

/* The function that follows layer l, with its parameters as they are learned by now. */
nn_activation   nn_network_layer_activation (const nn_network *network, int layer);

/* Other parameters of the function from now on, with the same weights; where they are learned, in
 * every layer. NN_ERROR_ARGUMENT, and nothing changed, unless f is valid and has the same id as
 * before: a workspace is made for one function.                                                 */
nn_status nn_network_set_activation (nn_network *network, nn_activation f);

/* After a step of an optimiser: learned parameters of the activations that have left their range are
 * put back to its edge.                                                                         */
void nn_network_clamp_activations (nn_network *network);

/* The rate of every dropout layer is multiplied by factor from now on, 0 (none) to 1. */
void   nn_network_set_dropout (nn_network *network, double factor);
double nn_network_get_dropout (const nn_network *network);

/* Whether rows are pixel by pixel rather than channel by channel. */
bool nn_network_is_pixelwise (const nn_network *network);

/* All parameters: those of the model and, behind them, those of the activations. Borrowed, 64-byte
 * aligned.                                                                                      */
float       *nn_network_parameters      (nn_network *network);
const float *nn_network_peek_parameters (const nn_network *network);
size_t       nn_network_n_parameters    (const nn_network *network);

/* Where layer l (from 0) keeps its weights and its biases: a dense layer fan_in x fan_out, row by
 * row; a convolution filters x channels x kernel x kernel. For a layer that has some.            */
size_t nn_network_weight_offset (const nn_network *network, int layer);
size_t nn_network_bias_offset   (const nn_network *network, int layer);

/* Memory for one pass over up to max_rows rows, gradients included. With keeps_z the
 * pre-activations stay after the pass, for those who look at them.                              */
nn_workspace *nn_workspace_new  (const nn_network *network, size_t max_rows, bool keeps_z,
                                 nn_status *status);
void          nn_workspace_free (nn_workspace *workspace);

float       *nn_workspace_input    (nn_workspace *workspace);        /* max_rows x values         */
uint8_t     *nn_workspace_labels   (nn_workspace *workspace);        /* max_rows                  */
const float *nn_workspace_logits   (const nn_workspace *workspace);  /* rows x classes            */
const float *nn_workspace_gradient (const nn_workspace *workspace);  /* as the parameters         */

/* What layer l (from 0) gave in the last forward pass, rows x its values; and, in a workspace that
 * keeps them, its z.                                                                            */
const float *nn_workspace_activations     (const nn_workspace *workspace, int layer);
const float *nn_workspace_pre_activations (const nn_workspace *workspace, int layer);

/* What decides which values dropout drops: the same for every network and any cut of the batch. */
typedef struct {
  uint64_t seed, step;
  size_t first_row;      /* of the workspace's rows, counted in the batch */
} nn_dropout_key;

/* Reads the workspace's input, writes its logits; 1 <= rows <= max_rows. key: NULL for a pass
 * without dropout. Allocates nothing, though oneDNN may within its operations. Runs on the calling
 * thread alone, which it tells OpenMP.                                                          */
nn_status nn_network_forward (const nn_network *network, nn_workspace *workspace, size_t rows,
                              const nn_dropout_key *key);

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
