/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-image-choice.h - makes a combo row offer how many images to learn from: round numbers, and all
 *
 * A list and no field, since a number of images that is not round says no more than one that is.
 */

#pragma once

#include <adwaita.h>

/* Offers what is below all (0: not known yet), all itself, and chosen (0: all) whatever it is, which
 * becomes the choice. Does nothing if that is so already.                                       */
void  lab_image_choice_update (AdwComboRow *row, guint chosen, guint all);

/* What is chosen; 0: all. */
guint lab_image_choice_get    (AdwComboRow *row);
