/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-schedule.h - how the learning rate falls in the course of a run
 *
 * A row of a table per schedule: a pure function from the number of steps taken to the factor by
 * which the learning rate of the next step is multiplied, so there is no state to save. No warm-up
 * and no restarts.
 */

#pragma once

#include <stdint.h>
#include "nn-status.h"

typedef enum {
  NN_SCHEDULE_CONSTANT,  /* 1                                                                     */
  NN_SCHEDULE_STEP,      /* gamma^k after k times n_epochs whole epochs                           */
  NN_SCHEDULE_COSINE,    /* floor + (1 - floor) (1 + cos (pi step / total)) / 2, from total on floor
                            Loshchilov, Hutter 2017, eq. 5, without restarts, moved every step    */
  NN_N_SCHEDULES
} nn_schedule_id;

/* A plain value, copied freely. What a schedule does not have is ignored. */
typedef struct {
  nn_schedule_id id;
  double gamma;        /* step: > 0, <= 1; usually 0.1                                            */
  uint64_t n_epochs;   /* step: 1 or more; usually 10                                             */
  double floor;        /* cosine: 0 .. 1, a part of the learning rate; usually 0                  */
} nn_schedule;

typedef struct {
  nn_schedule_id id;
  const char *name;    /* as a command takes it: "cosine"                                         */
  const char *title;   /* "Cosine"; English, for the application to translate                     */
} nn_schedule_info;

const nn_schedule_info *nn_schedule_get_info (nn_schedule_id id);
nn_schedule             nn_schedule_default  (nn_schedule_id id);

/* NN_OK, or NN_ERROR_ARGUMENT if a setting is outside its range. */
nn_status               nn_schedule_check    (const nn_schedule *schedule);

/* The factor, 0 .. 1, for the step that comes after step steps (0 for the first one) in a run of
 * total_steps with steps_per_epoch (> 0) to an epoch. A run may go on beyond total_steps.       */
double nn_schedule_factor (const nn_schedule *schedule, uint64_t step, uint64_t steps_per_epoch,
                           uint64_t total_steps);
