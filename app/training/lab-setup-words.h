/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-setup-words.h - a set-up as a line for people, and as one for the command line */

#pragma once

#include "lab-training-setup.h"

/* "MNIST sample · Article MLP · Adam 0.001 · batch 128". Free with g_free (). */
char *lab_setup_describe (const LabTrainingSetup *setup);

/* All but the contestants as options of elu-lab train and sweep: "--data=mnist-sample --model=...",
 * in ASCII. Free with g_free ().                                                                */
char *lab_setup_format   (const LabTrainingSetup *setup);
