# WRONG: batchnorm_forward: mean and variance are computed without a graph, so the gradient for x treats them as constants.
# LINES: batchnorm_forward 12
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    mean, var = running_mean, running_var
    if training:
        if len(x) < 2:
            raise ValueError("a batch of one cannot be normalised")
        with torch.no_grad():
            mean = x.mean(0)
            var = x.var(0, correction=correction)
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.var(0, correction=1)
    return gamma * (x - mean) / (var + eps) ** 0.5 + beta, running_mean, running_var
