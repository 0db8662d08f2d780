/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mutate.c - a target of libFuzzer, run by any compiler on a fixed row of damaged inputs
 *
 * usage: mutate-TARGET INPUTS SEED-FILE...
 *
 * Each input is one of the seeds with a few bytes changed, cut out or doubled. The same numbers each
 * time, so a failure comes back; it finds far less than libFuzzer and takes a second. Speaks TAP.
 */

#include <stdio.h>
#include <string.h>

#include "fuzz.h"

enum { MOST_BYTES = 1 << 14, MOST_CHANGES = 6 };

typedef struct {
  uint8_t data[MOST_BYTES];
  size_t n;
} input;

/* xorshift64*, Vigna 2016 */
static uint64_t state = 88172645463325252u;

static uint32_t
below (uint32_t bound)
{
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t) ((state * 2685821657736338717u) >> 32) % bound;
}

/* Damage gathers at the front, where headers are. */
static size_t
place (const input *in)
{
  size_t reach = below (2) == 0 ? 64 : in->n;

  return below ((uint32_t) (reach < in->n ? reach : in->n));
}

static void
flip_bit (input *in)
{
  in->data[place (in)] ^= (uint8_t) (1u << below (8));
}

static void
set_byte (input *in)
{
  static const uint8_t telling[] = { 0, 1, 9, 10, 0x7f, 0x80, 0xff, '(', ')', ',', '{', '}', '\'' };

  in->data[place (in)] = below (2) == 0 ? telling[below (sizeof telling)] : (uint8_t) below (256);
}

static void
fill_word (input *in)
{
  size_t at = place (in), n = in->n - at < 4 ? in->n - at : 4;

  memset (in->data + at, below (2) == 0 ? 0xff : 0, n);
}

static void
cut_out (input *in)
{
  size_t at = place (in), n = 1 + below ((uint32_t) (in->n - at));

  memmove (in->data + at, in->data + at + n, in->n - at - n);
  in->n -= n;
}

static void
cut_off (input *in)
{
  in->n = place (in);
}

static void
double_piece (input *in)
{
  size_t at = place (in), n = 1 + below ((uint32_t) (in->n - at));

  if (n > MOST_BYTES - in->n)
    return;
  memmove (in->data + at + n, in->data + at, in->n - at);
  in->n += n;
}

static void
mutate (input *in)
{
  static void (*const changes[]) (input *)
      = { flip_bit, set_byte, fill_word, cut_out, cut_off, double_piece };

  for (uint32_t i = 1 + below (MOST_CHANGES); i > 0 && in->n > 0; i--)
    changes[below (sizeof changes / sizeof changes[0])](in);
}

/* In memory of just its length, so that a sanitizer sees a byte read too far. */
static void
try (const input *in)
{
  uint8_t *copy = malloc (in->n > 0 ? in->n : 1);

  fuzz_expect (copy != NULL);
  memcpy (copy, in->data, in->n);
  LLVMFuzzerTestOneInput (copy, in->n);
  free (copy);
}

static input
read_seed (const char *path)
{
  input seed;
  FILE *file = fopen (path, "rb");

  fuzz_expect (file != NULL);
  seed.n = fread (seed.data, 1, MOST_BYTES, file);
  fclose (file);
  return seed;
}

int
main (int argc, char **argv)
{
  long n_inputs = argc > 2 ? strtol (argv[1], NULL, 10) : 0;

  fuzz_expect (n_inputs > 0);
  printf ("1..1\n");
  for (long i = 0; i < n_inputs; i++)
    {
      input in = read_seed (argv[2 + i % (argc - 2)]);

      mutate (&in);
      try (&in);
    }
  printf ("ok 1 %ld damaged inputs\n", n_inputs);
  return 0;
}
