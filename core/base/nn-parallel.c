/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-parallel.c - see nn-parallel.h
 *
 * All state lies behind one mutex. A task takes tens of microseconds and more, so handing them out
 * one by one costs nothing that shows, and a thread that is late or slow just takes fewer.
 *
 * Waiting threads block, but look around for some microseconds first: the next phase of a step often
 * begins at once, and to be woken takes longer than that.
 *
 * Beside a busy window the threads look after one another (nn-thread.h): the workers keep from the caller's
 * processor, and who has nothing to do gives its own to one that was driven off in the middle of a
 * task.
 */

#include "nn-parallel.h"

#include <assert.h>
#include <errno.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include "nn-thread.h"

enum {
  LOOKS = 400,          /* some 10 to 20 microseconds */
  PATIENCE_NS = 200000, /* then a task that does not end is looked after */
  NS_PER_S = 1000000000
};

/* A thread of the pool, the caller among them. */
typedef struct {
  nn_pool *pool;
  pthread_t thread;
  bool busy;       /* in a task */
  int64_t used_ns; /* at the last look since its task began, or -1 */
} Member;

struct nn_pool {
  pthread_mutex_t mutex;
  pthread_cond_t work, done; /* for the workers, for the caller      */
  atomic_uint n_news;        /* grows when there is work, and when all is done */
  bool quit;
  nn_task task;
  void *context;
  int n_tasks, n_started, n_finished;
  int n_workers, n_ready; /* threads besides the caller           */
  int kept_free;          /* the processor that the workers keep from, or -1 */
  Member member[];        /* the workers, then the caller         */
};

static inline void
relax (void)
{
#ifdef __x86_64__
  __builtin_ia32_pause ();
#endif
}

static Member *
caller_of (nn_pool *pool)
{
  return &pool->member[pool->n_workers];
}

/* With the mutex held. Costs nothing as long as the caller stays where it is. */
static void
keep_workers_from_caller (nn_pool *pool)
{
  int here = nn_thread_processor ();

  if (here == pool->kept_free)
    return;
  pool->kept_free = here;
  for (int i = 0; i < pool->n_workers; i++)
    if (!nn_thread_keep_from (pool->member[i].thread, here))
      return;
}

/* With the mutex held. A thread in a task that has not come on since the last look waits for a
 * processor: it gets this one.                                                                 */
static void
look_after_others (nn_pool *pool)
{
  for (int i = 0; i <= pool->n_workers; i++)
    {
      Member *member = &pool->member[i];
      int64_t before = member->used_ns;

      if (!member->busy)
        continue;
      member->used_ns = nn_thread_used_ns (member->thread);
      if (before < 0 || member->used_ns < 0 || member->used_ns - before > PATIENCE_NS / 4)
        continue;
      nn_thread_fetch (member->thread, caller_of (pool)->thread);
      pool->kept_free = -1;
      return;
    }
}

static void
wait_a_little (nn_pool *pool, pthread_cond_t *condition)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += PATIENCE_NS;
  until.tv_sec += until.tv_nsec / NS_PER_S;
  until.tv_nsec %= NS_PER_S;
  if (pthread_cond_timedwait (condition, &pool->mutex, &until) == ETIMEDOUT)
    look_after_others (pool);
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
  if (news || atomic_load (&pool->n_news) != seen)
    return;
  if (pool->n_finished < pool->n_tasks)
    wait_a_little (pool, condition);
  else
    pthread_cond_wait (condition, &pool->mutex);
}

/* Called and left with the mutex held. */
static void
run_tasks (nn_pool *pool, Member *self)
{
  while (pool->n_started < pool->n_tasks)
    {
      int i = pool->n_started++;

      self->busy = true;
      self->used_ns = -1;
      pthread_mutex_unlock (&pool->mutex);
      pool->task (pool->context, i);
      pthread_mutex_lock (&pool->mutex);
      self->busy = false;
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
  Member *self = data;
  nn_pool *pool = self->pool;

  /* The setting belongs to a thread. A primitive or a product of oneDNN obeys that of the thread
   * that creates it, and would otherwise start threads of its own in each of ours.            */
  omp_set_num_threads (1);
  pthread_mutex_lock (&pool->mutex);
  pool->n_ready++;
  pthread_cond_signal (&pool->done);
  while (!pool->quit)
    {
      run_tasks (pool, self);
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

static void
init_conditions (nn_pool *pool)
{
  pthread_condattr_t attributes;

  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&pool->work, &attributes);
  pthread_cond_init (&pool->done, &attributes);
  pthread_condattr_destroy (&attributes);
}

nn_pool *
nn_pool_new (int n_threads, nn_status *status)
{
  nn_pool *pool;

  *status = NN_ERROR_ARGUMENT;
  if (n_threads < 1 || n_threads > NN_MAX_THREADS)
    return NULL;

  *status = NN_ERROR_MEMORY;
  pool = calloc (1, sizeof *pool + n_threads * sizeof *pool->member);
  if (pool == NULL)
    return NULL;
  pthread_mutex_init (&pool->mutex, NULL);
  init_conditions (pool);
  for (int i = 0; i < n_threads; i++)
    pool->member[i].pool = pool;
  pool->kept_free = -1;
  for (; pool->n_workers < n_threads - 1; pool->n_workers++)
    {
      Member *member = &pool->member[pool->n_workers];

      if (pthread_create (&member->thread, NULL, worker_main, member) == 0)
        continue;
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
    pthread_join (pool->member[i].thread, NULL);
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
  keep_workers_from_caller (pool);
  pool->task = task;
  pool->context = context;
  pool->n_tasks = n_tasks;
  pool->n_started = pool->n_finished = 0;
  atomic_fetch_add (&pool->n_news, 1);
  for (int i = 0; i < n_tasks - 1 && i < pool->n_workers; i++)
    pthread_cond_signal (&pool->work);
  caller_of (pool)->thread = pthread_self ();
  run_tasks (pool, caller_of (pool));
  while (pool->n_finished < n_tasks)
    await_news (pool, &pool->done);
  pthread_mutex_unlock (&pool->mutex);
}
