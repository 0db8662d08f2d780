/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-data-job.h"

#include <sys/stat.h>
#include <glib/gstdio.h>
#include "lab-download.h"

/* --- The thread ------------------------------------------------------------------------------ */

static void
job_free (gpointer data)
{
  LabDataJob *job = data;

  g_free (job->name);
  g_object_unref (job->cancellable);
  g_clear_error (&job->error);
  g_clear_pointer (&job->sights, g_ptr_array_unref);
  g_mutex_clear (&job->lock);
  g_cond_clear (&job->ended);
  g_free (job);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  LabDataJob *job = data;

  job->work (job);
  g_mutex_lock (&job->lock);
  job->has_ended = TRUE;
  g_cond_broadcast (&job->ended);
  g_mutex_unlock (&job->lock);
  g_task_return_boolean (task, TRUE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  LabDataJob *job = data;

  if (job->owner != NULL)
    job->done (job, job->owner);
}

LabDataJob *
lab_data_job_start (const char *name, const LabKnownSet *set, GPtrArray *sights, LabDataWork work,
                    LabDataDone done, gpointer owner)
{
  LabDataJob *job = g_new0 (LabDataJob, 1);
  g_autoptr (GTask) task = NULL;

  job->name = g_strdup (name);
  job->set = set;
  job->cancellable = g_cancellable_new ();
  job->sights = sights;
  job->work = work;
  job->done = done;
  job->owner = owner;
  g_mutex_init (&job->lock);
  g_cond_init (&job->ended);
  /* The job hears of a cancel by itself; the task must end as the job does. */
  task = g_task_new (NULL, NULL, ended_cb, job);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_in_thread);
  return job;
}

void
lab_data_job_abandon (LabDataJob *job, gboolean wait)
{
  job->owner = NULL;
  g_cancellable_cancel (job->cancellable);
  if (!wait)
    return;
  /* The task, and with it the job, is freed by this thread's main context, so not within here. */
  g_mutex_lock (&job->lock);
  while (!job->has_ended)
    g_cond_wait (&job->ended, &job->lock);
  g_mutex_unlock (&job->lock);
}

void
lab_data_job_set_progress (LabDataJob *job, const LabDataProgress *progress)
{
  g_mutex_lock (&job->lock);
  job->progress = *progress;
  g_mutex_unlock (&job->lock);
}

LabDataProgress
lab_data_job_get_progress (LabDataJob *job)
{
  LabDataProgress progress;

  g_mutex_lock (&job->lock);
  progress = job->progress;
  g_mutex_unlock (&job->lock);
  return progress;
}

/* --- Looking --------------------------------------------------------------------------------- */

LabDataSight *
lab_data_sight_new (const char *name)
{
  LabDataSight *sight = g_new0 (LabDataSight, 1);

  sight->name = g_strdup (name);
  return sight;
}

void
lab_data_sight_free (gpointer data)
{
  LabDataSight *sight = data;

  g_free (sight->name);
  g_free (sight->place);
  g_free (sight->stamp);
  g_free (sight);
}

static void
add_to_stamp (GString *stamp, const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) == 0)
    g_string_append_printf (stamp, "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ".%ld ",
                            (gint64) status.st_size, (gint64) status.st_mtim.tv_sec,
                            status.st_mtim.tv_nsec);
}

/* Sizes and times of what lies at place or directly in it. */
static char *
stamp_of (const char *place)
{
  g_autoptr (GDir) folder = g_dir_open (place, 0, NULL);
  GString *stamp = g_string_new (NULL);
  const char *name;

  add_to_stamp (stamp, place);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (place, name, NULL);

      add_to_stamp (stamp, path);
    }
  return g_string_free (stamp, FALSE);
}

static void
see (LabDataSight *sight, const LabKnownSet *set)
{
  g_free (sight->place);
  g_free (sight->stamp);
  if (set != NULL)
    sight->place = lab_known_set_locate (set);
  else
    sight->place = g_file_test (sight->name, G_FILE_TEST_EXISTS) ? g_strdup (sight->name) : NULL;
  sight->stamp = sight->place != NULL ? stamp_of (sight->place) : NULL;
  sight->had = set != NULL ? lab_known_set_download_had (set) : 0;
}

static void
see_set (LabDataJob *job, const LabKnownSet *set)
{
  LabDataSight *sight = lab_data_sight_new (set->name);

  if (job->sights == NULL)
    job->sights = g_ptr_array_new_with_free_func (lab_data_sight_free);
  see (sight, set);
  g_ptr_array_add (job->sights, sight);
}

/* --- The kinds of work ----------------------------------------------------------------------- */

void
lab_data_work_look (LabDataJob *job)
{
  for (guint i = 0; i < job->sights->len; i++)
    {
      LabDataSight *sight = job->sights->pdata[i];

      see (sight, lab_known_set_find (sight->name));
    }
}

void
lab_data_work_check (LabDataJob *job)
{
  const LabDataSight *sight = job->sights->pdata[0];

  lab_data_check (sight->place, &job->found, &job->error);
}

void
lab_data_work_import (LabDataJob *job)
{
  if (lab_data_import (job->name, &job->found, job->cancellable, &job->error)
      && job->found.set != NULL)
    see_set (job, job->found.set);
}

/* Of all files: those before this one are here, those after it are as long as the table says. */
static void
download_progress_cb (int file, int n_files, goffset done, goffset total, gpointer data)
{
  LabDataJob *job = data;
  goffset before = 0, after = 0;
  LabDataProgress progress;

  for (int i = 0; i < n_files; i++)
    *(i < file ? &before : &after) += i == file ? 0 : job->set->file[i].n_bytes;
  if (total == 0)
    total = MAX (job->set->file[file].n_bytes, done);
  progress = (LabDataProgress){ before + done, before + total + after, file + 1 };
  lab_data_job_set_progress (job, &progress);
}

void
lab_data_work_download (LabDataJob *job)
{
  lab_download_set (job->set, download_progress_cb, job, job->cancellable, &job->error);
  see_set (job, job->set);
}
