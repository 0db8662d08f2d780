/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-trainer-memory.c - a step allocates nothing, nor does a snapshot that has its room
 *
 * oneDNN takes memory for packed matrices in dnnl_sgemm () and gives it back. That is its own
 * business, so calls from it and from the C++ library it uses are counted apart.
 */

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>

#include "nn-snapshot.h"
#include "trainers.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
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

#ifdef COUNTS_ALLOCATIONS
static void
count_from_zero (void)
{
  g_atomic_int_set (&n_of_core, 0);
  g_atomic_int_set (&n_of_onednn, 0);
  g_atomic_int_set (&counting, 1);
}

static void
check (nn_trainer_config config, nn_shape shape)
{
  nn_status status;
  nn_trainer *trainer;
  nn_metrics metrics[3], of_set[3];
  nn_snapshot *snapshot;

  make_stripes (shape);
  config.learns_parameters = true;
  config.patience = 3;

  /* That the counting works shows in what certainly allocates. The first step then only serves to
   * introduce this thread to OpenMP; the pool's threads were introduced in new.                 */
  count_from_zero ();
  trainer = nn_trainer_new (&config, &stripes, &status);
  g_atomic_int_set (&counting, 0);
  g_assert_cmpint (n_of_core, >, 10);
  snapshot = nn_snapshot_new (trainer, &status);

  take_steps (trainer, 1, metrics);
  count_from_zero ();
  for (int i = 0; i < 10; i++)
    {
      nn_trainer_step (trainer, metrics);
      nn_trainer_evaluate (trainer, &stripes, of_set);
      nn_trainer_note_validation (trainer, of_set);
      nn_snapshot_take (snapshot, trainer);
      nn_snapshot_restore (snapshot, trainer);
    }
  nn_trainer_reset (trainer);
  g_atomic_int_set (&counting, 0);
  g_test_message ("allocations in 10 steps and evaluations: %d of the core, %d of oneDNN",
                  n_of_core, n_of_onednn);
  g_assert_cmpint (n_of_core, ==, 0);
  nn_snapshot_free (snapshot);
  nn_trainer_free (trainer);
}
#endif

static void
test_mlp (void)
{
#ifdef COUNTS_ALLOCATIONS
  check (config_of (3, 130, 2), (nn_shape){ 1, 1, N_PIXELS });
#else
  g_test_skip ("allocations cannot be counted here");
#endif
}

static void
test_cnn (void)
{
#ifdef COUNTS_ALLOCATIONS
  check (cnn_config_of (3, 130, 2), cnn_shape);
#else
  g_test_skip ("allocations cannot be counted here");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/trainer/allocates-nothing/mlp", test_mlp);
  g_test_add_func ("/nn/trainer/allocates-nothing/cnn", test_cnn);
  return g_test_run ();
}
