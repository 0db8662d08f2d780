/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-contestant-list.h"

#include <glib/gi18n.h>
#include "lab-contestant-row.h"

enum { FEWEST = 2 };

struct _LabContestantList {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  GtkListBox *box;
  GtkWidget *add_row;
  LabContestantRow *row[LAB_MAX_CONTESTANTS];
  int n;
  gboolean updating; /* the program is setting the widgets: not the person's change */
};

G_DEFINE_FINAL_TYPE (LabContestantList, lab_contestant_list, GTK_TYPE_WIDGET)

/* What a new contestant is, the first that is not there yet. */
static const nn_activation_id usual[]
    = { NN_ELU, NN_RELU, NN_LEAKY_RELU, NN_SELU, NN_GELU, NN_SILU, NN_MISH };

static void
row_changed_cb (LabContestantList *self, LabContestantRow *row)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);

  if (self->updating)
    return;
  for (int i = 0; i < self->n; i++)
    setup.contestant[i] = lab_contestant_row_get_activation (self->row[i]);
  lab_training_model_set_setup (self->model, &setup);
}

static void
row_removed_cb (LabContestantList *self, LabContestantRow *row)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  int n = 0;

  for (int i = 0; i < self->n; i++)
    if (self->row[i] != row)
      setup.contestant[n++] = setup.contestant[i];
  setup.n_contestants = n;
  lab_training_model_set_setup (self->model, &setup);
}

static gboolean
has (const LabTrainingSetup *setup, nn_activation_id id)
{
  for (int i = 0; i < setup->n_contestants; i++)
    if (setup->contestant[i].id == id)
      return TRUE;
  return FALSE;
}

static void
add_contestant (LabContestantList *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  gsize i = 0;

  if (setup.n_contestants >= LAB_MAX_CONTESTANTS)
    return;
  while (i < G_N_ELEMENTS (usual) - 1 && has (&setup, usual[i]))
    i++;
  setup.contestant[setup.n_contestants++] = nn_activation_default (usual[i]);
  lab_training_model_set_setup (self->model, &setup);
}

static void
row_activated_cb (LabContestantList *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) == self->add_row)
    add_contestant (self);
}

static void
append_row (LabContestantList *self, nn_activation f)
{
  GtkWidget *box_row = gtk_list_box_row_new ();
  LabContestantRow *row = LAB_CONTESTANT_ROW (lab_contestant_row_new (self->n + 1));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (box_row), GTK_WIDGET (row));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (box_row), FALSE);
  gtk_widget_set_focusable (box_row, FALSE);
  gtk_list_box_insert (self->box, box_row, self->n);
  self->row[self->n++] = row;
  lab_contestant_row_set_activation (row, f);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (row, "removed", G_CALLBACK (row_removed_cb), self);
}

static void
drop_row (LabContestantList *self)
{
  LabContestantRow *row = self->row[--self->n];

  gtk_list_box_remove (self->box, gtk_widget_get_parent (GTK_WIDGET (row)));
}

static gboolean
is_fixed (LabContestantList *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);

  return state != LAB_TRAINING_READY && state != LAB_TRAINING_FAILED;
}

/* A learned alpha is the network's, not the person's. */
static gboolean
can_move (LabContestantList *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);

  return !is_fixed (self)
         || ((state == LAB_TRAINING_RUNNING || state == LAB_TRAINING_PAUSED)
             && !lab_training_model_get_setup (self->model)->learns_parameters);
}

static void
state_changed_cb (LabContestantList *self)
{
  gboolean fixed = is_fixed (self);

  for (int i = 0; i < self->n; i++)
    lab_contestant_row_set_editable (self->row[i], !fixed, can_move (self),
                                     !fixed && self->n > FEWEST);
  gtk_widget_set_visible (self->add_row, !fixed && self->n < LAB_MAX_CONTESTANTS);
}

/* A row that shows what it should is left alone: somebody may be typing in it. */
static void
setup_changed_cb (LabContestantList *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  self->updating = TRUE;
  while (self->n < setup->n_contestants)
    append_row (self, setup->contestant[self->n]);
  while (self->n > setup->n_contestants)
    drop_row (self);
  for (int i = 0; i < self->n; i++)
    {
      nn_activation shown = lab_contestant_row_get_activation (self->row[i]);

      if (!nn_activation_equal (shown, setup->contestant[i]))
        lab_contestant_row_set_activation (self->row[i], setup->contestant[i]);
      lab_contestant_row_set_variant (self->row[i], lab_training_setup_variant (setup, i));
    }
  self->updating = FALSE;
  state_changed_cb (self);
}

void
lab_contestant_list_set_model (LabContestantList *self, LabTrainingModel *model)
{
  g_return_if_fail (LAB_IS_CONTESTANT_LIST (self));
  g_return_if_fail (self->model == NULL && LAB_IS_TRAINING_MODEL (model));

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "setup-changed", G_CALLBACK (setup_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  setup_changed_cb (self);
}

static GtkWidget *
new_add_row (void)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("Add contestant")));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "add-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Add contestant"), -1);
  return row;
}

static void
lab_contestant_list_dispose (GObject *object)
{
  LabContestantList *self = LAB_CONTESTANT_LIST (object);

  if (self->box)
    gtk_widget_unparent (GTK_WIDGET (self->box));
  self->box = NULL;
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_contestant_list_parent_class)->dispose (object);
}

static void
lab_contestant_list_class_init (LabContestantListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_contestant_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lab_contestant_list_init (LabContestantList *self)
{
  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Contestants"), -1);
  self->add_row = new_add_row ();
  gtk_list_box_append (self->box, self->add_row);
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));
  g_signal_connect_object (self->box, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
}
