/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-rows.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-axis.h"

char *
lab_data_rows_place (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize n = strlen (home);
  g_autofree char *shown = g_filename_display_name (path);

  if (n > 1 && g_str_has_prefix (path, home) && (path[n] == '/' || path[n] == '\0'))
    return g_strconcat ("~", shown + n, NULL);
  return g_steal_pointer (&shown);
}

/* The servers of a download, in the order in which they are asked. */
static char *
hosts_of (const LabKnownSet *set)
{
  char *hosts = NULL;

  for (int i = 0; i < LAB_KNOWN_MOST_MIRRORS && set->mirror[i] != NULL; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (set->mirror[i], G_URI_FLAGS_NONE, NULL);
      const char *host = uri != NULL ? g_uri_get_host (uri) : set->mirror[i];
      g_autofree char *before = hosts;

      /* Translators: two servers */
      hosts = before == NULL ? g_strdup (host)
                             : g_strdup_printf (_("%s (if that fails, from %s)"), before, host);
    }
  return hosts;
}

/* With spaces at which a line does not break. */
static char *
pixels_of (nn_shape shape)
{
  return g_strdup_printf ("%d\302\240×\302\240%d", shape.width, shape.height);
}

static char *
detail_of (const LabKnownSet *set)
{
  g_autofree char *pixels = pixels_of (set->shape);
  char training[40], test[40];

  /* Translators: numbers of images, "handwritten digits", "28 × 28" pixels */
  return g_strdup_printf (_("%s training and %s test images of %s, %s"),
                          lab_format_count ((double) set->n_train, training, sizeof training),
                          lab_format_count ((double) set->n_test, test, sizeof test),
                          _(set->subject), pixels);
}

char *
lab_data_rows_counts (const LabDataFound *found)
{
  g_autofree char *pixels = pixels_of (found->shape);
  char training[40], test[40];

  return g_strdup_printf (_("%s training and %s test images, %s"),
                          lab_format_count ((double) found->n_train, training, sizeof training),
                          lab_format_count ((double) found->n_test, test, sizeof test), pixels);
}

void
lab_data_rows_put_known (LabDataModel *model, const LabKnownSet *set)
{
  g_autofree char *detail = detail_of (set), *hosts = hosts_of (set);
  g_autofree char *own = lab_known_set_own_folder (set);
  g_autofree char *target = lab_data_rows_place (own);
  LabDataSet row = {
    .name = (char *) set->name,
    .group = set->is_sample ? LAB_SET_SAMPLE : LAB_SET_WHOLE,
    .state = LAB_SET_LOOKING,
    .title = _(set->title),
    .detail = detail,
    .credit = _(set->credit),
    .hosts = hosts,
    .target = target,
    .size = lab_known_set_download_size (set),
  };

  lab_data_model_put (model, &row);
}

void
lab_data_rows_put_own (LabDataModel *model, const char *path)
{
  g_autofree char *title = g_filename_display_basename (path), *place = lab_data_rows_place (path);
  LabDataSet row = {
    .name = (char *) path,
    .group = LAB_SET_OWN,
    .state = LAB_SET_LOOKING,
    .title = title,
    .place = place,
  };

  lab_data_model_put (model, &row);
}
