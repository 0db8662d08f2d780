/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-text.c - labels pushed apart, and text that stands where it was asked to */

#include <cairo-pdf.h>
#include <glib.h>
#include "lab-text.h"

static void
assert_apart (const double *y, const double *height, int n)
{
  for (int i = 0; i + 1 < n; i++)
    g_assert_cmpfloat (y[i + 1] - y[i], >=, (height[i] + height[i + 1]) / 2 - 0.05);
}

static void
test_spread_equal (void)
{
  double y[] = { 100, 100, 100, 100 }, height[] = { 22, 22, 22, 22 };

  lab_text_spread (y, height, 4, 0, 400);
  assert_apart (y, height, 4);
  g_assert_cmpfloat_with_epsilon ((y[0] + y[3]) / 2, 100, 1);
}

static void
test_spread_at_the_edge (void)
{
  double y[] = { 390, 395, 399 }, height[] = { 22, 22, 22 };

  lab_text_spread (y, height, 3, 0, 400);
  assert_apart (y, height, 3);
  g_assert_cmpfloat (y[2], <=, 389.01);
}

static void
test_spread_leaves_the_distant_alone (void)
{
  double y[] = { 20, 120, 300 }, height[] = { 22, 22, 22 };

  lab_text_spread (y, height, 3, 0, 400);
  g_assert_cmpfloat (y[0], ==, 20);
  g_assert_cmpfloat (y[1], ==, 120);
  g_assert_cmpfloat (y[2], ==, 300);
}

static void
test_anchors (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 100);
  cairo_t *cr = cairo_create (surface);
  LabPainter painter;
  LabRect left, right;

  lab_painter_init (&painter, cr, FALSE, 1);
  left = lab_text_measure (&painter, 100, 50, 0, 0.5, 15, "−0.6988");
  right = lab_text_measure (&painter, 100, 50, 1, 0.5, 15, "−0.6988");
  g_assert_cmpfloat (left.x, ==, 100);
  g_assert_cmpfloat_with_epsilon (right.x + right.width, 100, 1e-6);
  g_assert_cmpfloat_with_epsilon (left.y + left.height / 2, 50, 1e-6);
  lab_painter_clear (&painter);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A readout that changes must not dance: all digits have one width. */
static void
test_digits_are_tabular (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 100);
  cairo_t *cr = cairo_create (surface);
  LabPainter painter;
  double one, eight;

  lab_painter_init (&painter, cr, FALSE, 1);
  one = lab_text_measure (&painter, 0, 0, 0, 0, 18, "1.111").width;
  eight = lab_text_measure (&painter, 0, 0, 0, 0, 18, "8.888").width;
  g_assert_cmpfloat_with_epsilon (one, eight, 0.5);
  lab_painter_clear (&painter);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What is kept of a text must not outlive a change of its size, colour, ground or target. */
static void
test_kept_texts_are_the_same (void)
{
  cairo_surface_t *surface[2], *pdf = cairo_pdf_surface_create (NULL, 200, 100);
  double width[2], large;

  for (int i = 0; i < 2; i++)
    {
      cairo_t *cr, *other = cairo_create (pdf);
      LabPainter painter;

      surface[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 100);
      cr = cairo_create (surface[i]);
      lab_painter_init (&painter, cr, FALSE, 1);
      width[i] = lab_text_draw_halo (&painter, 20, 40, 0, 0, 18, (LabColor){ 213, 94, 0 },
                                     "<b>0.3012</b>")
                     .width;
      lab_painter_clear (&painter);
      cairo_destroy (cr);
      lab_painter_init (&painter, other, TRUE, 2);
      large = lab_text_draw_halo (&painter, 20, 40, 0, 0, 18, (LabColor){ 0, 114, 178 },
                                  "<b>0.3012</b>")
                  .width;
      lab_painter_clear (&painter);
      cairo_destroy (other);
      cairo_surface_flush (surface[i]);
    }
  g_assert_cmpfloat (width[0], ==, width[1]);
  /* Hinting rounds the width of each of the six letters to whole pixels. */
  g_assert_cmpfloat_with_epsilon (large, 2 * width[0], 6 * 1.01);
  g_assert_cmpmem (cairo_image_surface_get_data (surface[0]), 200 * 100 * 4,
                   cairo_image_surface_get_data (surface[1]), 200 * 100 * 4);
  cairo_surface_destroy (surface[0]);
  cairo_surface_destroy (surface[1]);
  cairo_surface_destroy (pdf);
}

static void
test_color_is_escaped (void)
{
  g_autofree char *text = lab_text_colored ((LabColor){ 0, 114, 178 }, "a < b");

  g_assert_cmpstr (text, ==, "<span color=\"#0072b2\" alpha=\"100%\">a &lt; b</span>");
}

/* On dense pixels a text has the proportions that it has on others, its superscripts too. */
static void
test_dense_pixels (void)
{
  static const char markup[] = "10<sup>1234</sup>";
  double width[2], height[2];

  for (int density = 1; density <= 2; density++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 200);
      cairo_t *cr = cairo_create (surface);
      LabPainter painter;
      LabRect place;

      cairo_scale (cr, density, density);
      lab_painter_init (&painter, cr, FALSE, 1);
      place = lab_text_draw (&painter, 0, 0, 0, 0, 20, painter.theme->text, markup);
      width[density - 1] = place.width;
      height[density - 1] = place.height;
      lab_painter_clear (&painter);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  g_assert_cmpfloat_with_epsilon (width[0], width[1], 2);
  g_assert_cmpfloat_with_epsilon (height[0], height[1], 2);
}

/* The desktop's family is taken for all text, also for what was laid out before. */
static void
test_family (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 100);
  cairo_t *cr = cairo_create (surface);
  guint serial = lab_text_get_family_serial ();
  LabPainter painter;
  double usual, mono;

  lab_painter_init (&painter, cr, FALSE, 1);
  usual = lab_text_measure (&painter, 0, 0, 0, 0, 20, "iiiiiiii").width;
  lab_text_set_family ("monospace");
  g_assert_cmpuint (lab_text_get_family_serial (), >, serial);
  mono = lab_text_measure (&painter, 0, 0, 0, 0, 20, "iiiiiiii").width;
  g_assert_cmpfloat (mono, >, 1.2 * usual);
  g_assert_cmpfloat_with_epsilon (lab_text_measure (&painter, 0, 0, 0, 0, 20, "MWMWMWMW").width,
                                  mono, 0.5);
  lab_text_set_family (NULL);
  g_assert_cmpfloat (lab_text_measure (&painter, 0, 0, 0, 0, 20, "iiiiiiii").width, ==, usual);
  lab_painter_clear (&painter);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/text/spread/equal", test_spread_equal);
  g_test_add_func ("/lab/text/spread/edge", test_spread_at_the_edge);
  g_test_add_func ("/lab/text/spread/distant", test_spread_leaves_the_distant_alone);
  g_test_add_func ("/lab/text/anchors", test_anchors);
  g_test_add_func ("/lab/text/tabular", test_digits_are_tabular);
  g_test_add_func ("/lab/text/kept", test_kept_texts_are_the_same);
  g_test_add_func ("/lab/text/escaped", test_color_is_escaped);
  g_test_add_func ("/lab/text/dense-pixels", test_dense_pixels);
  g_test_add_func ("/lab/text/family", test_family);
  return g_test_run ();
}
