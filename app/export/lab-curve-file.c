/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-curve-file.h"

#include <math.h>
#include "lab-activation-spec.h"
#include "lab-disk.h"
#include "lab-number.h"

enum { POINTS = 1001, ORDERS = 3 };

static void
add_header (GString *text, const LabFunctionScene *scene, const char *settings)
{
  static const char *const primes[ORDERS] = { "", "'", "''" };

  g_string_append_printf (text, "# %s\nx", settings);
  for (int c = 0; c < scene->n_curves; c++)
    for (int order = 0; order < ORDERS; order++)
      {
        g_autofree char *name = lab_activation_format (scene->curve[c]);

        /* PELU's two parameters have a comma between them. */
        g_string_append_printf (text, ",\"%s%s\"", name, primes[order]);
      }
  if (scene->gap)
    g_string_append (text, ",gap");
  g_string_append_c (text, '\n');
}

static void
add_number (GString *text, double value)
{
  char number[LAB_NUMBER_SIZE];

  g_string_append_c (text, ',');
  if (!isnan (value))
    g_string_append (text, lab_number_format (number, 17, value));
}

typedef double (*Evaluate) (nn_activation f, int order, double x);

static void
add_point (GString *text, const LabFunctionScene *scene, double x, Evaluate evaluate)
{
  char number[LAB_NUMBER_SIZE];

  g_string_append (text, lab_number_format (number, 17, x));
  for (int c = 0; c < scene->n_curves; c++)
    for (int order = 0; order < ORDERS; order++)
      add_number (text, evaluate (scene->curve[c], order, x));
  if (scene->gap)
    add_number (text, lab_function_scene_gap (scene, x));
  g_string_append_c (text, '\n');
}

/* Kinks of all curves within (low, high], rising; as many as kink[] has room for. */
static int
collect_kinks (const LabFunctionScene *scene, double *kink)
{
  int n = 0;

  for (int c = 0; c < scene->n_curves; c++)
    {
      const nn_activation_info *info = nn_activation_get_info (scene->curve[c].id);

      for (int k = 0; k < info->n_kinks; k++)
        {
          int at = 0;

          while (at < n && kink[at] < info->kink[k])
            at++;
          if (at < n && kink[at] == info->kink[k])
            continue;
          for (int i = n++; i > at; i--)
            kink[i] = kink[i - 1];
          kink[at] = info->kink[k];
        }
    }
  return n;
}

gboolean
lab_curve_file_write (const char *path, const LabFunctionScene *scene, const char *settings,
                      GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double kink[LAB_MAX_CURVES * NN_MAX_KINKS];
  int n_kinks = collect_kinks (scene, kink), next = 0;

  add_header (text, scene, settings);
  for (int i = 0; i < POINTS; i++)
    {
      double x = i == POINTS - 1 ? scene->x_high
                                 : scene->x_low + (scene->x_high - scene->x_low) * i / (POINTS - 1);
      gboolean at_kink = FALSE;

      for (; next < n_kinks && kink[next] <= x; next++)
        if (kink[next] >= scene->x_low)
          {
            add_point (text, scene, kink[next], nn_activation_eval_left);
            add_point (text, scene, kink[next], nn_activation_eval_right);
            at_kink = kink[next] == x;
          }
      if (!at_kink)
        add_point (text, scene, x, nn_activation_eval);
    }
  return lab_disk_replace (path, text->str, text->len, error);
}
