/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-data-store.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-known-sets.h"
#include "nn-rng.h"

gsize
lab_data_n_validation (gsize n)
{
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  for (int i = 0; i < n_sets; i++)
    if (sets[i].n_train == n)
      return sets[i].n_validation;
  return MAX ((n + 6) / 12, 1);
}

static nn_dataset
view (const LabDataSource *source, const LabDataPart *part)
{
  return (nn_dataset){ part->n, source->shape, LAB_DATA_N_CLASSES, part->pixels, part->labels };
}

static void
split_off_validation (LabData *data, const nn_dataset *whole, gsize n_validation)
{
  gsize n_train = whole->n_images - n_validation;

  data->train = nn_dataset_slice (whole, 0, n_train);
  data->validation = nn_dataset_slice (whole, n_train, n_validation);
}

static gboolean
split_standard (LabData *data, const LabDataSource *source)
{
  nn_dataset whole = view (source, &source->part[LAB_PART_TRAIN]);

  split_off_validation (data, &whole, lab_data_n_validation (whole.n_images));
  data->test = view (source, &source->part[LAB_PART_TEST]);
  for (int i = 0; i < LAB_DATA_N_BYTES; i++)
    data->bytes[i] = g_bytes_ref (source->part[i / 2].owner[i % 2]);
  return TRUE;
}

/* The records of both parts, size bytes each, in the given order; NULL: no memory. */
static GBytes *
pool (const guint8 *train, gsize n_train, const guint8 *test, gsize size, const guint32 *order,
      gsize n)
{
  guint8 *all = g_try_malloc (n * size);

  for (gsize i = 0; i < n && all != NULL; i++)
    memcpy (all + i * size,
            order[i] < n_train ? train + order[i] * size : test + (order[i] - n_train) * size,
            size);
  return all != NULL ? g_bytes_new_take (all, n * size) : NULL;
}

/* Shuffled, or the test images would be those of the set's own makers again; always in the same way,
 * so that runs can be compared. FALSE: no memory.                                                */
static gboolean
split_as_article (LabData *data, const LabDataSource *source)
{
  const LabDataPart *part = source->part;
  nn_dataset whole = view (source, &part[0]), rest;
  gsize n_train = part[0].n, n_test;
  g_autofree guint32 *order = NULL;
  nn_rng rng = nn_rng_stream (0, NN_RNG_SPLIT, 0, 0);

  whole.n_images = n_train + part[1].n;
  order = g_try_new (guint32, whole.n_images);
  if (order == NULL)
    return FALSE;
  nn_rng_permutation (&rng, (guint32) whole.n_images, order);
  data->bytes[0] = pool (part[0].pixels, n_train, part[1].pixels, nn_shape_size (source->shape),
                         order, whole.n_images);
  data->bytes[1] = pool (part[0].labels, n_train, part[1].labels, 1, order, whole.n_images);
  if (data->bytes[0] == NULL || data->bytes[1] == NULL)
    return FALSE;
  whole.pixels = g_bytes_get_data (data->bytes[0], NULL);
  whole.labels = g_bytes_get_data (data->bytes[1], NULL);
  n_test = MAX (whole.n_images / 5, 1);
  rest = nn_dataset_slice (&whole, 0, whole.n_images - n_test);
  split_off_validation (data, &rest, lab_data_n_validation (rest.n_images));
  data->test = nn_dataset_slice (&whole, rest.n_images, n_test);
  return TRUE;
}

/* Another copy of a known set's images keeps the name it was asked for. */
static void
name_data (LabData *data, const char *path, const LabKnownSet *known, const LabKnownSet *asked)
{
  const LabKnownSet *set = known != NULL ? known : asked;
  g_autofree char *own = g_path_get_basename (path);

  data->name = g_strdup (set != NULL ? set->name : own);
  data->credit = set != NULL ? g_strdup (_(set->credit)) : NULL;
  data->class_names = set != NULL ? set->class_names : lab_known_digits;
  if (known != NULL)
    data->title = g_strdup (_(known->title));
  else if (asked != NULL)
    data->title = g_strdup_printf (_("%s (not the original files)"), _(asked->title));
  else
    data->title = g_filename_display_name (own);
}

static LabData *
load_path (const char *path, LabDataSplit split, const LabKnownSet *asked, GError **error)
{
  g_auto (LabDataSource) source = { 0 };
  const LabKnownSet *known;
  LabData *data;

  if (!lab_data_source_read (&source, path, error)
      || !lab_known_set_identify (&source, &known, error))
    return NULL;
  if (asked != NULL && asked->is_sample && known != asked)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("“%s” does not hold the %s of this program: the files differ. Install the "
                     "program again."),
                   path, _(asked->title));
      return NULL;
    }
  data = g_new0 (LabData, 1);
  g_atomic_ref_count_init (&data->references);
  name_data (data, path, known, asked);
  if ((split == LAB_SPLIT_ARTICLE ? split_as_article : split_standard) (data, &source))
    return data;
  lab_data_unref (data);
  lab_error_set_status (error, LAB_ERROR_DATA, NN_ERROR_MEMORY);
  return NULL;
}

LabData *
lab_data_load_split (const char *spec, LabDataSplit split, GError **error)
{
  const LabKnownSet *set = lab_known_set_find (spec);
  g_autofree char *place = set != NULL ? lab_known_set_locate (set) : NULL;
  g_autofree char *shown = NULL;

  if (place != NULL)
    return load_path (place, split, set, error);
  if (g_file_test (spec, G_FILE_TEST_EXISTS))
    return load_path (spec, split, NULL, error);
  if (set != NULL)
    {
      lab_known_set_refuse_missing (set, error);
      return NULL;
    }
  shown = lab_error_printable (spec);
  g_set_error (
      error, LAB_ERROR, LAB_ERROR_DATA,
      _("There is no data set “%s”. Name a set that “elu-lab data list” shows, or the place "
        "of its files."),
      shown);
  return NULL;
}

LabData *
lab_data_load (const char *spec, GError **error)
{
  return lab_data_load_split (spec, LAB_SPLIT_STANDARD, error);
}

LabData *
lab_data_ref (LabData *data)
{
  g_atomic_ref_count_inc (&data->references);
  return data;
}

void
lab_data_unref (LabData *data)
{
  if (data == NULL || !g_atomic_ref_count_dec (&data->references))
    return;
  for (int i = 0; i < LAB_DATA_N_BYTES; i++)
    g_clear_pointer (&data->bytes[i], g_bytes_unref);
  g_free (data->name);
  g_free (data->title);
  g_free (data->credit);
  g_free (data);
}
