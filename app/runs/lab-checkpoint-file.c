/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-checkpoint-file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-checkpoint-tensors.h"
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-number.h"

enum { PIECE_FLOATS = 16384 };

/* The version of what is written here. */
static const char version_key[] = "elu-lab-checkpoint", version[] = "1";

/* What a file's metadata have beside what it belongs to. */
enum { STEP, OPTIMIZER_STEP, BEST_STEP, N_WORSE, STOPPED, FINISHED, N_COUNTS };
enum { LEARNING_RATE, DROPOUT, BEST_LOSS, N_NUMBERS };

static const char *const count_keys[N_COUNTS] = { "step",      "optimizer_step",
                                                  "best_step", "epochs_without_a_lower_loss",
                                                  "stopped",   "finished" };
static const char *const number_keys[N_NUMBERS] = { "learning_rate", "dropout", "best_loss" };

typedef struct {
  guint64 count[N_COUNTS];
  double number[N_NUMBERS];
} State;

static State
get_state (const nn_snapshot *snapshot, int contestant)
{
  const nn_snapshot_settings *settings = nn_snapshot_peek_settings (snapshot);
  const nn_snapshot_contestant *c = nn_snapshot_peek_contestant (snapshot, contestant);

  return (State){
    .count = { settings->step, c->optimizer_step, c->best_step, (guint64) c->n_worse, c->stopped,
               c->finished },
    .number = { settings->learning_rate, settings->dropout, c->best_loss },
  };
}

static void
set_state (nn_snapshot *snapshot, int contestant, const State *state)
{
  nn_snapshot_contestant *c = nn_snapshot_contestant_of (snapshot, contestant);

  *nn_snapshot_settings_of (snapshot)
      = (nn_snapshot_settings){ state->count[STEP], state->number[LEARNING_RATE],
                                state->number[DROPOUT] };
  c->optimizer_step = state->count[OPTIMIZER_STEP];
  c->best_step = state->count[BEST_STEP];
  c->n_worse = (int) state->count[N_WORSE];
  c->stopped = state->count[STOPPED] != 0;
  c->finished = state->count[FINISHED] != 0;
  c->best_loss = state->number[BEST_LOSS];
}

static gboolean
has_best (const State *state, const nn_snapshot_contestant *c)
{
  return c->best != NULL && state->number[BEST_LOSS] < INFINITY;
}

char *
lab_checkpoint_file_name (const nn_trainer_config *config, int contestant)
{
  g_autofree char *function = lab_activation_format (config->contestant[contestant]);

  /* File systems of other systems allow neither in a name. */
  return g_strdup_printf ("%d-%s.safetensors", contestant + 1, g_strdelimit (function, ":,", '-'));
}

/* --- Writing --------------------------------------------------------------------------------- */

static void
add_text (nn_safetensors *table, const char *key, const char *value)
{
  nn_safetensors_text *text = &table->text[table->n_texts++];

  g_strlcpy (text->key, key, sizeof text->key);
  g_strlcpy (text->value, value, sizeof text->value);
}

static void
add_state (nn_safetensors *table, const State *state)
{
  for (int i = 0; i < N_COUNTS; i++)
    {
      g_autofree char *count = g_strdup_printf ("%llu", (unsigned long long) state->count[i]);

      add_text (table, count_keys[i], count);
    }
  for (int i = 0; i < N_NUMBERS; i++)
    {
      char number[LAB_NUMBER_SIZE];

      add_text (table, number_keys[i], lab_number_format_shortest (number, state->number[i]));
    }
}

static void
add_texts (nn_safetensors *table, const nn_snapshot *snapshot, int contestant, const State *state)
{
  const nn_trainer_config *config = nn_snapshot_get_config (snapshot);
  char model[NN_MODEL_TEXT_SIZE];
  g_autofree char *function
      = lab_activation_format (nn_snapshot_peek_contestant (snapshot, contestant)->f);

  add_text (table, version_key, version);
  add_text (table, "model", nn_model_format (&config->model, model));
  add_text (table, "optimizer", nn_optimizer_get_info (config->optimizer.id)->name);
  add_text (table, "activation", function);
  add_state (table, state);
}

static gboolean
write_floats (int fd, const char *path, const float *values, gsize n, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_FLOATS * sizeof (float));

  for (gsize i = 0; i < n; i += PIECE_FLOATS)
    {
      gsize count = MIN (n - i, PIECE_FLOATS);

      nn_safetensors_encode (count, values + i, piece);
      if (!lab_disk_write (fd, path, piece, count * sizeof (float), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_tensors (int fd, const char *path, const LabCheckpointTensors *tensors, GError **error)
{
  gsize n = nn_safetensors_header (&tensors->table, NULL, 0);
  g_autofree guint8 *header = g_malloc (n);
  gboolean written;

  nn_safetensors_header (&tensors->table, header, n);
  written = lab_disk_write (fd, path, header, n, error);
  for (int i = 0; i < tensors->table.n_tensors && written; i++)
    written = write_floats (fd, path, tensors->values[i], tensors->table.tensor[i].n_values, error);
  return written;
}

gboolean
lab_checkpoint_file_write (const char *path, const nn_snapshot *snapshot, int contestant,
                           GError **error)
{
  g_autofree LabCheckpointTensors *tensors = g_new (LabCheckpointTensors, 1);
  const nn_snapshot_contestant *c = nn_snapshot_peek_contestant (snapshot, contestant);
  const State state = get_state (snapshot, contestant);
  int fd;

  lab_checkpoint_tensors_list (tensors, nn_snapshot_get_config (snapshot), c, has_best (&state, c));
  add_texts (&tensors->table, snapshot, contestant, &state);
  fd = lab_disk_create (path, error);
  if (fd < 0)
    return FALSE;
  if (write_tensors (fd, path, tensors, error))
    return lab_disk_finish (fd, path, error);
  close (fd);
  return FALSE;
}

/* --- Reading --------------------------------------------------------------------------------- */

static const char *const problems[NN_N_SAFETENSORS_PROBLEMS] = {
  [NN_SAFETENSORS_OK] = N_("nothing is wrong"),
  [NN_SAFETENSORS_TRUNCATED] = N_("it ends too early"),
  [NN_SAFETENSORS_TRAILING] = N_("it goes on after its last array"),
  [NN_SAFETENSORS_HEADER] = N_("its header is too long"),
  [NN_SAFETENSORS_SYNTAX] = N_("this character does not belong there"),
  [NN_SAFETENSORS_STRING] = N_("a name is empty, too long or has a character that is not allowed"),
  [NN_SAFETENSORS_NUMBER] = N_("this is not a whole number that can be"),
  [NN_SAFETENSORS_KEY] = N_("a key is unknown or missing"),
  [NN_SAFETENSORS_DUPLICATE] = N_("a name is there twice"),
  [NN_SAFETENSORS_TYPE] = N_("an array is not of the type F32"),
  [NN_SAFETENSORS_TOO_MANY] = N_("there is more than can be"),
  [NN_SAFETENSORS_SIZE] = N_("the size of an array does not fit its shape"),
  [NN_SAFETENSORS_OVERLAP] = N_("two arrays overlap"),
  [NN_SAFETENSORS_GAP] = N_("there is a gap between two arrays"),
};

gboolean
lab_checkpoint_refuse (const char *path, const char *reason, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("The checkpoint “%s” cannot be used: %s. The run's curves are kept, but it cannot "
                 "go on from there."),
               shown, reason);
  return FALSE;
}

/* Takes over reason. */
static gboolean
refuse (const char *path, char *reason, GError **error)
{
  g_autofree char *owned = reason;

  return lab_checkpoint_refuse (path, owned, error);
}

static gboolean
read_all (int fd, guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize n = read (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* The whole file if it has at most so many bytes; or NULL and why not. A pipe in its place must not
 * be waited for.                                                                                */
static guint8 *
read_file (const char *path, gsize most, gsize *length, char **reason)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  g_autofree guint8 *data = NULL;
  struct stat status;

  if (fd < 0 || fstat (fd, &status) != 0)
    *reason = g_strdup (g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    *reason = g_strdup (_("it is not a file"));
  else if ((guint64) status.st_size > most)
    *reason = g_strdup (_("it is larger than the model can make it"));
  else
    {
      *length = (gsize) status.st_size;
      data = g_try_malloc (MAX (*length, 1));
      if (data == NULL)
        *reason = g_strdup (_("there is not enough memory"));
      else if (!read_all (fd, data, *length))
        {
          *reason = g_strdup (_("it could not be read to its end"));
          g_clear_pointer (&data, g_free);
        }
    }
  if (fd >= 0)
    close (fd);
  return g_steal_pointer (&data);
}

static char *
missing (const char *what)
{
  return g_strdup_printf (_("“%s” is missing or does not fit"), what);
}

static gboolean
is_boolean (int count)
{
  return count == STOPPED || count == FINISHED;
}

static char *
read_state (const nn_safetensors *table, State *state)
{
  for (int i = 0; i < N_COUNTS; i++)
    {
      const char *text = nn_safetensors_value (table, count_keys[i]);
      guint64 most = is_boolean (i) ? 1 : i == N_WORSE ? G_MAXINT : G_MAXUINT64;

      if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, most, &state->count[i], NULL))
        return missing (count_keys[i]);
    }
  for (int i = 0; i < N_NUMBERS; i++)
    {
      const char *text = nn_safetensors_value (table, number_keys[i]);

      if (text == NULL || !lab_number_parse (text, &state->number[i], NULL))
        return missing (number_keys[i]);
    }
  return NULL;
}

static char *
check_text (const nn_safetensors *table, const char *key, const char *expected)
{
  return g_strcmp0 (nn_safetensors_value (table, key), expected) == 0 ? NULL : missing (key);
}

/* That it is of this run's set-up; reads the contestant's function. */
static char *
read_belonging (const nn_safetensors *table, const nn_trainer_config *config, nn_activation *f)
{
  const char *function = nn_safetensors_value (table, "activation");
  nn_activation found;
  char model[NN_MODEL_TEXT_SIZE];
  char *reason = check_text (table, version_key, version);

  if (reason == NULL)
    reason = check_text (table, "model", nn_model_format (&config->model, model));
  if (reason == NULL)
    reason = check_text (table, "optimizer", nn_optimizer_get_info (config->optimizer.id)->name);
  if (reason != NULL)
    return reason;
  if (function == NULL || !lab_activation_parse (function, &found, NULL) || found.id != f->id)
    return missing ("activation");
  *f = found;
  return NULL;
}

static gboolean
same_shape (const nn_safetensor *a, const nn_safetensor *b)
{
  return a->n_dimensions == b->n_dimensions
         && memcmp (a->dimension, b->dimension, a->n_dimensions * sizeof *a->dimension) == 0;
}

/* The arrays that must be there and no other. */
static char *
read_tensors (const nn_safetensors *table, const LabCheckpointTensors *expected)
{
  for (int i = 0; i < expected->table.n_tensors; i++)
    {
      const nn_safetensor *t = &expected->table.tensor[i],
                          *found = nn_safetensors_find (table, t->name);

      if (found == NULL || !same_shape (t, found))
        return missing (t->name);
      nn_safetensors_decode (t->n_values, found->bytes, expected->values[i]);
    }
  return table->n_tensors == expected->table.n_tensors
             ? NULL
             : g_strdup (_("it has arrays that this run does not have"));
}

static char *
read_table (const nn_safetensors *table, nn_snapshot *snapshot, int contestant)
{
  g_autofree LabCheckpointTensors *expected = g_new (LabCheckpointTensors, 1);
  const nn_trainer_config *config = nn_snapshot_get_config (snapshot);
  nn_snapshot_contestant *c = nn_snapshot_contestant_of (snapshot, contestant);
  const State first = get_state (snapshot, 0);
  State state = { 0 };
  char *reason = read_belonging (table, config, &c->f);

  if (reason == NULL)
    reason = read_state (table, &state);
  if (reason != NULL)
    return reason;
  if (contestant > 0
      && (state.count[STEP] != first.count[STEP]
          || state.number[LEARNING_RATE] != first.number[LEARNING_RATE]
          || state.number[DROPOUT] != first.number[DROPOUT]))
    return g_strdup (_("it is of another moment than the files beside it"));
  set_state (snapshot, contestant, &state);
  lab_checkpoint_tensors_list (expected, config, c, has_best (&state, c));
  return read_tensors (table, expected);
}

/* Room for the header and all arrays. */
static gsize
most_bytes (const nn_snapshot *snapshot, int contestant)
{
  const nn_snapshot_contestant *c = nn_snapshot_peek_contestant (snapshot, contestant);

  return NN_SAFETENSORS_MAX_HEADER + 8
         + c->n_parameters * sizeof (float) * (1 + c->n_moments + (c->best != NULL));
}

gboolean
lab_checkpoint_file_read (const char *path, nn_snapshot *snapshot, int contestant, GError **error)
{
  gsize length = 0, offset = 0;
  char *reason = NULL;
  g_autofree guint8 *data = read_file (path, most_bytes (snapshot, contestant), &length, &reason);
  g_autofree nn_safetensors *table = NULL;
  nn_safetensors_problem problem;

  if (data == NULL)
    return refuse (path, reason, error);
  table = g_new (nn_safetensors, 1);
  problem = nn_safetensors_parse (data, length, table, &offset);
  if (problem != NN_SAFETENSORS_OK)
    return refuse (path, g_strdup_printf (_("at byte %zu, %s"), offset, _(problems[problem])),
                   error);
  reason = read_table (table, snapshot, contestant);
  return reason == NULL || refuse (path, reason, error);
}
