/* nn-activation-parameters.c - learning the parameters of an activation */

#include "nn-activation.h"

#include <assert.h>
#include <math.h>

void
nn_activation_backward_parameters (nn_activation f, size_t n, const float *z, const float *dy,
                                   double sum[NN_MAX_PARAMETERS])
{
  for (int k = 0; k < nn_activation_get_info (f.id)->n_parameters; k++)
    for (size_t i = 0; i < n; i++)
      sum[k] += dy[i] * nn_activation_parameter_gradient (f, k, z[i]);
}

double
nn_activation_clamp_parameter (nn_activation f, int k, double value)
{
  const nn_parameter_info *info = &nn_activation_get_info (f.id)->parameter[k];
  double lowest = info->above_minimum ? fmax (info->minimum, 1e-3) : info->minimum;

  return fmin (fmax (value, lowest), info->maximum);
}
