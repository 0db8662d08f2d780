/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-actions.h - the window's actions for data sets, and the dialog that they open
 *
 * win.data-sets opens it; win.data-choose ('NAME or PATH'), win.data-download ('NAME'),
 * win.data-cancel ('NAME or PATH'), win.data-import ('PATH') and win.data-keep ('PATH', whether)
 * are what it asks for.
 */

#pragma once

#include "lab-window.h"

/* A person has chosen spec, which lab_data_load () takes. Returns NULL, or why it can't be used
 * now: a sentence for people, to be freed with g_free ().                                        */
typedef char *(*LabDataChosen) (const char *spec, gpointer data);

/* Adds the actions to the window, with which they end: downloads are then cancelled, and what they
 * have received is kept. chosen is called in the main thread.                                    */
void lab_data_actions_install    (LabWindow *window, LabDataChosen chosen, gpointer data);

/* What is chosen already: the dialog marks it, chosen is not called. */
void lab_data_actions_set_chosen (LabWindow *window, const char *spec);
