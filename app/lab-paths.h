/* lab-paths.h - where the program finds its own files, and the language it speaks
 *
 * Run from the build tree (recognised by the compiled schema beside the executable's folder) it
 * uses what lies there; else what is installed. Nothing is searched for anywhere else.
 */

#pragma once

/* To be called first, before any thread and before GTK: sets the locale, the translations and where
 * GSettings looks for the schema.                                                              */
void lab_paths_init (void);

/* The folder of the sample data sets: one folder in it for each set. Static. */
const char *lab_paths_samples (void);
