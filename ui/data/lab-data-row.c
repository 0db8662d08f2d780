/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-row.h"

#include <glib/gi18n.h>
#include "lab-label.h"

struct _LabDataRow {
  GtkListBoxRow parent_instance;

  char *name;
  GtkBox *line;
  GtkImage *mark;
  GtkLabel *title, *detail, *credit, *status;
  GtkProgressBar *progress;
  GtkButton *button;
  GtkLabel *button_label;
};

G_DEFINE_FINAL_TYPE (LabDataRow, lab_data_row, GTK_TYPE_LIST_BOX_ROW)

/* What the button says for each offer, and does. */
static const struct {
  const char *label, *action;
} offers[] = {
  [LAB_OFFER_NOTHING] = { "", NULL },
  [LAB_OFFER_DOWNLOAD] = { N_("Download…"), "data.download" },
  [LAB_OFFER_ORIGINAL] = { N_("Download original…"), "data.download" },
  [LAB_OFFER_RESUME] = { N_("Resume"), "win.data-download" },
  [LAB_OFFER_RETRY] = { N_("Try again"), "win.data-download" },
  [LAB_OFFER_CANCEL] = { N_("Cancel"), "win.data-cancel" },
  [LAB_OFFER_FORGET] = { N_("Take off the list"), "data.forget" },
};

static void
show_text (GtkLabel *label, const char *text)
{
  lab_label_say (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_offer (LabDataRow *self, const LabDataSet *set, gboolean is_chosen)
{
  LabDataOffer offer = lab_data_set_offer (set);
  g_autofree char *spoken = NULL;

  /* What is in use stays on the list. */
  if (offer == LAB_OFFER_FORGET && is_chosen)
    offer = LAB_OFFER_NOTHING;
  gtk_widget_set_visible (GTK_WIDGET (self->button), offer != LAB_OFFER_NOTHING);
  if (offer == LAB_OFFER_NOTHING)
    return;
  show_text (self->button_label, _(offers[offer].label));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", set->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), offers[offer].action);
  /* Which of the buttons that say the same. */
  spoken = g_strdup_printf ("%s: %s", _(offers[offer].label), set->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
show_progress (LabDataRow *self, const LabDataSet *set)
{
  double fraction = lab_data_set_fraction (set);
  gboolean working = set->state == LAB_SET_WORKING;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), working);
  if (!working)
    return;
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
show_mark (LabDataRow *self, const LabDataSet *set, gboolean is_chosen)
{
  gboolean failed = set->state == LAB_SET_FAILED;

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self),
                                    lab_data_set_can_choose (set)
                                        || lab_data_set_offer (set) == LAB_OFFER_DOWNLOAD);
  gtk_widget_set_opacity (GTK_WIDGET (self->mark), is_chosen ? 1 : 0);
  (failed ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (GTK_WIDGET (self->status),
                                                                     "problem");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               is_chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                         : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               GTK_ACCESSIBLE_STATE_DISABLED, !lab_data_set_can_choose (set), -1);
}

void
lab_data_row_show (LabDataRow *self, const LabDataSet *set, gboolean is_chosen)
{
  g_autofree char *status = NULL, *spoken = NULL;

  g_return_if_fail (LAB_IS_DATA_ROW (self));
  g_return_if_fail (g_str_equal (self->name, set->name));

  status = lab_data_set_status (set);
  spoken = g_strjoin ("\n", status, set->detail, NULL);
  show_text (self->title, set->title);
  show_text (self->detail, set->detail);
  show_text (self->credit, set->credit);
  show_text (self->status, status);
  show_progress (self, set);
  show_offer (self, set, is_chosen);
  show_mark (self, set, is_chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, set->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}

const char *
lab_data_row_get_name (LabDataRow *self)
{
  g_return_val_if_fail (LAB_IS_DATA_ROW (self), NULL);
  return self->name;
}

void
lab_data_row_set_compact (LabDataRow *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_DATA_ROW (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_label_set_wrap (self->button_label, compact);
  gtk_widget_set_halign (GTK_WIDGET (self->button), compact ? GTK_ALIGN_START : GTK_ALIGN_END);
}

static void
lab_data_row_finalize (GObject *object)
{
  g_free (LAB_DATA_ROW (object)->name);
  G_OBJECT_CLASS (lab_data_row_parent_class)->finalize (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabDataRow, child)

static void
lab_data_row_class_init (LabDataRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lab_data_row_finalize;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-data-row.ui");
  BIND (line), BIND (mark), BIND (title), BIND (detail), BIND (credit), BIND (status);
  BIND (progress), BIND (button), BIND (button_label);
}

static void
lab_data_row_init (LabDataRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LabDataRow *
lab_data_row_new (const LabDataSet *set, gboolean is_chosen)
{
  LabDataRow *self = g_object_new (LAB_TYPE_DATA_ROW, NULL);

  self->name = g_strdup (set->name);
  lab_data_row_show (self, set, is_chosen);
  return self;
}
