/* lab-data-sum.c - see the header */

#include "lab-data-sum.h"

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
