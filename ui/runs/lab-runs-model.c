/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-runs-model.h"

struct _LabRunsModel {
  GObject parent_instance;

  GPtrArray *items;
  char *problem;
  gboolean known;
};

enum { UPDATED, CHOSEN_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return LAB_TYPE_RUN_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LAB_RUNS_MODEL (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint i)
{
  LabRunsModel *self = LAB_RUNS_MODEL (model);

  return i < self->items->len ? g_object_ref (g_ptr_array_index (self->items, i)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabRunsModel, lab_runs_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
chosen_changed_cb (LabRunsModel *self)
{
  g_signal_emit (self, signals[CHOSEN_CHANGED], 0);
}

static void
remove_at (LabRunsModel *self, guint i)
{
  g_autoptr (LabRunItem) item = g_ptr_array_steal_index (self->items, i);

  g_signal_handlers_disconnect_by_data (item, self);
  g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
  if (lab_run_item_get_chosen (item))
    chosen_changed_cb (self);
}

static void
append (LabRunsModel *self, const LabRunInfo *info)
{
  LabRunItem *item = lab_run_item_new (info);

  g_signal_connect_swapped (item, "notify::chosen", G_CALLBACK (chosen_changed_cb), self);
  g_ptr_array_add (self->items, item);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
}

static const char *
id_of (LabRunsModel *self, guint i)
{
  return lab_run_item_get_info (g_ptr_array_index (self->items, i))->id;
}

void
lab_runs_model_update (LabRunsModel *self, const LabRunInfo *infos, guint n)
{
  g_autoptr (GHashTable) left = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (LAB_IS_RUNS_MODEL (self));

  g_clear_pointer (&self->problem, g_free);
  self->known = TRUE;
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (left, (gpointer) infos[i].id, (gpointer) &infos[i]);
  for (guint i = self->items->len; i-- > 0;)
    {
      const LabRunInfo *info = g_hash_table_lookup (left, id_of (self, i));

      if (info == NULL)
        {
          remove_at (self, i);
          continue;
        }
      lab_run_item_set_info (g_ptr_array_index (self->items, i), info);
      g_hash_table_remove (left, info->id);
    }
  for (guint i = 0; i < n; i++)
    if (g_hash_table_contains (left, infos[i].id))
      append (self, &infos[i]);
  g_signal_emit (self, signals[UPDATED], 0);
}

void
lab_runs_model_set_problem (LabRunsModel *self, const char *problem)
{
  g_return_if_fail (LAB_IS_RUNS_MODEL (self));

  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->known = TRUE;
  g_signal_emit (self, signals[UPDATED], 0);
}

const char *
lab_runs_model_get_problem (LabRunsModel *self)
{
  g_return_val_if_fail (LAB_IS_RUNS_MODEL (self), NULL);
  return self->problem;
}

gboolean
lab_runs_model_is_known (LabRunsModel *self)
{
  g_return_val_if_fail (LAB_IS_RUNS_MODEL (self), FALSE);
  return self->known;
}

LabRunItem *
lab_runs_model_find (LabRunsModel *self, const char *id)
{
  g_return_val_if_fail (LAB_IS_RUNS_MODEL (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (id_of (self, i), id))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

GStrv
lab_runs_model_dup_chosen (LabRunsModel *self)
{
  GStrvBuilder *builder;
  GStrv chosen;

  g_return_val_if_fail (LAB_IS_RUNS_MODEL (self), NULL);

  builder = g_strv_builder_new ();
  for (guint i = 0; i < self->items->len; i++)
    if (lab_run_item_get_chosen (g_ptr_array_index (self->items, i)))
      g_strv_builder_add (builder, id_of (self, i));
  chosen = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return chosen;
}

void
lab_runs_model_choose_none (LabRunsModel *self)
{
  g_return_if_fail (LAB_IS_RUNS_MODEL (self));

  for (guint i = 0; i < self->items->len; i++)
    lab_run_item_set_chosen (g_ptr_array_index (self->items, i), FALSE);
}

static void
lab_runs_model_finalize (GObject *object)
{
  LabRunsModel *self = LAB_RUNS_MODEL (object);

  for (guint i = 0; i < self->items->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->items, i), self);
  g_ptr_array_unref (self->items);
  g_free (self->problem);
  G_OBJECT_CLASS (lab_runs_model_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, LAB_TYPE_RUNS_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
lab_runs_model_class_init (LabRunsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_runs_model_finalize;
  signals[UPDATED] = add_signal ("updated");
  signals[CHOSEN_CHANGED] = add_signal ("chosen-changed");
}

static void
lab_runs_model_init (LabRunsModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

LabRunsModel *
lab_runs_model_new (void)
{
  return g_object_new (LAB_TYPE_RUNS_MODEL, NULL);
}
