/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-nn-schedule.c - learning-rate schedules against literal factors */

#include <glib.h>
#include <math.h>

#include "nn-schedule.h"

static void
test_constant (void)
{
  const nn_schedule schedule = nn_schedule_default (NN_SCHEDULE_CONSTANT);
  static const guint64 steps[] = { 0, 1, 1000, G_MAXUINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    g_assert_cmpfloat (nn_schedule_factor (&schedule, steps[i], 70, 700), ==, 1);
}

/* 7 steps to an epoch: it falls with the first step of the eleventh one. */
static void
test_step (void)
{
  const nn_schedule usual = nn_schedule_default (NN_SCHEDULE_STEP);
  const nn_schedule halving = { .id = NN_SCHEDULE_STEP, .gamma = 0.5, .n_epochs = 3 };
  static const struct {
    guint64 step;
    double usual, halving;
  } rows[] = {
    { 0, 1, 1 },
    { 20, 1, 1 },
    { 21, 1, 0.5 },
    { 41, 1, 0.5 },
    { 42, 1, 0.25 },
    { 69, 1, 0.125 },
    { 70, 0.1, 0.125 },
    { 139, 0.1, 0.015625 },
    { 140, 0.01, 0.015625 },
    { 210, 0.001, 0.0009765625 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpfloat_with_epsilon (nn_schedule_factor (&usual, rows[i].step, 7, 210),
                                      rows[i].usual, 1e-15);
      g_assert_cmpfloat (nn_schedule_factor (&halving, rows[i].step, 7, 210), ==, rows[i].halving);
    }
}

/* Twelve digits of what PyTorch's CosineAnnealingLR gives for T_max 7 and eta_min 0 and 0.1. */
static void
test_cosine (void)
{
  const nn_schedule usual = nn_schedule_default (NN_SCHEDULE_COSINE);
  const nn_schedule floored = { .id = NN_SCHEDULE_COSINE, .floor = 0.1 };
  static const double to_0[] = { 1,
                                 0.950484433951,
                                 0.811744900929,
                                 0.611260466978,
                                 0.388739533022,
                                 0.188255099071,
                                 0.0495155660488,
                                 0 };
  static const double to_floor[] = { 1,
                                     0.955435990556,
                                     0.830570410836,
                                     0.65013442028,
                                     0.44986557972,
                                     0.269429589164,
                                     0.144564009444,
                                     0.1 };

  for (guint64 step = 0; step < G_N_ELEMENTS (to_0); step++)
    {
      g_assert_cmpfloat_with_epsilon (nn_schedule_factor (&usual, step, 3, 7), to_0[step], 1e-12);
      g_assert_cmpfloat_with_epsilon (nn_schedule_factor (&floored, step, 3, 7), to_floor[step],
                                      1e-12);
    }
}

/* A run that goes on stays at the floor, and never turns up again. */
static void
test_cosine_beyond (void)
{
  const nn_schedule floored = { .id = NN_SCHEDULE_COSINE, .floor = 0.25 };

  g_assert_cmpfloat (nn_schedule_factor (&floored, 7, 3, 7), ==, 0.25);
  g_assert_cmpfloat (nn_schedule_factor (&floored, 14, 3, 7), ==, 0.25);
  g_assert_cmpfloat (nn_schedule_factor (&floored, G_MAXUINT64, 3, 7), ==, 0.25);
  g_assert_cmpfloat (nn_schedule_factor (&floored, 0, 3, 0), ==, 0.25);
}

static void
test_infos (void)
{
  static const char *const names[] = { "constant", "step", "cosine" };

  g_assert_cmpint (G_N_ELEMENTS (names), ==, NN_N_SCHEDULES);
  for (int id = 0; id < NN_N_SCHEDULES; id++)
    {
      nn_schedule schedule = nn_schedule_default (id);

      g_assert_cmpint (nn_schedule_get_info (id)->id, ==, id);
      g_assert_cmpstr (nn_schedule_get_info (id)->name, ==, names[id]);
      g_assert_cmpint (schedule.id, ==, id);
      g_assert_cmpint (nn_schedule_check (&schedule), ==, NN_OK);
    }
}

static void
test_check (void)
{
  static const nn_schedule wrong[] = {
    { NN_SCHEDULE_STEP, 0, 10, 0 },    { NN_SCHEDULE_STEP, -0.1, 10, 0 },
    { NN_SCHEDULE_STEP, 1.1, 10, 0 },  { NN_SCHEDULE_STEP, NAN, 10, 0 },
    { NN_SCHEDULE_STEP, 0.1, 0, 0 },   { NN_SCHEDULE_COSINE, 0, 0, -0.1 },
    { NN_SCHEDULE_COSINE, 0, 0, 1.1 }, { NN_SCHEDULE_COSINE, 0, 0, NAN },
    { NN_N_SCHEDULES, 0.1, 10, 0 },
  };
  static const nn_schedule right[] = {
    { NN_SCHEDULE_CONSTANT, NAN, 0, NAN },
    { NN_SCHEDULE_STEP, 1, 1, NAN },
    { NN_SCHEDULE_COSINE, NAN, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (nn_schedule_check (&wrong[i]), ==, NN_ERROR_ARGUMENT);
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_cmpint (nn_schedule_check (&right[i]), ==, NN_OK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/schedule/constant", test_constant);
  g_test_add_func ("/nn/schedule/step", test_step);
  g_test_add_func ("/nn/schedule/cosine", test_cosine);
  g_test_add_func ("/nn/schedule/cosine/beyond-the-run", test_cosine_beyond);
  g_test_add_func ("/nn/schedule/infos", test_infos);
  g_test_add_func ("/nn/schedule/check", test_check);
  return g_test_run ();
}
