/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-label-placer.h"

#include <math.h>
#include <string.h>

enum { STEPS = 40 };

/* In pixels, and what each offence costs. The greatest is to hide something; words that lie on each
 * other say nothing at all, so that is never done.                                              */
static const double gap = 7, near_enough = 16, margin = 14;
static const double cost_of_hiding = 100, cost_of_doubt = 60, cost_of_distance = 12,
                    cost_of_below = 4;
static const double cost_of_gap = 0.8; /* a pixel between the name and its curve */

void
lab_label_placer_init (LabLabelPlacer *placer, LabRect area)
{
  memset (placer, 0, sizeof *placer);
  placer->area = area;
}

double
lab_label_placer_x (const LabLabelPlacer *placer, int i)
{
  return placer->area.x + placer->area.width * i / (LAB_PLACER_SAMPLES - 1.0);
}

static void
add_obstacle (LabLabelPlacer *placer, LabRect obstacle, gboolean bare)
{
  if (placer->n_obstacles == LAB_PLACER_OBSTACLES)
    return;
  placer->bare[placer->n_obstacles] = bare;
  placer->obstacle[placer->n_obstacles++] = obstacle;
}

void
lab_label_placer_avoid (LabLabelPlacer *placer, LabRect obstacle)
{
  add_obstacle (placer, obstacle, FALSE);
}

void
lab_label_placer_reserve (LabLabelPlacer *placer, LabRect obstacle)
{
  add_obstacle (placer, obstacle, TRUE);
}

static int
sample_at (const LabLabelPlacer *placer, double x)
{
  double i = (x - placer->area.x) / placer->area.width * (LAB_PLACER_SAMPLES - 1);

  return CLAMP ((int) (i + 0.5), 0, LAB_PLACER_SAMPLES - 1);
}

/* The extremes of a curve over the width of a label. */
static void
extent (const LabLabelPlacer *placer, int curve, double x, double width, double *top,
        double *bottom)
{
  *top = INFINITY;
  *bottom = -INFINITY;
  for (int i = sample_at (placer, x); i <= sample_at (placer, x + width); i++)
    {
      *top = MIN (*top, placer->y[curve][i]);
      *bottom = MAX (*bottom, placer->y[curve][i]);
    }
}

gboolean
lab_label_placer_is_taken (const LabLabelPlacer *placer, const LabRect *place)
{
  for (int i = 0; i < placer->n_obstacles; i++)
    if (lab_rect_overlaps (place, &placer->obstacle[i]))
      return TRUE;
  return FALSE;
}

gboolean
lab_label_placer_hides (const LabLabelPlacer *placer, const LabRect *place)
{
  double top, bottom;

  for (int curve = 0; curve < placer->n_curves; curve++)
    {
      extent (placer, curve, place->x, place->width, &top, &bottom);
      if (top < place->y + place->height + 2 && bottom > place->y - 2)
        return TRUE;
    }
  return FALSE;
}

/* Costs only add up: what has come to least already is not looked at any further. */
static double
cost (const LabLabelPlacer *placer, int curve, const LabRect *place, double sum, double least)
{
  double top, bottom, own = placer->y[curve][sample_at (placer, place->x + place->width / 2)];
  double centre = place->y + place->height / 2;

  sum += cost_of_distance * (place->x - placer->area.x) / placer->area.width;
  sum += cost_of_gap * MAX (0, fabs (own - centre) - place->height / 2 - gap);
  for (int other = 0; other < placer->n_curves && sum < least; other++)
    {
      double there = placer->y[other][sample_at (placer, place->x + place->width / 2)];

      extent (placer, other, place->x, place->width, &top, &bottom);
      /* Where its own curve jumps, a name stands for neither part. */
      if (other == curve)
        sum += cost_of_gap * MAX (0, bottom - top - place->height);
      if (top < place->y + place->height + 2 && bottom > place->y - 2)
        sum += cost_of_hiding;
      /* Another curve between the name and its own: the name would be read as that one's. */
      if (other != curve && (there - centre) * (there - own) < 0)
        sum += cost_of_doubt;
      else if (other != curve && fabs (there - own) < near_enough)
        sum += cost_of_doubt * (1 - fabs (there - own) / near_enough);
    }
  return sum < least && lab_label_placer_is_taken (placer, place) ? INFINITY : sum;
}

LabRect
lab_label_placer_place (LabLabelPlacer *placer, int curve, double width, double height)
{
  const LabRect *area = &placer->area;
  LabRect best = { area->x, area->y, 0, 0 };
  double least = INFINITY, room = fmax (0, area->width - width - 2 * margin);

  for (int step = 0; step < STEPS; step++)
    for (int below = 0; below <= 1; below++)
      {
        LabRect place = { area->x + margin + room * step / (STEPS - 1), 0, width, height };
        double top, bottom, sum;

        extent (placer, curve, place.x, width, &top, &bottom);
        place.y = below ? bottom + gap : top - gap - height;
        if (!(place.y >= area->y && place.y + height <= area->y + area->height))
          continue;
        sum = cost (placer, curve, &place, below * cost_of_below, least);
        if (sum < least)
          {
            least = sum;
            best = place;
          }
      }
  if (best.width > 0)
    lab_label_placer_avoid (placer, best);
  return best;
}
