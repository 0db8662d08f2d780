/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-tiles.h"

#include <string.h>

enum { SIDE = 96 }; /* pixels: few enough for a curve's end, not so few that nodes cost */

typedef struct {
  cairo_surface_t *pixels;
  GskRenderNode *node;
} Tile;

struct LabTiles {
  int width, height, factor; /* of the picture, in pixels */
  GArray *tiles;             /* of Tile, row by row       */
};

static void
tile_clear (gpointer data)
{
  Tile *tile = data;

  g_clear_pointer (&tile->pixels, cairo_surface_destroy);
  g_clear_pointer (&tile->node, gsk_render_node_unref);
}

LabTiles *
lab_tiles_new (void)
{
  LabTiles *self = g_new0 (LabTiles, 1);

  self->tiles = g_array_new (FALSE, TRUE, sizeof (Tile));
  g_array_set_clear_func (self->tiles, tile_clear);
  return self;
}

void
lab_tiles_free (LabTiles *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->tiles);
  g_free (self);
}

static int
n_along (int length)
{
  return (length + SIDE - 1) / SIDE;
}

static void
fit (LabTiles *self, cairo_surface_t *picture, int factor)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);

  if (width == self->width && height == self->height && factor == self->factor)
    return;
  self->width = width;
  self->height = height;
  self->factor = factor;
  g_array_set_size (self->tiles, 0);
  g_array_set_size (self->tiles, (guint) (n_along (width) * n_along (height)));
}

static const guchar *
row_of (cairo_surface_t *picture, int x, int y)
{
  return cairo_image_surface_get_data (picture)
         + (gsize) y * (gsize) cairo_image_surface_get_stride (picture) + 4 * (gsize) x;
}

static gboolean
is_same (const Tile *tile, cairo_surface_t *picture, const cairo_rectangle_int_t *place)
{
  if (tile->pixels == NULL)
    return FALSE;
  for (int y = 0; y < place->height; y++)
    if (memcmp (row_of (tile->pixels, 0, y), row_of (picture, place->x, place->y + y),
                4 * (gsize) place->width)
        != 0)
      return FALSE;
  return TRUE;
}

/* The pixels are never written again: a node that holds them need not copy them. */
static void
copy_pixels (Tile *tile, cairo_surface_t *picture, const cairo_rectangle_int_t *place)
{
  guchar *data;

  tile_clear (tile);
  tile->pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, place->width, place->height);
  cairo_surface_flush (tile->pixels);
  data = cairo_image_surface_get_data (tile->pixels);
  for (int y = 0; y < place->height; y++)
    memcpy (data + (gsize) y * (gsize) cairo_image_surface_get_stride (tile->pixels),
            row_of (picture, place->x, place->y + y), 4 * (gsize) place->width);
  cairo_surface_mark_dirty (tile->pixels);
}

static void
make_node (Tile *tile, const cairo_rectangle_int_t *place, int factor)
{
  float s = 1.0f / (float) factor;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (s * (float) place->x, s * (float) place->y,
                                               s * (float) place->width, s * (float) place->height);
  cairo_t *cr;

  tile->node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (tile->node);
  cairo_scale (cr, 1.0 / factor, 1.0 / factor);
  cairo_set_source_surface (cr, tile->pixels, place->x, place->y);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* Whether the region, in logical pixels, reaches into a place, in pixels. */
static gboolean
reaches (const cairo_region_t *region, const cairo_rectangle_int_t *place, int factor)
{
  int x = place->x / factor, y = place->y / factor;
  cairo_rectangle_int_t logical = { x, y, (place->x + place->width + factor - 1) / factor - x,
                                    (place->y + place->height + factor - 1) / factor - y };

  return cairo_region_contains_rectangle (region, &logical) != CAIRO_REGION_OVERLAP_OUT;
}

static void
snapshot_tile (LabTiles *self, GtkSnapshot *snapshot, cairo_surface_t *picture,
               const cairo_region_t *changed, int column, int row)
{
  Tile *tile = &g_array_index (self->tiles, Tile, row * n_along (self->width) + column);
  cairo_rectangle_int_t place = { column * SIDE, row * SIDE, SIDE, SIDE };

  place.width = MIN (SIDE, self->width - place.x);
  place.height = MIN (SIDE, self->height - place.y);
  if ((!tile->node || !changed || reaches (changed, &place, self->factor))
      && !is_same (tile, picture, &place))
    {
      copy_pixels (tile, picture, &place);
      make_node (tile, &place, self->factor);
    }
  gtk_snapshot_append_node (snapshot, tile->node);
}

void
lab_tiles_snapshot (LabTiles *self, GtkSnapshot *snapshot, cairo_surface_t *picture, int factor,
                    const cairo_region_t *changed)
{
  cairo_surface_flush (picture);
  fit (self, picture, factor);
  for (int row = 0; row < n_along (self->height); row++)
    for (int column = 0; column < n_along (self->width); column++)
      snapshot_tile (self, snapshot, picture, changed, column, row);
}
