/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-kernels.c - plans, and which of the compiled sets of loops this processor can run */

#include "nn-conv-kernels.h"

#include "nn-floats.h"
#include "nn-instructions.h"

#define DECLARE(set) extern const nn_conv_method nn_winograd_##set, nn_conv_direct_##set;
#define SET(set)                                                                                   \
  &(const nn_conv_kernels)                                                                         \
  {                                                                                                \
#set, &nn_winograd_##set, &nn_conv_direct_##set                                                \
  }

DECLARE (portable)
#ifdef __x86_64__
DECLARE (avx2)
DECLARE (avx512)
#endif

/* Each set of instructions includes the next, so what can be run is a tail of the whole list. */
static const nn_conv_kernels *const all[NN_N_INSTRUCTIONS + 1] = {
#ifdef __x86_64__
  SET (avx512),
  SET (avx2),
#endif
  [NN_AVX512 - NN_PORTABLE] = SET (portable),
};

const nn_conv_kernels *const *
nn_conv_kernels_available (void)
{
  return all + (NN_AVX512 - nn_instructions_best ());
}

/* --- Plans ----------------------------------------------------------------------------------- */

enum { TILE = 4, TILES_AT_ONCE = 32 };

static size_t
up_to_line (size_t n)
{
  return (n + NN_ALIGNED_FLOATS - 1) / NN_ALIGNED_FLOATS * NN_ALIGNED_FLOATS;
}

/* An odd number of cache lines: planes a power of two apart would all want the same few places of
 * the cache.                                                                                    */
static size_t
plane_of (size_t n_tiles, size_t stride)
{
  size_t n = n_tiles * stride;

  return n / NN_ALIGNED_FLOATS % 2 == 0 ? n + NN_ALIGNED_FLOATS : n;
}

nn_conv_plan
nn_conv_plan_of (nn_shape in, nn_shape out, int padding)
{
  nn_conv_plan plan = {
    .in = in,
    .out = out,
    .padding = padding,
    .in_stride = up_to_line (in.channels),
    .out_stride = up_to_line (out.channels),
    .across = ((size_t) out.width + TILE - 1) / TILE,
    .down = ((size_t) out.height + TILE - 1) / TILE,
  };

  plan.block = plan.across < TILES_AT_ONCE ? TILES_AT_ONCE / plan.across : 1;
  plan.in_plane = plane_of (plan.block * plan.across, plan.in_stride);
  plan.out_plane = plane_of (plan.block * plan.across, plan.out_stride);
  return plan;
}
