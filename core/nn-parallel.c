/* nn-parallel.c - see nn-parallel.h
 *
 * All state lies behind one mutex. A task takes tens of microseconds and more, so handing them out
 * one by one costs nothing that shows, and a thread that is late or slow just takes fewer.
 *
 * Waiting threads block, but look around for some microseconds first: the next phase of a step often
 * begins at once, and to be woken takes longer than that.
 */

#include "nn-parallel.h"

#include <assert.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { LOOKS = 400 }; /* some 10 to 20 microseconds */

struct nn_pool {
  pthread_mutex_t mutex;
  pthread_cond_t work, done; /* for the workers, for the caller      */
  atomic_uint n_news;        /* grows when there is work, and when all is done */
  bool quit;
  nn_task task;
  void *context;
  int n_tasks, n_started, n_finished;
  int n_workers, n_ready; /* threads besides the caller           */
  pthread_t worker[];
};

static inline void
relax (void)
{
#ifdef __x86_64__
  __builtin_ia32_pause ();
#endif
}

/* Called and left with the mutex held: waits for what condition tells, or comes back without. */
static void
await_news (nn_pool *pool, pthread_cond_t *condition)
{
  unsigned seen = atomic_load (&pool->n_news);
  bool news = false;

  pthread_mutex_unlock (&pool->mutex);
  for (int i = 0; i < LOOKS && !news; i++)
    {
      relax ();
      news = atomic_load_explicit (&pool->n_news, memory_order_relaxed) != seen;
    }
  pthread_mutex_lock (&pool->mutex);
  if (!news && atomic_load (&pool->n_news) == seen)
    pthread_cond_wait (condition, &pool->mutex);
}

/* Called and left with the mutex held. */
static void
run_tasks (nn_pool *pool)
{
  while (pool->n_started < pool->n_tasks)
    {
      int i = pool->n_started++;

      pthread_mutex_unlock (&pool->mutex);
      pool->task (pool->context, i);
      pthread_mutex_lock (&pool->mutex);
      if (++pool->n_finished == pool->n_tasks)
        {
          atomic_fetch_add (&pool->n_news, 1);
          pthread_cond_signal (&pool->done);
        }
    }
}

static void *
worker_main (void *data)
{
  nn_pool *pool = data;

  /* The setting belongs to a thread. A primitive or a product of oneDNN obeys that of the thread
   * that creates it, and would otherwise start threads of its own in each of ours.            */
  omp_set_num_threads (1);
  pthread_mutex_lock (&pool->mutex);
  pool->n_ready++;
  pthread_cond_signal (&pool->done);
  while (!pool->quit)
    {
      run_tasks (pool);
      if (!pool->quit)
        await_news (pool, &pool->work);
    }
  pthread_mutex_unlock (&pool->mutex);
  return NULL;
}

/* A thread allocates while it starts, at the latest in its first call of OpenMP; a thread that came
 * late would do so in the middle of a step.                                                     */
static void
wait_until_ready (nn_pool *pool)
{
  pthread_mutex_lock (&pool->mutex);
  while (pool->n_ready < pool->n_workers)
    pthread_cond_wait (&pool->done, &pool->mutex);
  pthread_mutex_unlock (&pool->mutex);
}

nn_pool *
nn_pool_new (int n_threads, nn_status *status)
{
  nn_pool *pool;

  *status = NN_ERROR_ARGUMENT;
  if (n_threads < 1 || n_threads > NN_MAX_THREADS)
    return NULL;

  *status = NN_ERROR_MEMORY;
  pool = calloc (1, sizeof *pool + (n_threads - 1) * sizeof *pool->worker);
  if (pool == NULL)
    return NULL;
  pthread_mutex_init (&pool->mutex, NULL);
  pthread_cond_init (&pool->work, NULL);
  pthread_cond_init (&pool->done, NULL);
  for (; pool->n_workers < n_threads - 1; pool->n_workers++)
    if (pthread_create (&pool->worker[pool->n_workers], NULL, worker_main, pool) != 0)
      {
        nn_pool_free (pool);
        return NULL;
      }
  wait_until_ready (pool);
  *status = NN_OK;
  return pool;
}

void
nn_pool_free (nn_pool *pool)
{
  if (pool == NULL)
    return;
  pthread_mutex_lock (&pool->mutex);
  pool->quit = true;
  atomic_fetch_add (&pool->n_news, 1);
  pthread_cond_broadcast (&pool->work);
  pthread_mutex_unlock (&pool->mutex);
  for (int i = 0; i < pool->n_workers; i++)
    pthread_join (pool->worker[i], NULL);
  pthread_cond_destroy (&pool->done);
  pthread_cond_destroy (&pool->work);
  pthread_mutex_destroy (&pool->mutex);
  free (pool);
}

int
nn_pool_n_threads (const nn_pool *pool)
{
  return pool->n_workers + 1;
}

void
nn_pool_run (nn_pool *pool, int n_tasks, nn_task task, void *context)
{
  omp_set_num_threads (1);
  pthread_mutex_lock (&pool->mutex);
  assert (pool->n_finished == pool->n_tasks);
  pool->task = task;
  pool->context = context;
  pool->n_tasks = n_tasks;
  pool->n_started = pool->n_finished = 0;
  atomic_fetch_add (&pool->n_news, 1);
  for (int i = 1; i < n_tasks && i <= pool->n_workers; i++)
    pthread_cond_signal (&pool->work);
  run_tasks (pool);
  while (pool->n_finished < n_tasks)
    await_news (pool, &pool->done);
  pthread_mutex_unlock (&pool->mutex);
}
