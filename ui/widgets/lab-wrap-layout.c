/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-wrap-layout.h"

struct _LabWrapLayout {
  GtkLayoutManager parent_instance;

  int column_spacing, line_spacing;
};

G_DEFINE_FINAL_TYPE (LabWrapLayout, lab_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static void
put (GtkWidget *widget, GtkWidget *child, int width, GdkRectangle place)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = width - place.x - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

/* Returns the height that the children take; gives them their places if they are to have them. */
static int
flow (LabWrapLayout *self, GtkWidget *widget, int width, gboolean allocate)
{
  int x = 0, y = 0, line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural, height;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      natural = MAX (minimum, MIN (natural, width));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, natural, NULL, &height, NULL, NULL);
      if (x > 0 && x + natural > width)
        {
          y += line + self->line_spacing;
          x = line = 0;
        }
      if (allocate)
        put (widget, child, width, (GdkRectangle){ x, y, natural, height });
      x += natural + self->column_spacing;
      line = MAX (line, height);
    }
  return y + line;
}

static GtkSizeRequestMode
lab_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The widest child at the least; all on one line by nature. */
static void
measure_width (LabWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      int least, best;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &best, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += best + (*natural > 0 ? self->column_spacing : 0);
    }
}

static void
lab_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                         int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  LabWrapLayout *self = LAB_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    *minimum = *natural = flow (self, widget, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
}

static void
lab_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                          int baseline)
{
  flow (LAB_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
lab_wrap_layout_class_init (LabWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = lab_wrap_layout_get_request_mode;
  manager_class->measure = lab_wrap_layout_measure;
  manager_class->allocate = lab_wrap_layout_allocate;
}

static void
lab_wrap_layout_init (LabWrapLayout *self)
{
}

GtkLayoutManager *
lab_wrap_layout_new (int column_spacing, int line_spacing)
{
  LabWrapLayout *self = g_object_new (LAB_TYPE_WRAP_LAYOUT, NULL);

  self->column_spacing = column_spacing;
  self->line_spacing = line_spacing;
  return GTK_LAYOUT_MANAGER (self);
}
