/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-locale.h - the language of the program and how it writes numbers
 *
 * The language is the one that LANGUAGE, LC_ALL, LC_MESSAGES or LANG asks for, in this order, whether
 * or not the system has that locale: translations need its name alone. Numbers have a point in every
 * language.
 */

#pragma once

/* To be called first, before any thread and before GTK. */
void lab_locale_init (void);
