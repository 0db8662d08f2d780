/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-training-fold.h"

#include "lab-focus.h"

static void
apply_fold (LabTrainingFold *self)
{
  GtkOrientation orientation
      = self->fold == LAB_FOLD_NONE ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  GtkWidget *first = lab_focus_take (self->first), *more = lab_focus_take (self->more);

  g_object_ref (self->first);
  g_object_ref (self->more);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->first)), self->first);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->more)), self->more);
  if (self->fold == LAB_FOLD_NONE)
    gtk_box_prepend (GTK_BOX (self->bar), self->more);
  else
    gtk_box_prepend (GTK_BOX (self->folded), self->more);
  gtk_box_prepend (GTK_BOX (self->fold == LAB_FOLD_ALL ? self->folded : self->bar), self->first);
  g_object_unref (self->first);
  g_object_unref (self->more);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->more), orientation);
  gtk_widget_set_visible (self->options, self->fold != LAB_FOLD_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->choices->plot), self->fold == LAB_FOLD_ALL);
  gtk_widget_set_visible (self->diagnostic_row, self->has_row);
  lab_focus_give_back (first, self->options);
  lab_focus_give_back (more, self->options);
}

static gboolean
refold_cb (gpointer data)
{
  LabTrainingFold *self = data;

  self->refold = 0;
  apply_fold (self);
  return G_SOURCE_REMOVE;
}

static int
natural_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* Of the choices side by side, however they stand now. */
static int
width_side_by_side (GtkWidget *box)
{
  int width = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (box); child;
       child = gtk_widget_get_next_sibling (child))
    width += natural_width (child) + gtk_box_get_spacing (GTK_BOX (box));
  return width;
}

/* The heading of the loss and some air must stand beside what is out. */
static LabFold
choose_fold (LabTrainingFold *self, const LabTrainingLayout *layout)
{
  double heading = layout->panel[0].x.start + LAB_LOSS_HEADING * layout->scale;
  double choices = width_side_by_side (self->first) + width_side_by_side (self->more);

  if (layout->compact)
    return LAB_FOLD_ALL;
  return heading + choices + 24 < layout->width ? LAB_FOLD_NONE : LAB_FOLD_SOME;
}

/* Between two layouts, not within one, the choices change their place. */
void
lab_training_fold_follow (LabTrainingFold *self, const LabTrainingLayout *layout)
{
  LabFold fold = choose_fold (self, layout);
  gboolean has_row = !layout->compact && layout->diagnostic_top >= 0;

  if (fold == self->fold && has_row == self->has_row)
    return;
  self->fold = fold;
  self->choices->folded = fold == LAB_FOLD_ALL;
  self->has_row = has_row;
  if (self->refold == 0)
    self->refold = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refold_cb, self, NULL);
}

static const struct {
  const char *id;
  gssize offset;
} children[] = {
#define CHILD(name)                                                                                \
  {                                                                                                \
#name, G_STRUCT_OFFSET(LabTrainingFold, name)                                                  \
  }
  CHILD (bar), CHILD (first), CHILD (more), CHILD (options), CHILD (folded), CHILD (diagnostic_row),
#undef CHILD
};

void
lab_training_fold_bind (GtkWidgetClass *widget_class, gssize offset)
{
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].id, FALSE,
                                               offset + children[i].offset);
}

void
lab_training_fold_init (LabTrainingFold *self, LabTrainingChoices *choices)
{
  self->choices = choices;
  gtk_widget_set_visible (self->diagnostic_row, FALSE);
}

void
lab_training_fold_clear (LabTrainingFold *self)
{
  g_clear_handle_id (&self->refold, g_source_remove);
}
