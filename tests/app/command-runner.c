/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-runner.c - GSubprocess with the display taken away */

#include "command-runner.h"

#include <string.h>

static GSubprocess *
spawn (const char *arguments, GSubprocessFlags flags)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  /* The program's own path may contain spaces, so only the arguments are taken apart. */
  g_auto (GStrv) words = g_strsplit (arguments, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  g_ptr_array_add (argv, (gpointer) g_getenv ("ELU_LAB"));
  for (guint i = 0; *arguments != '\0' && words[i] != NULL; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return child;
}

Ran
run_command (const char *arguments, const char *input)
{
  g_autoptr (GSubprocess) child
      = spawn (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                              | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  Ran ran = { 0 };

  g_subprocess_communicate_utf8 (child, input, NULL, &ran.out, &ran.err, &error);
  g_assert_no_error (error);
  ran.status = g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child) : -1;
  return ran;
}

void
ran_clear (Ran *ran)
{
  g_clear_pointer (&ran->out, g_free);
  g_clear_pointer (&ran->err, g_free);
}

GSubprocess *
start_command (const char *arguments)
{
  return spawn (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
}

void
assert_fails (const char *arguments, int status, const char *prefix, const char *says)
{
  g_auto (Ran) ran = run_command (arguments, NULL);

  if (ran.status != status || !g_str_has_prefix (ran.err, prefix) || strstr (ran.err, says) == NULL)
    g_error ("elu-lab %s: ended with %d and said “%s”", arguments, ran.status, ran.err);
  g_assert_cmpstr (ran.out, ==, "");
  g_assert_true (strchr (ran.err, '\n') == ran.err + strlen (ran.err) - 1);
}
