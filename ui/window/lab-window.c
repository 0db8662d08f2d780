/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-window.h"

#include <glib/gi18n.h>
#include "lab-canvas.h"
#include "lab-flap.h"
#include "lab-toast.h"

struct _LabWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwViewStack *views;
  LabFunctionPage *function_page;
  LabTrainingPage *training_page;
  gboolean show_panel;
  int size_class;      /* how many of the widths below it falls short of; -1 before the first */
  gboolean large_text; /* for its width */
};

G_DEFINE_FINAL_TYPE (LabWindow, lab_window, ADW_TYPE_APPLICATION_WINDOW)

enum { PROP_0, PROP_SHOW_PANEL, N_PROPS };

static GParamSpec *properties[N_PROPS];

/* Below the first width the panel lies over the plot and is closed until asked for; below the
 * second the transport is stacked, below the third the strip under the function too.           */
static const int widths[] = { 1000, 900, 620 };

enum { PANEL_OVER_PLOT = 1, STACKED_TRANSPORT, STACKED_STRIP };

LabFunctionPage *
lab_window_get_function_page (LabWindow *self)
{
  g_return_val_if_fail (LAB_IS_WINDOW (self), NULL);
  return self->function_page;
}

LabTrainingPage *
lab_window_get_training_page (LabWindow *self)
{
  g_return_val_if_fail (LAB_IS_WINDOW (self), NULL);
  return self->training_page;
}

void
lab_window_show_page (LabWindow *self, const char *name)
{
  g_return_if_fail (LAB_IS_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->views, name);
}

void
lab_window_toast (LabWindow *self, const char *message)
{
  g_return_if_fail (LAB_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, lab_toast_new (message));
}

static void
set_show_panel (LabWindow *self, gboolean show)
{
  if (self->show_panel == show)
    return;
  self->show_panel = show;
  lab_flap_set_reveal (lab_function_page_get_flap (self->function_page), show);
  lab_flap_set_reveal (lab_training_page_get_flap (self->training_page), show);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANEL]);
}

/* A flap that folds or unfolds hides or shows its panel by itself. */
static void
reveal_changed_cb (AdwFlap *flap, GParamSpec *pspec, LabWindow *self)
{
  set_show_panel (self, adw_flap_get_reveal_flap (flap));
}

static gboolean
apply_size (gpointer data)
{
  LabWindow *self = data;
  AdwFlap *flaps[] = { lab_function_page_get_flap (self->function_page),
                       lab_training_page_get_flap (self->training_page) };

  gboolean over = self->size_class >= PANEL_OVER_PLOT;

  for (gsize i = 0; i < G_N_ELEMENTS (flaps); i++)
    if (over != (adw_flap_get_fold_policy (flaps[i]) == ADW_FLAP_FOLD_POLICY_ALWAYS))
      {
        /* It unfolds now: by itself it would within an allocation, and where animations are off GTK
         * then draws (with a warning) what has no place yet. It must not remain "never": its minimum
         * width would keep the window from becoming narrow.                                      */
        adw_flap_set_fold_policy (flaps[i],
                                  over ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
        if (!over)
          adw_flap_set_fold_policy (flaps[i], ADW_FLAP_FOLD_POLICY_AUTO);
        set_show_panel (self, !over);
      }
  lab_training_page_set_compact (self->training_page, self->size_class >= STACKED_TRANSPORT,
                                 self->large_text);
  lab_function_page_set_compact (self->function_page, self->size_class >= STACKED_STRIP);
  return G_SOURCE_REMOVE;
}

/* There are no breakpoints in this libadwaita. The flaps are changed after this allocation, not
 * within it.                                                                                   */
static void
lab_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LabWindow *self = LAB_WINDOW (widget);
  gboolean large_text = width < widths[STACKED_TRANSPORT - 1] * lab_widget_get_text_scale (widget);
  int size_class = 0;

  GTK_WIDGET_CLASS (lab_window_parent_class)->size_allocate (widget, width, height, baseline);
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    size_class += width < widths[i];
  if ((size_class == self->size_class && large_text == self->large_text) || width <= 0)
    return;
  self->size_class = size_class;
  self->large_text = large_text;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_size, g_object_ref (self), g_object_unref);
}

static void
lab_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_PANEL)
    g_value_set_boolean (value, LAB_WINDOW (object)->show_panel);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lab_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_PANEL)
    set_show_panel (LAB_WINDOW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lab_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_WINDOW);
  G_OBJECT_CLASS (lab_window_parent_class)->dispose (object);
}

static void
lab_window_class_init (LabWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_window_dispose;
  object_class->get_property = lab_window_get_property;
  object_class->set_property = lab_window_set_property;
  widget_class->size_allocate = lab_window_size_allocate;
  properties[PROP_SHOW_PANEL]
      = g_param_spec_boolean ("show-panel", NULL, NULL, TRUE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (LAB_TYPE_FUNCTION_PAGE);
  g_type_ensure (LAB_TYPE_TRAINING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LabWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, views);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, function_page);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, training_page);
  gtk_widget_class_install_property_action (widget_class, "win.show-panel", "show-panel");
}

static void
lab_window_init (LabWindow *self)
{
  self->show_panel = TRUE;
  self->size_class = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (lab_function_page_get_flap (self->function_page), "notify::reveal-flap",
                           G_CALLBACK (reveal_changed_cb), self, 0);
  g_signal_connect_object (lab_training_page_get_flap (self->training_page), "notify::reveal-flap",
                           G_CALLBACK (reveal_changed_cb), self, 0);
}

LabWindow *
lab_window_new (GtkApplication *application)
{
  return g_object_new (LAB_TYPE_WINDOW, "application", application, NULL);
}
