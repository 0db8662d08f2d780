/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-alpha-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include "lab-accessible.h"
#include "lab-alpha-scale.h"
#include "lab-alpha-motion.h"
#include "lab-number-entry.h"

struct _LabAlphaCard {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  GtkWidget *card;
  LabAlphaScale *scale;
  GtkSpinButton *entry;
  GtkAdjustment *on_scale, *typed;
  GtkLabel *note;
  AdwSplitButton *play;
  double speed, started, shown; /* shown: the alpha that was set last while it moves */
  guint tick;                   /* 0 while nothing moves */
};

enum { PROP_SPEED = 1 };

G_DEFINE_FINAL_TYPE (LabAlphaCard, lab_alpha_card, GTK_TYPE_WIDGET)

static gboolean
wants_steps (LabAlphaCard *self)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  return !animations;
}

static void
show_play (LabAlphaCard *self)
{
  gboolean playing = self->tick != 0;
  const char *label = playing ? _("Stop moving alpha (Space in the plot)")
                              : _("Move alpha back and forth (Space in the plot)");

  adw_split_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                      : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), label);
  /* What takes the focus is the button within. */
  lab_accessible_set_part_label (GTK_WIDGET (self->play), GTK_TYPE_BUTTON, label);
}

static void
stop (LabAlphaCard *self)
{
  if (self->tick == 0)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  show_play (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LabAlphaCard *self = data;
  double now = (double) gdk_frame_clock_get_frame_time (clock) / G_TIME_SPAN_SECOND;

  if (self->started < 0)
    self->started = now - lab_alpha_motion_start (self->shown, self->speed, wants_steps (self));
  self->shown = lab_alpha_motion_at (now - self->started, self->speed, wants_steps (self));
  lab_function_model_set_alpha (self->model, self->shown);
  return G_SOURCE_CONTINUE;
}

void
lab_alpha_card_toggle (LabAlphaCard *self)
{
  g_return_if_fail (LAB_IS_ALPHA_CARD (self));

  if (self->tick != 0)
    {
      stop (self);
      return;
    }
  self->shown = lab_function_model_get_alpha (self->model);
  self->started = -1;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, self, NULL);
  show_play (self);
}

/* Who chooses a speed wants to see it. */
static void
lab_alpha_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LabAlphaCard *self = LAB_ALPHA_CARD (object);

  self->speed = g_value_get_double (value);
  g_object_notify_by_pspec (object, pspec);
  stop (self);
  lab_alpha_card_toggle (self);
}

static void
lab_alpha_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_double (value, LAB_ALPHA_CARD (object)->speed);
}

static void
keep_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LabAlphaCard *self = LAB_ALPHA_CARD (widget);

  lab_function_model_add_ghost (self->model, lab_function_model_get_alpha (self->model));
}

/* Two adjustments, since the slider reaches to 3 and the entry to 100. Beyond 3 the slider follows. */
static void
show_alpha (LabAlphaCard *self)
{
  double alpha = lab_function_model_get_alpha (self->model);
  const char *note = alpha == 0   ? _("The same as ReLU")
                     : alpha == 1 ? _("Smooth: no kink at 0")
                                  : _("A kink at 0: the slope jumps");

  if (alpha > LAB_ALPHA_MAXIMUM)
    gtk_adjustment_set_upper (self->on_scale, 100);
  else if (!lab_alpha_scale_is_dragged (self->scale))
    gtk_adjustment_set_upper (self->on_scale, LAB_ALPHA_MAXIMUM);
  gtk_adjustment_set_value (self->on_scale, alpha);
  gtk_adjustment_set_value (self->typed, alpha);
  if (!g_str_equal (gtk_label_get_label (self->note), note))
    gtk_label_set_label (self->note, note);
  if (self->tick != 0 && alpha != self->shown)
    stop (self);
}

static void
moved_cb (GtkAdjustment *adjustment, LabAlphaCard *self)
{
  lab_function_model_set_alpha (self->model, gtk_adjustment_get_value (adjustment));
}

static void
play_clicked_cb (LabAlphaCard *self)
{
  lab_alpha_card_toggle (self);
}

void
lab_alpha_card_set_model (LabAlphaCard *self, LabFunctionModel *model)
{
  g_return_if_fail (LAB_IS_ALPHA_CARD (self));
  g_return_if_fail (self->model == NULL && LAB_IS_FUNCTION_MODEL (model));

  self->model = g_object_ref (model);
  lab_number_entry_setup (self->entry);
  show_alpha (self);
  g_signal_connect_object (model, "notify::alpha", G_CALLBACK (show_alpha), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->on_scale, "value-changed", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect_object (self->typed, "value-changed", G_CALLBACK (moved_cb), self, 0);
}

static void
lab_alpha_card_dispose (GObject *object)
{
  LabAlphaCard *self = LAB_ALPHA_CARD (object);

  if (self->play)
    stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_ALPHA_CARD);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_alpha_card_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabAlphaCard, child)

static void
lab_alpha_card_class_init (LabAlphaCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_alpha_card_dispose;
  G_OBJECT_CLASS (klass)->set_property = lab_alpha_card_set_property;
  G_OBJECT_CLASS (klass)->get_property = lab_alpha_card_get_property;
  /* The menu marks the one that is chosen. */
  g_object_class_install_property (
      G_OBJECT_CLASS (klass), PROP_SPEED,
      g_param_spec_double ("speed", NULL, NULL, 0.1, 10, 1,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_type_ensure (LAB_TYPE_ALPHA_SCALE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-alpha-card.ui");
  BIND (card);
  BIND (scale);
  BIND (entry);
  BIND (on_scale);
  BIND (typed);
  BIND (note);
  BIND (play);
  gtk_widget_class_bind_template_callback (widget_class, play_clicked_cb);
  gtk_widget_class_install_property_action (widget_class, "alpha.speed", "speed");
  gtk_widget_class_install_action (widget_class, "alpha.keep", NULL, keep_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_alpha_card_init (LabAlphaCard *self)
{
  self->speed = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  lab_accessible_set_part_label (GTK_WIDGET (self->play), GTK_TYPE_MENU_BUTTON,
                                 adw_split_button_get_dropdown_tooltip (self->play));
  show_play (self);
}
