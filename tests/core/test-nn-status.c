/* test-nn-status.c - every status has a phrase of its own */

#include "nn-status.h"

#include <glib.h>

static void
test_phrases (void)
{
  for (int status = 0; status < NN_N_STATUS; status++)
    {
      const char *text = nn_status_text (status);
      g_assert_nonnull (text);
      g_assert_true (*text != '\0' && g_str_is_ascii (text));
      for (int other = 0; other < status; other++)
        g_assert_cmpstr (text, !=, nn_status_text (other));
    }
  g_assert_cmpstr (nn_status_text (NN_ERROR_MEMORY), ==, "out of memory");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/status/phrases", test_phrases);
  return g_test_run ();
}
