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

typedef struct LabDataActions LabDataActions;

/* Adds the actions to the window. chosen is called in the main thread; what the set-up of the window's
 * training names is chosen already: the dialog marks it, and chosen is not called.              */
LabDataActions *lab_data_actions_new  (LabWindow *window, LabDataChosen chosen, gpointer data);

/* Before the window is gone; its actions must not be activated after that. Closes the dialog, cancels
 * downloads and waits for them, which is soon; what they have received is kept.                 */
void            lab_data_actions_free (LabDataActions *actions);
