/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-own.c - a person's own files: imported, remembered, taken off the list */

#include "config.h"
#include "lab-data-tasks-private.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-data-rows.h"
#include "lab-error.h"
#include "lab-training-setup.h"

static gboolean
is_own (LabDataTasks *tasks, const char *path)
{
  return g_ptr_array_find_with_equal_func (tasks->own, path, g_str_equal, NULL);
}

static void
tell_own (LabDataTasks *tasks)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < tasks->own->len; i++)
    g_ptr_array_add (paths, tasks->own->pdata[i]);
  g_ptr_array_add (paths, NULL);
  if (tasks->events.own_changed != NULL)
    tasks->events.own_changed ((const char *const *) paths->pdata, tasks->events.data);
}

static void
remember (LabDataTasks *tasks, const char *path)
{
  if (is_own (tasks, path))
    return;
  g_ptr_array_add (tasks->own, g_strdup (path));
  tell_own (tasks);
}

static void
forget (LabDataTasks *tasks, const char *path)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (tasks->own, path, g_str_equal, &i))
    return;
  g_ptr_array_remove_index (tasks->own, i);
  tell_own (tasks);
}

void
lab_data_tasks_add_own (LabDataTasks *tasks, const char *path)
{
  g_ptr_array_add (tasks->own, g_strdup (path));
  if (lab_data_model_find (tasks->model, path) == NULL)
    lab_data_rows_put_own (tasks->model, path);
}

void
lab_data_tasks_keep (LabDataTasks *tasks, const char *path, gboolean keep)
{
  if (!keep)
    {
      lab_data_tasks_cancel (tasks, path);
      forget (tasks, path);
      lab_data_model_remove (tasks->model, path);
      return;
    }
  if (is_own (tasks, path))
    return;
  lab_data_tasks_add_own (tasks, path);
  tell_own (tasks);
  lab_data_tasks_scan (tasks);
}

/* It is one that has a name, and is where that one is looked for: not a sample that this program
 * was built without.                                                                             */
static gboolean
is_known (const LabDataJob *job)
{
  const LabDataSight *sight = job->sights != NULL ? job->sights->pdata[0] : NULL;

  return job->error == NULL && sight != NULL && sight->place != NULL;
}

/* Its own row has it now. */
static void
show_imported (LabDataTasks *tasks, LabDataJob *job)
{
  const LabDataSight *sight = job->sights->pdata[0];
  const LabDataSet *row = lab_data_model_find (tasks->model, sight->name);

  forget (tasks, job->name);
  lab_data_model_remove (tasks->model, job->name);
  if (row == NULL || row->state == LAB_SET_WORKING)
    return;
  lab_data_tasks_show_place (tasks, row, sight);
  lab_data_tasks_show_found (tasks, row, &job->found, NULL);
  g_hash_table_insert (tasks->checked, g_strdup (sight->place), g_strdup (sight->stamp));
  lab_data_tasks_choose (tasks, sight->name);
}

/* The set-up of a training, and its record, have room for so much. */
static void
check_length (const char *path, GError **error)
{
  if (strlen (path) >= LAB_SETUP_TEXT)
    g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                 _("The path of these files is longer than %d bytes. Move them nearer to the top, "
                   "then import them from there."),
                 LAB_SETUP_TEXT - 1);
}

static void
imported_cb (LabDataJob *job, gpointer data)
{
  LabDataTasks *tasks = data;
  const LabDataSet *row = lab_data_model_find (tasks->model, job->name);

  lab_data_jobs_end (tasks, job);
  if (row == NULL)
    return; /* it was taken off the list meanwhile */
  if (g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (is_own (tasks, job->name))
        lab_data_tasks_look_again (tasks, row);
      else
        lab_data_model_remove (tasks->model, job->name);
      return;
    }
  if (is_known (job))
    {
      show_imported (tasks, job);
      return;
    }
  if (job->error == NULL)
    check_length (job->name, &job->error);
  lab_data_tasks_show_found (tasks, row, &job->found, job->error);
  if (job->error != NULL)
    return;
  remember (tasks, job->name);
  lab_data_tasks_choose (tasks, job->name);
}

void
lab_data_tasks_import (LabDataTasks *tasks, const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  const LabDataSet *row = lab_data_model_find (tasks->model, full);
  LabDataSet now;

  if (row != NULL && row->state == LAB_SET_WORKING)
    return;
  if (row == NULL)
    lab_data_rows_put_own (tasks->model, full);
  now = *lab_data_model_find (tasks->model, full);
  now.state = LAB_SET_WORKING;
  lab_data_model_put (tasks->model, &now);
  lab_data_jobs_start (tasks, full, NULL, NULL, lab_data_work_import, imported_cb);
}
