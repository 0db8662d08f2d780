/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-model.h - the data sets that can be chosen, and what goes on with each
 *
 * The application finds, downloads and imports, and says here how far it is; the dialog draws it.
 * Knows no widget, no file and no thread: main thread only.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  LAB_SET_SAMPLE,     /* in the program                                             */
  LAB_SET_WHOLE,      /* known by name                                              */
  LAB_SET_OWN,        /* files of the user's own                                    */
  LAB_SET_N_GROUPS
} LabSetGroup;

typedef enum {
  LAB_SET_LOOKING,    /* nobody knows yet whether it is here                        */
  LAB_SET_FOUND,      /* here, to be chosen                                         */
  LAB_SET_MISSING,
  LAB_SET_WORKING,    /* it is being downloaded or, if n_files is 0, read and copied */
  LAB_SET_FAILED      /* message says why                                           */
} LabSetState;

/* Texts are for people, translated, and may be NULL unless it says otherwise. */
typedef struct {
  char *name;               /* what win.data-choose takes, a known name or a path; never NULL */
  LabSetGroup group;
  LabSetState state;
  char *title;              /* never NULL                                                   */
  char *detail;             /* what it holds                                                */
  char *credit;             /* authors and licence                                          */
  char *place;              /* where it lies                                                */
  gboolean is_similar;      /* found, but not the original files                            */
  char *hosts, *target;     /* where a download would come from, and go to                  */
  gint64 size;              /* bytes of the download; 0: there is none                      */
  gint64 had;               /* bytes that an earlier one has left                           */
  gint64 done, total;       /* bytes, of all files, while it works; total 0: not known yet  */
  int file, n_files;        /* the n_files' file-th, from 1, is under way; n_files 0: no download */
  char *message;
} LabDataSet;

/* What can be done about a set, beside choosing it. */
typedef enum {
  LAB_OFFER_NOTHING,
  LAB_OFFER_DOWNLOAD,       /* after a question                                             */
  LAB_OFFER_ORIGINAL,       /* likewise, beside another copy that is here                   */
  LAB_OFFER_RESUME,         /* the question has been answered before                        */
  LAB_OFFER_RETRY,          /* likewise                                                     */
  LAB_OFFER_CANCEL,
  LAB_OFFER_FORGET          /* takes the user's own files off the list                      */
} LabDataOffer;

LabDataOffer lab_data_set_offer      (const LabDataSet *set);
gboolean     lab_data_set_can_choose (const LabDataSet *set);

/* Where it lies, or how far it is, or what is wrong: a line for people. Free with g_free (). */
char        *lab_data_set_status     (const LabDataSet *set);

/* 0 to 1; below 0 while nobody knows. */
double       lab_data_set_fraction   (const LabDataSet *set);

#define LAB_TYPE_DATA_MODEL (lab_data_model_get_type ())
G_DECLARE_FINAL_TYPE (LabDataModel, lab_data_model, LAB, DATA_MODEL, GObject)

/* Signals: "sets-changed", one more or less; "set-changed" (name), its state; "chosen-changed". */

LabDataModel     *lab_data_model_new        (void);

/* In the order in which they came. A set is the model's: it changes with it, in its place, until it
 * is removed.                                                                                    */
guint             lab_data_model_get_n_sets (LabDataModel *self);
const LabDataSet *lab_data_model_get_set    (LabDataModel *self, guint i);
const LabDataSet *lab_data_model_find       (LabDataModel *self, const char *name);  /* or NULL */

/* Takes a copy of set: in the place of the one with its name, or as a new one. Its texts may be
 * those of the one that it replaces.                                                             */
void              lab_data_model_put        (LabDataModel *self, const LabDataSet *set);
void              lab_data_model_remove     (LabDataModel *self, const char *name);

/* The name of the chosen one, which need not be in the list; NULL before there is one. */
const char       *lab_data_model_get_chosen (LabDataModel *self);
void              lab_data_model_set_chosen (LabDataModel *self, const char *name);

G_END_DECLS
