/* bench-mlp.c - what one training step of the article's MLP takes
 *
 * Median step time, GFLOP/s and share of the FMA peak, for one contestant and for two in lockstep,
 * on one thread and on two. The peak is measured in between, as a processor changes its clock.
 * Each thread is tied to a processor: where a scheduler would put two threads that run for less
 * than a millisecond is not the question here. Pixels are synthetic; their values do not matter.
 *
 *   bench-mlp [ROUNDS]     more rounds, steadier medians (20)
 */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#if defined (__x86_64__)
#include <immintrin.h>
#endif

#include "nn-parallel.h"
#include "nn-rng.h"
#include "nn-trainer.h"

enum { N_IMAGES = 60000, BATCH = 128, STEPS_A_ROUND = 25, MAX_ROUNDS = 1000, MAX_THREADS = 2 };

static const nn_model article_mlp = {
  { 1, 28, 28 }, 4,
  { { .units = 256 }, { .units = 128 }, { .units = 64 }, { .units = 10 } }
};

static double
now_us (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec * 1e-3;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, size_t n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

/* The calling thread, and those that it starts from now on. */
static void
run_on (int processor)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  CPU_SET (processor, &set);
  sched_setaffinity (0, sizeof set, &set);
}

/* --- The peak: independent chains of fused multiply-adds that never leave the registers ------- */

enum { CHAINS = 20, PEAK_LOOPS = 100000, PEAK_TASKS = 4 };

#if defined (__x86_64__)
#define DEFINE_BURN(name, isa, vector, width, set, fmadd)                      \
  __attribute__ ((target (isa))) static double burn_##name (void)              \
  {                                                                            \
    vector chain[CHAINS], half = set (0.5f);                                   \
                                                                               \
    for (int i = 0; i < CHAINS; i++)                                           \
      chain[i] = set ((float) i);                                              \
    for (int loop = 0; loop < PEAK_LOOPS; loop++)                              \
      _Pragma ("GCC unroll 20") for (int i = 0; i < CHAINS; i++)               \
          chain[i] = fmadd (chain[i], half, half);                             \
    for (int i = 0; i < CHAINS; i++)                                           \
      __asm__ volatile ("" : : "m"(chain[i]));                                 \
    return 2.0 * width * CHAINS * PEAK_LOOPS;                                  \
  }

DEFINE_BURN (avx512, "avx512f", __m512, 16, _mm512_set1_ps, _mm512_fmadd_ps)
/* 16 registers: 14 chains would be the most, so some of the 20 spill and cost a little. */
DEFINE_BURN (avx2, "avx2,fma", __m256, 8, _mm256_set1_ps, _mm256_fmadd_ps)
#endif

/* Floating-point operations done; 0 where no peak is known. */
static double
burn (void)
{
#if defined (__x86_64__)
  if (__builtin_cpu_supports ("avx512f"))
    return burn_avx512 ();
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return burn_avx2 ();
#endif
  return 0;
}

static void
burn_task (void *context, int task)
{
  double *flops = context;

  flops[task] = burn ();
}

static double
peak_gflops (nn_pool *pool)
{
  double flops[PEAK_TASKS], total = 0, start = now_us (), us;

  nn_pool_run (pool, PEAK_TASKS, burn_task, flops);
  us = now_us () - start;
  for (int i = 0; i < PEAK_TASKS; i++)
    total += flops[i];
  return total / us * 1e-3;
}

/* --- The step -------------------------------------------------------------------------------- */

typedef struct {
  const char *title;
  int n_contestants, n_threads;
  nn_activation_id contestant[2];
} bench_case;

static nn_trainer *
open_trainer (const bench_case *c, const nn_dataset *data)
{
  nn_trainer_config config = {
    .model = article_mlp,
    .optimizer = nn_optimizer_default (NN_ADAM),
    .n_contestants = c->n_contestants,
    .batch = BATCH,
    .seed = 42,
    .n_threads = c->n_threads,
  };
  nn_trainer *trainer;
  nn_status status;

  for (int i = 0; i < c->n_contestants; i++)
    config.contestant[i] = nn_activation_default (c->contestant[i]);
  trainer = nn_trainer_new (&config, data, &status);
  if (trainer == NULL)
    {
      fprintf (stderr, "bench-mlp: %s\n", nn_status_text (status));
      exit (1);
    }
  return trainer;
}

static double
run_round (nn_trainer *trainer)
{
  double us[STEPS_A_ROUND];
  nn_metrics metrics[NN_MAX_CONTESTANTS];

  for (int i = 0; i < STEPS_A_ROUND; i++)
    {
      double start = now_us ();

      nn_trainer_step (trainer, metrics);
      us[i] = now_us () - start;
    }
  return median (us, STEPS_A_ROUND);
}

static nn_dataset
synthetic_data (void)
{
  size_t n_pixels = nn_shape_size (article_mlp.input);
  uint8_t *pixels = malloc (N_IMAGES * n_pixels), *labels = malloc (N_IMAGES);
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  if (pixels == NULL || labels == NULL)
    exit (1);
  for (size_t i = 0; i < N_IMAGES * n_pixels; i++)
    pixels[i] = (uint8_t) nn_rng_next (&rng);
  for (size_t i = 0; i < N_IMAGES; i++)
    labels[i] = (uint8_t) nn_rng_below (&rng, 10);
  return (nn_dataset){ N_IMAGES, article_mlp.input, 10, pixels, labels };
}

static const bench_case cases[] = {
  { "ELU", 1, 1, { NN_ELU } },
  { "ReLU", 1, 1, { NN_RELU } },
  { "ELU and ReLU", 2, 1, { NN_ELU, NN_RELU } },
  { "ELU", 1, 2, { NN_ELU } },
  { "ReLU", 1, 2, { NN_RELU } },
  { "ELU and ReLU", 2, 2, { NN_ELU, NN_RELU } },
};

enum { ELU_ALONE, RELU_ALONE, BOTH_ON_TWO = 5, N_CASES = sizeof cases / sizeof cases[0] };

static double us[N_CASES][MAX_ROUNDS], peak[MAX_THREADS][MAX_ROUNDS];

/* Sorts the figures: the medians are in the middle from then on. */
static void
report (size_t n_rounds)
{
  const size_t middle = n_rounds / 2;

  for (int i = 0; i < N_CASES; i++)
    median (us[i], n_rounds);
  printf ("784-256-128-64-10, batch %d, Adam; median of %zu rounds of %d steps\n", BATCH, n_rounds,
          STEPS_A_ROUND);
  printf ("FMA peak: %.0f GFLOP/s on one thread, %.0f on two\n\n", median (peak[0], n_rounds),
          median (peak[1], n_rounds));
  printf ("%-14s %7s %9s %9s %8s\n", "contestants", "threads", "us/step", "GFLOP/s", "of peak");
  for (int i = 0; i < N_CASES; i++)
    {
      const bench_case *c = &cases[i];
      double gflops = c->n_contestants * nn_model_training_flops (&article_mlp) * BATCH / us[i][middle] * 1e-3;

      printf ("%-14s %7d %9.0f %9.0f %7.0f%%\n", c->title, c->n_threads, us[i][middle], gflops,
              100 * gflops / peak[c->n_threads - 1][middle]);
    }
  printf ("\ntwo contestants on two threads, against one after the other on one: %.2fx\n",
          (us[ELU_ALONE][middle] + us[RELU_ALONE][middle]) / us[BOTH_ON_TWO][middle]);
}

int
main (int argc, char **argv)
{
  int asked = argc > 1 ? atoi (argv[1]) : 20;
  size_t n_rounds = asked >= 1 && asked <= MAX_ROUNDS ? asked : 20;
  nn_dataset data = synthetic_data ();
  nn_trainer *trainer[N_CASES];
  nn_pool *pool[MAX_THREADS];
  nn_status status;

  /* The pools' threads stay on processor 1, where they were started; the caller leaves it. */
  run_on (1);
  for (int i = 0; i < MAX_THREADS; i++)
    pool[i] = nn_pool_new (i + 1, &status);
  for (int i = 0; i < N_CASES; i++)
    trainer[i] = open_trainer (&cases[i], &data);
  run_on (0);

  for (size_t round = 0; round < n_rounds; round++)
    {
      for (int i = 0; i < MAX_THREADS; i++)
        peak[i][round] = peak_gflops (pool[i]);
      for (int i = 0; i < N_CASES; i++)
        us[i][round] = run_round (trainer[i]);
    }
  report (n_rounds);

  for (int i = 0; i < N_CASES; i++)
    nn_trainer_free (trainer[i]);
  for (int i = 0; i < MAX_THREADS; i++)
    nn_pool_free (pool[i]);
  free ((void *) data.pixels);
  free ((void *) data.labels);
  return 0;
}
