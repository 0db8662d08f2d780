/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-curve-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include "lab-canvas.h"
#include "lab-swatch.h"
#include "lab-text.h"

enum { SUBSTITUTION_CHARS = 10 };

/* From this text scale on a line has room for less. */
static const double large_text = 1.5;

/* Where a row's texts stand: beside the number that they follow, below the row of numbers, or all of
 * it below the curve's name.                                                                    */
typedef enum { FORM_BESIDE, FORM_BELOW, FORM_STACKED } Form;

struct _LabCurveTable {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  GtkWidget *scroller;
  GtkGrid *grid;
  const LabColumn *columns;
  int n_columns;
  gboolean compact;
  Form form;
  GtkLabel *cell[LAB_MAX_CURVES][LAB_MAX_COLUMNS];
  int n_rows;
  nn_activation_id shown[LAB_MAX_CURVES];
};

G_DEFINE_FINAL_TYPE (LabCurveTable, lab_curve_table, GTK_TYPE_WIDGET)

static GtkLabel *
attach_label (LabCurveTable *self, int column, int row, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_use_markup (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static gboolean
is_below (LabCurveTable *self, int column)
{
  return self->form == FORM_STACKED
         || (self->form == FORM_BELOW && !self->columns[column].is_number);
}

static void
add_head (LabCurveTable *self)
{
  gtk_label_set_label (attach_label (self, 0, 0, 0, "caption-label"), _("Curve"));
  for (int i = 0; i < self->n_columns; i++)
    if (!is_below (self, i))
      gtk_label_set_markup (
          attach_label (self, i + 2, 0, self->columns[i].is_number ? 1 : 0, "caption-label"),
          _(self->columns[i].title));
}

static GtkLabel *
add_number (LabCurveTable *self, int column, int line)
{
  GtkLabel *label = attach_label (self, column + 2, line, 1, "value-label");

  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  gtk_label_set_width_chars (label, self->form == FORM_BESIDE ? 7 : 6);
  return label;
}

static GtkLabel *
add_text (LabCurveTable *self, int column, int line)
{
  GtkLabel *label = attach_label (self, column + 2, line, 0, "substitution-label");

  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  /* Long numbers cost a second line rather than the column of f″. (Pango 1.50 can't ellipsize text
   * with a superscript.)                                                                        */
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_width_chars (label, SUBSTITUTION_CHARS);
  return label;
}

static GtkLabel *
add_below (LabCurveTable *self, int column, int line)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_use_markup (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label,
                            self->columns[column].is_number ? "value-label" : "substitution-label");
  gtk_grid_attach (self->grid, label, 0, line, self->n_columns + 2, 1);
  return GTK_LABEL (label);
}

static void
add_row (LabCurveTable *self, nn_activation f)
{
  int line = (2 + LAB_MAX_COLUMNS) * self->n_rows + 1, n_below = 0;
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_grid_attach (self->grid, separator, 0, line, self->n_columns + 2, 1);
  gtk_grid_attach (self->grid, lab_swatch_new (f.id), 0, line + 1, 1, 1);
  gtk_label_set_label (attach_label (self, 1, line + 1, 0, "heading"),
                       nn_activation_get_info (f.id)->title);
  for (int i = 0; i < self->n_columns; i++)
    self->cell[self->n_rows][i] = is_below (self, i) ? add_below (self, i, line + 2 + n_below++)
                                  : self->columns[i].is_number ? add_number (self, i, line + 1)
                                                               : add_text (self, i, line + 1);
  self->shown[self->n_rows++] = f.id;
}

static gboolean
rows_match (LabCurveTable *self, const LabFunctionScene *scene)
{
  if (self->n_rows != scene->n_curves)
    return FALSE;
  for (int i = 0; i < self->n_rows; i++)
    if (self->shown[i] != scene->curve[i].id)
      return FALSE;
  return TRUE;
}

static void
rebuild_rows (LabCurveTable *self, const LabFunctionScene *scene)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
  self->n_rows = 0;
  add_head (self);
  for (int i = 0; i < scene->n_curves; i++)
    add_row (self, scene->curve[i]);
}

/* A label lays itself out anew for every text, even the same one. */
static void
set_markup (GtkLabel *label, const char *markup)
{
  if (!g_str_equal (gtk_label_get_label (label), markup))
    gtk_label_set_markup (label, markup);
}

/* Below its row a text says of which number it speaks: the one it follows; and so does a number. */
static char *
write_cell (LabCurveTable *self, int column, nn_activation f, LabColor color)
{
  g_autofree char *text = self->columns[column].write (self->model, f);

  if (self->columns[column].is_number)
    {
      g_autofree char *number = lab_text_colored (color, text);

      return is_below (self, column)
                 ? g_strdup_printf ("%s  %s", _(self->columns[column].title), number)
                 : g_steal_pointer (&number);
    }
  if (is_below (self, column) && column > 0 && *text != '\0')
    return g_strdup_printf ("%s %s", _(self->columns[column - 1].title), text);
  return g_steal_pointer (&text);
}

static void
update_row (LabCurveTable *self, int row, nn_activation f)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  LabStyle style = lab_palette_style (f.id, dark);

  for (int i = 0; i < self->n_columns; i++)
    {
      g_autofree char *text = write_cell (self, i, f, style.label);

      set_markup (self->cell[row][i], text);
      if (is_below (self, i))
        gtk_widget_set_visible (GTK_WIDGET (self->cell[row][i]), *text != '\0');
    }
}

static void
update (LabCurveTable *self)
{
  const LabFunctionScene *scene;

  if (!self->model || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  scene = lab_function_model_get_scene (self->model);
  if (!rows_match (self, scene))
    rebuild_rows (self, scene);
  for (int i = 0; i < self->n_rows; i++)
    update_row (self, i, scene->curve[i]);
}

void
lab_curve_table_setup (LabCurveTable *self, LabFunctionModel *model, const LabColumn *columns,
                       int n_columns, const char *label)
{
  static const char *const signals[] = { "scene-changed", "cursor-changed", "study-changed" };

  g_return_if_fail (LAB_IS_CURVE_TABLE (self));
  g_return_if_fail (self->model == NULL && LAB_IS_FUNCTION_MODEL (model));
  g_return_if_fail (n_columns <= LAB_MAX_COLUMNS);

  self->model = g_object_ref (model);
  self->columns = columns;
  self->n_columns = n_columns;
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (model, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  rebuild_rows (self, lab_function_model_get_scene (model));
}

/* Large type makes a window narrow, and a narrow one narrower still. */
static void
choose_form (LabCurveTable *self)
{
  gboolean large = lab_widget_get_text_scale (GTK_WIDGET (self)) >= large_text;
  Form form = self->compact + large;

  if (self->form == form)
    return;
  self->form = form;
  if (form == FORM_BESIDE)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  if (self->model)
    rebuild_rows (self, lab_function_model_get_scene (self->model));
}

void
lab_curve_table_set_compact (LabCurveTable *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_CURVE_TABLE (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  choose_form (self);
  update (self);
}

static void
lab_curve_table_map (GtkWidget *widget)
{
  LabCurveTable *self = LAB_CURVE_TABLE (widget);
  double scale = CLAMP (lab_widget_get_text_scale (widget), 1, 2.2);

  GTK_WIDGET_CLASS (lab_curve_table_parent_class)->map (widget);
  /* Two curves without scrolling, one of them with a text of two lines; always as high, or the plot
   * would jump under the pointer.                                                               */
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              (int) (112 * scale));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              (int) (112 * scale));
  choose_form (self);
  update (self);
}

static void
lab_curve_table_dispose (GObject *object)
{
  LabCurveTable *self = LAB_CURVE_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_curve_table_parent_class)->dispose (object);
}

static void
lab_curve_table_class_init (LabCurveTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_curve_table_dispose;
  widget_class->map = lab_curve_table_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "curvetable");
}

static void
lab_curve_table_init (LabCurveTable *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 8);
  /* A group may have a name; what a scrolled window is of itself may not. */
  self->scroller
      = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->grid));
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
