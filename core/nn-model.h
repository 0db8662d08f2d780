/* nn-model.h - what a network is made of: its layers, their shapes, and the text for them
 *
 * A model is a plain value without weights, copied freely. Text form, the words separated by
 * spaces, letter case ignored:
 *
 *   784-256-128-64-10   dense layers by their widths; the first is the input's
 *   conv3x32            convolution 3 x 3, 32 filters, padded: the image keeps its size ("same")
 *   conv3x32v           the same without padding ("valid"): each side shrinks by 2
 *   pool2               maximum over 2 x 2, in steps of 2; what is left over at the edge is dropped
 *   drop.25             dropout with probability 0.25 (also drop0.25), scaled while training
 *   flatten             may stand before the first dense layer and changes nothing
 *   dense512            dense layer with 512 units
 *
 * Every convolution and every dense layer but the last layer is followed by the network's
 * activation function; the last layer is dense and gives the logits.
 */

#pragma once

#include <stdint.h>
#include "nn-shape.h"
#include "nn-status.h"

enum { NN_MAX_LAYERS = 32, NN_MODEL_TEXT_SIZE = 1024 };

typedef enum { NN_LAYER_DENSE, NN_LAYER_CONV, NN_LAYER_POOL, NN_LAYER_DROPOUT } nn_layer_id;

typedef struct {
  nn_layer_id id;
  int units;      /* dense: outputs; convolution: filters                       */
  int kernel;     /* convolution, pooling: side of the window                   */
  bool valid;     /* convolution: not padded                                    */
  float rate;     /* dropout: the probability to drop a value, 0 < rate < 1     */
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
  NN_MODEL_UNKNOWN_WORD,   /* not one of the words above                                          */
  NN_MODEL_BAD_NUMBER,     /* a number is missing, malformed, or outside its range                */
  NN_MODEL_TOO_MANY,       /* more than NN_MAX_LAYERS layers, or text beyond NN_MODEL_TEXT_SIZE   */
  NN_MODEL_INPUT_WIDTH,    /* the first width is not the number of values of an image             */
  NN_MODEL_TOO_SMALL,      /* the image is smaller than the window of a convolution or a pooling  */
  NN_MODEL_EVEN_KERNEL,    /* "same" padding needs an odd kernel                                  */
  NN_MODEL_AFTER_DENSE,    /* a convolution or pooling after a dense layer                        */
  NN_MODEL_LAST_LAYER,     /* the last layer is not dense                                         */
  NN_MODEL_CLASSES,        /* the last layer has not as many units as there are classes           */
  NN_MODEL_TOO_LARGE,      /* more parameters, or values in a layer, than can be allocated        */
  NN_N_MODEL_PROBLEMS
} nn_model_problem;

/* Reads text into *out for images of the shape input and n_classes classes, shapes checked. On
 * failure *out stays and *offset is the place in text, in bytes, of the word that is wrong (of
 * its number, where only that is wrong; the end, where something is missing).                   */
nn_model_problem nn_model_parse (const char *text, nn_shape input, unsigned n_classes,
                                 nn_model *out, size_t *offset);

/* The same checks for a model made by hand; *layer (may be NULL) is the layer that is wrong. */
nn_model_problem nn_model_check (const nn_model *model, unsigned n_classes, int *layer);

/* The text form: "784-256-128-64-10" where all layers are dense, else words. What nn_model_parse ()
 * reads back as the same model. Returns text.                                                   */
char *nn_model_format (const nn_model *model, char text[NN_MODEL_TEXT_SIZE]);

/* The calls below need a model that has passed nn_model_check ().
 *
 * The shape that layer l gives; l = -1: the input. */
nn_shape nn_model_shape (const nn_model *model, int l);

/* Whether the activation function follows layer l. */
bool nn_model_is_activated (const nn_model *model, int l);

/* Weights (without biases) and their fan-in, of layer l: 0 for pooling and dropout. A dense layer's
 * weights are fan_out x fan_in, a convolution's filters x channels x kernel x kernel; fan_in is
 * channels x kernel x kernel then, and fan_out filters x kernel x kernel, as Glorot counts.     */
size_t nn_model_n_weights (const nn_model *model, int l);
size_t nn_model_fan_in    (const nn_model *model, int l);
size_t nn_model_fan_out   (const nn_model *model, int l);

/* Of all layers, weights and biases. */
size_t nn_model_n_parameters (const nn_model *model);

/* Floating-point operations of the products (a multiply-add counts as two) for one image: forward
 * alone, and forward and backward; the first layer's input needs no gradient.                   */
double nn_model_forward_flops  (const nn_model *model);
double nn_model_training_flops (const nn_model *model);
