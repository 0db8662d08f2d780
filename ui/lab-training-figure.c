/* lab-training-figure.c - see the header */

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

struct LabTrainingCache {
  Key key;
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

/* Of a panel, from a pixel on, with what lines reach beyond it. */
static void
copy_panel (cairo_surface_t *from, cairo_surface_t *to, const LabTrainingScene *scene,
            const LabTrainingPanel *panel, double left)
{
  double reach = ceil (4 * scene->layout->scale);
  cairo_t *cr = cairo_create (to);

  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, from, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, left, panel->y.end - reach, panel->x.end + reach - left,
                   panel->y.start - panel->y.end + 2 * reach);
  cairo_fill (cr);
  cairo_destroy (cr);
}

/* The columns that are not done: the frame as it was, and the curves over it. They are drawn aside,
 * whole, and cut out: a stroke that a clip cuts needs more spans than cairo 1.16 has room for.     */
static void
extend_panel (LabTrainingCache *cache, const LabTrainingScene *scene, int i)
{
  const LabTrainingPanel *panel = &scene->layout->panel[i];
  LabPanelProgress *progress = &cache->progress[i];
  double reach = ceil (4 * scene->layout->scale), left;
  int done = lab_training_resume_curves (scene, panel, progress, &left);
  cairo_t *cr;

  copy_panel (cache->frame, cache->scratch, scene, panel, floor (left - reach));
  cr = cairo_create (cache->scratch);
  lab_training_draw_curves (cr, scene, panel, progress);
  cairo_destroy (cr);
  copy_panel (cache->scratch, cache->picture, scene, panel,
              panel->x.start + done - (done > 0 ? 0 : reach));
}

static void
draw_from_cache (cairo_t *cr, LabTrainingCache *cache, const LabTrainingScene *scene, int factor)
{
  Key key;

  make_key (scene, factor, &key);
  if (!cache->picture || memcmp (&key, &cache->key, sizeof key) != 0)
    {
      start_anew (cache, scene, factor);
      memcpy (&cache->key, &key, sizeof key);
    }
  for (int i = 0; i < scene->layout->n_panels; i++)
    extend_panel (cache, scene, i);
  cairo_set_source_surface (cr, cache->picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
}

static void
draw_directly (cairo_t *cr, const LabTrainingScene *scene)
{
  lab_training_draw_frame (cr, scene);
  for (int i = 0; i < scene->layout->n_panels; i++)
    lab_training_draw_curves (cr, scene, &scene->layout->panel[i], NULL);
}

void
lab_training_figure_draw (cairo_t *cr, LabTrainingModel *model, const LabTrainingLayout *layout,
                          gboolean dark, LabTrainingCache *cache, int factor)
{
  LabTrainingScene scene = { model, layout, dark };
  LabPainter painter;

  if (cache)
    draw_from_cache (cr, cache, &scene, factor);
  else
    draw_directly (cr, &scene);
  lab_painter_init (&painter, cr, dark, layout->scale);
  lab_training_draw_marks (&painter, &scene);
  for (int i = 0; i < layout->n_panels; i++)
    lab_training_draw_panel_labels (&painter, &scene, &layout->panel[i],
                                    lab_training_model_get_scrub (model));
  lab_painter_clear (&painter);
}
