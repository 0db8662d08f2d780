/* lab-function-page.c - see the header */

#include "config.h"
#include "lab-function-page.h"

#include <glib/gi18n.h>
#include "lab-alpha-scale.h"
#include "lab-cursor-table.h"
#include "lab-formula.h"
#include "lab-function-plot.h"
#include "lab-number-entry.h"
#include "lab-swatch.h"

/* So many functions stand in the list; the others are one click away. */
enum { N_FIRST = 6 };

struct _LabFunctionPage {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  AdwFlap *flap;
  LabAlphaScale *alpha_scale;
  GtkSpinButton *alpha_entry, *cursor_entry;
  GtkAdjustment *alpha, *cursor;
  GtkLabel *alpha_note;
  GtkBox *strip, *cursor_box;
  GtkListBox *curves;
  LabFunctionPlot *plot;
  LabCursorTable *table;
  AdwActionRow *elu_row;
};

G_DEFINE_FINAL_TYPE (LabFunctionPage, lab_function_page, GTK_TYPE_WIDGET)

LabFunctionModel *
lab_function_page_get_model (LabFunctionPage *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_PAGE (self), NULL);
  return self->model;
}

AdwFlap *
lab_function_page_get_flap (LabFunctionPage *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_PAGE (self), NULL);
  return self->flap;
}

void
lab_function_page_set_compact (LabFunctionPage *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_FUNCTION_PAGE (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->strip),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->cursor_box),
                                  compact ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->strip, compact ? 8 : 28);
}

static void
switched_cb (GtkSwitch *toggle, GParamSpec *pspec, LabFunctionPage *self)
{
  nn_activation_id id
      = (nn_activation_id) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (toggle), "id"));

  lab_function_model_set_shown (self->model, id, gtk_switch_get_active (toggle));
}

/* "LeakyReLU 0.01" with the parameter dim. */
static void
set_row_title (AdwActionRow *row, nn_activation f)
{
  g_autofree char *name = lab_formula_name (f);
  const char *title = nn_activation_get_info (f.id)->title;
  g_autofree char *markup
      = g_strdup_printf ("%s<span alpha=\"60%%\">%s</span>", title, name + strlen (title));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
}

static GtkWidget *
new_curve_row (LabFunctionPage *self, nn_activation_id id)
{
  GtkWidget *row = adw_action_row_new (), *toggle = gtk_switch_new ();

  set_row_title (ADW_ACTION_ROW (row), nn_activation_default (id));
  gtk_switch_set_active (GTK_SWITCH (toggle), lab_function_model_get_shown (self->model, id));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (toggle), "id", GINT_TO_POINTER (id));
  g_signal_connect (toggle, "notify::active", G_CALLBACK (switched_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), lab_swatch_new (id));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  if (id == NN_ELU)
    self->elu_row = ADW_ACTION_ROW (row);
  return row;
}

static void
fill_curves (LabFunctionPage *self)
{
  GtkWidget *more = adw_expander_row_new ();
  int n_more = NN_N_ACTIVATIONS - N_FIRST;
  g_autofree char *title
      = g_strdup_printf (ngettext ("%d more curve", "%d more curves", (gulong) n_more), n_more);

  for (int id = 0; id < N_FIRST; id++)
    gtk_list_box_append (self->curves, new_curve_row (self, (nn_activation_id) id));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), title);
  for (int id = N_FIRST; id < NN_N_ACTIVATIONS; id++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (more), new_curve_row (self, (nn_activation_id) id));
  gtk_list_box_append (self->curves, more);
}

/* What this alpha means, in a line under the slider. */
static void
scene_changed_cb (LabFunctionPage *self)
{
  double alpha = lab_function_model_get_alpha (self->model);
  const char *note = alpha == 0   ? _ ("The same as ReLU")
                     : alpha == 1 ? _ ("Smooth: no kink at 0")
                                  : _ ("A kink at 0: the slope jumps");
  nn_activation elu = { NN_ELU, { alpha } };

  gtk_label_set_label (self->alpha_note, note);
  set_row_title (self->elu_row, elu);
}

static void
lab_function_page_dispose (GObject *object)
{
  LabFunctionPage *self = LAB_FUNCTION_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_FUNCTION_PAGE);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_function_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-function-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, flap);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, alpha_scale);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, alpha_entry);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, cursor_entry);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, alpha);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, cursor);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, alpha_note);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, curves);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, plot);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, strip);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, cursor_box);
  gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, table);
}

static void
lab_function_page_class_init (LabFunctionPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_function_page_dispose;
  g_type_ensure (LAB_TYPE_ALPHA_SCALE);
  g_type_ensure (LAB_TYPE_CURSOR_TABLE);
  g_type_ensure (LAB_TYPE_FUNCTION_PLOT);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lab_function_page_init (LabFunctionPage *self)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = lab_function_model_new ();
  g_object_bind_property (self->model, "alpha", self->alpha, "value", flags);
  g_object_bind_property (self->model, "cursor", self->cursor, "value", flags);
  lab_function_plot_set_model (self->plot, self->model);
  lab_cursor_table_set_model (self->table, self->model);
  lab_number_entry_setup (self->alpha_entry);
  lab_number_entry_setup (self->cursor_entry);
  fill_curves (self);
  g_signal_connect_object (self->model, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
  scene_changed_cb (self);
}
