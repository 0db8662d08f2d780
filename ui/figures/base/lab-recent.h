/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-recent.h - a fixed number of places to keep things in; what was not used for longest makes room
 *
 * Knows places and the hashes of keys alone; what lies at a place is its owner's affair. A lookup
 * goes through all places, which is cheap beside anything worth keeping.
 */

#pragma once

#include <glib.h>

enum { LAB_RECENT_PLACES = 256 };

typedef struct {
  guint hash[LAB_RECENT_PLACES];
  guint64 used[LAB_RECENT_PLACES]; /* when, counted in lookups; 0: the place is empty */
  guint64 now;
} LabRecent; /* all zero: empty */

/* Whether what is kept at place belongs to key; called only where the hashes are equal. */
typedef gboolean (*LabRecentMatch) (int place, gconstpointer key);

/* The place of what belongs to key; or else, and *found is FALSE, the place where the caller is to put
 * it now, which was used longest ago.                                                           */
int lab_recent_look_up (LabRecent *recent, guint hash, LabRecentMatch match, gconstpointer key,
                        gboolean *found);
