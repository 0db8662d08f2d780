/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-parameter-row.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-number-entry.h"

struct _LabParameterRow {
  GtkListBoxRow parent_instance;

  LabFunctionModel *model; /* borrowed */
  nn_activation_id id;
  int k;
  GtkAdjustment *scale, *entry; /* borrowed from their widgets */
};

G_DEFINE_FINAL_TYPE (LabParameterRow, lab_parameter_row, GTK_TYPE_LIST_BOX_ROW)

/* What a slider covers, by the parameter's symbol in the core's table. */
static const struct {
  const char *symbol, *shown;
  double low, high;
} symbols[] = {
  { "alpha", "α", 0.05, 3 }, { "beta", "β", 0.1, 5 }, { "c", "c", 0, 1 },
  { "a", "a", 0.1, 3 },      { "b", "b", 0.1, 3 },
};

static void
show (LabParameterRow *self)
{
  double value = lab_function_model_get_activation (self->model, self->id).parameter[self->k];

  gtk_adjustment_set_value (self->scale, value);
  gtk_adjustment_set_value (self->entry, value);
}

static void
moved_cb (GtkAdjustment *adjustment, LabParameterRow *self)
{
  double value = gtk_adjustment_get_value (adjustment);
  double kept = lab_function_model_get_activation (self->model, self->id).parameter[self->k];

  /* The slider ends where an entry goes on: it must not pull the value back. */
  if (adjustment == self->scale)
    value = round (value * 100) / 100;
  if (adjustment == self->scale
      && CLAMP (kept, gtk_adjustment_get_lower (adjustment), gtk_adjustment_get_upper (adjustment))
             == gtk_adjustment_get_value (adjustment))
    return;
  lab_function_model_set_parameter (self->model, self->id, self->k, value);
}

static GtkAdjustment *
new_adjustment (double low, double high)
{
  return gtk_adjustment_new (low, low, high, 0.01, 0.1, 0);
}

static GtkWidget *
new_scale (const char *label, GtkAdjustment *adjustment)
{
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);

  gtk_widget_set_hexpand (scale, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return scale;
}

static GtkWidget *
new_entry (const char *label, GtkAdjustment *adjustment)
{
  GtkWidget *entry = gtk_spin_button_new (adjustment, 0, 2);
  /* Translators: %s is a slider's name; the field beside it for typing */
  g_autofree char *typed = g_strdup_printf (_("%s, typed"), label);

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, typed, -1);
  lab_number_entry_setup (GTK_SPIN_BUTTON (entry));
  return entry;
}

static void
fill (LabParameterRow *self)
{
  const nn_activation_info *info = nn_activation_get_info (self->id);
  const nn_parameter_info *parameter = &info->parameter[self->k];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gsize i = 0;
  g_autofree char *label = NULL;

  while (i + 1 < G_N_ELEMENTS (symbols) && !g_str_equal (symbols[i].symbol, parameter->symbol))
    i++;
  label = g_strdup_printf ("%s %s", info->title, symbols[i].shown);
  self->scale = new_adjustment (symbols[i].low, symbols[i].high);
  self->entry
      = new_adjustment (parameter->above_minimum ? parameter->minimum + 0.001 : parameter->minimum,
                        parameter->maximum);
  gtk_box_append (GTK_BOX (box), gtk_label_new (symbols[i].shown));
  gtk_box_append (GTK_BOX (box), new_scale (label, self->scale));
  gtk_box_append (GTK_BOX (box), new_entry (label, self->entry));
  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static void
lab_parameter_row_class_init (LabParameterRowClass *klass)
{
}

static void
lab_parameter_row_init (LabParameterRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
lab_parameter_row_new (LabFunctionModel *model, nn_activation_id id, int k)
{
  LabParameterRow *self = g_object_new (LAB_TYPE_PARAMETER_ROW, NULL);

  g_return_val_if_fail (k >= 0 && k < nn_activation_get_info (id)->n_parameters, GTK_WIDGET (self));

  self->model = model;
  self->id = id;
  self->k = k;
  fill (self);
  show (self);
  g_signal_connect_object (self->scale, "value-changed", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect_object (self->entry, "value-changed", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect_object (model, "scene-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
