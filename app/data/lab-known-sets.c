/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-known-sets.c - the table, and where its sets are looked for */

#include "lab-known-sets.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include "lab-error.h"
#include "lab-paths.h"

#define MNIST_CREDIT N_("Yann LeCun and Corinna Cortes, CC BY-SA 3.0")
#define CIFAR_CREDIT                                                                                   \
  N_("Alex Krizhevsky, “Learning Multiple Layers of Features from Tiny Images”, 2009; no licence " \
     "stated")

#define TRAIN_IMAGES "train-images-idx3-ubyte"
#define TRAIN_LABELS "train-labels-idx1-ubyte"
#define TEST_IMAGES  "t10k-images-idx3-ubyte"
#define TEST_LABELS  "t10k-labels-idx1-ubyte"

#define MNIST_TRAIN_IMAGES   "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
#define MNIST_TRAIN_LABELS   "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
#define MNIST_TEST_IMAGES    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
#define MNIST_TEST_LABELS    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
#define FASHION_TRAIN_IMAGES "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
#define FASHION_TRAIN_LABELS "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"
#define FASHION_TEST_IMAGES  "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"
#define FASHION_TEST_LABELS  "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
#define CIFAR_ARCHIVE        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"

#define DIGITS  N_("handwritten digits")
#define CLOTHES N_("clothes, shoes and bags")
#define OBJECTS N_("animals and vehicles, in colour")

const char *const lab_known_digits[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };

/* In the order of the labels, as the authors give them. */
static const char *const fashion_names[] = {
  N_("T-shirt/top"), N_("Trouser"), N_("Pullover"), N_("Dress"), N_("Coat"),
  N_("Sandal"),      N_("Shirt"),   N_("Sneaker"),  N_("Bag"),   N_("Ankle boot"),
};
static const char *const cifar_names[] = {
  N_("airplane"), N_("automobile"), N_("bird"),  N_("cat"),  N_("deer"),
  N_("dog"),      N_("frog"),       N_("horse"), N_("ship"), N_("truck"),
};

/* Sizes: MNIST's and CIFAR-10's as their authors' pages give them, Fashion-MNIST's those of the
 * authors' repository. Both mirrors of a set have the same files.                                */
/* clang-format off */
static const LabKnownSet sets[] = {
  { "mnist-sample", N_("MNIST sample"), DIGITS, MNIST_CREDIT, lab_known_digits, TRUE,
    { 1, 28, 28 }, 10000, 2000, 1000,
    { { LAB_SOURCE_IDX,
        {
          "f1bf37fc7896c86843656a5c8d146415c5bd5bef2c277f134c60f14b436a0953",
          "db243afbf8b9944d8de0858c6fa93e878a525ab8d00395bb1532dac3ab825d96",
          "41823a7ee6e572d1d91f524e91aa4715b2f47926333ed9a0359aa520272529f6",
          "09e0ee11fdce93d001db53ad9b663e40d224e5421233198dbd333138ef975dee" }, 0 } },
    1, { { 0 } }, 0, { 0 } },
  { "cifar10-sample", N_("CIFAR-10 sample"), OBJECTS, CIFAR_CREDIT, cifar_names, TRUE,
    { 3, 32, 32 }, 4000, 1000, 500,
    { { LAB_SOURCE_CIFAR,
        {
          "ebbcb1616f59b3457048b1c103ab85a8e626848a06bca381f65c0f497d5f84cd",
          "2b7d7a0cd702789d32ea957f8c8072c7c2e88fba4a2cf490f7c59dd5e0149ec9" }, 0 } },
    1, { { 0 } }, 0, { 0 } },
  { "mnist", "MNIST", DIGITS, MNIST_CREDIT, lab_known_digits, FALSE,
    { 1, 28, 28 }, 60000, 10000, 5000,
    { { LAB_SOURCE_IDX,
        { MNIST_TRAIN_IMAGES, MNIST_TRAIN_LABELS, MNIST_TEST_IMAGES, MNIST_TEST_LABELS },
        0 },
      { LAB_SOURCE_NPZ, { "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1" },
        11490434 } },
    2,
    { { TRAIN_IMAGES ".gz", TRUE, MNIST_TRAIN_IMAGES, 9912422 },
      { TRAIN_LABELS ".gz", TRUE, MNIST_TRAIN_LABELS, 28881 },
      { TEST_IMAGES ".gz", TRUE, MNIST_TEST_IMAGES, 1648877 },
      { TEST_LABELS ".gz", TRUE, MNIST_TEST_LABELS, 4542 } },
    4,
    { "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/" } },
  /* The first mirror is the one of Keras, the second the authors' repository. */
  { "fashion-mnist", "Fashion-MNIST", CLOTHES,
    N_("Han Xiao, Kashif Rasul and Roland Vollgraf, arXiv 1708.07747, © 2017 Zalando SE, MIT"),
    fashion_names, FALSE, { 1, 28, 28 }, 60000, 10000, 5000,
    { { LAB_SOURCE_IDX,
        { FASHION_TRAIN_IMAGES, FASHION_TRAIN_LABELS, FASHION_TEST_IMAGES, FASHION_TEST_LABELS },
        0 } },
    1,
    { { TRAIN_IMAGES ".gz", TRUE, FASHION_TRAIN_IMAGES, 26421880 },
      { TRAIN_LABELS ".gz", TRUE, FASHION_TRAIN_LABELS, 29515 },
      { TEST_IMAGES ".gz", TRUE, FASHION_TEST_IMAGES, 4422102 },
      { TEST_LABELS ".gz", TRUE, FASHION_TEST_LABELS, 5148 } },
    4,
    { "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/" } },
  { "cifar10", "CIFAR-10", OBJECTS, CIFAR_CREDIT, cifar_names, FALSE,
    { 3, 32, 32 }, 50000, 10000, 5000,
    { { LAB_SOURCE_TAR, { CIFAR_ARCHIVE }, 170052171 } },
    1, { { "cifar-10-binary.tar.gz", FALSE, CIFAR_ARCHIVE, 170052171 } }, 1,
    { "https://www.cs.toronto.edu/~kriz/" } },
};
/* clang-format on */

const LabKnownSet *
lab_known_sets (int *n_sets)
{
  *n_sets = G_N_ELEMENTS (sets);
  return sets;
}

const LabKnownSet *
lab_known_set_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    if (g_ascii_strcasecmp (sets[i].name, name) == 0)
      return &sets[i];
  return NULL;
}

/* --- Where they lie -------------------------------------------------------------------------- */

char *
lab_known_set_own_folder (const LabKnownSet *set)
{
  return g_build_filename (g_get_user_data_dir (), "elu-lab", "data", set->name, NULL);
}

char *
lab_known_set_make_folder (const LabKnownSet *set, GError **error)
{
  g_autofree char *folder = lab_known_set_own_folder (set);

  if (g_mkdir_with_parents (folder, 0777) == 0)
    return g_steal_pointer (&folder);
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("The folder “%s” cannot be made: %s. Check that you may write there."), folder,
               g_strerror (errno));
  return NULL;
}

/* Places of other programs; "~" is the home folder, the rest is below the folder one is in or
 * absolute. torchvision's examples take "data" or "~/data" as their root.                       */
static const struct {
  const char *set, *path;
} places[] = {
  { "mnist", "data/MNIST/raw" },
  { "mnist", "~/data/MNIST/raw" },
  { "mnist", "~/.keras/datasets/mnist.npz" },
  { "fashion-mnist", "/usr/share/datasets/fashion-mnist" },
  { "fashion-mnist", "data/FashionMNIST/raw" },
  { "fashion-mnist", "~/data/FashionMNIST/raw" },
  { "fashion-mnist", "~/.keras/datasets/fashion-mnist" },
  { "cifar10", "data/cifar-10-batches-bin" },
  { "cifar10", "data/cifar-10-binary.tar.gz" },
  { "cifar10", "~/data/cifar-10-batches-bin" },
  { "cifar10", "~/data/cifar-10-binary.tar.gz" },
};

static char *
expand (const char *path)
{
  return path[0] == '~' ? g_build_filename (g_get_home_dir (), path + 1, NULL) : g_strdup (path);
}

/* What was downloaded or imported: an archive in the folder, which can be known by its sum, before
 * the folder itself.                                                                             */
static char *
locate_own (const LabKnownSet *set)
{
  static const char *const within[] = { "cifar-10-binary.tar.gz", "mnist.npz", "" };
  g_autofree char *folder = lab_known_set_own_folder (set);

  for (gsize i = 0; i < G_N_ELEMENTS (within); i++)
    {
      g_autofree char *path = g_build_filename (folder, within[i], NULL);

      if (lab_data_source_exists (path))
        return g_steal_pointer (&path);
    }
  return NULL;
}

const LabKnownSet *
lab_known_set_whole (const LabKnownSet *set)
{
  g_autofree char *name = NULL;

  if (!set->is_sample)
    return set;
  name = g_strndup (set->name, strlen (set->name) - strlen ("-sample"));
  return lab_known_set_find (name);
}

static char *
locate_sample (const LabKnownSet *set)
{
  const char *family = lab_known_set_whole (set)->name;
  g_autofree char *folder = g_build_filename (lab_paths_samples (), family, NULL);

  return lab_data_source_exists (folder) ? g_steal_pointer (&folder) : NULL;
}

char *
lab_known_set_locate (const LabKnownSet *set)
{
  g_autofree char *own = NULL;

  if (set->is_sample)
    return locate_sample (set);
  own = locate_own (set);
  for (gsize i = 0; i < G_N_ELEMENTS (places) && own == NULL; i++)
    {
      g_autofree char *path = expand (places[i].path);

      if (g_str_equal (places[i].set, set->name) && lab_data_source_exists (path))
        own = g_steal_pointer (&path);
    }
  return g_steal_pointer (&own);
}

void
lab_known_set_refuse_missing (const LabKnownSet *set, GError **error)
{
  const LabKnownSet *whole = lab_known_set_whole (set);

  if (whole != set)
    g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                 _("The %s is not part of this program. Download the whole %s: under Data Sets in "
                   "the window's menu, or with “elu-lab data fetch %s”."),
                 _(set->title), _(whole->title), whole->name);
  else
    g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                 _("%s is not on this computer. Download or import it: under Data Sets in the "
                   "window's menu, or with “elu-lab data fetch %s” or “elu-lab data import PATH”."),
                 _(set->title), set->name);
}

/* --- What a download has --------------------------------------------------------------------- */

goffset
lab_known_set_download_size (const LabKnownSet *set)
{
  goffset size = 0;

  for (int i = 0; i < set->n_files; i++)
    size += set->file[i].n_bytes;
  return size;
}

static goffset
size_of (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && S_ISREG (status.st_mode) ? status.st_size : 0;
}

goffset
lab_known_set_download_had (const LabKnownSet *set)
{
  g_autofree char *folder = lab_known_set_own_folder (set);
  goffset had = 0;

  for (int i = 0; i < set->n_files; i++)
    {
      g_autofree char *path = g_build_filename (folder, set->file[i].name, NULL);
      g_autofree char *part = g_strconcat (path, ".part", NULL);

      had += size_of (path) + size_of (part);
    }
  return had;
}

/* --- What they are --------------------------------------------------------------------------- */

static int
n_sums_of (const LabKnownForm *form)
{
  int n = 0;

  while (n < LAB_DATA_MOST_SUMS && form->sha256[n] != NULL)
    n++;
  return n;
}

static int
n_equal_sums (const LabDataSource *source, const LabKnownForm *form, int *differs)
{
  int n = 0;

  for (int i = 0; i < source->n_sums; i++)
    if (g_str_equal (source->sum[i], form->sha256[i]))
      n++;
    else
      *differs = i;
  return n;
}

/* Where every count is that of a known set and some sums are but others are not, a file is damaged:
 * nobody's own data begins with exactly the files of MNIST, or packs to the very length of an
 * archive.
 */
static gboolean
is_damaged (const LabDataSource *source, const LabKnownSet *known, const LabKnownForm *form,
            int n_equal)
{
  if (source->n_bytes != 0 && source->n_bytes == form->n_bytes)
    return n_equal == 0;
  return n_equal > 0 && n_equal < source->n_sums && source->part[LAB_PART_TRAIN].n == known->n_train
         && source->part[LAB_PART_TEST].n == known->n_test;
}

static gboolean
identify_form (const LabDataSource *source, const LabKnownSet *known, const LabKnownForm *form,
               const LabKnownSet **set, GError **error)
{
  int differs = 0, n_equal;

  if (form->kind != source->kind || n_sums_of (form) != source->n_sums)
    return TRUE;
  n_equal = n_equal_sums (source, form, &differs);
  if (n_equal == source->n_sums)
    *set = known;
  if (!is_damaged (source, known, form, n_equal))
    return TRUE;
  g_set_error (
      error, LAB_ERROR, LAB_ERROR_DATA,
      _("%s: This is not the file of %s: its SHA-256 differs, so it was damaged or changed. "
        "Fetch or copy it again."),
      source->path[differs], _(known->title));
  return FALSE;
}

gboolean
lab_known_set_identify (const LabDataSource *source, const LabKnownSet **set, GError **error)
{
  *set = NULL;
  for (gsize k = 0; k < G_N_ELEMENTS (sets); k++)
    for (int i = 0; i < sets[k].n_forms; i++)
      if (!identify_form (source, &sets[k], &sets[k].form[i], set, error))
        return FALSE;
  return TRUE;
}
