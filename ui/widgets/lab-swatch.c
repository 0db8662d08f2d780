/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-swatch.h"

#include <adwaita.h>
#include "lab-palette.h"

struct _LabSwatch {
  GtkWidget parent_instance;

  nn_activation_id id;
  int variant;
};

G_DEFINE_FINAL_TYPE (LabSwatch, lab_swatch, GTK_TYPE_WIDGET)

enum { WIDTH = 32, HEIGHT = 16 };

static void
lab_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LabSwatch *self = LAB_SWATCH (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  LabStyle style = lab_palette_variant (self->id, self->variant, dark);
  double width = gtk_widget_get_width (widget), middle = gtk_widget_get_height (widget) / 2.0;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, 2 * (float) middle));

  lab_color_set_source (style.line, cr);
  cairo_set_line_width (cr, 3.5);
  cairo_set_dash (cr, style.dash, style.n_dashes, 0);
  cairo_move_to (cr, 0, middle);
  cairo_line_to (cr, width, middle);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
lab_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
lab_swatch_class_init (LabSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = lab_swatch_snapshot;
  widget_class->measure = lab_swatch_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lab_swatch_init (LabSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
lab_swatch_new (nn_activation_id id)
{
  LabSwatch *self = g_object_new (LAB_TYPE_SWATCH, NULL);

  self->id = id;
  return GTK_WIDGET (self);
}

void
lab_swatch_set (LabSwatch *self, nn_activation_id id, int variant)
{
  g_return_if_fail (LAB_IS_SWATCH (self));

  self->id = id;
  self->variant = variant;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
