/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-clones-probe.h - a short training run, once for each instruction set of nn-clones.h */

#pragma once

#include "nn-optimizer.h"

/* Widths that are no multiple of a vector, so that the ends of the loops count too: dense layers on
 * images that are mostly 0, and on noise a convolution, pooling with a rest, dropout, and alphas that are learned.                     */
typedef enum { PROBE_MLP, PROBE_CNN } probe_model;

enum {
  PROBE_CLASSES = 5,
  PROBE_CHANNELS = 3,
  PROBE_HEIGHT = 7,
  PROBE_WIDTH = 9,
  PROBE_HIDDEN = 147,
  PROBE_FILTERS = 21,
  PROBE_MLP_PARAMETERS = (PROBE_CHANNELS * PROBE_HEIGHT * PROBE_WIDTH + 1) * PROBE_HIDDEN
                         + (PROBE_HIDDEN + 1) * PROBE_CLASSES,
  PROBE_CNN_PARAMETERS
  = (PROBE_CHANNELS * 3 * 3 + 1) * PROBE_FILTERS
    + (PROBE_FILTERS * (PROBE_HEIGHT / 2) * (PROBE_WIDTH / 2) + 1) * PROBE_HIDDEN
    + (PROBE_HIDDEN + 1) * PROBE_CLASSES + 2,
  PROBE_MOST_PARAMETERS = PROBE_CNN_PARAMETERS,
};

/* Trains with this optimiser and hands out the parameters, what a smaller model does not have being
 * 0; the first failure on the way.                                                              */
typedef nn_status nn_clones_probe (probe_model model, nn_optimizer_id optimizer,
                                   float parameters[PROBE_MOST_PARAMETERS]);

/* chosen: by the loader, as nn-clones.h has it. Call the others only if the processor has the
 * instructions.                                                                                 */
nn_clones_probe nn_clones_probe_portable, nn_clones_probe_chosen;
#ifdef __x86_64__
nn_clones_probe nn_clones_probe_avx2, nn_clones_probe_avx512f;
#endif
