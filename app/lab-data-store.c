/* lab-data-store.c - the table of known sets, and loading of the four files */

#include "lab-data-store.h"

#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-idx-file.h"
#include "lab-paths.h"

enum { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS };

static const struct {
  const char *name;
  LabIdxKind kind;
} files[LAB_DATA_N_FILES] = {
  [TRAIN_IMAGES] = { "train-images-idx3-ubyte", LAB_IDX_IMAGES },
  [TRAIN_LABELS] = { "train-labels-idx1-ubyte", LAB_IDX_LABELS },
  [TEST_IMAGES] = { "t10k-images-idx3-ubyte", LAB_IDX_IMAGES },
  [TEST_LABELS] = { "t10k-labels-idx1-ubyte", LAB_IDX_LABELS },
};

typedef struct {
  const char *name;
  const char *title;
  gsize n_train, n_test;
  const char *sha256[LAB_DATA_N_FILES]; /* of the unpacked bytes: mirrors pack anew */
} KnownSet;

static const KnownSet known_sets[] = {
  { LAB_DATA_SAMPLE, N_("MNIST sample"), 10000, 2000,
    { [TRAIN_IMAGES] = "f1bf37fc7896c86843656a5c8d146415c5bd5bef2c277f134c60f14b436a0953",
      [TRAIN_LABELS] = "db243afbf8b9944d8de0858c6fa93e878a525ab8d00395bb1532dac3ab825d96",
      [TEST_IMAGES] = "41823a7ee6e572d1d91f524e91aa4715b2f47926333ed9a0359aa520272529f6",
      [TEST_LABELS] = "09e0ee11fdce93d001db53ad9b663e40d224e5421233198dbd333138ef975dee" } },
  { "mnist", N_("MNIST"), 60000, 10000,
    { [TRAIN_IMAGES] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      [TRAIN_LABELS] = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      [TEST_IMAGES] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      [TEST_LABELS] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2" } },
  { "fashion-mnist", N_("Fashion-MNIST"), 60000, 10000,
    { [TRAIN_IMAGES] = "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      [TRAIN_LABELS] = "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      [TEST_IMAGES] = "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      [TEST_LABELS] = "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34" } },
};

typedef struct {
  LabIdxFile file[LAB_DATA_N_FILES];
} FileSet;

static void
file_set_clear (FileSet *set)
{
  for (int i = 0; i < LAB_DATA_N_FILES; i++)
    lab_idx_file_clear (&set->file[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FileSet, file_set_clear)

static gboolean
read_files (FileSet *set, const char *folder, GError **error)
{
  for (int i = 0; i < LAB_DATA_N_FILES; i++)
    if (!lab_idx_file_read (&set->file[i], folder, files[i].name, files[i].kind,
                            LAB_DATA_N_CLASSES, error))
      return FALSE;
  return TRUE;
}

/* That there are as many labels as images, in the training and in the test files. */
static gboolean
check_counts (const FileSet *set, GError **error)
{
  for (int i = 0; i < LAB_DATA_N_FILES; i += 2)
    {
      guint32 n_images = set->file[i].idx.dimension[0];
      guint32 n_labels = set->file[i + 1].idx.dimension[0];

      if (n_images == n_labels)
        continue;
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _("%s, byte 4: There are %u labels for the %u images of %s. Take both files "
                     "from the same source."),
                   set->file[i + 1].path, n_labels, n_images, set->file[i].path);
      return FALSE;
    }
  if (set->file[TRAIN_IMAGES].idx.dimension[0] >= 2)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("%s, byte 4: One image is not enough: at least one is needed for training and one "
                 "for validation. Add some."),
               set->file[TRAIN_IMAGES].path);
  return FALSE;
}

/* Where every count is that of a known set and some sums are but others are not, a file is damaged:
 * nobody's own data begins with exactly the files of MNIST. -1: no file differs.                */
static int
find_damaged (const KnownSet *known, const FileSet *set, char *const *sums, gboolean *matches)
{
  int n_equal = 0, differs = -1;

  for (int i = 0; i < LAB_DATA_N_FILES; i++)
    if (g_str_equal (sums[i], known->sha256[i]))
      n_equal++;
    else
      differs = i;
  *matches = n_equal == LAB_DATA_N_FILES;
  if (n_equal == 0 || set->file[TRAIN_IMAGES].idx.dimension[0] != known->n_train
      || set->file[TEST_IMAGES].idx.dimension[0] != known->n_test)
    return -1;
  return differs;
}

static gboolean
refuse_damaged (const FileSet *set, int i, const char *title, GError **error)
{
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("%s: This is not the file of %s: its SHA-256 differs, so it was damaged or "
                 "changed. Fetch or copy it again."),
               set->file[i].path, title);
  return FALSE;
}

/* Which of the known sets this is, or NULL into *known for data of the user's own. */
static gboolean
identify (const FileSet *set, const KnownSet **known, GError **error)
{
  g_auto (GStrv) sums = g_new0 (char *, LAB_DATA_N_FILES + 1);

  *known = NULL;
  for (int i = 0; i < LAB_DATA_N_FILES; i++)
    sums[i] = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, set->file[i].bytes);
  for (gsize k = 0; k < G_N_ELEMENTS (known_sets); k++)
    {
      gboolean matches;
      int damaged = find_damaged (&known_sets[k], set, sums, &matches);

      if (damaged >= 0)
        return refuse_damaged (set, damaged, _(known_sets[k].title), error);
      if (matches)
        *known = &known_sets[k];
    }
  return TRUE;
}

static nn_dataset
view (const LabIdxFile *images, const LabIdxFile *labels)
{
  return (nn_dataset) {
    .n_images = images->idx.dimension[0],
    .shape = { 1, LAB_IDX_SIDE, LAB_IDX_SIDE },
    .n_classes = LAB_DATA_N_CLASSES,
    .pixels = images->idx.bytes,
    .labels = labels->idx.bytes,
  };
}

gsize
lab_data_n_validation (gsize n)
{
  return n == 10000 ? 1000 : MAX ((n + 6) / 12, 1);
}

static LabData *
build (const FileSet *set, char *name, char *title)
{
  LabData *data = g_new0 (LabData, 1);
  nn_dataset whole = view (&set->file[TRAIN_IMAGES], &set->file[TRAIN_LABELS]);
  gsize n_validation = lab_data_n_validation (whole.n_images);
  gsize n_train = whole.n_images - n_validation;

  data->name = name;
  data->title = title;
  data->train = nn_dataset_slice (&whole, 0, n_train);
  data->validation = nn_dataset_slice (&whole, n_train, n_validation);
  data->test = view (&set->file[TEST_IMAGES], &set->file[TEST_LABELS]);
  for (int i = 0; i < LAB_DATA_N_FILES; i++)
    data->bytes[i] = g_bytes_ref (set->file[i].bytes);
  return data;
}

static LabData *
load_folder (const char *folder, const KnownSet **known, GError **error)
{
  g_auto (FileSet) set = { 0 };
  g_autofree char *own = NULL;

  if (!read_files (&set, folder, error) || !check_counts (&set, error)
      || !identify (&set, known, error))
    return NULL;
  if (*known != NULL)
    return build (&set, g_strdup ((*known)->name), g_strdup (_((*known)->title)));
  own = g_path_get_basename (folder);
  return build (&set, g_strdup (own), g_filename_display_name (own));
}

/* The sample must be itself: a folder of that name with other data is a broken installation. */
static LabData *
load_sample (GError **error)
{
  g_autofree char *folder = g_build_filename (lab_paths_samples (), "mnist", NULL);
  const KnownSet *known = NULL;
  g_autoptr (LabData) data = load_folder (folder, &known, error);

  if (data == NULL || known == &known_sets[0])
    return g_steal_pointer (&data);
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("“%s” does not hold the MNIST sample of this program: the files differ. Install "
                 "the program again."),
               folder);
  return NULL;
}

LabData *
lab_data_load (const char *spec, GError **error)
{
  g_autofree char *shown = NULL;
  const KnownSet *known;

  if (g_str_equal (spec, LAB_DATA_SAMPLE))
    return load_sample (error);
  if (g_file_test (spec, G_FILE_TEST_IS_DIR))
    return load_folder (spec, &known, error);
  shown = lab_error_printable (spec);
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               _("There is no data set “%s”. Name a folder that holds the four files of MNIST, or "
                 "write %s for what comes with the program."),
               shown, LAB_DATA_SAMPLE);
  return NULL;
}

void
lab_data_free (LabData *data)
{
  if (data == NULL)
    return;
  for (int i = 0; i < LAB_DATA_N_FILES; i++)
    g_clear_pointer (&data->bytes[i], g_bytes_unref);
  g_free (data->name);
  g_free (data->title);
  g_free (data);
}
