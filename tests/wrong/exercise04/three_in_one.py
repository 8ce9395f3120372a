# WRONG: batchnorm_forward: the mean is not subtracted in the output
# WRONG: batchnorm_forward: eps is added to the running variance as well
# WRONG: batchnorm_forward: beta is forgotten
# LINES: batchnorm_forward 21
# LINES: batchnorm_forward 24
# LINES: batchnorm_forward 25

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *,
    training, momentum=0.1, eps=1e-5, correction=0,
):
    if training:
        if x.shape[0] < 2:
            raise ValueError("two rows or more")
        mean = x.mean(0)
        var = x.var(0, correction=correction)
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * (x.var(0).detach() + eps)
    else:
        mean, var = running_mean, running_var
    scaled = x / torch.sqrt(var + eps)
    return gamma * scaled, running_mean, running_var
