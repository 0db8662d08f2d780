/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-rng.h - counter-based random numbers: Philox 4x32-10
 *
 * A number is a pure function of (seed, purpose, epoch or step, layer) and its place in the
 * stream, so nothing needs to be saved to resume a run, and no order of calls can change it.
 * Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Not for cryptography.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum { NN_RNG_WEIGHTS = 1, NN_RNG_BATCHES, NN_RNG_DROPOUT, NN_RNG_PROBE, NN_RNG_SPLIT } nn_rng_purpose;

/* One stream of 2^34 numbers; a value on the stack, nothing to free. */
typedef struct {
  uint32_t key[2];
  uint32_t counter[4];
  uint32_t block[4];
  unsigned used;
} nn_rng;

/* Streams that differ in any argument share no number. layer: below 2^24. */
nn_rng   nn_rng_stream  (uint64_t seed, nn_rng_purpose purpose, uint64_t step, uint32_t layer);
uint32_t nn_rng_next    (nn_rng *rng);                  /* uniform over all 2^32 values          */
uint32_t nn_rng_below   (nn_rng *rng, uint32_t bound);  /* uniform over 0 .. bound-1, unbiased;
                                                           bound > 0                             */
double   nn_rng_uniform (nn_rng *rng);                  /* in the open interval (0, 1), in steps
                                                           of 2^-32                              */

/* out[i] ~ N(0, sigma^2), Box-Muller in double, rounded once; |out[i]| <= 6.77 sigma. */
void nn_rng_normal (nn_rng *rng, float sigma, size_t n, float *out);

/* A random order of 0 .. n-1 (Fisher-Yates). */
void nn_rng_permutation (nn_rng *rng, uint32_t n, uint32_t *out);

enum { NN_RNG_GROUP = 64 };

/* The group-th NN_RNG_GROUP numbers of rng's stream, in an order of their own; rng itself stays. For
 * those who need many numbers at a known place: 16 blocks at once, some 0.3 ns a number.        */
void nn_rng_group (const nn_rng *rng, uint32_t group, uint32_t out[NN_RNG_GROUP]);
