/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-model.h"

#include <glib/gi18n.h>

struct _LabDataModel {
  GObject parent_instance;

  GPtrArray *sets; /* of LabDataSet */
  char *chosen;
};

G_DEFINE_FINAL_TYPE (LabDataModel, lab_data_model, G_TYPE_OBJECT)

enum { SETS_CHANGED, SET_CHANGED, CHOSEN_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- One set --------------------------------------------------------------------------------- */

static const gsize texts[] = {
  offsetof (LabDataSet, name),   offsetof (LabDataSet, title),   offsetof (LabDataSet, detail),
  offsetof (LabDataSet, credit), offsetof (LabDataSet, place),   offsetof (LabDataSet, hosts),
  offsetof (LabDataSet, target), offsetof (LabDataSet, message),
};

static LabDataSet
set_copy (const LabDataSet *set)
{
  LabDataSet copy = *set;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char **text = G_STRUCT_MEMBER_P (&copy, texts[i]);

      *text = g_strdup (*text);
    }
  return copy;
}

static void
set_clear (LabDataSet *set)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, set, texts[i]));
}

static void
set_free (gpointer set)
{
  set_clear (set);
  g_free (set);
}

static gboolean
is_begun (const LabDataSet *set)
{
  return set->had > 0 && set->size > 0;
}

LabDataOffer
lab_data_set_offer (const LabDataSet *set)
{
  if (set->state == LAB_SET_WORKING)
    return LAB_OFFER_CANCEL;
  if (set->state == LAB_SET_LOOKING)
    return LAB_OFFER_NOTHING;
  if (set->group == LAB_SET_OWN)
    return LAB_OFFER_FORGET;
  if (set->size == 0)
    return LAB_OFFER_NOTHING;
  if (set->state == LAB_SET_FOUND)
    return set->is_similar ? LAB_OFFER_ORIGINAL : LAB_OFFER_NOTHING;
  if (set->state == LAB_SET_MISSING && is_begun (set))
    return LAB_OFFER_RESUME;
  if (set->state == LAB_SET_FAILED && set->n_files > 0)
    return is_begun (set) ? LAB_OFFER_RESUME : LAB_OFFER_RETRY;
  return LAB_OFFER_DOWNLOAD;
}

gboolean
lab_data_set_can_choose (const LabDataSet *set)
{
  return set->state == LAB_SET_FOUND;
}

static char *
found_status (const LabDataSet *set)
{
  if (set->group == LAB_SET_SAMPLE)
    return g_strdup (_("Comes with the program"));
  if (set->is_similar)
    /* Translators: %s is a folder */
    return g_strdup_printf (_("In %s. These are not the original files, so results can differ "
                              "from published ones."),
                            set->place);
  return g_strdup_printf (_("In %s"), set->place);
}

static char *
missing_status (const LabDataSet *set)
{
  if (set->size == 0)
    return g_strdup (_("Not part of this program. The whole set can be downloaded below."));
  if (is_begun (set))
    return g_strdup_printf (_("%.1f of %.1f MB are here already"), (double) set->had / 1e6,
                            (double) set->size / 1e6);
  return g_strdup_printf (_("Not on this computer. The download has %.0f MB."),
                          (double) set->size / 1e6);
}

static char *
working_status (const LabDataSet *set)
{
  if (set->n_files == 0)
    return g_strdup (_("Being read and checked…"));
  if (set->total == 0)
    return g_strdup (_("Connecting…"));
  return g_strdup_printf (_("%.1f of %.1f MB, file %d of %d"), (double) set->done / 1e6,
                          (double) set->total / 1e6, set->file, set->n_files);
}

char *
lab_data_set_status (const LabDataSet *set)
{
  switch (set->state)
    {
    case LAB_SET_FOUND:
      return found_status (set);
    case LAB_SET_MISSING:
      return missing_status (set);
    case LAB_SET_WORKING:
      return working_status (set);
    case LAB_SET_FAILED:
      return g_strdup (set->message);
    case LAB_SET_LOOKING:
    default:
      return g_strdup (_("Looking for it…"));
    }
}

double
lab_data_set_fraction (const LabDataSet *set)
{
  return set->total > 0 ? CLAMP ((double) set->done / (double) set->total, 0, 1) : -1;
}

/* --- All of them ----------------------------------------------------------------------------- */

guint
lab_data_model_get_n_sets (LabDataModel *self)
{
  g_return_val_if_fail (LAB_IS_DATA_MODEL (self), 0);
  return self->sets->len;
}

const LabDataSet *
lab_data_model_get_set (LabDataModel *self, guint i)
{
  g_return_val_if_fail (LAB_IS_DATA_MODEL (self) && i < self->sets->len, NULL);
  return self->sets->pdata[i];
}

static gboolean
has_name (gconstpointer set, gconstpointer name)
{
  return g_str_equal (((const LabDataSet *) set)->name, name);
}

const LabDataSet *
lab_data_model_find (LabDataModel *self, const char *name)
{
  guint i;

  g_return_val_if_fail (LAB_IS_DATA_MODEL (self) && name != NULL, NULL);

  return g_ptr_array_find_with_equal_func (self->sets, name, has_name, &i) ? self->sets->pdata[i]
                                                                           : NULL;
}

void
lab_data_model_put (LabDataModel *self, const LabDataSet *set)
{
  LabDataSet copy, *mine;
  guint i;

  g_return_if_fail (LAB_IS_DATA_MODEL (self));
  g_return_if_fail (set->name != NULL && set->title != NULL);

  copy = set_copy (set);
  if (!g_ptr_array_find_with_equal_func (self->sets, copy.name, has_name, &i))
    {
      g_ptr_array_add (self->sets, g_memdup2 (&copy, sizeof copy));
      g_signal_emit (self, signals[SETS_CHANGED], 0);
      return;
    }
  mine = self->sets->pdata[i];
  set_clear (mine);
  *mine = copy;
  g_signal_emit (self, signals[SET_CHANGED], 0, mine->name);
}

void
lab_data_model_remove (LabDataModel *self, const char *name)
{
  guint i;

  g_return_if_fail (LAB_IS_DATA_MODEL (self) && name != NULL);

  if (!g_ptr_array_find_with_equal_func (self->sets, name, has_name, &i))
    return;
  g_ptr_array_remove_index (self->sets, i);
  g_signal_emit (self, signals[SETS_CHANGED], 0);
}

const char *
lab_data_model_get_chosen (LabDataModel *self)
{
  g_return_val_if_fail (LAB_IS_DATA_MODEL (self), NULL);
  return self->chosen;
}

void
lab_data_model_set_chosen (LabDataModel *self, const char *name)
{
  char *copy;

  g_return_if_fail (LAB_IS_DATA_MODEL (self));

  if (g_strcmp0 (self->chosen, name) == 0)
    return;
  copy = g_strdup (name);
  g_free (self->chosen);
  self->chosen = copy;
  g_signal_emit (self, signals[CHOSEN_CHANGED], 0);
}

static void
lab_data_model_finalize (GObject *object)
{
  LabDataModel *self = LAB_DATA_MODEL (object);

  g_ptr_array_unref (self->sets);
  g_free (self->chosen);
  G_OBJECT_CLASS (lab_data_model_parent_class)->finalize (object);
}

static void
lab_data_model_class_init (LabDataModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_data_model_finalize;
  signals[SETS_CHANGED] = g_signal_new ("sets-changed", LAB_TYPE_DATA_MODEL, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SET_CHANGED] = g_signal_new ("set-changed", LAB_TYPE_DATA_MODEL, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHOSEN_CHANGED] = g_signal_new ("chosen-changed", LAB_TYPE_DATA_MODEL, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_data_model_init (LabDataModel *self)
{
  self->sets = g_ptr_array_new_with_free_func (set_free);
}

LabDataModel *
lab_data_model_new (void)
{
  return g_object_new (LAB_TYPE_DATA_MODEL, NULL);
}
