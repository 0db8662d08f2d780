/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-contestant-row.h"

#include <glib/gi18n.h>
#include "lab-formula.h"
#include "lab-alpha-scale.h"
#include "lab-drop-down.h"
#include "lab-number-entry.h"
#include "lab-swatch.h"

struct _LabContestantRow {
  GtkWidget parent_instance;

  GtkWidget *box, *choice, *scale, *remove;
  LabSwatch *swatch;
  GtkWidget *symbol[NN_MAX_PARAMETERS], *entry[NN_MAX_PARAMETERS];
  GtkAdjustment *parameter[NN_MAX_PARAMETERS];
  int number, variant;
  gboolean updating; /* the program is setting the widgets: not the person's change */
};

G_DEFINE_FINAL_TYPE (LabContestantRow, lab_contestant_row, GTK_TYPE_WIDGET)

enum { CHANGED, REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static nn_activation_id
chosen (LabContestantRow *self)
{
  return (nn_activation_id) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));
}

nn_activation
lab_contestant_row_get_activation (LabContestantRow *self)
{
  nn_activation f = { 0 };

  g_return_val_if_fail (LAB_IS_CONTESTANT_ROW (self), f);

  f.id = chosen (self);
  for (int k = 0; k < nn_activation_get_info (f.id)->n_parameters; k++)
    f.parameter[k] = gtk_adjustment_get_value (self->parameter[k]);
  return f;
}

/* What a slider or an arrow can reach; the function itself may allow more. */
static void
configure_parameter (LabContestantRow *self, int k, const nn_parameter_info *info, double value)
{
  double low = info->above_minimum ? MAX (info->minimum, 0.01) : info->minimum;
  double high = chosen (self) == NN_ELU ? 3 : MIN (info->maximum, 10);
  g_autofree char *label = NULL;

  gtk_adjustment_configure (self->parameter[k], CLAMP (value, low, high), low, high, 0.01, 0.1, 0);
  gtk_label_set_label (GTK_LABEL (self->symbol[k]), lab_formula_symbol (info->symbol));
  /* Translators: the field of a parameter, such as α, of contestant 1 */
  label = g_strdup_printf (_("%s of contestant %d, typed"), lab_formula_symbol (info->symbol),
                           self->number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry[k]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
show_parameters (LabContestantRow *self, nn_activation f)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);

  for (int k = 0; k < NN_MAX_PARAMETERS; k++)
    {
      gboolean has = k < info->n_parameters;

      gtk_widget_set_visible (self->symbol[k], has);
      gtk_widget_set_visible (self->entry[k], has);
      if (has)
        configure_parameter (self, k, &info->parameter[k], f.parameter[k]);
    }
  gtk_widget_set_visible (self->scale, f.id == NN_ELU);
  lab_swatch_set (self->swatch, f.id, self->variant);
}

void
lab_contestant_row_set_activation (LabContestantRow *self, nn_activation f)
{
  g_return_if_fail (LAB_IS_CONTESTANT_ROW (self));

  self->updating = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), f.id);
  show_parameters (self, f);
  self->updating = FALSE;
}

void
lab_contestant_row_set_variant (LabContestantRow *self, int variant)
{
  g_return_if_fail (LAB_IS_CONTESTANT_ROW (self));

  self->variant = variant;
  lab_swatch_set (self->swatch, chosen (self), variant);
}

void
lab_contestant_row_set_editable (LabContestantRow *self, gboolean function, gboolean parameters,
                                 gboolean removable)
{
  g_return_if_fail (LAB_IS_CONTESTANT_ROW (self));

  gtk_widget_set_sensitive (self->choice, function);
  gtk_widget_set_sensitive (self->scale, parameters);
  for (int k = 0; k < NN_MAX_PARAMETERS; k++)
    gtk_widget_set_sensitive (self->entry[k], parameters);
  gtk_widget_set_visible (self->remove, removable);
}

static void
remove_clicked_cb (LabContestantRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
emit_changed (LabContestantRow *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
choice_changed_cb (LabContestantRow *self)
{
  if (self->updating)
    return;
  self->updating = TRUE;
  show_parameters (self, nn_activation_default (chosen (self)));
  self->updating = FALSE;
  emit_changed (self);
}

static GtkWidget *
new_choice (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    gtk_string_list_append (names, nn_activation_get_info ((nn_activation_id) id)->title);
  return gtk_drop_down_new (G_LIST_MODEL (names), NULL);
}

static void
add_parameter (LabContestantRow *self, GtkBox *line, int k)
{
  self->parameter[k] = gtk_adjustment_new (1, 0, 3, 0.01, 0.1, 0);
  self->symbol[k] = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->symbol[k], "dim-label");
  self->entry[k] = gtk_spin_button_new (self->parameter[k], 0.01, 2);
  lab_number_entry_setup (GTK_SPIN_BUTTON (self->entry[k]));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry[k]), 4);
  gtk_widget_set_valign (self->entry[k], GTK_ALIGN_CENTER);
  gtk_box_append (line, self->symbol[k]);
  gtk_box_append (line, self->entry[k]);
  g_signal_connect_swapped (self->parameter[k], "value-changed", G_CALLBACK (emit_changed), self);
}

static void
lab_contestant_row_dispose (GObject *object)
{
  LabContestantRow *self = LAB_CONTESTANT_ROW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (lab_contestant_row_parent_class)->dispose (object);
}

static void
lab_contestant_row_class_init (LabContestantRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_contestant_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "contestant");
  signals[REMOVED] = g_signal_new ("removed", LAB_TYPE_CONTESTANT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", LAB_TYPE_CONTESTANT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_contestant_row_init (LabContestantRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->swatch = LAB_SWATCH (lab_swatch_new (NN_ELU));
  self->choice = new_choice ();
  gtk_widget_set_hexpand (self->choice, TRUE);
  gtk_widget_add_css_class (self->choice, "flat");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->swatch));
  gtk_box_append (GTK_BOX (line), self->choice);
  for (int k = 0; k < NN_MAX_PARAMETERS; k++)
    add_parameter (self, GTK_BOX (line), k);
  self->remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_add_css_class (self->remove, "circular");
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->remove, FALSE);
  gtk_widget_set_tooltip_text (self->remove, _("Take this contestant out"));
  gtk_box_append (GTK_BOX (line), self->remove);
  self->scale = g_object_new (LAB_TYPE_ALPHA_SCALE, "adjustment", self->parameter[0], NULL);
  gtk_box_append (GTK_BOX (self->box), line);
  gtk_box_append (GTK_BOX (self->box), self->scale);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_clicked_cb), self);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (choice_changed_cb), self);
}

GtkWidget *
lab_contestant_row_new (int number)
{
  LabContestantRow *self = g_object_new (LAB_TYPE_CONTESTANT_ROW, NULL);
  g_autofree char *function = g_strdup_printf (_("Function of contestant %d"), number);
  g_autofree char *alpha = g_strdup_printf (_("Alpha of contestant %d"), number);
  g_autofree char *out = g_strdup_printf (_("Take out contestant %d"), number);

  self->number = number;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  function, -1);
  lab_drop_down_set_name (GTK_DROP_DOWN (self->choice), function);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, out,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  alpha, -1);
  return GTK_WIDGET (self);
}
