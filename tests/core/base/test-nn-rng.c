/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-rng.c - Philox against its authors' vectors, and the distributions made of it */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "nn-rng.h"

/* Random123's known-answer file, "philox4x32 10". */
static const struct {
  const char *path;
  uint32_t input, output[4];
} known_answers[] = {
  { "/nn/rng/known-answer/zeros", 0, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
  { "/nn/rng/known-answer/ones", 0xffffffff, { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
};

static void
test_known_answer (gconstpointer data)
{
  const uint32_t input = known_answers[GPOINTER_TO_INT (data)].input;
  const uint32_t *output = known_answers[GPOINTER_TO_INT (data)].output;
  nn_rng rng = { .key = { input, input }, .counter = { input, input, input, input }, .used = 4 };

  for (int i = 0; i < 4; i++)
    g_assert_cmphex (nn_rng_next (&rng), ==, output[i]);
}

/* Key words, counter words: the layout is a promise, or an old run could not be repeated. */
static void
test_layout (void)
{
  nn_rng rng = nn_rng_stream (0x1122334455667788, NN_RNG_DROPOUT, 0xaabbccdd00000007, 9);

  g_assert_cmphex (rng.key[0], ==, 0x55667788);
  g_assert_cmphex (rng.key[1], ==, 0x11223344);
  g_assert_cmphex (rng.counter[0], ==, 0);
  g_assert_cmphex (rng.counter[1], ==, 7);
  g_assert_cmphex (rng.counter[2], ==, 0xaabbccdd);
  g_assert_cmphex (rng.counter[3], ==, 0x03000009);
}

static void
test_streams_differ (void)
{
  const nn_rng streams[] = {
    nn_rng_stream (1, NN_RNG_WEIGHTS, 0, 0),
    nn_rng_stream (2, NN_RNG_WEIGHTS, 0, 0),
    nn_rng_stream (1ull << 32, NN_RNG_WEIGHTS, 0, 0),
    nn_rng_stream (1, NN_RNG_BATCHES, 0, 0),
    nn_rng_stream (1, NN_RNG_WEIGHTS, 1, 0),
    nn_rng_stream (1, NN_RNG_WEIGHTS, 1ull << 32, 0),
    nn_rng_stream (1, NN_RNG_WEIGHTS, 0, 1),
    nn_rng_stream (1, NN_RNG_WEIGHTS, 0, 0xffffff),
  };
  uint32_t first[G_N_ELEMENTS (streams)];

  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      nn_rng rng = streams[i];

      first[i] = nn_rng_next (&rng);
      for (gsize j = 0; j < i; j++)
        g_assert_cmphex (first[i], !=, first[j]);
    }
}

static void
test_repeats (void)
{
  nn_rng a = nn_rng_stream (42, NN_RNG_BATCHES, 3, 0), b = nn_rng_stream (42, NN_RNG_BATCHES, 3, 0);

  for (int i = 0; i < 1000; i++)
    g_assert_cmphex (nn_rng_next (&a), ==, nn_rng_next (&b));
}

/* 10^6 draws: the standard error of the mean is 0.00029, of the variance 0.000075. */
static void
test_uniform_moments (void)
{
  enum { N = 1000000 };
  nn_rng rng = nn_rng_stream (7, NN_RNG_PROBE, 0, 0);
  double sum = 0, squares = 0;

  for (int i = 0; i < N; i++)
    {
      double u = nn_rng_uniform (&rng);

      g_assert_cmpfloat (u, >, 0);
      g_assert_cmpfloat (u, <, 1);
      sum += u;
      squares += (u - 0.5) * (u - 0.5);
    }
  g_assert_cmpfloat_with_epsilon (sum / N, 0.5, 0.0012);
  g_assert_cmpfloat_with_epsilon (squares / N, 1 / 12.0, 0.0003);
}

static void
test_uniform_ends (void)
{
  nn_rng low = { .block = { 0, 0xffffffff } };

  g_assert_cmpfloat (nn_rng_uniform (&low), ==, 0x1p-33);
  g_assert_cmpfloat (nn_rng_uniform (&low), ==, 1 - 0x1p-33);
}

/* 10^6 draws of sigma 2: standard errors 0.002 (mean), 0.0057 (variance), and for the standardised
 * third and fourth moments 0.0024 and 0.0098. An odd n, so that half a pair is thrown away.      */
static void
test_normal_moments (void)
{
  enum { N = 999999 };
  g_autofree float *x = g_new (float, N);
  nn_rng rng = nn_rng_stream (7, NN_RNG_WEIGHTS, 0, 0);
  double moment[5] = { 0 };

  nn_rng_normal (&rng, 2, N, x);
  for (int i = 0; i < N; i++)
    {
      g_assert_cmpfloat (fabsf (x[i]), <=, 2 * 6.77);
      for (int k = 1; k <= 4; k++)
        moment[k] += pow (x[i] / 2.0, k) / N;
    }
  g_assert_cmpfloat_with_epsilon (moment[1], 0, 0.004);
  g_assert_cmpfloat_with_epsilon (moment[2], 1, 0.006);
  g_assert_cmpfloat_with_epsilon (moment[3], 0, 0.012);
  g_assert_cmpfloat_with_epsilon (moment[4], 3, 0.04);
}

/* The share of |x| < 1 is 0.682689 with a standard error of 0.0005. */
static void
test_normal_shape (void)
{
  enum { N = 1000000 };
  g_autofree float *x = g_new (float, N);
  nn_rng rng = nn_rng_stream (8, NN_RNG_WEIGHTS, 0, 0);
  int within = 0;

  nn_rng_normal (&rng, 1, N, x);
  for (int i = 0; i < N; i++)
    within += fabsf (x[i]) < 1;
  g_assert_cmpfloat_with_epsilon (within / (double) N, 0.682689, 0.002);
}

/* Chi-squared with 6 degrees of freedom exceeds 22.46 once in a thousand. */
static void
test_below_is_even (void)
{
  enum { N = 700000, BOUND = 7 };
  nn_rng rng = nn_rng_stream (7, NN_RNG_PROBE, 1, 0);
  int count[BOUND] = { 0 };
  double chi_squared = 0;

  for (int i = 0; i < N; i++)
    count[nn_rng_below (&rng, BOUND)]++;
  for (int i = 0; i < BOUND; i++)
    chi_squared += pow (count[i] - N / BOUND, 2) / (N / BOUND);
  g_assert_cmpfloat (chi_squared, <, 22.46);
}

/* For the bound 3 2^30 a plain remainder or product would give a third of the values twice the
 * share of the others. The standard error of a third is 0.001.                                  */
static void
test_below_is_unbiased (void)
{
  enum { N = 200000 };
  const uint32_t third = 1u << 30;
  nn_rng rng = nn_rng_stream (7, NN_RNG_PROBE, 2, 0);
  int count[3] = { 0 };

  for (int i = 0; i < N; i++)
    count[nn_rng_below (&rng, 3 * third) % 3]++;
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (count[i] / (double) N, 1 / 3.0, 0.005);
}

static void
test_below_edges (void)
{
  nn_rng rng = nn_rng_stream (7, NN_RNG_PROBE, 3, 0);

  for (int i = 0; i < 1000; i++)
    {
      g_assert_cmpuint (nn_rng_below (&rng, 1), ==, 0);
      g_assert_cmpuint (nn_rng_below (&rng, 2), <, 2);
      g_assert_cmpuint (nn_rng_below (&rng, 0xffffffff), <, 0xffffffff);
    }
}

static void
test_permutation (gconstpointer data)
{
  const uint32_t n = GPOINTER_TO_UINT (data);
  g_autofree uint32_t *order = g_new (uint32_t, n + 1);
  g_autofree guint8 *seen = g_new0 (guint8, n + 1);
  nn_rng rng = nn_rng_stream (1, NN_RNG_BATCHES, 0, 0);

  order[n] = 0xabcdabcd;
  nn_rng_permutation (&rng, n, order);
  for (uint32_t i = 0; i < n; i++)
    {
      g_assert_cmpuint (order[i], <, n);
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
    }
  g_assert_cmphex (order[n], ==, 0xabcdabcd);
}

/* Each of the 24 orders of 4: chi-squared with 23 degrees of freedom, 49.7 once in a thousand. */
static void
test_permutations_are_even (void)
{
  enum { N = 240000 };
  nn_rng rng = nn_rng_stream (3, NN_RNG_PROBE, 0, 0);
  int count[256] = { 0 }, kinds = 0;
  double chi_squared = 0;

  for (int i = 0; i < N; i++)
    {
      uint32_t p[4];

      nn_rng_permutation (&rng, 4, p);
      count[p[0] | p[1] << 2 | p[2] << 4 | p[3] << 6]++;
    }
  for (int i = 0; i < 256; i++)
    if (count[i] > 0)
      {
        kinds++;
        chi_squared += pow (count[i] - N / 24, 2) / (N / 24);
      }
  g_assert_cmpint (kinds, ==, 24);
  g_assert_cmpfloat (chi_squared, <, 49.7);
}

/* out[word * 16 + lane] is the word-th number of block group * 16 + lane of the stream. */
static void
test_group (void)
{
  static const uint32_t groups[] = { 0, 1, 2, 777 };
  nn_rng rng = nn_rng_stream (0x123456789abcdef0, NN_RNG_DROPOUT, 1ull << 40 | 5, 9);
  const nn_rng before = rng;

  for (gsize g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      nn_rng stream = before;
      uint32_t out[NN_RNG_GROUP];

      nn_rng_group (&rng, groups[g], out);
      for (uint32_t i = 0; i < groups[g] * NN_RNG_GROUP; i++)
        nn_rng_next (&stream);
      for (int lane = 0; lane < 16; lane++)
        for (int word = 0; word < 4; word++)
          g_assert_cmphex (out[word * 16 + lane], ==, nn_rng_next (&stream));
    }
  g_assert_cmpmem (&rng, sizeof rng, &before, sizeof before);
}

/* Where in its stream rng stands makes no difference. */
static void
test_group_of_a_used_stream (void)
{
  nn_rng rng = nn_rng_stream (42, NN_RNG_PROBE, 0, 0);
  uint32_t first[NN_RNG_GROUP], again[NN_RNG_GROUP];

  nn_rng_group (&rng, 3, first);
  for (int i = 0; i < 101; i++)
    nn_rng_next (&rng);
  nn_rng_group (&rng, 3, again);
  g_assert_cmpmem (first, sizeof first, again, sizeof again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (known_answers); i++)
    g_test_add_data_func (known_answers[i].path, GINT_TO_POINTER (i), test_known_answer);
  g_test_add_func ("/nn/rng/layout", test_layout);
  g_test_add_func ("/nn/rng/streams-differ", test_streams_differ);
  g_test_add_func ("/nn/rng/repeats", test_repeats);
  g_test_add_func ("/nn/rng/uniform/moments", test_uniform_moments);
  g_test_add_func ("/nn/rng/uniform/ends", test_uniform_ends);
  g_test_add_func ("/nn/rng/normal/moments", test_normal_moments);
  g_test_add_func ("/nn/rng/normal/shape", test_normal_shape);
  g_test_add_func ("/nn/rng/below/even", test_below_is_even);
  g_test_add_func ("/nn/rng/below/unbiased", test_below_is_unbiased);
  g_test_add_func ("/nn/rng/below/edges", test_below_edges);
  g_test_add_data_func ("/nn/rng/permutation/0", GUINT_TO_POINTER (0), test_permutation);
  g_test_add_data_func ("/nn/rng/permutation/1", GUINT_TO_POINTER (1), test_permutation);
  g_test_add_data_func ("/nn/rng/permutation/60000", GUINT_TO_POINTER (60000), test_permutation);
  g_test_add_func ("/nn/rng/permutation/even", test_permutations_are_even);
  g_test_add_func ("/nn/rng/group/is-of-the-stream", test_group);
  g_test_add_func ("/nn/rng/group/of-a-used-stream", test_group_of_a_used_stream);
  return g_test_run ();
}
