# WRONG: fold_batchnorm: divides by the variance and forgets beta
# NAMES: fold_var + fold_no_beta
# LINES: fold_batchnorm 7 9


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + eps)
    scale = gamma / std
    shift = -running_mean * scale
    if b is not None:
        shift = shift + b * scale
    return W * scale, shift
