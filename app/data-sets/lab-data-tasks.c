/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-tasks.c - choosing and downloading; lab-data-scan.c looks for sets, lab-data-own.c keeps one's own */

#include "config.h"
#include "lab-data-tasks-private.h"

#include <glib/gi18n.h>
#include "lab-data-rows.h"

/* --- Choosing -------------------------------------------------------------------------------- */

void
lab_data_tasks_choose (LabDataTasks *tasks, const char *name)
{
  const LabDataSet *row = lab_data_model_find (tasks->model, name);
  g_autofree char *spec = g_strdup (name);

  if (row == NULL || !lab_data_set_can_choose (row)
      || g_strcmp0 (lab_data_model_get_chosen (tasks->model), name) == 0)
    return;
  if (tasks->events.chosen == NULL || tasks->events.chosen (spec, tasks->events.data))
    lab_data_model_set_chosen (tasks->model, spec);
}

void
lab_data_tasks_set_chosen (LabDataTasks *tasks, const char *spec)
{
  const LabKnownSet *set = lab_known_set_find (spec);
  g_autofree char *path = set == NULL ? g_canonicalize_filename (spec, NULL) : NULL;

  if (path != NULL && lab_data_model_find (tasks->model, path) == NULL)
    lab_data_rows_put_own (tasks->model, path);
  lab_data_model_set_chosen (tasks->model, set != NULL ? set->name : path);
}

/* --- Downloading ----------------------------------------------------------------------------- */

/* Takes sentence over. */
static void
tell (LabDataTasks *tasks, char *sentence)
{
  if (tasks->events.news != NULL)
    tasks->events.news (sentence, tasks->events.data);
  g_free (sentence);
}

static void
downloaded_cb (LabDataJob *job, gpointer data)
{
  LabDataTasks *tasks = data;
  const LabDataSet *row = lab_data_model_find (tasks->model, job->name);
  const LabDataSight *sight = job->sights->pdata[0];
  LabDataSet now = *row;

  lab_data_jobs_end (tasks, job);
  if (job->error == NULL || g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      lab_data_tasks_look_again (tasks, row);
      if (job->error == NULL)
        tell (tasks, g_strdup_printf (_("%s is here now"), _(job->set->title)));
      return;
    }
  now.state = LAB_SET_FAILED;
  now.message = job->error->message;
  now.had = sight->had;
  lab_data_model_put (tasks->model, &now);
  tell (tasks, g_strdup_printf (_("%s could not be downloaded; “Data Sets” in the menu says why"),
                                _(job->set->title)));
}

static const LabKnownSet *
find_known (LabDataTasks *tasks, const char *name)
{
  for (int i = 0; i < tasks->n_sets; i++)
    if (g_str_equal (tasks->sets[i].name, name))
      return &tasks->sets[i];
  return NULL;
}

void
lab_data_tasks_download (LabDataTasks *tasks, const char *name)
{
  const LabDataSet *row = lab_data_model_find (tasks->model, name);
  const LabKnownSet *set = find_known (tasks, name);
  LabDataSet now;

  if (row == NULL || set == NULL || set->n_files == 0 || row->state == LAB_SET_WORKING)
    return;
  now = *row;
  now.state = LAB_SET_WORKING;
  now.n_files = set->n_files;
  now.file = 0;
  now.done = now.total = 0;
  lab_data_model_put (tasks->model, &now);
  lab_data_jobs_start (tasks, set->name, set, NULL, lab_data_work_download, downloaded_cb);
}

void
lab_data_tasks_cancel (LabDataTasks *tasks, const char *name)
{
  static const LabDataWork works[] = { lab_data_work_download, lab_data_work_import };

  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    {
      LabDataJob *job = lab_data_jobs_find (tasks, works[i], name);

      if (job != NULL)
        g_cancellable_cancel (job->cancellable);
    }
}

/* --- Birth and end --------------------------------------------------------------------------- */

LabDataTasks *
lab_data_tasks_new (LabDataModel *model, const LabKnownSet *sets, int n_sets,
                    const LabDataEvents *events)
{
  LabDataTasks *tasks = g_new0 (LabDataTasks, 1);

  tasks->model = g_object_ref (model);
  tasks->sets = sets;
  tasks->n_sets = n_sets;
  tasks->events = *events;
  tasks->jobs = g_ptr_array_new ();
  tasks->own = g_ptr_array_new_with_free_func (g_free);
  tasks->to_check = g_ptr_array_new_with_free_func (lab_data_sight_free);
  tasks->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (int i = 0; i < n_sets; i++)
    lab_data_rows_put_known (model, &sets[i]);
  return tasks;
}

void
lab_data_tasks_free (LabDataTasks *tasks)
{
  if (tasks == NULL)
    return;
  g_clear_handle_id (&tasks->poll, g_source_remove);
  for (guint i = 0; i < tasks->jobs->len; i++)
    {
      LabDataJob *job = tasks->jobs->pdata[i];

      /* A download has a connection open, which must not outlive the program's libraries. */
      lab_data_job_abandon (job, job->work == lab_data_work_download);
    }
  g_ptr_array_unref (tasks->jobs);
  g_ptr_array_unref (tasks->own);
  g_ptr_array_unref (tasks->to_check);
  g_hash_table_unref (tasks->checked);
  g_object_unref (tasks->model);
  g_free (tasks);
}
