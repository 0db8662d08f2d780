/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-jobs.c - the jobs that are under way, and how far they are, several times a second */

#include "lab-data-tasks-private.h"

enum { POLL_INTERVAL_MS = 100 };

LabDataJob *
lab_data_jobs_find (LabDataTasks *tasks, LabDataWork work, const char *name)
{
  for (guint i = 0; i < tasks->jobs->len; i++)
    {
      LabDataJob *job = tasks->jobs->pdata[i];

      if (job->work == work && (name == NULL || g_strcmp0 (job->name, name) == 0))
        return job;
    }
  return NULL;
}

gboolean
lab_data_tasks_is_busy (LabDataTasks *tasks)
{
  return lab_data_jobs_find (tasks, lab_data_work_download, NULL) != NULL
         || lab_data_jobs_find (tasks, lab_data_work_import, NULL) != NULL;
}

static void
show_progress (LabDataTasks *tasks, LabDataJob *job)
{
  LabDataProgress progress = lab_data_job_get_progress (job);
  /* To look where the sets are is of no set in particular. */
  const LabDataSet *row = job->name != NULL ? lab_data_model_find (tasks->model, job->name) : NULL;
  LabDataSet now;

  if (row == NULL || row->state != LAB_SET_WORKING)
    return;
  now = *row;
  now.done = progress.done;
  now.total = progress.total;
  now.file = progress.file;
  lab_data_model_put (tasks->model, &now);
}

static gboolean
poll_cb (gpointer data)
{
  LabDataTasks *tasks = data;

  for (guint i = 0; i < tasks->jobs->len; i++)
    show_progress (tasks, tasks->jobs->pdata[i]);
  if (lab_data_tasks_is_busy (tasks))
    return G_SOURCE_CONTINUE;
  tasks->poll = 0;
  return G_SOURCE_REMOVE;
}

void
lab_data_jobs_start (LabDataTasks *tasks, const char *name, const LabKnownSet *set,
                     GPtrArray *sights, LabDataWork work, LabDataDone done)
{
  g_ptr_array_add (tasks->jobs, lab_data_job_start (name, set, sights, work, done, tasks));
  if (tasks->poll == 0 && lab_data_tasks_is_busy (tasks))
    tasks->poll = g_timeout_add (POLL_INTERVAL_MS, poll_cb, tasks);
}

void
lab_data_jobs_end (LabDataTasks *tasks, LabDataJob *job)
{
  g_ptr_array_remove (tasks->jobs, job);
}
