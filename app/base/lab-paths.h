/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-paths.h - where the program finds its own files, and the language it speaks
 *
 * It uses what lies in its place beside the executable: in an installation, wherever that has been
 * moved to, or in the build tree. Else, as when the executable alone was moved, what lies where it was
 * built for. Nothing is searched for anywhere else.
 */

#pragma once

/* To be called first, before any thread and before GTK: sets the locale, the translations and where
 * GSettings looks for the schema.                                                              */
void lab_paths_init (void);

/* The folder of the sample data sets: one folder in it for each set. Static. */
const char *lab_paths_samples (void);
