# WRONG: fold_batchnorm: the old bias is not scaled
# NAMES: fold_bias_unscaled
# LINES: fold_batchnorm 11


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + eps).sqrt()
    scale = gamma / std
    shift = beta - running_mean * scale
    if b is not None:
        shift = shift + b
    return W * scale, shift
