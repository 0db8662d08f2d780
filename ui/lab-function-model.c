/* lab-function-model.c - see the header */

#include "config.h"
#include "lab-function-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"

struct _LabFunctionModel {
  GObject parent_instance;

  double alpha, cursor;
  gboolean shown[NN_N_ACTIVATIONS];
  LabFunctionScene scene;
};

G_DEFINE_FINAL_TYPE (LabFunctionModel, lab_function_model, G_TYPE_OBJECT)

enum { PROP_0, PROP_ALPHA, PROP_CURSOR, N_PROPS };
enum { SCENE_CHANGED, CURSOR_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
rebuild_scene (LabFunctionModel *self)
{
  LabFunctionScene *scene = &self->scene;

  scene->n_curves = 0;
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    if (self->shown[id])
      scene->curve[scene->n_curves++] = nn_activation_default ((nn_activation_id) id);
  for (int i = 0; i < scene->n_curves; i++)
    if (scene->curve[i].id == NN_ELU)
      scene->curve[i].parameter[0] = self->alpha;
  g_signal_emit (self, signals[SCENE_CHANGED], 0);
}

void
lab_function_model_set_alpha (LabFunctionModel *self, double alpha)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));

  if (!isfinite (alpha))
    return;
  alpha = CLAMP (alpha, 0, LAB_ALPHA_MAXIMUM);
  if (alpha == self->alpha)
    return;
  self->alpha = alpha;
  rebuild_scene (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALPHA]);
}

double
lab_function_model_get_alpha (LabFunctionModel *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), 1);
  return self->alpha;
}

void
lab_function_model_set_cursor (LabFunctionModel *self, double x)
{
  g_return_if_fail (LAB_IS_FUNCTION_MODEL (self));

  if (!isfinite (x) || x == self->cursor)
    return;
  self->cursor = x;
  g_signal_emit (self, signals[CURSOR_CHANGED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

double
lab_function_model_get_cursor (LabFunctionModel *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), 0);
  return self->cursor;
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
  rebuild_scene (self);
}

gboolean
lab_function_model_get_shown (LabFunctionModel *self, nn_activation_id id)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), FALSE);
  g_return_val_if_fail (id < NN_N_ACTIVATIONS, FALSE);
  return self->shown[id];
}

const LabFunctionScene *
lab_function_model_get_scene (LabFunctionModel *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), NULL);
  return &self->scene;
}

static void
describe_curve (LabFunctionModel *self, nn_activation f, GString *text)
{
  g_autofree char *name = lab_formula_name (f);
  char value[48], slope[48];

  lab_format_value (nn_activation_eval (f, 0, self->cursor), value, sizeof value);
  lab_format_value (nn_activation_eval (f, 1, self->cursor), slope, sizeof slope);
  g_string_append_c (text, ' ');
  /* Translators: name of a function, its value and its slope at the cursor */
  g_string_append_printf (text, _ ("%s: value %s, slope %s."), name, value, slope);
}

char *
lab_function_model_describe (LabFunctionModel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const LabFunctionScene *scene;
  char x[32];

  g_return_val_if_fail (LAB_IS_FUNCTION_MODEL (self), NULL);

  scene = &self->scene;
  if (scene->n_curves == 0)
    return g_strdup (_ ("No curve is switched on."));
  /* Translators: %s is a number */
  g_string_append_printf (text, _ ("Functions above, their slopes below. Cursor at x = %s."),
                          lab_format_fixed (self->cursor, 2, x, sizeof x));
  for (int i = 0; i < scene->n_curves; i++)
    describe_curve (self, scene->curve[i], text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
lab_function_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LabFunctionModel *self = LAB_FUNCTION_MODEL (object);

  switch (id)
    {
    case PROP_ALPHA:
      g_value_set_double (value, self->alpha);
      break;
    case PROP_CURSOR:
      g_value_set_double (value, self->cursor);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lab_function_model_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LabFunctionModel *self = LAB_FUNCTION_MODEL (object);

  switch (id)
    {
    case PROP_ALPHA:
      lab_function_model_set_alpha (self, g_value_get_double (value));
      break;
    case PROP_CURSOR:
      lab_function_model_set_cursor (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lab_function_model_class_init (LabFunctionModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_function_model_get_property;
  object_class->set_property = lab_function_model_set_property;
  properties[PROP_ALPHA]
      = g_param_spec_double ("alpha", NULL, NULL, 0, LAB_ALPHA_MAXIMUM, 1, flags);
  properties[PROP_CURSOR]
      = g_param_spec_double ("cursor", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SCENE_CHANGED] = g_signal_new ("scene-changed", LAB_TYPE_FUNCTION_MODEL,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CURSOR_CHANGED] = g_signal_new ("cursor-changed", LAB_TYPE_FUNCTION_MODEL,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_function_model_init (LabFunctionModel *self)
{
  self->alpha = 1;
  self->cursor = -1.2;
  self->shown[NN_ELU] = TRUE;
  self->shown[NN_RELU] = TRUE;
  lab_function_scene_init (&self->scene);
}

LabFunctionModel *
lab_function_model_new (void)
{
  return g_object_new (LAB_TYPE_FUNCTION_MODEL, NULL);
}
