/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-bench.c - elu-lab bench: how fast the program is on this machine
 *
 * A row of a table per benchmark; each prints its own lines, in words or as JSON.
 */

#include "lab-command.h"

#include <glib/gi18n.h>
#include "lab-bench-engine.h"
#include "lab-bench-live.h"
#include "lab-bench-plot.h"
#include "lab-error.h"
#include "lab-suggest.h"
#include "nn-parallel.h"

typedef struct {
  const char *name;
  gboolean (*run) (const LabBenchOptions *options, GError **error);
  gboolean needs_display;
} Benchmark;

static gboolean
run_plot (const LabBenchOptions *options, GError **error)
{
  return lab_bench_plot (options->json, error);
}

static const Benchmark benchmarks[] = {
  { "activation", lab_bench_activation, FALSE },
  { "mlp", lab_bench_mlp, FALSE },
  { "cnn", lab_bench_cnn, FALSE },
  { "plot", run_plot, TRUE },
  { "live", lab_bench_live, TRUE },
};

static gboolean
has_display (void)
{
  return g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL;
}

static const Benchmark *
find (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (benchmarks) + 1] = { NULL };
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (benchmarks); i++)
    {
      names[i] = benchmarks[i].name;
      if (g_str_equal (names[i], name))
        return &benchmarks[i];
    }
  shown = lab_error_printable (name);
  question = lab_suggest_question (name, names, G_N_ELEMENTS (benchmarks));
  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no benchmark “%s”.%s The benchmarks are: %s."), shown, question, list);
  return NULL;
}

/* All names are looked up first: a typing error should not show after a minute. */
static gboolean
run_named (char **names, const LabBenchOptions *options, GError **error)
{
  for (char **name = names; *name != NULL; name++)
    if (find (*name, error) == NULL)
      return FALSE;
  for (char **name = names; *name != NULL; name++)
    if (!find (*name, NULL)->run (options, error))
      return FALSE;
  return TRUE;
}

gboolean
lab_command_bench (GOptionContext *context, char ***arguments, GError **error)
{
  int n_threads = (int) MIN (g_get_num_processors (), NN_MAX_THREADS);
  LabBenchOptions options = { .n_threads = n_threads };
  const GOptionEntry entries[] = {
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads, N_("Processors to use (usually all)"),
      N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_("Print one JSON object a line instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!lab_command_parse (context, entries, arguments, error))
    return FALSE;
  if (options.n_threads < 1 || options.n_threads > NN_MAX_THREADS)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("“%d” is not possible for --threads: write a whole number from 1 to %d."),
                   options.n_threads, NN_MAX_THREADS);
      return FALSE;
    }
  if ((*arguments)[1] != NULL)
    return run_named (*arguments + 1, &options, error);
  for (gsize i = 0; i < G_N_ELEMENTS (benchmarks); i++)
    if ((has_display () || !benchmarks[i].needs_display) && !benchmarks[i].run (&options, error))
      return FALSE;
  return TRUE;
}
