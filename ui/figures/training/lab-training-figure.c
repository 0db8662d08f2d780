/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-training-figure-private.h"

#include <math.h>
#include <string.h>

/* All that the kept pixels depend on, but for points that were added since. */
typedef struct {
  LabTrainingLayout layout;
  LabTrainingView view;
  nn_activation contestant[LAB_MAX_CONTESTANTS];
  int n_contestants, factor;
  guint generation;
  gboolean dark, high_contrast;
} Key;

/* What lies over the pixels and elsewhere than at the ends of the curves. */
typedef struct {
  gint64 scrub;
  guint n_events, n_births, n_diverged;
} Over;

struct LabTrainingCache {
  Key key;
  Over over;
  cairo_surface_t *frame;   /* what stands still       */
  cairo_surface_t *picture; /* the frame and the curves */
  cairo_surface_t *scratch; /* what is to be added to it */
  LabPanelProgress progress[LAB_MAX_TRAINING_PANELS];
};

LabTrainingCache *
lab_training_cache_new (void)
{
  return g_new0 (LabTrainingCache, 1);
}

void
lab_training_cache_free (LabTrainingCache *cache)
{
  if (!cache)
    return;
  g_clear_pointer (&cache->frame, cairo_surface_destroy);
  g_clear_pointer (&cache->picture, cairo_surface_destroy);
  g_clear_pointer (&cache->scratch, cairo_surface_destroy);
  g_free (cache);
}

static void
make_key (const LabTrainingScene *scene, int factor, Key *key)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (scene->model);

  memset (key, 0, sizeof *key);
  memcpy (&key->layout, scene->layout, sizeof key->layout);
  key->view = *lab_training_model_get_view (scene->model);
  key->n_contestants = lab_training_model_get_n_contestants (scene->model);
  for (int c = 0; c < key->n_contestants; c++)
    key->contestant[c] = setup->contestant[c];
  key->factor = factor;
  key->generation = lab_training_model_get_generation (scene->model);
  key->dark = scene->dark;
  key->high_contrast = lab_palette_get_high_contrast ();
}

static cairo_surface_t *
new_surface (const LabTrainingScene *scene, int factor)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (scene->layout->width) * factor,
                                    (int) ceil (scene->layout->height) * factor);

  cairo_surface_set_device_scale (surface, factor, factor);
  return surface;
}

static void
start_anew (LabTrainingCache *cache, const LabTrainingScene *scene, int factor)
{
  cairo_t *cr;

  g_clear_pointer (&cache->frame, cairo_surface_destroy);
  g_clear_pointer (&cache->picture, cairo_surface_destroy);
  g_clear_pointer (&cache->scratch, cairo_surface_destroy);
  cache->frame = new_surface (scene, factor);
  cache->picture = new_surface (scene, factor);
  cache->scratch = new_surface (scene, factor);
  cr = cairo_create (cache->frame);
  lab_training_draw_frame (cr, scene);
  cairo_destroy (cr);
  cr = cairo_create (cache->picture);
  cairo_set_source_surface (cr, cache->frame, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  memset (cache->progress, 0, sizeof cache->progress);
}

static double
reach_of (const LabTrainingScene *scene)
{
  return ceil (4 * scene->layout->scale);
}

/* Where a panel's curves end, with what lines reach beyond it. */
static double
right_of (const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  double step = (double) lab_training_model_get_step (scene->model);
  double x = lab_training_layout_pixel (scene->model, &panel->x, step);

  return ceil (fmin (x + reach_of (scene), panel->x.end) + reach_of (scene));
}

/* Of a panel, from a pixel on. Whole pixels: cairo then copies and does not blend. */
static void
copy_panel (cairo_surface_t *from, cairo_surface_t *to, const LabTrainingScene *scene,
            const LabTrainingPanel *panel, double left)
{
  double top = floor (panel->y.end - reach_of (scene));
  double bottom = ceil (panel->y.start + reach_of (scene));
  cairo_t *cr = cairo_create (to);

  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, from, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, floor (left), top, fmax (0, right_of (scene, panel) - floor (left)),
                   bottom - top);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static guint
n_points (const LabTrainingScene *scene, const LabTrainingPanel *panel, int c, gboolean validation)
{
  const LabSeries *series = lab_training_curve (scene->model, panel, c, validation);

  return series ? lab_series_length (series) : 0;
}

/* Whether a panel has no point that is not drawn. */
static gboolean
is_done (const LabTrainingScene *scene, const LabTrainingPanel *panel,
         const LabPanelProgress *progress)
{
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    if (n_points (scene, panel, c, FALSE) != progress->length[c]
        || n_points (scene, panel, c, TRUE) != progress->n_validations[c])
      return FALSE;
  return progress->newest.done > 0;
}

/* The columns that are not done: the frame as it was, and the curves over it. They are drawn aside,
 * whole, and cut out: a stroke that a clip cuts needs more spans than cairo 1.16 has room for.     */
static double
extend_panel (LabTrainingCache *cache, const LabTrainingScene *scene, int i)
{
  const LabTrainingPanel *panel = &scene->layout->panel[i];
  LabPanelProgress *progress = &cache->progress[i];
  double reach = reach_of (scene), left, first;
  int done = lab_training_resume_curves (scene, panel, progress, &left);
  cairo_t *cr;

  copy_panel (cache->frame, cache->scratch, scene, panel, floor (left - reach));
  cr = cairo_create (cache->scratch);
  lab_training_draw_curves (cr, scene, panel, progress);
  cairo_destroy (cr);
  first = floor (panel->x.start + done - (done > 0 ? 0 : reach));
  copy_panel (cache->scratch, cache->picture, scene, panel, first);
  return first;
}

static void
add_rectangle (cairo_region_t *region, double left, double right, const LabTrainingScene *scene,
               const LabTrainingPanel *panel)
{
  double room = 24 * scene->layout->scale;
  int x = (int) floor (left), y = (int) floor (panel->y.end - room);
  cairo_rectangle_int_t rectangle
      = { x, y, MAX (0, (int) ceil (right) - x), (int) ceil (panel->y.start + room) - y };

  cairo_region_union_rectangle (region, &rectangle);
}

/* From that pixel on to the end of the curves, with the markers there: the last but one may go. And the
 * values beside the panel.                                                                      */
static void
add_panel (cairo_region_t *region, const LabTrainingScene *scene, const LabTrainingPanel *panel,
           double first)
{
  double s = scene->layout->scale;

  add_rectangle (region, first - 10 * s, right_of (scene, panel) + 10 * s, scene, panel);
  add_rectangle (region, panel->x.end, panel->last ? scene->layout->width : panel->x.end + 76 * s,
                 scene, panel);
}

static void
note_over (const LabTrainingScene *scene, Over *over)
{
  int n = lab_training_model_get_n_contestants (scene->model);

  memset (over, 0, sizeof *over);
  over->scrub = lab_training_model_get_scrub (scene->model);
  over->n_events = lab_training_model_get_n_events (scene->model);
  for (int c = 0; c < n; c++)
    over->n_diverged += lab_training_model_get_curves (scene->model, c)->diverged;
  /* Births and revivals, anywhere on the curve. */
  if (lab_training_model_get_view (scene->model)->diagnostic == LAB_DIAGNOSTIC_DEAD)
    for (int i = 0; i < scene->layout->n_panels; i++)
      for (int c = 0; c < n; c++)
        over->n_births += n_points (scene, &scene->layout->panel[i], c, FALSE)
                          * (scene->layout->panel[i].kind == LAB_PANEL_DIAGNOSTIC);
}

/* Brings the pixels up to date. Returns where that and the values at the ends have changed the picture
 * of the last time; NULL: perhaps everywhere.                                                   */
static cairo_region_t *
extend (LabTrainingCache *cache, const LabTrainingScene *scene, int factor)
{
  cairo_region_t *region = cairo_region_create ();
  gboolean anew;
  Over over;
  Key key;

  make_key (scene, factor, &key);
  note_over (scene, &over);
  anew = !cache->picture || memcmp (&key, &cache->key, sizeof key) != 0;
  if (anew)
    start_anew (cache, scene, factor);
  for (int i = 0; i < scene->layout->n_panels; i++)
    if (!is_done (scene, &scene->layout->panel[i], &cache->progress[i]))
      add_panel (region, scene, &scene->layout->panel[i], extend_panel (cache, scene, i));
  if (anew || memcmp (&over, &cache->over, sizeof over) != 0)
    g_clear_pointer (&region, cairo_region_destroy);
  memcpy (&cache->key, &key, sizeof key);
  memcpy (&cache->over, &over, sizeof over);
  return region;
}

static void
draw_directly (cairo_t *cr, const LabTrainingScene *scene)
{
  lab_training_draw_frame (cr, scene);
  for (int i = 0; i < scene->layout->n_panels; i++)
    lab_training_draw_curves (cr, scene, &scene->layout->panel[i], NULL);
}

static void
draw_over (cairo_t *cr, const LabTrainingScene *scene)
{
  LabPainter painter;

  lab_painter_init (&painter, cr, scene->dark, scene->layout->scale);
  lab_training_draw_marks (&painter, scene);
  for (int i = 0; i < scene->layout->n_panels; i++)
    lab_training_draw_panel_labels (&painter, scene, &scene->layout->panel[i],
                                    lab_training_model_get_scrub (scene->model));
  lab_painter_clear (&painter);
}

static void
clip_to (cairo_t *cr, const cairo_region_t *region)
{
  cairo_rectangle_int_t r;

  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_region_get_rectangle (region, i, &r);
      cairo_rectangle (cr, r.x, r.y, r.width, r.height);
    }
  cairo_clip (cr);
}

cairo_region_t *
lab_training_figure_update (cairo_t *cr, LabTrainingModel *model, const LabTrainingLayout *layout,
                            gboolean dark, LabTrainingCache *cache, int factor, gboolean kept)
{
  LabTrainingScene scene = { model, layout, dark };
  cairo_region_t *region = extend (cache, &scene, factor);

  if (!kept)
    g_clear_pointer (&region, cairo_region_destroy);
  if (region)
    clip_to (cr, region);
  cairo_set_source_surface (cr, cache->picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  draw_over (cr, &scene);
  return region;
}

void
lab_training_figure_draw (cairo_t *cr, LabTrainingModel *model, const LabTrainingLayout *layout,
                          gboolean dark, LabTrainingCache *cache, int factor)
{
  LabTrainingScene scene = { model, layout, dark };

  if (cache)
    {
      (void) lab_training_figure_update (cr, model, layout, dark, cache, factor, FALSE);
      return;
    }
  draw_directly (cr, &scene);
  draw_over (cr, &scene);
}
