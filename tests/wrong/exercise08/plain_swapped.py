# WRONG: fold_batchnorm: the results are exchanged
# NAMES: fold_swapped
# LINES: fold_batchnorm 12


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + eps).sqrt()
    scale = gamma / std
    shift = beta - running_mean * scale
    if b is not None:
        shift = shift + b * scale
    return shift, W * scale
