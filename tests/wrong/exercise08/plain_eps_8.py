# WRONG: fold_batchnorm: an eps of its own
# NAMES: fold_eps_fixed
# LINES: fold_batchnorm 7


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    std = (running_var + 1e-8).sqrt()
    scale = gamma / std
    shift = beta - running_mean * scale
    if b is not None:
        shift = shift + b * scale
    return W * scale, shift
