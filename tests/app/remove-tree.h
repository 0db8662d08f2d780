/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remove-tree.h - takes away what a test has left */

#pragma once

/* The folder, or file, with all that is in it. Links are not followed. */
void remove_tree (const char *path);
