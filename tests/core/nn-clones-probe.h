/* nn-clones-probe.h - a short training run, once for each instruction set of nn-clones.h */

#pragma once

#include "nn-optimizer.h"

/* Widths that are no multiple of a vector, so that the ends of the loops count too. */
enum {
  PROBE_PIXELS = 37,
  PROBE_HIDDEN = 19,
  PROBE_CLASSES = 5,
  PROBE_PARAMETERS = (PROBE_PIXELS + 1) * PROBE_HIDDEN + (PROBE_HIDDEN + 1) * PROBE_CLASSES,
};

/* Trains with this optimiser and hands out the parameters; the first failure on the way. */
typedef nn_status nn_clones_probe (nn_optimizer_id optimizer, float parameters[PROBE_PARAMETERS]);

/* Call them only if the processor has the instructions. */
nn_clones_probe nn_clones_probe_portable;
#ifdef __x86_64__
nn_clones_probe nn_clones_probe_avx2, nn_clones_probe_avx512f;
#endif
