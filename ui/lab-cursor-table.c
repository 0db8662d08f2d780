/* lab-cursor-table.c - see the header */

#include "config.h"
#include "lab-cursor-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include "lab-axis.h"
#include "lab-formula.h"
#include "lab-swatch.h"
#include "lab-text.h"

enum { N_ORDERS = 2 };

/* One curve's labels. */
typedef struct {
  GtkLabel *value[N_ORDERS], *substitution[N_ORDERS];
} Row;

struct _LabCursorTable {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  GtkWidget *scroller;
  GtkGrid *grid;
  Row row[LAB_MAX_CURVES];
  int n_rows;
  nn_activation_id shown[LAB_MAX_CURVES];
};

G_DEFINE_FINAL_TYPE (LabCursorTable, lab_cursor_table, GTK_TYPE_WIDGET)

static GtkLabel *
attach_label (LabCursorTable *self, int column, int row, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_use_markup (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static void
add_head (LabCursorTable *self)
{
  const char *titles[]
      = { _ ("Curve"),       "", "<i>f</i>(<i>x</i>)", _ ("Substitution"), "<i>f</i> ′(<i>x</i>)",
          _ ("Substitution") };

  for (int i = 0; i < (int) G_N_ELEMENTS (titles); i++)
    if (*titles[i])
      gtk_label_set_markup (attach_label (self, i, 0, i == 2 || i == 4 ? 1 : 0, "caption-label"),
                            titles[i]);
}

static void
add_row (LabCursorTable *self, nn_activation f)
{
  int line = 2 * self->n_rows + 1;
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  GtkLabel *name;
  Row *row = &self->row[self->n_rows];

  gtk_grid_attach (self->grid, separator, 0, line, 6, 1);
  gtk_grid_attach (self->grid, lab_swatch_new (f.id), 0, line + 1, 1, 1);
  name = attach_label (self, 1, line + 1, 0, "heading");
  gtk_label_set_label (name, nn_activation_get_info (f.id)->title);
  for (int order = 0; order < N_ORDERS; order++)
    {
      row->value[order] = attach_label (self, 2 + 2 * order, line + 1, 1, "value-label");
      row->substitution[order]
          = attach_label (self, 3 + 2 * order, line + 1, 0, "substitution-label");
      gtk_widget_set_hexpand (GTK_WIDGET (row->substitution[order]), TRUE);
      gtk_label_set_width_chars (row->value[order], 7);
    }
  self->shown[self->n_rows++] = f.id;
}

static gboolean
rows_match (LabCursorTable *self, const LabFunctionScene *scene)
{
  if (self->n_rows != scene->n_curves)
    return FALSE;
  for (int i = 0; i < self->n_rows; i++)
    if (self->shown[i] != scene->curve[i].id)
      return FALSE;
  return TRUE;
}

static void
rebuild_rows (LabCursorTable *self, const LabFunctionScene *scene)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
  self->n_rows = 0;
  add_head (self);
  for (int i = 0; i < scene->n_curves; i++)
    add_row (self, scene->curve[i]);
}

static void
update_row (LabCursorTable *self, Row *row, nn_activation f)
{
  double x = lab_function_model_get_cursor (self->model);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  LabStyle style = lab_palette_style (f.id, dark);

  for (int order = 0; order < N_ORDERS; order++)
    {
      char value[48];
      g_autofree char *colored = NULL, *substitution = lab_formula_substitution (f, order, x, 2);

      lab_format_value (nn_activation_eval (f, order, x), value, sizeof value);
      colored = lab_text_colored (style.label, value);
      gtk_label_set_markup (row->value[order], colored);
      gtk_label_set_markup (row->substitution[order], substitution);
    }
}

static void
update (LabCursorTable *self)
{
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);

  if (!rows_match (self, scene))
    rebuild_rows (self, scene);
  for (int i = 0; i < self->n_rows; i++)
    update_row (self, &self->row[i], scene->curve[i]);
}

void
lab_cursor_table_set_model (LabCursorTable *self, LabFunctionModel *model)
{
  g_return_if_fail (LAB_IS_CURSOR_TABLE (self));
  g_return_if_fail (self->model == NULL && LAB_IS_FUNCTION_MODEL (model));

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "scene-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "cursor-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
}

static void
lab_cursor_table_dispose (GObject *object)
{
  LabCursorTable *self = LAB_CURSOR_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_cursor_table_parent_class)->dispose (object);
}

static void
lab_cursor_table_class_init (LabCursorTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_cursor_table_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cursortable");
}

static void
lab_cursor_table_init (LabCursorTable *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 10);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->grid));
  /* Two curves without scrolling; in a short window the plot keeps the room. */
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), 100);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 112);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Values at the cursor"), -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
