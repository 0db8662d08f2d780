/* test-nn-trainer.c - contestants learn in lockstep, to the last bit alike on any number of threads
 *
 * The data is made here: three classes of noisy stripes that a small network learns within a few
 * hundred steps.
 */

#include <dlfcn.h>
#include <errno.h>
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-parallel.h"
#include "nn-rng.h"
#include "nn-trainer.h"

/* --- Allocations --------------------------------------------------------------------------------
 *
 * oneDNN takes memory for packed matrices in dnnl_sgemm () and gives it back. That is its own
 * business, so calls from it and from the C++ library it uses are counted apart.                 */

#if defined (__GLIBC__) && !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
#define COUNTS_ALLOCATIONS 1

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *memory, size_t size);
void *__libc_memalign (size_t alignment, size_t size);

static gint counting, n_of_core, n_of_onednn;

static void
count (const void *caller)
{
  Dl_info info = { 0 };

  if (!g_atomic_int_get (&counting))
    return;
  dladdr (caller, &info);
  if (info.dli_fname != NULL
      && (strstr (info.dli_fname, "libdnnl") || strstr (info.dli_fname, "libstdc++")))
    g_atomic_int_inc (&n_of_onednn);
  else
    g_atomic_int_inc (&n_of_core);
}

void *
malloc (size_t size)
{
  count (__builtin_return_address (0));
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  count (__builtin_return_address (0));
  return __libc_calloc (n, size);
}

void *
realloc (void *memory, size_t size)
{
  count (__builtin_return_address (0));
  return __libc_realloc (memory, size);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  count (__builtin_return_address (0));
  return __libc_memalign (alignment, size);
}

int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  count (__builtin_return_address (0));
  *memory = __libc_memalign (alignment, size);
  return *memory != NULL ? 0 : ENOMEM;
}
#endif

/* --- Data and configurations ----------------------------------------------------------------- */

enum { N_IMAGES = 300, N_PIXELS = 24, N_CLASSES = 3, N_STEPS = 12, MANY_IMAGES = 1300 };

static uint8_t pixels[MANY_IMAGES * N_PIXELS], labels[MANY_IMAGES];
static const nn_dataset stripes = { N_IMAGES, { 1, 1, N_PIXELS }, N_CLASSES, pixels, labels };
static const nn_dataset many_stripes = { MANY_IMAGES, { 1, 1, N_PIXELS }, N_CLASSES, pixels, labels };

/* Every third pixel of an image is bright, which one being its class. */
static void
make_stripes (void)
{
  nn_rng rng = nn_rng_stream (1, NN_RNG_PROBE, 0, 0);

  for (int i = 0; i < MANY_IMAGES; i++)
    {
      labels[i] = (uint8_t) nn_rng_below (&rng, N_CLASSES);
      for (int p = 0; p < N_PIXELS; p++)
        {
          uint32_t bright = p % 3 == labels[i] ? 75 : 0;

          pixels[i * N_PIXELS + p] = (uint8_t) (bright + nn_rng_below (&rng, 180));
        }
    }
}

static nn_trainer_config
config_of (int n_contestants, size_t batch, int n_threads)
{
  nn_trainer_config config = {
    .model = { { 1, 1, N_PIXELS }, 3, { { .units = 19 }, { .units = 11 }, { .units = N_CLASSES } } },
    .optimizer = nn_optimizer_default (NN_ADAM),
    .n_contestants = n_contestants,
    .contestant = { nn_activation_default (NN_ELU), nn_activation_default (NN_RELU),
                    nn_activation_default (NN_GELU) },
    .batch = batch,
    .seed = 42,
    .n_threads = n_threads,
  };

  return config;
}

static nn_trainer *
new_trainer (const nn_trainer_config *config, const nn_dataset *data)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_trainer *trainer = nn_trainer_new (config, data, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (trainer);
  return trainer;
}

static size_t
parameters_size (const nn_trainer *trainer)
{
  return nn_model_n_parameters (&nn_trainer_get_config (trainer)->model) * sizeof (float);
}

static const float *
parameters_of (const nn_trainer *trainer, int contestant)
{
  return nn_network_peek_parameters (nn_trainer_get_network (trainer, contestant));
}

/* metrics: n_steps of n_contestants each. */
static void
take_steps (nn_trainer *trainer, int n_steps, nn_metrics *metrics)
{
  const int n = nn_trainer_get_config (trainer)->n_contestants;

  for (int i = 0; i < n_steps; i++)
    g_assert_cmpint (nn_trainer_step (trainer, metrics + i * n), ==, NN_OK);
}

static void
assert_same_curve (const nn_metrics *a, const nn_metrics *b, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpmem (&a[i].loss, sizeof a[i].loss, &b[i].loss, sizeof b[i].loss);
      g_assert_cmpfloat (a[i].accuracy, ==, b[i].accuracy);
      g_assert_cmpint (a[i].status, ==, b[i].status);
    }
}

/* --- The same on any number of threads ------------------------------------------------------- */

static void
test_threads (gconstpointer data)
{
  const int n_contestants = GPOINTER_TO_INT (data);
  /* Less than a shard; a last shard that is not full; more shards than lanes, and a last batch of
   * another size.                                                                              */
  static const size_t batches[] = { 50, 130, 1201 };

  for (gsize b = 0; b < G_N_ELEMENTS (batches); b++)
    {
      nn_metrics one[N_STEPS * 3], other[N_STEPS * 3], of_set[3], of_set_too[3];
      nn_trainer_config config = config_of (n_contestants, batches[b], 1);
      nn_trainer *reference = new_trainer (&config, &many_stripes);

      take_steps (reference, N_STEPS, one);
      nn_trainer_evaluate (reference, &stripes, of_set);
      for (int n_threads = 2; n_threads <= 4; n_threads += 2)
        {
          nn_trainer *trainer;

          config.n_threads = n_threads;
          trainer = new_trainer (&config, &many_stripes);
          take_steps (trainer, N_STEPS, other);
          assert_same_curve (one, other, N_STEPS * n_contestants);
          for (int i = 0; i < n_contestants; i++)
            g_assert_cmpmem (parameters_of (trainer, i), parameters_size (trainer),
                             parameters_of (reference, i), parameters_size (reference));
          nn_trainer_evaluate (trainer, &stripes, of_set_too);
          assert_same_curve (of_set, of_set_too, n_contestants);
          nn_trainer_free (trainer);
        }
      nn_trainer_free (reference);
    }
}

/* A contestant does not notice who else takes part. */
static void
test_contestants_are_independent (void)
{
  nn_trainer_config config = config_of (3, 130, 2);
  nn_trainer *together = new_trainer (&config, &stripes);
  nn_metrics all[N_STEPS * 3], alone[N_STEPS];

  take_steps (together, N_STEPS, all);
  for (int i = 0; i < 3; i++)
    {
      nn_trainer_config of_one = config_of (1, 130, 1);
      nn_trainer *trainer;

      of_one.contestant[0] = config.contestant[i];
      trainer = new_trainer (&of_one, &stripes);
      take_steps (trainer, N_STEPS, alone);
      for (int step = 0; step < N_STEPS; step++)
        assert_same_curve (&alone[step], &all[step * 3 + i], 1);
      g_assert_cmpmem (parameters_of (trainer, 0), parameters_size (trainer),
                       parameters_of (together, i), parameters_size (together));
      nn_trainer_free (trainer);
    }
  nn_trainer_free (together);
}

/* --- Starting, repeating ---------------------------------------------------------------------- */

static void
test_same_start (void)
{
  nn_trainer_config config = config_of (3, 64, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  const size_t size = parameters_size (trainer);
  nn_metrics metrics[3];

  g_assert_cmpmem (parameters_of (trainer, 0), size, parameters_of (trainer, 1), size);
  g_assert_cmpmem (parameters_of (trainer, 0), size, parameters_of (trainer, 2), size);
  take_steps (trainer, 1, metrics);
  g_assert_cmpint (memcmp (parameters_of (trainer, 0), parameters_of (trainer, 1), size), !=, 0);
  nn_trainer_free (trainer);
}

static void
test_reset_repeats (void)
{
  nn_trainer_config config = config_of (2, 64, 2);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_trainer *twin = new_trainer (&config, &stripes);
  nn_metrics first[N_STEPS * 2], again[N_STEPS * 2], of_twin[N_STEPS * 2];

  take_steps (trainer, N_STEPS, first);
  take_steps (twin, N_STEPS, of_twin);
  nn_trainer_reset (trainer);
  g_assert_cmpuint (nn_trainer_get_step (trainer), ==, 0);
  g_assert_false (nn_trainer_epoch_ended (trainer));
  take_steps (trainer, N_STEPS, again);
  assert_same_curve (first, again, N_STEPS * 2);
  assert_same_curve (first, of_twin, N_STEPS * 2);
  nn_trainer_free (twin);
  nn_trainer_free (trainer);
}

/* Looking at the networks in between changes nothing that they learn. */
static void
test_evaluation_does_not_disturb (void)
{
  nn_trainer_config config = config_of (2, 64, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics first[N_STEPS * 2], again[N_STEPS * 2], of_set[2];

  take_steps (trainer, N_STEPS, first);
  nn_trainer_reset (trainer);
  for (int i = 0; i < N_STEPS; i++)
    {
      take_steps (trainer, 1, again + i * 2);
      g_assert_cmpint (nn_trainer_evaluate (trainer, &many_stripes, of_set), ==, NN_OK);
    }
  assert_same_curve (first, again, N_STEPS * 2);
  nn_trainer_free (trainer);
}

static void
test_seeds_differ (void)
{
  nn_trainer_config config = config_of (1, 64, 1);
  nn_trainer *a = new_trainer (&config, &stripes), *b;
  nn_metrics of_a[N_STEPS], of_b[N_STEPS];

  config.seed = 43;
  b = new_trainer (&config, &stripes);
  take_steps (a, N_STEPS, of_a);
  take_steps (b, N_STEPS, of_b);
  for (int i = 0; i < N_STEPS; i++)
    g_assert_cmpfloat (of_a[i].loss, !=, of_b[i].loss);
  nn_trainer_free (b);
  nn_trainer_free (a);
}

/* --- Batches --------------------------------------------------------------------------------- */

static void
test_epochs (void)
{
  nn_trainer_config config = config_of (1, 128, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[1];

  g_assert_cmpuint (nn_trainer_steps_per_epoch (trainer), ==, 3);
  g_assert_false (nn_trainer_epoch_ended (trainer));
  for (int i = 1; i <= 9; i++)
    {
      take_steps (trainer, 1, metrics);
      g_assert_cmpuint (nn_trainer_get_step (trainer), ==, i);
      g_assert_cmpint (nn_trainer_epoch_ended (trainer), ==, i % 3 == 0);
    }
  nn_trainer_free (trainer);
}

/* With a learning rate that moves nothing, an epoch's losses, each weighted with its batch (128,
 * 128 and 44), are the loss of the whole set: every image came once. The next epoch has another order.
 */
static void
test_epoch_shows_every_image (void)
{
  nn_trainer_config config = config_of (1, 128, 1);
  nn_metrics metrics[6], of_set[1];
  nn_trainer *trainer;

  config.optimizer = (nn_optimizer_config){ .id = NN_SGD, .learning_rate = 1e-30 };
  trainer = new_trainer (&config, &stripes);
  take_steps (trainer, 6, metrics);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  for (int epoch = 0; epoch < 2; epoch++)
    {
      const nn_metrics *m = metrics + epoch * 3;

      g_assert_cmpfloat_with_epsilon (
          (m[0].loss * 128 + m[1].loss * 128 + m[2].loss * 44) / N_IMAGES, of_set->loss, 1e-6);
      g_assert_cmpfloat_with_epsilon (
          (m[0].accuracy * 128 + m[1].accuracy * 128 + m[2].accuracy * 44) / N_IMAGES,
          of_set->accuracy, 1e-12);
    }
  g_assert_cmpfloat (metrics[0].loss, !=, metrics[3].loss);
  nn_trainer_free (trainer);
}

static void
test_batch_larger_than_set (void)
{
  nn_trainer_config config = config_of (1, NN_MAX_BATCH, 1);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[1], of_set[1];

  g_assert_cmpuint (nn_trainer_steps_per_epoch (trainer), ==, 1);
  nn_trainer_evaluate (trainer, &stripes, of_set);
  take_steps (trainer, 1, metrics);
  g_assert_cmpfloat_with_epsilon (metrics->loss, of_set->loss, 1e-6);
  g_assert_cmpfloat (metrics->accuracy, ==, of_set->accuracy);
  g_assert_true (nn_trainer_epoch_ended (trainer));
  nn_trainer_free (trainer);
}

/* --- Learning -------------------------------------------------------------------------------- */

static void
test_learns (gconstpointer data)
{
  nn_trainer_config config = config_of (3, 64, 2);
  nn_metrics before[3], after[3], metrics[3];
  nn_trainer *trainer;

  config.optimizer = nn_optimizer_default (GPOINTER_TO_INT (data));
  config.optimizer.learning_rate *= 5;
  trainer = new_trainer (&config, &stripes);
  nn_trainer_evaluate (trainer, &stripes, before);
  for (int i = 0; i < 500; i++)
    take_steps (trainer, 1, metrics);
  nn_trainer_evaluate (trainer, &stripes, after);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (before[i].loss, >, 0.8);
      g_assert_cmpfloat (after[i].loss, <, 0.1);
      g_assert_cmpfloat (after[i].accuracy, >, 0.98);
      g_assert_cmpint (after[i].status, ==, NN_OK);
    }
  nn_trainer_free (trainer);
}

/* --- Figures that are not finite ------------------------------------------------------------- */

static void
assert_all_finite (const nn_trainer *trainer, int contestant)
{
  for (size_t i = 0; i < parameters_size (trainer) / sizeof (float); i++)
    g_assert_true (isfinite (parameters_of (trainer, contestant)[i]));
}

/* With a learning rate of 10^6, LeakyReLU's signal grows without bound to both sides, while tanh
 * saturates: its hidden layers stay within 1 and its slopes reach 0.                             */
static void
test_diverges (void)
{
  nn_trainer_config config = config_of (2, 64, 2);
  nn_metrics metrics[2];
  g_autofree float *last = NULL;
  nn_trainer *trainer;
  int stopped_at = 0;

  config.optimizer = (nn_optimizer_config){ .id = NN_SGD, .learning_rate = 1e6 };
  config.contestant[0] = (nn_activation){ NN_LEAKY_RELU, { 0.3 } };
  config.contestant[1] = nn_activation_default (NN_TANH);
  trainer = new_trainer (&config, &stripes);
  last = g_malloc (parameters_size (trainer));
  for (int step = 1; step <= 100; step++)
    {
      g_autofree float *before = g_memdup2 (parameters_of (trainer, 0), parameters_size (trainer));

      take_steps (trainer, 1, metrics);
      g_assert_cmpint (metrics[1].status, ==, NN_OK);
      if (metrics[0].status == NN_OK)
        continue;
      g_assert_cmpint (metrics[0].status, ==, NN_ERROR_NOT_FINITE);
      if (stopped_at == 0)
        {
          memcpy (last, before, parameters_size (trainer));
          stopped_at = step;
        }
      else
        g_assert_true (isnan (metrics[0].loss));
      g_assert_cmpmem (parameters_of (trainer, 0), parameters_size (trainer), last,
                       parameters_size (trainer));
      assert_all_finite (trainer, 0);
    }
  g_assert_cmpint (stopped_at, >, 0);
  g_assert_cmpint (stopped_at, <, 50);
  assert_all_finite (trainer, 1);

  /* A reset forgives. */
  nn_trainer_reset (trainer);
  take_steps (trainer, 1, metrics);
  g_assert_cmpint (metrics[0].status, ==, NN_OK);
  nn_trainer_free (trainer);
}

/* One NaN among the weights stops its contestant at once and leaves the weights as they are; the
 * other goes on as if nothing were.                                                             */
static void
test_nan_weight (void)
{
  nn_trainer_config config = config_of (2, 130, 2);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_trainer *unharmed = new_trainer (&config, &stripes);
  nn_metrics metrics[2], of_unharmed[2];
  g_autofree float *before = NULL;
  const size_t size = parameters_size (trainer);

  ((float *) parameters_of (trainer, 0))[5] = NAN;
  before = g_memdup2 (parameters_of (trainer, 0), size);
  for (int step = 0; step < 5; step++)
    {
      take_steps (trainer, 1, metrics);
      take_steps (unharmed, 1, of_unharmed);
      g_assert_cmpint (metrics[0].status, ==, NN_ERROR_NOT_FINITE);
      g_assert_true (isnan (metrics[0].loss));
      assert_same_curve (&metrics[1], &of_unharmed[1], 1);
    }
  g_assert_cmpmem (parameters_of (trainer, 0), size, before, size);
  g_assert_cmpmem (parameters_of (trainer, 1), size, parameters_of (unharmed, 1), size);

  nn_trainer_evaluate (trainer, &stripes, metrics);
  g_assert_cmpint (metrics[0].status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpint (metrics[1].status, ==, NN_OK);
  nn_trainer_free (unharmed);
  nn_trainer_free (trainer);
}

/* Weights of 1e25 after a first layer that gives 0: the loss is finite, the gradient is not, since
 * 1e25 times itself is beyond a float.                                                          */
static void
test_infinite_gradient (void)
{
  nn_trainer_config config = config_of (1, 64, 1);
  nn_metrics metrics[1];
  g_autofree float *before = NULL;
  nn_trainer *trainer = new_trainer (&config, &stripes);
  const nn_network *network = nn_trainer_get_network (trainer, 0);
  float *p = (float *) parameters_of (trainer, 0);
  const size_t size = parameters_size (trainer);

  memset (p, 0, size);
  for (size_t i = nn_network_weight_offset (network, 1); i < size / sizeof (float); i++)
    p[i] = i % 2 ? 1e25f : -0.5e25f;
  for (int l = 1; l < 3; l++)
    memset (p + nn_network_bias_offset (network, l), 0,
            config.model.layer[l].units * sizeof (float));
  before = g_memdup2 (p, size);
  take_steps (trainer, 1, metrics);
  g_assert_true (isfinite (metrics->loss));
  g_assert_cmpint (metrics->status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpmem (parameters_of (trainer, 0), size, before, size);
  nn_trainer_free (trainer);
}

static void
test_all_stopped (void)
{
  nn_trainer_config config = config_of (1, 64, 2);
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_metrics metrics[3];

  ((float *) parameters_of (trainer, 0))[0] = INFINITY;
  take_steps (trainer, 3, metrics);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (metrics[i].status, ==, NN_ERROR_NOT_FINITE);
  g_assert_cmpuint (nn_trainer_get_step (trainer), ==, 3);
  nn_trainer_free (trainer);
}

/* --- Settings that are refused --------------------------------------------------------------- */

static void
assert_refused (const nn_trainer_config *config, const nn_dataset *data, nn_status expected)
{
  nn_status status = NN_OK;

  g_assert_null (nn_trainer_new (config, data, &status));
  g_assert_cmpint (status, ==, expected);
}

static void
test_settings_refused (void)
{
  const nn_trainer_config good = config_of (2, 64, 1);
  nn_trainer_config c;

#define REFUSES(setting, value, status)                                                            \
  (c = good, c.setting = (value), assert_refused (&c, &stripes, NN_ERROR_##status))
  REFUSES (n_contestants, 0, ARGUMENT);
  REFUSES (n_contestants, NN_MAX_CONTESTANTS + 1, ARGUMENT);
  REFUSES (contestant[0].parameter[0], NAN, ARGUMENT);
  REFUSES (batch, 0, ARGUMENT);
  REFUSES (batch, NN_MAX_BATCH + 1, ARGUMENT);
  REFUSES (n_threads, 0, ARGUMENT);
  REFUSES (n_threads, NN_MAX_THREADS + 1, ARGUMENT);
  REFUSES (optimizer.learning_rate, NAN, ARGUMENT);
  REFUSES (initialization, NN_N_INITIALIZATIONS, ARGUMENT);
  REFUSES (schedule.id, NN_N_SCHEDULES, ARGUMENT);
  REFUSES (patience, -1, ARGUMENT);
  REFUSES (model.n_layers, 0, SHAPE);
  REFUSES (model.layer[0].units, 0, SHAPE);
  REFUSES (model.layer[0].units, G_MAXINT, SHAPE);
  REFUSES (model.input.width, N_PIXELS - 1, SHAPE);
  REFUSES (model.layer[2].units, N_CLASSES + 1, SHAPE);
#undef REFUSES
}

static void
test_data_refused (void)
{
  const nn_trainer_config config = config_of (2, 64, 1);
  uint8_t wrong_labels[] = { 0, 1, N_CLASSES };
  const nn_dataset empty = nn_dataset_slice (&stripes, 0, 0);
  const nn_dataset mislabelled = { 3, { 1, 1, N_PIXELS }, N_CLASSES, pixels, wrong_labels };
  nn_trainer *trainer = new_trainer (&config, &stripes);
  nn_dataset narrow = stripes;
  nn_metrics metrics[2];

  narrow.shape.width--;
  assert_refused (&config, &empty, NN_ERROR_SHAPE);
  assert_refused (&config, &mislabelled, NN_ERROR_VALUE);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &empty, metrics), ==, NN_ERROR_SHAPE);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &narrow, metrics), ==, NN_ERROR_SHAPE);
  g_assert_cmpint (nn_trainer_evaluate (trainer, &mislabelled, metrics), ==, NN_ERROR_VALUE);
  nn_trainer_free (trainer);
  nn_trainer_free (NULL);
}

/* --- Memory ---------------------------------------------------------------------------------- */

#ifdef COUNTS_ALLOCATIONS
static void
count_from_zero (void)
{
  g_atomic_int_set (&n_of_core, 0);
  g_atomic_int_set (&n_of_onednn, 0);
  g_atomic_int_set (&counting, 1);
}
#endif

static void
test_allocates_nothing (void)
{
#ifdef COUNTS_ALLOCATIONS
  nn_trainer_config config = config_of (3, 130, 2);
  nn_status status;
  nn_trainer *trainer;
  nn_metrics metrics[3], of_set[3];

  /* That the counting works shows in what certainly allocates. The first step then only serves to
   * introduce this thread to OpenMP; the pool's threads were introduced in new.                 */
  count_from_zero ();
  trainer = nn_trainer_new (&config, &stripes, &status);
  g_atomic_int_set (&counting, 0);
  g_assert_cmpint (n_of_core, >, 10);

  take_steps (trainer, 1, metrics);
  count_from_zero ();
  for (int i = 0; i < 10; i++)
    {
      nn_trainer_step (trainer, metrics);
      nn_trainer_evaluate (trainer, &stripes, of_set);
    }
  nn_trainer_reset (trainer);
  g_atomic_int_set (&counting, 0);
  g_test_message ("allocations in 10 steps and evaluations: %d of the core, %d of oneDNN",
                  n_of_core, n_of_onednn);
  g_assert_cmpint (n_of_core, ==, 0);
  nn_trainer_free (trainer);
#else
  g_test_skip ("allocations cannot be counted here");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_stripes ();
  g_test_add_data_func ("/nn/trainer/threads/1-contestant", GINT_TO_POINTER (1), test_threads);
  g_test_add_data_func ("/nn/trainer/threads/2-contestants", GINT_TO_POINTER (2), test_threads);
  g_test_add_data_func ("/nn/trainer/threads/3-contestants", GINT_TO_POINTER (3), test_threads);
  g_test_add_func ("/nn/trainer/contestants-are-independent", test_contestants_are_independent);
  g_test_add_func ("/nn/trainer/same-start", test_same_start);
  g_test_add_func ("/nn/trainer/reset-repeats", test_reset_repeats);
  g_test_add_func ("/nn/trainer/evaluation-does-not-disturb", test_evaluation_does_not_disturb);
  g_test_add_func ("/nn/trainer/seeds-differ", test_seeds_differ);
  g_test_add_func ("/nn/trainer/epochs", test_epochs);
  g_test_add_func ("/nn/trainer/epoch-shows-every-image", test_epoch_shows_every_image);
  g_test_add_func ("/nn/trainer/batch-larger-than-set", test_batch_larger_than_set);
  g_test_add_data_func ("/nn/trainer/learns/sgd", GINT_TO_POINTER (NN_SGD), test_learns);
  g_test_add_data_func ("/nn/trainer/learns/adam", GINT_TO_POINTER (NN_ADAM), test_learns);
  g_test_add_func ("/nn/trainer/not-finite/diverges", test_diverges);
  g_test_add_func ("/nn/trainer/not-finite/nan-weight", test_nan_weight);
  g_test_add_func ("/nn/trainer/not-finite/infinite-gradient", test_infinite_gradient);
  g_test_add_func ("/nn/trainer/not-finite/all-stopped", test_all_stopped);
  g_test_add_func ("/nn/trainer/refused/settings", test_settings_refused);
  g_test_add_func ("/nn/trainer/refused/data", test_data_refused);
  g_test_add_func ("/nn/trainer/allocates-nothing", test_allocates_nothing);
  return g_test_run ();
}
