/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-archive.h - members of an archive, and packed files, read into memory
 *
 * Nothing is unpacked to disk. A member says how long it is before memory is asked for, and what is
 * read is held to that and to a limit, and so is what is only passed over: neither a bomb nor a lie
 * gets far. Where there is no memory it says so.
 */

#pragma once

#include <gio/gio.h>

/* Gives the most bytes that the member of that name may have: 0 to skip it. */
typedef gsize (*LabArchiveLimit) (const char *name, gpointer data);

/* Takes a member whole. FALSE and an error ends the reading. */
typedef gboolean (*LabArchiveMember) (const char *name, GBytes *bytes, gpointer data,
                                      GError **error);

/* Reads a tar (packed or not) or zip file. Names that lead out of the archive's folder and members
 * that are neither file nor folder are refused. Errors are LAB_ERROR_DATA and name path, the place
 * in the file and the reason.                                                                   */
gboolean lab_archive_read (const char *path, LabArchiveLimit limit, LabArchiveMember member,
                           gpointer data, GError **error);

/* The contents of one file, unpacked if it is packed (.gz, .xz), of at most so many bytes. */
GBytes  *lab_archive_read_file (const char *path, gsize limit, GError **error);

/* Their SHA-256, without having them in memory. Free with g_free (). */
char    *lab_archive_sum_file  (const char *path, gsize limit, GError **error);
