# WRONG: fold_batchnorm: gamma is missing on the mean
# NAMES: fold_mean_without_gamma
# LINES: fold_batchnorm 9


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + eps).sqrt()
    scale = gamma / std
    shift = beta - running_mean / std
    if b is not None:
        shift = shift + b * scale
    return W * scale, shift
