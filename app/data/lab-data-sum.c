/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-data-sum.h"

#include <gio/gio.h>

static void
add (GChecksum *sum, const nn_dataset *set)
{
  g_checksum_update (sum, set->pixels, (gssize) (set->n_images * nn_shape_size (set->shape)));
  g_checksum_update (sum, set->labels, (gssize) set->n_images);
}

char *
lab_data_sum (const LabData *data)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  add (sum, &data->train);
  add (sum, &data->validation);
  add (sum, &data->test);
  return g_strdup (g_checksum_get_string (sum));
}

char *
lab_data_sum_file (const char *path, goffset *n_bytes, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 block[1 << 16];
  gssize n = stream != NULL ? 1 : -1;

  *n_bytes = 0;
  while (n > 0)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), block, sizeof block, NULL, error);
      if (n > 0)
        g_checksum_update (checksum, block, n);
      *n_bytes += MAX (n, 0);
    }
  return n < 0 ? NULL : g_strdup (g_checksum_get_string (checksum));
}
