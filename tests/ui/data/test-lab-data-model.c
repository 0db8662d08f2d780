/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-model.c - what is said and offered of a data set in each of its states */

#include <string.h>
#include "lab-data-model.h"

static LabDataSet
whole (LabSetState state)
{
  return (LabDataSet){
    .name = (char *) "mnist",
    .group = LAB_SET_WHOLE,
    .state = state,
    .title = (char *) "MNIST",
    .place = (char *) "~/mnist",
    .size = 31000000,
    .message = (char *) "It went wrong.",
  };
}

static void
assert_says (const LabDataSet *set, const char *status, LabDataOffer offer, gboolean can_choose)
{
  g_autofree char *said = lab_data_set_status (set);

  g_assert_cmpstr (said, ==, status);
  g_assert_cmpint (lab_data_set_offer (set), ==, offer);
  g_assert_cmpint (lab_data_set_can_choose (set), ==, can_choose);
}

static void
test_whole (void)
{
  LabDataSet set = whole (LAB_SET_LOOKING);

  assert_says (&set, "Looking for it…", LAB_OFFER_NOTHING, FALSE);
  set = whole (LAB_SET_FOUND);
  assert_says (&set, "In ~/mnist", LAB_OFFER_NOTHING, TRUE);
  set.is_similar = TRUE;
  assert_says (&set,
               "In ~/mnist. These are not the original files, so results can differ from "
               "published ones.",
               LAB_OFFER_ORIGINAL, TRUE);
  set = whole (LAB_SET_MISSING);
  assert_says (&set, "Not on this computer. The download has 31 MB.", LAB_OFFER_DOWNLOAD, FALSE);
  set.had = 12000000;
  assert_says (&set, "12.0 of 31.0 MB are here already", LAB_OFFER_RESUME, FALSE);
  set = whole (LAB_SET_FAILED);
  assert_says (&set, "It went wrong.", LAB_OFFER_DOWNLOAD, FALSE);
}

static void
test_download (void)
{
  LabDataSet set = whole (LAB_SET_WORKING);

  set.n_files = 4;
  assert_says (&set, "Connecting…", LAB_OFFER_CANCEL, FALSE);
  g_assert_cmpfloat (lab_data_set_fraction (&set), <, 0);
  set.file = 2;
  set.done = 15500000;
  set.total = 31000000;
  assert_says (&set, "15.5 of 31.0 MB, file 2 of 4", LAB_OFFER_CANCEL, FALSE);
  g_assert_cmpfloat (lab_data_set_fraction (&set), ==, 0.5);
  set.state = LAB_SET_FAILED;
  assert_says (&set, "It went wrong.", LAB_OFFER_RETRY, FALSE);
  set.had = 1;
  assert_says (&set, "It went wrong.", LAB_OFFER_RESUME, FALSE);
}

/* A mirror may have packed it to more bytes than the table says. */
static void
test_fraction_is_bounded (void)
{
  LabDataSet set = whole (LAB_SET_WORKING);

  set.done = 32000000;
  set.total = 31000000;
  g_assert_cmpfloat (lab_data_set_fraction (&set), ==, 1);
}

static void
test_sample_and_own (void)
{
  LabDataSet set = whole (LAB_SET_FOUND);

  set.group = LAB_SET_SAMPLE;
  set.size = 0;
  assert_says (&set, "Comes with the program", LAB_OFFER_NOTHING, TRUE);
  set.state = LAB_SET_MISSING;
  assert_says (&set, "Not part of this program. The whole set can be downloaded below.",
               LAB_OFFER_NOTHING, FALSE);
  set.group = LAB_SET_OWN;
  set.state = LAB_SET_WORKING;
  assert_says (&set, "Being read and checked…", LAB_OFFER_CANCEL, FALSE);
  set.state = LAB_SET_FOUND;
  assert_says (&set, "In ~/mnist", LAB_OFFER_FORGET, TRUE);
}

static void
count_cb (LabDataModel *model, int *count)
{
  (*count)++;
}

static void
note_cb (LabDataModel *model, const char *name, GString *names)
{
  g_string_append (names, name);
}

static void
test_signals (void)
{
  LabDataModel *model = lab_data_model_new ();
  LabDataSet set = whole (LAB_SET_MISSING);
  g_autoptr (GString) names = g_string_new (NULL);
  int sets = 0, chosen = 0;

  g_signal_connect (model, "sets-changed", G_CALLBACK (count_cb), &sets);
  g_signal_connect (model, "chosen-changed", G_CALLBACK (count_cb), &chosen);
  g_signal_connect (model, "set-changed", G_CALLBACK (note_cb), names);
  lab_data_model_put (model, &set);
  g_assert_cmpint (sets, ==, 1);
  g_assert_cmpstr (names->str, ==, "");
  set = *lab_data_model_find (model, "mnist");
  set.state = LAB_SET_FOUND;
  lab_data_model_put (model, &set); /* its texts are those of the one that goes */
  g_assert_cmpint (sets, ==, 1);
  g_assert_cmpstr (names->str, ==, "mnist");
  g_assert_cmpuint (lab_data_model_get_n_sets (model), ==, 1);
  g_assert_cmpstr (lab_data_model_get_set (model, 0)->title, ==, "MNIST");
  lab_data_model_set_chosen (model, "mnist");
  lab_data_model_set_chosen (model, "mnist");
  g_assert_cmpint (chosen, ==, 1);
  lab_data_model_remove (model, "mnist");
  lab_data_model_remove (model, "mnist");
  g_assert_cmpint (sets, ==, 2);
  g_assert_null (lab_data_model_find (model, "mnist"));
  g_assert_cmpstr (lab_data_model_get_chosen (model), ==, "mnist");
  g_assert_finalize_object (model);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/data-model/whole", test_whole);
  g_test_add_func ("/lab/data-model/download", test_download);
  g_test_add_func ("/lab/data-model/fraction-is-bounded", test_fraction_is_bounded);
  g_test_add_func ("/lab/data-model/sample-and-own", test_sample_and_own);
  g_test_add_func ("/lab/data-model/signals", test_signals);
  return g_test_run ();
}
