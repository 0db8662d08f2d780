/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-diagnostics.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-csv-reader.h"

/* In the order of the file's second line; bins of the histogram follow. */
/* clang-format off */
enum {
  STEP, CONTESTANT, ACTIVATION, LAYER, UNITS, MEAN, MEDIAN, NETWORK_MEDIAN, DEAD, SATURATED, BORN, REVIVED,
  GRADIENT_NORM, WEIGHT_NORM, UPDATE_RATIO, PARAMETER1, PARAMETER2, N_FIELDS
};
/* clang-format on */

#define COLUMNS                                                                                    \
  "layer,units,mean,median,network_median,dead,saturated,born,revived,"                            \
  "gradient_norm,weight_norm,update_ratio,parameter1,parameter2,"

static const char columns[] = "step,contestant,activation," COLUMNS;

/* Of older versions: the function under the name of the contestant, whose number was to be guessed. */
static const char older_columns[] = "step,contestant," COLUMNS;

/* A line of the file. */
/* clang-format off */
typedef struct {
  guint64 step;
  int contestant;                /* -1 in a file of an older version                         */
  nn_activation f;
  double network_median;
  nn_layer_diagnostics layer;
} Row;
/* clang-format on */

/* The layers of one contestant at one step, which stand together. */
/* clang-format off */
typedef struct {
  const LabRunRecord *record;
  LabRunCurves *curves;
  gboolean older;
  Row row[NN_MAX_LAYERS];
  int n_rows;
  guint64 last_step;
  int last;                      /* contestant at last_step; -1 for none                     */
} Loading;
/* clang-format on */

/* --- Lines ----------------------------------------------------------------------------------- */

static gboolean
read_name (char *text, nn_activation *f)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    {
      text[length - 1] = '\0';
      text++;
    }
  return lab_activation_parse (text, f, NULL);
}

static gboolean
read_counts (char **field, nn_layer_diagnostics *d)
{
  const struct {
    int field;
    size_t *to;
  } counts[] = { { UNITS, &d->n_units },
                 { DEAD, &d->n_dead },
                 { SATURATED, &d->n_saturated },
                 { BORN, &d->n_born },
                 { REVIVED, &d->n_revived } };
  gboolean good = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (counts) && good; i++)
    {
      guint64 value;

      good = lab_csv_read_count (field[counts[i].field], G_MAXUINT32, &value);
      *counts[i].to = (size_t) value;
    }
  return good;
}

/* Fields in the order of the newer columns; FALSE if there are not enough. */
static gboolean
split (char *line, gboolean older, char **field)
{
  static char no_number[] = "";
  int n = lab_csv_split (line, field, older ? N_FIELDS : N_FIELDS + 1) + (older ? 1 : 0);

  if (older)
    {
      memmove (field + ACTIVATION, field + CONTESTANT, (N_FIELDS - CONTESTANT) * sizeof *field);
      field[CONTESTANT] = no_number;
    }
  return n > N_FIELDS;
}

static gboolean
read_contestant (const char *text, gboolean older, int *contestant)
{
  guint64 number = 0;
  gboolean good = older || lab_csv_read_count (text, LAB_MAX_CONTESTANTS - 1, &number);

  *contestant = older ? -1 : (int) number;
  return good;
}

static gboolean
read_row (char *line, gboolean older, Row *row)
{
  char *field[N_FIELDS + 1];
  nn_layer_diagnostics *d = &row->layer;
  guint64 layer;

  *row = (Row){ 0 };
  if (!split (line, older, field) || !lab_csv_read_count (field[STEP], G_MAXINT64 / 16, &row->step)
      || !read_contestant (field[CONTESTANT], older, &row->contestant)
      || !read_name (field[ACTIVATION], &row->f)
      || !lab_csv_read_count (field[LAYER], NN_MAX_LAYERS - 1, &layer) || !read_counts (field, d))
    return FALSE;
  d->layer = (int) layer;
  return lab_csv_read_number (field[MEAN], &d->mean)
         && lab_csv_read_number (field[MEDIAN], &d->median)
         && lab_csv_read_number (field[NETWORK_MEDIAN], &row->network_median)
         && lab_csv_read_number (field[GRADIENT_NORM], &d->gradient_norm)
         && lab_csv_read_number (field[WEIGHT_NORM], &d->weight_norm)
         && lab_csv_read_number (field[UPDATE_RATIO], &d->update_ratio)
         && lab_csv_read_number (field[PARAMETER1], &d->parameter[0])
         && lab_csv_read_number (field[PARAMETER2], &d->parameter[1]);
}

/* --- Whose they are -------------------------------------------------------------------------- */

/* The function of curves c at that step: its first parameter may have been moved. */
static nn_activation
function_at (const Loading *loading, int c, guint64 step)
{
  nn_activation f = loading->curves->contestant[c];
  const GArray *events = loading->record->events;

  for (guint i = 0; i < events->len; i++)
    {
      const LabRunEvent *event = &g_array_index (events, LabRunEvent, i);

      if (lab_run_record_find_curves (loading->record, event->contestant) == c && event->step < step
          && g_str_equal (event->kind, "alpha"))
        f.parameter[0] = event->to;
    }
  return f;
}

/* An older file names functions alone, and at a step contestants come in their order: the next one that
 * has this function, or, since it may have been moved at that very step, one of its kind. -1 if none. */
static int
guess_curves (const Loading *loading, guint64 step, nn_activation f)
{
  int first = step == loading->last_step ? loading->last + 1 : 0;
  const LabRunCurves *curves = loading->curves;

  for (int c = first; c < curves->n_contestants; c++)
    if (nn_activation_equal (function_at (loading, c, step), f))
      return c;
  for (int c = first; c < curves->n_contestants; c++)
    if (curves->contestant[c].id == f.id)
      return c;
  return -1;
}

static int
find_curves (const Loading *loading, const Row *row)
{
  return row->contestant >= 0 ? lab_run_record_find_curves (loading->record, row->contestant)
                              : guess_curves (loading, row->step, row->f);
}

/* --- Into the curves ------------------------------------------------------------------------- */

/* The first measure says what layers there are. */
static void
set_layers (Loading *loading)
{
  LabTrainingLayer layers[NN_MAX_LAYERS];

  for (int l = 0; l < loading->n_rows; l++)
    {
      /* Translators: of a network, from below */
      g_snprintf (layers[l].title, sizeof layers[l].title, _("Layer %d"), l + 1);
      layers[l].n_units = loading->row[l].layer.n_units;
    }
  lab_run_curves_set_layers (loading->curves, loading->n_rows, layers);
}

/* Steps ascend, and every measure has the layers of the first one; what hasn't is left out. */
static void
add_measure (Loading *loading)
{
  const Row *first = &loading->row[0];
  LabRunCurves *curves = loading->curves;
  nn_layer_diagnostics layers[NN_MAX_LAYERS];
  guint n;
  int c;

  if (loading->n_rows == 0)
    return;
  if (curves->n_layers == 0)
    set_layers (loading);
  c = loading->n_rows == curves->n_layers ? find_curves (loading, first) : -1;
  n = c >= 0 ? lab_series_length (&curves->median[c]) : 0;
  if (c < 0 || (n > 0 && lab_series_x (&curves->median[c], n - 1) >= (double) first->step))
    return;
  for (int l = 0; l < loading->n_rows; l++)
    layers[l] = loading->row[l].layer;
  lab_run_curves_add_diagnostics (curves, c, first->step, NAN, loading->n_rows, layers,
                                  first->network_median);
  loading->last_step = first->step;
  loading->last = c;
}

static void
add_row (Loading *loading, const Row *row)
{
  const Row *before = loading->n_rows > 0 ? &loading->row[loading->n_rows - 1] : NULL;

  if (before != NULL
      && (before->step != row->step || before->contestant != row->contestant
          || !nn_activation_equal (before->f, row->f) || row->layer.layer <= before->layer.layer))
    {
      add_measure (loading);
      loading->n_rows = 0;
    }
  if (loading->n_rows < NN_MAX_LAYERS)
    loading->row[loading->n_rows++] = *row;
}

/* "# probe: the first 1000 validation images; ..." */
static guint
read_probe (const char *line)
{
  static const char start[] = "# probe: the first ";

  if (!g_str_has_prefix (line, start))
    return 0;
  return (guint) MIN (g_ascii_strtoull (line + strlen (start), NULL, 10), G_MAXUINT);
}

/* FALSE if it is no such file. */
static gboolean
read_header (LabCsvReader *reader, guint *n_probe, gboolean *older)
{
  char *line = reader != NULL ? lab_csv_reader_next (reader) : NULL;

  if (line == NULL || line[0] != '#')
    return FALSE;
  *n_probe = read_probe (line);
  line = lab_csv_reader_next (reader);
  *older = line != NULL && g_str_has_prefix (line, older_columns);
  return *older || (line != NULL && g_str_has_prefix (line, columns));
}

gboolean
lab_run_diagnostics_has_numbers (const char *id)
{
  g_autoptr (LabCsvReader) reader = lab_csv_reader_open (id, LAB_RUN_DIAGNOSTICS, NULL);
  gboolean older = FALSE;
  guint n_probe;

  return read_header (reader, &n_probe, &older) && !older;
}

void
lab_run_diagnostics_read (const LabRunRecord *record, LabRunCurves *curves)
{
  g_autoptr (LabCsvReader) reader = lab_csv_reader_open (record->id, LAB_RUN_DIAGNOSTICS, NULL);
  g_autofree Loading *loading = g_new0 (Loading, 1);
  char *line;
  Row row;

  *loading = (Loading){ .record = record, .curves = curves, .last = -1 };
  if (!read_header (reader, &curves->n_probe, &loading->older))
    return;
  while ((line = lab_csv_reader_next (reader)) != NULL)
    if (read_row (line, loading->older, &row))
      add_row (loading, &row);
  add_measure (loading);
}
