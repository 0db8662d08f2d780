/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-training-choices.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-drop-down.h"
#include "lab-text.h"
#include "lab-training-diagnostics.h"
#include "lab-training-figure.h"

/* The slider shows powers of ten, so that 1 and 1000 steps are both within reach. */
static guint
smoothing_of (double position)
{
  return (guint) round (pow (10, position));
}

static LabXUnit
chosen_unit (LabTrainingChoices *self)
{
  return gtk_toggle_button_get_active (self->epochs)    ? LAB_X_EPOCHS
         : gtk_toggle_button_get_active (self->seconds) ? LAB_X_SECONDS
                                                        : LAB_X_STEPS;
}

static void
choice_changed_cb (LabTrainingChoices *self)
{
  LabTrainingView view;
  guint plot = gtk_drop_down_get_selected (self->plot);

  if (self->updating)
    return;
  view = *lab_training_model_get_view (self->model);
  view.x = chosen_unit (self);
  view.log_y = gtk_toggle_button_get_active (self->log_y);
  view.recent = gtk_toggle_button_get_active (self->recent);
  view.smoothing = smoothing_of (gtk_adjustment_get_value (self->smoothing));
  view.baseline = (int) gtk_drop_down_get_selected (self->baseline) - 1;
  view.diagnostic = (LabDiagnostic) gtk_drop_down_get_selected (self->diagnostic);
  if (self->folded && plot != GTK_INVALID_LIST_POSITION)
    {
      view.plot = (LabTrainingPlotKind) MIN (plot, LAB_PLOT_DIAGNOSTIC);
      if (view.plot == LAB_PLOT_DIAGNOSTIC)
        view.diagnostic = (LabDiagnostic) (LAB_DIAGNOSTIC_MEAN + plot - LAB_PLOT_DIAGNOSTIC);
    }
  lab_training_model_set_view (self->model, &view);
}

/* Only if it says something else: a list that is filled anew would close under the pointer. */
static void
fill (GtkDropDown *drop_down, const char *const *titles, guint selected)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (drop_down));
  guint n = list ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
  gboolean same = n == g_strv_length ((char **) titles);

  for (guint i = 0; i < n && same; i++)
    same = g_str_equal (gtk_string_list_get_string (list, i), titles[i]);
  if (!same)
    {
      g_autoptr (GtkStringList) filled = gtk_string_list_new (titles);

      gtk_drop_down_set_model (drop_down, G_LIST_MODEL (filled));
    }
  gtk_drop_down_set_selected (drop_down, selected);
}

static void
fill_baselines (LabTrainingChoices *self, int selected)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (titles, g_strdup (_("No difference")));
  for (int c = 0; c < lab_training_model_get_n_contestants (self->model); c++)
    {
      g_autofree char *name = lab_training_name (self->model, c);

      /* Translators: the curves are shown as differences to this contestant, "minus ReLU" */
      g_ptr_array_add (titles, g_strdup_printf (_("minus %s"), name));
    }
  g_ptr_array_add (titles, NULL);
  fill (self->baseline, (const char *const *) titles->pdata, (guint) (selected + 1));
}

static void
fill_diagnostics (LabTrainingChoices *self, const LabTrainingView *view)
{
  const char *titles[LAB_PLOT_DIAGNOSTIC + LAB_N_DIAGNOSTICS + 1]
      = { _("Loss"), _("Accuracy"), NULL };
  const char *diagnostics[LAB_N_DIAGNOSTICS + 1] = { NULL };
  gboolean any = lab_training_model_get_run (self->model)->n_layers > 0;
  guint plot = view->plot;

  for (int d = 0; d < LAB_N_DIAGNOSTICS; d++)
    diagnostics[d] = _(lab_diagnostic_get_info ((LabDiagnostic) d)->title);
  for (int d = LAB_DIAGNOSTIC_MEAN; any && d < LAB_N_DIAGNOSTICS; d++)
    titles[LAB_PLOT_DIAGNOSTIC + d - LAB_DIAGNOSTIC_MEAN] = diagnostics[d];
  if (plot == LAB_PLOT_DIAGNOSTIC)
    plot = any && view->diagnostic != LAB_DIAGNOSTIC_NONE
               ? plot + view->diagnostic - LAB_DIAGNOSTIC_MEAN
               : LAB_PLOT_LOSS;
  fill (self->plot, titles, plot);
  fill (self->diagnostic, diagnostics, view->diagnostic);
}

static void
show_smoothing (LabTrainingChoices *self, guint smoothing)
{
  g_autofree char *value = g_strdup_printf ("%u", smoothing);
  g_autofree char *text = g_strdup_printf (ngettext ("%u step", "%u steps", smoothing), smoothing);

  if (smoothing_of (gtk_adjustment_get_value (self->smoothing)) != smoothing)
    gtk_adjustment_set_value (self->smoothing, log10 (smoothing));
  gtk_label_set_label (self->smoothing_label, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->smoothing_scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
show_probe (LabTrainingChoices *self)
{
  guint n = lab_training_model_get_n_probe (self->model);
  char count[40];
  g_autofree char *text = g_strdup_printf (ngettext ("%s image", "%s images", n),
                                           lab_format_count (n, count, sizeof count));
  g_autofree char *definitions = lab_diagnostic_definitions (self->model);

  if (g_strcmp0 (gtk_label_get_label (self->probe), text) == 0)
    return;
  gtk_label_set_label (self->probe, text);
  gtk_label_set_label (self->definitions, definitions);
}

/* The logarithm of a difference would hide its sign. */
void
lab_training_choices_show (LabTrainingChoices *self)
{
  const LabTrainingView *view = lab_training_model_get_view (self->model);
  GtkToggleButton *units[] = { self->steps, self->epochs, self->seconds };

  self->updating = TRUE;
  gtk_toggle_button_set_active (units[view->x], TRUE);
  gtk_toggle_button_set_active (self->log_y, view->log_y);
  gtk_widget_set_sensitive (GTK_WIDGET (self->log_y), view->baseline < 0);
  gtk_toggle_button_set_active (self->recent, view->recent);
  show_smoothing (self, view->smoothing);
  fill_baselines (self, view->baseline);
  fill_diagnostics (self, view);
  self->updating = FALSE;
  show_probe (self);
}

void
lab_training_choices_connect (LabTrainingChoices *self, LabTrainingModel *model)
{
  const struct {
    gpointer widget;
    const char *signal;
  } choices[] = {
    { self->steps, "toggled" },
    { self->epochs, "toggled" },
    { self->seconds, "toggled" },
    { self->log_y, "toggled" },
    { self->recent, "toggled" },
    { self->smoothing, "value-changed" },
    { self->baseline, "notify::selected" },
    { self->diagnostic, "notify::selected" },
    { self->plot, "notify::selected" },
  };

  self->model = model;
  lab_training_choices_show (self);
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    g_signal_connect_swapped (choices[i].widget, choices[i].signal, G_CALLBACK (choice_changed_cb),
                              self);
  lab_drop_down_set_name (self->plot, _("Plot shown"));
  lab_drop_down_set_name (self->baseline, _("Difference to"));
  lab_drop_down_set_name (self->diagnostic, _("Diagnostic"));
}

static const struct {
  const char *id;
  gssize offset;
} children[] = {
#define CHILD(name)                                                                                \
  {                                                                                                \
#name, G_STRUCT_OFFSET(LabTrainingChoices, name)                                               \
  }
  CHILD (plot),        CHILD (baseline),        CHILD (diagnostic),      CHILD (steps),
  CHILD (epochs),      CHILD (seconds),         CHILD (log_y),           CHILD (recent),
  CHILD (smoothing),   CHILD (smoothing_scale), CHILD (smoothing_label), CHILD (probe),
  CHILD (definitions),
#undef CHILD
};

void
lab_training_choices_bind (GtkWidgetClass *widget_class, gssize offset)
{
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].id, FALSE,
                                               offset + children[i].offset);
}
