/* lab-model.c - the table of models */

#include "lab-model.h"

#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-suggest.h"

static const LabModel models[] = {
  { "article-mlp", N_("Article MLP"), { 5, { 784, 256, 128, 64, 10 } } },
};

const LabModel *
lab_model_list (int *n_models)
{
  *n_models = G_N_ELEMENTS (models);
  return models;
}

const LabModel *
lab_model_find (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (models) + 1] = { NULL };
  g_autofree char *shown = lab_error_printable (name);
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      if (g_str_equal (models[i].name, name))
        return &models[i];
      names[i] = models[i].name;
    }
  question = lab_suggest_question (name, names, G_N_ELEMENTS (models));
  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no model “%s”.%s The models are: %s."), shown, question, list);
  return NULL;
}

char *
lab_model_format_widths (const nn_mlp *mlp)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < mlp->n_widths; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "-" : "", mlp->width[i]);
  return g_string_free (text, FALSE);
}
