/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-rng.c - see nn-rng.h
 *
 * The counter says where in the random universe of a seed a block of four numbers lies:
 *
 *   word 0            word 1          word 2           word 3
 *   block in stream   step, low half  step, high half  purpose (8 bits), layer (24 bits)
 *
 * Every part has bits of its own, so two streams never share a block.
 */

#include "nn-rng.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <Random123/philox.h>

#include "nn-clones.h"

enum { BLOCK_NUMBERS = 4, LAYER_BITS = 24 };

nn_rng
nn_rng_stream (uint64_t seed, nn_rng_purpose purpose, uint64_t step, uint32_t layer)
{
  assert (purpose < 1u << (32 - LAYER_BITS));
  assert (layer < 1u << LAYER_BITS);
  return (nn_rng){
    .key = { (uint32_t) seed, (uint32_t) (seed >> 32) },
    .counter
    = { 0, (uint32_t) step, (uint32_t) (step >> 32), (uint32_t) purpose << LAYER_BITS | layer },
    .used = BLOCK_NUMBERS,
  };
}

static void
next_block (nn_rng *rng)
{
  philox4x32_ctr_t counter
      = { { rng->counter[0], rng->counter[1], rng->counter[2], rng->counter[3] } };
  philox4x32_key_t key = { { rng->key[0], rng->key[1] } };
  philox4x32_ctr_t block = philox4x32 (counter, key);

  for (int i = 0; i < BLOCK_NUMBERS; i++)
    rng->block[i] = block.v[i];
  rng->counter[0]++;
  rng->used = 0;
}

uint32_t
nn_rng_next (nn_rng *rng)
{
  if (rng->used == BLOCK_NUMBERS)
    next_block (rng);
  return rng->block[rng->used++];
}

/* Lemire, "Fast random integer generation in an interval", 2019: the high half of a product is
 * uniform once the few low halves that would favour some values are thrown away.              */
uint32_t
nn_rng_below (nn_rng *rng, uint32_t bound)
{
  uint64_t product;
  uint32_t surplus;

  assert (bound > 0);
  surplus = -bound % bound;
  do
    product = (uint64_t) nn_rng_next (rng) * bound;
  while ((uint32_t) product < surplus);
  return (uint32_t) (product >> 32);
}

double
nn_rng_uniform (nn_rng *rng)
{
  return (nn_rng_next (rng) + 0.5) * 0x1p-32;
}

void
nn_rng_normal (nn_rng *rng, float sigma, size_t n, float *out)
{
  for (size_t i = 0; i < n; i += 2)
    {
      double radius = sigma * sqrt (-2 * log (nn_rng_uniform (rng)));
      double angle = 2 * M_PI * nn_rng_uniform (rng);

      out[i] = (float) (radius * cos (angle));
      if (i + 1 < n)
        out[i + 1] = (float) (radius * sin (angle));
    }
}

void
nn_rng_permutation (nn_rng *rng, uint32_t n, uint32_t *out)
{
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t j = nn_rng_below (rng, i + 1);

      out[i] = out[j];
      out[j] = i;
    }
}

enum { LANES = NN_RNG_GROUP / BLOCK_NUMBERS, ROUNDS = 10 };

/* One round of Philox 4x32 in every lane; its constants are Random123's. Unrolled before it becomes
 * vectors, half of the loop would stay as it is.                                                */
static inline void
philox_round (uint32_t c[BLOCK_NUMBERS][LANES], uint32_t key0, uint32_t key1)
{
#pragma GCC unroll 1
  for (int i = 0; i < LANES; i++)
    {
      uint64_t a = (uint64_t) PHILOX_M4x32_0 * c[0][i], b = (uint64_t) PHILOX_M4x32_1 * c[2][i];

      c[0][i] = (uint32_t) (b >> 32) ^ c[1][i] ^ key0;
      c[2][i] = (uint32_t) (a >> 32) ^ c[3][i] ^ key1;
      c[1][i] = (uint32_t) b;
      c[3][i] = (uint32_t) a;
    }
}

NN_CLONES static void
draw_group (const nn_rng *rng, uint32_t group, uint32_t out[NN_RNG_GROUP])
{
  uint32_t c[BLOCK_NUMBERS][LANES], key0 = rng->key[0], key1 = rng->key[1];

  for (int i = 0; i < LANES; i++)
    {
      c[0][i] = group * LANES + i;
      c[1][i] = rng->counter[1];
      c[2][i] = rng->counter[2];
      c[3][i] = rng->counter[3];
    }
  for (int round = 0; round < ROUNDS; round++)
    {
      philox_round (c, key0, key1);
      key0 += PHILOX_W32_0;
      key1 += PHILOX_W32_1;
    }
  memcpy (out, c, sizeof c);
}

void
nn_rng_group (const nn_rng *rng, uint32_t group, uint32_t out[NN_RNG_GROUP])
{
  draw_group (rng, group, out);
}
