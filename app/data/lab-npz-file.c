/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-npz-file.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-archive.h"
#include "lab-data-sum.h"
#include "lab-error.h"
#include "nn-npy.h"

enum { N_ARRAYS = 4, SIDE = 28, N_CLASSES = 10, MOST_IMAGES = 1000000, HEADER = 65536 };

#define MOST_BYTES ((gsize) MOST_IMAGES * SIDE * SIDE + HEADER)

/* Of each part its images, then its labels. */
static const char *const names[N_ARRAYS]
    = { "x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy" };

typedef struct {
  const char *path;
  GBytes *bytes[N_ARRAYS];
  nn_npy array[N_ARRAYS];
} Reading;

static int
array_of (const char *member)
{
  for (int i = 0; i < N_ARRAYS; i++)
    if (strcmp (member, names[i]) == 0)
      return i;
  return -1;
}

static gsize
limit_cb (const char *name, gpointer data)
{
  return array_of (name) >= 0 ? MOST_BYTES : 0;
}

static gboolean
refuse (const char *path, const char *array, gsize offset, const char *reason, GError **error)
{
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s: %s, byte %zu: %s"), path, array, offset,
               reason);
  return FALSE;
}

static gboolean
member_cb (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  Reading *reading = data;
  int i = array_of (name);
  gsize length, offset = 0;
  const guint8 *contents = g_bytes_get_data (bytes, &length);
  nn_status status = nn_npy_parse (contents, length, &reading->array[i], &offset);

  if (status != NN_OK)
    return refuse (reading->path, name, offset, lab_error_sentence (status), error);
  g_clear_pointer (&reading->bytes[i], g_bytes_unref);
  reading->bytes[i] = g_bytes_ref (bytes);
  return TRUE;
}

static gboolean
check_labels (const Reading *reading, int i, GError **error)
{
  const nn_npy *labels = &reading->array[i];
  const guint8 *start = g_bytes_get_data (reading->bytes[i], NULL);

  for (gsize k = 0; k < labels->n_bytes; k++)
    if (labels->bytes[k] >= N_CLASSES)
      return refuse (reading->path, names[i], labels->bytes + k - start,
                     lab_error_sentence (NN_ERROR_VALUE), error);
  return TRUE;
}

static gboolean
check_part (const Reading *reading, int first, GError **error)
{
  const nn_npy *images = &reading->array[first], *labels = &reading->array[first + 1];

  for (int i = first; i < first + 2; i++)
    if (reading->bytes[i] == NULL)
      return refuse (reading->path, names[i], 0,
                     _("The array is missing. Fetch the file again from its source."), error);
  if (images->n_dimensions != 3 || images->dimension[1] != SIDE || images->dimension[2] != SIDE
      || labels->n_dimensions != 1 || labels->dimension[0] != images->dimension[0])
    return refuse (reading->path, names[first], 0,
                   _("The images are not 28 by 28 pixels, or there is not a label for each. Fetch "
                     "the file again from its source."),
                   error);
  return check_labels (reading, first + 1, error);
}

static void
take_part (const Reading *reading, int first, LabDataPart *part)
{
  *part = (LabDataPart){
    { g_bytes_ref (reading->bytes[first]), g_bytes_ref (reading->bytes[first + 1]) },
    reading->array[first].bytes,
    reading->array[first + 1].bytes,
    reading->array[first].dimension[0],
  };
}

static gboolean
read_arrays (LabDataSource *source, Reading *reading, GError **error)
{
  if (!lab_archive_read (reading->path, limit_cb, member_cb, reading, error)
      || !check_part (reading, 0, error) || !check_part (reading, 2, error))
    return FALSE;
  take_part (reading, 0, &source->part[LAB_PART_TRAIN]);
  take_part (reading, 2, &source->part[LAB_PART_TEST]);
  return TRUE;
}

gboolean
lab_npz_file_read (LabDataSource *source, const char *path, GError **error)
{
  Reading reading = { .path = path };
  gboolean success;

  source->kind = LAB_SOURCE_NPZ;
  source->shape = (nn_shape){ 1, SIDE, SIDE };
  success = read_arrays (source, &reading, error);
  for (int i = 0; i < N_ARRAYS; i++)
    g_clear_pointer (&reading.bytes[i], g_bytes_unref);
  if (!success)
    return FALSE;
  source->sum[0] = lab_data_sum_file (path, &source->n_bytes, error);
  if (source->sum[0] == NULL)
    return FALSE;
  source->path[source->n_sums++] = g_strdup (path);
  return TRUE;
}
