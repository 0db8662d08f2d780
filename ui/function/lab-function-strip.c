/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-strip.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-canvas.h"
#include "lab-curve-table.h"
#include "lab-depth-figure.h"
#include "lab-distribution-figure.h"
#include "lab-drop-down.h"
#include "lab-function-columns.h"
#include "lab-number-entry.h"
#include "lab-value-table.h"

struct _LabFunctionStrip {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  GtkWidget *scroller; /* bound, so that it goes with the template */
  GtkBox *box, *controls, *head, *numbers, *distribution_page;
  GtkDropDown *study;
  GtkStack *pages;
  GtkWidget *cursor_row, *layers_row, *layers_scale, *step_row, *step_scale, *mu_row, *sigma_row;
  GtkSpinButton *cursor_entry, *layers_entry, *step_entry, *mu_entry, *sigma_entry;
  GtkAdjustment *cursor, *layers, *step, *step_log, *mu, *sigma;
  LabCurveTable *values, *moments, *quotients;
  LabCanvas *distribution, *depth;
  LabValueTable *table;
};

G_DEFINE_FINAL_TYPE (LabFunctionStrip, lab_function_strip, GTK_TYPE_WIDGET)

/* Which of the numbers a study needs, in the order of its drop-down. */
typedef enum { CURSOR = 1, LAYERS = 2, STEP = 4, DISTRIBUTION = 8 } Needs;

static const struct {
  const char *page;
  Needs needs;
} studies[] = {
  { "values", CURSOR },
  { "distribution", DISTRIBUTION },
  { "depth", CURSOR | LAYERS },
  { "quotients", CURSOR | STEP },
  { "table", 0 },
};

static double
cursor_of (LabFunctionModel *model)
{
  return lab_function_model_get_cursor (model);
}

static void
draw_distribution (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabFunctionModel *model = LAB_FUNCTION_STRIP (owner)->model;

  lab_distribution_figure_draw (
      cr, lab_function_model_get_scene (model), lab_function_model_get_number (model, "mu"),
      lab_function_model_get_number (model, "sigma"), width, height, scale, dark);
}

static char *
describe_distribution (gpointer owner)
{
  LabFunctionModel *model = LAB_FUNCTION_STRIP (owner)->model;

  return lab_distribution_describe (lab_function_model_get_scene (model),
                                    lab_function_model_get_number (model, "mu"),
                                    lab_function_model_get_number (model, "sigma"));
}

static int
layers_of (LabFunctionModel *model)
{
  return (int) lround (lab_function_model_get_number (model, "layers"));
}

static void
draw_depth (cairo_t *cr, int width, int height, gboolean dark, double scale, gpointer owner)
{
  LabFunctionModel *model = LAB_FUNCTION_STRIP (owner)->model;

  lab_depth_figure_draw (cr, lab_function_model_get_scene (model), cursor_of (model),
                         layers_of (model), width, height, scale, dark);
}

static char *
describe_depth (gpointer owner)
{
  LabFunctionModel *model = LAB_FUNCTION_STRIP (owner)->model;

  return lab_depth_describe (lab_function_model_get_scene (model), cursor_of (model),
                             layers_of (model));
}

static void
changed_cb (LabFunctionStrip *self)
{
  LabCanvas *canvases[] = { self->distribution, self->depth };

  for (gsize i = 0; i < G_N_ELEMENTS (canvases); i++)
    if (gtk_widget_get_mapped (GTK_WIDGET (canvases[i])))
      {
        lab_canvas_queue_base (canvases[i]);
        lab_canvas_queue_description (canvases[i]);
      }
}

static void
canvas_mapped_cb (LabCanvas *canvas)
{
  lab_canvas_queue_base (canvas);
  lab_canvas_queue_description (canvas);
}

static void
study_changed_cb (LabFunctionStrip *self)
{
  guint i = MIN (gtk_drop_down_get_selected (self->study), G_N_ELEMENTS (studies) - 1);
  Needs needs = studies[i].needs;

  gtk_stack_set_visible_child_name (self->pages, studies[i].page);
  gtk_widget_set_visible (self->cursor_row, (needs & CURSOR) != 0);
  gtk_widget_set_visible (self->layers_row, (needs & LAYERS) != 0);
  gtk_widget_set_visible (self->layers_scale, (needs & LAYERS) != 0);
  gtk_widget_set_visible (self->step_row, (needs & STEP) != 0);
  gtk_widget_set_visible (self->step_scale, (needs & STEP) != 0);
  gtk_widget_set_visible (self->mu_row, (needs & DISTRIBUTION) != 0);
  gtk_widget_set_visible (self->sigma_row, (needs & DISTRIBUTION) != 0);
  g_object_set (self->model, "quotients", (needs & STEP) != 0, NULL);
}

static gboolean
to_logarithm (GBinding *binding, const GValue *from, GValue *to, gpointer unused)
{
  g_value_set_double (to, log10 (g_value_get_double (from)));
  return TRUE;
}

/* Two digits are enough of a step that is dragged. */
static gboolean
from_logarithm (GBinding *binding, const GValue *from, GValue *to, gpointer unused)
{
  double value = pow (10, g_value_get_double (from));
  double unit = pow (10, floor (log10 (value)) - 1);

  g_value_set_double (to, CLAMP (round (value / unit) * unit, 1e-6, 2));
  return TRUE;
}

static void
bind_numbers (LabFunctionStrip *self)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  const struct {
    const char *property;
    GtkAdjustment *adjustment;
    GtkSpinButton *entry;
  } numbers[] = {
    { "cursor", self->cursor, self->cursor_entry }, { "layers", self->layers, self->layers_entry },
    { "step", self->step, self->step_entry },       { "mu", self->mu, self->mu_entry },
    { "sigma", self->sigma, self->sigma_entry },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_object_bind_property (self->model, numbers[i].property, numbers[i].adjustment, "value",
                              flags);
      lab_number_entry_setup (numbers[i].entry);
    }
  g_object_bind_property_full (self->model, "step", self->step_log, "value", flags, to_logarithm,
                               from_logarithm, NULL, NULL);
}

static void
setup_canvases (LabFunctionStrip *self)
{
  static const char *const signals[] = { "scene-changed", "cursor-changed", "study-changed" };

  lab_canvas_set_draw (self->distribution, draw_distribution, NULL, self);
  lab_canvas_set_describe (self->distribution, _("Distribution before and after"),
                           describe_distribution);
  lab_canvas_set_draw (self->depth, draw_depth, NULL, self);
  lab_canvas_set_describe (self->depth, _("Product of slopes over the layers"), describe_depth);
  g_signal_connect (self->distribution, "map", G_CALLBACK (canvas_mapped_cb), NULL);
  g_signal_connect (self->depth, "map", G_CALLBACK (canvas_mapped_cb), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->model, signals[i], G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
}

void
lab_function_strip_set_model (LabFunctionStrip *self, LabFunctionModel *model)
{
  g_return_if_fail (LAB_IS_FUNCTION_STRIP (self));
  g_return_if_fail (self->model == NULL && LAB_IS_FUNCTION_MODEL (model));

  self->model = g_object_ref (model);
  bind_numbers (self);
  setup_canvases (self);
  lab_curve_table_setup (self->values, model, lab_value_columns, LAB_N_VALUE_COLUMNS,
                         _("Values at the cursor"));
  lab_curve_table_setup (self->moments, model, lab_moment_columns, LAB_N_MOMENT_COLUMNS,
                         _("Moments of the output"));
  lab_curve_table_setup (self->quotients, model, lab_quotient_columns, LAB_N_QUOTIENT_COLUMNS,
                         _("Difference quotients"));
  lab_value_table_set_model (self->table, model);
  lab_drop_down_set_name (self->study, _("Below the plot"));
  study_changed_cb (self);
}

/* Two numbers side by side, as long as the text is not too large for that. */
static void
set_number_rows (LabFunctionStrip *self, gboolean compact)
{
  GtkSpinButton *entries[] = { self->cursor_entry, self->layers_entry, self->step_entry,
                               self->mu_entry, self->sigma_entry };
  gboolean beside = compact && lab_widget_get_text_scale (GTK_WIDGET (self)) < 1.3;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->numbers),
                                  beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_editable_set_width_chars (GTK_EDITABLE (entries[i]), beside ? 4 : 6);
}

void
lab_function_strip_set_compact (LabFunctionStrip *self, gboolean compact)
{
  GtkOrientation along = compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  g_return_if_fail (LAB_IS_FUNCTION_STRIP (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), along);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->distribution_page), along);
  gtk_box_set_spacing (self->box, compact ? 8 : 20);
  gtk_box_set_spacing (self->distribution_page, compact ? 4 : 18);
  set_number_rows (self, compact);
  lab_curve_table_set_compact (self->values, compact);
  gtk_widget_set_size_request (GTK_WIDGET (self->distribution), 220, compact ? 130 : 180);
}

void
lab_function_strip_add_buttons (LabFunctionStrip *self, GtkWidget *buttons)
{
  g_return_if_fail (LAB_IS_FUNCTION_STRIP (self));
  gtk_box_append (self->head, buttons);
}

void
lab_function_strip_remove_buttons (LabFunctionStrip *self, GtkWidget *buttons)
{
  g_return_if_fail (LAB_IS_FUNCTION_STRIP (self));
  gtk_box_remove (self->head, buttons);
}

static void
lab_function_strip_dispose (GObject *object)
{
  LabFunctionStrip *self = LAB_FUNCTION_STRIP (object);

  if (self->distribution)
    lab_canvas_set_draw (self->distribution, NULL, NULL, NULL);
  if (self->depth)
    lab_canvas_set_draw (self->depth, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_FUNCTION_STRIP);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_function_strip_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabFunctionStrip, child)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-function-strip.ui");
  BIND (scroller);
  BIND (box);
  BIND (controls);
  BIND (head);
  BIND (numbers);
  BIND (distribution_page);
  BIND (study);
  BIND (pages);
  BIND (cursor_row);
  BIND (layers_row);
  BIND (layers_scale);
  BIND (step_row);
  BIND (step_scale);
  BIND (mu_row);
  BIND (sigma_row);
  BIND (cursor_entry);
  BIND (layers_entry);
  BIND (step_entry);
  BIND (mu_entry);
  BIND (sigma_entry);
  BIND (cursor);
  BIND (layers);
  BIND (step);
  BIND (step_log);
  BIND (mu);
  BIND (sigma);
  BIND (values);
  BIND (moments);
  BIND (quotients);
  BIND (distribution);
  BIND (depth);
  BIND (table);
  gtk_widget_class_bind_template_callback (widget_class, study_changed_cb);
}

static void
lab_function_strip_class_init (LabFunctionStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_function_strip_dispose;
  g_type_ensure (LAB_TYPE_CANVAS);
  g_type_ensure (LAB_TYPE_CURVE_TABLE);
  g_type_ensure (LAB_TYPE_VALUE_TABLE);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lab_function_strip_init (LabFunctionStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
