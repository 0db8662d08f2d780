/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-recent.h"

int
lab_recent_look_up (LabRecent *recent, guint hash, LabRecentMatch match, gconstpointer key,
                    gboolean *found)
{
  int place = 0;

  *found = FALSE;
  for (int i = 0; i < LAB_RECENT_PLACES && !*found; i++)
    {
      *found = recent->hash[i] == hash && recent->used[i] > 0 && match (i, key);
      if (*found || recent->used[i] < recent->used[place])
        place = i;
    }
  recent->hash[place] = hash;
  recent->used[place] = ++recent->now;
  return place;
}
