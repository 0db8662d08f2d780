/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-checkpoint.h - the state of a training on disk, from which it goes on to the last bit
 *
 * A checkpoint is a folder, checkpoint-<step>, in the run's folder, with a safetensors file for each
 * contestant: 1-elu-1.safetensors, 2-relu.safetensors. Its arrays are named by the layer of the
 * model, counted from 1, and have the shapes that the network has:
 *
 *   layer1.weight        dense: inputs x units; convolution: filters x channels x kernel x kernel
 *   layer1.bias          units, or filters
 *   layer1.activation    what the function of this layer has learned, where it learns
 *   optimizer.m.layer1.weight, ...   moments, as nn-optimizer.h calls them: m, v
 *   best.layer1.weight, ...          parameters of the lowest validation loss, for early stopping
 *
 * In a network with convolutions the inputs of a dense layer above them are in the order height,
 * width, channel. The rest of the state is text in the files' metadata.
 *
 * The folder is written beside and renamed when it is whole, and only then is the one before
 * removed: a crash at any moment leaves a checkpoint whose files belong together. A half-written one
 * goes by lab_run_folder_tidy (), an earlier whole one with the next that is saved.
 */

#pragma once

#include <glib.h>
#include "nn-snapshot.h"

/* Into the run's folder. LAB_ERROR_OUTPUT, and the last checkpoint is still there. */
gboolean     lab_checkpoint_save  (const char *folder, const nn_snapshot *snapshot, GError **error);

/* The last checkpoint in the run's folder, for a trainer of this config. LAB_ERROR_DATA: there is
 * none, or it is damaged or not of this config; file, place and reason are named. Files are held to
 * the sizes that the config has before memory is asked for. Free with nn_snapshot_free ().       */
nn_snapshot *lab_checkpoint_load  (const char *folder, const nn_trainer_config *config,
                                   GError **error);

/* Whether there is one, so far as names tell, and the step that its name says. */
gboolean     lab_checkpoint_find  (const char *folder, guint64 *step);
