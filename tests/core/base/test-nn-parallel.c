/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-parallel.c - every task runs once, whatever the numbers of threads and of tasks */

#include <glib.h>
#include <sched.h>
#include <time.h>

#include "nn-parallel.h"
#include "nn-thread.h"

enum { MAX_TASKS = 1000 };

/* clang-format off */
typedef struct {
  int n_calls[MAX_TASKS];     /* each written by one task alone: a race would be a task run twice */
  int n_started;
  int order[MAX_TASKS];
  gint n_running;
} tally;
/* clang-format on */

static void
count_task (void *context, int task)
{
  tally *t = context;

  t->n_calls[task]++;
}

static nn_pool *
new_pool (int n_threads)
{
  nn_status status = NN_ERROR_BACKEND;
  nn_pool *pool = nn_pool_new (n_threads, &status);

  g_assert_cmpint (status, ==, NN_OK);
  g_assert_nonnull (pool);
  g_assert_cmpint (nn_pool_n_threads (pool), ==, n_threads);
  return pool;
}

static void
test_each_once (gconstpointer data)
{
  static const int n_tasks[] = { 0, 1, 2, 3, 7, 64, MAX_TASKS };
  nn_pool *pool = new_pool (GPOINTER_TO_INT (data));
  g_autofree tally *t = g_new0 (tally, 1);
  int expected = 0;

  for (int repeat = 0; repeat < 20; repeat++)
    for (gsize i = 0; i < G_N_ELEMENTS (n_tasks); i++)
      {
        nn_pool_run (pool, n_tasks[i], count_task, t);
        expected += n_tasks[i];
      }
  for (int i = 0; i < MAX_TASKS; i++)
    expected -= t->n_calls[i];
  g_assert_cmpint (expected, ==, 0);
  g_assert_cmpint (t->n_calls[0], ==, 20 * 6);
  g_assert_cmpint (t->n_calls[MAX_TASKS - 1], ==, 20);
  nn_pool_free (pool);
}

static void
order_task (void *context, int task)
{
  tally *t = context;

  t->order[t->n_started++] = task;
}

static void
test_ascending (void)
{
  nn_pool *pool = new_pool (1);
  g_autofree tally *t = g_new0 (tally, 1);

  nn_pool_run (pool, MAX_TASKS, order_task, t);
  for (int i = 0; i < MAX_TASKS; i++)
    g_assert_cmpint (t->order[i], ==, i);
  nn_pool_free (pool);
}

/* Waits, for at most ten seconds, until four tasks run at once: only four threads can do that. */
static void
meet_task (void *context, int task)
{
  tally *t = context;

  g_atomic_int_inc (&t->n_running);
  for (int i = 0; i < 10000 && g_atomic_int_get (&t->n_running) < 4; i++)
    g_usleep (1000);
}

static void
test_at_once (void)
{
  nn_pool *pool = new_pool (4);
  g_autofree tally *t = g_new0 (tally, 1);

  nn_pool_run (pool, 4, meet_task, t);
  g_assert_cmpint (g_atomic_int_get (&t->n_running), ==, 4);
  nn_pool_free (pool);
}

/* The results of all tasks are seen by the caller, and the next run sees the caller's writes. */
static void
sum_task (void *context, int task)
{
  gint64 (*cells)[2] = context;

  cells[task][1] = cells[task][0] + task;
}

static void
test_memory_is_handed_over (void)
{
  enum { CELLS = 50 };
  nn_pool *pool = new_pool (3);
  gint64 cells[CELLS][2] = { { 0 } };

  for (int round = 0; round < 200; round++)
    {
      nn_pool_run (pool, CELLS, sum_task, cells);
      for (int i = 0; i < CELLS; i++)
        cells[i][0] = cells[i][1];
    }
  for (int i = 0; i < CELLS; i++)
    g_assert_cmpint (cells[i][0], ==, 200 * i);
  nn_pool_free (pool);
}

static void
test_idle_burns_nothing (void)
{
  nn_pool *pool = new_pool (4);
  g_autofree tally *t = g_new0 (tally, 1);
  clock_t before;

  nn_pool_run (pool, 4, count_task, t);
  before = clock ();
  g_usleep (200000);
  /* Three spinning threads would take 600 ms, or 200 ms on a single processor. */
  g_assert_cmpint (clock () - before, <, CLOCKS_PER_SEC / 20);
  nn_pool_free (pool);
}

static void
test_never_run (void)
{
  for (int i = 0; i < 50; i++)
    nn_pool_free (new_pool (5));
  nn_pool_free (NULL);
}

static void
test_refused (void)
{
  static const int wrong[] = { -1, 0, NN_MAX_THREADS + 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      nn_status status = NN_OK;

      g_assert_null (nn_pool_new (wrong[i], &status));
      g_assert_cmpint (status, ==, NN_ERROR_ARGUMENT);
    }
}

/* --- Where threads run -------------------------------------------------------------------------- */

static void *
sleep_cb (void *data)
{
  pthread_mutex_lock (data);
  pthread_mutex_unlock (data);
  return NULL;
}

static void
assert_allowed (pthread_t thread, const cpu_set_t *expected)
{
  cpu_set_t allowed;

  g_assert_cmpint (pthread_getaffinity_np (thread, sizeof allowed, &allowed), ==, 0);
  g_assert_true (CPU_EQUAL (&allowed, expected));
}

/* It may not run on that processor; once it is fetched there, it may run wherever this thread may. */
static void
test_kept_from_and_fetched (void)
{
  pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  cpu_set_t all, others;
  pthread_t thread;
  int processor = nn_thread_processor ();

  g_assert_cmpint (processor, >=, 0);
  g_assert_cmpint (pthread_getaffinity_np (pthread_self (), sizeof all, &all), ==, 0);
  others = all;
  CPU_CLR (processor, &others);
  pthread_mutex_lock (&gate);
  g_assert_cmpint (pthread_create (&thread, NULL, sleep_cb, &gate), ==, 0);
  g_assert_true (nn_thread_keep_from (thread, processor) == (CPU_COUNT (&others) > 0));
  assert_allowed (thread, CPU_COUNT (&others) > 0 ? &others : &all);
  nn_thread_fetch (thread, pthread_self ());
  assert_allowed (thread, &all);
  g_assert_cmpint (nn_thread_used_ns (thread), >=, 0);
  pthread_mutex_unlock (&gate);
  pthread_join (thread, NULL);
}

/* Alone on the last processor that it may use, a thread is kept from none. */
static void
test_only_processor (void)
{
  cpu_set_t all, one;
  int processor = nn_thread_processor ();

  g_assert_cmpint (pthread_getaffinity_np (pthread_self (), sizeof all, &all), ==, 0);
  CPU_ZERO (&one);
  CPU_SET (processor, &one);
  g_assert_cmpint (pthread_setaffinity_np (pthread_self (), sizeof one, &one), ==, 0);
  g_assert_false (nn_thread_keep_from (pthread_self (), processor));
  assert_allowed (pthread_self (), &one);
  g_assert_cmpint (pthread_setaffinity_np (pthread_self (), sizeof all, &all), ==, 0);
}

int
main (int argc, char **argv)
{
  static const int n_threads[] = { 1, 2, 4, 16 };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      g_autofree char *path = g_strdup_printf ("/nn/parallel/each-once/%d", n_threads[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (n_threads[i]), test_each_once);
    }
  g_test_add_func ("/nn/parallel/ascending", test_ascending);
  g_test_add_func ("/nn/parallel/at-once", test_at_once);
  g_test_add_func ("/nn/parallel/memory-is-handed-over", test_memory_is_handed_over);
  g_test_add_func ("/nn/parallel/idle-burns-nothing", test_idle_burns_nothing);
  g_test_add_func ("/nn/parallel/never-run", test_never_run);
  g_test_add_func ("/nn/parallel/refused", test_refused);
  g_test_add_func ("/nn/thread/kept-from-and-fetched", test_kept_from_and_fetched);
  g_test_add_func ("/nn/thread/only-processor", test_only_processor);
  return g_test_run ();
}
