/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-data-split.c - which images train, validate and test */

#include <string.h>
#include "lab-data-store.h"

static void
test_split (void)
{
  static const struct {
    gsize n, validation;
  } splits[] = {
    { 10000, 1000 }, { 60000, 5000 }, { 24, 2 }, { 18, 2 },
    { 17, 1 },       { 6, 1 },        { 2, 1 },  { 70000, 5833 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
    g_assert_cmpuint (lab_data_n_validation (splits[i].n), ==, splits[i].validation);
}

/* Which images part has, with which labels, in whatever order. */
static guint64
fingerprint (const nn_dataset *part)
{
  gsize size = nn_shape_size (part->shape);
  guint64 sum = 0;

  for (gsize i = 0; i < part->n_images; i++)
    {
      guint64 hash = 14695981039346656037u ^ part->labels[i]; /* FNV-1a */

      for (gsize j = 0; j < size; j++)
        hash = (hash ^ part->pixels[i * size + j]) * 1099511628211u;
      sum += hash;
    }
  return sum;
}

static guint64
fingerprint_all (const LabData *data)
{
  return fingerprint (&data->train) + fingerprint (&data->validation) + fingerprint (&data->test);
}

/* Every image once, in its label's company; a fifth for the test, and not the set's own test again. */
static void
test_article_split (void)
{
  const char *sample = g_getenv ("ELU_LAB_SAMPLE");
  g_autoptr (LabData) own = lab_data_load (sample, NULL);
  g_autoptr (LabData) pooled = lab_data_load_split (sample, LAB_SPLIT_ARTICLE, NULL);
  g_autoptr (LabData) again = lab_data_load_split (sample, LAB_SPLIT_ARTICLE, NULL);
  gsize size = nn_shape_size (own->test.shape), n_own = 0;

  g_assert_cmpuint (pooled->test.n_images, ==, 2400);
  g_assert_cmpuint (pooled->validation.n_images, ==, 800);
  g_assert_cmpuint (pooled->train.n_images, ==, 8800);
  g_assert_cmpuint (fingerprint_all (pooled), ==, fingerprint_all (own));
  g_assert_cmpmem (pooled->test.pixels, 2400 * size, again->test.pixels, 2400 * size);
  for (gsize i = 0; i < 2400; i++)
    for (gsize j = 0; j < own->test.n_images; j++)
      n_own += memcmp (pooled->test.pixels + i * size, own->test.pixels + j * size, size) == 0;
  g_assert_cmpuint (n_own, >, 340); /* 400 expected, with a standard deviation of 16 */
  g_assert_cmpuint (n_own, <, 460);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/data/split", test_split);
  g_test_add_func ("/lab/data/article-split", test_article_split);
  return g_test_run ();
}
