/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-plot.c - elu-lab plot from outside: files, their kind and size, and failures */

#include <string.h>
#include <glib/gstdio.h>
#include "command-runner.h"

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
}

/* Fails if anything is left in the folder that the test did not take away. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static GBytes *
plot (const Fixture *fixture, const char *arguments, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *line = g_strdup_printf ("plot %s -o %s", arguments, path);
  g_auto (Ran) ran = run_command (line, NULL);
  char *contents;
  gsize length;

  g_assert_cmpstr (ran.err, ==, "");
  g_assert_cmpstr (ran.out, ==, "");
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  return g_bytes_new_take (contents, length);
}

static void
assert_begins (GBytes *bytes, const void *magic, gsize length)
{
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 500);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), length, magic, length);
}

/* Width and height stand big-endian at bytes 16 and 20. */
static void
assert_png (GBytes *bytes, guint32 width, guint32 height)
{
  guint32 size[2];

  assert_begins (bytes, "\x89PNG\r\n\x1a\n", 8);
  memcpy (size, (const char *) g_bytes_get_data (bytes, NULL) + 16, sizeof size);
  g_assert_cmpuint (GUINT32_FROM_BE (size[0]), ==, width);
  g_assert_cmpuint (GUINT32_FROM_BE (size[1]), ==, height);
}

static void
test_png (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) usual = plot (fixture, "elu relu", "a.png");
  g_autoptr (GBytes) sized = plot (fixture, "elu:0.3 --size 320x200 --order 1", "a.PNG");
  g_autoptr (GBytes) small = plot (fixture, "elu --size 64x64 --range -1:1", "a.png");

  assert_png (usual, 1280, 720);
  assert_png (sized, 320, 200);
  assert_png (small, 64, 64);
}

static void
test_vector (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) svg = plot (fixture, "elu --size 640x360", "a.svg");
  g_autoptr (GBytes) pdf = plot (fixture, "elu relu selu --order 2", "a.pdf");

  assert_begins (svg, "<?xml", 5);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg),
                                  "viewBox=\"0 0 640 360\""));
  assert_begins (pdf, "%PDF-", 5);
}

static void
test_twelve (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) twelve = plot (fixture,
                                    "elu elu:0.1 elu:0.2 elu:0.3 elu:0.4 elu:0.5 elu:0.6 "
                                    "elu:0.7 elu:0.8 elu:0.9 relu tanh",
                                    "a.png");

  assert_png (twelve, 1280, 720);
}

/* The same picture twice is the same file; another function is another. */
static void
test_repeatable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) once = plot (fixture, "elu relu", "a.png");
  g_autoptr (GBytes) again = plot (fixture, "elu:1 RELU --range -5:2.5", "b.png");

  g_assert_true (g_bytes_equal (once, again));
}

/* Another family makes another picture, and its file says which. */
static void
test_font (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) usual = plot (fixture, "elu", "a.svg");
  g_autoptr (GBytes) other = plot (fixture, "elu --font monospace", "a.svg");

  g_assert_null (g_strstr_len (g_bytes_get_data (usual, NULL), g_bytes_get_size (usual), "--font"));
  g_assert_nonnull (
      g_strstr_len (g_bytes_get_data (other, NULL), g_bytes_get_size (other), "monospace"));
  g_assert_false (g_bytes_get_size (usual) == g_bytes_get_size (other));
}

/* clang-format off */
static const struct {
  const char *arguments, *file;
  int status;
  const char *says;
} failures[] = {
  { "elu", "a.bmp", 2, ".png, .svg or .pdf" },
  { "elu", "png", 2, ".png, .svg or .pdf" },
  { "", "a.png", 2, "A function is missing" },
  { "elu elu:1", "a.png", 2, "given twice" },
  { "nosuch", "a.png", 2, "There is no function" },
  { "elu --order 3", "a.png", 2, "order 3" },
  { "elu --range 1:1", "a.png", 2, "does not begin below its end" },
  { "elu --range 2:-1", "a.png", 2, "does not begin below its end" },
  { "elu --range nan:1", "a.png", 2, "not finite" },
  { "elu --range -inf:inf", "a.png", 2, "not finite" },
  { "elu --range 5", "a.png", 2, "is not a range" },
  { "elu --range a:b", "a.png", 2, "is not a number" },
  { "elu --range 1:1.0000000001", "a.png", 2, "too narrow" },
  { "elu --range -1e300:1e300", "a.png", 2, "too wide" },
  { "elu --size 63x100", "a.png", 2, "is not a size" },
  { "elu --size 100x16385", "a.png", 2, "is not a size" },
  { "elu --size 100", "a.png", 2, "is not a size" },
  { "elu", "no/such/a.png", 1, "could not be written" },
  { "elu elu:0.1 elu:0.2 elu:0.3 elu:0.4 elu:0.5 elu:0.6 elu:0.7 elu:0.8 elu:0.9 relu tanh selu celu "
    "mish gelu", "a.png", 2, "At most 15" },
  { "elu --gap 1:2", "a.png", 2, "does not name two" },
  { "elu relu --gap 1:1", "a.png", 2, "does not name two" },
  { "elu --ghosts 0.1,x", "a.png", 2, "is not a number" },
  { "elu --ghosts 101", "a.png", 2, "between 0 and 100" },
  { "elu --cursor inf", "a.png", 2, "--cursor cannot be" },
  { "elu --step 0", "a.png", 2, "--step cannot be" },
  { "elu --y 0:1,0:1,0:1", "a.png", 2, "more ranges" },
  { "elu --y 2:1", "a.png", 2, "does not begin below its end" },
  { "elu --font NoSuchFont", "a.png", 2, "no font “NoSuchFont”" },
};
/* clang-format on */

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  assert_fails ("plot elu", 2, "elu-lab plot: ", "no file to draw into");
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *line
          = g_strdup_printf ("plot%s%s -o %s/%s", *failures[i].arguments != '\0' ? " " : "",
                             failures[i].arguments, fixture->folder, failures[i].file);

      assert_fails (line, failures[i].status, "elu-lab plot: ", failures[i].says);
    }
}

/* What cannot be replaced stays as it was, and nothing lies beside it. */
static void
test_folder_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
  g_autofree char *line = g_strdup_printf ("plot elu -o %s", path);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_fails (line, 1, "elu-lab plot: ", "could not be written");
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/lab/command/plot/png", test_png);
  add ("/lab/command/plot/vector", test_vector);
  add ("/lab/command/plot/twelve", test_twelve);
  add ("/lab/command/plot/repeatable", test_repeatable);
  add ("/lab/command/plot/font", test_font);
  add ("/lab/command/plot/failures", test_failures);
  add ("/lab/command/plot/folder-in-the-way", test_folder_in_the_way);
  return g_test_run ();
}
