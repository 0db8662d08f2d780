/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-model.h"

#include <math.h>
#include "lab-function-view.h"

struct _LabFunctionModel {
  GObject parent_instance;

  nn_activation function[NN_N_ACTIVATIONS];
  gboolean shown[NN_N_ACTIVATIONS];
  nn_activation_id gap_f, gap_g;
  double cursor, step, mu, sigma, layers;
  gboolean tangent, second, gap, equal_aspect, quotients;
  LabFunctionScene scene;
};

G_DEFINE_FINAL_TYPE (LabFunctionModel, lab_function_model, G_TYPE_OBJECT)

enum { SCENE_CHANGED, CURSOR_CHANGED, STUDY_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* One row a property: a number or a switch, where it is kept, and what follows from a change. */
typedef struct {
  const char *name;
  gsize offset;
  double minimum, maximum, initial; /* of a number */
  int signal;
} Field;

#define OFFSET(member) G_STRUCT_OFFSET (LabFunctionModel, member)

static const Field numbers[] = {
  { "alpha", OFFSET (function[NN_ELU].parameter[0]), 0, 100, 1, SCENE_CHANGED },
  { "cursor", OFFSET (cursor), -G_MAXDOUBLE, G_MAXDOUBLE, -1.2, CURSOR_CHANGED },
  { "step", OFFSET (step), 1e-6, 2, 0.5, SCENE_CHANGED },
  { "mu", OFFSET (mu), -100, 100, 0, STUDY_CHANGED },
  { "sigma", OFFSET (sigma), 0.01, 100, 1, STUDY_CHANGED },
  { "layers", OFFSET (layers), 1, 50, 8, STUDY_CHANGED },
};

static const Field switches[] = {
  { "tangent", OFFSET (tangent), .signal = SCENE_CHANGED },
  { "second-derivative", OFFSET (second), .signal = SCENE_CHANGED },
  { "gap", OFFSET (gap), .signal = SCENE_CHANGED },
  { "equal-aspect", OFFSET (equal_aspect), .initial = TRUE, .signal = SCENE_CHANGED },
  { "quotients", OFFSET (quotients), .signal = SCENE_CHANGED },
};

enum {
  PROP_ALPHA = 1,
  N_NUMBERS = G_N_ELEMENTS (numbers),
  N_SWITCHES = G_N_ELEMENTS (switches),
  PROP_FIRST_SWITCH = PROP_ALPHA + N_NUMBERS,
  PROP_GHOSTS = PROP_FIRST_SWITCH + N_SWITCHES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
find_curve (const LabFunctionScene *scene, nn_activation_id id)
{
  for (int i = 0; i < scene->n_curves; i++)
    if (scene->curve[i].id == id)
      return i;
  return -1;
}

static void
rebuild_scene (LabFunctionModel *self)
{
  LabFunctionScene *scene = &self->scene;

  scene->n_curves = 0;
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    if (self->shown[id])
      scene->curve[scene->n_curves++] = self->function[id];
  scene->gap_f = find_curve (scene, self->gap_f);
  scene->gap_g = find_curve (scene, self->gap_g);
  /* A gap needs its two curves; switched off, one takes the gap along. */
  scene->gap = self->gap && scene->gap_f >= 0 && scene->gap_g >= 0;
  scene->keep_aspect = self->equal_aspect;
  scene->tangent = self->tangent;
  scene->h = self->quotients ? self->step : 0;
  lab_function_scene_set_panels (scene, self->second, scene->gap);
}

static void
emit (LabFunctionModel *self, int signal)
{
  if (signal == SCENE_CHANGED)
    rebuild_scene (self);
  g_signal_emit (self, signals[signal], 0);
}

static void
set_number (LabFunctionModel *self, guint property, double value)
{
  const Field *field = &numbers[property - PROP_ALPHA];
  double *kept = G_STRUCT_MEMBER_P (self, field->offset);

  if (!(value >= field->minimum && value <= field->maximum) || value == *kept)
    return;
  *kept = value;
  emit (self, field->signal);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_switch (LabFunctionModel *self, guint property, gboolean on)
{
  const Field *field = &switches[property - PROP_FIRST_SWITCH];
  gboolean *kept = G_STRUCT_MEMBER_P (self, field->offset);

  if (*kept == on)
    return;
  *kept = on;
  if (kept == &self->gap && on)
    {
      self->shown[self->gap_f] = TRUE;
      self->shown[self->gap_g] = TRUE;
    }
  emit (self, field->signal);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* The four alphas of the article that the lessons take apart. */
static void
set_ghosts (LabFunctionModel *self, gboolean on)
{
  static const double usual[] = { 0.1, 0.3, 0.5, 1 };

  if ((self->scene.n_ghosts > 0) == on)
    return;
  self->scene.n_ghosts = 0;
  for (gsize i = 0; on && i < G_N_ELEMENTS (usual); i++)
    self->scene.ghost[self->scene.n_ghosts++] = usual[i];
  emit (self, SCENE_CHANGED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GHOSTS]);
}

void
lab_function_model_add_ghost (LabFunctionModel *self, double alpha)
{
  LabFunctionScene *scene;

  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));
  g_return_if_fail (alpha >= 0 && isfinite (alpha));

  scene = &self->scene;
  for (int i = 0; i < scene->n_ghosts; i++)
    if (scene->ghost[i] == alpha)
      return;
  /* The oldest makes room. */
  if (scene->n_ghosts == LAB_MAX_GHOSTS)
    memmove (scene->ghost, scene->ghost + 1, --scene->n_ghosts * sizeof *scene->ghost);
  scene->ghost[scene->n_ghosts++] = alpha;
  emit (self, SCENE_CHANGED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GHOSTS]);
}

void
lab_function_model_set_alpha (LabFunctionModel *self, double alpha)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));
  set_number (self, PROP_ALPHA, alpha);
}

double
lab_function_model_get_alpha (LabFunctionModel *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), 1);
  return self->function[NN_ELU].parameter[0];
}

void
lab_function_model_set_cursor (LabFunctionModel *self, double x)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));
  set_number (self, PROP_ALPHA + 1, x);
}

double
lab_function_model_get_cursor (LabFunctionModel *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), 0);
  return self->cursor;
}

double
lab_function_model_get_number (LabFunctionModel *self, const char *property)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), 0);

  for (int i = 0; i < N_NUMBERS; i++)
    if (g_str_equal (numbers[i].name, property))
      return G_STRUCT_MEMBER (double, self, numbers[i].offset);
  g_return_val_if_reached (0);
}

void
lab_function_model_set_shown (LabFunctionModel *self, nn_activation_id id, gboolean shown)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));
  g_return_if_fail (id < NN_N_ACTIVATIONS);

  shown = !!shown;
  if (self->shown[id] == shown)
    return;
  self->shown[id] = shown;
  emit (self, SCENE_CHANGED);
}

gboolean
lab_function_model_get_shown (LabFunctionModel *self, nn_activation_id id)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), FALSE);
  g_return_val_if_fail (id < NN_N_ACTIVATIONS, FALSE);
  return self->shown[id];
}

gboolean
lab_function_model_set_parameter (LabFunctionModel *self, nn_activation_id id, int k, double value)
{
  nn_activation f;

  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), FALSE);
  g_return_val_if_fail (id < NN_N_ACTIVATIONS && k >= 0 && k < NN_MAX_PARAMETERS, FALSE);

  f = self->function[id];
  f.parameter[k] = value;
  if (!nn_activation_is_valid (f))
    return FALSE;
  if (id == NN_ELU)
    lab_function_model_set_alpha (self, value);
  else if (!nn_activation_equal (f, self->function[id]))
    {
      self->function[id] = f;
      emit (self, SCENE_CHANGED);
    }
  return TRUE;
}

nn_activation
lab_function_model_get_activation (LabFunctionModel *self, nn_activation_id id)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), nn_activation_default (NN_ELU));
  g_return_val_if_fail (id < NN_N_ACTIVATIONS, nn_activation_default (NN_ELU));
  return self->function[id];
}

gboolean
lab_function_model_set_gap_pair (LabFunctionModel *self, nn_activation_id f, nn_activation_id g)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), FALSE);
  g_return_val_if_fail (f < NN_N_ACTIVATIONS && g < NN_N_ACTIVATIONS, FALSE);

  if (f == g)
    return FALSE;
  self->gap_f = f;
  self->gap_g = g;
  self->shown[f] = self->shown[f] || self->gap;
  self->shown[g] = self->shown[g] || self->gap;
  emit (self, SCENE_CHANGED);
  return TRUE;
}

void
lab_function_model_get_gap_pair (LabFunctionModel *self, nn_activation_id *f, nn_activation_id *g)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));
  *f = self->gap_f;
  *g = self->gap_g;
}

void
lab_function_model_set_view (LabFunctionModel *self, const LabFunctionScene *view)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));
  g_return_if_fail (lab_range_check (view->x_low, view->x_high) == LAB_RANGE_OK);

  self->scene.moved = view->moved;
  self->scene.x_low = view->x_low;
  self->scene.x_high = view->x_high;
  for (int i = 0; i < LAB_N_ORDERS; i++)
    {
      self->scene.y_low[i] = view->y_low[i];
      self->scene.y_high[i] = view->y_high[i];
    }
  emit (self, SCENE_CHANGED);
}

void
lab_function_model_reset_view (LabFunctionModel *self)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));

  if (!self->scene.moved)
    return;
  lab_function_view_reset (&self->scene);
  emit (self, SCENE_CHANGED);
}

const LabFunctionScene *
lab_function_model_get_scene (LabFunctionModel *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), NULL);
  return &self->scene;
}

static void
lab_function_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LabFunctionModel *self = LAB_FUNCTION_MODEL (object);

  if (id < PROP_FIRST_SWITCH)
    g_value_set_double (value, G_STRUCT_MEMBER (double, self, numbers[id - PROP_ALPHA].offset));
  else if (id < PROP_GHOSTS)
    g_value_set_boolean (value,
                         G_STRUCT_MEMBER (gboolean, self, switches[id - PROP_FIRST_SWITCH].offset));
  else
    g_value_set_boolean (value, self->scene.n_ghosts > 0);
}

static void
lab_function_model_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LabFunctionModel *self = LAB_FUNCTION_MODEL (object);

  if (id < PROP_FIRST_SWITCH)
    set_number (self, id, g_value_get_double (value));
  else if (id < PROP_GHOSTS)
    set_switch (self, id, g_value_get_boolean (value));
  else
    set_ghosts (self, g_value_get_boolean (value));
}

static void
lab_function_model_class_init (LabFunctionModelClass *klass)
{
  static const char *names[N_SIGNALS] = { "scene-changed", "cursor-changed", "study-changed" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_function_model_get_property;
  object_class->set_property = lab_function_model_set_property;
  for (int i = 0; i < N_NUMBERS; i++)
    properties[PROP_ALPHA + i]
        = g_param_spec_double (numbers[i].name, NULL, NULL, numbers[i].minimum, numbers[i].maximum,
                               numbers[i].initial, flags);
  for (int i = 0; i < N_SWITCHES; i++)
    properties[PROP_FIRST_SWITCH + i]
        = g_param_spec_boolean (switches[i].name, NULL, NULL, switches[i].initial > 0, flags);
  properties[PROP_GHOSTS] = g_param_spec_boolean ("ghosts", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], LAB_TYPE_FUNCTION_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
lab_function_model_init (LabFunctionModel *self)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    self->function[id] = nn_activation_default ((nn_activation_id) id);
  for (int i = 0; i < N_NUMBERS; i++)
    G_STRUCT_MEMBER (double, self, numbers[i].offset) = numbers[i].initial;
  for (int i = 0; i < N_SWITCHES; i++)
    G_STRUCT_MEMBER (gboolean, self, switches[i].offset) = switches[i].initial > 0;
  self->shown[NN_ELU] = TRUE;
  self->shown[NN_RELU] = TRUE;
  self->gap_f = NN_ELU;
  self->gap_g = NN_RELU;
  lab_function_scene_init (&self->scene);
  rebuild_scene (self);
}

LabFunctionModel *
lab_function_model_new (void)
{
  return g_object_new (LAB_TYPE_FUNCTION_MODEL, NULL);
}
