/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-scan.c - where the sets are, and what they turn out to be when they are read */

#include "config.h"
#include "lab-data-tasks-private.h"

#include <glib/gi18n.h>
#include "lab-data-rows.h"

static gboolean
is_checked (LabDataTasks *tasks, const LabDataSight *sight)
{
  return g_strcmp0 (g_hash_table_lookup (tasks->checked, sight->place), sight->stamp) == 0;
}

/* Its state is what reading it has said, not what a download has. */
static gboolean
was_read (const LabDataSet *row)
{
  return row->state == LAB_SET_FOUND || (row->state == LAB_SET_FAILED && row->n_files == 0);
}

void
lab_data_tasks_show_found (LabDataTasks *tasks, const LabDataSet *row, const LabDataFound *found,
                           const GError *error)
{
  g_autofree char *counts = error == NULL ? lab_data_rows_counts (found) : NULL;
  LabDataSet now = *row;

  now.state = error == NULL ? LAB_SET_FOUND : LAB_SET_FAILED;
  now.message = error != NULL ? error->message : NULL;
  now.n_files = 0;
  now.is_similar = row->group != LAB_SET_OWN && error == NULL
                   && !(found->is_original && g_str_equal (found->set->name, row->name));
  if (row->group == LAB_SET_OWN && counts != NULL)
    now.detail = counts;
  lab_data_model_put (tasks->model, &now);
}

static void check_next (LabDataTasks *tasks);

static void
checked_cb (LabDataJob *job, gpointer data)
{
  LabDataTasks *tasks = data;
  const LabDataSet *row = lab_data_model_find (tasks->model, job->name);
  const LabDataSight *sight = job->sights->pdata[0];

  lab_data_jobs_end (tasks, job);
  g_hash_table_insert (tasks->checked, g_strdup (sight->place), g_strdup (sight->stamp));
  /* It may have been taken off the list, or be under way anew. */
  if (row != NULL && row->state == LAB_SET_FOUND)
    lab_data_tasks_show_found (tasks, row, &job->found, job->error);
  check_next (tasks);
}

/* One after the other: a whole set takes a second of a processor, which a training wants too. */
static void
check_next (LabDataTasks *tasks)
{
  LabDataSight *sight;
  GPtrArray *sights;

  if (tasks->to_check->len == 0 || lab_data_jobs_find (tasks, lab_data_work_check, NULL) != NULL)
    return;
  sight = g_ptr_array_steal_index (tasks->to_check, 0);
  sights = g_ptr_array_new_with_free_func (lab_data_sight_free);
  g_ptr_array_add (sights, sight);
  lab_data_jobs_start (tasks, sight->name, NULL, sights, lab_data_work_check, checked_cb);
}

static void
show_gone (LabDataTasks *tasks, const LabDataSet *row, goffset had)
{
  g_autofree char *message = NULL;
  LabDataSet now = *row;

  now.state = row->group == LAB_SET_OWN ? LAB_SET_FAILED : LAB_SET_MISSING;
  if (row->group == LAB_SET_OWN)
    message = g_strdup_printf (_("%s is not there any more. Put it back, or take it off the list."),
                               row->place);
  now.message = message;
  now.had = had;
  now.n_files = 0;
  lab_data_model_put (tasks->model, &now);
}

void
lab_data_tasks_show_place (LabDataTasks *tasks, const LabDataSet *row, const LabDataSight *sight)
{
  g_autofree char *place = lab_data_rows_place (sight->place);
  LabDataSet now = *row;

  now.state = LAB_SET_FOUND;
  now.place = place;
  now.is_similar = FALSE;
  now.had = sight->had;
  lab_data_model_put (tasks->model, &now);
}

/* Takes the sight over if it is to be checked. Samples are checked when they are loaded. */
static gboolean
show_sight (LabDataTasks *tasks, LabDataSight *sight)
{
  const LabDataSet *row = lab_data_model_find (tasks->model, sight->name);

  if (row == NULL || row->state == LAB_SET_WORKING)
    return FALSE;
  if (sight->place == NULL)
    {
      show_gone (tasks, row, sight->had);
      return FALSE;
    }
  if (is_checked (tasks, sight) && was_read (row))
    return FALSE;
  lab_data_tasks_show_place (tasks, row, sight);
  if (row->group == LAB_SET_SAMPLE)
    return FALSE;
  g_ptr_array_add (tasks->to_check, sight);
  return TRUE;
}

static void
looked_cb (LabDataJob *job, gpointer data)
{
  LabDataTasks *tasks = data;

  lab_data_jobs_end (tasks, job);
  while (job->sights->len > 0)
    {
      LabDataSight *sight = g_ptr_array_steal_index (job->sights, 0);

      if (!show_sight (tasks, sight))
        lab_data_sight_free (sight);
    }
  check_next (tasks);
}

void
lab_data_tasks_scan (LabDataTasks *tasks)
{
  GPtrArray *sights = g_ptr_array_new_with_free_func (lab_data_sight_free);

  for (guint i = 0; i < lab_data_model_get_n_sets (tasks->model); i++)
    g_ptr_array_add (sights, lab_data_sight_new (lab_data_model_get_set (tasks->model, i)->name));
  g_ptr_array_set_size (tasks->to_check, 0);
  lab_data_jobs_start (tasks, NULL, NULL, sights, lab_data_work_look, looked_cb);
}

void
lab_data_tasks_look_again (LabDataTasks *tasks, const LabDataSet *row)
{
  LabDataSet now = *row;

  now.state = LAB_SET_LOOKING;
  lab_data_model_put (tasks->model, &now);
  lab_data_tasks_scan (tasks);
}
