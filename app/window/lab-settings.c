/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-settings.h"

typedef struct {
  int least, most;
} Range;

static Range *
read_range (GSettings *settings, const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL, bounds = NULL;
  Range *read = g_new (Range, 1);
  const char *kind;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &kind, &bounds);
  g_variant_get (bounds, "(ii)", &read->least, &read->most);
  return read;
}

static gboolean
get_setting (GValue *value, GVariant *setting, gpointer range)
{
  g_value_set_int (value, g_variant_get_int32 (setting));
  return TRUE;
}

static GVariant *
make_setting (const GValue *value, const GVariantType *type, gpointer data)
{
  const Range *range = data;

  return g_variant_new_int32 (CLAMP (g_value_get_int (value), range->least, range->most));
}

void
lab_settings_bind_in_range (GSettings *settings, const char *key, GObject *object,
                            const char *property)
{
  g_return_if_fail (G_IS_SETTINGS (settings) && G_IS_OBJECT (object));

  g_settings_bind_with_mapping (settings, key, object, property, G_SETTINGS_BIND_DEFAULT,
                                get_setting, make_setting, read_range (settings, key), g_free);
}
