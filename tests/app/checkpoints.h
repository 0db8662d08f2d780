/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkpoints.h - a small network at two moments, and its checkpoints */

#pragma once

#include "snapshots.h"
#include "lab-checkpoint.h"
#include "lab-disk.h"
#include "lab-error.h"
#include "own-folder.h"

enum { N_BEFORE = 7 };

static inline void
assert_saved (const char *folder, const nn_snapshot *snapshot)
{
  g_autoptr (GError) error = NULL;

  lab_checkpoint_save (folder, snapshot, &error);
  g_assert_no_error (error);
}

static inline nn_snapshot *
load (const char *folder, const nn_trainer_config *config)
{
  g_autoptr (GError) error = NULL;
  nn_snapshot *snapshot = lab_checkpoint_load (folder, config, &error);

  g_assert_no_error (error);
  return snapshot;
}

/* A small network at two moments. */
static struct {
  nn_trainer_config config;
  nn_snapshot *at[2];
} moments;

static inline void
make_moments (void)
{
  nn_trainer *trainer;
  nn_metrics metrics[N_BEFORE * N_CONTESTANTS];

  moments.config = rich_config (false, NN_ADAM, true);
  trainer = new_trainer (&moments.config, &stripes);
  for (int i = 0; i < 2; i++)
    {
      take_and_note (trainer, N_BEFORE, metrics);
      move_settings (trainer);
      moments.at[i] = new_snapshot (trainer);
    }
  nn_trainer_free (trainer);
}

/* What is there is whole, and of one of the two moments, which is returned. */
static inline int
assert_whole (const char *folder)
{
  nn_snapshot *loaded = load (folder, &moments.config);
  int which = nn_snapshot_step (loaded) == nn_snapshot_step (moments.at[1]);

  assert_same_snapshot (loaded, moments.at[which]);
  nn_snapshot_free (loaded);
  return which;
}
