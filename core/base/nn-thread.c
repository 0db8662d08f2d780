/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-thread.c - see nn-thread.h */

#include "nn-thread.h"

#include <sched.h>
#include <time.h>

int
nn_thread_processor (void)
{
  return sched_getcpu ();
}

int64_t
nn_thread_used_ns (pthread_t thread)
{
  struct timespec t;
  clockid_t clock;

  if (pthread_getcpuclockid (thread, &clock) != 0 || clock_gettime (clock, &t) != 0)
    return -1;
  return (int64_t) t.tv_sec * 1000000000 + t.tv_nsec;
}

/* A thread that may no longer run where it is goes at once; that it may is set again right after. */
void
nn_thread_fetch (pthread_t thread, pthread_t model)
{
  cpu_set_t allowed, here;
  int processor = sched_getcpu ();

  if (processor < 0 || pthread_getaffinity_np (model, sizeof allowed, &allowed) != 0)
    return;
  CPU_ZERO (&here);
  CPU_SET (processor, &here);
  if (pthread_setaffinity_np (thread, sizeof here, &here) == 0)
    pthread_setaffinity_np (thread, sizeof allowed, &allowed);
}

bool
nn_thread_keep_from (pthread_t thread, int processor)
{
  cpu_set_t elsewhere;

  if (processor < 0 || pthread_getaffinity_np (pthread_self (), sizeof elsewhere, &elsewhere) != 0)
    return false;
  CPU_CLR (processor, &elsewhere);
  return CPU_COUNT (&elsewhere) > 0
         && pthread_setaffinity_np (thread, sizeof elsewhere, &elsewhere) == 0;
}
