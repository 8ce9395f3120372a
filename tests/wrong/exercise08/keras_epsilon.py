# WRONG: fold_batchnorm: it uses Keras' epsilon of 1e-3 instead of the eps that is given.
# LINES: fold_batchnorm 5 10
import torch

BN_EPSILON = 1e-3  # keras.layers.BatchNormalization default


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    kernel, moving_mean, moving_variance = W, running_mean, running_var
    multiplier = gamma / torch.sqrt(moving_variance + BN_EPSILON)
    folded_kernel = kernel * multiplier.reshape(1, -1)
    folded_bias = beta - moving_mean * multiplier
    if b is not None:
        folded_bias = folded_bias + b * multiplier
    return folded_kernel, folded_bias
