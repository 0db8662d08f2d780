/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-function-figure.c - Function pictures: pixels that must have a curve's colour, and PLplot left healthy */

#include <glib.h>
#include <math.h>
#include "lab-function-figure.h"
#include "lab-plot.h"

enum { WIDTH = 1128, HEIGHT = 711 };

static cairo_surface_t *
draw_function (nn_activation f, gboolean dark)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  LabFunctionScene scene;
  LabFunctionLayout layout;

  lab_function_scene_init (&scene);
  scene.curve[0] = f;
  scene.n_curves = 1;
  lab_function_layout_init (&layout, &scene, WIDTH, HEIGHT, 1);
  lab_function_figure_draw (cr, &scene, &layout, dark, NULL);
  lab_function_figure_draw_cursor (cr, &scene, &layout, dark, NULL, -1.2);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static LabColor
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row
      = cairo_image_surface_get_data (surface) + (int) y * cairo_image_surface_get_stride (surface);
  guint32 value = ((const guint32 *) (const void *) row)[(int) x];

  return (LabColor){ value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff };
}

static gboolean
alike (LabColor a, LabColor b)
{
  return abs (a.red - b.red) < 24 && abs (a.green - b.green) < 24 && abs (a.blue - b.blue) < 24;
}

/* ELU's curve goes where the formula says, in both panels and both themes. */
static void
test_elu_is_where_it_should_be (void)
{
  for (int dark = 0; dark <= 1; dark++)
    {
      nn_activation f = nn_activation_default (NN_ELU);
      cairo_surface_t *surface = draw_function (f, dark);
      LabColor color = lab_palette_style (NN_ELU, dark).line;
      LabFunctionScene scene;
      LabFunctionLayout layout;

      lab_function_scene_init (&scene);
      scene.n_curves = 1;
      lab_function_layout_init (&layout, &scene, WIDTH, HEIGHT, 1);
      for (int panel = 0; panel <= 1; panel++)
        for (double x = -3.7; x < 1.5; x += 0.6)
          {
            double px = lab_axis_to_pixel (&layout.x, x);
            double py = lab_axis_to_pixel (&layout.y[panel], nn_activation_eval (f, panel, x));

            if (fabs (x) > 0.2)
              g_assert_true (alike (pixel_at (surface, px, py), color));
          }
      cairo_surface_destroy (surface);
    }
}

static void
test_every_function_draws (void)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    cairo_surface_destroy (draw_function (nn_activation_default ((nn_activation_id) id), FALSE));
}

/* Every function, as the window draws them or as a file has them. */
static cairo_surface_t *
draw_all (gboolean for_file)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  LabFunctionScene scene;
  LabFunctionLayout layout;

  lab_function_scene_init (&scene);
  scene.n_curves = NN_N_ACTIVATIONS;
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    scene.curve[id] = nn_activation_default ((nn_activation_id) id);
  lab_function_layout_init (&layout, &scene, WIDTH, HEIGHT, 1);
  lab_color_set_source (lab_palette_theme (FALSE)->ground, cr);
  cairo_paint (cr);
  if (for_file)
    lab_function_figure_draw_export (cr, WIDTH, HEIGHT, &scene, NAN, FALSE, 1);
  else
    lab_function_figure_draw (cr, &scene, &layout, FALSE, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static int
sum_of_block (cairo_surface_t *surface, int left, int top, int side)
{
  int sum = 0;

  for (int i = 0; i < side * side; i++)
    {
      LabColor color = pixel_at (surface, left + i % side, top + i / side);

      sum += color.red + color.green + color.blue;
    }
  return sum;
}

/* The window's picture is smoothed in quarters of a pixel, so an edge may lie that far off: of a block
 * of 8 by 8 the two edges of a line then change 4 pixels of 64 at most.                           */
static void
test_window_looks_like_file (void)
{
  cairo_surface_t *window = draw_all (FALSE), *file = draw_all (TRUE);

  for (int y = 0; y + 8 <= HEIGHT; y += 8)
    for (int x = 0; x + 8 <= WIDTH; x += 8)
      g_assert_cmpint (abs (sum_of_block (window, x, y, 8) - sum_of_block (file, x, y, 8)), <=,
                       4 * 3 * 255);
  cairo_surface_destroy (window);
  cairo_surface_destroy (file);
}

static void
test_hostile_ranges (void)
{
  static const double ranges[][2]
      = { { -1e-12, 1e-12 }, { -1e300, 1e300 }, { 1e5, 1e5 + 1e-3 }, { -1000, -999 } };
  nn_activation f[] = { nn_activation_default (NN_ELU), nn_activation_default (NN_RELU) };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (int order = -1; order <= 2; order++)
      {
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 640, 480);
        cairo_t *cr = cairo_create (surface);
        LabFunctionScene scene;

        lab_function_scene_init (&scene);
        scene.curve[0] = f[0];
        scene.curve[1] = f[1];
        scene.x_low = ranges[i][0];
        scene.x_high = ranges[i][1];
        scene.keep_aspect = FALSE;
        scene.n_panels = order < 0 ? 2 : 1;
        scene.order[0] = MAX (order, 0);
        lab_function_figure_draw_export (cr, 640, 480, &scene, NAN, FALSE, 1);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

/* The cursor's line at a word is not seen within it, but above or below. */
static void
assert_word_is_spared (const LabFunctionScene *scene, const LabFunctionLayout *layout,
                       const LabFunctionWords *words, const LabRect *word)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  double pixel = floor (word->x + word->width / 2);
  guint n_dashes = 0, n_within = 0;
  LabColor dash;

  lab_function_figure_draw_cursor (cr, scene, layout, FALSE, words,
                                   lab_axis_to_value (&layout->x, pixel + 0.5));
  cairo_surface_flush (surface);
  dash = pixel_at (surface, pixel, ceil (layout->y[0].end));
  for (double y = ceil (word->y) + 1; y < word->y + word->height - 1; y++)
    n_within += alike (pixel_at (surface, pixel, y), dash);
  for (double y = layout->y[0].end; y < layout->y[1].start; y++)
    n_dashes += alike (pixel_at (surface, pixel, y), dash);
  g_assert_cmpuint (n_dashes, >, 50);
  /* A line would give two of five; the letters of a value beside it may have one. */
  g_assert_cmpuint (n_within, <=, 1);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_cursor_passes_behind_words (void)
{
  cairo_surface_t *surface = draw_function (nn_activation_default (NN_ELU), FALSE);
  cairo_t *cr = cairo_create (surface);
  LabFunctionScene scene;
  LabFunctionLayout layout;
  LabFunctionWords words;
  int n = 0;

  lab_function_scene_init (&scene);
  lab_function_layout_init (&layout, &scene, WIDTH, HEIGHT, 1);
  lab_function_figure_draw (cr, &scene, &layout, FALSE, &words);
  for (int i = 0; i < words.n; i++)
    {
      const LabRect *word = &words.place[i];
      double middle = word->x + word->width / 2;

      /* Above a panel the cursor's x stands before everything. */
      if (middle < layout.x.start || middle > layout.x.end || word->y < layout.y[0].end
          || (word->y + word->height > layout.y[0].start && word->y < layout.y[1].end))
        continue;
      assert_word_is_spared (&scene, &layout, &words, word);
      n++;
    }
  g_assert_cmpint (n, >=, 4);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What the cursor adds to the picture in a strip of 3 pixels on either side of a word. */
static int
count_changes_beside (cairo_surface_t *before, cairo_surface_t *after, const LabRect *word)
{
  int n = 0;

  for (double y = ceil (word->y); y < word->y + word->height; y++)
    for (int i = 1; i <= 3; i++)
      n += !alike (pixel_at (before, word->x - i, y), pixel_at (after, word->x - i, y))
           + !alike (pixel_at (before, word->x + word->width + i, y),
                     pixel_at (after, word->x + word->width + i, y));
  return n;
}

/* ReLU's name at the slopes and the value 0.0904 read as one word in the plot of a window of 1280 by
 * 720. Only cursors whose line and dot are far from the word are looked at.                       */
static void
test_values_stand_off_names (void)
{
  static const double alphas[] = { 0.1, 0.3, 0.5, 1 };
  cairo_surface_t *base = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 962, 522);
  cairo_surface_t *both = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 962, 522);
  cairo_t *base_cr = cairo_create (base), *both_cr = cairo_create (both);
  LabFunctionScene scene;
  LabFunctionLayout layout;
  LabFunctionWords words;
  int n = 0;

  lab_function_scene_init (&scene);
  for (gsize a = 0; a < G_N_ELEMENTS (alphas); a++)
    for (double x = -4.9; x < 2.4; x += 0.1)
      {
        scene.curve[0].parameter[0] = alphas[a];
        lab_function_layout_init (&layout, &scene, 962, 522, 1);
        lab_color_set_source (lab_palette_theme (FALSE)->ground, base_cr);
        cairo_paint (base_cr);
        lab_function_figure_draw (base_cr, &scene, &layout, FALSE, &words);
        cairo_set_source_surface (both_cr, base, 0, 0);
        cairo_paint (both_cr);
        lab_function_figure_draw_cursor (both_cr, &scene, &layout, FALSE, &words, x);
        cairo_surface_flush (base);
        cairo_surface_flush (both);
        for (int i = 0; i < words.n; i++)
          {
            LabRect word = words.place[i];
            double away = fabs (lab_axis_to_pixel (&layout.x, x) - word.x - word.width / 2);

            /* Between the panels the cursor's x stands before everything. */
            if (away < word.width / 2 + 20 || word.x + word.width > 950
                || (word.y + word.height > layout.y[0].start && word.y < layout.y[1].end))
              continue;
            g_assert_cmpint (count_changes_beside (base, both, &word), ==, 0);
            n++;
          }
      }
  g_assert_cmpint (n, >, 1000);
  cairo_destroy (base_cr);
  cairo_destroy (both_cr);
  cairo_surface_destroy (base);
  cairo_surface_destroy (both);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (lab_plot_is_available ());
  g_test_add_func ("/lab/function-figure/cursor-behind-words", test_cursor_passes_behind_words);
  g_test_add_func ("/lab/function-figure/values-stand-off-names", test_values_stand_off_names);
  g_test_add_func ("/lab/function-figure/elu", test_elu_is_where_it_should_be);
  g_test_add_func ("/lab/function-figure/every-function", test_every_function_draws);
  g_test_add_func ("/lab/function-figure/window-looks-like-file", test_window_looks_like_file);
  g_test_add_func ("/lab/function-figure/hostile-ranges", test_hostile_ranges);
  return g_test_run ();
}
