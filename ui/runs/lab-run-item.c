/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-run-item.h"

#include <math.h>
#include <string.h>

enum { ID, NAME, SETTINGS, STATE, PROBLEM, N_TEXTS };

struct _LabRunItem {
  GObject parent_instance;

  LabRunInfo info; /* its texts are those below */
  char *text[N_TEXTS];
  gboolean chosen;
};

G_DEFINE_FINAL_TYPE (LabRunItem, lab_run_item, G_TYPE_OBJECT)

enum { PROP_0, PROP_CHOSEN, N_PROPS };
enum { CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* info may be the item's own. */
static void
set_texts (LabRunItem *self, const LabRunInfo *info)
{
  const char *const texts[N_TEXTS] = { [ID] = info->id,
                                       [NAME] = info->name,
                                       [SETTINGS] = info->settings,
                                       [STATE] = info->state,
                                       [PROBLEM] = info->problem };

  for (int i = 0; i < N_TEXTS; i++)
    {
      char *copy = g_strdup (texts[i]);

      g_free (self->text[i]);
      self->text[i] = copy;
    }
  self->info = *info;
  self->info.id = self->text[ID];
  self->info.name = self->text[NAME];
  self->info.settings = self->text[SETTINGS];
  self->info.state = self->text[STATE];
  self->info.problem = self->text[PROBLEM];
}

static gboolean
same_score (const LabRunScore *a, const LabRunScore *b)
{
  return nn_activation_equal (a->activation, b->activation) && a->diverged == b->diverged
         && (a->accuracy == b->accuracy || (isnan (a->accuracy) && isnan (b->accuracy)));
}

static gboolean
same_info (const LabRunInfo *a, const LabRunInfo *b)
{
  gboolean same = g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->settings, b->settings) == 0
                  && g_strcmp0 (a->state, b->state) == 0 && g_strcmp0 (a->problem, b->problem) == 0
                  && a->created == b->created && a->resumable == b->resumable
                  && a->current == b->current && a->n_scores == b->n_scores;

  for (int i = 0; same && i < a->n_scores; i++)
    same = same_score (&a->score[i], &b->score[i]);
  return same;
}

gboolean
lab_run_item_set_info (LabRunItem *self, const LabRunInfo *info)
{
  g_return_val_if_fail (LAB_IS_RUN_ITEM (self), FALSE);

  if (self->info.id != NULL && same_info (&self->info, info))
    return FALSE;
  set_texts (self, info);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

const LabRunInfo *
lab_run_item_get_info (LabRunItem *self)
{
  g_return_val_if_fail (LAB_IS_RUN_ITEM (self), NULL);
  return &self->info;
}

gboolean
lab_run_item_get_chosen (LabRunItem *self)
{
  g_return_val_if_fail (LAB_IS_RUN_ITEM (self), FALSE);
  return self->chosen;
}

void
lab_run_item_set_chosen (LabRunItem *self, gboolean chosen)
{
  g_return_if_fail (LAB_IS_RUN_ITEM (self));

  if (self->chosen == !!chosen)
    return;
  self->chosen = !!chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

double
lab_run_item_get_best (LabRunItem *self)
{
  double best = -1;

  g_return_val_if_fail (LAB_IS_RUN_ITEM (self), -1);

  for (int i = 0; i < self->info.n_scores; i++)
    best = fmax (best, self->info.score[i].accuracy);
  return best;
}

static void
lab_run_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHOSEN)
    g_value_set_boolean (value, LAB_RUN_ITEM (object)->chosen);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lab_run_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHOSEN)
    lab_run_item_set_chosen (LAB_RUN_ITEM (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lab_run_item_finalize (GObject *object)
{
  for (int i = 0; i < N_TEXTS; i++)
    g_free (LAB_RUN_ITEM (object)->text[i]);
  G_OBJECT_CLASS (lab_run_item_parent_class)->finalize (object);
}

static void
lab_run_item_class_init (LabRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_run_item_get_property;
  object_class->set_property = lab_run_item_set_property;
  object_class->finalize = lab_run_item_finalize;
  properties[PROP_CHOSEN]
      = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", LAB_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
lab_run_item_init (LabRunItem *self)
{
}

LabRunItem *
lab_run_item_new (const LabRunInfo *info)
{
  LabRunItem *self = g_object_new (LAB_TYPE_RUN_ITEM, NULL);

  lab_run_item_set_info (self, info);
  return self;
}
