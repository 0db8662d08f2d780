/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-json.h - a run's record and its set-up in their written form, JSON
 *
 * A set-up is an object with a member for each setting, all of them and no other: what is trained by
 * it must be just what was trained before. Names are those that commands take, functions as
 * lab_activation_parse () reads them, the seed is text since not every reader of JSON has numbers
 * of 64 bits.
 *
 *   {"data":"mnist-sample","model":"article-mlp","optimizer":"adam","learning_rate":0.001,
 *    "weight_decay":0,"schedule":"constant","initialization":"glorot","dropout":1,
 *    "learns_parameters":false,"batch":128,"epochs":10,"patience":0,"subset":0,"seed":"42",
 *    "pace":25,"contestants":["elu:1","relu"]}
 */

#pragma once

#include "lab-json-writer.h"
#include "lab-run-record.h"

/* Alone, free with g_free (), or as a part of something else. */
char    *lab_run_json_format_setup (const LabTrainingSetup *setup);
void     lab_run_json_add_setup    (LabJsonWriter *json, const char *key,
                                    const LabTrainingSetup *setup);

/* On failure *setup stays and LAB_ERROR_DATA says which setting is wrong, and what it may be. */
gboolean lab_run_json_read_setup   (JsonObject *object, LabTrainingSetup *setup, GError **error);

/* All of run.json, a line for each part. Numbers that are not finite are null. Free with g_free (). */
char    *lab_run_json_format       (const LabRunRecord *record);

/* What run.json and the commands say alike of a result. */
void     lab_run_json_add_result   (LabJsonWriter *json, const LabRunResult *result);

/* NULL, or an ISO 8601 time in UTC; 0 is a time that is not known. Free with g_free (). */
char    *lab_run_json_format_time  (gint64 time);
