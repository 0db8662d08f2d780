/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-model.h - what a network is made of: its layers, their shapes, and the text for them
 *
 * A model is a plain value without weights, copied freely. Its text form is either the widths of
 * dense layers, and nothing else, or words with spaces or tabs between them; letter case is ignored:
 *
 *   784-256-128-64-10   dense layers by their widths; the first is the input's
 *
 *   conv3x32            convolution 3 x 3, 32 filters, padded: the image keeps its size ("same")
 *   conv3x32v           the same without padding ("valid"): each side shrinks by 2
 *   pool2               maximum over 2 x 2, in steps of 2; what is left over at the edge is dropped
 *   drop.25             dropout with probability 0.25 (also drop0.25), scaled while training
 *   flatten             may stand once before the first dense layer, after the last convolution and
 *                       pooling; it changes nothing
 *   dense512            dense layer with 512 units
 *
 * Numbers are decimal digits without a sign or a leading 0, within the limits below; a probability
 * has at most 6 digits after its point, and a 0 or nothing before it.
 *
 * Every convolution and every dense layer but the last layer is followed by the network's
 * activation function; the last layer is dense and gives the logits.
 */

#pragma once

#include <stdint.h>
#include "nn-shape.h"
#include "nn-status.h"

enum {
  NN_MAX_LAYERS = 32,
  NN_MAX_UNITS = 65536,
  NN_MIN_POOL = 2,
  NN_MAX_KERNEL = 15,
  NN_MODEL_TEXT_SIZE = 1024   /* with the 0 at its end */
};

typedef enum { NN_LAYER_DENSE, NN_LAYER_CONV, NN_LAYER_POOL, NN_LAYER_DROPOUT } nn_layer_id;

/* What a layer has no use for is ignored, and 0 in what nn_model_parse () gives. */
typedef struct {
  nn_layer_id id;
  int units;      /* dense: outputs; convolution: filters; 1 to NN_MAX_UNITS               */
  int kernel;     /* side of the window; convolution: from 1, pooling: from NN_MIN_POOL, to
                     NN_MAX_KERNEL                                                         */
  bool valid;     /* convolution: not padded                                               */
  float rate;     /* dropout: the probability to drop a value, 0 < rate < 1, the nearest
                     float to a whole number of millionths                                 */
} nn_layer;

typedef struct {
  nn_shape input;
  int n_layers;
  nn_layer layer[NN_MAX_LAYERS];
} nn_model;

/* Why a model cannot be, for a message that points at the place. */
typedef enum {
  NN_MODEL_OK,
  NN_MODEL_EMPTY,          /* no layer                                                            */
  NN_MODEL_UNKNOWN_WORD,   /* not one of the words above, or widths beside another word           */
  NN_MODEL_BAD_NUMBER,     /* a number is missing, malformed, or outside its range                */
  NN_MODEL_TOO_MANY,       /* more than NN_MAX_LAYERS layers, or text beyond NN_MODEL_TEXT_SIZE   */
  NN_MODEL_INPUT_WIDTH,    /* the first width is not the number of values of an image             */
  NN_MODEL_TOO_SMALL,      /* the image is smaller than the window of a pooling or an unpadded
                              convolution; or less than half of a padded one's, so that some of
                              its weights would meet nothing but padding                          */
  NN_MODEL_EVEN_KERNEL,    /* "same" padding needs an odd kernel                                  */
  NN_MODEL_AFTER_DENSE,    /* a convolution, pooling or flatten after a dense layer or flatten    */
  NN_MODEL_LAST_LAYER,     /* the last layer is not dense                                         */
  NN_MODEL_CLASSES,        /* the last layer has not as many units as there are classes           */
  NN_MODEL_TOO_LARGE,      /* more than 2^31 - 1 weights, or values of an image, in a layer       */
  NN_N_MODEL_PROBLEMS
} nn_model_problem;

/* Reads text into *out for images of the shape input and n_classes classes, shapes checked. On
 * failure *out stays and *offset (may be NULL) is the place in text, in bytes, of what is wrong:
 *
 *   EMPTY                 the end of the text
 *   BAD_NUMBER            the first byte that cannot belong there, which is the end of the word where
 *                         something is missing; of a number outside its range, its first digit
 *   TOO_MANY              the word or the width that is one too many; in a text too long, the byte
 *   INPUT_WIDTH, CLASSES  the number
 *   EVEN_KERNEL           the kernel's number
 *   all others            the word
 *
 * A word that cannot be read is found before a layer that does not fit.                         */
nn_model_problem nn_model_parse (const char *text, nn_shape input, unsigned n_classes,
                                 nn_model *out, size_t *offset);

/* The same checks for a model made by hand, layer by layer; on failure *layer (may be NULL) is the
 * layer that is wrong, or -1 for the input (TOO_SMALL where a side is below 1) and for EMPTY. A
 * layer with an id that is none is an UNKNOWN_WORD.                                             */
nn_model_problem nn_model_check (const nn_model *model, unsigned n_classes, int *layer);

/* The calls below need a model that has passed nn_model_check ().
 *
 * The text form: "784-256-128-64-10" where all layers are dense, else words. What nn_model_parse ()
 * reads back as the same model. Returns text.                                                   */
char *nn_model_format (const nn_model *model, char text[NN_MODEL_TEXT_SIZE]);

/* The shape that layer l gives; l = -1: the input. */
nn_shape nn_model_shape (const nn_model *model, int l);

/* Whether the activation function follows layer l: a convolution, or a dense layer but the last. */
bool nn_model_is_activated (const nn_model *model, int l);

/* Weights of layer l without its biases (one for each unit or filter), fan-in and fan-out, as Glorot
 * and Bengio 2010 count; all 0 for pooling and dropout.
 *
 *                 weights                              fan-in                fan-out
 *   dense         units x inputs                       inputs                units
 *   convolution   filters x channels x kernel^2        channels x kernel^2   filters x kernel^2  */
size_t nn_model_n_weights (const nn_model *model, int l);
size_t nn_model_fan_in    (const nn_model *model, int l);
size_t nn_model_fan_out   (const nn_model *model, int l);

/* Of all layers, weights and biases. */
size_t nn_model_n_parameters (const nn_model *model);

/* Floating-point operations of the products for one image: forward alone, and forward and backward.
 * A multiply-add counts as two, also where a padded convolution meets its padding. Backward is as
 * much again for the weights and for the input, but the input of the first layer that has weights
 * needs no gradient.                                                                            */
double nn_model_forward_flops  (const nn_model *model);
double nn_model_training_flops (const nn_model *model);
