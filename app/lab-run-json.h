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

#include "lab-run-record.h"

/* Free with g_free (). */
char    *lab_run_json_format_setup (const LabTrainingSetup *setup);

/* On failure *setup stays and LAB_ERROR_DATA says which setting is wrong, and what it may be. */
gboolean lab_run_json_read_setup   (JsonObject *object, LabTrainingSetup *setup, GError **error);

/* All of run.json. Numbers that are not finite are null. Free with g_free (). */
char    *lab_run_json_format       (const LabRunRecord *record);
