/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-diagnostics.h - what goes on inside a network, measured on a fixed set of images
 *
 * For each layer that an activation function follows: the mean activation of its units, how many of
 * them are dead or saturated, the sizes of gradient and step, and where the pre-activations lie. A
 * unit is an output of a dense layer or a filter of a convolution at all its places. Measuring
 * changes nothing of the network; dropout is off.
 */

#pragma once

#include "nn-dataset.h"
#include "nn-network.h"

enum { NN_HISTOGRAM_BINS = 80 };

/* The bins share the range from -8 to 8 evenly; what lies outside counts in the outermost ones. */
#define NN_HISTOGRAM_END 8.0

typedef struct {
  int layer;             /* of the model, from 0                                                 */
  size_t n_units;
  double mean;           /* over units, of the unit's mean activation over the images            */
  double median;         /* likewise the median: Clevert et al. 2015, Fig. 2                     */
  size_t n_dead;         /* f' = 0 for every image (and place): ReLU with z <= 0 everywhere      */
  size_t n_saturated;    /* not dead, and |f'| < 0.01 for every image                            */
  size_t n_born, n_revived;     /* dead now and not before; the reverse. 0 in the first measure  */
  double gradient_norm;  /* of the mean loss over the images by the layer's weights and biases   */
  double weight_norm;    /* of its weights and biases                                            */
  double update_ratio;   /* |change of weights and biases since note ()| over weight_norm before;
                            NaN if note () was not called                                        */
  double parameter[NN_MAX_PARAMETERS];         /* of the layer's activation: alpha              */
  uint32_t histogram[NN_HISTOGRAM_BINS];       /* of the pre-activations                        */
} nn_layer_diagnostics;

typedef struct nn_diagnostics nn_diagnostics;

/* For networks like this one, on images of probe, which is borrowed. NULL and *status on failure. */
nn_diagnostics *nn_diagnostics_new  (const nn_network *network, const nn_dataset *probe,
                                     nn_status *status);
void            nn_diagnostics_free (nn_diagnostics *diagnostics);

/* Remembers the weights, to be called before the step whose size is asked for. */
void nn_diagnostics_note (nn_diagnostics *diagnostics, const nn_network *network);

/* out: one for each layer with an activation, from below, nn_diagnostics_n_layers () of them. */
nn_status nn_diagnostics_measure (nn_diagnostics *diagnostics, const nn_network *network,
                                  nn_layer_diagnostics *out);
int       nn_diagnostics_n_layers (const nn_diagnostics *diagnostics);
size_t    nn_diagnostics_n_images (const nn_diagnostics *diagnostics);

/* Of the last measure: the median over all units of the network, of each one's mean activation, as
 * Clevert et al. 2015 draw it in Fig. 2. NaN before the first one, or without activated layers.  */
double    nn_diagnostics_median   (const nn_diagnostics *diagnostics);

/* Forgets what was dead and what was noted: before a run from step 0. */
void nn_diagnostics_reset (nn_diagnostics *diagnostics);
