/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-value-table.h"

#include <glib/gi18n.h>
#include "lab-axis.h"
#include "lab-formula.h"

enum { MOST_ROWS = 60, N_ORDERS = 2 };

struct _LabValueTable {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  GtkWidget *scroller;
  GtkColumnView *view;
  GtkStringList *rows; /* each the text of an x */
  int n_curves;
  nn_activation_id shown[LAB_MAX_CURVES];
};

G_DEFINE_FINAL_TYPE (LabValueTable, lab_value_table, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "substitution-label");
  gtk_list_item_set_child (item, label);
}

/* What a column shows: -1 for x, else a curve and an order, packed into one number. */
static gpointer
pack (int curve, int order)
{
  return GINT_TO_POINTER (curve < 0 ? -1 : curve * N_ORDERS + order);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LabValueTable *self)
{
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);
  int packed = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "column"));
  const char *x_text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  char text[48];
  double x;

  if (packed < 0)
    {
      gtk_label_set_label (label, x_text);
      return;
    }
  if (packed / N_ORDERS >= scene->n_curves)
    return; /* its column is about to go */
  x = g_ascii_strtod (x_text + (g_str_has_prefix (x_text, "\xe2\x88\x92") ? 3 : 0), NULL);
  if (g_str_has_prefix (x_text, "\xe2\x88\x92"))
    x = -x;
  lab_format_value (nn_activation_eval (scene->curve[packed / N_ORDERS], packed % N_ORDERS, x),
                    text, sizeof text);
  gtk_label_set_label (label, text);
}

static void
add_column (LabValueTable *self, const char *title, int curve, int order)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (title, factory);

  g_object_set_data (G_OBJECT (factory), "column", pack (curve, order));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (column);
}

static void
rebuild_columns (LabValueTable *self, const LabFunctionScene *scene)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  add_column (self, "x", -1, 0);
  for (int c = 0; c < scene->n_curves; c++)
    for (int order = 0; order < N_ORDERS; order++)
      {
        g_autofree char *name = lab_formula_short_name (scene->curve[c], order);

        add_column (self, name, c, order);
      }
}

static gboolean
columns_match (LabValueTable *self, const LabFunctionScene *scene)
{
  gboolean match = self->n_curves == scene->n_curves;

  for (int i = 0; i < scene->n_curves; i++)
    {
      match = match && self->shown[i] == scene->curve[i].id;
      self->shown[i] = scene->curve[i].id;
    }
  self->n_curves = scene->n_curves;
  return match;
}

/* Round x over the range, about thirty of them; every row anew, since its values have changed. */
static void
rebuild_rows (LabValueTable *self, const LabFunctionScene *scene)
{
  LabAxis axis = { .low = scene->x_low, .high = scene->x_high, .start = 0, .end = MOST_ROWS };
  LabTicks ticks = lab_axis_ticks (&axis, 1.2);
  const char *texts[LAB_MAX_TICKS + 1] = { NULL };
  char buffer[LAB_MAX_TICKS][40];

  for (int i = 0; i < ticks.n; i++)
    texts[i] = lab_format_shortest (ticks.value[i], buffer[i], sizeof buffer[i]);
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                          texts);
}

static void
update (LabValueTable *self)
{
  const LabFunctionScene *scene;

  if (!self->model || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  scene = lab_function_model_get_scene (self->model);
  if (!columns_match (self, scene))
    rebuild_columns (self, scene);
  rebuild_rows (self, scene);
}

void
lab_value_table_set_model (LabValueTable *self, LabFunctionModel *model)
{
  g_return_if_fail (LAB_IS_VALUE_TABLE (self));
  g_return_if_fail (self->model == NULL && LAB_IS_FUNCTION_MODEL (model));

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "scene-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
lab_value_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lab_value_table_parent_class)->map (widget);
  update (LAB_VALUE_TABLE (widget));
}

static void
lab_value_table_dispose (GObject *object)
{
  LabValueTable *self = LAB_VALUE_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_value_table_parent_class)->dispose (object);
}

static void
lab_value_table_class_init (LabValueTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_value_table_dispose;
  widget_class->map = lab_value_table_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_value_table_init (LabValueTable *self)
{
  GtkSingleSelection *selection;
  GtkWidget *view;

  self->rows = gtk_string_list_new (NULL);
  selection = gtk_single_selection_new (G_LIST_MODEL (self->rows));
  view = g_object_new (GTK_TYPE_COLUMN_VIEW, "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE, "model",
                       selection, NULL);
  g_object_unref (selection);
  self->view = GTK_COLUMN_VIEW (view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Table of values"), -1);
  self->scroller = gtk_scrolled_window_new ();
  /* The table within takes the focus. */
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), 170);
  gtk_widget_set_hexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
