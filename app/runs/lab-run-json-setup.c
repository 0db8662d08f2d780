/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-json-setup.c - the set-up, a row of a table for each setting; see lab-run-json.h */

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-number.h"
#include "lab-run-json.h"
#include "nn-trainer.h"

enum { MOST_COUNT = 100000000 };

static const char contestants_key[] = "contestants", seed_key[] = "seed";

typedef enum { TEXT, NAME, COUNT, NUMBER, SWITCH } Kind;

static const char *
optimizer_name (int id)
{
  return nn_optimizer_get_info ((nn_optimizer_id) id)->name;
}

static const char *
schedule_name (int id)
{
  return nn_schedule_get_info ((nn_schedule_id) id)->name;
}

static const char *
initialization_name (int id)
{
  return nn_initialization_get_info ((nn_initialization) id)->name;
}

#define PLACE(member) G_STRUCT_OFFSET (LabTrainingSetup, member)

/* In the order in which they are written. least, most: of a COUNT or NUMBER, both allowed; most of a
 * NAME is how many there are.                                                                   */
static const struct {
  const char *key;
  Kind kind;
  glong place;
  double least, most;
  const char *(*name_of) (int id);
} settings[] = {
  { "data", TEXT, PLACE (data), 0, 0, NULL },
  { "model", TEXT, PLACE (model), 0, 0, NULL },
  { "optimizer", NAME, PLACE (optimizer), 0, NN_N_OPTIMIZERS, optimizer_name },
  { "learning_rate", NUMBER, PLACE (learning_rate), 0, NN_MAX_LEARNING_RATE, NULL },
  { "weight_decay", NUMBER, PLACE (weight_decay), 0, NN_MAX_WEIGHT_DECAY, NULL },
  { "schedule", NAME, PLACE (schedule), 0, NN_N_SCHEDULES, schedule_name },
  { "initialization", NAME, PLACE (initialization), 0, NN_N_INITIALIZATIONS, initialization_name },
  { "dropout", NUMBER, PLACE (dropout), 0, 1, NULL },
  { "learns_parameters", SWITCH, PLACE (learns_parameters), 0, 0, NULL },
  { "batch", COUNT, PLACE (batch), 1, NN_MAX_BATCH, NULL },
  { "epochs", COUNT, PLACE (epochs), 1, MOST_COUNT, NULL },
  { "patience", COUNT, PLACE (patience), 0, MOST_COUNT, NULL },
  { "subset", COUNT, PLACE (subset), 0, MOST_COUNT, NULL },
  { "pace", NUMBER, PLACE (pace), -1e6, 1e9, NULL },
};

enum { N_SETTINGS = G_N_ELEMENTS (settings) };

/* Enumerations have the size of an int, which the compiler is held to here. */
G_STATIC_ASSERT (sizeof (nn_optimizer_id) == sizeof (int));
G_STATIC_ASSERT (sizeof (nn_schedule_id) == sizeof (int));
G_STATIC_ASSERT (sizeof (nn_initialization) == sizeof (int));

/* --- Writing --------------------------------------------------------------------------------- */

static void
add_setting (LabJsonWriter *json, int i, const LabTrainingSetup *setup)
{
  const void *value = G_STRUCT_MEMBER_P (setup, settings[i].place);
  const char *key = settings[i].key;

  switch (settings[i].kind)
    {
    case TEXT:
      lab_json_writer_add_text (json, key, value);
      break;
    case NAME:
      lab_json_writer_add_text (json, key, settings[i].name_of (*(const int *) value));
      break;
    case COUNT:
      lab_json_writer_add_count (json, key, *(const guint *) value);
      break;
    case NUMBER:
      lab_json_writer_add_number (json, key, *(const double *) value);
      break;
    case SWITCH:
      lab_json_writer_add_switch (json, key, *(const gboolean *) value);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
lab_run_json_add_setup (LabJsonWriter *json, const char *key, const LabTrainingSetup *setup)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, setup->seed);

  lab_json_writer_begin_object (json, key);
  for (int i = 0; i < N_SETTINGS; i++)
    add_setting (json, i, setup);
  lab_json_writer_add_text (json, seed_key, seed);
  lab_json_writer_begin_array (json, contestants_key);
  for (int i = 0; i < setup->n_contestants; i++)
    {
      g_autofree char *function = lab_activation_format (setup->contestant[i]);

      lab_json_writer_add_text (json, NULL, function);
    }
  lab_json_writer_end_array (json);
  lab_json_writer_end_object (json);
}

char *
lab_run_json_format_setup (const LabTrainingSetup *setup)
{
  LabJsonWriter *json = lab_json_writer_new ();

  lab_run_json_add_setup (json, NULL, setup);
  return lab_json_writer_end (json);
}

/* --- Reading --------------------------------------------------------------------------------- */

static gboolean
refuse (const char *key, const char *what, GError **error)
{
  /* Translators: the name of a setting in a file, what it must be */
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("its setting “%s” must be %s"), key, what);
  return FALSE;
}

static gboolean
refuse_range (int i, GError **error)
{
  char least[LAB_NUMBER_SIZE], most[LAB_NUMBER_SIZE];
  g_autofree char *range = g_strdup_printf (
      settings[i].kind == COUNT ? _("a whole number from %s to %s") : _("a number from %s to %s"),
      lab_number_format_shortest (least, settings[i].least),
      lab_number_format_shortest (most, settings[i].most));

  return refuse (settings[i].key, range, error);
}

static gboolean
read_text (JsonObject *object, int i, char *value, GError **error)
{
  const char *text = lab_json_get_string (object, settings[i].key);

  if (text == NULL || *text == '\0' || strlen (text) >= LAB_SETUP_TEXT)
    return refuse (settings[i].key, _("a text that is neither empty nor too long"), error);
  g_strlcpy (value, text, LAB_SETUP_TEXT);
  return TRUE;
}

static gboolean
read_name (JsonObject *object, int i, int *value, GError **error)
{
  const char *name = lab_json_get_string (object, settings[i].key);

  for (int id = 0; id < (int) settings[i].most && name != NULL; id++)
    if (g_str_equal (name, settings[i].name_of (id)))
      {
        *value = id;
        return TRUE;
      }
  return refuse (settings[i].key, _("a name that this version knows"), error);
}

static gboolean
read_setting (JsonObject *object, int i, LabTrainingSetup *setup, GError **error)
{
  void *value = G_STRUCT_MEMBER_P (setup, settings[i].place);
  double number = lab_json_get_number (object, settings[i].key);
  gboolean in_range = number >= settings[i].least && number <= settings[i].most;

  switch (settings[i].kind)
    {
    case TEXT:
      return read_text (object, i, value, error);
    case NAME:
      return read_name (object, i, value, error);
    case COUNT:
      if (!in_range || number != floor (number))
        return refuse_range (i, error);
      *(guint *) value = (guint) number;
      return TRUE;
    case NUMBER:
      if (!in_range)
        return refuse_range (i, error);
      *(double *) value = number;
      return TRUE;
    case SWITCH:
      return lab_json_get_switch (object, settings[i].key, value)
             || refuse (settings[i].key, "true / false", error);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_seed (JsonObject *object, guint64 *seed, GError **error)
{
  const char *text = lab_json_get_string (object, seed_key);

  return (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, seed, NULL))
         || refuse (seed_key, _("a whole number of at most 64 bits, between quotation marks"),
                    error);
}

static gboolean
read_contestants (JsonObject *object, LabTrainingSetup *setup, GError **error)
{
  JsonArray *list = lab_json_get_array (object, contestants_key);
  guint n = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < n && i < LAB_MAX_CONTESTANTS; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *text
          = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      if (text == NULL || !lab_activation_parse (text, &setup->contestant[i], NULL))
        n = 0;
    }
  setup->n_contestants = (int) n;
  return (n >= 1 && n <= LAB_MAX_CONTESTANTS)
         || refuse (contestants_key, _("a list of one to six functions such as \"elu:1\""), error);
}

static gboolean
is_known (const char *key)
{
  for (int i = 0; i < N_SETTINGS; i++)
    if (g_str_equal (key, settings[i].key))
      return TRUE;
  return g_str_equal (key, seed_key) || g_str_equal (key, contestants_key);
}

static gboolean
check_all_known (JsonObject *object, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *m = members; m != NULL; m = m->next)
    if (!is_known (m->data))
      {
        g_autofree char *shown = lab_error_printable (m->data);

        g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                     _("it has a setting “%s”, which this version does not know"), shown);
        return FALSE;
      }
  return TRUE;
}

/* What the settings allow one by one may still not be possible together. */
static gboolean
check_optimizer (const LabTrainingSetup *setup, GError **error)
{
  nn_optimizer_config config = nn_optimizer_default (setup->optimizer);

  config.learning_rate = setup->learning_rate;
  config.weight_decay = setup->weight_decay;
  return nn_optimizer_check (&config) == NN_OK
         || refuse ("learning_rate", _("above 0 and fit the weight decay"), error);
}

gboolean
lab_run_json_read_setup (JsonObject *object, LabTrainingSetup *setup, GError **error)
{
  LabTrainingSetup found = { 0 };

  for (int i = 0; i < N_SETTINGS; i++)
    if (!read_setting (object, i, &found, error))
      return FALSE;
  if (!read_seed (object, &found.seed, error) || !read_contestants (object, &found, error)
      || !check_all_known (object, error) || !check_optimizer (&found, error))
    return FALSE;
  *setup = found;
  return TRUE;
}
