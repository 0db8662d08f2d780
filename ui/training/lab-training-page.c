/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-training-page.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-label.h"
#include "lab-training-plot.h"
#include "lab-transport.h"

struct _LabTrainingPage {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  AdwFlap *flap;
  LabTrainingPlot *plot;
  GtkWidget *content;
  LabSetupPanel *panel;
  LabTransport *transport;
  GtkRevealer *notice, *comparison;
  GtkWidget *comparison_button;
  GtkLabel *result, *notice_label, *comparison_label;
};

G_DEFINE_FINAL_TYPE (LabTrainingPage, lab_training_page, GTK_TYPE_WIDGET)

LabTrainingModel *
lab_training_page_get_model (LabTrainingPage *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_PAGE (self), NULL);
  return self->model;
}

AdwFlap *
lab_training_page_get_flap (LabTrainingPage *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_PAGE (self), NULL);
  return self->flap;
}

void
lab_training_page_set_compact (LabTrainingPage *self, gboolean compact, gboolean large_text)
{
  g_return_if_fail (LAB_IS_TRAINING_PAGE (self));

  lab_transport_set_form (self->transport, compact, large_text);
  lab_training_plot_set_compact (self->plot, compact);
}

static void
append_result (LabTrainingPage *self, int contestant, GString *text)
{
  const LabContestantCurves *curves = lab_training_model_get_curves (self->model, contestant);
  g_autofree char *name
      = lab_formula_name (lab_training_model_get_setup (self->model)->contestant[contestant]);

  if (curves->diverged)
    /* Translators: %s is a function, "ELU α = 1.00" */
    g_string_append_printf (text, _("%s diverged: its loss is no longer a number. "), name);
  else if (isfinite (curves->test_accuracy))
    /* Translators: a function and its accuracy on images that it never saw */
    g_string_append_printf (text, _("%s: %.1f %% on the test images. "), name,
                            100 * curves->test_accuracy);
}

static char *
join_overlays (LabTrainingModel *model, guint n)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "; " : "",
                            lab_training_model_get_overlay (model, i)->name);
  return g_string_free (names, FALSE);
}

/* The names of the past runs that are drawn under this one. */
static void
show_comparison (LabTrainingPage *self)
{
  guint n = lab_training_model_get_n_overlays (self->model);

  gtk_revealer_set_reveal_child (self->comparison, n > 0);
  if (n > 0)
    {
      g_autofree char *names = join_overlays (self->model, n);
      /* Translators: names of runs */
      g_autofree char *text = g_strdup_printf (_("Compared with: %s"), names);

      lab_label_say (self->comparison_label, text);
    }
}

static void
comparison_ended_cb (LabTrainingPage *self)
{
  lab_training_model_clear_overlays (self->model);
  lab_training_model_data_changed (self->model);
}

static void
facts_changed_cb (LabTrainingPage *self)
{
  const char *notice = lab_training_model_get_facts (self->model)->notice;

  if (notice != NULL)
    lab_label_say (self->notice_label, notice);
  gtk_revealer_set_reveal_child (self->notice, notice != NULL);
}

static void
data_changed_cb (LabTrainingPage *self)
{
  g_autoptr (GString) result = g_string_new (NULL);

  for (int i = 0; i < lab_training_model_get_n_contestants (self->model); i++)
    append_result (self, i, result);
  gtk_widget_set_visible (GTK_WIDGET (self->result), result->len > 0);
  gtk_label_set_label (self->result, g_strchomp (result->str));
  show_comparison (self);
}

void
lab_training_page_set_choices (LabTrainingPage *self, int n_choices, const LabModelChoice *choices)
{
  g_return_if_fail (LAB_IS_TRAINING_PAGE (self));

  lab_setup_panel_set_choices (self->panel, n_choices, choices);
}

static void
connect_all (LabTrainingPage *self)
{
  g_signal_connect_object (self->model, "data-changed", G_CALLBACK (data_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "facts-changed", G_CALLBACK (facts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comparison_button, "clicked", G_CALLBACK (comparison_ended_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
lab_training_page_dispose (GObject *object)
{
  LabTrainingPage *self = LAB_TRAINING_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_TRAINING_PAGE);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_training_page_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabTrainingPage, child)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-training-page.ui");
  BIND (content), BIND (flap), BIND (plot), BIND (panel), BIND (transport), BIND (result);
  BIND (notice), BIND (notice_label), BIND (comparison), BIND (comparison_label);
  BIND (comparison_button);
}

static void
lab_training_page_class_init (LabTrainingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_training_page_dispose;
  g_type_ensure (LAB_TYPE_TRAINING_PLOT);
  g_type_ensure (LAB_TYPE_TRANSPORT);
  g_type_ensure (LAB_TYPE_SETUP_PANEL);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lab_training_page_init (LabTrainingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = lab_training_model_new ();
  lab_setup_panel_set_model (self->panel, self->model);
  lab_transport_set_model (self->transport, self->model);
  lab_training_plot_set_model (self->plot, self->model);
  connect_all (self);
}
