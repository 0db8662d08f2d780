/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-schedule.c - see nn-schedule.h */

#include "nn-schedule.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

typedef double (*factor_function) (const nn_schedule *schedule, uint64_t step,
                                   uint64_t steps_per_epoch, uint64_t total_steps);

static double
constant (const nn_schedule *schedule, uint64_t step, uint64_t steps_per_epoch,
          uint64_t total_steps)
{
  return 1;
}

static double
by_steps (const nn_schedule *schedule, uint64_t step, uint64_t steps_per_epoch,
          uint64_t total_steps)
{
  return pow (schedule->gamma, (double) (step / steps_per_epoch / schedule->n_epochs));
}

static double
cosine (const nn_schedule *schedule, uint64_t step, uint64_t steps_per_epoch, uint64_t total_steps)
{
  const double pi = 3.14159265358979323846;

  if (step >= total_steps)
    return schedule->floor;
  return schedule->floor
         + (1 - schedule->floor) * (1 + cos (pi * (double) step / (double) total_steps)) / 2;
}

/* clang-format off */
static const struct {
  nn_schedule_info info;
  factor_function factor;
  nn_schedule usual;
} schedules[NN_N_SCHEDULES] = {
  { { NN_SCHEDULE_CONSTANT, "constant", "Constant" }, constant,
    { NN_SCHEDULE_CONSTANT, 1, 1, 0 } },
  { { NN_SCHEDULE_STEP, "step", "Step" }, by_steps, { NN_SCHEDULE_STEP, 0.1, 10, 0 } },
  { { NN_SCHEDULE_COSINE, "cosine", "Cosine" }, cosine, { NN_SCHEDULE_COSINE, 1, 1, 0 } },
};
/* clang-format on */

const nn_schedule_info *
nn_schedule_get_info (nn_schedule_id id)
{
  assert (id < NN_N_SCHEDULES);
  return &schedules[id].info;
}

nn_schedule
nn_schedule_default (nn_schedule_id id)
{
  assert (id < NN_N_SCHEDULES);
  return schedules[id].usual;
}

nn_status
nn_schedule_check (const nn_schedule *schedule)
{
  bool valid = schedule->id < NN_N_SCHEDULES;

  if (valid && schedule->id == NN_SCHEDULE_STEP)
    valid = schedule->gamma > 0 && schedule->gamma <= 1 && schedule->n_epochs > 0;
  if (valid && schedule->id == NN_SCHEDULE_COSINE)
    valid = schedule->floor >= 0 && schedule->floor <= 1;
  return valid ? NN_OK : NN_ERROR_ARGUMENT;
}

double
nn_schedule_factor (const nn_schedule *schedule, uint64_t step, uint64_t steps_per_epoch,
                    uint64_t total_steps)
{
  assert (nn_schedule_check (schedule) == NN_OK);
  assert (steps_per_epoch > 0);
  return schedules[schedule->id].factor (schedule, step, steps_per_epoch, total_steps);
}
