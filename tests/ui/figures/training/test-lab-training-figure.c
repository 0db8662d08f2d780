/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-training-figure.c - the Training picture on image surfaces: layout, drawing, words */

#include <stdlib.h>
#include "lab-training-diagnostics.h"
#include "lab-training-figure.h"
#include "training-runs.h"

static const double sizes[][3] = {
  { 1128, 785, 1 }, { 968, 560, 1 }, { 760, 620, 1 },   { 360, 480, 1 },
  { 300, 260, 1 },  { 968, 600, 2 }, { 1600, 1000, 1 },
};

static void
set_view (LabTrainingModel *model, LabDiagnostic diagnostic, int baseline)
{
  LabTrainingView view = *lab_training_model_get_view (model);

  view.diagnostic = diagnostic;
  view.baseline = baseline;
  lab_training_model_set_view (model, &view);
}

static void
assert_axis (const LabAxis *axis)
{
  g_assert_true (isfinite (axis->low) && isfinite (axis->high));
  g_assert_cmpfloat (axis->low, <, axis->high);
  g_assert_true (!axis->logarithmic || axis->low > 0);
}

/* Panels lie within the picture and on none of the others. */
static void
assert_layout (const LabTrainingLayout *layout)
{
  for (int i = 0; i < layout->n_panels; i++)
    {
      const LabTrainingPanel *a = &layout->panel[i];
      LabRect place = { a->x.start, a->y.end, a->x.end - a->x.start, a->y.start - a->y.end };

      assert_axis (&a->x);
      assert_axis (&a->y);
      g_assert_cmpfloat (place.x, >=, 0);
      g_assert_cmpfloat (place.x + place.width, <=, layout->width);
      g_assert_cmpfloat (place.y, >=, 0);
      g_assert_cmpfloat (place.y + place.height, <=, layout->height);
      for (int j = 0; j < i; j++)
        {
          const LabTrainingPanel *b = &layout->panel[j];
          LabRect other = { b->x.start, b->y.end, b->x.end - b->x.start, b->y.start - b->y.end };

          g_assert_false (lab_rect_overlaps (&place, &other));
        }
    }
}

static void
test_layout_at_every_size (void)
{
  g_autoptr (LabTrainingModel) model = run_new (6, 300);
  LabTrainingLayout layout;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int d = 0; d < LAB_N_DIAGNOSTICS; d++)
      {
        set_view (model, (LabDiagnostic) d, -1);
        lab_training_layout_init (&layout, model, sizes[i][0], sizes[i][1], sizes[i][2], FALSE);
        assert_layout (&layout);
      }
  set_view (model, LAB_DIAGNOSTIC_MEAN, -1);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_cmpint (layout.n_panels, ==, 2 + RUN_LAYERS);
  g_assert_true (layout.end_names);
  lab_training_layout_init (&layout, model, 760, 620, 1, FALSE);
  g_assert_false (layout.end_names);
  lab_training_layout_init (&layout, model, 360, 480, 1, FALSE);
  g_assert_cmpint (layout.n_panels, ==, 1);
  set_view (model, LAB_DIAGNOSTIC_MEDIAN, -1);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_cmpint (layout.panel[2].layer, ==, -1);
}

/* Eight layers stand in two rows. */
static void
test_eight_layers_in_two_rows (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 0);
  LabTrainingLayer layers[8];
  LabTrainingLayout layout;

  for (int l = 0; l < 8; l++)
    layers[l] = (LabTrainingLayer){ .title = "L", .n_units = 128 };
  lab_training_model_set_layers (model, 8, layers);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  assert_layout (&layout);
  g_assert_cmpint (layout.n_panels, ==, 10);
  g_assert_cmpfloat (layout.panel[2].y.end, ==, layout.panel[5].y.end);
  g_assert_cmpfloat (layout.panel[6].y.end, >, layout.panel[5].y.start);
}

static cairo_surface_t *
picture (LabTrainingModel *model, const LabTrainingLayout *layout, gboolean dark,
         LabTrainingCache *cache, gint64 hover)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) layout->width, (int) layout->height);
  cairo_t *cr = cairo_create (surface);

  lab_training_figure_draw (cr, model, layout, dark, cache, 1);
  if (hover >= 0)
    lab_training_figure_draw_hover (cr, model, layout, dark, hover);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels that look different. A line that ends elsewhere is simplified otherwise by up to 0.15 pixels,
 * which shades its edges a little. */
static int
difference (cairo_surface_t *a, cairo_surface_t *b)
{
  const guint8 *p = cairo_image_surface_get_data (a), *q = cairo_image_surface_get_data (b);
  int n = cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a), different = 0;

  for (int i = 0; i < n; i += 4)
    different += abs (p[i] - q[i]) + abs (p[i + 1] - q[i + 1]) + abs (p[i + 2] - q[i + 2]) > 150;
  return different;
}

/* A picture that grew with the run, frame by frame, is the one that is drawn at its end: dashes go on
 * where they stopped, nothing is missing and nothing is drawn twice. */
static void
test_grown_picture_is_the_drawn_one (void)
{
  static const LabDiagnostic diagnostics[] = { LAB_DIAGNOSTIC_MEAN, LAB_DIAGNOSTIC_GRADIENT };

  for (gsize i = 0; i < G_N_ELEMENTS (diagnostics); i++)
    for (int n = 2; n <= 6; n += 4)
      {
        g_autoptr (LabTrainingModel) model = run_new (n, 0);
        LabTrainingCache *cache = lab_training_cache_new ();
        LabTrainingLayout layout;
        cairo_surface_t *grown = NULL, *drawn;

        set_view (model, diagnostics[i], -1);
        for (guint64 step = 0; step < 600; step += 13)
          {
            run_go_on (model, step, step + 13);
            lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
            g_clear_pointer (&grown, cairo_surface_destroy);
            grown = picture (model, &layout, FALSE, cache, -1);
          }
        drawn = picture (model, &layout, FALSE, NULL, -1);
        g_assert_cmpint (difference (grown, drawn), <, 300);
        cairo_surface_destroy (grown);
        cairo_surface_destroy (drawn);
        lab_training_cache_free (cache);
      }
}

/* Over what the last frame left, with an event, a step looked at and a validation now and then: what
 * is not redrawn is what would have been drawn.                                                 */
static void
test_updated_picture_is_the_drawn_one (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 0);
  LabTrainingCache *cache = lab_training_cache_new (), *other = lab_training_cache_new ();
  LabTrainingLayout layout;
  cairo_surface_t *grown = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1128, 785), *drawn;
  int n_whole = 0;

  set_view (model, LAB_DIAGNOSTIC_MEAN, -1);
  for (guint64 step = 0; step < 600; step += 3)
    {
      cairo_t *cr = cairo_create (grown);
      cairo_region_t *changed;

      run_go_on (model, step, step + 3);
      if (step == 300)
        lab_training_model_add_event (model, 299, "α 1.0 → 0.3");
      lab_training_model_set_scrub (model, step >= 450 && step < 480 ? 200 : -1);
      lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
      changed = lab_training_figure_update (cr, model, &layout, FALSE, cache, 1, step > 0);
      n_whole += changed == NULL;
      g_clear_pointer (&changed, cairo_region_destroy);
      cairo_destroy (cr);
      drawn = picture (model, &layout, FALSE, other, -1);
      cairo_surface_flush (grown);
      g_assert_cmpint (difference (grown, drawn), ==, 0);
      cairo_surface_destroy (drawn);
    }
  g_assert_cmpint (n_whole, <, 120); /* of 200 */
  cairo_surface_destroy (grown);
  lab_training_cache_free (other);
  lab_training_cache_free (cache);
}

/* The past changes when a run branches off: nothing of what was drawn may stay. */
static void
test_picture_follows_a_branch (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 500);
  LabTrainingCache *cache = lab_training_cache_new ();
  LabTrainingLayout layout;
  cairo_surface_t *kept, *drawn;

  lab_training_layout_init (&layout, model, 900, 700, 1, FALSE);
  cairo_surface_destroy (picture (model, &layout, FALSE, cache, -1));
  lab_training_model_truncate (model, 480);
  for (guint64 step = 481; step <= 490; step++)
    for (int c = 0; c < 2; c++)
      lab_training_model_add_step (model, c, step, 0, 2, 0.2);
  lab_training_layout_init (&layout, model, 900, 700, 1, FALSE);
  kept = picture (model, &layout, FALSE, cache, -1);
  drawn = picture (model, &layout, FALSE, NULL, -1);
  g_assert_cmpint (difference (kept, drawn), <, 300);
  cairo_surface_destroy (kept);
  cairo_surface_destroy (drawn);
  lab_training_cache_free (cache);
}

/* Every view of an empty, a young, a long and a broken run, in every size. */
static void
test_draws_whatever_there_is (void)
{
  static const guint64 lengths[] = { 0, 1, 2, 700 };

  for (gsize l = 0; l < G_N_ELEMENTS (lengths); l++)
    for (int kind = 0; kind < 24; kind++)
      {
        g_autoptr (LabTrainingModel) model = run_new (2 + kind % 5, lengths[l]);
        LabTrainingView view = *lab_training_model_get_view (model);
        const double *size = sizes[(gsize) kind % G_N_ELEMENTS (sizes)];
        LabTrainingLayout layout;

        view.x = (LabXUnit) (kind % LAB_N_X_UNITS);
        view.log_y = kind % 2;
        view.recent = kind % 4 == 1;
        view.smoothing = kind % 3 ? 66 : 1;
        view.baseline = kind % 5 == 2 ? 1 : -1;
        view.diagnostic = (LabDiagnostic) (kind % LAB_N_DIAGNOSTICS);
        view.plot = (LabTrainingPlotKind) (kind % 3);
        lab_training_model_set_view (model, &view);
        lab_training_model_add_event (model, lengths[l] / 2, "α 1.0 → 0.3 <&>");
        if (kind % 6 == 0)
          {
            lab_training_model_add_step (model, 1, lengths[l] + 1, 30, NAN, NAN);
            lab_training_model_set_diverged (model, 1, lengths[l] + 1);
          }
        if (kind % 7 == 0)
          lab_training_model_set_scrub (model, (gint64) lengths[l] / 3);
        lab_training_layout_init (&layout, model, size[0], size[1], size[2], FALSE);
        assert_layout (&layout);
        cairo_surface_destroy (
            picture (model, &layout, kind % 2, NULL, kind % 3 ? (gint64) lengths[l] / 2 : -1));
      }
}

static void
test_difference_tells_its_sign (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 400);
  LabTrainingLayout layout;
  g_autofree char *words = NULL, *step = NULL;

  set_view (model, LAB_DIAGNOSTIC_NONE, 1);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_false (layout.panel[0].y.logarithmic);
  g_assert_cmpfloat (layout.panel[0].y.low, <, 0);
  g_assert_cmpfloat (layout.panel[0].y.high, >, 0);
  words = lab_training_model_describe (model);
  g_assert_nonnull (strstr (words, "All values are differences to ReLU."));
  /* ELU's loss is lower by 0.01, its accuracy higher by 0.4 %. */
  g_assert_nonnull (strstr (words, "ELU: training loss −0.010, training accuracy +0.4 %."));
  step = lab_training_model_describe_step (model, 300);
  g_assert_nonnull (strstr (step, "At step 300:"));
}

/* What the table under the pointer says, for the ear. */
static void
test_words_of_a_step (void)
{
  g_autoptr (LabTrainingModel) model = run_new (6, 300);
  g_autofree char *early = lab_training_model_describe_step (model, 30);
  g_autofree char *later = lab_training_model_describe_step (model, 1);
  g_autofree char *words = NULL;
  g_autofree char *exact = g_strdup_printf ("ReLU: training loss %.3f", run_loss (1, 1));

  g_assert_null (strstr (early, "Validation"));
  g_assert_nonnull (strstr (early, " ELU 1: "));
  g_assert_nonnull (strstr (early, " ELU 0.3: "));
  g_assert_nonnull (strstr (later, exact));
  lab_training_model_add_event (model, 1290, "α 1.0 → 0.3");
  words = lab_training_model_describe (model);
  g_assert_nonnull (strstr (words, "Step 300 of 710."));
  g_assert_nonnull (
      strstr (words, "Mean activation per layer. L1 · 64 units: ELU 1 0.25, ReLU 0.75,"));
  g_assert_nonnull (strstr (words, "Changed at step 1,290: α 1.0 → 0.3."));
  lab_training_model_set_scrub (model, 100);
  g_free (words);
  words = lab_training_model_describe (model);
  g_assert_nonnull (strstr (words, "Looking back at step 100 of 300."));
}

static void
test_overlays_are_named (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 50);
  g_autoptr (LabRunCurves) past
      = lab_run_curves_new ("Tuesday", 2, lab_training_model_get_setup (model)->contestant, 71);
  g_autofree char *words = NULL;
  LabTrainingLayout layout;

  for (guint64 step = 1; step <= 600; step++)
    lab_run_curves_add_step (past, 0, step, 0.1 * (double) step, 0.5, 0.9);
  for (int i = 0; i < LAB_MAX_OVERLAYS + 3; i++)
    lab_training_model_add_overlay (model, past);
  g_assert_cmpuint (lab_training_model_get_n_overlays (model), ==, LAB_MAX_OVERLAYS);
  lab_training_layout_init (&layout, model, 1128, 785, 1, FALSE);
  g_assert_cmpfloat (layout.panel[0].x.high, >=, 600);
  cairo_surface_destroy (picture (model, &layout, FALSE, NULL, -1));
  words = lab_training_model_describe (model);
  g_assert_nonnull (strstr (words, "For comparison: Tuesday"));
  lab_training_model_clear_overlays (model);
  g_assert_cmpuint (lab_training_model_get_n_overlays (model), ==, 0);
}

/* The picture with a run of five steps beside one of 600. */
static cairo_surface_t *
picture_with_short_overlay (const char *name, LabTrainingLayout *layout)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 600);
  g_autoptr (LabRunCurves) past
      = lab_run_curves_new (name, 2, lab_training_model_get_setup (model)->contestant, 71);

  for (guint64 step = 1; step <= 5; step++)
    lab_run_curves_add_step (past, 0, step, 0.1 * (double) step, 0.5, 0.9);
  lab_training_model_add_overlay (model, past);
  lab_training_layout_init (layout, model, 1128, 785, 1, FALSE);
  return picture (model, layout, FALSE, NULL, -1);
}

/* A name is longer than a short run: it goes on to the right rather than over the axis. */
static void
test_name_of_a_short_run (void)
{
  LabTrainingLayout layout;
  cairo_surface_t *plain = picture_with_short_overlay ("", &layout);
  cairo_surface_t *named = picture_with_short_overlay ("Tuesday's short run", &layout);
  int stride = cairo_image_surface_get_stride (plain), start = (int) layout.panel[0].x.start - 1;
  gboolean inside = FALSE;

  for (int y = 0; y < cairo_image_surface_get_height (plain); y++)
    {
      const guint32 *a = (gpointer) (cairo_image_surface_get_data (plain) + y * stride);
      const guint32 *b = (gpointer) (cairo_image_surface_get_data (named) + y * stride);

      g_assert_cmpmem (a, (gsize) start * sizeof *a, b, (gsize) start * sizeof *b);
      inside |= memcmp (a, b, (gsize) stride) != 0;
    }
  g_assert_true (inside);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (named);
}

static void
test_definitions_say_how_many_images (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 0);
  g_autofree char *text = lab_diagnostic_definitions (model);

  g_assert_nonnull (strstr (text, "Measured on 1,000 images"));
  for (int d = LAB_DIAGNOSTIC_MEAN; d < LAB_N_DIAGNOSTICS; d++)
    g_assert_nonnull (strstr (text, lab_diagnostic_get_info ((LabDiagnostic) d)->definition));
  g_assert_true (pango_parse_markup (text, -1, 0, NULL, NULL, NULL, NULL));
}

/* alpha of ReLU does not exist, so no line claims it. */
static void
test_no_parameter_no_curve (void)
{
  g_autoptr (LabTrainingModel) model = run_new (2, 50);
  const LabDiagnosticInfo *info = lab_diagnostic_get_info (LAB_DIAGNOSTIC_PARAMETER);
  const LabRunCurves *run = lab_training_model_get_run (model);

  g_assert_nonnull (lab_training_diagnostic_series (run, 0, 0, info));
  g_assert_null (lab_training_diagnostic_series (run, 1, 0, info));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/training-figure/layout/sizes", test_layout_at_every_size);
  g_test_add_func ("/lab/training-figure/layout/eight-layers", test_eight_layers_in_two_rows);
  g_test_add_func ("/lab/training-figure/cache/grown", test_grown_picture_is_the_drawn_one);
  g_test_add_func ("/lab/training-figure/cache/updated", test_updated_picture_is_the_drawn_one);
  g_test_add_func ("/lab/training-figure/cache/branch", test_picture_follows_a_branch);
  g_test_add_func ("/lab/training-figure/draws", test_draws_whatever_there_is);
  g_test_add_func ("/lab/training-figure/difference", test_difference_tells_its_sign);
  g_test_add_func ("/lab/training-figure/words", test_words_of_a_step);
  g_test_add_func ("/lab/training-figure/overlays", test_overlays_are_named);
  g_test_add_func ("/lab/training-figure/overlays/short", test_name_of_a_short_run);
  g_test_add_func ("/lab/training-figure/definitions", test_definitions_say_how_many_images);
  g_test_add_func ("/lab/training-figure/no-parameter", test_no_parameter_no_curve);
  return g_test_run ();
}
