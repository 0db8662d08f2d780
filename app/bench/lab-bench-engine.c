/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-bench-engine.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-data-store.h"
#include "lab-error.h"
#include "lab-model-spec.h"
#include "lab-terminal.h"
#include "nn-fma-peak.h"
#include "nn-parallel.h"
#include "nn-rng.h"
#include "nn-statistics.h"
#include "nn-trainer.h"

enum { N_IMAGES = 12800, BATCH = 128, ROUNDS = 15, PEAK_TASKS_A_THREAD = 2 };

static double
now_us (void)
{
  return (double) g_get_monotonic_time ();
}

static double
median (double *values, gsize n)
{
  nn_sort (n, values);
  return nn_sorted_median (n, values);
}

LabJsonWriter *
lab_bench_begin_line (const char *name)
{
  LabJsonWriter *line = lab_json_writer_new ();

  lab_json_writer_begin_object (line, NULL);
  lab_json_writer_add_text (line, "name", name);
  return line;
}

void
lab_bench_print_line (LabJsonWriter *line)
{
  g_autofree char *text = NULL;

  lab_json_writer_end_object (line);
  text = lab_json_writer_end (line);
  g_print ("%s\n", text);
}

/* null where there is none. */
static void
add_number (LabJsonWriter *json, const char *key, double value)
{
  lab_json_writer_add_rounded (json, key, LAB_BENCH_DIGITS, value > 0 ? value : NAN);
}

static LabJsonWriter *
begin_line (const char *name, int n_threads)
{
  LabJsonWriter *json = lab_bench_begin_line (name);

  lab_json_writer_add_integer (json, "threads", n_threads);
  return json;
}

/* --- The peak -------------------------------------------------------------------------------- */

static void
burn_task (void *context, int task)
{
  ((double *) context)[task] = nn_fma_peak_burn ();
}

static double
peak_gflops (nn_pool *pool)
{
  int n_tasks = PEAK_TASKS_A_THREAD * nn_pool_n_threads (pool);
  g_autofree double *operations = g_new0 (double, n_tasks);
  double total = 0, start = now_us (), us;

  nn_pool_run (pool, n_tasks, burn_task, operations);
  us = now_us () - start;
  for (int i = 0; i < n_tasks; i++)
    total += operations[i];
  return us > 0 ? total / us * 1e-3 : 0;
}

/* --- Training -------------------------------------------------------------------------------- */

typedef struct {
  const char *name, *preset;
  nn_shape shape; /* of noise, or 0: the digits of the sample of MNIST, four of five pixels 0 */
  int n_contestants, steps_a_round;
} Case;

static const Case mlp_cases[] = {
  { "mlp", "article-mlp", { 0 }, 1, 25 },
  { "mlp-pair", "article-mlp", { 0 }, 2, 25 },
  { "mlp-noise", "article-mlp", { 1, 28, 28 }, 1, 25 },
  { "mlp-noise-pair", "article-mlp", { 1, 28, 28 }, 2, 25 },
};

static const Case cnn_cases[] = {
  { "cnn", "article-cnn", { 3, 32, 32 }, 1, 1 },
  { "cnn-pair", "article-cnn", { 3, 32, 32 }, 2, 1 },
};

static nn_dataset
make_noise (nn_shape shape, guint8 **memory)
{
  gsize n_pixels = N_IMAGES * nn_shape_size (shape);
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  *memory = g_malloc (n_pixels + N_IMAGES);
  for (gsize i = 0; i < n_pixels; i++)
    (*memory)[i] = (guint8) nn_rng_next (&rng);
  for (gsize i = 0; i < N_IMAGES; i++)
    (*memory)[n_pixels + i] = (guint8) nn_rng_below (&rng, 10);
  return (nn_dataset){ N_IMAGES, shape, 10, *memory, *memory + n_pixels };
}

/* The images of a case, and in *owner and *memory what holds them, one of the two. */
static gboolean
make_images (const Case *c, nn_dataset *images, LabData **owner, guint8 **memory, GError **error)
{
  if (c->shape.channels > 0)
    {
      *images = make_noise (c->shape, memory);
      return TRUE;
    }
  *owner = lab_data_load (LAB_DATA_SAMPLE, error);
  if (*owner == NULL)
    return FALSE;
  *images = (*owner)->train;
  return TRUE;
}

static nn_trainer *
make_trainer (const Case *c, const nn_dataset *data, int n_threads, GError **error)
{
  nn_trainer_config config = {
    .optimizer = nn_optimizer_default (NN_ADAM),
    .n_contestants = c->n_contestants,
    .contestant = { nn_activation_default (NN_ELU), nn_activation_default (NN_RELU) },
    .batch = BATCH,
    .seed = 42,
    .n_threads = n_threads,
  };
  nn_trainer *trainer;
  nn_status status;

  if (!lab_model_spec_parse (c->preset, data->shape, data->n_classes, &config.model, error))
    return NULL;
  trainer = nn_trainer_new (&config, data, &status);
  if (trainer == NULL)
    lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  return trainer;
}

/* Operations are those of the model, also where the engine leaves out the ones with a 0: a share of
 * the peak above 1 is possible on the digits.                                                    */
static gboolean
report_training (const Case *c, const LabBenchOptions *options, double us, double peak,
                 const nn_model *model, GError **error)
{
  double images = (double) BATCH * c->n_contestants / us * 1e6;
  double gflops = images * nn_model_training_flops (model) * 1e-9;

  if (options->json)
    {
      LabJsonWriter *json = begin_line (c->name, options->n_threads);

      add_number (json, "images_per_second", images);
      add_number (json, "step_us_median", us);
      add_number (json, "gflops", gflops);
      add_number (json, "share_of_fma_peak", peak > 0 ? gflops / peak : 0);
      lab_bench_print_line (json);
    }
  else
    g_print (_("%-14s threads: %d  %8.0f images/s  %8.0f µs a step  %6.1f GFLOP/s  "
               "%3.0f %% of the peak of %.0f\n"),
             c->name, options->n_threads, images, us, gflops, peak > 0 ? 100 * gflops / peak : 0,
             peak);
  return lab_terminal_flush (error);
}

/* The first step of all makes oneDNN's code and warms the caches; it does not count. */
static gboolean
bench_case (const Case *c, const LabBenchOptions *options, nn_pool *pool, GError **error)
{
  g_autofree guint8 *memory = NULL;
  g_autoptr (LabData) owner = NULL;
  nn_dataset images;
  nn_trainer *trainer;
  double us[ROUNDS], peak[ROUNDS];
  nn_metrics metrics[NN_MAX_CONTESTANTS];
  gboolean success;

  if (!make_images (c, &images, &owner, &memory, error))
    return FALSE;
  trainer = make_trainer (c, &images, options->n_threads, error);
  if (trainer == NULL)
    return FALSE;
  nn_trainer_step (trainer, metrics);
  for (int round = 0; round < ROUNDS; round++)
    {
      double start;

      peak[round] = peak_gflops (pool);
      start = now_us ();
      for (int i = 0; i < c->steps_a_round; i++)
        nn_trainer_step (trainer, metrics);
      us[round] = (now_us () - start) / c->steps_a_round;
    }
  success = report_training (c, options, median (us, ROUNDS), median (peak, ROUNDS),
                             &nn_trainer_get_config (trainer)->model, error);
  nn_trainer_free (trainer);
  return success;
}

static gboolean
bench_cases (const Case *cases, int n_cases, const LabBenchOptions *options, GError **error)
{
  nn_status status;
  nn_pool *pool = nn_pool_new (options->n_threads, &status);
  gboolean success = TRUE;

  if (pool == NULL)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  for (int i = 0; i < n_cases && success; i++)
    success = bench_case (&cases[i], options, pool, error);
  nn_pool_free (pool);
  return success;
}

gboolean
lab_bench_mlp (const LabBenchOptions *options, GError **error)
{
  return bench_cases (mlp_cases, G_N_ELEMENTS (mlp_cases), options, error);
}

gboolean
lab_bench_cnn (const LabBenchOptions *options, GError **error)
{
  return bench_cases (cnn_cases, G_N_ELEMENTS (cnn_cases), options, error);
}

/* --- Activation functions -------------------------------------------------------------------- */

enum { IN_CACHE = 4096, LARGE = 10000000, REPEATS = 25 };

/* z ~ N(0, 1) for the first part, repeated. */
static float *
make_values (gsize n)
{
  float *z = g_malloc (n * sizeof *z);
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  nn_rng_normal (&rng, 1, MIN (n, IN_CACHE), z);
  for (gsize i = IN_CACHE; i < n; i++)
    z[i] = z[i - IN_CACHE];
  return z;
}

typedef struct {
  gsize n;
  int repeats;
  float *z, *y, *dy, *dz;
  nn_activation f;
} Values;

static void
run_forward (const Values *v)
{
  nn_activation_forward (v->f, v->n, v->z, v->y);
}

static void
run_backward (const Values *v)
{
  nn_activation_backward (v->f, v->n, v->z, v->y, v->dy, v->dz);
}

static void
run_copy (const Values *v)
{
  memcpy (v->y, v->z, v->n * sizeof *v->y);
}

/* Nanoseconds a value, the median of some rounds. */
static double
time_of (void (*run) (const Values *), const Values *v)
{
  double ns[ROUNDS];

  run (v);
  for (int round = 0; round < ROUNDS; round++)
    {
      double start = now_us ();

      for (int i = 0; i < v->repeats; i++)
        run (v);
      ns[round] = (now_us () - start) * 1e3 / v->repeats / v->n;
    }
  return median (ns, ROUNDS);
}

static gboolean
report_function (const char *name, double forward, double backward, gboolean json, GError **error)
{
  if (json)
    {
      LabJsonWriter *line = begin_line (name, 1);

      add_number (line, "forward_ns", forward);
      add_number (line, "backward_ns", backward);
      lab_bench_print_line (line);
    }
  else
    g_print (_("%-14s forward %6.3f ns a value, backward %6.3f ns\n"), name, forward, backward);
  return lab_terminal_flush (error);
}

static gboolean
report_large (double forward, double copy, gboolean json, GError **error)
{
  if (json)
    {
      LabJsonWriter *line = begin_line ("elu-large", 1);

      add_number (line, "forward_ns", forward);
      add_number (line, "share_of_copy", copy / forward);
      lab_bench_print_line (line);
    }
  else
    g_print (_("ELU on 10^7 floats: %.3f ns a value, %.0f %% of the speed of a copy\n"), forward,
             100 * copy / forward);
  return lab_terminal_flush (error);
}

/* Copy and function in turn, round by round, so that both meet the same machine. */
static gboolean
bench_large (gboolean json, GError **error)
{
  g_autofree float *z = make_values (LARGE);
  g_autofree float *y = g_malloc0 (LARGE * sizeof *y);
  Values v = { LARGE, 1, z, y, NULL, NULL, nn_activation_default (NN_ELU) };
  double forward[ROUNDS], copy[ROUNDS];

  for (int round = 0; round < ROUNDS; round++)
    {
      double start = now_us ();

      run_forward (&v);
      forward[round] = (now_us () - start) * 1e3 / LARGE;
      start = now_us ();
      run_copy (&v);
      copy[round] = (now_us () - start) * 1e3 / LARGE;
    }
  return report_large (median (forward, ROUNDS), median (copy, ROUNDS), json, error);
}

gboolean
lab_bench_activation (const LabBenchOptions *options, GError **error)
{
  g_autofree float *z = make_values (IN_CACHE);
  g_autofree float *y = make_values (IN_CACHE);
  g_autofree float *dy = make_values (IN_CACHE);
  g_autofree float *dz = make_values (IN_CACHE);

  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      Values v = { IN_CACHE, REPEATS, z, y, dy, dz, nn_activation_default (id) };
      double forward = time_of (run_forward, &v), backward = time_of (run_backward, &v);

      if (!report_function (nn_activation_get_info (id)->name, forward, backward, options->json,
                            error))
        return FALSE;
    }
  return bench_large (options->json, error);
}
