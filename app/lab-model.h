/* lab-model.h - the models that can be trained by name: a row of a table each */

#pragma once

#include <glib.h>
#include "nn-network.h"

typedef struct {
  const char *name;   /* as a command takes it */
  const char *title;  /* for people; run it through _() */
  nn_mlp mlp;
} LabModel;

/* The models; the first is the usual one. */
const LabModel *lab_model_list (int *n_models);

/* The model of that name, or NULL and an error that names all of them. */
const LabModel *lab_model_find (const char *name, GError **error);

/* "784-256-128-64-10" */
char *lab_model_format_widths (const nn_mlp *mlp);
