/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-command-eval.c - elu-lab eval: values of a function and its derivatives, one a line
 *
 * Double precision evaluates the formula; single runs the very kernels that training runs. Numbers
 * from standard input are read and answered one by one, so a stream may be of any length.
 */

#include "lab-command.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-number.h"
#include "lab-terminal.h"

enum { LONGEST_NUMBER = 1100 }; /* every double can be written exactly in fewer characters */

typedef struct {
  nn_activation f;
  int order;
  gboolean single;
} Evaluation;

static float
evaluate_single (const Evaluation *self, float x)
{
  const float one = 1.0f;
  float y, dx;

  nn_activation_forward (self->f, 1, &x, &y);
  if (self->order == 0)
    return y;
  nn_activation_backward (self->f, 1, &x, &y, &one, &dx);
  return dx;
}

static gboolean
refuse_for_single (const char *text, GError **error)
{
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” is too large for single precision: its largest number is about 3.403e38. "
                 "Write inf if infinity is meant, or use double precision."),
               text);
  return FALSE;
}

static gboolean
print_value (const Evaluation *self, const char *text, GError **error)
{
  char buffer[LAB_NUMBER_SIZE];
  double x;

  if (!lab_number_parse (text, &x, error))
    return FALSE;
  if (!self->single)
    lab_number_format (buffer, 17, nn_activation_eval (self->f, self->order, x));
  else if (isfinite (x) && isinf ((float) x))
    return refuse_for_single (text, error);
  else
    lab_number_format (buffer, 9, evaluate_single (self, (float) x));

  /* A full disk is worth stopping for in a long stream; what stays buffered is checked last. */
  return lab_terminal_put_line (buffer, error);
}

/* The next word of standard input into word; 0 at its end, -1 if there is no room for it. */
static int
read_word (char word[LONGEST_NUMBER + 1], int *line)
{
  int length = 0, c = getchar_unlocked ();

  for (; c != EOF && g_ascii_isspace (c); c = getchar_unlocked ())
    *line += c == '\n';
  for (; c != EOF && !g_ascii_isspace (c); c = getchar_unlocked ())
    {
      if (length == LONGEST_NUMBER)
        return -1;
      word[length++] = c;
    }
  /* Back goes the blank, so that a line end is counted when it is passed. */
  if (c != EOF)
    ungetc (c, stdin);
  word[length] = '\0';
  return length;
}

static gboolean
print_stream (const Evaluation *self, GError **error)
{
  char word[LONGEST_NUMBER + 1];
  int length, line = 1;

  while ((length = read_word (word, &line)) > 0)
    {
      /* A zero byte would end the text early and hide what follows it. */
      if (strlen (word) < (gsize) length)
        word[strlen (word)] = '\1';
      if (!print_value (self, word, error))
        {
          g_prefix_error (error, _("Standard input, line %d: "), line);
          return FALSE;
        }
    }
  if (length == 0 && !ferror (stdin))
    return TRUE;
  g_set_error (error, LAB_ERROR, length < 0 ? LAB_ERROR_USAGE : LAB_ERROR_DATA,
               length < 0 ? _("Standard input, line %d: This is too long to be a number.")
                          : _("Standard input could not be read beyond line %d."),
               line);
  return FALSE;
}

static gboolean
print_values (const Evaluation *self, char **numbers, GError **error)
{
  for (; *numbers != NULL; numbers++)
    if (!(g_str_equal (*numbers, "-") ? print_stream (self, error)
                                      : print_value (self, *numbers, error)))
      return FALSE;
  return TRUE;
}

static gboolean
takes_value (const GOptionEntry *entries, const char *argument)
{
  for (; entries->long_name != NULL; entries++)
    if (strncmp (argument, "--", 2) == 0 && g_str_equal (argument + 2, entries->long_name))
      return entries->arg != G_OPTION_ARG_NONE;
  return FALSE;
}

static gboolean
is_option (const char *argument)
{
  if (argument[0] != '-' || argument[1] == '\0')
    return FALSE;
  return !g_ascii_isdigit (argument[1]) && argument[1] != '.'
         && g_ascii_strncasecmp (argument, "-inf", 4) != 0
         && g_ascii_strncasecmp (argument, "-nan", 4) != 0;
}

/* Takes what is no option out of arguments and returns it in its order: GOption would read -1.2 as
 * the options 1, . and 2.                                                                      */
static char **
take_operands (const GOptionEntry *entries, char **arguments)
{
  GPtrArray *operands = g_ptr_array_new ();
  char **kept = arguments + 1;
  gboolean only_operands = FALSE, is_value = FALSE;

  for (char **next = arguments + 1; *next != NULL; next++)
    {
      if (!only_operands && g_str_equal (*next, "--"))
        {
          only_operands = TRUE;
          g_free (*next);
        }
      else if (!only_operands && (is_value || is_option (*next)))
        {
          is_value = !is_value && takes_value (entries, *next);
          *kept++ = *next;
        }
      else
        g_ptr_array_add (operands, *next);
    }
  *kept = NULL;
  g_ptr_array_add (operands, NULL);
  return (char **) g_ptr_array_free (operands, FALSE);
}

static gboolean
check_options (int order, const char *precision, gboolean *single, GError **error)
{
  *single = g_strcmp0 (precision, "single") == 0;
  if (!*single && precision != NULL && !g_str_equal (precision, "double"))
    {
      g_autofree char *shown = lab_error_printable (precision);

      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("There is no precision “%s”. Write double or single."), shown);
      return FALSE;
    }
  if (order < 0 || order > 2)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("There is no derivative of order %d here. Write 0 for the function, 1 or 2."),
                   order);
      return FALSE;
    }
  if (*single && order == 2)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("Single precision has no second derivative, because training needs "
                             "none. Use --precision double."));
      return FALSE;
    }
  return TRUE;
}

gboolean
lab_command_eval (GOptionContext *context, char ***arguments, GError **error)
{
  g_autofree char *precision = NULL;
  Evaluation self = { .order = 0 };
  const GOptionEntry entries[] = {
    { "order", 0, 0, G_OPTION_ARG_INT, &self.order,
      N_("0 for the function (the usual), 1 or 2 for a derivative"), "0|1|2" },
    { "precision", 0, 0, G_OPTION_ARG_STRING, &precision,
      N_("double (the usual), or single: the code that training runs"), "double|single" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) operands = take_operands (entries, *arguments);

  if (!lab_command_parse (context, entries, arguments, error)
      || !check_options (self.order, precision, &self.single, error))
    return FALSE;
  if (operands[0] == NULL || operands[1] == NULL)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("A function and at least one number are needed, such as elu:0.3 -1.2. "
                             "Write - to read the numbers from standard input."));
      return FALSE;
    }
  return lab_activation_parse (operands[0], &self.f, error)
         && print_values (&self, operands + 1, error);
}
